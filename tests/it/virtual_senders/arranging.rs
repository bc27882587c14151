//! The form without a script: rules are added, moved and shared out by buttons, and nothing is saved before it is.

use super::{LIST, add, whole, with_senders};
use crate::both_databases;
use crate::support::answer::Answer;
use crate::support::app::TestApp;
use crate::support::client::Client;
use serde_json::{Value, json};

/// Presses a button of the form that is shown.
pub async fn press(owner: &mut Client, shown: &Answer, page: &str, act: &str) -> Answer {
    let pairs = shown.form(page).pairs();
    let fields = pairs.iter().map(|(name, value)| (name.as_str(), value.as_str())).chain([("do", act)]);
    owner.post(&format!("{page}/try"), &fields.collect::<Vec<_>>()).await
}

/// Sends the form that is shown with some of its rows' controls changed, each the nth of its name.
async fn save(owner: &mut Client, shown: &Answer, page: &str, changes: &[(&str, usize, &str)]) -> Answer {
    let mut pairs = shown.form(page).pairs();
    for (name, nth, value) in changes {
        let control = pairs.iter_mut().filter(|(it, _)| it == name).nth(*nth);
        control.unwrap_or_else(|| panic!("there is no {name} {nth}")).1 = (*value).to_owned();
    }
    let fields: Vec<(&str, &str)> = pairs.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    owner.post(page, &fields).await
}

fn headings(page: &Answer) -> Vec<String> {
    page.texts(".rule > legend")
}

both_databases! {
    async fn a_virtual_sender_of_three_rules_is_made_by_buttons_alone(app: TestApp) {
        let mut script = with_senders(&app).await;
        let new = format!("{LIST}/new");
        let owner = &mut script.owner;
        let mut page = owner.get(&new).await;
        assert_eq!(headings(&page), Vec::<String>::new());
        for (act, expected) in [
            ("add email", vec!["All others"]),
            ("add email", vec!["Rule 1", "All others"]),
            ("add email", vec!["Rule 1", "Rule 2", "All others"]),
            ("sender email 0", vec!["Rule 1", "Rule 2", "All others"]),
            ("evenly email 0", vec!["Rule 1", "Rule 2", "All others"]),
        ] {
            page = press(owner, &page, &new, act).await;
            assert_eq!((page.status, headings(&page)), (200, expected.into_iter().map(str::to_owned).collect()), "{act}");
        }
        let changes = [
            ("name", 0, "Main"),
            ("rule_type", 0, "from_domain"),
            ("rule_value", 0, "news.example.com"),
            ("rule_type", 1, "group_id:#1"),
            ("share_sender", 0, "#1"),
            ("share_sender", 1, "#2"),
            ("share_sender", 2, "#2"),
            ("share_sender", 3, "#1"),
            ("share_from_name", 3, "Acme"),
        ];
        let saved = save(owner, &page, &new, &changes).await;
        assert_eq!(saved.status, 303, "{}", saved.text());
        let it = whole(&mut script, "Main").await;
        let rules: Vec<Value> = it["email_rules"].as_array().expect("rules").iter().map(|it| json!([it["type"], it["value"]])).collect();
        assert_eq!(rules, [json!(["from_domain", "news.example.com"]), json!(["group_id", "1"]), json!(["default", ""])]);
        let percents: Vec<i64> = it["choice"].as_array().expect("choices").iter().map(|it| it["slots"].as_array().expect("slots").iter().filter(|id| **id == 1).count() as i64).collect();
        assert_eq!((percents, &it["email_rules"][2]["senders"][0]["from_name"]), (vec![50, 0, 100], &json!("Acme")));
    }

    async fn a_rule_that_is_moved_takes_its_shares_and_its_slots_along(app: TestApp) {
        let mut script = with_senders(&app).await;
        let rule = |domain: &str, sender: &str| json!({"type": "from_domain", "value": domain, "senders": [{"sender_id": sender, "percent": 100}]});
        let rules = json!([rule("a.com", "Mailer"), rule("b.com", "Bulk"), {"type": "default", "senders": [{"sender_id": "Mailer", "percent": 100}]}]);
        script.ok("vsenders/add", json!({"account_id": 1, "name": "Main", "email_rules": rules})).await;
        let before = whole(&mut script, "Main").await;
        let page = format!("{LIST}/1");
        let shown = script.owner.get(&page).await;
        let moved = press(&mut script.owner, &shown, &page, "up email 1").await;
        assert_eq!(whole(&mut script, "Main").await, before, "nothing is saved by moving");
        assert!(moved.body.contains("id=\"email-0-down\"") && !moved.elements("#email-0-down[autofocus]").is_empty(), "one goes on where one was");
        assert_eq!(save(&mut script.owner, &moved, &page, &[]).await.status, 303);
        let after = whole(&mut script, "Main").await;
        assert_eq!((&after["email_rules"][0], &after["email_rules"][1]), (&before["email_rules"][1], &before["email_rules"][0]));
        assert_eq!((&after["choice"][0], &after["choice"][1]), (&before["choice"][1], &before["choice"][0]));
        let shown = script.owner.get(&page).await;
        let dragged = press(&mut script.owner, &shown, &page, "move email 1 0").await;
        assert_eq!(save(&mut script.owner, &dragged, &page, &[]).await.status, 303);
        assert_eq!(whole(&mut script, "Main").await["email_rules"], before["email_rules"]);
    }

    async fn what_was_refused_is_shown_again_as_it_was_typed(app: TestApp) {
        let mut script = with_senders(&app).await;
        add(&mut script, "Main", &[("Mailer", 60), ("Bulk", 40)]).await;
        let page = format!("{LIST}/1");
        let shown = script.owner.get(&page).await;
        let refused = save(&mut script.owner, &shown, &page, &[("share_percent", 1, "thirty"), ("share_from_email", 0, "nobody")]).await;
        assert_eq!(refused.status, 422);
        assert!(refused.has_text("Rule 1: a share is a whole number from 1 to 100."), "{}", refused.text());
        assert!(refused.has_text("Rule 1: From and Reply-To must be email addresses."), "each is told");
        let pairs = refused.form(&page).pairs();
        for (name, value) in [("share_percent", "thirty"), ("share_from_email", "nobody")] {
            assert!(pairs.iter().any(|(it, typed)| it == name && typed == value), "{name}");
        }
        assert_eq!(whole(&mut script, "Main").await["version"], 1);
    }

    async fn two_who_reorder_at_once_choose_between_whole_lists_of_rules(app: TestApp) {
        let mut script = with_senders(&app).await;
        add(&mut script, "Main", &[("Mailer", 60), ("Bulk", 40)]).await;
        let page = format!("{LIST}/1");
        let mine = script.owner.get(&page).await;
        script.ok("vsenders/update", json!({"account_id": 1, "id": "Main", "email_rules": [{"type": "default", "senders": [{"sender_id": "Bulk", "percent": 100}]}]})).await;
        let stale = save(&mut script.owner, &mine, &page, &[("share_percent", 0, "70"), ("share_percent", 1, "30")]).await;
        assert_eq!(stale.status, 409);
        let text = stale.text();
        for said in ["1. All others: Mailer 60 %, Bulk 40 %", "1. All others: Mailer 70 %, Bulk 30 %", "1. All others: Bulk 100 %"] {
            assert!(text.contains(said), "{said}: {text}");
        }
        let theirs = save(&mut script.owner, &stale, &page, &[("choose.email_rules", 0, "theirs"), ("name", 0, "Renamed")]).await;
        assert_eq!(theirs.status, 303, "{}", theirs.text());
        let it = whole(&mut script, 1).await;
        assert_eq!((&it["name"], &it["email_rules"][0]["senders"][0]["percent"]), (&json!("Renamed"), &json!(100)));
    }

    async fn an_address_that_moves_from_one_field_to_the_next_is_saved_and_told(app: TestApp) {
        let mut script = with_senders(&app).await;
        let share = json!({"sender_id": "Mailer", "percent": 100, "from_email": "a@example.com"});
        script.ok("vsenders/add", json!({"account_id": 1, "name": "Main", "email_rules": [{"type": "default", "senders": [share]}]})).await;
        let page = format!("{LIST}/1");
        let shown = script.owner.get(&page).await;
        let moved = [("share_from_email", 0, ""), ("share_replyto_email", 0, "a@example.com")];
        assert_eq!(save(&mut script.owner, &shown, &page, &moved).await.status, 303);
        let it = whole(&mut script, 1).await;
        let share = &it["email_rules"][0]["senders"][0];
        assert_eq!((&share["from_email"], &share["replyto_email"], &it["version"]), (&json!(""), &json!("a@example.com"), &json!(2)));
        let told = script.record(1).await[0].to_string();
        assert!(told.contains("From “a@example.com”") && told.contains("Reply-To “a@example.com”"), "{told}");
    }

    async fn whoever_keeps_a_rule_that_somebody_else_has_removed_has_it_anew(app: TestApp) {
        let mut script = with_senders(&app).await;
        let rule = json!({"type": "from_domain", "value": "a.com", "senders": [{"sender_id": "Bulk", "percent": 100}]});
        let default = json!({"type": "default", "senders": [{"sender_id": "Mailer", "percent": 100}]});
        script.ok("vsenders/add", json!({"account_id": 1, "name": "Main", "email_rules": [rule, default]})).await;
        let page = format!("{LIST}/1");
        let mine = script.owner.get(&page).await;
        script.ok("vsenders/update", json!({"account_id": 1, "id": "Main", "email_rules": [default]})).await;
        let stale = save(&mut script.owner, &mine, &page, &[("rule_value", 0, "b.com")]).await;
        assert_eq!(stale.status, 409);
        let yours = save(&mut script.owner, &stale, &page, &[("choose.email_rules", 0, "yours")]).await;
        assert_eq!(yours.status, 303, "{}", yours.text());
        let it = whole(&mut script, 1).await;
        assert_eq!((&it["email_rules"][0]["value"], &it["email_rules"][0]["id"], &it["email_rules"][1]["id"]), (&json!("b.com"), &json!(3), &json!(2)));
    }

    async fn what_is_tried_of_a_new_rule_is_what_is_saved(app: TestApp) {
        let mut script = with_senders(&app).await;
        let new = format!("{LIST}/new");
        let mut page = script.owner.get(&new).await;
        for act in ["add email", "sender email 0", "evenly email 0"] {
            page = press(&mut script.owner, &page, &new, act).await;
        }
        let key = page.value_of("rule").expect("a rule");
        let salt = key.rsplit(':').next().expect("a salt").to_owned();
        assert_eq!(salt.len(), 32, "{key}");
        let saved = save(&mut script.owner, &page, &new, &[("name", 0, "Main"), ("share_sender", 0, "#1"), ("share_sender", 1, "#2")]).await;
        assert_eq!(saved.status, 303, "{}", saved.text());
        assert_eq!(whole(&mut script, 1).await["choice"][0]["salt"], salt);
        let crafted = [("rule", 0, "email:0::no-salt"), ("share_of", 0, "email:0::no-salt"), ("share_of", 1, "email:0::no-salt"), ("name", 0, "Second"), ("share_sender", 0, "#1"), ("share_sender", 1, "#2")];
        assert_eq!(save(&mut script.owner, &page, &new, &crafted).await.status, 303);
        assert_eq!(whole(&mut script, 2).await["choice"][0]["salt"].as_str().map(str::len), Some(32), "what is no salt is none");
    }

    async fn who_may_only_see_and_whoever_sends_nonsense_moves_nothing(app: TestApp) {
        let mut script = with_senders(&app).await;
        add(&mut script, "Main", &[("Mailer", 100)]).await;
        let page = format!("{LIST}/1");
        let shown = script.owner.get(&page).await;
        for act in ["up email 0", "up email -1", "move email 0 0", "unshare email 9 9", "evenly fax 0", "explode", "up", ""] {
            let answer = press(&mut script.owner, &shown, &page, act).await;
            assert_eq!((answer.status, headings(&answer)), (200, vec!["All others".to_owned()]), "{act}");
        }
        app.execute("UPDATE admins SET role = 'auditor'").await;
        assert_eq!(script.owner.get(&page).await.status, 200);
        assert_eq!(script.owner.post(&format!("{page}/try"), &[("do", "none email")]).await.status, 403);
    }
}
