//! E-mail addresses: one form of the domain wherever they are typed, and refusals that say why.

use crate::api::Script;
use crate::both_databases;
use crate::resource::owner_of_acme;
use crate::support::answer::Answer;
use crate::support::app::{TestApp, signed_in_owner};
use serde_json::json;
use steward::mail::worker;

const NEW: &str = "/accounts/1/users/new";
const FIRST: &str = "/accounts/1/users/1";
const PASSWORD: &str = "nine Yellow otters at 6 o'clock";

const TYPED: [(&str, &str); 4] = [
    ("anna@exa\u{200B}mple.com", "anna@example.com"),
    ("anna@ｅxample.COM", "anna@example.com"),
    ("anna@xn--e1afmkfd.xn--p1ai", "anna@пример.рф"),
    ("anna@ПРИМЕР.рф", "anna@пример.рф"),
];
const REFUSED: [(&str, &str); 5] = [
    ("anna@[192.0.2.1]", "an IP address is not accepted"),
    ("anna@192.0.2.1", "an IP address is not accepted"),
    ("anna@exa_mple.com", "“exa_mple.com” is not a domain name"),
    ("ann..a@example.com", "before the @"),
    ("anna@example.com, eve@example.com", "one email address"),
];

fn refusal(answer: &Answer, field: &str) -> String {
    assert_eq!(answer.status, 422, "{}", answer.text());
    answer.field_error(field).unwrap_or_default()
}

both_databases! {
    async fn a_users_addresses_are_canonical_and_refused_for_a_reason_at_both_doors(app: TestApp) {
        let mut script = Script::new(&app).await;
        script.ok("accounts/users/add", json!({"account_id": 1, "name": "anna", "email": "anna@localhost"})).await;
        for (typed, kept) in TYPED {
            script.ok("accounts/users/update", json!({"account_id": 1, "name": "anna", "email": typed, "notify_email": typed})).await;
            let row = script.ok("accounts/users/list", json!({"account_id": 1})).await["data"][0].clone();
            assert_eq!((&row["email"], &row["notify_email"]), (&json!(kept), &json!(kept)), "{typed}");
            script.ok("accounts/users/update", json!({"account_id": 1, "name": "anna", "email": "other@example.com"})).await;
            assert_eq!(script.owner.submit(NEW, &[("login", "boris"), ("email", typed), ("notify_email", typed)]).await.status, 303, "{typed}");
            let boris = script.ok("accounts/users/list", json!({"account_id": 1})).await["data"][1].clone();
            assert_eq!((&boris["email"], &boris["notify_email"]), (&json!(kept), &json!(kept)), "{typed}");
            script.ok("accounts/users/delete", json!({"account_id": 1, "name": "boris"})).await;
        }
        for (typed, why) in REFUSED {
            for field in ["email", "notify_email"] {
                let call = script.json("accounts/users/update", json!({"account_id": 1, "name": "anna", field: typed})).await;
                assert_eq!(call.status, 422, "{typed}");
                assert!(call.json()["errors"][field].as_str().is_some_and(|said| said.contains(why)), "{typed}: {}", call.body);
                let form = script.owner.submit(FIRST, &[(field, typed)]).await;
                assert!(refusal(&form, field).contains(why), "{typed}: {}", form.text());
                assert_eq!(form.value_of(field).as_deref(), Some(typed), "the input is kept");
            }
        }
    }

    async fn a_letter_goes_to_the_canonical_address(app: TestApp) {
        let mut owner = owner_of_acme(&app).await;
        let made = owner.submit(NEW, &[("login", "anna"), ("email", "anna@ПРИ\u{AD}МЕР。рф")]).await;
        assert_eq!(made.status, 303, "{}", made.text());
        while worker::step(&app.state).await.expect("the worker works") {}
        let sent: Vec<_> = app.sent.letters().into_iter().filter(|letter| letter.to.starts_with("anna")).collect();
        assert_eq!(sent.len(), 1);
        assert_eq!(sent[0].to, "anna@пример.рф");
        assert!(sent[0].raw.contains("\r\nTo: anna@xn--e1afmkfd.xn--p1ai\r\n"), "{}", sent[0].raw);
    }

    async fn administrators_and_the_portal_have_the_same_rule(app: TestApp) {
        let mut owner = owner_of_acme(&app).await;
        for (typed, why) in REFUSED {
            let me = owner.submit("/me", &[("email", typed)]).await;
            assert!(refusal(&me, "email").contains(why), "{typed}: {}", me.text());
            let new = owner.submit("/admins/new", &[("login", "olga"), ("email", typed)]).await;
            assert!(refusal(&new, "email").contains(why), "{typed}: {}", new.text());
        }
        assert_eq!(owner.submit("/me", &[("email", "olga@ｅxample.COM")]).await.status, 303);
        assert_eq!(owner.get("/me").await.value_of("email").as_deref(), Some("olga@example.com"));

        assert_eq!(owner.submit(NEW, &[("login", "anna"), ("email", "a@example.com"), ("password", PASSWORD)]).await.status, 303);
        app.execute("UPDATE account_users SET must_change_password = FALSE").await;
        let mut anna = app.client();
        assert_eq!(anna.submit("/portal/sign-in", &[("login", "anna@acme"), ("password", PASSWORD)]).await.status, 303);
        for (typed, why) in REFUSED {
            let profile = anna.submit("/portal/profile", &[("notify_email", typed)]).await;
            assert!(refusal(&profile, "notify_email").contains(why), "{typed}: {}", profile.text());
        }
        assert_eq!(anna.submit("/portal/profile", &[("notify_email", "anna@exa\u{200B}mple.com")]).await.status, 303);
        assert_eq!(anna.get("/portal/profile").await.value_of("notify_email").as_deref(), Some("anna@example.com"));
    }

    async fn the_first_owner_has_the_same_rule(app: TestApp) {
        let link = steward::admins::setup_link(&app.state).await.expect("the database answers").expect("nobody is there");
        let refused = app.client().submit(&link, &[("login", "owner"), ("email", "olga@[192.0.2.1]")]).await;
        assert!(refusal(&refused, "email").contains("an IP address"), "{}", refused.text());
        signed_in_owner(&app).await;
    }
}
