//! The one path of every change to the settings.

use super::{
    logo::NewLogo,
    model::{Described, NewBrand},
};
use crate::{
    brand::{
        Brand,
        store::{self, ID, TABLE},
    },
    change::{Actor, Change},
    db::written,
    error::{Error, Result},
    i18n::Lang,
    mail::{
        Paper,
        letters::{self, Cause, Reader},
        outbox,
    },
    people::{Admin, Owner, OwnerKind},
    sign_in,
    state::State,
    zones::Zone,
};

/// What becomes of the logo.
pub enum Logo {
    Kept,
    Removed,
    Set(NewLogo),
}

/// `version` is the one the edit was made from.
pub async fn update(state: &State, by: Actor, version: i64, (new, logo): (&NewBrand, Logo)) -> Result<()> {
    let mut change = Change::begin(state, by).await?;
    let before = Described { stored: store::stored(&mut change.conn).await?, logo_set: false };
    let logo_set = matches!(logo, Logo::Set(_));
    let row = match logo {
        Logo::Kept => new.written(),
        Logo::Removed => {
            let none = None::<i64>;
            new.written().and(written![logo_id: none, logo_width: none, logo_height: none])
        }
        Logo::Set(NewLogo { png, width, height }) => {
            let id = store::keep_logo(&mut change.conn, png).await?;
            new.written().and(written![logo_id: id, logo_width: width, logo_height: height])
        }
    };
    if !change.update(&TABLE, (ID, version), row).await? {
        return Err(Error::Stale);
    }
    let after = Described { stored: store::stored(&mut change.conn).await?, logo_set };
    change.updated("update", &before, &after).await?;
    change.commit().await
}

/// A letter to whoever asks, with the brand as it is kept.
pub async fn send_test(state: &State, by: Actor, owner: Owner) -> Result<String> {
    let mut change = Change::begin(state, by).await?;
    let person = sign_in::service::find(state, &mut change.conn, owner).await?.ok_or(Error::NotFound)?;
    let reader = person.reader().ok_or(Error::Conflict("admin-no-email".into()))?;
    let letter = letters::sample(state, reader, &Cause { client: Some(&change.by.client), at: change.at });
    outbox::queue(&mut change, &state.seal, letter).await?;
    let brand = Described { stored: store::stored(&mut change.conn).await?, logo_set: false };
    change.record("test-letter", &brand, vec![("recipient", String::new(), reader.recipient.clone())]).await?;
    change.commit().await?;
    Ok(reader.recipient.clone())
}

/// The same letter on paper of such a brand, which nobody is sent.
pub fn sample(state: &State, by: &Actor, admin: &Admin, (brand, tz): (&Brand, Zone)) -> Result<Paper> {
    let reader = Reader {
        owner: Owner { kind: OwnerKind::Admin, id: admin.id },
        account_id: None,
        login: admin.login.clone(),
        name: admin.shown_name(),
        recipient: state.config.mail_from.email.to_string(),
        lang: Lang::parse(&admin.language).unwrap_or_default(),
        tz,
    };
    letters::sample(state, &reader, &Cause { client: Some(&by.client), at: state.clock.now() }).on_paper(brand)
}
