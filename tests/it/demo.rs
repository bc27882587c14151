//! The made-up data set, as `steward demo` puts it in.

use crate::both_databases;
use crate::support::app::{TestApp, signed_in_owner};

both_databases! {
    async fn demo_data_can_be_looked_at_searched_and_gone_on_from(app: TestApp) {
        steward::demo::fill(&app.state, 60, 240).await.unwrap();
        let mut owner = signed_in_owner(&app).await;
        for path in ["/accounts", "/accounts?q=строй", "/accounts/1", "/accounts/1/users", "/accounts/1/users/1", "/accounts/1/groups", "/audit"] {
            assert_eq!(owner.get(path).await.status, 200, "{path}");
        }
        assert!(owner.get("/accounts?q=строй").await.has_text("Уралстрой"));
        let made = owner.submit("/accounts/new", &[("title", "The next one"), ("name", "next"), ("tariff", "standard")]).await;
        assert_eq!(made.status, 303, "{}", made.text());
        assert!(owner.get("/accounts/61").await.has_text("The next one"), "ids go on where the data set ended");
    }

    async fn demo_data_goes_only_into_an_empty_database(app: TestApp) {
        steward::demo::fill(&app.state, 3, 5).await.unwrap();
        let refused = steward::demo::fill(&app.state, 3, 5).await.unwrap_err();
        assert!(refused.to_string().starts_with("the database is not empty"), "{refused}");
    }

    async fn the_schema_is_the_same_after_demo_data(app: TestApp) {
        let indexes = async || {
            let mut conn = app.state.db.begin().await.unwrap();
            let mut all = conn.drop_indexes(&["accounts", "account_users", "groups", "user_groups"]).await.unwrap();
            all.sort();
            all
        };
        let before = indexes().await;
        steward::demo::fill(&app.state, 3, 5).await.unwrap();
        assert!(before.len() > 10);
        assert_eq!(indexes().await, before);
    }
}
