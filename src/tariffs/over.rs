//! Who would be over a limit that they are not over now, asked before a tariff is saved, or an account is given another.

use super::{Tariff, store};
use crate::{
    change::Change,
    error::{FieldErrors, Result},
    i18n::Message,
    resource::Versioned,
};

/// The question about accounts that would be.
pub const ASKS: &str = "tariff-over-asks";
/// So many are counted, and so many of them named.
pub const MOST: i64 = 1000;
const NAMED: usize = 5;

impl Tariff {
    fn limit(&self, name: &str) -> Option<i64> {
        match name {
            "max_users" => self.max_users,
            "max_profiles" => self.max_profiles,
            "max_databases" => self.max_databases,
            "max_storage_bytes" => self.max_storage_bytes,
            "emails_per_month" => self.emails_per_month,
            "sms_per_month" => self.sms_per_month,
            "pushes_per_month" => self.pushes_per_month,
            _ => self.api_requests_per_day,
        }
    }
}

/// Asks whoever saves a tariff whose limits are lower than they were; a script means what it sends.
pub async fn ask(change: &mut Change, before: &Versioned<Tariff>, new: &Tariff) -> Result<()> {
    if new.over_confirmed || change.by.kind != "admin" {
        return Ok(());
    }
    let mut errors = FieldErrors::default();
    for (name, counted) in store::COUNTED {
        let (was, is) = (before.limit(name), new.limit(name));
        let Some(is) = is.filter(|is| was.is_none_or(|was| *is < was)) else { continue };
        let over = store::over(&mut change.conn, before.id, counted, (was, is)).await?;
        if !over.is_empty() {
            errors.add(name, said(&over));
        }
    }
    Ok(errors.or(())?)
}

fn said(over: &[String]) -> Message {
    let named = over.iter().take(NAMED).map(String::as_str).collect::<Vec<_>>().join(", ");
    let names = if over.len() > NAMED { format!("{named}, …") } else { named };
    let count = i64::try_from(over.len()).unwrap_or(MOST);
    let more = if count > MOST { "+" } else { "" };
    Message::new(ASKS).with("count", count.min(MOST)).with("more", more).with("names", names)
}
