use super::Tariff;
use crate::{
    db::{Table, Written, written},
    lists::{Column, Kind},
    resource::{Row, Stored},
};

pub(super) const BY_TITLE: Column<Row<Tariff>> =
    Column { name: "title", sql: "t.title_key", kind: Kind::Text, key: |row| row.title_key.clone() };

impl Stored for Tariff {
    type Of = ();
    type New = Self;
    const TABLE: Table = Table { name: "tariffs", searched: &["name", "title"], between: "\n" };
    const COLUMNS: &'static str =
        "t.name, t.title, t.title_key, t.max_users, t.max_profiles, t.max_databases, t.max_storage_bytes,
         t.emails_per_month, t.sms_per_month, t.pushes_per_month, t.api_requests_per_day, t.warn_percent,
         t.hard_users, t.hard_profiles, t.hard_databases, t.hard_storage_bytes, t.hard_emails, t.hard_sms,
         t.hard_pushes, t.hard_api_requests";
    const USED: &'static [&'static str] = &["accounts a WHERE a.tariff_id = "];
    const KIND: &'static str = "tariff";

    fn of(&self) {}

    fn written(new: &Self) -> Written {
        written![
            name: &new.name,
            title: &new.title,
            title_key: &new.title_key,
            max_users: new.max_users,
            max_profiles: new.max_profiles,
            max_databases: new.max_databases,
            max_storage_bytes: new.max_storage_bytes,
            emails_per_month: new.emails_per_month,
            sms_per_month: new.sms_per_month,
            pushes_per_month: new.pushes_per_month,
            api_requests_per_day: new.api_requests_per_day,
            hard_users: new.hard_users,
            hard_profiles: new.hard_profiles,
            hard_databases: new.hard_databases,
            hard_storage_bytes: new.hard_storage_bytes,
            hard_emails: new.hard_emails,
            hard_sms: new.hard_sms,
            hard_pushes: new.hard_pushes,
            hard_api_requests: new.hard_api_requests,
            warn_percent: new.warn_percent,
        ]
    }

    fn fields(&self) -> Vec<(&'static str, String)> {
        Self::written(self).without(&["title_key"]).texts()
    }
}
