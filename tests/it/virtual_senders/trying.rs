//! What rules would do, before they are saved.

use super::{LIST, add, arranging::press, default_rule, shares, whole, with_senders};
use crate::both_databases;
use crate::support::app::TestApp;
use serde_json::{Value, json};

fn rules() -> Value {
    json!([
        {"type": "to_domain", "value": "*.example.org", "senders": [{"sender_id": "Bulk", "percent": 100, "from_email": "org@example.com", "from_name": "Org"}]},
        {"type": "group_id", "value": "Main", "senders": shares(&[("Mailer", 100)])},
        default_rule(&[("Mailer", 60), ("Bulk", 40)]),
    ])
}

fn counts(tried: &Value) -> Vec<Value> {
    tried["sample"].as_array().expect("a sample").iter().map(|it| json!([it["sender_id"], it["expected"]])).collect()
}

both_databases! {
    async fn each_address_is_told_its_rule_and_why_the_others_passed_it_over(app: TestApp) {
        let mut script = with_senders(&app).await;
        let ask = json!({"account_id": 1, "email_rules": rules(), "to": ["anna@a.example.org", "boris@example.org"], "from": "x@example.com"});
        let tried = script.ok("vsenders/try", ask).await["data"].clone();
        let [anna, boris] = [&tried["picks"][0], &tried["picks"][1]];
        assert_eq!((&anna["outcome"], &anna["rule"], &anna["sender_id"], &anna["from_email"], &anna["from_name"]), (&json!("sent"), &json!(1), &json!(2), &json!("org@example.com"), &json!("Org")));
        assert_eq!((&boris["rule"], &boris["passed"], &boris["key"]), (&json!(3), &json!(["condition", "condition"]), &json!("message-2")));
        let north = script.ok("vsenders/try", json!({"account_id": 1, "email_rules": rules(), "group": "Main", "to": ["b@example.org"]})).await;
        assert_eq!(north["data"]["picks"][0]["rule"], 2);
        assert_eq!(script.ok("vsenders/list", json!({"account_id": 1})).await["total_count"], 0, "nothing is saved");
    }

    async fn ten_thousand_made_up_recipients_meet_the_shares(app: TestApp) {
        let mut script = with_senders(&app).await;
        let tried = script.ok("vsenders/try", json!({"account_id": 1, "email_rules": [default_rule(&[("Mailer", 60), ("Bulk", 40)])]})).await["data"].clone();
        assert_eq!(counts(&tried), [json!([1, 6_000]), json!([2, 4_000])]);
        let got = tried["sample"][0]["count"].as_i64().expect("a count");
        assert!((5_800..=6_200).contains(&got), "{got} of 10,000 where 6,000 are expected");
        let half = script.ok("vsenders/try", json!({"account_id": 1, "email_rules": rules(), "to": ["a@b.example.org", "a@example.net"]})).await["data"].clone();
        assert_eq!(counts(&half), [json!([2, 7_000]), json!([1, 3_000])], "half of them at each of the two domains");
    }

    async fn what_is_off_leaves_its_part_to_the_others_or_holds_or_goes_on(app: TestApp) {
        let mut script = with_senders(&app).await;
        let ask = |when_off: &str| json!({"account_id": 1, "email_rules": rules(), "when_off": when_off, "to": ["a@b.example.org", "a@example.net"]});
        script.ok("senders/report", json!({"id": "Bulk", "state": "held"})).await;
        let held = script.ok("vsenders/try", ask("hold")).await["data"].clone();
        assert_eq!((&held["picks"][0]["outcome"], &held["picks"][0]["rule"], &held["picks"][1]["sender_id"]), (&json!("held"), &json!(1), &json!(1)));
        assert_eq!(counts(&held), [json!([null, 5_000]), json!([1, 5_000])]);
        let on = script.ok("vsenders/try", ask("next")).await["data"].clone();
        assert_eq!((&on["picks"][0]["rule"], &on["picks"][0]["passed"]), (&json!(3), &json!(["off", "condition"])));
        assert_eq!(counts(&on), [json!([1, 10_000])]);
    }

    async fn a_group_that_may_not_use_it_is_told(app: TestApp) {
        let mut script = with_senders(&app).await;
        script.ok("accounts/groups/save", json!({"account_id": 1, "name": "North"})).await;
        let ask = |group: &str| json!({"account_id": 1, "groups": ["North"], "group": group, "email_rules": [default_rule(&[("Mailer", 100)])]});
        for (group, allowed) in [("North", true), ("Main", false), ("", true)] {
            assert_eq!(script.ok("vsenders/try", ask(group)).await["data"]["group_allowed"], allowed, "{group}");
        }
    }

    async fn an_edit_is_compared_with_what_is_saved(app: TestApp) {
        let mut script = with_senders(&app).await;
        add(&mut script, "Main", &[("Mailer", 60), ("Bulk", 40)]).await;
        let same = script.ok("vsenders/try", json!({"account_id": 1, "id": "Main"})).await["data"].clone();
        assert_eq!((&same["moved"], &same["moves"]), (&json!(0), &json!([])));
        let edit = json!({"account_id": 1, "id": "Main", "email_rules": [default_rule(&[("Mailer", 50), ("Bulk", 50)])]});
        let edited = script.ok("vsenders/try", edit).await["data"].clone();
        let moved = edited["moved"].as_i64().expect("a number");
        assert!((850..=1_150).contains(&moved), "{moved} of 10,000 where ten points moved");
        assert_eq!(edited["moves"], json!([{"from_sender_id": 1, "to_sender_id": 2, "count": moved}]));
    }

    async fn the_page_shows_the_same_without_a_script(app: TestApp) {
        let mut script = with_senders(&app).await;
        script.ok("vsenders/add", json!({"account_id": 1, "name": "Main", "email_rules": rules()})).await;
        let page = format!("{LIST}/1");
        let shown = script.owner.get(&page).await;
        let mut pairs = shown.form(&page).pairs();
        let typed = [("try_to", "anna@a.example.org\nboris@example.org"), ("try_from", "news@пример.рф"), ("share_percent", "100")];
        for (name, value) in typed {
            pairs.iter_mut().filter(|(it, _)| it == name).for_each(|control| control.1 = value.to_owned());
        }
        let last = pairs.iter().rposition(|(name, _)| name == "share_of").expect("a share");
        pairs.truncate(last);
        pairs.extend([("try_to", typed[0].1), ("try_from", typed[1].1), ("do", "compare")].map(|(name, value)| (name.to_owned(), value.to_owned())));
        let fields: Vec<(&str, &str)> = pairs.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        let tried = script.owner.post(&format!("{page}/try"), &fields).await;
        assert_eq!(tried.status, 200, "{}", tried.text());
        for said in ["Rule 1: Bulk", "From name: Org", "Rule 1: the recipient is not at *.example.org", "Rule 3: Mailer", "10,000 made-up recipients at a.example.org, example.org", "50.0 %", "would go another way"] {
            assert!(tried.has_text(said), "{said}: {}", tried.text());
        }
        assert_eq!(tried.value_of("try_from").as_deref(), Some("news@пример.рф"));
        let again = press(&mut script.owner, &tried, &page, "try").await;
        assert!(again.status == 200 && !again.has_text("would go another way"), "{}", again.text());
        assert_eq!(whole(&mut script, 1).await["version"], 1, "nothing is saved");
    }

    async fn a_wrong_question_is_refused_at_its_field(app: TestApp) {
        let mut script = with_senders(&app).await;
        add(&mut script, "Main", &[("Mailer", 100)]).await;
        let many: Vec<String> = (0..21).map(|n| format!("a{n}@example.com")).collect();
        for (ask, field) in [
            (json!({"to": ["nobody"]}), "try_to"),
            (json!({"to": many}), "try_to"),
            (json!({"channel": "sms", "to": ["1234"]}), "try_to"),
            (json!({"groups": ["Nobody"]}), "groups"),
            (json!({"from": "a b"}), "try_from"),
            (json!({"group": "Nobody"}), "try_group"),
            (json!({"channel": "fax"}), "try_channel"),
            (json!({"channel": "custom"}), "try_channel"),
            (json!({"email_rules": [default_rule(&[("Mailer", 99)])]}), "email_rules"),
        ] {
            let mut ask = ask;
            ask["account_id"] = json!(1);
            let (code, answer) = script.refused("vsenders/try", ask.clone()).await;
            assert!(code == 422 && answer.to_string().contains(field), "{ask}: {answer}");
        }
        assert_eq!(script.refused("vsenders/try", json!({"account_id": 1, "id": "Nobody"})).await.0, 404);
        let sms = script.ok("vsenders/try", json!({"account_id": 1, "id": "Main", "channel": "sms", "to": ["+49 30 901820"]})).await["data"].clone();
        assert_eq!((&sms["picks"][0]["outcome"], &sms["sample"][0]["sender_id"]), (&json!("nowhere"), &Value::Null), "there are no rules for SMS");
    }
}
