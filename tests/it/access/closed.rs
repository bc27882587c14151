//! What is closed to everybody, and to who owes something first.

use super::{PASSWORD, doors, everybody, is_safe, traces};
use crate::both_databases;
use crate::support::app::TestApp;
use crate::support::form::OFF;
use reqwest::Method;
use steward::web::Access;

both_databases! {
    async fn other_methods_are_not_allowed(app: TestApp) {
        let mut owner = everybody(&app).await;
        let before = traces(&mut owner).await;
        for door in doors() {
            for method in [Method::PUT, Method::PATCH, Method::DELETE, Method::OPTIONS, Method::TRACE] {
                let answer = owner.request(method.clone(), &door.path, &[]).await;
                assert_eq!(answer.status, 405, "{method} {}: {}", door.path, answer.text());
            }
        }
        for path in ["/nowhere", "/accounts/1/nowhere", "/portal/nowhere", "/nowhere/", "//accounts/", "//accounts", "/accounts/1/../1/nowhere", "/static/x/nowhere.css", "/.env"] {
            let answer = owner.request(Method::GET, path, &[]).await;
            assert_eq!(answer.status, 404, "{path}: {}", answer.text());
            is_safe(&answer, path);
        }
        assert_eq!(traces(&mut owner).await, before);
    }

    async fn who_owes_a_password_sees_no_other_page_of_the_portal(app: TestApp) {
        everybody(&app).await;
        app.execute("UPDATE account_users SET must_change_password = TRUE").await;
        let mut anna = app.client();
        anna.submit("/portal/sign-in", &[("login", "anna@acme"), ("password", PASSWORD)]).await;
        anna.get("/portal/new-password").await;
        for door in doors().into_iter().filter(|door| door.access == Access::User) {
            let answer = if door.method == Method::GET { anna.get(&door.path).await } else { anna.post(&door.path, &[("first_name", "Other"), ("active", OFF)]).await };
            assert_eq!((answer.status, answer.location()), (303, "/portal/new-password"), "{}", door.name());
        }
    }
}
