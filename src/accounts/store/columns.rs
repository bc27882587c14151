//! What the accounts list shows, and what it can be sorted by.

use crate::{
    accounts::model::AccountRow,
    lists::{Column, Field, Kind},
};

/// What the list can be sorted by.
pub const COLUMNS: [Column<AccountRow>; 8] = [
    Column { name: "id", sql: "a.id", kind: Kind::Id, key: |it| it.id.to_string() },
    Column { name: "title", sql: "a.title_key", kind: Kind::Text, key: |it| it.title_key.clone() },
    Column { name: "name", sql: "a.name", kind: Kind::Text, key: |it| it.name.clone() },
    Column { name: "tariff", sql: "a.tariff_name", kind: Kind::Text, key: |it| it.tariff_name.clone() },
    Column { name: "tz", sql: "a.tz", kind: Kind::Text, key: |it| it.tz.clone() },
    Column { name: "state", sql: "a.state_rank", kind: Kind::Int, key: |it| it.state_rank.to_string() },
    Column { name: "users", sql: "a.user_count", kind: Kind::Int, key: |it| it.user_count.to_string() },
    Column { name: "created", sql: "a.created_at", kind: Kind::Time, key: |it| it.created_at.to_rfc3339() },
];

/// What the list shows of an account.
pub const FIELDS: [Field<AccountRow>; 11] = [
    Field::new("id", |it| it.id.into()),
    Field::new("title", |it| (&it.title).into()),
    Field::of("title", "name", |it| (&it.name).into()),
    Field::new("tariff", |it| (&it.tariff_name).into()),
    Field::new("tz", |it| (&it.tz).into()),
    Field::new("state", |it| it.state.codes().into()),
    Field::of("users", "user_count", |it| it.user_count.into()),
    Field::of("created", "created_at", |it| it.created_at.into()),
    Field::new("external_id", |it| it.external_id.as_ref().into()),
    Field::new("force_2fa_auth", |it| it.force_2fa_auth.into()),
    Field::new("use_ldap", |it| it.use_ldap.into()),
];
