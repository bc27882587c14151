use crate::{
    brand::{
        Brand, Colour,
        store::{ID, Stored},
    },
    change::{Audited, flag},
    db::{Written, written},
};

/// The brand but for its logo.
#[derive(Clone, Debug, Default)]
pub struct NewBrand {
    pub name: Option<String>,
    pub support: Option<String>,
    pub reply_to: Option<String>,
    pub colour: Option<Colour>,
}

/// The brand as it is recorded.
pub struct Described {
    pub stored: Stored,
    pub logo_set: bool,
}

impl NewBrand {
    pub fn written(&self) -> Written {
        written![
            name: &self.name,
            support: &self.support,
            reply_to: &self.reply_to,
            colour: self.colour.map(Colour::hex),
        ]
    }

    /// With the logo of another.
    pub fn with_logo_of(&self, other: &Brand) -> Brand {
        Brand {
            name: self.name.clone(),
            support: self.support.clone(),
            reply_to: self.reply_to.clone(),
            colour: self.colour.map(Colour::hex),
            ..other.clone()
        }
    }
}

impl Audited for Described {
    const KIND: &'static str = "brand";

    fn id(&self) -> i64 {
        ID
    }

    fn label(&self) -> String {
        self.stored.brand.name.clone().unwrap_or_default()
    }

    /// Where account users write to.
    fn addresses(&self) -> Vec<&str> {
        let Brand { support, reply_to, .. } = &self.stored.brand;
        [support, reply_to].map(|address| address.as_deref().unwrap_or_default()).into()
    }

    fn fields(&self) -> Vec<(&'static str, String)> {
        let Brand { name, support, reply_to, colour, logo_id, .. } = &self.stored.brand;
        let logo = if self.logo_set { "changed".to_owned() } else { flag(logo_id.is_some()) };
        written![name: name, support: support, reply_to: reply_to, colour: colour, logo: logo].texts()
    }
}
