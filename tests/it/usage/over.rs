//! Before a tariff is saved, or accounts are given another, it is said who would be over its limits.

use super::used;
use crate::api::Script;
use crate::both_databases;
use crate::jobs::work;
use crate::resource::make_account;
use crate::support::app::TestApp;
use crate::support::form::ON;
use serde_json::json;

const TARIFF: &str = "/tariffs/1";
const ACCOUNT: &str = "/accounts/1";

both_databases! {
    async fn a_lower_limit_asks_about_those_who_would_be_over_it(app: TestApp) {
        let mut script = Script::new(&app).await;
        make_account(&mut script.owner, "globex").await;
        used(&mut script, "a", "emails", 500).await;
        assert_eq!(script.owner.submit(TARIFF, &[("emails_per_month", "501")]).await.status, 303, "nobody is over it");
        let asked = script.owner.submit(TARIFF, &[("emails_per_month", "400"), ("max_profiles", "1")]).await;
        assert_eq!(asked.status, 422);
        let said = asked.field_error("emails_per_month").expect("it is asked");
        assert!(said.contains("1 account uses more than this: acme."), "{said}");
        assert_eq!(asked.field_error("max_profiles"), None, "nothing is known of profiles");
        assert_eq!(script.ok("tariffs/get", json!({"id": 1})).await["data"]["emails_per_month"], 501);
        let saved = script.owner.submit_shown(&asked, TARIFF, &[("over_confirmed", ON)], &[]).await;
        assert_eq!(saved.status, 303, "{}", saved.text());
        assert_eq!(script.owner.submit(TARIFF, &[("emails_per_month", "300")]).await.status, 303, "it is over its limit already");
        assert_eq!(script.owner.submit(TARIFF, &[("emails_per_month", "600")]).await.status, 303);
        script.ok("tariffs/save", json!({"id": 1, "emails_per_month": 10})).await;
        assert_eq!(script.ok("tariffs/get", json!({"id": 1})).await["data"]["emails_per_month"], 10, "a script means what it sends");
    }

    async fn users_are_over_when_there_are_more_than_there_may_be(app: TestApp) {
        let mut script = Script::new(&app).await;
        for login in ["anna", "ben"] {
            script.ok("accounts/users/add", json!({"account_id": "acme", "name": login, "first_name": login, "email": format!("{login}@acme.example")})).await;
        }
        assert_eq!(script.owner.submit(TARIFF, &[("max_users", "2")]).await.status, 303, "as many as there may be");
        let asked = script.owner.submit(TARIFF, &[("max_users", "1")]).await;
        assert_eq!((asked.status, asked.field_error("max_users").is_some()), (422, true));
    }

    async fn another_tariff_asks_which_limits_the_account_would_be_over(app: TestApp) {
        let mut script = Script::new(&app).await;
        used(&mut script, "a", "emails", 500).await;
        script.ok("tariffs/save", json!({"name": "Small", "title": "Small", "emails_per_month": 100, "max_profiles": 5})).await;
        let asked = script.owner.submit(ACCOUNT, &[("tariff", "Small")]).await;
        assert_eq!(asked.status, 422);
        assert_eq!(asked.field_error("tariff").as_deref(), Some("The account has sent more emails this month than this tariff allows."));
        let preview = script.owner.get("/accounts/bulk?act=set&id=1").await;
        let told = script.owner.submit_shown(&preview, "/accounts/bulk", &[("tariff", "Small")], &[]).await;
        assert!(told.status == 422 && told.has_text("Would be over a limit of the tariff (1)"), "{}", told.text());
        let saved = script.owner.submit_shown(&asked, ACCOUNT, &[("over_confirmed", ON)], &[]).await;
        assert_eq!(saved.status, 303, "{}", saved.text());
        script.ok("accounts/save", json!({"id": "acme", "tariff": "Basic"})).await;
        let preview = script.owner.get("/accounts/bulk?act=set&id=1").await;
        let told = script.owner.submit_shown(&preview, "/accounts/bulk", &[("tariff", "Small")], &[]).await;
        let begun = script.owner.submit_shown(&told, "/accounts/bulk", &[], &[]).await;
        assert_eq!(begun.status, 303, "whoever was told goes on: {}", begun.text());
        work(&app).await;
        let job = script.ok("jobs/get", json!({"id": 1})).await["data"].clone();
        assert_eq!((&job["done"], &job["refused"]), (&json!(1), &json!(0)), "the job does what the preview announced");
        script.ok("tariffs/save", json!({"name": "Tiny", "title": "Tiny", "emails_per_month": 10})).await;
        assert_eq!(script.owner.submit(ACCOUNT, &[("tariff", "Tiny")]).await.status, 303, "it is over the limit of its own, too");
    }
}
