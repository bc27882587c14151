//! Who calls: a token in the `Authorization` header or in the body, never in the address.

use std::net::Ipv4Addr;

use actix_web::{HttpRequest, http::header};
use chrono::{DateTime, Duration, Utc};

use super::{
    Failure, Scope, rate,
    store::{self, TokenRow},
};
use crate::{
    change::{Actor, Change, store::About},
    db::{self, Conn, hash, random_bytes},
    error,
    i18n::Message,
    people::{Client, Permission, Role},
    state::State,
};

/// What every secret begins with, so that scanners of source code find those that slipped into it.
const PREFIX: &str = "stw_";
const LENGTH: usize = 40;
const ALPHABET: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
/// "Last used" is right to this, so that a call that reads seldom writes.
const SEEN_EVERY: Duration = Duration::minutes(1);
/// Of those that a token was used from, as many are known again.
const NETWORKS_KEPT: usize = 64;

/// A token that is good.
pub struct Token {
    pub id: i64,
    pub name: String,
    scopes: Vec<Scope>,
    /// The role of whoever made it, as it is now: a token may do no more than they may.
    role: Role,
}

impl Token {
    /// Refuses what its scopes, or the role of whoever made it, do not permit.
    pub fn may(&self, scope: Scope) -> Result<(), Failure> {
        let why = match self.scopes.contains(&scope) {
            true if self.role.may(scope.needs()) => return Ok(()),
            true => "api-creator-may-not",
            false => "api-no-scope",
        };
        Err(Failure::say(403, &Message::new(why).with("scope", scope.as_str())))
    }
}

/// A new secret: `stw_` and 40 characters, 240 random bits.
pub fn secret() -> String {
    let letters =
        random_bytes::<LENGTH>().map(|byte| char::from(*ALPHABET.get(usize::from(byte % 64)).unwrap_or(&b'A')));
    letters.iter().fold(PREFIX.to_owned(), |secret, letter| format!("{secret}{letter}"))
}

pub fn secret_hash(secret: &str) -> String {
    hash(secret)
}

/// The header wins over the body.
pub fn of_header(req: &HttpRequest) -> Option<String> {
    let value = req.headers().get(header::AUTHORIZATION)?.to_str().ok()?;
    let (scheme, secret) = value.split_once(' ')?;
    scheme.eq_ignore_ascii_case("bearer").then(|| secret.trim().to_owned())
}

/// Whoever guesses is slowed down by address, whoever calls too often by token.
pub async fn authenticate(
    state: &State,
    (client, request): (&Client, &str),
    secret: Option<String>,
) -> Result<Token, Failure> {
    let now = state.clock.now();
    let Some(secret) = secret.filter(|secret| !secret.is_empty()) else {
        return Err(Failure::new(401, "api-no-token"));
    };
    let found = store::find(&mut state.db.conn().await?, &secret_hash(&secret), now).await?;
    let Some(row) = found else {
        rate::bad_token(state, &client.network()).await?;
        return Err(Failure::new(401, "api-bad-token"));
    };
    rate::take(state, row.id).await?;
    let network = wide(&client.network());
    if !network.is_empty() && !row.networks.split(' ').any(|known| known == network) {
        let noted = note_network(state, (client, request), &row, &network);
        state.db.in_passing("that a token is used from a new network", noted).await;
    } else if row.last_used_at.is_none_or(|at| now - at >= SEEN_EVERY) {
        state.db.in_passing("when a token was last used", store::touch(state, row.id, now)).await;
    }
    Ok(Token { id: row.id, name: row.name, scopes: Scope::parse_all(&row.scopes), role: row.role })
}

/// An address of IPv4 stands for the 256 around it: programs leave by one of several.
fn wide(network: &str) -> String {
    match network.parse::<Ipv4Addr>().map(|ip| ip.octets()) {
        Ok([a, b, c, _]) => format!("{a}.{b}.{c}.0/24"),
        Err(_) => network.to_owned(),
    }
}

/// What a token was never used from before, on the record and marked: it may be in somebody else's hands. Its first is
/// no news.
async fn note_network(
    state: &State,
    (client, request): (&Client, &str),
    row: &TokenRow,
    network: &str,
) -> error::Result<()> {
    let (name, client, request_id) = (row.name.clone(), client.clone(), request.to_owned());
    let actor = Actor { kind: "token", id: Some(row.id), name, client, request_id, ..Actor::system("") };
    let mut change = Change::begin(state, actor).await?;
    let mut known: Vec<&str> = row.networks.split(' ').filter(|it| !it.is_empty()).rev().collect();
    known.truncate(NETWORKS_KEPT - 1);
    known.reverse();
    known.push(network);
    // Another call was faster: it is known by now, or will be told next time.
    if !store::add_network(&mut change.conn, row, &known.join(" "), change.at).await? {
        return Ok(());
    }
    if row.networks.is_empty() {
        change.keep();
    } else {
        let about = About { kind: "token", id: Some(row.id), name: row.name.clone(), account_id: None };
        change.note("new-network", about, vec![("network", String::new(), network.to_owned())]).await?;
    }
    change.commit().await
}

/// Whether a token is good now for changes that need this, by its scopes and by the role of whoever made it.
pub async fn may(conn: &mut Conn, id: i64, now: DateTime<Utc>, needs: Permission) -> db::Result<bool> {
    let Some(row) = store::by_id(conn, id, now).await? else { return Ok(false) };
    // Ending sessions has no scope of its own: it goes with changing users.
    let needed = if needs == Permission::EndSessions { Permission::EditUsers } else { needs };
    let changes = |scope: &Scope| scope.needs() == needed && !scope.reads() && *scope != Scope::PlatformReport;
    Ok(row.role.may(needs) && Scope::parse_all(&row.scopes).iter().any(changes))
}

/// Why a call with a token in its address is refused: logs and proxies keep addresses. A token that is known is marked,
/// and whoever sends one so is slowed down like those who guess.
pub async fn leaked(state: &State, client: &Client, secret: &str) -> Failure {
    let refused = async {
        let secret_hash = secret_hash(secret);
        if store::is_unmarked(&mut state.db.conn().await?, &secret_hash).await? {
            store::mark_leaked(state, &secret_hash).await?;
        }
        rate::bad_token(state, &client.network()).await
    };
    refused.await.err().unwrap_or_else(|| Failure::new(403, "api-token-in-address"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_secret_is_long_and_never_the_same() {
        let (one, other) = (secret(), secret());
        assert_eq!(one.len(), PREFIX.len() + LENGTH);
        assert!(one.starts_with(PREFIX) && one != other);
    }
}
