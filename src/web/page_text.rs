//! What templates ask a page for: sentences, dates, numbers and addresses in the reader's language, zone and place.

use chrono::{DateTime, Timelike, Utc};

use super::{Page, Stage, assets, page::MenuEntry};
use crate::{
    error::FieldErrors,
    forms::{Choice, fields::shown_account_name},
    i18n::{Arg, Message},
    lists::grouped,
    people::{OwnerKind, Permission, Role},
    zones::Zone,
};

impl Page {
    pub fn t(&self, key: &str) -> String {
        self.lang.t(key)
    }

    pub fn say(&self, message: &Message) -> String {
        let told = message.args.iter().map(|(name, arg)| match arg {
            Arg::Time { at } => (name.clone(), self.date_time(at).into()),
            other => (name.clone(), other.clone()),
        });
        self.lang.say(&Message { key: message.key.clone(), args: told.collect() })
    }

    /// A sentence with one argument.
    pub fn t1(&self, key: &'static str, name: &'static str, arg: impl Into<Arg>) -> String {
        self.lang.say(&Message::new(key).with(name, arg))
    }

    /// A sentence that counts: `$count`.
    pub fn n(&self, key: &'static str, count: &i64) -> String {
        self.t1(key, "count", *count)
    }

    /// A sentence with a length as its `count`.
    pub fn count(&self, key: &'static str, count: usize) -> String {
        self.t1(key, "count", i64::try_from(count).unwrap_or(i64::MAX))
    }

    /// A count that was stopped at 1001: "1,000+" of more than a thousand.
    pub fn capped(&self, count: &i64) -> String {
        if *count > 1000 { format!("{}+", grouped(1000, self.lang)) } else { grouped(*count, self.lang) }
    }

    /// The name of an account, as it is stored.
    pub fn account_name(&self, stored: &str) -> String {
        shown_account_name(stored, self.lang)
    }

    /// A column's heading.
    pub fn t_column(&self, name: &str) -> String {
        self.t(&format!("column-{name}"))
    }

    pub fn t_role(&self, role: &Role) -> String {
        self.t(&format!("role-{}", role.as_str()))
    }

    /// The label of a form's field: the key `{prefix}-{field}`, with dashes throughout.
    pub fn field_label(&self, prefix: &str, field: &str) -> String {
        self.t(&format!("{prefix}-{field}").replace('_', "-"))
    }

    /// What these codes are called, to choose from.
    pub fn choices<'a>(&self, prefix: &str, codes: impl IntoIterator<Item = &'a str>) -> Vec<Choice> {
        codes.into_iter().map(|code| Choice::of(code, self.field_label(prefix, code))).collect()
    }

    pub fn icons(&self) -> &'static str {
        assets::icons()
    }

    pub fn asset(&self, name: &str) -> String {
        assets::address(name)
    }

    /// The panel or the portal, by the address.
    pub fn side(&self) -> OwnerKind {
        if self.path.starts_with("/portal") { OwnerKind::User } else { OwnerKind::Admin }
    }

    /// Where a lost reader goes.
    pub fn home(&self) -> &'static str {
        match self.side() {
            OwnerKind::Admin => "/",
            OwnerKind::User => "/portal",
        }
    }

    /// What leads there is called; for who is not signed in, it is the way to do so.
    pub fn home_label(&self) -> &'static str {
        let is_in = self.session.as_ref().is_some_and(|session| session.stage == Stage::Done);
        match self.side() {
            OwnerKind::Admin if is_in && self.admin().is_some() => "error-home",
            OwnerKind::User if is_in && self.user().is_some() => "error-home-portal",
            _ => "error-sign-in",
        }
    }

    /// Whether to remind an administrator of the second factor, where it is optional.
    pub fn should_enrol(&self) -> bool {
        self.side() == OwnerKind::Admin
            && self.admin().is_some_and(|admin| !admin.has_2fa)
            && self.path != "/me/second-factor"
    }

    /// The hint that goes with a label, where the language files have one.
    pub fn hint(&self, label: &str) -> String {
        self.lang.find(&format!("{label}-hint")).unwrap_or_default()
    }

    /// "Error: " in front of the title of a refused page.
    pub fn title_mark(&self, errors: &FieldErrors) -> String {
        if errors.is_empty() { String::new() } else { self.t("error-title-mark") }
    }

    /// What its reader may open.
    pub fn menu(&self) -> Vec<(&'static str, Vec<MenuEntry>)> {
        let sections = self.menu.as_ref().map_or(&[][..], |menu| &menu.0);
        let permitted = sections.iter().map(|(section, entries)| {
            let entries = entries.iter().filter(|(_, permission)| self.may(*permission));
            (*section, entries.map(|(entry, _)| *entry).collect::<Vec<_>>())
        });
        permitted.filter(|(_, entries)| !entries.is_empty()).collect()
    }

    /// Whether the menu has a page for this reader.
    pub fn may_open(&self, path: &str) -> bool {
        self.menu().iter().any(|(_, entries)| entries.iter().any(|entry| entry.path == path))
    }

    pub fn is_current(&self, path: &str) -> bool {
        self.path == path || self.path.strip_prefix(path).is_some_and(|rest| rest.starts_with('/'))
    }

    /// Whether the page is that part of the account, for its tabs.
    pub fn is_tab(&self, account_id: &i64, end: &str) -> bool {
        let rest = self.path.strip_prefix("/accounts/").and_then(|rest| rest.strip_prefix(&account_id.to_string()));
        rest.is_some_and(|rest| if end.is_empty() { rest.is_empty() } else { rest.starts_with(end) })
    }

    /// Whether the page is this one, or that part of it.
    pub fn is_at(&self, base: &str, end: &str) -> bool {
        self.path.strip_prefix(base) == Some(end)
    }

    /// Why the reader may look and not change, if so: the role does not permit it.
    pub fn only_reads(&self, permission: Permission) -> String {
        self.only_reads_for(permission, None)
    }

    /// Why the reader may look and not change, if so: the role does not permit it, or else this reason.
    pub fn only_reads_for(&self, permission: Permission, reason: Option<String>) -> String {
        match self.admin() {
            Some(admin) if !admin.role.may(permission) => self.t1("read-only-role", "role", self.t_role(&admin.role)),
            _ => reason.unwrap_or_default(),
        }
    }

    /// "2 Mar 2024" in the reader's zone.
    pub fn date(&self, at: &DateTime<Utc>) -> String {
        self.lang.date(&at.with_timezone(&self.tz))
    }

    /// "2 Mar 2024, 14:05" in the reader's zone.
    pub fn date_time(&self, at: &DateTime<Utc>) -> String {
        let at = at.with_timezone(&self.tz);
        format!("{}, {:02}:{:02}", self.lang.date(&at), at.hour(), at.minute())
    }

    /// "Now 14:05 there, 20:05 for you."
    pub fn now_there(&self, there: Zone) -> String {
        let at = |tz: Zone| self.now().with_timezone(&tz).format("%H:%M").to_string();
        self.say(&Message::new("account-now-there").with("there", at(there)).with("here", at(self.tz)))
    }

    /// To the second, with the zone named.
    pub fn exact_time(&self, at: &DateTime<Utc>) -> String {
        let at = at.with_timezone(&self.tz);
        format!("{}, {:02}:{:02}:{:02} {}", self.lang.date(&at), at.hour(), at.minute(), at.second(), self.tz.name())
    }

    /// Whether the record names the reader so.
    pub fn is_own_name(&self, name: &str) -> bool {
        self.admin().is_some_and(|admin| admin.login == name)
    }

    /// "Last changed by olga, 12 Nov 2024, 16:20 UTC".
    pub fn changed(&self, by: &str, at: &DateTime<Utc>) -> String {
        self.say(&Message::new("last-changed").with("by", by).with("at", self.exact_time(at)))
    }
}

/// Reads a time that a template has as an `Option`.
pub fn seen(page: &Page, at: &Option<DateTime<Utc>>) -> String {
    at.as_ref().map_or_else(|| page.t("never"), |at| page.date_time(at))
}
