use super::store;
use crate::{
    change::{Actor, Change, store::About},
    clock::Clock,
    config::Config,
    connectors::model::{Class, Connector},
    db::{self, Conn, Seal, Sealed, key},
    error::{Error, Result},
    ldap::model::LdapConnector,
    mail::Transport,
    notifiers::model::{Notifier, Signing},
    outbox,
    people::{Owner, OwnerKind, clean},
    resource::{self, Stored, WithPassword},
    senders::model::{Sender, Token},
    sign_in,
    state::{self, State},
    stop_lists::StopList,
};

/// What a command says, line by line.
pub struct Report {
    pub lines: Vec<String>,
    /// Whether everything opens.
    pub sound: bool,
}

/// What is sealed of a kind.
struct Found {
    what: Sealed,
    sealed: usize,
    /// The ids of those that do not open.
    lost: Vec<i64>,
}

/// As many of a kind are named.
const NAMED: usize = 20;
const LONGEST: usize = 256;

/// `steward key check`: which key there is, which the database wants, and what opens. Changes nothing.
pub async fn check(config: &Config) -> anyhow::Result<Report> {
    let db = state::connect(config).await?;
    let mut conn = db.conn().await?;
    let file = config.key_file();
    let seal = file.read()?.map(Seal::new);
    let constant = key::constant(&mut conn).await?;
    let mut lines = vec![match &seal {
        Some(seal) => format!("{file} (fingerprint {})", seal.fingerprint()),
        None => format!("{file} is not there"),
    }];
    let belongs = match (&seal, &constant) {
        (Some(seal), Some(constant)) => constant.is_of(seal),
        (None, Some(_)) => false,
        (_, None) => true,
    };
    lines.push(match &constant {
        Some(_) if belongs => "the database was sealed with it".to_owned(),
        Some(constant) => {
            let which = if seal.is_some() { "another key" } else { "the one that is missing" };
            format!("the database was sealed with {which} (fingerprint {})", constant.fingerprint)
        }
        None => "the database does not know its key yet: the next start tells it".to_owned(),
    });
    let all = look(&mut conn, seal.as_ref()).await?;
    let sealed = || all.iter().filter(|it| it.sealed > 0);
    lines.extend(
        sealed().map(|it| format!("{}: {} sealed, {} open", it.called(), it.sealed, it.sealed - it.lost.len())),
    );
    if sealed().next().is_none() {
        lines.push("nothing else is sealed yet".to_owned());
    }
    Ok(Report { lines, sound: belongs && all.iter().all(|it| it.lost.is_empty()) })
}

/// What can be said of the key file where the database does not open.
pub fn alone(config: &Config) -> anyhow::Result<String> {
    let file = config.key_file();
    let is_new = !db::is_there(config.database_url());
    match file.read()?.map(Seal::new) {
        Some(seal) => {
            Ok(format!("{file} (fingerprint {}); what it opens is not known without the database", seal.fingerprint()))
        }
        None if is_new => Ok(format!("{file} is not there yet: the first start makes it")),
        None => anyhow::bail!("{file} is not there"),
    }
}

/// `steward key forget`: lists what does not open with the key file that there is; with `yes` takes it away, and the
/// database belongs to that key from then on, or to a new one where there is no file.
pub async fn forget(config: Config, clock: Clock, yes: bool) -> anyhow::Result<Report> {
    let db = state::connect(&config).await?;
    let seal = config.key_file().read()?.map(Seal::new);
    let mut conn = db.conn().await?;
    let belongs = match &seal {
        Some(seal) => key::is_of(&mut conn, seal).await?,
        None => key::constant(&mut conn).await?.is_none(),
    };
    let all = look(&mut conn, seal.as_ref()).await?;
    let mut lines = named(&mut conn, &all).await?;
    drop(conn);
    if lines.is_empty() && belongs {
        return Ok(Report { lines: vec!["Nothing is lost: all that is sealed opens.".to_owned()], sound: true });
    }
    if lines.is_empty() {
        lines.push("Nothing is sealed but the mark of the lost key.".to_owned());
    }
    if !yes {
        lines.push(
            "None of this can be opened any more. `steward key forget --yes` takes it away; stop every Steward on this database first."
                .to_owned(),
        );
        return Ok(Report { lines, sound: false });
    }
    let (seal, is_new) = match seal {
        Some(seal) => (seal, false),
        None => (Seal::new(config.key_file().make()?), true),
    };
    let state = State::with((config, db, seal), clock, Transport::None)?;
    if let Err(error) = let_go(&state).await {
        if is_new {
            state.config.key_file().remove();
        }
        return Err(error.into());
    }
    lines.push(format!("Taken away. The database belongs to the key {} now.", state.seal.fingerprint()));
    Ok(Report { lines, sound: true })
}

impl Found {
    fn called(&self) -> &'static str {
        match self.what {
            Sealed::ConnectorPassword => "passwords of connectors",
            Sealed::LdapPassword => "passwords of directories",
            Sealed::SenderPassword => "passwords of senders",
            Sealed::SenderToken => "API keys of senders",
            Sealed::AdminFactor => "second factors of administrators",
            Sealed::UserFactor => "second factors of users",
            Sealed::LetterLink => "links of letters that wait",
            Sealed::StopListKey => "the key of stop lists",
            Sealed::NotifierSecret => "secrets of notifiers",
            Sealed::NotifierSigning => "signing secrets of notifiers",
        }
    }
}

/// Counts what is sealed of each kind and what of it does not open; without a seal nothing does.
async fn look(conn: &mut Conn, seal: Option<&Seal>) -> Result<Vec<Found>> {
    let mut all = Vec::new();
    for what in Sealed::ALL {
        let mut found = Found { what, sealed: 0, lost: Vec::new() };
        let mut below = i64::MAX;
        loop {
            let page = key::secrets(conn, what, below).await?;
            let Some(last) = page.last() else { break };
            below = last.id;
            found.sealed += page.len();
            found.lost.extend(page.iter().filter(|it| !seal.is_some_and(|seal| it.opens(seal, what))).map(|it| it.id));
        }
        all.push(found);
    }
    Ok(all)
}

/// What is lost, the first few by name.
async fn named(conn: &mut Conn, all: &[Found]) -> Result<Vec<String>> {
    let mut lines = Vec::new();
    for found in all.iter().filter(|it| !it.lost.is_empty()) {
        lines.push(format!("{}: {}", found.called(), found.lost.len()));
        for id in found.lost.iter().take(NAMED) {
            lines.push(format!("  {}", clean(&store::name(conn, found.what, *id).await?, LONGEST)));
        }
        if let Some(more) = found.lost.len().checked_sub(NAMED).filter(|more| *more > 0) {
            lines.push(format!("  and {more} more"));
        }
    }
    Ok(lines)
}

/// In one transaction: what does not open goes, each with its record, and the database gets its new mark.
async fn let_go(state: &State) -> Result<()> {
    let mut change = Change::begin(state, Actor::system("steward key forget")).await?;
    let belongs = key::is_of(&mut change.conn, &state.seal).await?;
    for found in look(&mut change.conn, Some(&state.seal)).await? {
        for id in found.lost {
            match found.what {
                Sealed::ConnectorPassword => {
                    for class in Class::ALL.iter().copied() {
                        forget_password::<Connector, _>(&mut change, class, id).await?;
                    }
                }
                Sealed::LdapPassword => forget_password::<LdapConnector, _>(&mut change, (), id).await?,
                Sealed::SenderPassword => forget_password::<Sender, ()>(&mut change, (), id).await?,
                Sealed::SenderToken => forget_password::<Sender, Token>(&mut change, (), id).await?,
                Sealed::AdminFactor => forget_factor(state, &mut change, Owner { kind: OwnerKind::Admin, id }).await?,
                Sealed::UserFactor => forget_factor(state, &mut change, Owner { kind: OwnerKind::User, id }).await?,
                Sealed::LetterLink => forget_letter(&mut change, id).await?,
                Sealed::StopListKey => forget_stops(&mut change).await?,
                Sealed::NotifierSecret => forget_password::<Notifier, ()>(&mut change, (), id).await?,
                Sealed::NotifierSigning => forget_password::<Notifier, Signing>(&mut change, (), id).await?,
            }
        }
    }
    if !belongs {
        store::drop_passing(&mut change).await?;
        let now = change.at;
        key::replace(&mut change.conn, &state.seal, now).await?;
    }
    let about = About { kind: "key", id: None, name: state.seal.fingerprint(), account_id: None };
    change.note("forget-key", about, vec![]).await?;
    change.commit().await
}

async fn forget_password<T: WithPassword<Which>, Which>(change: &mut Change, of: T::Of, id: i64) -> Result<()> {
    if let Some(before) = resource::find::<T>(&mut change.conn, of, id).await? {
        store::drop_password(change, &T::TABLE, T::COLUMN, id).await?;
        let after = resource::find::<T>(&mut change.conn, of, id).await?.ok_or(Error::NotFound)?;
        change.updated("forget-key", &before, &after).await?;
    }
    Ok(())
}

/// Recovery codes are keyed, so they go too; the owner is told.
async fn forget_factor(state: &State, change: &mut Change, owner: Owner) -> Result<()> {
    let person = sign_in::service::find(state, &mut change.conn, owner).await?.ok_or(Error::NotFound)?;
    sign_in::factors::remove(state, change, &person, "").await
}

/// Entries that meet nothing any more would only be taken for a protection.
async fn forget_stops(change: &mut Change) -> Result<()> {
    for (id, name, entries) in store::drop_stops(change).await? {
        let about = About { kind: StopList::KIND, id: Some(id), name, account_id: None };
        change.note("forget-key", about, vec![("entries", entries.to_string(), String::new())]).await?;
    }
    Ok(())
}

async fn forget_letter(change: &mut Change, id: i64) -> Result<()> {
    let before = outbox::store::find(&mut change.conn, id).await?.ok_or(Error::NotFound)?.row;
    store::drop_link(change, id).await?;
    let after = outbox::store::find(&mut change.conn, id).await?.ok_or(Error::NotFound)?.row;
    change.updated("forget-key", &before, &after).await
}
