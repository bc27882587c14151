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
}
