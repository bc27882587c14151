//! A virtual sender once more, under another name.

use super::{
    choice::new_salt,
    model::{Rule, Rules, VirtualSender},
    place::InSenders,
    store::{names_like, put},
};
use crate::{
    change::Actor,
    db::written,
    error::{Error, Result},
    i18n::{Lang, Message},
    resource::{Place, Stored, Versioned, find},
    state::State,
    web::Asked,
};

/// It has the same rules, each with a salt of its own, so that the two do not choose alike.
pub async fn clone(
    state: &State,
    (by, lang): (Actor, Lang),
    of: InSenders,
    id: i64,
    asked: &Asked,
) -> Result<Versioned<VirtualSender>> {
    let mut change = of.begin(state, by).await?;
    let it: Versioned<VirtualSender> = find(&mut change.conn, of, id).await?.ok_or(Error::NotFound)?;
    asked.of(it.version)?;
    let name = free_name(&lang.say(&Message::new("virtual-sender-clone-name").with("name", it.name.as_str())));
    let taken = names_like(&mut change.conn, of.0, &name.first).await?;
    let name = name.find(|name| !taken.contains(name));
    let row = written![name: name, spread: it.spread.as_str(), when_off: it.when_off.as_str()];
    let id = change.insert(&VirtualSender::TABLE, row.and(of.column())).await?;
    put(&mut change.conn, id, (&it.groups, &salted(&it.rules))).await?;
    let made = find(&mut change.conn, of, id).await?.ok_or(Error::NotFound)?;
    change.created(&made).await?;
    change.commit().await?;
    Ok(made)
}

fn salted(rules: &Rules) -> Rules {
    let anew = |rules: &[Rule]| rules.iter().map(|rule| Rule { salt: new_salt(), ..rule.clone() }).collect();
    Rules { email: anew(&rules.email), sms: anew(&rules.sms), last_id: rules.last_id }
}

/// A name, and the same with a number behind it.
struct FreeName {
    /// With which all of them begin.
    first: String,
    whole: String,
}

fn free_name(name: &str) -> FreeName {
    FreeName { first: name.chars().take(70).collect(), whole: name.chars().take(80).collect() }
}

impl FreeName {
    fn find(self, is_free: impl Fn(&String) -> bool) -> String {
        let numbered = (2..).map(|n: u64| format!("{} ({n})", self.first));
        std::iter::once(self.whole).chain(numbered).find(is_free).unwrap_or_default()
    }
}
