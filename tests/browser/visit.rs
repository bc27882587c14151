//! Login-as as three people see it, each at their own window: an administrator of the support, the user, the owner.

use crate::chromium::Browser;
use crate::support::app::{OWNER_PASSWORD, TestApp};
use crate::{both_databases, scene};

const REASON: &str = "Looks why the report does not open";

both_databases! {
    async fn an_administrator_visits_a_user_who_sees_it_and_the_owner_ends_it(app: TestApp) {
        scene::small(&app).await;
        let (helper, user, owner) = (Browser::open(&app.base_url).await, Browser::open(&app.base_url).await, Browser::open(&app.base_url).await);
        helper.submit("/sign-in", &[("login", "sam"), ("password", OWNER_PASSWORD)]).await;
        user.submit("/portal/sign-in", &[("login", "anna@acme"), ("password", scene::USER_PASSWORD)]).await;
        owner.submit("/sign-in", &[("login", "owner"), ("password", OWNER_PASSWORD)]).await;

        helper.go("/accounts/1/users").await;
        helper.leave(async || helper.click("#user-1 a[href$='/log-in']").await).await;
        helper.in_new_tab(async || {
            helper.fill("reason", REASON).await;
            helper.click("main form button").await;
        }).await;
        assert_eq!(helper.path().await, "/portal");
        for text in ["Sam Support", "anna@acme", "read-only", "60 min left"] {
            helper.says(text).await;
        }
        assert!(helper.is_in_sight("aside.visit button").await);
        helper.leave(async || helper.click("a[href='/portal/profile']").await).await;
        assert_eq!(helper.attribute("[name=first_name]", "value").await, "Anna");

        user.leave(async || user.click("a[href='/portal/visits']").await).await;
        user.says(REASON).await;
        user.says("Running").await;
        user.leave(async || user.click("#visit-1 a").await).await;
        user.says("/portal/profile").await;

        owner.go("/accounts").await;
        owner.leave(async || owner.click("a[href='/visits']").await).await;
        owner.leave(async || owner.click("#visit-1 a").await).await;
        owner.send("/visits/1/end", &[]).await;
        owner.says("ended by an owner").await;

        helper.leave(async || helper.click("a[href='/portal']").await).await;
        assert_eq!(helper.path().await, "/portal/sign-in");
        helper.says("The support visit has ended.").await;
        helper.go("/accounts").await;
        helper.says("Sam Support").await;
        user.go("/portal/visits").await;
        user.says("ended by an owner").await;
        for browser in [helper, user, owner] {
            browser.close().await;
        }
    }
}
