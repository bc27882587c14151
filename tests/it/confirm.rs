//! Pages that ask: they say at once what cannot be done, and a form that shows no version agrees to nothing.

use crate::api::{ALL_SCOPES, ROOT, make_token};
use crate::both_databases;
use crate::support::app::TestApp;
use crate::support::client::Client;
use chrono::Duration;
use serde_json::json;

const PASSWORD: &str = "nine Yellow otters at 6 o'clock";

/// The owner of acme, with one of everything that can be deleted.
async fn everything(app: &TestApp) -> Client {
    let mut owner = crate::resource::owner_of_acme(app).await;
    crate::admins::create(&mut owner, "sam", &[("role", "support")]).await;
    make_token(&mut owner, "Billing", &ALL_SCOPES).await;
    let connector = [("name", "Shop"), ("host", "db.example.org"), ("database", "x"), ("user", "x")];
    for (path, fields) in [
        ("/accounts/1/users/new", &[("login", "anna"), ("email", "anna@example.com"), ("password", PASSWORD)][..]),
        ("/accounts/1/groups/new", &[("name", "Readers")]),
        ("/accounts/1/roles/new", &[("name", "Editors")]),
        ("/tariffs/new", &[("name", "Spare"), ("title", "Spare")]),
        ("/databases/new", &connector),
        ("/external-data/new", &connector),
        ("/web-version-policies/new", &[("name", "A year")]),
        ("/accounts/1/virtual-senders/new", &[("name", "Main")]),
        ("/stop-lists/new", &[("name", "Sales")]),
        ("/ldap/new", &[("name", "Office"), ("host", "ldap.example.org"), ("base_dn", "dc=example,dc=org")]),
        ("/ldap/1/groups/new", &[("dn", "cn=staff,dc=example,dc=org"), ("groups", "Main")]),
    ] {
        assert_eq!(owner.submit(path, fields).await.status, 303, "{path}");
    }
    crate::account_databases::an_index(app, &mut owner).await;
    let sender = [("name", "Own channel")];
    assert_eq!(owner.submit_on("/senders/new?type=custom", "/senders/new", &sender, &[]).await.status, 303);
    let notifier = [("name", "Operators"), ("emails", "operators@example.com"), ("events", "guessing")];
    assert_eq!(owner.submit_on("/notifiers/new?kind=email", "/notifiers/new", &notifier, &[]).await.status, 303);
    let view = owner.submit_on("/views?from=/accounts", "/views", &[("name", "All")], &[]).await;
    assert_eq!(view.status, 303, "{}", view.text());
    owner
}

const DELETIONS: [&str; 18] = [
    "/views/1/delete",
    "/ldap/1/groups/1/delete",
    "/ldap/1/delete",
    "/senders/1/delete",
    "/stop-lists/2/delete",
    "/notifiers/1/delete",
    "/admins/2/delete",
    "/api-tokens/1/delete",
    "/accounts/1/groups/2/delete",
    "/accounts/1/roles/1/delete",
    "/accounts/1/users/1/delete",
    "/tariffs/2/delete",
    "/databases/1/delete",
    "/external-data/2/delete",
    "/web-version-policies/1/delete",
    "/accounts/1/databases/1/indexes/1/delete",
    "/accounts/1/virtual-senders/1/delete",
    "/accounts/1/delete",
];

/// Whether the page says it, and offers no button for it.
async fn says(owner: &mut Client, path: &str, text: &str) {
    let page = owner.get(path).await;
    assert_eq!(page.status, 200, "{path}: {}", page.text());
    assert!(page.has_text(text), "{path}: {}", page.text());
    assert!(!page.body.contains(&format!("action=\"{path}\"")), "{path}: no button leads to a refusal");
}

both_databases! {
    async fn a_deletion_by_form_without_a_version_or_with_an_old_one_deletes_nothing(app: TestApp) {
        let mut owner = everything(&app).await;
        let routes = steward::app::routes();
        let walked = routes.iter().filter(|route| route.method == "POST" && route.path.ends_with("/delete")).count();
        assert_eq!(walked, DELETIONS.len(), "whoever adds a deletion adds it here");
        for path in DELETIONS {
            let shown = owner.get(path).await;
            assert_eq!(shown.status, 200, "{path}: {}", shown.text());
            for fields in [&[("typed_name", "acme")][..], &[("typed_name", "acme"), ("version", "")], &[("typed_name", "acme"), ("version", "99")]] {
                let refused = owner.post(path, fields).await;
                assert_eq!(refused.status, 409, "{path} {fields:?}: {}", refused.text());
                assert!(refused.value_of("version").is_some_and(|version| version != "99"), "{path}: asked again, of the version there is");
            }
            let typed: &[(&str, &str)] = if path == "/accounts/1/delete" { &[("typed_name", "acme")] } else { &[] };
            let done = owner.submit_shown(&shown, path, typed, &[]).await;
            assert_eq!(done.status, 303, "{path}: {}", done.text());
        }
    }

    async fn what_else_takes_something_away_from_somebody_asks_for_the_version_too(app: TestApp) {
        let mut owner = everything(&app).await;
        let rotate = "/api-tokens/1/rotate";
        let shown = owner.get(rotate).await;
        for fields in [&[("overlap", "0")][..], &[("overlap", "0"), ("version", "99")]] {
            let refused = owner.post(rotate, fields).await;
            assert_eq!(refused.status, 409, "{}", refused.text());
        }
        assert_eq!(owner.submit_shown(&shown, rotate, &[("overlap", "0")], &[]).await.status, 200);
        assert_eq!(owner.submit_shown(&shown, rotate, &[("overlap", "0")], &[]).await.status, 409, "not twice by two clicks");
    }

    async fn the_api_deletes_take_a_version_and_do_not_need_it(app: TestApp) {
        let mut owner = everything(&app).await;
        let token = make_token(&mut owner, "Deleting", &ALL_SCOPES).await;
        let mut script = app.client();
        let thing = |call: &str| match call {
            "accounts/users/delete" => json!({"account_id": 1, "name": "anna"}),
            "accounts/groups/delete" => json!({"account_id": 1, "id": 2}),
            "accounts/roles/delete" => json!({"account_id": 1, "id": 1}),
            "tariffs/delete" => json!({"id": "Spare"}),
            "connectors/delete" => json!({"class": "database", "id": 1}),
            "ldap/groups/delete" => json!({"ldap_id": 1, "id": 1}),
            "vsenders/delete" => json!({"account_id": 1, "id": 1}),
            "indexes/delete" => json!({"account_id": 1, "database_id": 1, "id": 1}),
            _ => json!({"id": 1}),
        };
        for call in ["accounts/users/delete", "accounts/groups/delete", "accounts/roles/delete", "tariffs/delete", "connectors/delete", "web_version_policies/delete", "ldap/groups/delete", "ldap/delete", "vsenders/delete", "senders/delete", "notifiers/delete", "indexes/delete", "accounts/delete"] {
            for (version, status) in [(Some(99), 409), (None, 200)] {
                let mut body = thing(call);
                body["token"] = json!(token);
                if let Some(version) = version {
                    body["version"] = json!(version);
                }
                let answer = script.post_json(&format!("{ROOT}/{call}"), &body).await;
                assert_eq!(answer.status, status, "{call} {version:?}: {}", answer.body);
            }
        }
        let body = json!({"token": token, "account_id": 1, "name": "anna", "version": 1});
        assert_eq!(script.post_json(&format!("{ROOT}/accounts/users/send_welcome"), &body).await.status, 422, "nothing is deleted by a letter");
    }

    async fn of_a_frozen_account_the_pages_say_at_once_what_cannot_be_done(app: TestApp) {
        let mut owner = everything(&app).await;
        app.clock.advance(Duration::minutes(2));
        assert_eq!(owner.submit("/accounts/1/freeze", &[]).await.status, 303);
        for path in ["/accounts/1/groups/2/delete", "/accounts/1/roles/1/delete", "/accounts/1/databases/1/indexes/1/delete", "/accounts/1/virtual-senders/1/delete", "/accounts/1/users/1/remove-second-factor"] {
            says(&mut owner, path, "The account is frozen").await;
        }
        for path in ["/accounts/1/users/1/delete", "/accounts/1/users/1/welcome", "/accounts/1/unfreeze", "/accounts/1/delete"] {
            let page = owner.get(path).await;
            assert!(page.status == 200 && page.body.contains(&format!("action=\"{path}\"")), "{path} can be done: {}", page.text());
        }
    }

    async fn of_a_deleted_account_the_pages_say_at_once_what_cannot_be_done(app: TestApp) {
        let mut owner = everything(&app).await;
        assert_eq!(owner.submit("/accounts/1/delete", &[("typed_name", "acme")]).await.status, 303);
        for end in ["activate", "deactivate", "freeze", "unfreeze", "groups/2/delete", "roles/1/delete", "databases/1/indexes/1/delete", "virtual-senders/1/delete", "users/1/delete", "users/1/welcome", "users/1/remove-second-factor", "users/1/log-in"] {
            says(&mut owner, &format!("/accounts/1/{end}"), "The account is deleted. Restore it first.").await;
        }
        assert!(owner.get("/accounts/1/restore").await.body.contains("action=\"/accounts/1/restore\""));
        app.execute("UPDATE accounts SET deleted_at = '2026-01-01T00:00:00+00:00'").await;
        assert!(owner.get("/accounts/1/restore").await.has_text("deleted more than 30 days ago"));
    }

    async fn of_people_and_letters_the_pages_say_at_once_what_cannot_be_done(app: TestApp) {
        let mut owner = everything(&app).await;
        says(&mut owner, "/admins/1/delete", "You cannot deactivate or delete yourself").await;
        let (link, welcome) = ("/admins/2/link", "/accounts/1/users/1/welcome");
        for path in [link, welcome] {
            assert!(owner.get(path).await.has_text("One was queued less than a minute ago"), "{path}");
        }
        app.clock.advance(Duration::minutes(2));
        assert!(!owner.get(link).await.has_text("One was queued"), "and no more a little later");
        app.execute("UPDATE admins SET email = '' WHERE id = 2").await;
        says(&mut owner, link, "This administrator has no email address").await;
        app.execute("UPDATE account_users SET active = FALSE").await;
        assert!(owner.get(welcome).await.has_text("The user is inactive"));
        app.execute("UPDATE accounts SET active = FALSE").await;
        assert!(owner.get(welcome).await.has_text("The account is inactive"));
    }
}
