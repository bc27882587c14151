//! One header for an account on all its pages, one for a user, and the overview.

use crate::both_databases;
use crate::login_as::{LOG_IN, REASON, scene, support};
use crate::resource::{make_account, owner_of_acme};
use crate::support::app::TestApp;

const OVERVIEW: &str = "/accounts/1/overview";

both_databases! {
    async fn every_page_of_an_account_has_the_same_header_and_tabs(app: TestApp) {
        let mut owner = scene(&app).await;
        assert_eq!(owner.submit("/accounts/1/roles/new", &[("name", "Readers")]).await.status, 303);
        let mut headers = Vec::new();
        for end in ["/overview", "", "/users", "/groups", "/groups/new", "/groups/1", "/roles", "/roles/new", "/roles/1", "/virtual-senders", "/virtual-senders/new", "/databases", "/usage", "/history"] {
            let page = owner.get(&format!("/accounts/1{end}")).await;
            assert_eq!(page.status, 200, "{end}");
            assert_eq!(page.texts("h1"), ["acme"], "{end}");
            assert_eq!(page.texts(".tabs a"), ["Overview", "Settings", "Users", "Groups", "Roles", "Virtual senders", "Databases", "Usage", "History"], "{end}");
            let current = page.texts(".tabs [aria-current]");
            assert_eq!(current.len(), 1, "{end}: {current:?}");
            headers.push(page.texts(".head").concat());
        }
        headers.dedup();
        assert_eq!(headers.len(), 1, "{headers:?}");
        for part in ["Active", "Tariff Basic", "ID 1", "Freeze…", "Deactivate…"] {
            assert!(headers[0].contains(part), "{part} in {}", headers[0]);
        }
        assert_eq!(owner.submit("/accounts/1/freeze", &[]).await.status, 303);
        for end in ["/overview", "/users", "/history"] {
            let head = owner.get(&format!("/accounts/1{end}")).await.texts(".head").concat();
            assert!(head.contains("Frozen since") && head.contains("Unfreeze…"), "{end}: {head}");
        }
    }

    async fn an_action_begun_on_a_tab_leads_back_to_it(app: TestApp) {
        let mut owner = owner_of_acme(&app).await;
        let home = app.base_url.clone();
        for (from, back) in [
            ("/accounts/1/users?q=a", "/accounts/1/users?q=a"),
            (OVERVIEW, OVERVIEW),
            ("/accounts?state=active", "/accounts?state=active#account-1"),
            ("/accounts/10", "/accounts/1"),
        ] {
            for action in ["/accounts/1/freeze", "/accounts/1/unfreeze"] {
                let page = owner.get_with(action, &[("referer", &format!("{home}{from}"))]).await;
                assert_eq!(owner.submit_shown(&page, action, &[], &[]).await.location(), back, "{from}");
            }
        }
    }

    async fn in_the_list_the_id_opens_the_form_and_the_title_the_overview(app: TestApp) {
        let mut owner = owner_of_acme(&app).await;
        let list = owner.get("/accounts").await;
        assert_eq!([list.link("1"), list.link("acme")], ["/accounts/1", OVERVIEW]);
        assert_eq!(owner.get("/accounts/1").await.value_of("title").as_deref(), Some("acme"));
        assert_eq!(owner.get("/accounts/2/overview").await.status, 404);
    }

    async fn the_overview_says_who_is_there_and_what_needs_somebody(app: TestApp) {
        let mut owner = scene(&app).await;
        make_account(&mut owner, "other").await;
        let page = owner.get(OVERVIEW).await;
        for part in ["2 users", "Never signed in2", "Without 2FA2", "Anna Smirnova", "No refused sign-ins", "Nobody is here", "Created · user boris@acme"] {
            assert!(page.has_text(part), "{part}: {}", page.text());
        }
        assert!(!page.has_text("Boris Orlov"), "he is no master user: {}", page.text());
        for _ in 0..3 {
            app.client().submit("/portal/sign-in", &[("login", "boris@acme"), ("password", "wrong")]).await;
        }
        app.execute(
            "INSERT INTO outbox (message_id, kind, account_id, user_id, recipient, language, subject, search, html, body, status, attempts, next_attempt_at, created_at, give_up_at)
             SELECT '<1@x>', 'welcome', 1, 1, 'anna@example.com', 'en', 'Welcome, Anna', '', '', '', 'failed', 9, created_at, created_at, created_at FROM accounts WHERE id = 1",
        )
        .await;
        let mut sam = support(&app).await;
        assert_eq!(sam.submit(LOG_IN, &[("reason", REASON)]).await.status, 303);
        let page = owner.get(OVERVIEW).await;
        for part in ["3 refused sign-ins Boris Orlov", "Not delivered Welcome, Anna anna@example.com", "Sam Support → anna@acme", REASON] {
            assert!(page.has_text(part), "{part}: {}", page.text());
        }
        assert_eq!(page.link("Boris Orlov"), "/accounts/1/users/2/sign-ins");
        let other = owner.get("/accounts/2/overview").await;
        for part in ["No refused sign-ins", "Nobody is here", "Master usersnone"] {
            assert!(other.has_text(part), "{part}: {}", other.text());
        }
        app.clock.advance(chrono::Duration::hours(25));
        let mut owner = crate::login_as::signed_in(&app, "/sign-in", "owner", crate::support::app::OWNER_PASSWORD).await;
        let page = owner.get(OVERVIEW).await;
        assert!(!page.has_text("refused sign-ins Boris") && page.has_text("Nobody is here"), "{}", page.text());
    }

    async fn every_page_of_a_user_has_the_same_header(app: TestApp) {
        let mut owner = scene(&app).await;
        let mut headers = Vec::new();
        for end in ["", "/sessions", "/sign-ins"] {
            let page = owner.get(&format!("/accounts/1/users/1{end}")).await;
            assert_eq!(page.texts("h1"), ["Anna Smirnova"], "{end}");
            assert_eq!(page.texts(".tabs a"), ["Settings", "Sessions", "Sign-ins"], "{end}");
            assert_eq!(page.texts(".tabs [aria-current]").len(), 1, "{end}");
            headers.push(page.texts(".head").concat());
        }
        headers.dedup();
        assert_eq!(headers.len(), 1, "{headers:?}");
        for part in ["anna@acme", "Active", "Master user", "ID 1", "Log in as…", "Welcome letter…"] {
            assert!(headers[0].contains(part), "{part} in {}", headers[0]);
        }
    }
}
