//! In which language a stranger reads, and by whose choice.

use crate::both_databases;
use crate::portal::{PASSWORD, account_with_anna, sign_in};
use crate::support::answer::Answer;
use crate::support::app::{OWNER_PASSWORD, TestApp};

fn is_in(answer: &Answer, code: &str) -> bool {
    answer.body.contains(&format!("<html lang=\"{code}\""))
}

both_databases! {
    async fn at_both_doors_a_stranger_chooses_the_language(app: TestApp) {
        for (door, russian) in [("/sign-in", "Войти"), ("/portal/sign-in", "Войти")] {
            let mut stranger = app.client();
            let english = stranger.get(door).await;
            assert!(is_in(&english, "en") && !english.has_link("English"), "{door}");
            let chosen = english.link("Русский");
            let page = stranger.get(&chosen).await;
            assert!(is_in(&page, "ru") && page.has_text(russian), "{door}: {}", page.text());
            for path in [door, &door.replace("sign-in", "forgot-password"), "/nothing"] {
                assert!(is_in(&stranger.get(path).await, "ru"), "{path}: it is kept");
            }
            let refused = stranger.submit(door, &[("login", "who"), ("password", "ever it is")]).await;
            assert_eq!(refused.status, 422);
            assert!(is_in(&refused, "ru"));
            let back = stranger.get(&stranger.clone().get(door).await.link("English")).await;
            assert!(is_in(&back, "en"));
        }
    }

    async fn the_choice_keeps_where_somebody_wanted_to_go(app: TestApp) {
        account_with_anna(&app).await;
        let mut anna = app.client();
        let asked = anna.get("/portal/profile").await;
        let page = anna.follow(&asked).await;
        let refused = anna.submit_shown(&page, "/portal/sign-in", &[("login", "anna@acme"), ("password", "wrong")], &[]).await;
        for page in [page, refused] {
            let russian = anna.get(&page.link("Русский")).await;
            let signed_in = anna.submit_shown(&russian, "/portal/sign-in", &[("login", "anna@acme"), ("password", PASSWORD)], &[]).await;
            assert_eq!(signed_in.location(), "/portal/profile");
            anna.get("/portal/profile").await;
            anna.post("/portal/sign-out", &[]).await;
        }
    }

    async fn after_sign_in_the_own_language_counts(app: TestApp) {
        account_with_anna(&app).await;
        let mut somebody = app.client();
        somebody.get("/portal/sign-in?lang=ru").await;
        sign_in(&mut somebody, "anna@acme", PASSWORD).await;
        let portal = somebody.get("/portal?lang=ru").await;
        assert!(is_in(&portal, "en") && !portal.has_link("Русский"), "{}", portal.text());
        somebody.get("/sign-in?lang=ru").await;
        assert_eq!(somebody.submit("/sign-in", &[("login", "owner"), ("password", OWNER_PASSWORD)]).await.status, 303);
        assert!(is_in(&somebody.get("/accounts").await, "en"));
    }

    async fn what_is_no_language_of_ours_changes_nothing(app: TestApp) {
        let mut stranger = app.client();
        for lang in ["de", "", "ru%00", "ru<"] {
            assert!(is_in(&stranger.get(&format!("/sign-in?lang={lang}")).await, "en"), "{lang}");
        }
        assert!(stranger.cookies().iter().all(|cookie| cookie.name() != "lang"));
    }
}
