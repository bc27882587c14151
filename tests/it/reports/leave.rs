//! The link by which a report is not sent any more: without signing in, by a post, and that report alone.

use super::{add_user, at, letters, planned};
use crate::api::Script;
use crate::both_databases;
use crate::support::app::TestApp;
use crate::support::dump::texts;
use serde_json::json;

/// The address in the letter's head, and that it is the one of its texts; without the host.
fn link(app: &TestApp, to: &str) -> String {
    let letter = app.sent.letters().into_iter().rfind(|it| it.to == to).expect("a letter");
    let raw = letter.raw.replace("\r\n ", " ");
    let head = raw.split("\r\n\r\n").next().expect("a head");
    let line = |name: &str| {
        let found = head.lines().find_map(|line| line.strip_prefix(name)).unwrap_or_else(|| panic!("{name} {head}"));
        found.trim().to_owned()
    };
    assert_eq!(line("List-Unsubscribe-Post:"), "List-Unsubscribe=One-Click");
    let address = line("List-Unsubscribe:").trim_matches(['<', '>']).to_owned();
    assert!(letter.text.contains(&address) && letter.html.contains(&format!("href=\"{address}\"")), "{}", letter.text);
    address.strip_prefix(&app.base_url).expect("it is of this site").to_owned()
}

async fn ticked(app: &TestApp) -> Vec<String> {
    let tick = |column: &str| format!("CASE WHEN {column} THEN '1' ELSE '0' END");
    let all = ["alert_limits", "alert_daily_report", "alert_weekly_report"].map(tick).join(" || ");
    texts(app, &format!("SELECT login || ' ' || {all} FROM account_users ORDER BY id")).await
}

const ONE_CLICK: &str = "List-Unsubscribe=One-Click";
const FORM: [(&str, &str); 1] = [("content-type", "application/x-www-form-urlencoded")];

both_databases! {
    async fn a_post_to_the_link_switches_that_report_off_and_nothing_else(app: TestApp) {
        let mut script = Script::new(&app).await;
        let all = json!({"alert_limits": true, "alert_daily_report": true, "alert_weekly_report": true});
        add_user(&mut script, "anna", all.clone()).await;
        add_user(&mut script, "boris", all).await;
        at(&app, "2026-03-03T09:00:00Z").await;
        letters(&app).await;
        let path = link(&app, "anna@example.com");
        assert_ne!(path, link(&app, "boris@example.com"));
        let mut stranger = app.client();
        for _ in 0..2 {
            let page = stranger.get(&path).await;
            assert!(page.status == 200 && page.has_text("Get no more"), "{}", page.text());
            assert_eq!(stranger.head(&path).await.status, 200);
        }
        assert_eq!(ticked(&app).await, ["anna 111", "boris 111"], "looking changes nothing");
        script.ok("accounts/freeze", json!({"id": "acme", "frozen_details": {"reason": "Unpaid"}})).await;
        let done = app.client().post_raw(&path, &FORM, ONE_CLICK).await;
        assert_eq!(done.status, 200, "{}", done.text());
        assert_eq!(ticked(&app).await, ["anna 101", "boris 111"]);
        let again = app.client().post_raw(&path, &FORM, ONE_CLICK).await;
        let record = script.record(1).await;
        assert_eq!(record[0], json!(["update", "user", "anna@acme", {"alert_daily_report": {"old": "yes", "new": ""}}]));
        // Whatever the link, the answer is the same.
        let cut: String = path.chars().take(path.len() - 2).collect();
        for unknown in ["/portal/unsubscribe/abc", "/portal/unsubscribe/1", cut.as_str()] {
            let answer = app.client().post_raw(unknown, &FORM, ONE_CLICK).await;
            assert_eq!((answer.status, answer.text()), (200, again.text()), "{unknown}");
            let page = app.client().get(unknown).await;
            assert_eq!((page.status, page.text()), (200, stranger.get(&path).await.text()));
        }
        assert_eq!(ticked(&app).await, ["anna 101", "boris 111"]);
        at(&app, "2026-03-04T09:00:00Z").await;
        let daily: Vec<String> = letters(&app).await.into_iter().map(|(_, to)| to).collect();
        assert_eq!(daily, ["anna@example.com", "boris@example.com", "boris@example.com"]);
        assert_eq!(planned(&app).await, ["daily 2026-03-05", "weekly 2026-03-09"]);
    }

    async fn a_person_presses_the_button_of_the_page(app: TestApp) {
        let mut script = Script::new(&app).await;
        add_user(&mut script, "anna", json!({"alert_daily_report": true})).await;
        at(&app, "2026-03-03T09:00:00Z").await;
        letters(&app).await;
        let path = link(&app, "anna@example.com");
        let done = app.client().submit(&path, &[]).await;
        assert!(done.status == 200 && done.has_text("You will not get this report any more"), "{}", done.text());
        assert_eq!(ticked(&app).await, ["anna 000"]);
        assert_eq!(done.header("referrer-policy"), "strict-origin");
    }

    async fn no_page_of_the_outbox_shows_a_link_that_works(app: TestApp) {
        let mut script = Script::new(&app).await;
        add_user(&mut script, "anna", json!({"alert_daily_report": true})).await;
        at(&app, "2026-03-03T09:00:00Z").await;
        letters(&app).await;
        let token = link(&app, "anna@example.com").rsplit('/').next().expect("a token").to_owned();
        let rows = texts(&app, "SELECT html || body FROM outbox").await;
        assert!(rows.iter().all(|row| row.contains("/portal/unsubscribe/•••") && !row.contains(&token)), "{rows:?}");
    }
}
