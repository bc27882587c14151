//! The quick actions: each asks, does it once, and says so; and what a frozen account is to its users.

use super::{ACCOUNTS, FIRST, make_user, sign_in};
use crate::both_databases;
use crate::resource::owner_of_acme;
use crate::support::answer::Answer;
use crate::support::app::{OWNER_PASSWORD, TestApp};
use crate::support::client::Client;
use crate::support::form::ON;

/// Action, what its form asks for, what the list then says of the state, what is said of a second click.
type Case = (&'static str, &'static [(&'static str, &'static str)], &'static str, &'static str);

/// One after the other, each is possible.
const CASES: [Case; 6] = [
    ("deactivate", &[], "Inactive", "is already inactive"),
    ("activate", &[], "Active", "is already active"),
    (
        "freeze",
        &[("payment_url", "https://pay.example.com/42"), ("reason", "Счёт 42")],
        "ActiveFrozen",
        "is already frozen",
    ),
    ("unfreeze", &[], "Active", "is not frozen"),
    ("delete", &[("typed_name", " acme ")], "Deleted", "is already deleted"),
    ("restore", &[], "Active", "is not deleted"),
];

fn path_of(action: &str) -> String {
    format!("{FIRST}/{action}")
}

/// As the list shows it, wherever the account is to be found.
async fn state(client: &mut Client) -> String {
    let rows = client.get(ACCOUNTS).await.rows();
    let rows = if rows.is_empty() { client.get("/accounts?state=deleted").await.rows() } else { rows };
    rows.concat().swap_remove(4)
}

/// How many records the account's history has, and its version.
async fn trace(client: &mut Client) -> (usize, Option<String>) {
    (client.get("/accounts/1/history").await.rows().len(), client.get(FIRST).await.value_of("version"))
}

async fn act(client: &mut Client, action: &str, fields: &[(&str, &str)]) -> Answer {
    client.submit(&path_of(action), fields).await
}

both_databases! {
    async fn each_action_asks_first_does_it_once_and_says_so(app: TestApp) {
        let mut owner = owner_of_acme(&app).await;
        make_user(&mut owner, "anna", &[("send_access_email", ON)]).await;
        for (action, fields, shown, already) in CASES {
            let path = path_of(action);
            let before = (state(&mut owner).await, trace(&mut owner).await);
            let asked = owner.get(&path).await;
            assert_eq!(asked.status, 200, "{action}");
            assert!(asked.title().contains("“acme”?") && asked.has_text("1 user"), "{action}: {}", asked.text());
            owner.head(&path).await;
            assert_eq!((state(&mut owner).await, trace(&mut owner).await), before, "asking to {action} changed something");

            let done = owner.submit_shown(&asked, &path, fields, &[]).await;
            assert_eq!((done.status, done.location()), (303, FIRST), "{action}: {}", done.text());
            assert!(owner.follow(&done).await.has_text("“acme”"), "{action} says nothing");
            assert_eq!(state(&mut owner).await, shown, "{action}");
            let after = trace(&mut owner).await;
            assert_eq!(after.0, before.1.0 + 1, "{action} is recorded once");

            let again = owner.submit_shown(&asked, &path, fields, &[]).await;
            assert_eq!(again.status, 303, "{action} twice: {}", again.text());
            assert!(owner.follow(&again).await.has_text(already), "{action} twice");
            let asked_again = owner.get(&path).await;
            // What users of a frozen account are shown can be changed.
            assert_eq!(asked_again.status, if action == "freeze" { 200 } else { 303 }, "{action} is not asked for when it is done");
            assert_eq!(trace(&mut owner).await, after, "{action} twice");
        }
    }

    async fn of_ten_clicks_at_once_one_is_counted(app: TestApp) {
        let mut owner = owner_of_acme(&app).await;
        let shown = owner.get("/accounts/1/freeze").await;
        let clicks = (0..10).map(|_| {
            let (mut client, shown) = (owner.clone(), &shown);
            async move { client.submit_shown(shown, "/accounts/1/freeze", &[], &[]).await.status }
        });
        assert_eq!(futures_util::future::join_all(clicks).await, [303; 10]);
        assert_eq!(trace(&mut owner).await, (2, Some("2".to_owned())));
    }

    async fn a_stale_action_changes_nothing_and_can_be_asked_again(app: TestApp) {
        let mut owner = owner_of_acme(&app).await;
        for (n, (action, fields, shown, _)) in CASES.into_iter().enumerate() {
            let path = path_of(action);
            let asked = owner.get(&path).await;
            let before = state(&mut owner).await;
            if action == "restore" {
                app.execute("UPDATE accounts SET version = version + 1").await;
            } else {
                assert_eq!(owner.clone().submit(FIRST, &[("title", &format!("Title {n}"))]).await.status, 303);
            }
            let stale = owner.submit_shown(&asked, &path, fields, &[]).await;
            assert_eq!(stale.status, 409, "{action}: {}", stale.text());
            assert!(stale.has_text("This was changed after you opened the page"), "{}", stale.text());
            for (name, value) in fields {
                assert_eq!(stale.value_of(name).as_deref(), Some(*value), "{action}");
            }
            assert_eq!(state(&mut owner).await, before, "{action}");
            let done = owner.submit_shown(&stale, &path, &[], &[]).await;
            assert_eq!((done.status, state(&mut owner).await.as_str()), (303, shown), "{action}");
        }
    }

    async fn each_action_is_on_the_record(app: TestApp) {
        let mut owner = owner_of_acme(&app).await;
        for (action, fields, ..) in CASES {
            assert_eq!(act(&mut owner, action, fields).await.status, 303, "{action}");
        }
        let mut record: Vec<String> = owner.get("/accounts/1/history").await.rows().iter().map(|row| row.join(" | ")).collect();
        record.reverse();
        for (line, says) in record.iter().zip([
            &["Created · account"][..],
            &["Activeyes → ∅"],
            &["Activeyes"],
            &["Frozenyes", "Payment linkhttps://pay.example.com/42", "ReasonСчёт 42"],
            &["Frozenyes → ∅", "Payment linkhttps://pay.example.com/42 → ∅", "ReasonСчёт 42 → ∅"],
            &["Deleted2 Mar 2026, 12:00"],
            &["Deleted2 Mar 2026, 12:00 → ∅"],
        ]) {
            assert!(says.iter().all(|says| line.contains(says)) && line.contains("owner"), "{says:?} in {line}");
        }
        assert_eq!(record.len(), 7);
    }

    async fn a_deleted_account_s_page_says_until_when_and_takes_nothing(app: TestApp) {
        let mut owner = owner_of_acme(&app).await;
        assert!(!owner.get(FIRST).await.body.contains("<fieldset disabled"));
        act(&mut owner, "delete", &[("typed_name", "acme")]).await;
        let page = owner.get(FIRST).await;
        assert!(page.has_text("cannot be changed. It can be restored until 1 Apr 2026, 12:00."), "{}", page.text());
        assert!(page.body.contains("<fieldset disabled>") && !page.has_text("Save") && page.has_link("Restore…"), "{}", page.text());
        assert!(page.has_text("It comes back as it was"), "{}", page.text());
        app.clock.advance(chrono::Duration::days(31));
        let mut owner = app.client();
        assert_eq!(owner.submit("/sign-in", &[("login", "owner"), ("password", OWNER_PASSWORD)]).await.status, 303);
        let page = owner.get(FIRST).await;
        assert!(page.has_text("can no longer be restored") && !page.has_link("Restore…") && !page.has_link("Restore"), "{}", page.text());
    }

    async fn a_payment_link_leads_to_a_web_page_and_nowhere_else(app: TestApp) {
        let mut owner = owner_of_acme(&app).await;
        for link in ["javascript:alert(1)", "JaVaScRiPt:alert(1)", " data:text/html,x", "/pay", "ftp://pay.example.com", "https://", "https://bank.example.com@evil.example", "pay.example.com"] {
            let refused = act(&mut owner, "freeze", &[("payment_url", link), ("reason", "Счёт 42\r\nпросрочен")]).await;
            assert_eq!(refused.status, 422, "{link}: {}", refused.text());
            assert!(refused.title().starts_with("Error: ") && refused.field_error("payment_url").is_some(), "{link}: {}", refused.text());
            assert_eq!(refused.value_of("payment_url").as_deref(), Some(link));
            assert!(refused.value_of("reason").is_some_and(|reason| reason.contains("Счёт 42")));
        }
        let long = act(&mut owner, "freeze", &[("reason", &"я".repeat(501))]).await;
        assert!(long.status == 422 && long.field_error("reason").is_some(), "{}", long.text());
        assert_eq!(trace(&mut owner).await, (1, Some("1".to_owned())));
        assert_eq!(state(&mut owner).await, "Active");
    }

    async fn a_frozen_account_tells_its_users_and_thawed_it_forgets_why(app: TestApp) {
        let mut owner = owner_of_acme(&app).await;
        make_user(&mut owner, "anna", &[]).await;
        app.execute("UPDATE account_users SET must_change_password = FALSE").await;
        act(&mut owner, "freeze", &[("payment_url", "https://pay.example.com/42?a=1&b=<2>"), ("reason", "Счёт 42 <b>")]).await;
        let (mut anna, answer) = sign_in(&app, "anna@acme").await;
        assert_eq!((answer.status, answer.location()), (303, "/portal"), "who is frozen still signs in");
        let home = anna.get("/portal").await;
        assert!(home.has_text("This account is frozen") && home.has_text("Счёт 42 <b>"), "{}", home.text());
        assert_eq!(home.link("Pay to go on"), "https://pay.example.com/42?a=1&b=%3C2%3E");
        assert!(owner.get(FIRST).await.has_text("Frozen since 2 Mar 2026"));

        assert_eq!(act(&mut owner, "unfreeze", &[]).await.status, 303);
        let home = anna.get("/portal").await;
        assert!(home.status == 200 && !home.has_text("frozen") && !home.has_link("Pay to go on"), "{}", home.text());
        let asked = owner.get("/accounts/1/freeze").await;
        assert_eq!([asked.value_of("payment_url"), asked.value_of("reason")], [Some(String::new()), Some(String::new())]);
    }

    async fn a_frozen_account_s_settings_are_still_an_administrator_s_to_change(app: TestApp) {
        let mut owner = owner_of_acme(&app).await;
        act(&mut owner, "freeze", &[]).await;
        assert_eq!(owner.submit(FIRST, &[("title", "Renamed")]).await.status, 303);
        assert_eq!(state(&mut owner).await, "ActiveFrozen", "an edit is no thaw");
        act(&mut owner, "deactivate", &[]).await;
        assert_eq!(owner.submit(FIRST, &[("title", "Renamed again")]).await.status, 303);
        assert_eq!(state(&mut owner).await, "InactiveFrozen", "the two switches know nothing of each other");
        let crafted = owner.get(FIRST).await.form(FIRST).pairs();
        let mut fields: Vec<(&str, &str)> = crafted.iter().map(|(name, value)| (name.as_str(), value.as_str())).filter(|(name, _)| *name != "csrf").collect();
        fields.extend([("active", "on"), ("frozen", ""), ("deleted_at", ""), ("user_count", "7")]);
        assert_eq!(owner.post(FIRST, &fields).await.status, 303);
        assert_eq!(state(&mut owner).await, "InactiveFrozen", "a state is never a field of the edit form");
    }
}
