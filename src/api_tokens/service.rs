//! Making and changing tokens. A secret leaves this module once, towards the page that shows it.

use chrono::Duration;
use futures_util::future::BoxFuture;

use super::{
    form::{RotateForm, TokenForm},
    model::ApiToken,
    store::{self, KeptSecret},
};
use crate::{
    api,
    change::{Actor, Change},
    error::{Error, Result},
    events::{Event, Happened},
    forms::{fields::choice, version},
    mail::letters,
    people::{Owner, OwnerKind},
    sign_in::{self, notices},
    state::State,
    web::Asked,
    zones::Zone,
};

/// How long before its expiry the creator is told.
pub const REMIND: Duration = Duration::days(7);
/// Hours for which the secret before a rotation may stay good.
pub const OVERLAPS: [i64; 4] = [0, 1, 24, 168];
const SHOWN: usize = 8;

/// A token with its new secret.
pub struct Issued {
    pub token: ApiToken,
    pub secret: String,
}

pub async fn create(state: &State, by: Actor, form: &TokenForm, tz: Zone) -> Result<Issued> {
    let new = form.parse(state.clock.now(), tz, None)?;
    let secret = api::secret();
    let mut change = Change::begin(state, by).await?;
    let id = store::insert(&mut change, &new, &kept(&secret)).await.map_err(Error::taken("name"))?;
    let token = store::find(&mut change.conn, id).await?.ok_or(Error::NotFound)?;
    change.created(&token).await?;
    change.commit().await?;
    Ok(Issued { token, secret })
}

pub async fn update(state: &State, by: Actor, id: i64, (form, tz): (&TokenForm, Zone)) -> Result<ApiToken> {
    let mut change = Change::begin(state, by).await?;
    let before = store::find(&mut change.conn, id).await?.ok_or(Error::NotFound)?;
    let new = form.parse(change.at, tz, Some(&before))?;
    if !store::update(&mut change, id, version(&form.version), &new).await.map_err(Error::taken("name"))? {
        return Err(Error::Stale);
    }
    let after = store::find(&mut change.conn, id).await?.ok_or(Error::NotFound)?;
    change.updated("update", &before, &after).await?;
    change.commit().await?;
    Ok(after)
}

/// A new secret; the one before stays good for the chosen hours, so that scripts can be moved over.
pub async fn rotate(state: &State, by: Actor, id: i64, form: &RotateForm, asked: &Asked) -> Result<Issued> {
    let hours = choice(&form.overlap, |text| text.parse().ok().filter(|hours| OVERLAPS.contains(hours)));
    let hours = hours.map_err(|refused| crate::error::FieldErrors::one("overlap", refused))?;
    let secret = api::secret();
    let mut change = Change::begin(state, by).await?;
    asked.of(store::find(&mut change.conn, id).await?.ok_or(Error::NotFound)?.version)?;
    let until = change.at + Duration::hours(hours);
    store::rotate(&mut change, id, &kept(&secret), until).await?;
    let token = store::find(&mut change.conn, id).await?.ok_or(Error::NotFound)?;
    change.record("rotate", &token, vec![("secret", String::new(), "changed".to_owned())]).await?;
    change.commit().await?;
    Ok(Issued { token, secret })
}

pub async fn delete(state: &State, by: Actor, id: i64, asked: &Asked) -> Result<ApiToken> {
    let mut change = Change::begin(state, by).await?;
    let token = store::find(&mut change.conn, id).await?.ok_or(Error::NotFound)?;
    asked.of(token.version)?;
    store::delete(&mut change, id).await?;
    change.deleted(&token).await?;
    change.commit().await?;
    Ok(token)
}

/// Tells those who made a token that it expires soon, once.
pub fn sweep(state: &State) -> BoxFuture<'_, Result<()>> {
    Box::pin(remind(state))
}

async fn remind(state: &State) -> Result<()> {
    let mut change = Change::begin(state, Actor::system("steward")).await?;
    for token in store::take_expiring(&mut change, state.clock.now() + REMIND).await? {
        change.tell(Happened {
            event: Event::TokenExpiring,
            kind: "token",
            id: Some(token.id),
            name: token.name.clone(),
            account_id: None,
            said: vec![("expires_at", token.expires_at.to_rfc3339())],
        });
        let maker = Owner { kind: OwnerKind::Admin, id: token.admin_id };
        let Some(person) =
            sign_in::service::find(state, &mut change.conn, maker).await?.filter(|it| it.closed.is_none())
        else {
            continue;
        };
        let about = (token.name.as_str(), token.expires_at);
        notices::tell(state, &mut change, &person, |state, to, cause| letters::token_expiring(state, to, cause, about))
            .await?;
    }
    change.commit().await
}

fn kept(secret: &str) -> KeptSecret {
    KeptSecret { hash: api::secret_hash(secret), prefix: secret.chars().take(SHOWN).collect() }
}
