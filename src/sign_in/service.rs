//! The rules of signing in that need the database, one path for administrators and account users.

use futures_util::future::BoxFuture;

use super::{forgot, model::Person, password, store, throttle};
use crate::{
    change::{Actor, Change, store::About},
    db::Conn,
    error::{FieldErrors, Result},
    people::{Owner, OwnerKind},
    state::State,
    web::DEVICE_LASTS,
};

/// More of what is typed is not looked at.
pub const LONGEST_LOGIN: usize = 160;

pub async fn find(state: &State, conn: &mut Conn, owner: Owner) -> Result<Option<Person>> {
    Ok(match owner.kind {
        OwnerKind::Admin => store::find_admin(conn, owner.id).await?.map(|it| Person::of_admin(it, &state.config)),
        OwnerKind::User => store::find_user(conn, owner.id).await?.map(Person::of_user),
    })
}

/// The hash to keep of a new password, or why it is refused.
pub async fn accept_password(
    state: &State,
    policy: &password::Policy,
    typed: &str,
    errors: &mut FieldErrors,
) -> Result<String> {
    if errors.keep("password", policy.judge(typed)).is_none() || !errors.is_empty() {
        return Ok(String::new());
    }
    password::hash(state, typed).await
}

/// A record of what was done to somebody's sign-in.
pub async fn record(
    change: &mut Change,
    person: &Person,
    action: &str,
    changes: Vec<(&'static str, String, String)>,
) -> Result<()> {
    let Owner { kind, id } = person.owner;
    let account_id = person.written_to.account_id;
    change
        .note(action, About { kind: kind.as_str(), id: Some(id), name: person.login.clone(), account_id }, changes)
        .await
}

/// Who is named when somebody acts by the proof of a link, not of a session.
pub fn acting(by: Actor, person: &Person) -> Actor {
    Actor { kind: person.owner.kind.as_str(), id: Some(person.owner.id), name: person.login.clone(), ..by }
}

pub async fn find_by_login(state: &State, conn: &mut Conn, kind: OwnerKind, login: &str) -> Result<Option<Person>> {
    Ok(match kind {
        OwnerKind::Admin => {
            store::find_admin_by_login(conn, login).await?.map(|it| Person::of_admin(it, &state.config))
        }
        OwnerKind::User => {
            let (login, account) = login.rsplit_once('@').unwrap_or((login, ""));
            store::find_user_by_login(conn, login, account).await?.map(Person::of_user)
        }
    })
}

/// Forgets what has expired: links, requests for new passwords, devices; and gives back memory that nobody signs in
/// with.
pub fn sweep(state: &State) -> BoxFuture<'_, Result<()>> {
    Box::pin(async move {
        let now = state.clock.now();
        let mut conn = state.db.begin().await?;
        store::sweep_links(&mut conn, now).await?;
        forgot::sweep(&mut conn, now).await?;
        store::sweep_devices(&mut conn, now - DEVICE_LASTS).await?;
        store::sweep_lifts(&mut conn, now - throttle::WITHIN).await?;
        conn.commit().await?;
        password::let_memory_go();
        Ok(())
    })
}
