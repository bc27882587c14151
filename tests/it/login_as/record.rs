//! What is seen of a visit: by the administrator on every page, by everybody in the record, by the account at once.

use super::{CHANGE, END, is_inside, newest, scene, user, visit, visit_with_changes};
use crate::both_databases;
use crate::support::app::TestApp;
use chrono::Duration;

both_databases! {
    async fn l08_a_banner_stands_on_every_page_and_error_page(app: TestApp) {
        let mut owner = scene(&app).await;
        let portal = visit(&mut owner).await;
        for text in ["Olga Owner", "Anna Smirnova", "anna@acme", "read-only", "60 min left", "End the visit"] {
            assert!(portal.texts("aside.visit").concat().contains(text), "{text}: {:?}", portal.texts("aside.visit"));
        }
        app.clock.advance(Duration::seconds(61));
        let routes = steward::app::routes();
        let pages = routes.iter().filter(|it| it.method == "GET" && it.path.starts_with("/portal") && !it.path.contains('{')).map(|it| it.path);
        for path in pages.chain(["/portal/nowhere", "/portal/visits/1", "/portal/visits/99"]) {
            let page = owner.get(path).await;
            if page.status == 303 {
                assert_eq!(page.location(), "/portal", "{path}");
                continue;
            }
            assert!(is_inside(&page), "{path} {}: {}", page.status, page.text());
            assert!(page.texts("aside.visit time")[0].contains("59 min left"), "{path}: {}", page.text());
            assert_eq!(page.form(END).action, END, "{path}: one click ends it");
        }
        let malformed = owner.post_raw("/portal/visit/end", &[("content-type", "application/json")], "{}").await;
        assert!(malformed.status >= 400 && is_inside(&malformed), "{}", malformed.text());
        assert_eq!(owner.get("/portal/prove").await.status, 403, "an administrator proves themselves in the panel");
    }

    async fn l10_each_record_names_administrator_user_visit_and_reason(app: TestApp) {
        let mut owner = scene(&app).await;
        visit_with_changes(&mut owner).await;
        assert_eq!(owner.submit("/portal/profile", &[("first_name", "Eve")]).await.status, 303);
        let portal = owner.get("/portal").await;
        assert_eq!(owner.post("/portal/security", &[("password", "x")]).await.status, 403);
        owner.submit_shown(&portal, END, &[], &[]).await;
        let rows = owner.get("/audit?who=owner&size=25").await.rows();
        let acts = ["Support visit ended", "Refused · pagePOST /portal/security", "Changed · user", "Changes allowed", "Support visit started"];
        for (row, act) in rows.iter().zip(acts) {
            let text = row.join(" | ");
            assert!(text.contains(act), "{act}: {text}");
            assert!(text.contains("owner → anna@acme") && text.contains("visit 1: Looks why the report"), "{text}");
        }
        assert!(!rows[5].join(" ").contains("visit 1"), "what was before names no visit");
        assert!(owner.get("/accounts/1/history").await.has_text("POST /portal/security"), "the account's history has it too");
        assert_eq!(owner.get("/audit").await.link("visit 1"), "/visits/1");
        assert!(owner.get("/accounts/1/users/1").await.has_text("Last changed by owner"));
    }

    async fn l11_leaves_last_sign_in_history_and_what_is_owed_as_they_were(app: TestApp) {
        let mut owner = scene(&app).await;
        user(&app, "anna@acme").await;
        app.execute("UPDATE account_users SET must_change_password = TRUE").await;
        let shown = |page: crate::support::answer::Answer| page.rows().into_iter().map(|row| row[5..].to_vec()).collect::<Vec<_>>();
        let before = shown(owner.get("/accounts/1/users?sort=id").await);
        app.execute("UPDATE sign_ins SET outcome = 'seen'").await;
        app.clock.advance(Duration::minutes(5));
        visit_with_changes(&mut owner).await;
        assert_eq!(owner.submit("/portal/profile", &[("first_name", "Eve")]).await.status, 303);
        owner.submit_on("/portal", END, &[], &[]).await;
        let after = owner.get("/accounts/1/users?sort=id").await;
        assert!(after.has_text("Eve"));
        assert_eq!(shown(after), before, "second factor, state, last sign-in");
        assert_eq!(owner.get("/accounts/1/users/1").await.value_of("must_change_password").as_deref(), Some("on"));
        // A row that the visit would have added is not 'seen', and the table would refuse it.
        app.execute("CREATE UNIQUE INDEX one_outcome ON sign_ins (owner_kind, owner_id, outcome)").await;
        app.execute("UPDATE sign_ins SET outcome = 'counted'").await;
    }

    async fn l12_the_account_sees_it_at_once_under_support_visits(app: TestApp) {
        let mut owner = scene(&app).await;
        let (mut anna, mut boris) = (user(&app, "anna@acme").await, user(&app, "boris@acme").await);
        assert!(anna.get("/portal/visits").await.has_text("No support visits yet"));
        let begun = owner.submit("/accounts/1/users/2/log-in", &[("reason", crate::login_as::REASON), ("ticket", "HD-42")]).await;
        assert!(is_inside(&owner.follow(&begun).await));
        for client in [&mut boris, &mut anna] {
            let row = newest(client, "/portal/visits").await;
            for text in ["Olga Owner", "boris@acme", crate::login_as::REASON, "HD-42", "read-only", "Running", "1 page"] {
                assert!(row.contains(text), "the user and the account's master see {text}: {row}");
            }
        }
        owner.submit(CHANGE, &[]).await;
        owner.get("/portal/profile?secret=1").await;
        assert_eq!(owner.submit("/portal/profile", &[("first_name", "Eve")]).await.status, 303);
        let page = boris.get("/portal/visits/1").await;
        for text in ["read-write", "/portal/profile", "Boris → Eve", "Changes allowed", crate::login_as::REASON] {
            assert!(page.has_text(text), "{text}: {}", page.text());
        }
        assert!(!page.has_text("secret"), "no query strings");
        let sent_away = boris.submit_shown(&page, "/portal/visits/1/end", &[], &[]).await;
        assert_eq!(sent_away.status, 303);
        crate::login_as::is_plain(&mut owner, "sent away by the user").await;
        assert!(boris.follow(&sent_away).await.has_text("ended from the account"));

        visit(&mut owner).await;
        assert_eq!(boris.get("/portal/visits").await.rows().len(), 1, "who is no master sees visits to themselves");
        assert_eq!(boris.get("/portal/visits/2").await.status, 404);
        assert_eq!(boris.post("/portal/visits/2/end", &[]).await.status, 404);
        assert_eq!(anna.get("/portal/visits").await.rows().len(), 2);
        assert!(is_inside(&owner.get("/portal/visits").await), "the visitor sees what the user sees");
        let before = app.state.db.statements();
        assert_eq!(anna.get("/portal/visits").await.status, 200);
        assert!(app.state.db.statements() - before <= 3);
    }

    async fn l13_what_the_user_owes_is_neither_asked_for_nor_met(app: TestApp) {
        let mut owner = scene(&app).await;
        app.execute("UPDATE account_users SET must_change_password = TRUE").await;
        app.execute("UPDATE accounts SET force_2fa_auth = TRUE").await;
        visit_with_changes(&mut owner).await;
        for path in ["/portal", "/portal/profile", "/portal/security", "/portal/visits"] {
            assert_eq!(owner.get(path).await.status, 200, "{path} asks for nothing");
        }
        let password = "eleven Loud geese on a roof";
        for path in ["/portal/new-password", "/portal/second-factor"] {
            assert_eq!(owner.get(path).await.status, 403, "{path}");
            let refused = owner.post(path, &[("password", password), ("password_again", password), ("code", "000000")]).await;
            assert_eq!(refused.status, 403, "{path}");
        }
        let security = owner.get("/portal/security").await;
        assert!(!security.has_link("Turn it on") && !security.body.contains("current_password"), "{}", security.text());
        let mut anna = user(&app, "anna@acme").await;
        assert_eq!(anna.get("/portal").await.location(), "/portal/new-password", "it is still owed");
    }

    async fn the_panel_lists_visits_and_narrows_them(app: TestApp) {
        let mut owner = scene(&app).await;
        let mut sam = crate::login_as::support(&app).await;
        visit(&mut owner).await;
        visit(&mut sam).await;
        for (query, count) in [("", 2), ("?who=sam", 1), ("?account=acme", 2), ("?account=other", 0), ("?who=sam&account=acme", 1)] {
            assert_eq!(owner.get(&format!("/visits{query}")).await.rows().len(), count, "{query}");
        }
        app.execute("UPDATE admins SET role = 'auditor' WHERE login = 'sam'").await;
        let shown = sam.get("/visits/1").await;
        assert!(shown.has_text("/portal") && !shown.has_text("End the visit"), "{}", shown.text());
        assert_eq!(owner.get("/visits/99").await.status, 404);
    }
}
