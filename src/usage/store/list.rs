//! The list of all accounts of which anything was reported.

use chrono::{DateTime, Utc};

use crate::{
    accounts::model::AccountState,
    db::{self, Conn, FromRow, Select, sql},
    lists::{Column, Field, Kind, RowId, Shape},
    usage::model::{Level, Limits, Metric, Used},
};

/// What there is to choose of the list.
pub const LIST: Shape = Shape {
    name: "usage",
    path: "/usage",
    label: "menu-usage",
    columns: &[
        ("level", "column-state"),
        ("worst", "column-worst"),
        ("tariff", "column-tariff"),
        ("users", "column-users"),
        ("profiles", "metric-profiles"),
        ("emails", "metric-emails"),
        ("api_requests", "metric-api-requests"),
        ("reported", "column-reported"),
        ("sms", "metric-sms"),
        ("pushes", "metric-pushes"),
        ("databases", "metric-databases"),
        ("storage_bytes", "metric-storage-bytes"),
    ],
    usual: 8,
    filters: &["q", "level", "metric", "tariff"],
};

/// An account and how it stands.
#[derive(FromRow)]
pub struct Row {
    pub id: i64,
    pub name: String,
    pub title: String,
    pub title_key: String,
    pub tariff_name: String,
    #[sqlx(flatten)]
    pub state: AccountState,
    pub user_count: i64,
    pub max_users: Option<i64>,
    #[sqlx(flatten)]
    pub used: Used,
    #[sqlx(flatten)]
    pub limits: Limits,
    pub worst: i64,
    pub worst_metric: String,
    pub state_rank: i64,
    pub reported_at: DateTime<Utc>,
}

impl Row {
    pub fn level(&self) -> Level {
        Level::of_rank(self.state_rank)
    }

    /// The greatest share of a limit; None where nothing that was reported has one.
    pub fn worst(&self) -> Option<i64> {
        (!self.worst_metric.is_empty()).then_some(self.worst)
    }
}

pub const ROW: RowId<Row> = ("u.account_id", |row| row.id);

pub static SORTS: [Column<Row>; 3] = [
    Column { name: "worst", sql: "u.worst", kind: Kind::Int, key: |row| row.worst.to_string() },
    Column { name: "title", sql: "a.title_key", kind: Kind::Text, key: |row| row.title_key.clone() },
    Column { name: "reported", sql: "u.reported_at", kind: Kind::Time, key: |row| row.reported_at.to_rfc3339() },
];

pub static FIELDS: [Field<Row>; 24] = [
    Field::new("id", |row| row.id.into()),
    Field::new("title", |row| (&row.title).into()),
    Field::of("title", "name", |row| (&row.name).into()),
    Field::new("level", |row| row.level().as_str().into()),
    Field::of("worst", "worst_percent", |row| row.worst().into()),
    Field::of("worst", "worst_metric", |row| (&row.worst_metric).into()),
    Field::new("tariff", |row| (&row.tariff_name).into()),
    Field::new("users", |row| row.user_count.into()),
    Field::of("users", "max_users", |row| row.max_users.into()),
    Field::new("profiles", |row| row.used.profiles.into()),
    Field::of("profiles", "max_profiles", |row| row.limits.max_profiles.into()),
    Field::new("emails", |row| row.used.emails.into()),
    Field::of("emails", "emails_per_month", |row| row.limits.emails_per_month.into()),
    Field::new("api_requests", |row| row.used.api_requests.into()),
    Field::of("api_requests", "api_requests_per_day", |row| row.limits.api_requests_per_day.into()),
    Field::of("reported", "reported_at", |row| row.reported_at.into()),
    Field::new("sms", |row| row.used.sms.into()),
    Field::of("sms", "sms_per_month", |row| row.limits.sms_per_month.into()),
    Field::new("pushes", |row| row.used.pushes.into()),
    Field::of("pushes", "pushes_per_month", |row| row.limits.pushes_per_month.into()),
    Field::new("databases", |row| row.used.databases.into()),
    Field::of("databases", "max_databases", |row| row.limits.max_databases.into()),
    Field::new("storage_bytes", |row| row.used.storage_bytes.into()),
    Field::of("storage_bytes", "max_storage_bytes", |row| row.limits.max_storage_bytes.into()),
];

/// What narrows the list.
#[derive(Default)]
pub struct Filter<'a> {
    pub words: Option<&'a str>,
    pub level: Option<Level>,
    pub metric: Option<Metric>,
    pub tariff: Option<i64>,
}

pub fn listed(filter: &Filter) -> Select {
    const COLUMNS: &str =
        "a.id, a.name, a.title, a.title_key, a.tariff_name, a.active, a.frozen, a.limit_reached, a.deleted_at,
        a.user_count, t.max_users, u.profiles, u.databases, u.storage_bytes, u.emails, u.sms, u.pushes, u.api_requests,
        t.max_profiles, t.max_databases, t.max_storage_bytes, t.emails_per_month, t.sms_per_month, t.pushes_per_month,
        t.api_requests_per_day, t.warn_percent, u.worst, u.worst_metric, u.state_rank, u.reported_at";
    let from = " FROM account_usage u JOIN accounts a ON a.id = u.account_id JOIN tariffs t ON t.id = a.tariff_id
        WHERE a.deleted_at IS NULL";
    let select = Select::new(COLUMNS, from).containing("a.search", filter.words);
    let select = select.filter(" AND u.state_rank = ", filter.level.map(Level::rank));
    let select = select.filter(" AND u.worst_metric = ", filter.metric.map(Metric::as_str));
    select.filter(" AND a.tariff_id = ", filter.tariff)
}

/// Of those that are not deleted, as an overview counts them.
pub fn near(select: Select) -> Select {
    let from =
        " FROM account_usage u JOIN accounts a ON a.id = u.account_id WHERE a.deleted_at IS NULL AND u.state_rank = ";
    select.push(from).bind(Level::Near.rank())
}

/// Tariffs to choose from: the id and the name of each.
pub async fn tariffs(conn: &mut Conn) -> db::Result<Vec<(i64, String)>> {
    sql!(fetch_all(i64, String), conn, "SELECT id, name FROM tariffs ORDER BY name LIMIT 200")
}
