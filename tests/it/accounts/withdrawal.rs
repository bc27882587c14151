//! What is taken from an account's users: switched off, deleted, brought back, and after thirty days gone for good.

use super::{ACCOUNTS, FIRST, LEAST, NEW, is_signed_in, make_user, names, sign_in};
use crate::both_databases;
use crate::resource::owner_of_acme;
use crate::support::app::{OWNER_PASSWORD, TestApp};
use crate::support::client::Client;
use crate::support::dump::texts;
use crate::support::form::{OFF, ON};
use chrono::Duration;
use steward::mail::worker;

const DELETE: &str = "/accounts/1/delete";
const RESTORE: &str = "/accounts/1/restore";

async fn delete(owner: &mut Client) {
    let deleted = owner.submit(DELETE, &[("typed_name", "acme")]).await;
    assert_eq!(deleted.status, 303, "{}", deleted.text());
}

/// To whom, and the subject, in the order of sending.
async fn letters(app: &TestApp) -> Vec<(String, String)> {
    while worker::step(&app.state).await.expect("the worker works") {}
    app.sent.letters().into_iter().map(|letter| (letter.to, letter.subject)).collect()
}

/// As after coming back from a holiday.
async fn after(app: &TestApp, owner: &mut Client, time: Duration) {
    app.clock.advance(time);
    let answer = owner.submit("/sign-in", &[("login", "owner"), ("password", OWNER_PASSWORD)]).await;
    assert_eq!(answer.status, 303, "{}", answer.text());
    steward::housekeeping::step(&app.state).await.expect("housekeeping works");
}

/// What the account's form and the lists of its users, groups and roles show.
async fn everything(owner: &mut Client) -> Vec<Vec<String>> {
    let pairs = owner.get(FIRST).await.form(FIRST).pairs();
    let settings = pairs.into_iter().filter(|(name, _)| !["csrf", "version", "return_to"].contains(&name.as_str()));
    let mut all = vec![settings.map(|(name, value)| format!("{name}={value}")).collect()];
    for end in ["users", "groups", "roles"] {
        all.extend(owner.get(&format!("{FIRST}/{end}")).await.rows());
    }
    all
}

/// More users like the first: as many letters as three statements can hold.
const MANY: &str = "INSERT INTO account_users (account_id, login, first_name, last_name, name_key, search, email, language, alert_limits,
        alert_complaints, alert_hard_bounces, alert_soft_bounces, alert_daily_report, alert_weekly_report, active, master, is_ldap,
        must_change_password, has_avatar, version, created_at, updated_at, updated_by)
    WITH RECURSIVE numbers (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < 1200)
    SELECT account_id, 'u' || n, first_name, last_name, name_key, search, 'u' || n || '@example.com', language, alert_limits,
        alert_complaints, alert_hard_bounces, alert_soft_bounces, alert_daily_report, alert_weekly_report, active, master, is_ldap,
        must_change_password, has_avatar, version, created_at, updated_at, updated_by
    FROM account_users, numbers WHERE login = 'anna'";

both_databases! {
    async fn deactivation_tells_each_active_user_in_the_users_language_if_asked(app: TestApp) {
        let mut owner = owner_of_acme(&app).await;
        for (login, language) in [("anna", "ru"), ("boris", "en"), ("clara", "en")] {
            make_user(&mut owner, login, &[("email", &format!("{login}@example.com")), ("language", language)]).await;
        }
        assert_eq!(owner.submit("/accounts/1/users/3", &[("active", OFF)]).await.status, 303);
        assert_eq!(owner.submit("/accounts/1/deactivate", &[("notify_users", ON)]).await.status, 303);
        let expected = [("anna@example.com", "Аккаунт acme отключён"), ("boris@example.com", "acme: the account is deactivated")];
        let mut sent = letters(&app).await;
        sent.sort();
        assert_eq!(sent, expected.map(|(to, subject)| (to.to_owned(), subject.to_owned())));

        assert_eq!(owner.submit("/accounts/1/activate", &[]).await.status, 303);
        assert_eq!(owner.submit("/accounts/1/deactivate", &[]).await.status, 303);
        assert_eq!(letters(&app).await.len(), 2, "nobody is told unless asked");
    }

    async fn telling_a_thousand_users_takes_hardly_more_statements_than_telling_one(app: TestApp) {
        let mut owner = owner_of_acme(&app).await;
        make_user(&mut owner, "anna", &[("email", "anna@example.com")]).await;
        let before = app.state.db.statements();
        assert_eq!(owner.submit("/accounts/1/deactivate", &[("notify_users", ON)]).await.status, 303);
        let for_one = app.state.db.statements() - before;
        assert_eq!(owner.submit("/accounts/1/activate", &[("send_welcome", OFF)]).await.status, 303);
        app.execute(MANY).await;
        let before = app.state.db.statements();
        assert_eq!(owner.submit("/accounts/1/deactivate", &[("notify_users", ON)]).await.status, 303);
        let for_all = app.state.db.statements() - before;
        assert!(for_all < for_one + 10, "{for_one} {for_all}");
        let waiting = texts(&app, "SELECT recipient FROM outbox WHERE status = 'queued' ORDER BY id").await;
        assert_eq!((waiting.len(), waiting[0].as_str(), waiting[1200].as_str()), (1201, "anna@example.com", "u1200@example.com"));
    }

    async fn a_refused_deactivation_tells_nobody(app: TestApp) {
        let mut owner = owner_of_acme(&app).await;
        make_user(&mut owner, "anna", &[]).await;
        let asked = owner.get("/accounts/1/deactivate").await;
        assert_eq!(owner.submit(FIRST, &[("title", "Other")]).await.status, 303);
        let stale = owner.submit_shown(&asked, "/accounts/1/deactivate", &[("notify_users", ON)], &[]).await;
        assert_eq!((stale.status, stale.value_of("notify_users").as_deref()), (409, Some("on")));
        assert!(letters(&app).await.is_empty());
        let done = owner.submit_shown(&stale, "/accounts/1/deactivate", &[], &[]).await;
        assert_eq!((done.status, letters(&app).await.len()), (303, 1));
    }

    async fn a_notice_still_waiting_is_not_sent_once_the_account_is_active_again(app: TestApp) {
        let mut owner = owner_of_acme(&app).await;
        make_user(&mut owner, "anna", &[]).await;
        assert_eq!(owner.submit("/accounts/1/deactivate", &[("notify_users", ON)]).await.status, 303);
        assert_eq!(owner.submit("/accounts/1/activate", &[]).await.status, 303);
        assert_eq!(owner.submit("/accounts/1/deactivate", &[]).await.status, 303);
        assert!(letters(&app).await.is_empty());
        assert!(owner.get("/outbox").await.has_text("The account is active again."));
    }

    async fn what_was_deleted_thirty_days_ago_is_gone_before_anybody_cleans_up(app: TestApp) {
        let mut owner = owner_of_acme(&app).await;
        delete(&mut owner).await;
        app.clock.advance(Duration::days(30) + Duration::seconds(1));
        let mut owner = app.client();
        owner.submit("/sign-in", &[("login", "owner"), ("password", OWNER_PASSWORD)]).await;
        let late = owner.submit("/accounts/1/restore", &[]).await;
        assert_eq!(late.status, 409);
        assert!(late.has_text("more than 30 days ago"), "{}", late.text());
    }

    async fn a_session_ends_with_the_next_request_and_does_not_come_back(app: TestApp) {
        let mut owner = owner_of_acme(&app).await;
        make_user(&mut owner, "anna", &[]).await;
        for (off, fields, on) in [("deactivate", &[][..], "activate"), ("delete", &[("typed_name", "acme")][..], "restore")] {
            let (mut anna, answer) = sign_in(&app, "anna@acme").await;
            assert_eq!(answer.status, 303, "{}", answer.text());
            assert!(is_signed_in(&mut anna).await);
            assert_eq!(owner.submit(&format!("{FIRST}/{off}"), fields).await.status, 303);
            assert!(!is_signed_in(&mut anna).await, "{off}");
            assert_eq!(sign_in(&app, "anna@acme").await.1.status, 422, "{off}");
            assert_eq!(owner.submit(&format!("{FIRST}/{on}"), &[]).await.status, 303);
            assert!(!is_signed_in(&mut anna).await, "{on}");
            assert_eq!(sign_in(&app, "anna@acme").await.1.status, 303, "{on}");
        }
    }

    async fn deleting_asks_for_the_name_typed_out(app: TestApp) {
        let mut owner = owner_of_acme(&app).await;
        for typed in ["", "ACME", "acm", "acme.", "аcme"] {
            let refused = owner.submit(DELETE, &[("typed_name", typed)]).await;
            assert_eq!(refused.status, 422, "{typed:?}: {}", refused.text());
            assert!(refused.field_error("typed_name").is_some() && refused.title().starts_with("Error: "), "{}", refused.text());
            assert_eq!(refused.value_of("typed_name").as_deref(), Some(typed));
        }
        assert_eq!(names(&mut owner, "").await, ["acme"]);
    }

    async fn a_deleted_account_is_out_of_sight_but_can_be_found(app: TestApp) {
        let mut owner = owner_of_acme(&app).await;
        delete(&mut owner).await;
        for query in ["", "?q=acme", "?q=a", "?q=1", "?state=active", "?state=inactive", "?tariff=1"] {
            assert!(names(&mut owner, query).await.is_empty(), "{query}");
        }
        for query in ["?state=deleted", "?state=deleted&q=CME", "?state=deleted&q=a&sort=title&tariff=1"] {
            assert_eq!(names(&mut owner, query).await, ["acme"], "{query}");
        }
        let list = owner.get("/accounts?state=deleted").await;
        assert!(list.has_link("Restore: acme") && !list.has_link("Freeze: acme") && !list.has_link("Deactivate: acme"), "{}", list.text());
    }

    async fn a_deleted_account_can_only_be_restored(app: TestApp) {
        let mut owner = owner_of_acme(&app).await;
        delete(&mut owner).await;
        let page = owner.get(FIRST).await;
        assert!(page.status == 200 && page.has_text("Deleted") && !page.has_text("Save") && page.has_link("Restore"), "{}", page.text());
        let version = page.value_of("version").expect("a version");
        let edit = [&LEAST[1..2], &[("name", "acme"), ("version", version.as_str())], &LEAST[3..]].concat();
        let refused = owner.post(FIRST, &edit).await;
        assert_eq!(refused.status, 409);
        assert!(refused.has_text("The account is deleted. Restore it first."), "{}", refused.text());
        for action in ["activate", "deactivate", "freeze", "unfreeze"] {
            owner.get(FIRST).await;
            assert_eq!(owner.post(&format!("{FIRST}/{action}"), &[("version", &version)]).await.status, 409, "{action}");
        }
        assert_eq!(owner.get(FIRST).await.value_of("title").as_deref(), Some("acme"));
        let taken = owner.post(NEW, &[&LEAST[1..2], &[("name", "acme")], &LEAST[3..]].concat()).await;
        assert!(taken.field_error("name").is_some(), "its name stays taken: {}", taken.text());
    }

    async fn restoring_brings_all_back_as_it_was(app: TestApp) {
        let mut owner = owner_of_acme(&app).await;
        make_user(&mut owner, "anna", &[("master", ON), ("language", "ru")]).await;
        make_user(&mut owner, "boris", &[("active", OFF)]).await;
        assert_eq!(owner.submit("/accounts/1/groups/new", &[("name", "Москва")]).await.status, 303);
        assert_eq!(owner.submit("/accounts/1/roles/new", &[("name", "Читатели")]).await.status, 303);
        assert_eq!(owner.submit("/accounts/1/freeze", &[("reason", "unpaid")]).await.status, 303);
        assert_eq!(owner.submit("/accounts/1/deactivate", &[]).await.status, 303);
        let before = everything(&mut owner).await;
        let row = owner.get(ACCOUNTS).await.rows();
        delete(&mut owner).await;
        after(&app, &mut owner, Duration::days(30)).await;
        assert_eq!(owner.submit(RESTORE, &[]).await.status, 303);
        assert_eq!(owner.get(ACCOUNTS).await.rows(), row, "frozen and inactive, as it was");
        assert_eq!(everything(&mut owner).await, before);
    }

    async fn after_thirty_days_nothing_is_left_but_the_record(app: TestApp) {
        let mut owner = owner_of_acme(&app).await;
        make_user(&mut owner, "anna", &[("master", ON)]).await;
        sign_in(&app, "anna@acme").await;
        assert_eq!(owner.submit("/external-data/new", &[("name", "Shop"), ("host", "db.example.org"), ("database", "x"), ("user", "x")]).await.status, 303);
        assert_eq!(owner.submit(FIRST, &[("external_data_connectors", "1")]).await.status, 303);
        assert_eq!(owner.submit("/accounts/1/roles/new", &[("name", "Readers")]).await.status, 303);
        delete(&mut owner).await;
        after(&app, &mut owner, Duration::days(30) + Duration::seconds(1)).await;
        for path in [FIRST, RESTORE, "/accounts/1/users", "/accounts/1/users/1", "/accounts/1/groups"] {
            assert_eq!(owner.get(path).await.status, 404, "{path}");
        }
        assert!(names(&mut owner, "?state=deleted").await.is_empty());
        let record = owner.get("/audit?account=1").await;
        assert!(record.has_text("anna@acme") && record.has_text("Created · account"), "{}", record.text());
        owner.get(NEW).await;
        let again = owner.post(NEW, &[&LEAST[1..2], &[("name", "acme")], &LEAST[3..]].concat()).await;
        assert_eq!((again.status, again.location()), (303, "/accounts/2"), "the name is free, the id is not used again");
        assert!(owner.get("/accounts/2/users").await.rows().is_empty());
        assert_eq!(owner.submit("/external-data/1/delete", &[]).await.status, 303, "nothing refers to it any more");
    }

    async fn a_live_account_is_never_purged(app: TestApp) {
        let mut owner = owner_of_acme(&app).await;
        delete(&mut owner).await;
        assert_eq!(owner.submit(RESTORE, &[]).await.status, 303);
        after(&app, &mut owner, Duration::days(400)).await;
        assert_eq!(names(&mut owner, "").await, ["acme"]);
    }
}
