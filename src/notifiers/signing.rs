//! What webhooks are signed with, after the Standard Webhooks specification: made here, shown once, and for a day beside
//! what was there before.

use base64::{Engine, engine::general_purpose::STANDARD};
use chrono::{DateTime, Duration, Utc};
use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;

use super::{
    model::{Kind, Notifier},
    store,
};
use crate::{
    change::{Actor, Change},
    db::{Sealed, random_bytes},
    error::{Error, Result},
    resource::{Versioned, find},
    state::State,
    web::Asked,
};

const PREFIX: &str = "whsec_";
/// For so long messages are signed with the secret before as well.
const OVERLAP: Duration = Duration::days(1);

/// So many secrets are good at a time.
const MOST: usize = 4;

/// A notifier with its new secret.
pub struct Issued {
    pub it: Versioned<Notifier>,
    pub secret: String,
}

/// `whsec_` and 32 bytes in base64.
pub fn secret() -> String {
    format!("{PREFIX}{}", STANDARD.encode(random_bytes::<32>()))
}

/// Takes another secret from now on; it is told to whoever asked, and never again.
pub async fn rotate(state: &State, by: Actor, id: i64, asked: &Asked) -> Result<Issued> {
    let mut change = Change::begin(state, by).await?;
    let it: Versioned<Notifier> = find(&mut change.conn, (), id).await?.ok_or(Error::NotFound)?;
    if it.kind != Kind::Webhook {
        return Err(Error::Conflict("notifier-not-signed".into()));
    }
    asked.of(it.version)?;
    let place = Sealed::NotifierSigning.place(id);
    let stored = store::signing(&mut change.conn, id).await?;
    // One that does not open is no use to anybody, and is replaced by this.
    let before = stored.and_then(|sealed| state.seal.open(&place, &sealed).ok()).unwrap_or_default();
    // While those before are good, they stay so: the one between may never have reached the receiver.
    let good = if it.before_until.is_some_and(|until| change.at < until) { MOST - 1 } else { 1 };
    let secret = secret();
    let all: Vec<&str> = [secret.as_str()].into_iter().chain(before.split_whitespace().take(good)).collect();
    let sealed = state.seal.seal(&place, &all.join(" "))?;
    let until = change.at + OVERLAP;
    store::put_signing(&mut change, (id, it.version), (sealed, until)).await?;
    let it: Versioned<Notifier> = find(&mut change.conn, (), id).await?.ok_or(Error::NotFound)?;
    change.record("rotate", &it, vec![("signing", String::new(), "changed".to_owned())]).await?;
    change.commit().await?;
    Ok(Issued { it, secret })
}

/// The value of `webhook-signature`: by each secret that is good now.
pub fn signatures(kept: &str, before_until: Option<DateTime<Utc>>, now: DateTime<Utc>, said: &Said<'_>) -> String {
    let mut secrets = kept.split(' ');
    let current = secrets.next().into_iter();
    let before = secrets.filter(|_| before_until.is_some_and(|until| now < until));
    let signed: Vec<String> = current.chain(before).filter_map(|secret| said.signed(secret)).collect();
    signed.join(" ")
}

/// What is signed.
pub struct Said<'a> {
    pub id: &'a str,
    /// In seconds since 1970.
    pub timestamp: i64,
    pub body: &'a str,
}

impl Said<'_> {
    fn signed(&self, secret: &str) -> Option<String> {
        let key = STANDARD.decode(secret.strip_prefix(PREFIX)?).ok()?;
        let mut mac = <Hmac<Sha256> as KeyInit>::new_from_slice(&key).ok()?;
        mac.update(format!("{}.{}.{}", self.id, self.timestamp, self.body).as_bytes());
        Some(format!("v1,{}", STANDARD.encode(mac.finalize().into_bytes())))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The example of the specification.
    #[test]
    fn a_message_is_signed_as_the_specification_has_it() {
        let said =
            Said { id: "msg_p5jXN8AQM9LWM0D4loKWxJek", timestamp: 1_614_265_330, body: "{\"test\": 2432232314}" };
        let secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
        assert_eq!(said.signed(secret).as_deref(), Some("v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="));
        let (now, kept) = (DateTime::<Utc>::UNIX_EPOCH, format!("{secret} {secret}"));
        let count = |until| signatures(&kept, until, now, &said).split(' ').count();
        assert_eq!([count(None), count(Some(now)), count(Some(now + OVERLAP))], [1, 1, 2]);
    }

    #[test]
    fn a_secret_is_long_and_never_the_same() {
        let (one, other) = (secret(), secret());
        assert!(one.starts_with(PREFIX) && one != other);
        assert_eq!(STANDARD.decode(one.trim_start_matches(PREFIX)).map(|it| it.len()), Ok(32));
    }
}
