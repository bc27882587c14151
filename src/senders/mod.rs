//! Senders: through what the platform sends, email, SMS and whatever else there is; which accounts may use each, and
//! what waits in its queue.

mod api;
mod assigned;
mod form;
mod meant;
pub mod model;
mod orders;
mod pages;
mod reports;
mod store;
mod trial;
pub mod typed;

use chrono::{DateTime, Utc};

pub use assigned::meant as named_accounts;
pub use form::{Accounts, Addresses};
use model::{Channel, DomainType, Part, Sender, SenderKind, StateFilter, Tls};

use crate::{
    api::{Flag, Hidden, MaybeInt, Text},
    db::Select,
    feature::{Feature, Schedule},
    forms::{Choice, Options},
    lists::{Column, Field, ListQuery},
    people::Permission,
    resource::{self, Editor, Row, Stored, drawn, fields, paths, trial_paths},
    web::{MenuEntry, Page},
};

pub const FEATURE: Feature = Feature {
    routes: || {
        let mut routes = resource::routes::<Sender>(paths!("/senders"), Permission::EditResources);
        routes.extend(resource::trial_routes::<Sender>(trial_paths!("/senders"), Permission::EditResources));
        routes.extend(resource::restore_routes::<Sender>("/senders/{one}/restore", Permission::EditResources));
        routes.extend(pages::routes());
        routes
    },
    calls: api::calls,
    menu: &[("menu-resources", MenuEntry { path: "/senders", label: "menu-senders", icon: "send" })],
    undoes: &[&resource::Edits::<Sender>::of(&[Sender::KIND], Permission::EditResources)
        .without(&["accounts_added", "accounts_removed", "type"])
        .in_lines(&["ips"])],
    recorded: &[(Sender::KIND, Some("/senders/{id}"))],
    searched: &[&Sender::TABLE],
    schedules: &[Schedule::round("senders-purge", |state| Box::pin(resource::purge::<Sender>(state))).that_can_be_off()],
    ..Feature::NONE
};

fields! { SenderForm, SenderGiven:
    /// Unique; at most 80 characters. A deleted sender keeps its name while it can be restored.
    name: Text,
    /// The channel of the type: `email`, `sms` or `custom`; to be left out, or the right one.
    #[schema(value_type = Option<Channel>)]
    channel_type: Text,
    /// How it sends; it stays. `akmta`, `smtp`, `amazon_ses` and `sendsay` send email, `bulksms_com`, `devino`,
    /// `infobip` and `sms_http` SMS.
    #[schema(value_type = Option<SenderKind>)]
    r#type: Text,
    /// An inactive sender stays where it is used and is passed over. A new one is active.
    active: Flag,
    /// The accounts that may send through it, all of them, by id, account name or title; null is none. A deleted account
    /// cannot be added. `senders/assign` adds and takes away single ones.
    #[schema(value_type = Option<Vec<crate::api::Ref>>)]
    accounts: Accounts,
    /// Of `akmta`: public IPv4 and IPv6 addresses to send from, at most 256, each in one sender only; null is none.
    #[schema(value_type = Option<Vec<String>>)]
    ips: Addresses,
    /// Of `akmta`: `from` (the domain of the From address, as of a new one) or `ptr` (the name of the address sent from).
    #[schema(value_type = Option<DomainType>)]
    domain_type: Text,
    /// Of `smtp`: a host name or an IP address, without a port. Addresses that answer a machine about itself are refused.
    host: Text,
    /// Of `smtp`: 1 to 65535; null, or nothing for a new one, is 465 with `tls`, 587 with `starttls` and 25 else.
    port: MaybeInt,
    /// Of `smtp`: `tls` (from the first byte), `starttls` (as of a new one; refused by the server, there is no
    /// connection) or `off`, with which passwords can be read on their way.
    #[schema(value_type = Option<Tls>)]
    tls: Text,
    /// Of `devino`, `infobip` and `sms_http`: where the gateway is; `https`, of `sms_http` also `http`.
    url: Text,
    /// Of `smtp`, `devino`, `infobip` and `sms_http`: the certificates of a private authority, in PEM, whose word is taken
    /// besides the public ones'; at most 64 kB.
    ca: Text,
    /// Of `amazon_ses`: the region, such as `eu-west-1`.
    region: Text,
    /// Of `amazon_ses`: the id of the access key.
    key_id: Text,
    /// Of `amazon_ses`: the secret access key. Secrets are at most 256 characters, taken as they are, and never read
    /// again. A stored one must be given anew when `host`, `port`, `user`, `tls`, `ca`, `url`, `region` or `key_id` change,
    /// so that it reaches nobody for whom it was not meant. Not to be empty; to keep what is stored, leave it out.
    #[schema(value_type = Option<Text>)]
    secret: Hidden,
    /// Of `sendsay` and `bulksms_com`, and where it signs in, of `smtp`, `devino` and `sms_http`. Without it the stored
    /// password goes.
    user: Text,
    /// What goes with `user`; as `secret`.
    #[schema(value_type = Option<Text>)]
    password: Hidden,
    /// Of `infobip` and `devino`: the key of the gateway's API; as `secret`.
    #[schema(value_type = Option<Text>)]
    api_token: Hidden,
    /// Of SMS: into how many messages a long text is divided at most, 1 to 10; null leaves it to the gateway.
    max_per_message: MaybeInt,
    /// Of SMS: how long the delivery of a message is waited for, 0 to 3600 seconds; null leaves it to the gateway.
    await_delivery: MaybeInt,
    /// Messages a second at most, 1 or more; null is unlimited.
    per_second: MaybeInt,
    /// Messages a day at most, 1 or more; null is unlimited.
    per_day: MaybeInt,
}

drawn!(Sender, "senders/list.html", "senders/edit.html");

impl List<'_> {
    fn channels(&self) -> Vec<Choice> {
        self.page.choices("sender-channel", Channel::ALL.iter().map(|it| it.as_str()))
    }

    fn kinds(&self) -> Vec<Choice> {
        SenderKind::ALL
            .iter()
            .map(|it| Choice::of(it.as_str(), self.page.field_label("sender-type", it.as_str())))
            .collect()
    }

    fn states(&self) -> Vec<Choice> {
        self.page.choices("sender-state", StateFilter::ALL.iter().map(|it| it.as_str()))
    }

    fn ago(&self, at: &DateTime<Utc>) -> String {
        ago(self.page, at)
    }
}

impl Edit<'_> {
    fn kind(&self) -> Option<SenderKind> {
        self.shown.form.kind()
    }

    fn kind_code(&self) -> &str {
        &self.shown.form.r#type
    }

    fn has(&self, part: Part) -> bool {
        self.kind().is_some_and(|kind| kind.has(part))
    }

    fn has_user(&self) -> bool {
        self.kind().is_some_and(SenderKind::has_user)
    }

    /// The types of each channel, to choose from.
    fn offered(&self) -> Vec<(&'static str, Vec<SenderKind>)> {
        let of = |channel| SenderKind::ALL.iter().copied().filter(move |it| it.channel() == channel).collect();
        Channel::ALL.iter().map(|channel| (channel.as_str(), of(*channel))).collect()
    }

    fn can_be_tried(&self) -> bool {
        self.kind().is_some_and(SenderKind::can_be_tried)
    }

    fn ago(&self, at: &DateTime<Utc>) -> String {
        ago(self.page, at)
    }

    fn has_password(&self) -> bool {
        self.shown.it.as_ref().is_some_and(|it| it.has_password)
    }

    fn has_secret(&self) -> bool {
        self.shown.it.as_ref().is_some_and(|it| it.has_secret)
    }

    fn has_api_token(&self) -> bool {
        self.shown.it.as_ref().is_some_and(|it| it.has_api_token)
    }

    /// The hint that goes with it tells whether it may be left out.
    fn user_label(&self) -> &'static str {
        if self.has(Part::User) { "sender-user" } else { "sender-user-optional" }
    }

    /// The hint that goes with it tells how to keep a stored one.
    fn password_label(&self) -> &'static str {
        if self.has_password() { "sender-password-stored" } else { "sender-password" }
    }

    fn secret_label(&self) -> &'static str {
        if self.has_secret() { "sender-secret-stored" } else { "sender-secret" }
    }

    fn token_label(&self) -> &'static str {
        if self.has_api_token() { "sender-api-token-stored" } else { "sender-api-token" }
    }

    /// Whether a secret was typed, which the page cannot show again.
    fn typed(&self) -> bool {
        let form = self.shown.form;
        [&form.password, &form.secret, &form.api_token].iter().any(|it| !it.is_empty())
    }

    fn accounts(&self) -> &str {
        self.shown.form.accounts.as_deref().unwrap_or_default()
    }

    /// How the last trial went of what is stored.
    fn last_trial(&self) -> Option<(&str, Option<DateTime<Utc>>)> {
        let it = self.shown.it.as_ref()?;
        Some((it.tried.as_deref()?, it.tried_at))
    }

    fn options(&self) -> Options {
        vec![("tls", self.protections()), ("domain_type", self.domain_types())]
    }

    fn protections(&self) -> Vec<Choice> {
        self.page.choices("sender-tls", Tls::ALL.iter().map(|it| it.as_str()))
    }

    fn domain_types(&self) -> Vec<Choice> {
        self.page.choices("sender-domain-type", DomainType::ALL.iter().map(|it| it.as_str()))
    }
}

/// "4 min ago", for the first two hours.
fn ago(page: &Page, at: &DateTime<Utc>) -> String {
    match (page.now() - *at).num_minutes() {
        minutes @ 0..120 => page.t1("sender-minutes-ago", "minutes", minutes),
        _ => page.date_time(at),
    }
}

impl Editor for Sender {
    type Form = SenderForm;
    const SORTED_BY: &'static [Column<Row<Self>>] =
        &[Row::<Self>::BY_NAME, store::BY_ID, store::BY_CHANNEL, store::BY_KIND];
    const FIELDS: &'static [Field<Row<Self>>] = &[
        Field::new("id", |row| row.id.into()),
        Field::new("name", |row| (&row.name).into()),
        Field::of("channel", "channel_type", |row| row.channel.as_str().into()),
        Field::new("type", |row| row.kind.as_str().into()),
        Field::of("accounts", "account_count", |row| resource::counted(row.account_count)),
        Field::new("state", |row| (&row.state).into()),
        Field::of("reported", "reported_at", |row| row.reported_at.into()),
        Field::of("reported", "queued", |row| row.queued.into()),
        Field::of("rates", "per_second", |row| row.per_second.into()),
        Field::of("rates", "per_day", |row| row.per_day.into()),
    ];
    const PATH: &'static str = "/senders";

    fn narrowed(listed: Select, query: &ListQuery, now: DateTime<Utc>) -> Select {
        store::narrowed(listed, query, now)
    }
}
