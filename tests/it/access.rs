//! Who may go where: the table of routes that the application mounts, walked as everybody who might try.

mod closed;
mod elsewhere;
mod typed;

use crate::both_databases;
use crate::resource::owner_of_acme;
use crate::support::answer::Answer;
use crate::support::app::TestApp;
use crate::support::client::Client;
use regex::Regex;
use reqwest::Method;
use std::collections::BTreeSet;
use steward::{
    people::{OwnerKind, Permission, Role},
    web::{Access, Route},
};

const PASSWORD: &str = "nine Yellow otters at 6 o'clock";
const FORM: (&str, &str) = ("content-type", "application/x-www-form-urlencoded");

/// One method of one address, with every number in it 1.
struct Door {
    method: Method,
    path: String,
    access: Access,
}

fn doors() -> Vec<Door> {
    let parameter = Regex::new(r"\{[^}]*\}").unwrap();
    let door = |route: Route| Door {
        method: Method::from_bytes(route.method.as_str().as_bytes()).unwrap(),
        path: parameter.replace_all(route.path, "1").into_owned(),
        access: route.access,
    };
    let doors: Vec<Door> = steward::app::routes().into_iter().map(door).collect();
    assert!(doors.len() > 50, "there is a table to walk");
    doors
}

/// Addresses that are posted to and have no page.
fn without_page() -> Vec<String> {
    let with = |method: Method| -> BTreeSet<String> {
        doors().into_iter().filter(|door| door.method == method).map(|door| door.path).collect()
    };
    with(Method::POST).difference(&with(Method::GET)).cloned().collect()
}

impl Door {
    /// Without a token, or with one.
    async fn knock(&self, client: &mut Client) -> Answer {
        if self.method == Method::GET {
            client.get(&self.path).await
        } else {
            client.post_raw(&self.path, &[FORM], "").await
        }
    }

    fn name(&self) -> String {
        format!("{} {}", self.method, self.path)
    }
}

/// An owner in the panel and Anna in the portal, in one browser, with something behind most addresses.
async fn everybody(app: &TestApp) -> Client {
    let mut client = owner_of_acme(app).await;
    let anna = [("login", "anna"), ("email", "anna@example.com"), ("password", PASSWORD)];
    assert_eq!(client.submit("/accounts/1/users/new", &anna).await.status, 303);
    assert_eq!(client.submit("/accounts/1/roles/new", &[("name", "Readers")]).await.status, 303);
    let connector = [("name", "Shop"), ("host", "db.example.org"), ("database", "x"), ("user", "x")];
    assert_eq!(client.submit("/databases/new", &connector).await.status, 303);
    assert_eq!(client.submit("/web-version-policies/new", &[("name", "A year")]).await.status, 303);
    app.execute("UPDATE account_users SET must_change_password = FALSE").await;
    let answer = client.submit("/portal/sign-in", &[("login", "anna@acme"), ("password", PASSWORD)]).await;
    assert_eq!((answer.status, answer.location()), (303, "/portal"));
    client
}

async fn make(app: &TestApp, role: Role) {
    app.execute(match role {
        Role::Owner => "UPDATE admins SET role = 'owner'",
        Role::Manager => "UPDATE admins SET role = 'manager'",
        Role::Support => "UPDATE admins SET role = 'support'",
        Role::Auditor => "UPDATE admins SET role = 'auditor'",
    })
    .await;
}

/// What an administrator could see of a change; the record of it above all.
async fn traces(owner: &mut Client) -> Vec<Vec<String>> {
    let mut all = Vec::new();
    for list in [
        "/audit?size=200",
        "/accounts",
        "/accounts/1/users",
        "/accounts/1/groups",
        "/accounts/1/roles",
        "/tariffs",
        "/databases",
        "/web-version-policies",
        "/outbox",
    ] {
        let page = owner.get(list).await;
        assert_eq!(page.status, 200, "{list}");
        // That somebody took a list away is all that an export leaves.
        all.extend(page.rows().into_iter().filter(|row| !row.iter().any(|cell| cell.starts_with("Exported"))));
    }
    all
}

fn is_safe(answer: &Answer, door: &str) {
    let is = |name: &str, value: &str| assert_eq!(answer.header(name), value, "{name} of {door}, {}", answer.status);
    let csp = answer.header("content-security-policy");
    // A letter stands in a frame of our pages, with the styles that mail programs know, and nothing that could act.
    let is_letter =
        [" /outbox/1/html", "/settings/brand/sample"].iter().any(|it| door.contains(it)) && answer.status == 200;
    let parts = if is_letter {
        ["; sandbox;", "frame-ancestors 'self'"]
    } else {
        ["frame-src 'self'", "frame-ancestors 'none'"]
    };
    for part in ["default-src 'none'"].into_iter().chain(parts) {
        assert!(csp.contains(part), "{part} of {door}: {csp:?}");
    }
    assert!(
        !csp.replace("style-src 'unsafe-inline'", if is_letter { "" } else { "unsafe-inline" }).contains("unsafe-"),
        "{door}: {csp}"
    );
    assert!(!is_letter || !csp.contains("script-src"), "{door}: {csp}");
    is("x-content-type-options", "nosniff");
    is("cross-origin-opener-policy", "same-origin");
    is("server", "");
    is("x-powered-by", "");
    let is_link = ["/setup", "/set-password", "/portal/set-password", "/portal/unsubscribe"]
        .iter()
        .any(|link| door.contains(&format!(" {link}")));
    is("referrer-policy", if is_link { "strict-origin" } else { "same-origin" });
    // A picture is no page; it may be asked for again and found the same.
    let cached = if door.ends_with("/avatar") && answer.status == 200 { "private, no-cache" } else { "no-store" };
    is("cache-control", cached);
    assert_eq!(answer.header("strict-transport-security"), "", "over plain http nothing is promised for https");
}

#[test]
fn no_address_has_two_rules() {
    let mut seen = BTreeSet::new();
    for route in steward::app::routes() {
        assert!(seen.insert((route.method.to_string(), route.path)), "{} {} is there twice", route.method, route.path);
        assert!(["GET", "POST"].contains(&route.method.as_str()), "{}: reading is GET, changing is POST", route.path);
    }
}

#[test]
fn only_signing_in_is_open_to_everybody() {
    let open: BTreeSet<&str> =
        steward::app::routes().iter().filter(|route| route.access == Access::Open).map(|route| route.path).collect();
    let expected = [
        "/brand/accent/{colour}",
        "/brand/logo.png",
        "/forgot-password",
        "/portal/forgot-password",
        "/portal/set-password/{token}",
        "/portal/sign-in",
        "/portal/unsubscribe/{token}",
        "/set-password/{token}",
        "/setup",
        "/sign-in",
    ];
    assert_eq!(open.into_iter().collect::<Vec<_>>(), expected);
}

#[test]
fn seeing_permits_no_change() {
    for route in steward::app::routes().iter().filter(|route| route.method == "POST") {
        assert_ne!(route.access, Access::May(Permission::View), "{}", route.path);
    }
    for role in [Role::Manager, Role::Support, Role::Auditor] {
        assert!(!role.may(Permission::EditAdmins) && !role.may_give(Role::Owner), "{role:?}");
    }
    for permission in [Permission::EditAccounts, Permission::EditUsers, Permission::EditResources] {
        assert!(Role::Owner.may(permission) && Role::Manager.may(permission));
        assert!(!Role::Support.may(permission) && !Role::Auditor.may(permission));
    }
}

#[test]
fn each_side_has_its_own_cookie() {
    for route in steward::app::routes().iter().filter(|route| route.access != Access::Open) {
        assert_eq!(route.path.starts_with("/portal"), route.access.side() == OwnerKind::User, "{}", route.path);
    }
}

both_databases! {
    async fn a_stranger_is_sent_to_sign_in_wherever_they_knock(app: TestApp) {
        let mut owner = everybody(&app).await;
        let before = traces(&mut owner).await;
        for door in doors() {
            let answer = door.knock(&mut app.client()).await;
            let name = door.name();
            is_safe(&answer, &name);
            if door.access == Access::Open {
                // Mail programs post to it as well, without a token of a form; what it does, it does by the one of the link.
                let takes_any = door.path.starts_with("/portal/unsubscribe/");
                let expected: &[u16] = if door.method == Method::GET { &[200, 404] } else if takes_any { &[200] } else { &[403] };
                assert!(expected.contains(&answer.status), "{name}: {} {}", answer.status, answer.text());
                continue;
            }
            assert_eq!(answer.status, 303, "{name}: {}", answer.text());
            let sign_in = if door.access.side() == OwnerKind::User { "/portal/sign-in" } else { "/sign-in" };
            let location = answer.location();
            assert!(location == sign_in || location.starts_with(&format!("{sign_in}?return_to=")), "{name} leads to {location}");
            assert!(door.method == Method::GET || location == sign_in, "nobody comes back to a page to post: {name}");
        }
        assert_eq!(traces(&mut owner).await, before);
    }

    async fn a_forged_session_is_a_stranger_s(app: TestApp) {
        let mut owner = owner_of_acme(&app).await;
        let cookie = owner.cookies().iter().find(|cookie| cookie.name() == "steward").expect("there is a session").value().to_owned();
        let half: String = cookie.chars().take(cookie.len() / 2).collect();
        let mut turned = cookie.clone();
        let last = turned.pop().expect("it is not empty");
        turned.push(if last == 'A' { 'B' } else { 'A' });
        for forged in [turned.as_str(), "", "x", &half, &"a".repeat(4000)] {
            let answer = app.client().get_with("/accounts", &[("cookie", &format!("steward={forged}"))]).await;
            assert_eq!(answer.status, 303, "{forged}");
        }
        let other_side = app.client().get_with("/portal", &[("cookie", &format!("portal={cookie}"))]).await;
        assert_eq!(other_side.status, 303, "an administrator's session opens no portal");
        assert_eq!(owner.get("/accounts").await.status, 200);
    }

    async fn each_role_may_what_the_table_says_and_each_refusal_is_recorded(app: TestApp) {
        let mut client = everybody(&app).await;
        for role in [Role::Auditor, Role::Support, Role::Manager, Role::Owner] {
            make(&app, role).await;
            app.execute("DELETE FROM audit WHERE action = 'refused'").await;
            let mut refused = BTreeSet::new();
            for door in doors() {
                let Access::May(permission) = door.access else { continue };
                let name = format!("{} as {}", door.name(), role.as_str());
                // A page of the panel gives the panel's token.
                client.get("/me").await;
                let answer = if door.method == Method::GET { client.get(&door.path).await } else { client.post(&door.path, &[]).await };
                is_safe(&answer, &door.name());
                assert_eq!(answer.status == 403, !role.may(permission), "{name}: {} {}", answer.status, answer.text());
                assert!(answer.status < 500, "{name}: {} {}", answer.status, answer.text());
                if answer.status == 403 {
                    assert!(answer.has_text("You do not have permission to do this"), "{name}: {}", answer.text());
                    refused.insert(door.name());
                }
            }
            let record: BTreeSet<String> = client.get("/audit?action=refused&size=200").await.rows().into_iter().filter_map(|row| Some(row[2].split_once("Refused · page")?.1.trim().to_owned())).collect();
            assert_eq!(record, refused, "{}", role.as_str());
        }
    }

    async fn a_role_taken_away_is_gone_with_the_next_request(app: TestApp) {
        let mut client = owner_of_acme(&app).await;
        let shown = client.get("/accounts/1").await;
        make(&app, Role::Auditor).await;
        assert_eq!(client.submit_shown(&shown, "/accounts/1", &[("title", "Other")], &[]).await.status, 403);
        make(&app, Role::Owner).await;
        assert_eq!(client.submit_shown(&shown, "/accounts/1", &[("title", "Other")], &[]).await.status, 303);
        app.execute("UPDATE admins SET active = FALSE").await;
        assert!(client.get("/accounts").await.location().starts_with("/sign-in"));
    }

    async fn looking_changes_nothing(app: TestApp) {
        let mut owner = everybody(&app).await;
        let before = traces(&mut owner).await;
        for door in doors().into_iter().filter(|door| door.method == Method::GET) {
            let (page, head) = (owner.get(&door.path).await, owner.head(&door.path).await);
            assert_eq!(head.status, page.status, "HEAD {}", door.path);
            assert!(head.bytes.is_empty(), "HEAD {} has a body", door.path);
            assert!(page.status < 500, "{}: {}", door.name(), page.text());
            is_safe(&page, &door.name());
        }
        for path in without_page() {
            for method in [Method::GET, Method::HEAD] {
                let answer = owner.request(method.clone(), &path, &[]).await;
                assert_eq!(answer.status, 405, "{method} {path}: {}", answer.text());
                is_safe(&answer, &format!("{method} {path}"));
            }
        }
        assert_eq!(traces(&mut owner).await, before);
        assert_eq!(owner.get("/accounts").await.status, 200, "nobody was signed out by it");
    }
}
