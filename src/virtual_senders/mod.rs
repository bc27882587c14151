//! Virtual senders: by which rules the messages of an account go through which senders.

mod api;
mod arrange;
pub mod choice;
mod clone;
mod condition;
mod form;
mod meant;
mod model;
mod pages;
mod place;
mod posted;
mod route;
mod store;
mod trial;
mod typed;
mod view;

use form::VirtualSenderForm;
use model::{Rules, VirtualSender};
use place::Around;
use trial::{Subject, try_rules};

use crate::{
    error::FieldErrors,
    feature::Feature,
    lists::Field,
    people::Permission,
    resource::{self, Editor, Reworked, Row, Stored, Versioned, drawn, paths, try_paths},
    web::{Access, post},
};

pub const FEATURE: Feature = Feature {
    routes: || {
        let edit = Permission::EditAccounts;
        let mut routes = resource::routes::<VirtualSender>(paths!("/accounts/{id}/virtual-senders"), edit);
        routes.extend(resource::try_routes::<VirtualSender>(try_paths!("/accounts/{id}/virtual-senders"), edit));
        routes.push(post("/accounts/{id}/virtual-senders/{one}/clone", Access::May(edit), pages::clone));
        routes
    },
    calls: api::calls,
    recorded: &[(VirtualSender::KIND, Some("/accounts/{account}/virtual-senders/{id}"))],
    searched: &[&VirtualSender::TABLE],
    ..Feature::NONE
};

drawn!(VirtualSender, "virtual_senders/list.html", "virtual_senders/edit.html");

impl Editor for VirtualSender {
    type Form = VirtualSenderForm;
    const FIELDS: &'static [Field<Row<Self>>] = &[
        Field::new("id", |row| row.id.into()),
        Field::new("name", |row| (&row.name).into()),
        Field::of("virtual-sender-email-rules", "rules", |row| (row.rules.email.len() as i64).into()),
        Field::of("virtual-sender-sms-rules", "rules", |row| (row.rules.sms.len() as i64).into()),
        Field::of("virtual-sender-groups", "groups", |row| row.groups.kept().into()),
        Field::of("virtual-sender-spread", "name", |row| row.spread.as_str().into()),
        Field::of("virtual-sender-when-off", "name", |row| row.when_off.as_str().into()),
    ];
    const PATH: &'static str = "/virtual-senders";
}

impl Reworked for VirtualSender {
    /// Moves rules, or tries them as they stand in the form.
    fn rework(
        around: &Around,
        before: Option<&Versioned<Self>>,
        form: &mut VirtualSenderForm,
    ) -> Result<(), FieldErrors> {
        let pressed = std::mem::take(&mut form.pressed);
        if !matches!(pressed.as_str(), "try" | "compare") {
            form.arrange(&pressed);
            return Ok(());
        }
        let compared = before.filter(|_| pressed == "compare");
        let mut errors = FieldErrors::default();
        let meant = form.meant(&mut errors);
        let question = errors.or(form.wanted.parse(&around.choices)?)?;
        let rules = meant::rules(&meant, before.map_or(&Rules::default(), |it| &it.rules), &around.choices)?;
        let groups = meant::groups(&meant, &around.choices)?;
        let subject = Subject { groups: &groups, rules: &rules, meant: &meant, saved: compared.map(|it| &it.kept) };
        form.outcome = Some(try_rules(&question, &subject, &around.choices));
        form.focus = "outcome".to_owned();
        Ok(())
    }
}
