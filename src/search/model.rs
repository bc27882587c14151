//! What is found, and in which order it is shown.

use chrono::{DateTime, Utc};

use crate::{
    accounts::model::{AccountRow, AccountState},
    db::{FromRow, folded, search_text},
    forms::fields::shown_phone,
    people::shown_name,
};

/// An account, or a user with the account.
#[derive(Clone, Debug, FromRow)]
pub struct Hit {
    /// Of the user; 0 where it is the account itself.
    pub user_id: i64,
    pub account_id: i64,
    /// 0 where it is what was asked for to the letter, 1 where it begins so, 2 where it has it somewhere.
    pub rank: i64,
    pub title: String,
    pub account_name: String,
    pub external_id: Option<String>,
    pub active: bool,
    pub frozen: bool,
    pub limit_reached: bool,
    pub deleted_at: Option<DateTime<Utc>>,
    #[sqlx(flatten)]
    pub person: Person,
}

/// What is known of a user; of an account nothing.
#[derive(Clone, Debug, Default, FromRow)]
pub struct Person {
    pub login: String,
    pub first_name: String,
    pub last_name: String,
    pub email: String,
    pub phone: Option<String>,
    pub user_active: bool,
}

/// As many of a kind as are shown.
pub const SHOWN: usize = 8;
/// As many as are looked at, so that those come first that begin with what was asked for.
pub const FOUND: i64 = 32;

/// Those of one kind, the nearest first.
#[derive(Default)]
pub struct Hits {
    pub hits: Vec<Hit>,
    /// Whether there are more than are shown.
    pub more: bool,
}

impl Hit {
    pub fn is_user(&self) -> bool {
        self.user_id != 0
    }

    pub fn state(&self) -> AccountState {
        let Self { active, frozen, limit_reached, deleted_at, .. } = *self;
        AccountState { active, frozen, limit_reached, deleted_at }
    }

    pub fn address(&self) -> String {
        match self.user_id {
            0 => format!("/accounts/{}/overview", self.account_id),
            id => format!("/accounts/{}/users/{id}", self.account_id),
        }
    }

    /// The title, or what the user is called.
    pub fn shown_name(&self) -> String {
        let Person { login, first_name, last_name, .. } = &self.person;
        if self.is_user() { shown_name(first_name, last_name, login) } else { self.title.clone() }
    }

    pub fn full_login(&self) -> String {
        format!("{}@{}", self.person.login, self.account_name)
    }

    pub fn phone(&self) -> Option<String> {
        self.person.phone.as_deref().map(shown_phone)
    }

    /// How near it is to what was asked for: what is the very thing, what begins with it, where words begin with it.
    fn distance(&self, asked: &str) -> (i64, bool, bool) {
        let Person { login, last_name, email, .. } = &self.person;
        let account = if self.is_user() { "" } else { &self.account_name };
        let named = search_text(&[self.shown_name().as_str(), last_name, login, email, account].join("\n"));
        let begins = named.lines().any(|line| line.starts_with(asked));
        let within = named.split(|c: char| !c.is_alphanumeric()).any(|word| word.starts_with(asked));
        (self.rank, !begins, !within)
    }
}

impl From<AccountRow> for Hit {
    fn from(it: AccountRow) -> Self {
        let AccountState { active, frozen, limit_reached, deleted_at } = it.state;
        Self {
            user_id: 0,
            account_id: it.id,
            rank: 2,
            title: it.title,
            account_name: it.name,
            external_id: None,
            active,
            frozen,
            limit_reached,
            deleted_at,
            person: Person::default(),
        }
    }
}

impl Hits {
    /// Of what was found, the nearer first; what was found twice stands where it is nearest.
    pub fn of(found: Vec<Hit>, asked: &str) -> Self {
        let asked = folded(asked.trim());
        let mut hits: Vec<(_, Hit)> = found.into_iter().map(|hit| (hit.distance(&asked), hit)).collect();
        hits.sort_by_key(|(distance, _)| *distance);
        let mut kept: Vec<Hit> = Vec::new();
        for (_, hit) in hits {
            if !kept.iter().any(|it| (it.user_id, it.account_id) == (hit.user_id, hit.account_id)) {
                kept.push(hit);
            }
        }
        let more = kept.len() > SHOWN;
        kept.truncate(SHOWN);
        Self { hits: kept, more }
    }

    pub fn has_exact(&self) -> bool {
        self.hits.first().is_some_and(|hit| hit.rank == 0)
    }
}

/// Whether a page's name begins with what was asked for.
pub fn begins(name: &str, asked: &str) -> bool {
    folded(name).starts_with(&folded(asked.trim()))
}
