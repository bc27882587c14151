//! What a letter is, when it is tried again, and when it must not go.

use chrono::{DateTime, Duration, Utc};
use strum::{EnumString, IntoStaticStr, VariantArray};

use super::{letters::Words, message};
use crate::{brand::Brand, db::FromRow, error::Result, i18n::Lang};

/// A letter to be queued.
pub struct Letter {
    pub kind: Kind,
    pub account_id: Option<i64>,
    pub user_id: Option<i64>,
    pub admin_id: Option<i64>,
    pub recipient: String,
    pub lang: Lang,
    pub words: Words,
    /// What opens something, and so is kept from everybody else.
    pub link: Option<String>,
    /// With its angle brackets; the same however often it is tried.
    pub message_id: String,
}

/// What is said, put on paper, its link in place.
pub struct Paper {
    pub subject: String,
    pub html: String,
    pub text: String,
}

/// What a letter is about, as far as that decides whether a stop list is asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Concern {
    /// How somebody gets in: a welcome, a password.
    Access,
    /// The reader's own safety.
    Safety,
    /// A support visit.
    Visit,
    /// What is good to know: reports, alerts, what becomes of the account.
    News,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, EnumString, IntoStaticStr, VariantArray)]
#[strum(serialize_all = "kebab-case")]
pub enum Kind {
    /// A link that sets a user's password.
    Welcome,
    /// The user's account was deactivated.
    Deactivated,
    /// A link for somebody who forgot the password.
    Reset,
    PasswordChanged,
    /// To where letters went until now.
    AddressChanged,
    FactorAdded,
    FactorRemoved,
    RecoveryCodeUsed,
    NewDevice,
    WrongCode,
    /// A link that sets an administrator's password.
    AdminAccess,
    /// An administrator was in the portal as the user, or is.
    Visit,
    /// A token of the API that the administrator made expires soon.
    TokenExpiring,
    /// A limit of the account's tariff is near, or reached.
    Limit,
    /// Too much of what the account sent came back.
    Quality,
    /// What an account used on a day.
    DailyReport,
    /// And in a week.
    WeeklyReport,
    /// To operators, of what has happened.
    Event,
    /// To whoever wants to see what letters look like.
    Sample,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, EnumString, IntoStaticStr, VariantArray)]
#[strum(serialize_all = "lowercase")]
pub enum Status {
    Queued,
    Sent,
    /// Given up.
    Failed,
    Cancelled,
}

/// What decides whether a letter may still go: None where there is no such account, user or administrator.
#[derive(Default, FromRow)]
pub struct AddresseeState {
    pub account_active: Option<bool>,
    pub account_deleted_at: Option<DateTime<Utc>>,
    pub user_active: Option<bool>,
    pub admin_active: Option<bool>,
}

/// What [`Kind::urgency`] may be, the most urgent first.
pub const URGENCIES: [i64; 3] = [0, 1, 2];
const FIRST_DELAY: Duration = Duration::minutes(1);
const LONGEST_DELAY: Duration = Duration::hours(6);
/// For how long a letter is tried.
pub const PATIENCE: Duration = Duration::days(3);
/// Stands for the secret, the last part of a link.
const MARK: &str = "•••";

impl Kind {
    pub fn as_str(self) -> &'static str {
        self.into()
    }

    /// Whether it is no use without its link.
    pub fn has_link(self) -> bool {
        matches!(self, Self::Welcome | Self::Reset | Self::AdminAccess)
    }

    /// The table of all kinds.
    pub fn concern(self) -> Concern {
        match self {
            Self::Welcome | Self::Reset | Self::AdminAccess => Concern::Access,
            Self::PasswordChanged | Self::AddressChanged | Self::FactorAdded | Self::FactorRemoved => Concern::Safety,
            Self::RecoveryCodeUsed | Self::NewDevice | Self::WrongCode => Concern::Safety,
            Self::Visit => Concern::Visit,
            Self::Deactivated | Self::Limit | Self::Quality | Self::Event => Concern::News,
            Self::TokenExpiring | Self::Sample | Self::DailyReport | Self::WeeklyReport => Concern::News,
        }
    }

    /// Whether it goes to somebody on a global stop list as well.
    pub fn goes_anyway(self) -> bool {
        self.concern() != Concern::News
    }

    /// Whether it is about the reader's own safety, and so goes to the users of an inactive account as well.
    pub fn is_of_safety(self) -> bool {
        matches!(self, Self::PasswordChanged | Self::AddressChanged | Self::FactorAdded | Self::FactorRemoved)
    }

    /// Which letters go first: a link that expires within the hour (0), one that is good for a day (1), then notices
    /// (2).
    pub fn urgency(self) -> i64 {
        match self {
            Self::Reset => 0,
            _ if self.has_link() => 1,
            _ => 2,
        }
    }

    /// Whether a link in it ends it for its reader.
    pub fn can_be_left(self) -> bool {
        matches!(self, Self::DailyReport | Self::WeeklyReport)
    }

    /// For how long it is tried: not beyond the life of its link.
    pub fn patience(self) -> Duration {
        if self == Self::Reset { super::letters::RESET_LASTS } else { PATIENCE }
    }
}

impl Kind {
    pub const ALL: &'static [Self] = Self::VARIANTS;
}

impl Status {
    pub const ALL: &'static [Self] = Self::VARIANTS;

    pub fn as_str(self) -> &'static str {
        self.into()
    }
}

impl TryFrom<String> for Kind {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        text.parse().map_err(|_| format!("no such kind of letter: {text}"))
    }
}

impl TryFrom<String> for Status {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        text.parse().map_err(|_| format!("no such status of a letter: {text}"))
    }
}

impl Letter {
    /// On the platform's paper. A mistake of ours stops the change rather than being found by the worker.
    pub fn on_paper(&self, brand: &Brand) -> Result<Paper> {
        let paper = self.words.on_paper(self.lang, brand)?;
        let plain = |c: char| c.is_ascii_graphic() && !matches!(c, '<' | '>' | '&' | '"' | '\'');
        let stands = |link: &str| paper.html.contains(link) && paper.text.contains(link);
        let sound = message::address(&self.recipient).is_some()
            && message::is_line(&paper.subject)
            && self.kind.has_link() == self.link.is_some()
            && self.link.as_deref().is_none_or(|link| link.chars().all(plain) && link.contains('/') && stands(link));
        if sound {
            Ok(paper)
        } else {
            Err(anyhow::anyhow!("a {} letter is not fit to be sent", self.kind.as_str()).into())
        }
    }
}

impl AddresseeState {
    /// Why a letter of that kind must not go, if so; the booleans say whether it belongs to an account, a user, an
    /// administrator.
    pub(super) fn reason_against(
        &self,
        kind: Kind,
        [of_account, of_user, of_admin]: [bool; 3],
    ) -> Option<&'static str> {
        let account_gone = self.account_active.is_none() || self.account_deleted_at.is_some();
        // Whose letters now go elsewhere is told so even where nothing else is: switching somebody off first must not
        // keep it from them.
        let is_told_anyway = kind == Kind::AddressChanged;
        if of_account && account_gone {
            Some("account-deleted")
        } else if of_user && self.user_active.is_none() {
            Some("user-deleted")
        } else if of_user && self.user_active == Some(false) && !is_told_anyway {
            Some("user-disabled")
        } else if of_account && self.account_active == Some(false) && kind != Kind::Deactivated && !kind.is_of_safety()
        {
            Some("account-inactive")
        } else if of_admin && self.admin_active != Some(true) && !(is_told_anyway && self.admin_active.is_some()) {
            Some("admin-disabled")
        } else if of_account && self.account_active == Some(true) && kind == Kind::Deactivated {
            Some("account-active")
        } else {
            None
        }
    }
}

/// When to try again after that many attempts: doubling from a minute to six hours; None once patience has run out.
pub fn next_attempt(attempts: i64, now: DateTime<Utc>, give_up_at: DateTime<Utc>) -> Option<DateTime<Utc>> {
    let doublings = u32::try_from(attempts.saturating_sub(1)).unwrap_or(0).min(16);
    let delay = (FIRST_DELAY * 2_i32.pow(doublings)).min(LONGEST_DELAY);
    (now < give_up_at).then(|| (now + delay).min(give_up_at))
}

/// The link without its secret.
pub(super) fn masked(link: &str) -> String {
    link.rsplit_once('/').map_or_else(|| MARK.to_owned(), |(before, _)| format!("{before}/{MARK}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn attempts_back_off_from_a_minute_to_six_hours_for_three_days() {
        let start = DateTime::from_timestamp(1_800_000_000, 0).expect("a time");
        let end = start + PATIENCE;
        let delay = |attempts| next_attempt(attempts, start, end).map(|at| (at - start).num_minutes());
        assert_eq!([1, 2, 3, 9, 10, 500].map(delay), [1, 2, 4, 256, 360, 360].map(Some));
        assert_eq!(next_attempt(20, end - Duration::hours(1), end), Some(end));
        assert_eq!(next_attempt(20, end, end), None);
    }

    #[test]
    fn who_may_not_get_letters_gets_none() {
        let now = Some(DateTime::default());
        let standing = |account_active, account_deleted_at, user_active| AddresseeState {
            account_active,
            account_deleted_at,
            user_active,
            admin_active: None,
        };
        let why = |kind, standing: AddresseeState| standing.reason_against(kind, [true, true, false]);
        assert_eq!(why(Kind::Welcome, standing(Some(true), None, Some(true))), None);
        assert_eq!(why(Kind::Welcome, standing(Some(false), None, Some(true))), Some("account-inactive"));
        assert_eq!(why(Kind::Deactivated, standing(Some(false), None, Some(true))), None);
        assert_eq!(why(Kind::Deactivated, standing(Some(true), None, Some(true))), Some("account-active"));
        assert_eq!(why(Kind::Deactivated, standing(Some(false), now, Some(true))), Some("account-deleted"));
        assert_eq!(why(Kind::Deactivated, standing(Some(true), None, Some(false))), Some("user-disabled"));
        assert_eq!(why(Kind::Welcome, standing(Some(true), None, None)), Some("user-deleted"));
        for kind in [Kind::PasswordChanged, Kind::AddressChanged, Kind::FactorAdded, Kind::FactorRemoved] {
            assert_eq!(
                why(kind, standing(Some(false), None, Some(true))),
                None,
                "{}: it is about one's own safety",
                kind.as_str()
            );
            assert_eq!(why(kind, standing(Some(false), now, Some(true))), Some("account-deleted"));
        }
        assert_eq!(why(Kind::PasswordChanged, standing(Some(true), None, Some(false))), Some("user-disabled"));
        assert_eq!(why(Kind::AddressChanged, standing(Some(true), None, Some(false))), None);
        assert_eq!(AddresseeState::default().reason_against(Kind::Welcome, [false; 3]), None);
        let admin = |admin_active| {
            AddresseeState { admin_active, ..AddresseeState::default() }
                .reason_against(Kind::NewDevice, [false, false, true])
        };
        assert_eq!([Some(true), Some(false), None].map(admin), [None, Some("admin-disabled"), Some("admin-disabled")]);
    }
}
