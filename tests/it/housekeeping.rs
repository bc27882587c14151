//! What is forgotten without anybody asking.

use crate::both_databases;
use crate::resource::owner_of_acme;
use crate::support::app::TestApp;
use chrono::Duration;
use steward::{
    db::{One, Statement},
    housekeeping,
    mail::worker,
};

const PASSWORD: &str = "nine Yellow otters at 6 o'clock";

pub async fn count(app: &TestApp, table: &str) -> i64 {
    let query = format!("SELECT count(*) FROM {table}");
    let mut conn = app.state.db.conn().await.expect("the database answers");
    let counted = conn.fetch_one::<One<i64>>(Statement::new(sqlx::AssertSqlSafe(query))).await;
    counted.unwrap_or_else(|error| panic!("{table}: {error}")).0
}

both_databases! {
    async fn a_deleted_account_goes_after_thirty_days_with_all_that_its_users_left(app: TestApp) {
        let mut owner = owner_of_acme(&app).await;
        let anna = [("login", "anna"), ("email", "a@example.com"), ("password", PASSWORD)];
        assert_eq!(owner.submit("/accounts/1/users/new", &anna).await.status, 303);
        app.execute("INSERT INTO recovery_codes (owner_kind, owner_id, code_hash) VALUES ('user', 1, 'x')").await;
        let mut user = app.client();
        assert_eq!(user.submit("/portal/sign-in", &[("login", "anna@acme"), ("password", PASSWORD)]).await.status, 303);
        while worker::step(&app.state).await.expect("the worker works") {}
        assert_eq!(owner.submit("/accounts/1/delete", &[("typed_name", "acme")]).await.status, 303);
        app.clock.advance(Duration::days(29));
        housekeeping::step(&app.state).await.expect("it is done");
        assert_eq!([count(&app, "accounts").await, count(&app, "account_users").await], [1, 1]);
        app.clock.advance(Duration::days(2));
        housekeeping::step(&app.state).await.expect("it is done");
        for table in ["accounts", "account_users", "groups", "recovery_codes", "links", "outbox"] {
            assert_eq!(count(&app, table).await, 0, "{table}");
        }
        assert_eq!(count(&app, "devices WHERE owner_kind = 'user'").await, 0);
        let mut owner = app.client();
        let password = crate::support::app::OWNER_PASSWORD;
        assert_eq!(owner.submit("/sign-in", &[("login", "owner"), ("password", password)]).await.status, 303);
        let record = owner.get("/audit").await.rows().into_iter().next().unwrap_or_default().join(" | ");
        assert!(record.contains("steward") && record.contains("Deleted for good · accountacme"), "{record}");
    }

    async fn devices_are_forgotten_after_a_year_and_requests_for_a_new_password_after_a_day(app: TestApp) {
        owner_of_acme(&app).await;
        app.client().submit("/forgot-password", &[("login", "nobody")]).await;
        let left = async || [count(&app, "devices").await, count(&app, "reset_requests").await];
        for (days, expected) in [(0, [1, 1]), (1, [1, 0]), (363, [1, 0]), (1, [0, 0])] {
            app.clock.advance(Duration::days(days));
            housekeeping::step(&app.state).await.expect("it is done");
            assert_eq!(left().await, expected);
        }
    }

    async fn a_link_that_is_too_old_is_forgotten(app: TestApp) {
        let mut owner = owner_of_acme(&app).await;
        assert_eq!(owner.submit("/accounts/1/users/new", &[("login", "anna"), ("email", "a@example.com")]).await.status, 303);
        housekeeping::step(&app.state).await.expect("it is done");
        assert_eq!(count(&app, "links").await, 1);
        app.clock.advance(Duration::hours(25));
        housekeeping::step(&app.state).await.expect("it is done");
        assert_eq!(count(&app, "links").await, 0);
    }
}
