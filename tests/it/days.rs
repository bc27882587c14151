//! Days are those of whoever reads or types them: a date is of the same zone as the time beside it.

use crate::api::make_token;
use crate::both_databases;
use crate::resource::owner_of_acme;
use crate::support::app::TestApp;

both_databases! {
    async fn a_token_is_good_to_the_end_of_the_day_in_the_zone_of_whoever_set_it(app: TestApp) {
        let mut owner = owner_of_acme(&app).await;
        app.execute("UPDATE admins SET tz = 'Pacific/Auckland'").await;
        make_token(&mut owner, "Billing", &["accounts:read"]).await;
        let edit = "/api-tokens/1";
        assert_eq!(owner.submit(edit, &[("expires_at", "2027-11-30")]).await.status, 303);
        assert_eq!(owner.get(edit).await.value_of("expires_at").as_deref(), Some("2027-11-30"));
        assert!(owner.get("/api-tokens").await.has_text("30 Nov 2027"));
        let record = owner.get("/audit").await.rows().swap_remove(0).join(" | ");
        assert!(record.contains("30 Nov 2027"), "{record}");
        // For somebody in Los Angeles that is three in the morning of the same day; saving something else leaves it so.
        app.execute("UPDATE admins SET tz = 'America/Los_Angeles'").await;
        assert_eq!(owner.get(edit).await.value_of("expires_at").as_deref(), Some("2027-11-30"));
        assert_eq!(owner.submit(edit, &[("name", "Bills")]).await.status, 303);
        let record = owner.get("/audit").await.rows().swap_remove(0).join(" | ");
        assert!(record.contains("Bills") && !record.contains("2027"), "{record}");
    }

    async fn a_list_of_what_was_created_on_a_day_begins_when_the_day_does(app: TestApp) {
        let mut owner = owner_of_acme(&app).await;
        // In Cairo there is no midnight on 24 April 2026: the clocks go from 23:59 to 01:00, which is 22:00 in UTC the
        // day before.
        app.execute("UPDATE admins SET tz = 'Africa/Cairo'").await;
        for (created, found) in [("2026-04-23T21:59:59+00:00", 0), ("2026-04-23T22:00:00+00:00", 1), ("2026-04-24T20:59:59+00:00", 1), ("2026-04-24T21:00:00+00:00", 0)] {
            let at: chrono::DateTime<chrono::Utc> = created.parse().expect("a time");
            let mut conn = app.state.db.begin().await.expect("the database answers");
            let set = steward::db::Statement::new("UPDATE accounts SET created_at = $1").bind(at);
            conn.execute(set).await.expect("it is set");
            conn.commit().await.expect("it is kept");
            let list = owner.get("/accounts?created_from=2026-04-24&created_to=2026-04-24").await;
            assert_eq!(list.rows().iter().filter(|row| row.len() > 3).count(), found, "{created}: {}", list.text());
        }
        assert_eq!(owner.get("/accounts?created_from=-262143-01-01&created_to=+262142-12-30").await.status, 200);
    }
}
