//! Steward's own letters to somebody on a global stop list.

use super::add;
use crate::both_databases;
use crate::mail::{notice, queued, welcome};
use crate::support::app::{TestApp, signed_in_owner};
use crate::support::dump::texts;
use steward::mail::{Kind, Letter, worker};

/// All kinds there are: whether each goes to somebody on a stop list.
const KINDS: [(&str, bool); 19] = [
    ("welcome", true),
    ("deactivated", false),
    ("reset", true),
    ("password-changed", true),
    ("address-changed", true),
    ("factor-added", true),
    ("factor-removed", true),
    ("recovery-code-used", true),
    ("new-device", true),
    ("wrong-code", true),
    ("admin-access", true),
    ("visit", true),
    ("token-expiring", false),
    ("limit", false),
    ("quality", false),
    ("daily-report", false),
    ("weekly-report", false),
    ("event", false),
    ("sample", false),
];

#[test]
fn each_kind_of_letter_is_in_the_table() {
    let all: Vec<(&str, bool)> = Kind::ALL.iter().map(|kind| (kind.as_str(), kind.goes_anyway())).collect();
    assert_eq!(all, KINDS);
}

/// Letters of each kind to one address, by turning one without a link into it.
async fn of_each_kind(app: &TestApp) {
    for kind in Kind::ALL.iter().filter(|kind| !kind.has_link()) {
        queued(app, Letter { kind: *kind, account_id: None, ..notice(app, None) }).await;
    }
}

async fn sent(app: &TestApp) -> Vec<String> {
    while worker::step(&app.state).await.expect("the worker works") {}
    texts(app, "SELECT kind || ' ' || status || ' ' || coalesce(last_error, '') FROM outbox ORDER BY id").await
}

both_databases! {
    async fn notices_are_held_back_and_what_concerns_ones_safety_goes(app: TestApp) {
        let mut owner = signed_in_owner(&app).await;
        add(&mut owner, 1, "*.example.com\nother@example.org").await;
        of_each_kind(&app).await;
        queued(&app, welcome(&app, "anna@example.com")).await;
        let became = sent(&app).await;
        let expected = KINDS.iter().filter(|(kind, _)| !["welcome", "reset", "admin-access"].contains(kind)).map(|(kind, goes)| match goes {
            true => format!("{kind} sent "),
            false => format!("{kind} cancelled stop-list"),
        });
        assert_eq!(became, expected.chain(["welcome sent ".to_owned()]).collect::<Vec<_>>());
        let outbox = owner.get("/outbox").await;
        assert!(outbox.has_text("The address is on a global stop list."), "{}", outbox.text());
        assert!(owner.get("/outbox?status=cancelled").await.rows().len() == 8, "{}", outbox.text());
    }

    async fn only_global_lists_hold_letters_back_and_what_is_removed_goes_again(app: TestApp) {
        let mut owner = signed_in_owner(&app).await;
        assert_eq!(owner.submit("/stop-lists/new", &[("name", "Sales")]).await.status, 303);
        add(&mut owner, 2, "ANNA@example.com").await;
        let first = queued(&app, notice(&app, None)).await;
        assert_eq!(sent(&app).await, ["deactivated sent "]);
        assert_eq!(owner.submit("/stop-lists/2", &[("is_global", "on")]).await.status, 303);
        let second = queued(&app, notice(&app, None)).await;
        assert_eq!(sent(&app).await[1], "deactivated cancelled stop-list");
        let again = owner.post(&format!("/outbox/{second}/again"), &[]).await;
        assert_eq!((again.status, second > first), (303, true));
        assert_eq!(sent(&app).await[1], "deactivated cancelled stop-list", "sent again it is asked again");
        assert_eq!(owner.submit("/stop-lists/2/delete", &[]).await.status, 303);
        assert_eq!(owner.post(&format!("/outbox/{second}/again"), &[]).await.status, 303);
        assert_eq!(sent(&app).await[1], "deactivated sent ");
    }
}
