//! A row that is about a user.

use super::{
    model::{Became, Cells, Done, Field, Kind, On, What, refuse, typed},
    store as imports,
};
use crate::{
    account_users::{Avatar, Extras, UserForm, as_it_is, model::Head, service, store, welcome::Letter},
    change::Change,
    error::{Error, Result},
    forms::fields::canonical_name,
    i18n::Message,
    resource::merged,
    state::State,
};

pub const FIELDS: [Field; 20] = [
    Field { name: "id", what: What::Id },
    Field { name: "login", what: What::Text },
    Field { name: "first_name", what: What::Text },
    Field { name: "last_name", what: What::Text },
    Field { name: "email", what: What::Text },
    Field { name: "language", what: What::Text },
    Field { name: "phone", what: What::Text },
    Field { name: "notify_email", what: What::Text },
    Field { name: "alert_limits", what: What::Flag },
    Field { name: "alert_complaints", what: What::Flag },
    Field { name: "alert_hard_bounces", what: What::Flag },
    Field { name: "alert_soft_bounces", what: What::Flag },
    Field { name: "alert_daily_report", what: What::Flag },
    Field { name: "alert_weekly_report", what: What::Flag },
    Field { name: "active", what: What::Flag },
    Field { name: "must_change_password", what: What::Flag },
    Field { name: "master", what: What::Flag },
    Field { name: "is_ldap", what: What::Flag },
    Field { name: "roles", what: What::Several("role") },
    Field { name: "groups", what: What::Several("group") },
];

/// The user that the cells name, if there is one.
async fn named(change: &mut Change, account_id: i64, cells: &Cells) -> Result<Option<i64>> {
    if let Some(id) = cells.get("id") {
        let found = match id.parse() {
            Ok(id) => store::find(&mut change.conn, account_id, id).await?.map(|_| id),
            Err(_) => None,
        };
        return found.map(Some).ok_or_else(|| refuse("id", "import-refused-id"));
    }
    let login = canonical_name(cells.get("login").map_or("", String::as_str));
    Ok(store::api::id_of(&mut change.conn, account_id, &login).await?)
}

/// What a row is about, so that the same twice in a file is found.
pub async fn meant(change: &mut Change, account_id: i64, cells: &Cells) -> Result<String> {
    Ok(match named(change, account_id, cells).await? {
        Some(id) => format!("#{id}"),
        None => canonical_name(cells.get("login").map_or("", String::as_str)),
    })
}

/// Does what a row says.
pub async fn apply(
    state: &State,
    change: &mut Change,
    account_id: i64,
    cells: &Cells,
    (on, welcomes): (On, bool),
) -> Result<Done> {
    let head: Head = store::head(&mut change.conn, account_id).await?.ok_or(Error::NotFound)?;
    let id = named(change, account_id, cells).await?;
    let offered = store::offered(&mut change.conn, account_id, id.unwrap_or(0)).await?;
    let id_of = |kind: &str, name: &str| offered.iter().find(|it| it.kind == kind && it.name == name).map(|it| it.id);
    let given = typed(Kind::Users, cells, id_of)?;
    let Some(id) = id else {
        on.nothing()?;
        let new = merged(UserForm::blank(&offered), &given)?.parse()?;
        leaves_room(change, &head, on).await?;
        let extras = Extras { password_hash: None, avatar: Avatar::Kept, send_access_email: welcomes };
        let saved = service::create_in(state, change, account_id, (new, extras)).await?;
        let letters = i64::from(saved.letter == Letter::Queued);
        return Ok(Done { became: Became::New, object: None, redirects: false, letters });
    };
    let whole = store::find(&mut change.conn, account_id, id).await?.ok_or(Error::NotFound)?;
    let user = &whole.user;
    let mut new = merged(UserForm::of(user, &offered), &given)?.parse()?;
    let old = as_it_is(user, &offered);
    let in_order = |ids: &[i64]| offered.iter().map(|it| it.id).filter(|id| ids.contains(id)).collect::<Vec<_>>();
    (new.groups, new.roles) = (in_order(&new.groups), in_order(&new.roles));
    let object = (id, user.version);
    let version = on.version(object)?;
    let object = Some(object);
    if (in_order(&old.groups), in_order(&old.roles), &old.settings)
        == (new.groups.clone(), new.roles.clone(), &new.settings)
    {
        return Ok(Done { became: Became::Same, object, redirects: false, letters: 0 });
    }
    if new.groups.is_empty() {
        return Err(refuse("groups", "job-user-without-group"));
    }
    let redirects = old.settings.email != new.settings.email
        || old.settings.profile.notify_email != new.settings.profile.notify_email;
    service::update_in(state, change, (account_id, id), version, (new, Extras::none())).await?;
    Ok(Done { became: Became::Changed, object, redirects, letters: 0 })
}

/// Each row is taken back when it was tried, so those before it that make a user count beside the users there are.
async fn leaves_room(change: &mut Change, head: &Head, on: On) -> Result<()> {
    let (On::Any(import), Some(most)) = (on, head.max_users) else { return Ok(()) };
    let before = imports::count_new(&mut change.conn, import, most).await?;
    if head.user_count + before < most {
        return Ok(());
    }
    Err(Error::OverLimit(Message::new("tariff-limit-users").with("most", most)))
}
