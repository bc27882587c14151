//! Passwords: which are accepted, how they are kept, how they are compared.

use std::sync::LazyLock;

use argon2::{
    Params,
    password_hash::{PasswordVerifier, phc::PasswordHash},
};
use unicode_normalization::UnicodeNormalization;
use zxcvbn::{Score, zxcvbn};

use super::argon2id;
use crate::{error::Result, forms::fields::within, i18n::Message, state::State};

const SHORTEST: usize = 15;
/// Where a second factor stands beside the password.
const SHORTEST_WITH_FACTOR: usize = 8;
const LONGEST: usize = 256;
/// zxcvbn's time grows with the square of the length; what the first hundred characters do not make strong, the rest
/// need not either.
const JUDGED: usize = 100;

/// What a new password is judged by.
#[derive(Clone, Debug, Default)]
pub struct Policy {
    /// A second factor is enrolled or required.
    pub with_factor: bool,
    /// Login, account, e-mail: what it must not be made of.
    pub words: Vec<String>,
}

/// The result of comparing a password with what is kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    Wrong,
    Right,
    /// Right, but hashed with weaker parameters than today's.
    Outdated,
}

/// A hash that no password has; compared where there is none, so that an absent login takes as long as a present one.
static NOBODY: LazyLock<Option<String>> = LazyLock::new(|| hash_now(&crate::db::random_token()).ok());

impl Policy {
    /// Of a user: what the account and its user are called, and what the user is known by.
    pub fn of_user(with_factor: bool, [account, title]: [&str; 2], [login, first, last, email]: [&str; 4]) -> Self {
        Self { with_factor, words: [login, account, title, first, last, email].map(str::to_owned).into() }
    }

    /// Says why a password is refused.
    pub fn judge(&self, password: &str) -> Result<(), Message> {
        let password = canonical(password);
        let length = password.chars().count();
        let shortest = if self.with_factor { SHORTEST_WITH_FACTOR } else { SHORTEST };
        if password.is_empty() {
            return Err("refused-empty".into());
        }
        if length < shortest {
            return Err(Message::new("password-too-short")
                .with("shortest", shortest as i64)
                .with("length", length as i64));
        }
        within(&password, LONGEST)?;
        let inputs = self.inputs();
        let is_weak = |text: &str, inputs: &[&str]| {
            let judged: String = text.chars().take(JUDGED).collect();
            zxcvbn(&judged, inputs).score() < Score::Three
        };
        let known: Vec<&str> = inputs.iter().map(String::as_str).collect();
        // zxcvbn trusts a chain of known words, so "password password" and a chain of one's own have to be strong
        // without what chains them.
        let joined: String = password.chars().filter(|c| !c.is_whitespace() && !matches!(c, '.' | '-' | '_')).collect();
        if is_weak(&password, &[]) || is_weak(&joined, &[]) {
            return Err("password-too-common".into());
        }
        let rest = without(&password, &inputs);
        if is_weak(&password, &known) || rest.as_ref().is_some_and(|rest| is_weak(rest, &known)) {
            return Err("password-of-own-words".into());
        }
        Ok(())
    }

    /// The words and their parts: `anna.smirnova@example.com` is also anna, smirnova and example.
    fn inputs(&self) -> Vec<String> {
        let words = self.words.iter().map(String::as_str).chain(["steward"]);
        let parts = words.flat_map(|word| std::iter::once(word).chain(word.split(|c: char| !c.is_alphanumeric())));
        let mut parts: Vec<String> = parts.filter(|part| part.chars().count() > 2).map(str::to_lowercase).collect();
        parts.sort_by_key(|part| std::cmp::Reverse(part.chars().count()));
        parts
    }
}

/// The password without the words, longest first; None where it has none of them.
fn without(password: &str, words: &[String]) -> Option<String> {
    let whole = password.to_lowercase();
    let rest = words.iter().fold(whole.clone(), |rest, word| rest.replace(word.as_str(), " "));
    (rest != whole).then_some(rest)
}

/// The hash to keep of a password.
pub async fn hash(state: &State, password: &str) -> Result<String> {
    let password = canonical(password);
    state.workers.run(move || hash_now(&password)).await?
}

/// Compares with what is kept; where nothing is, the answer takes as long.
pub async fn verify(state: &State, kept: Option<String>, password: &str) -> Result<Verdict> {
    let password = canonical(password);
    state.workers.run(move || verify_now(kept.as_deref(), &password)).await
}

/// Gives back what hashing has kept for the next hash.
pub fn let_memory_go() {
    argon2id::let_go();
}

/// The form that is counted and hashed; the same letters typed on another system are the same password.
fn canonical(password: &str) -> String {
    password.nfc().collect()
}

fn hash_now(password: &str) -> Result<String> {
    let hash =
        argon2id::hash(password.as_bytes()).map_err(|error| anyhow::anyhow!("a password was not hashed: {error}"))?;
    Ok(hash.to_string())
}

fn verify_now(kept: Option<&str>, password: &str) -> Verdict {
    let nobody = NOBODY.as_deref();
    let Some(hash) = kept.or(nobody).and_then(|hash| PasswordHash::new(hash).ok()) else { return Verdict::Wrong };
    let right = argon2id::Hasher.verify_password(password.as_bytes(), &hash).is_ok();
    match kept {
        Some(_) if right && is_outdated(&hash) => Verdict::Outdated,
        Some(_) if right => Verdict::Right,
        _ => Verdict::Wrong,
    }
}

fn is_outdated(hash: &PasswordHash) -> bool {
    let today = Params::default();
    let weaker = |kept: Params| kept.m_cost() < today.m_cost() || kept.t_cost() < today.t_cost();
    hash.algorithm.as_str() != "argon2id" || Params::try_from(hash).map_or(true, weaker)
}

#[cfg(test)]
mod tests {
    use argon2::{Argon2, password_hash::PasswordHasher};

    use super::*;

    fn refused(policy: &Policy, password: &str) -> String {
        policy.judge(password).expect_err(password).key.into_owned()
    }

    #[test]
    fn a_password_is_long_or_stands_beside_a_second_factor() {
        let (alone, with_factor) = (Policy::default(), Policy { with_factor: true, words: vec![] });
        assert_eq!(refused(&alone, "vR7#kq2Lx!mP9z"), "password-too-short");
        assert_eq!(alone.judge("vR7#kq2Lx!mP9zw"), Ok(()));
        assert_eq!(refused(&with_factor, "vR7#kq2"), "password-too-short");
        assert_eq!(with_factor.judge("vR7#kq2Lx"), Ok(()));
    }

    #[test]
    fn length_is_counted_in_code_points_after_nfc() {
        let policy = Policy::default();
        let decomposed = "e\u{301}k7Qz!vm2\u{416}w9p#";
        assert_eq!(decomposed.chars().count(), 15);
        assert_eq!(refused(&policy, decomposed), "password-too-short");
        let longest: String = "vR7#kq2Lx!mP9zwЖ".chars().cycle().take(256).collect();
        assert_eq!(policy.judge(&longest), Ok(()));
        assert_eq!(refused(&policy, &format!("{longest}x")), "refused-too-long");
    }

    #[test]
    fn a_password_is_not_made_of_what_everybody_knows() {
        let words =
            ["anna.smirnova", "bluewhale-logistics", "anna.smirnova@bluewhale.example"].map(str::to_owned).to_vec();
        let policy = Policy { with_factor: false, words };
        for common in ["passwordpassword", "password password", "qwerty-qwerty-qwerty"] {
            assert_eq!(refused(&policy, common), "password-too-common");
        }
        assert_eq!(refused(&policy, "aaaaaaaaaaaaaaaaaaaa"), "password-too-common");
        assert_eq!(refused(&policy, "stewardsteward1"), "password-too-common");
        for own in ["smirnovabluewhale", "anna.smirnova@bluewhale-logistics", "Steward.Anna.Smirnova"] {
            assert!(refused(&policy, own).starts_with("password-"), "{own}");
        }
        assert_eq!(policy.judge("anna saw 7 purple herons"), Ok(()));
        assert_eq!(policy.judge("correct horse battery staple"), Ok(()));
    }

    #[test]
    fn a_password_is_right_in_either_unicode_form_and_never_cut() {
        let hash = hash_now(&canonical("пароль й длинный")).expect("hashes");
        assert!(hash.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"), "{hash}");
        assert_eq!(verify_now(Some(&hash), &canonical("пароль и\u{306} длинный")), Verdict::Right);
        assert_eq!(verify_now(Some(&hash), "пароль й длинный!"), Verdict::Wrong);
        assert_eq!(verify_now(None, "пароль й длинный"), Verdict::Wrong);
    }

    #[test]
    fn an_old_hash_is_told_from_a_new_one() {
        let weak = Argon2::from(Params::new(8192, 1, 1, None).expect("params"))
            .hash_password(b"x")
            .expect("hashes")
            .to_string();
        assert_eq!(verify_now(Some(&weak), "x"), Verdict::Outdated);
    }
}
