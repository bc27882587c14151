//! What accounts refer to: tariffs, databases, policies. Few, so they are made as an administrator would make them.

use super::dice::Dice;
use crate::{
    accounts::{choices::Offer, store::options},
    change::Change,
    connectors::model::{Class, Connector, ConnectorKind, NewConnector, Tls},
    db::search_key,
    error::Result,
    resource::{self, NewPassword},
    tariffs::Tariff,
    web_version_policies::Policy,
};

/// Name, title, users, profiles, letters a month; 0 is unlimited.
const TARIFFS: [(&str, &str, i64, i64, i64); 6] = [
    ("trial", "Trial, 30 days", 3, 1_000, 3_000),
    ("start", "Start", 5, 10_000, 50_000),
    ("standard", "Standard", 25, 100_000, 600_000),
    ("business", "Business", 100, 1_000_000, 6_000_000),
    ("enterprise", "Enterprise", 0, 0, 0),
    ("partner", "Партнёрский", 0, 50_000, 250_000),
];

const CONNECTORS: [(Class, &str, ConnectorKind, &str); 12] = [
    (Class::Database, "Orders EU 1", ConnectorKind::Postgresql, "pg-eu-1.example.com"),
    (Class::Database, "Orders EU 2", ConnectorKind::Postgresql, "pg-eu-2.example.com"),
    (Class::Database, "Orders US", ConnectorKind::Postgresql, "pg-us-1.example.com"),
    (Class::Database, "Заказы, Москва", ConnectorKind::Postgresql, "pg-msk-1.example.com"),
    (Class::Database, "History EU", ConnectorKind::Clickhouse, "ch-eu-1.example.com"),
    (Class::Database, "History US", ConnectorKind::Clickhouse, "ch-us-1.example.com"),
    (Class::Database, "История, Москва", ConnectorKind::Clickhouse, "ch-msk-1.example.com"),
    (Class::ExternalData, "Loyalty cards", ConnectorKind::Mysql, "loyalty.example.com"),
    (Class::ExternalData, "Warehouse", ConnectorKind::Postgresql, "warehouse.example.com"),
    (Class::ExternalData, "Shop tills", ConnectorKind::Mssql, "tills.example.com"),
    (Class::ExternalData, "Web analytics", ConnectorKind::Clickhouse, "analytics.example.com"),
    (Class::ExternalData, "Каталог товаров", ConnectorKind::Postgresql, "catalogue.example.com"),
];

/// Name, then the days for letters, SMS, pushes, messengers; 0 keeps nothing.
const POLICIES: [(&str, [i64; 4]); 4] = [
    ("A month", [30, 0, 0, 0]),
    ("A quarter, all channels", [90, 90, 90, 90]),
    ("Год, только письма", [365, 0, 0, 0]),
    ("Three years", [1095, 365, 365, 365]),
];

/// What there is to choose from.
pub struct Resources {
    /// With the number of users each permits.
    tariffs: Vec<(i64, &'static str, i64)>,
    offers: Vec<Offer>,
}

impl Resources {
    pub async fn make(change: &mut Change) -> Result<Self> {
        let mut tariffs = Vec::new();
        for (name, title, users, profiles, letters) in TARIFFS {
            let some = |limit| Some(limit).filter(|limit| *limit > 0);
            let new = Tariff {
                name: name.to_owned(),
                title: title.to_owned(),
                title_key: search_key(title),
                max_users: some(users),
                max_profiles: some(profiles),
                emails_per_month: some(letters),
                sms_per_month: some(letters / 10),
                max_storage_bytes: some(profiles * 10_000),
                hard_users: true,
                warn_percent: 80,
                ..Tariff::default()
            };
            let id = resource::insert::<Tariff>(change, (), &new).await?.id;
            tariffs.push((id, name, users));
        }
        make_connectors(change).await?;
        make_policies(change).await?;
        Ok(Self { tariffs, offers: options(&mut change.conn, 0).await? })
    }

    /// One that permits so many users.
    pub fn tariff(&self, dice: &mut Dice, users: i64) -> (i64, &'static str) {
        let fit: Vec<_> = self.tariffs.iter().filter(|(_, _, most)| *most == 0 || *most >= users).collect();
        dice.prefer(&fit).map(|(id, name, _)| (*id, *name)).unwrap_or_default()
    }

    /// One of a list, as the account's form names it.
    pub fn one(&self, dice: &mut Dice, list: &str) -> Option<i64> {
        let all: Vec<_> = self.offers.iter().filter(|offer| offer.list == list).collect();
        dice.prefer(&all).map(|offer| offer.id)
    }
}

async fn make_connectors(change: &mut Change) -> Result<()> {
    for (class, name, kind, host) in CONNECTORS {
        let tls = Tls::Verified;
        let new = NewConnector {
            name: name.to_owned(),
            kind,
            host: host.to_owned(),
            port: kind.default_port(tls),
            database: "customers".to_owned(),
            user: "platform".to_owned(),
            tls,
            ca: String::new(),
            password: NewPassword::Keep,
        };
        resource::insert::<Connector>(change, class, &new).await?;
    }
    Ok(())
}

async fn make_policies(change: &mut Change) -> Result<()> {
    for (name, days) in POLICIES {
        let [email_kept, sms_kept, push_kept, messenger_kept] = days.map(|days| days > 0);
        let [email_days, sms_days, push_days, messenger_days] = days.map(|days| Some(days).filter(|days| *days > 0));
        let name = name.to_owned();
        let new = Policy {
            name,
            email_kept,
            email_days,
            sms_kept,
            sms_days,
            push_kept,
            push_days,
            messenger_kept,
            messenger_days,
        };
        resource::insert::<Policy>(change, (), &new).await?;
    }
    Ok(())
}
