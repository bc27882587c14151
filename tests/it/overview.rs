//! Where a day begins: each cause is counted, and each number leads to a list of as many rows.

use crate::admins::signed_in_admin;
use crate::api::{ALL_SCOPES, make_token};
use crate::both_databases;
use crate::login_as;
use crate::mail::{notice, queued};
use crate::resource::{make_account, owner_of_acme};
use crate::support::answer::Answer;
use crate::support::app::{OWNER_PASSWORD, TestApp, signed_in_owner};
use crate::support::client::Client;
use chrono::Duration;

/// What needs somebody: the sentences and where they lead.
fn needs(page: &Answer) -> Vec<(String, String)> {
    let links = page
        .elements(".needs a")
        .into_iter()
        .filter_map(|it| Some(it.split("href=\"").nth(1)?.split('"').next()?.replace("&amp;", "&")));
    page.texts(".needs a").into_iter().zip(links).collect()
}

/// A minute later, when all is counted again.
async fn overview(app: &TestApp, client: &mut Client) -> Answer {
    app.clock.advance(Duration::minutes(1));
    let page = client.get("/").await;
    assert_eq!(page.status, 200);
    page
}

/// Each line leads to a list of as many rows as it says.
async fn lead_to_their_lists(client: &mut Client, page: &Answer) {
    for (said, address) in needs(page) {
        let rows = client.get(&address).await.rows().len();
        assert!(said.starts_with(&format!("{rows} ")), "{said}, but {rows} rows at {address}");
    }
    let numbers = page.elements(".numbers a").into_iter().chain(page.elements("details tbody a"));
    for link in numbers {
        let parts: Vec<&str> = link.split(['"', '>', '<']).collect();
        let (address, number) = (parts[2].replace("&amp;", "&"), parts[4]);
        if address != "/accounts?sort=-users" {
            assert_eq!(client.get(&address).await.rows().len().to_string(), number, "{address}");
        }
    }
}

/// The number under a name.
fn number(page: &Answer, name: &str) -> String {
    let all = page.texts(".numbers dt").into_iter().zip(page.texts(".numbers dd"));
    all.into_iter().find(|(it, _)| it == name).map(|(_, number)| number).unwrap_or_default()
}

const FAILED_JOB: &str = "
    INSERT INTO jobs (kind, act, params, selection, seen_at, letters_per_minute, status, actor_kind, actor_name, ip, user_agent,
        request_id, place, is_collected, total, done, already, refused, created_at, finished_at, due_at)
    SELECT 'accounts', 'freeze', '{}', '{}', created_at, 60, 'failed', 'admin', 'owner', '', '', '', 0, TRUE, 1, 0, 0, 0,
        created_at, created_at, created_at FROM accounts WHERE id = 1";

/// So that there are 10,402.
const MANY_USERS: &str = "
    INSERT INTO account_users (account_id, login, first_name, last_name, name_key, search, email, language, alert_limits,
        alert_complaints, alert_hard_bounces, alert_soft_bounces, alert_daily_report, alert_weekly_report, active, master, is_ldap,
        must_change_password, has_avatar, version, created_at, updated_at, updated_by)
    WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 10400)
    SELECT u.account_id, u.login || CAST(n.i AS TEXT), '', '', '', '¹', u.email, u.language, FALSE, FALSE, FALSE, FALSE, FALSE, FALSE,
        TRUE, FALSE, FALSE, FALSE, FALSE, 1, u.created_at, u.updated_at, '' FROM account_users u, n WHERE u.id = 1";

both_databases! {
    async fn a_new_installation_is_told_where_to_begin(app: TestApp) {
        let mut owner = signed_in_owner(&app).await;
        let page = owner.get("/").await;
        assert!(page.has_text("There are no accounts yet"), "{}", page.text());
        assert_eq!(needs(&page), [("1 administrator has no two-factor authentication".to_owned(), "/admins?active=1&has_2fa=0".to_owned())]);
        assert!(page.has_text("appear here") && page.has_text("Nothing yet today"));
        assert_eq!(owner.get("/sign-in").await.location(), "/");
    }

    async fn each_cause_is_counted_and_leads_to_its_list(app: TestApp) {
        let mut owner = login_as::scene(&app).await;
        for name in ["globex", "initech", "umbrella", "hooli"] {
            make_account(&mut owner, name).await;
        }
        make_token(&mut owner, "Billing", &ALL_SCOPES).await;
        make_token(&mut owner, "Old", &ALL_SCOPES).await;
        make_token(&mut owner, "Fine", &ALL_SCOPES).await;
        let calm = overview(&app, &mut owner).await;
        assert_eq!(needs(&calm).len(), 1, "but for the second factor: {:?}", needs(&calm));
        lead_to_their_lists(&mut owner, &calm).await;

        for _ in 0..3 {
            queued(&app, notice(&app, None)).await;
        }
        app.execute("UPDATE outbox SET status = 'failed' WHERE id = (SELECT min(id) FROM outbox)").await;
        app.execute("UPDATE accounts SET limit_reached = TRUE WHERE id IN (2, 3)").await;
        assert_eq!(owner.submit("/accounts/4/freeze", &[]).await.status, 303);
        assert_eq!(owner.submit("/accounts/5/deactivate", &[]).await.status, 303);
        app.execute(FAILED_JOB).await;
        app.execute("UPDATE api_tokens SET leaked_at = created_at WHERE name = 'Billing'").await;
        let page = overview(&app, &mut owner).await;
        let said: Vec<String> = needs(&page).into_iter().map(|(said, _)| said).collect();
        assert_eq!(said, [
            "1 letter was not delivered",
            "1 job has failed",
            "2 accounts have reached a limit of their tariffs",
            "1 API token was seen in an address and is still good",
            "1 administrator has no two-factor authentication",
        ]);
        lead_to_their_lists(&mut owner, &page).await;
        assert_eq!(["Active", "Frozen", "Limit reached", "Inactive", "Users"].map(|name| number(&page, name)), ["4", "1", "2", "1", "2"]);

        login_as::visit(&mut owner).await;
        let page = overview(&app, &mut owner).await;
        assert!(needs(&page).iter().any(|(said, _)| said == "1 support visit is running"), "{:?}", needs(&page));
        assert_eq!(number(&page, "Support visits now"), "1");
        lead_to_their_lists(&mut owner, &page).await;
        assert_eq!(owner.submit_on("/portal", login_as::END, &[], &[]).await.status, 303);

        app.clock.advance(Duration::days(352));
        let mut owner = login_as::signed_in(&app, "/sign-in", "owner", OWNER_PASSWORD).await;
        let page = overview(&app, &mut owner).await;
        let said: Vec<String> = needs(&page).into_iter().map(|(said, _)| said).collect();
        assert_eq!(said, [
            "1 letter was not delivered",
            "3 letters have been waiting for over an hour",
            "1 job has failed",
            "2 accounts have reached a limit of their tariffs",
            "1 account has been frozen for over 30 days",
            "1 API token was seen in an address and is still good",
            "3 API tokens expire within 14 days",
            "1 administrator has no two-factor authentication",
        ]);
        lead_to_their_lists(&mut owner, &page).await;
    }

    async fn it_is_counted_at_most_once_a_minute(app: TestApp) {
        let mut owner = owner_of_acme(&app).await;
        assert_eq!(number(&owner.get("/").await, "Active"), "1");
        make_account(&mut owner, "globex").await;
        app.clock.advance(Duration::seconds(59));
        assert_eq!(number(&owner.get("/").await, "Active"), "1");
        app.clock.advance(Duration::seconds(1));
        let before = app.state.db.statements();
        assert_eq!(number(&owner.get("/").await, "Active"), "2");
        assert!(app.state.db.statements() - before <= 4 + 1, "four, and when the session was last seen");
    }

    async fn new_accounts_stand_in_their_weeks(app: TestApp) {
        owner_of_acme(&app).await;
        app.clock.advance(Duration::days(21));
        let mut owner = login_as::signed_in(&app, "/sign-in", "owner", OWNER_PASSWORD).await;
        for name in ["globex", "initech"] {
            make_account(&mut owner, name).await;
        }
        let page = overview(&app, &mut owner).await;
        let weeks: Vec<String> = page.texts("details tbody td.n").into_iter().collect();
        assert_eq!(weeks, ["2", "0", "0", "1", "0", "0", "0", "0", "0", "0", "0", "0"]);
        assert_eq!(page.elements("svg.chart rect").len(), 24, "a bar for each, and its room");
        lead_to_their_lists(&mut owner, &page).await;
    }

    async fn sign_ins_of_users_are_counted_by_the_readers_day(app: TestApp) {
        let mut owner = login_as::scene(&app).await;
        login_as::user(&app, "anna@acme").await;
        login_as::user(&app, "boris@acme").await;
        app.client().submit("/portal/sign-in", &[("login", "anna@acme"), ("password", "wrong")]).await;
        let page = overview(&app, &mut owner).await;
        assert_eq!(["Sign-ins today", "Sign-ins in 7 days"].map(|name| number(&page, name)), ["2", "2"]);
        app.clock.advance(Duration::hours(13));
        let mut owner = login_as::signed_in(&app, "/sign-in", "owner", OWNER_PASSWORD).await;
        let page = overview(&app, &mut owner).await;
        assert_eq!(["Sign-ins today", "Sign-ins in 7 days"].map(|name| number(&page, name)), ["0", "2"]);
        assert_eq!(owner.submit("/me", &[("tz", "America/Los_Angeles")]).await.status, 303);
        assert_eq!(number(&overview(&app, &mut owner).await, "Sign-ins today"), "2", "where it is still the same day");
    }

    async fn what_colleagues_changed_today_is_there_and_what_oneself_did_is_not(app: TestApp) {
        let mut owner = owner_of_acme(&app).await;
        let mut ada = signed_in_admin(&app, &mut owner, "ada", "manager").await;
        assert_eq!(ada.submit("/accounts/1", &[("title", "Acme & Co")]).await.status, 303);
        assert_eq!(owner.submit("/tariffs/1", &[("title", "Beginners")]).await.status, 303);
        let page = owner.get("/").await;
        let changes = page.texts("section:last-child .lines li");
        assert!(changes.iter().any(|it| it.contains("ada · Changed · account Acme & Co Title")), "{changes:?}");
        assert!(!changes.iter().any(|it| it.contains("owner")), "{changes:?}");
        assert!(ada.get("/").await.texts("section:last-child .lines li").iter().any(|it| it.contains("owner · Changed · tariff")));
        app.clock.advance(Duration::hours(13));
        let mut owner = login_as::signed_in(&app, "/sign-in", "owner", OWNER_PASSWORD).await;
        assert!(owner.get("/").await.has_text("Nothing yet today"));
    }

    async fn what_was_opened_last_stands_there_too(app: TestApp) {
        let mut owner = owner_of_acme(&app).await;
        owner.get("/tariffs/1").await;
        owner.get("/accounts/1/overview").await;
        let page = owner.get("/").await;
        assert_eq!(page.texts("section:nth-last-child(2) .lines a"), ["acme", "Basic"]);
        assert_eq!(page.link("acme"), "/accounts/1/overview");
    }

    async fn every_role_has_it_with_what_that_role_may_open(app: TestApp) {
        let mut owner = owner_of_acme(&app).await;
        for role in ["manager", "support", "auditor"] {
            let mut admin = signed_in_admin(&app, &mut owner, role, role).await;
            let page = overview(&app, &mut admin).await;
            assert_eq!(page.texts("nav li a").first().map(String::as_str), Some("Overview"));
            lead_to_their_lists(&mut admin, &page).await;
        }
    }

    async fn numbers_beyond_what_a_list_counts_are_those_of_housekeeping(app: TestApp) {
        let mut owner = login_as::scene(&app).await;
        app.execute(MANY_USERS).await;
        assert_eq!(number(&owner.get("/").await, "Users"), "10,000+");
        steward::housekeeping::step(&app.state).await.expect("it is done");
        let page = owner.get("/").await;
        assert_eq!(number(&page, "Users"), "10,402");
        assert!(page.has_text("Numbers over 10,000: 2 Mar 2026, 12:00."), "{}", page.text());
    }
}
