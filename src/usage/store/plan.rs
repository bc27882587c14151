//! What an account's tariff allows, and what it does where that is exhausted.

use crate::{
    db::{self, Conn, FromRow, sql},
    usage::{
        model::{Limits, Metric},
        service::Limited,
    },
};

#[derive(FromRow)]
pub struct Plan {
    pub tz: String,
    pub deleted: bool,
    pub user_count: i64,
    max_users: Option<i64>,
    #[sqlx(flatten)]
    pub limits: Limits,
    hard_users: bool,
    hard_profiles: bool,
    hard_databases: bool,
    hard_storage_bytes: bool,
    hard_emails: bool,
    hard_sms: bool,
    hard_pushes: bool,
    hard_api_requests: bool,
}

impl Plan {
    /// The limit, and whether it stops.
    pub fn limit(&self, of: Limited) -> (Option<i64>, bool) {
        let metric = match of {
            Limited::Users => return (self.max_users, self.hard_users),
            Limited::Reported(metric) => metric,
        };
        let hard = match metric {
            Metric::Profiles => self.hard_profiles,
            Metric::Databases => self.hard_databases,
            Metric::StorageBytes => self.hard_storage_bytes,
            Metric::Emails => self.hard_emails,
            Metric::Sms => self.hard_sms,
            Metric::Pushes => self.hard_pushes,
            Metric::ApiRequests => self.hard_api_requests,
        };
        (self.limits.of(metric), hard)
    }
}

pub async fn find(conn: &mut Conn, account_id: i64) -> db::Result<Option<Plan>> {
    sql!(fetch_optional Plan, conn,
        "SELECT a.tz, a.deleted_at IS NOT NULL AS deleted, a.user_count, t.max_users, t.max_profiles, t.max_databases,
             t.max_storage_bytes, t.emails_per_month, t.sms_per_month, t.pushes_per_month, t.api_requests_per_day, t.warn_percent,
             t.hard_users, t.hard_profiles, t.hard_databases, t.hard_storage_bytes, t.hard_emails, t.hard_sms, t.hard_pushes,
             t.hard_api_requests
         FROM accounts a JOIN tariffs t ON t.id = a.tariff_id WHERE a.id = $1",
        account_id)
}
