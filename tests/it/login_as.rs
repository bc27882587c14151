//! Login-as: the rules L1 to L14 of SECURITY.md, each a test named after it, and what is left when a visit loses its
//! ground.

mod addresses;
mod changes;
mod ends;
mod letters;
mod overlay;
mod record;
mod start;
mod way_back;

use crate::resource::owner_of_acme;
use crate::support::answer::Answer;
use crate::support::app::{OWNER_PASSWORD, TestApp};
use crate::support::client::Client;
use crate::support::form::ON;

pub const PASSWORD: &str = "nine Yellow otters at 6 o'clock";
pub const REASON: &str = "Looks why the report does not open";
pub const LOG_IN: &str = "/accounts/1/users/1/log-in";
pub const CHANGE: &str = "/portal/visit/change";
pub const END: &str = "/portal/visit/end";

/// The owner, and in the account "acme" the master user anna (1) and boris (2), who have chosen their passwords.
pub async fn scene(app: &TestApp) -> Client {
    let mut owner = owner_of_acme(app).await;
    for (login, first, last, master) in [("anna", "Anna", "Smirnova", true), ("boris", "Boris", "Orlov", false)] {
        let email = format!("{login}@example.com");
        let mut fields = vec![
            ("login", login),
            ("email", &email),
            ("first_name", first),
            ("last_name", last),
            ("password", PASSWORD),
        ];
        fields.extend(master.then_some(("master", ON)));
        assert_eq!(owner.submit("/accounts/1/users/new", &fields).await.status, 303);
    }
    app.execute("UPDATE account_users SET must_change_password = FALSE").await;
    app.execute("DELETE FROM outbox").await;
    owner
}

/// Another administrator, sam of the support, with the owner's password.
pub async fn support(app: &TestApp) -> Client {
    app.execute(
        "INSERT INTO admins (login, first_name, last_name, email, language, tz, theme, role, active, password_hash, version, created_at, updated_at, updated_by)
         SELECT 'sam', 'Sam', 'Support', 'sam@example.org', language, tz, theme, 'support', active, password_hash, 1, created_at, updated_at, ''
         FROM admins WHERE login = 'owner'",
    )
    .await;
    signed_in(app, "/sign-in", "sam", OWNER_PASSWORD).await
}

pub async fn signed_in(app: &TestApp, path: &str, login: &str, password: &str) -> Client {
    let mut client = app.client();
    again(&mut client, path, login, password).await;
    client
}

/// A fresh proof, as the acts of the highest risk ask for.
pub async fn prove(admin: &mut Client) {
    let proved = admin.submit_on("/prove", "/prove", &[("current_password", OWNER_PASSWORD)], &[]).await;
    assert_eq!(proved.status, 303, "{}", proved.text());
}

/// In a browser that has been here.
pub async fn again(client: &mut Client, path: &str, login: &str, password: &str) {
    let answer = client.submit(path, &[("login", login), ("password", password)]).await;
    assert_eq!(answer.status, 303, "{login}: {}", answer.text());
}

pub async fn user(app: &TestApp, login: &str) -> Client {
    signed_in(app, "/portal/sign-in", login, PASSWORD).await
}

/// Begins a visit to anna, and opens the portal.
pub async fn visit(admin: &mut Client) -> Answer {
    let begun = admin.submit(LOG_IN, &[("reason", REASON), ("ticket", "HD-42")]).await;
    assert_eq!((begun.status, begun.header("location")), (303, "/portal"), "{}", begun.text());
    let portal = admin.follow(&begun).await;
    assert!(is_inside(&portal), "{} {}", portal.status, portal.text());
    portal
}

/// The same, with changes permitted.
pub async fn visit_with_changes(admin: &mut Client) {
    visit(admin).await;
    let permitted = admin.submit(CHANGE, &[]).await;
    assert_eq!((permitted.status, permitted.header("location")), (303, "/portal"), "{}", permitted.text());
}

/// Whether the banner stands on the page.
pub fn is_inside(page: &Answer) -> bool {
    page.texts("aside.visit").len() == 1
}

/// What is left after a visit: in the panel the administrator, in the portal nobody.
pub async fn is_plain(admin: &mut Client, why: &str) {
    let portal = admin.get("/portal/profile").await;
    assert_eq!(portal.status, 303, "{why}: {}", portal.text());
    assert!(portal.location().starts_with("/portal/sign-in"), "{why}: {}", portal.location());
    assert_eq!(admin.get("/accounts").await.status, 200, "{why}: the administrator is still one");
}

/// The newest row of a list, as one text.
pub async fn newest(client: &mut Client, path: &str) -> String {
    client.get(path).await.rows().into_iter().next().unwrap_or_default().join(" | ")
}
