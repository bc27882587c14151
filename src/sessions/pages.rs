use actix_web::HttpRequest;
use askama::Template;

use super::{
    model::{ALL, EndForm, LiveSession, SignIn, Subject},
    store,
};
use crate::{
    account_users, admins,
    change::Change,
    db::Conn,
    error::{Error, Result},
    i18n::Message,
    lists::{ListQuery, Listing, Rows, Sought, Table},
    people::{Client, Owner, OwnerKind, Permission},
    sign_in,
    web::{Asking, Html, Page, Posted, session},
};

#[derive(Template)]
#[template(path = "sessions/list.html")]
struct List<'a> {
    page: &'a Page,
    subject: Subject,
    rows: Vec<LiveSession>,
}

#[derive(Template)]
#[template(path = "sessions/portal_list.html")]
struct PortalList<'a> {
    page: &'a Page,
    subject: Subject,
    rows: Vec<LiveSession>,
}

#[derive(Template)]
#[template(path = "sessions/sign_ins.html")]
struct SignIns<'a> {
    page: &'a Page,
    subject: Subject,
    rows: Rows<SignIn>,
}

#[derive(Template)]
#[template(path = "sessions/portal_sign_ins.html")]
struct PortalSignIns<'a> {
    page: &'a Page,
    subject: Subject,
    rows: Rows<SignIn>,
}

pub async fn list(page: Page, req: HttpRequest) -> Html {
    let subject = subject(&page, &req).await?;
    let rows = store::live(&mut page.state.db.conn().await?, subject.owner, page.now()).await?;
    match page.side() {
        OwnerKind::Admin => page.html(&List { page: &page, subject, rows }),
        OwnerKind::User => page.html(&PortalList { page: &page, subject, rows }),
    }
}

/// One, or all; the reader's own ends by signing out only.
pub async fn end(page: Page, req: HttpRequest, posted: Posted<EndForm>) -> Html {
    let subject = subject(&page, &req).await?;
    let (owner, current) = (subject.owner, current(&page));
    let mut change = Change::begin(&page.state, page.actor()).await?;
    let ended = if posted.form.session == ALL {
        session::end_others(&mut change.conn, owner, current).await?
    } else {
        let live = store::live(&mut change.conn, owner, change.at).await?;
        let meant = live.iter().find(|it| it.key_hash != current && it.id(&page.state.seal) == posted.form.session);
        match meant {
            Some(meant) => store::end(&mut change.conn, owner, &meant.key_hash).await?.into(),
            None => 0,
        }
    };
    if ended > 0 {
        let person = sign_in::service::find(&page.state, &mut change.conn, owner).await?.ok_or(Error::NotFound)?;
        sign_in::service::record(
            &mut change,
            &person,
            "end-sessions",
            vec![("sessions", ended.to_string(), String::new())],
        )
        .await?;
    }
    change.commit().await?;
    let ended = i64::try_from(ended).unwrap_or(i64::MAX);
    page.go_saying(&format!("{}/sessions", subject.base), Message::new("sessions-ended").with("count", ended))
}

/// Newest first, refused ones too.
pub async fn sign_ins(page: Page, req: HttpRequest, query: ListQuery) -> Html {
    let subject = subject(&page, &req).await?;
    let rows = sought(query, subject.owner)?.fetch(&mut page.state.db.conn().await?, page.lists()).await?;
    match page.side() {
        OwnerKind::Admin => page.html(&SignIns { page: &page, subject, rows }),
        OwnerKind::User => page.html(&PortalSignIns { page: &page, subject, rows }),
    }
}

pub async fn table(Asking { reader, query, ids }: Asking, conn: &mut Conn) -> Result<Box<dyn Table>> {
    let owner = match ids[..] {
        [account_id, id] => {
            account_users::store::find(conn, account_id, id).await?.map(|_| account_users::store::owner(id))
        }
        [id] => admins::store::find(conn, id).await?.map(|admin| admin.owner()),
        _ => reader.admin_id.map(|id| Owner { kind: OwnerKind::Admin, id }),
    };
    Ok(sought(query, owner.ok_or(Error::NotFound)?)?.table(reader.lang))
}

fn sought(query: ListQuery, owner: Owner) -> Result<Sought<SignIn>> {
    let listing = Listing::read(query, &store::SORTS, "-id").ok_or(Error::NotFound)?;
    Ok(Sought::new(listing, store::sign_ins(owner), store::ROW, &store::FIELDS))
}

/// Told by the address: of a user, of an administrator, or else the reader's own.
async fn subject(page: &Page, req: &HttpRequest) -> Result<Subject> {
    let number =
        |name| req.match_info().get(name).map(|text| text.parse::<i64>().map_err(|_| Error::NotFound)).transpose();
    match (number("id")?, number("uid")?) {
        (Some(account_id), Some(id)) => of_user(page, account_id, id).await,
        (Some(id), None) => of_admin(page, id).await,
        _ => own(page),
    }
}

async fn of_user(page: &Page, account_id: i64, id: i64) -> Result<Subject> {
    let whole =
        account_users::store::find(&mut page.state.db.conn().await?, account_id, id).await?.ok_or(Error::NotFound)?;
    let account = format!("/accounts/{account_id}");
    let base = format!("{account}/users/{id}");
    let crumbs = vec![
        ("/accounts".to_owned(), page.t("menu-accounts")),
        (format!("{account}/overview"), whole.account.title.clone()),
        (format!("{account}/users"), page.t("account-users")),
    ];
    let may_end = page.may(Permission::EndSessions);
    Ok(Subject {
        owner: account_users::store::owner(id),
        login: whole.full_login(),
        base,
        user: Some(whole),
        crumbs,
        is_own: false,
        may_end,
    })
}

async fn of_admin(page: &Page, id: i64) -> Result<Subject> {
    let admin = admins::store::find(&mut page.state.db.conn().await?, id).await?.ok_or(Error::NotFound)?;
    let base = format!("/admins/{id}");
    let crumbs = vec![("/admins".to_owned(), page.t("menu-admins")), (base.clone(), admin.login.clone())];
    let owner = admin.owner();
    let is_own = page.session.as_ref().is_some_and(|session| session.owner == owner);
    Ok(Subject {
        owner,
        login: admin.login,
        base,
        user: None,
        crumbs,
        is_own,
        may_end: page.may(Permission::EditAdmins),
    })
}

fn own(page: &Page) -> Result<Subject> {
    let (owner, login, base, name) = match (page.admin(), page.user()) {
        // In a visit too these are the user's; the administrator only looks.
        (_, Some(user)) => (account_users::store::owner(user.id), user.full_login(), "/portal/security", "security"),
        (Some(admin), None) => (Owner { kind: OwnerKind::Admin, id: admin.id }, admin.login.clone(), "/me", "me-title"),
        (None, None) => return Err(Error::Forbidden),
    };
    let crumbs = vec![(base.to_owned(), page.t(name))];
    Ok(Subject {
        owner,
        login,
        base: base.to_owned(),
        user: None,
        crumbs,
        is_own: true,
        may_end: page.visit().is_none(),
    })
}

/// The reader's own session, as it is kept.
fn current(page: &Page) -> &str {
    page.session.as_ref().map_or("", |session| &session.key_hash)
}

fn device(page: &Page, client: &Client) -> String {
    page.field_label("device", client.device())
}

fn browser(page: &Page, client: &Client) -> String {
    Some(client.browser()).filter(|it| !it.is_empty()).unwrap_or_else(|| page.t("mail-unknown"))
}

fn place(page: &Page, client: &Client) -> String {
    page.state.places.find(&client.ip, page.lang).unwrap_or_else(|| page.t("mail-unknown"))
}

/// What became of it, in words: an icon's name and look beside.
fn outcome(page: &Page, sign_in: &SignIn) -> (&'static str, &'static str, String) {
    let (look, icon) = if sign_in.outcome == "ok" { ("active", "check") } else { ("limit", "warning") };
    (look, icon, page.field_label("outcome", &sign_in.outcome))
}
