//! What is refused is told to people as they read everything else: in their language, and in their light.

use crate::both_databases;
use crate::portal::{account_with_anna, signed_in};
use crate::support::answer::Answer;
use crate::support::app::TestApp;
use reqwest::Method;

const ENGLISH: [(&str, &str); 1] = [("accept-language", "en")];
const RUSSIAN: [(&str, &str); 1] = [("accept-language", "ru")];

fn is_russian(answer: &Answer, status: u16, says: &str) {
    assert_eq!(answer.status, status, "{}", answer.text());
    assert!(answer.body.contains("<html lang=\"ru\"") && answer.has_text(says), "{}", answer.text());
}

both_databases! {
    async fn an_error_page_speaks_as_its_reader_does(app: TestApp) {
        let mut owner = account_with_anna(&app).await;
        let mut anna = signed_in(&app).await;
        assert_eq!(owner.submit("/me", &[("language", "ru"), ("theme", "dark")]).await.status, 303);
        assert_eq!(anna.submit("/portal/profile", &[("language", "ru")]).await.status, 303);
        for path in ["/nothing", "/accounts/99", "/nothing/"] {
            let answer = owner.get_with(path, &ENGLISH).await;
            is_russian(&answer, 404, "Такой страницы нет");
            assert!(answer.body.contains("data-theme=\"dark\""), "{}", answer.body);
        }
        is_russian(&owner.request(Method::PUT, "/accounts", &ENGLISH).await, 405, "К этому адресу так обращаться нельзя");
        is_russian(&owner.post_raw("/accounts/1/freeze", &ENGLISH, "csrf=x").await, 403, "Форма устарела");
        is_russian(&anna.get_with("/portal/nothing", &ENGLISH).await, 404, "Такой страницы нет");
        is_russian(&anna.request(Method::DELETE, "/portal", &ENGLISH).await, 405, "К этому адресу так обращаться нельзя");
        let shown = anna.get("/portal/profile").await;
        assert_eq!(owner.submit("/accounts/1/freeze", &[]).await.status, 303);
        is_russian(&anna.submit_shown(&shown, "/portal/profile", &[], &[]).await, 409, "Аккаунт заморожен, поэтому ничего не сохранено.");
    }

    async fn a_stranger_is_told_in_the_browser_s_language(app: TestApp) {
        is_russian(&app.client().get_with("/nothing", &RUSSIAN).await, 404, "Такой страницы нет");
        is_russian(&app.client().get_with("/portal/nothing", &RUSSIAN).await, 404, "Такой страницы нет");
        assert!(app.client().get_with("/nothing", &ENGLISH).await.has_text("There is no such page"));
    }

    async fn who_is_signed_in_keeps_the_menu_around_every_refusal(app: TestApp) {
        let mut owner = account_with_anna(&app).await;
        let mut anna = signed_in(&app).await;
        let broken = owner.post_raw("/accounts/1/freeze", &[("content-type", "text/plain")], "x").await;
        for (answer, status) in [
            (owner.get("/nothing").await, 404),
            (owner.get("/accounts/99").await, 404),
            (owner.request(Method::PUT, "/accounts", &[]).await, 405),
            (owner.post_raw("/accounts/1/freeze", &[], "csrf=x").await, 403),
            (broken, 400),
        ] {
            assert_eq!(answer.status, status, "{}", answer.text());
            assert!(answer.has_link("Tariffs") && answer.has_link("Back to the overview"), "{status}: {}", answer.text());
            assert_eq!(answer.texts("h1").len(), 1, "{status}");
        }
        let lost = anna.get("/portal/nothing").await;
        assert_eq!(lost.status, 404);
        assert!(lost.has_link("Profile") && lost.has_link("Back to your account") && lost.has_text("Ромашка"), "{}", lost.text());
        let stranger = app.client().get("/nothing").await;
        assert!(!stranger.has_link("Tariffs") && stranger.has_link("Go to sign-in"), "{}", stranger.text());
    }

    async fn a_refusal_of_the_state_of_things_stands_in_the_panel_and_leads_back(app: TestApp) {
        let mut owner = account_with_anna(&app).await;
        owner.get("/outbox/1").await;
        app.execute("UPDATE outbox SET status = 'sent'").await;
        let refused = owner.post("/outbox/1/again", &[]).await;
        assert_eq!(refused.status, 409, "{}", refused.text());
        assert!(refused.has_text("This letter has already been sent.") && refused.has_link("Tariffs"), "{}", refused.text());
        let page = format!("{}/outbox/1", app.base_url);
        let refused = owner.post_raw("/outbox/1/again", &[("referer", &page), ("content-type", "application/x-www-form-urlencoded")], "csrf=x").await;
        assert_eq!(refused.link("Back"), "/outbox/1", "{}", refused.text());
    }

    async fn a_missing_right_is_named_with_those_who_have_it(app: TestApp) {
        let mut owner = account_with_anna(&app).await;
        app.execute("UPDATE admins SET role = 'support'").await;
        let refused = owner.get("/accounts/new").await;
        assert_eq!(refused.status, 403);
        for said in ["You do not have permission to do this", "the right “Edit accounts”", "Your role, support,", "Roles with this right: owner, manager."] {
            assert!(refused.has_text(said), "{said}: {}", refused.text());
        }
        assert!(refused.has_link("Tariffs"), "{}", refused.text());
        app.execute("UPDATE admins SET role = 'auditor', language = 'ru'").await;
        let refused = owner.get_with("/settings/brand", &ENGLISH).await;
        is_russian(&refused, 403, "нужно право «Изменение настроек». Ваша роль (аудитор)");
    }
}
