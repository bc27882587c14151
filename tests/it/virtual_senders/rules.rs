//! What rules may say, and what is refused of them.

use super::{LIST, add, default_rule, shares, whole, with_senders};
use crate::both_databases;
use crate::support::app::TestApp;
use serde_json::{Value, json};

/// Rules for email before the default one.
fn rules(before: &[Value]) -> Value {
    before.iter().cloned().chain([default_rule(&[("Mailer", 100)])]).collect()
}

fn rule(kind: &str, value: Value) -> Value {
    json!({"type": kind, "value": value, "senders": shares(&[("Bulk", 100)])})
}

both_databases! {
    async fn what_is_wrong_is_said_with_the_rule_and_nothing_is_kept(app: TestApp) {
        let mut script = with_senders(&app).await;
        script.ok("senders/save", json!({"name": "Off", "type": "akmta", "active": false, "accounts": ["acme"]})).await;
        script.ok("senders/save", json!({"name": "Others", "type": "akmta"})).await;
        let of = |shares: Value| json!([{"type": "default", "senders": shares}]);
        let domain = |value: &str| rules(&[rule("from_domain", json!(value))]);
        let many: Vec<Value> = (0..50).map(|n| rule("from_domain", json!(format!("a{n}.com")))).collect();
        let domains: Vec<String> = (0..101).map(|n| format!("a{n}.com")).collect();
        let senders: Vec<(&str, i64)> = (0..21).map(|_| ("Mailer", 1)).collect();
        for (rules, said) in [
            (of(shares(&[("Mailer", 60), ("Bulk", 39)])), "Rule 1: the shares make 99 %, and must make 100 %."),
            (of(shares(&[("Mailer", 60), ("Bulk", 60)])), "the shares make 120 %"),
            (of(shares(&[("Mailer", 100), ("Bulk", 0)])), "a share is a whole number from 1 to 100"),
            (of(shares(&[("Mailer", 50), ("mailer", 50)])), "the sender “mailer” is not there or not assigned"),
            (of(shares(&[("Mailer", 50), ("Mailer", 50)])), "the sender “Mailer” is there twice"),
            (json!([{"type": "default", "senders": [{"sender_id": 1, "percent": 50}, {"sender_id": "Mailer", "percent": 50}]}]), "the sender “Mailer” is there twice"),
            (of(shares(&[("Texts", 100)])), "the sender “Texts” is of another channel"),
            (of(shares(&[("Others", 100)])), "the sender “Others” is not there or not assigned"),
            (of(shares(&[("Nobody", 100)])), "the sender “Nobody” is not there or not assigned"),
            (of(shares(&[("Off", 100)])), "the sender “Off” is switched off"),
            (of(json!([])), "choose at least one sender"),
            (of(shares(&senders)), "at most 20 senders"),
            (of(json!([{"sender_id": 1, "percent": 100, "from_email": "nobody"}])), "From and Reply-To must be email addresses"),
            (of(json!([{"sender_id": 1, "percent": 100, "from_name": "x".repeat(81)}])), "the From name has at most 80 characters"),
            (json!([rule("from_domain", json!("a.com"))]), "Rule 1: the last rule must be the one for all others."),
            (rules(&[default_rule(&[("Mailer", 100)])]), "Rule 1: the one for all others must be the last."),
            (domain(""), "enter domains or addresses"),
            (domain("exa mple.com"), "Rule 1: “exa” is not a domain."),
            (domain("a.*.com"), "“a.*.com” is not a domain. A domain has a dot, and a star stands only before one"),
            (domain("*"), "“*” is not a domain"),
            (domain("a.com, nobody@b.com"), "“nobody@b.com” is not a domain"),
            (domain(&domains.join(",")), "at most 100 domains or addresses"),
            (rules(&[rule("from_email", json!("a.com"))]), "“a.com” is not an address"),
            (rules(&[rule("from_domain", json!("a.com")), rule("from_domain", json!("A.com."))]), "Rule 2 asks for the same as rule 1."),
            (rules(&[rule("group_id", json!(1)), rule("group_id", json!("Main"))]), "Rule 2 asks for the same as rule 1."),
            (rules(&[rule("group_id", json!("Nobody"))]), "there is no group “Nobody” in this account"),
            (rules(&[rule("group_id", Value::Null)]), "Rule 1: choose a group."),
            (rules(&[rule("by_weather", json!("sunny"))]), "there is no condition “by_weather” in this channel"),
            (rules(&[json!({"id": 7, "type": "from_domain", "value": "a.com", "senders": shares(&[("Bulk", 100)])})]), "there is no rule with the ID 7"),
            (rules(&many), "At most 50 rules."),
        ] {
            let answer = script.json("vsenders/add", json!({"account_id": 1, "name": "Main", "email_rules": rules})).await;
            assert!(answer.status == 422 && answer.body.contains(said), "{said}: {rules}: {}", answer.body);
        }
        for (rules, said) in [
            (json!([{"type": "to_domain", "value": "a.com", "senders": shares(&[("Texts", 100)])}, default_rule(&[("Texts", 100)])]), "there is no condition “to_domain” in this channel"),
            (json!([{"type": "default", "senders": [{"sender_id": "Texts", "percent": 100, "from_email": "a@example.com"}]}]), "an SMS has no From or Reply-To address"),
        ] {
            let (code, answer) = script.refused("vsenders/add", json!({"account_id": 1, "name": "Main", "sms_rules": rules})).await;
            assert!(code == 422 && answer.to_string().contains(said), "{said}: {answer}");
        }
        assert_eq!(script.ok("vsenders/list", json!({"account_id": 1})).await["total_count"], 0);
        let most = &many[1..];
        script.ok("vsenders/add", json!({"account_id": 1, "name": "Main", "email_rules": rules(most)})).await;
        assert_eq!(whole(&mut script, "Main").await["email_rules"].as_array().map(Vec::len), Some(50));
    }

    async fn a_domain_is_kept_in_one_form_however_it_came(app: TestApp) {
        let mut script = with_senders(&app).await;
        let typed = "Пример.РФ., xn--e1afmkfd.xn--p1ai;*.Example.COM\nexample.com";
        script.ok("vsenders/add", json!({"account_id": 1, "name": "Main", "email_rules": rules(&[rule("to_domain", json!(typed))])})).await;
        assert_eq!(whole(&mut script, "Main").await["email_rules"][0]["value"], "пример.рф, *.example.com, example.com");
        let page = script.owner.get(&format!("{LIST}/1")).await;
        assert_eq!(page.value_of("rule_value").as_deref(), Some("пример.рф, *.example.com, example.com"));
    }

    async fn a_rule_that_can_never_match_is_marked(app: TestApp) {
        let mut script = with_senders(&app).await;
        let before = [rule("from_domain", json!("*.example.com, a.org")), rule("from_email", json!("x@mail.example.com")), rule("to_domain", json!("a.org"))];
        script.ok("vsenders/add", json!({"account_id": 1, "name": "Main", "email_rules": rules(&before)})).await;
        let choice = whole(&mut script, "Main").await["choice"].clone();
        let never: Vec<&Value> = choice.as_array().expect("a list").iter().map(|it| &it["never_matches"]).collect();
        assert_eq!(never, [false, true, false, false]);
        let page = script.owner.get(&format!("{LIST}/1")).await;
        assert!(page.has_text("This rule can never match: rule 1 takes all of it."), "{}", page.text());
        assert!(script.owner.get(LIST).await.has_text("1 rule can never match."));
    }

    async fn a_rule_that_several_before_it_cover_together_is_marked_and_none_where_the_next_may_have_it(app: TestApp) {
        let mut script = with_senders(&app).await;
        let before = [rule("from_domain", json!("a.com")), rule("from_domain", json!("b.com")), rule("from_domain", json!("b.com, a.com"))];
        script.ok("vsenders/add", json!({"account_id": 1, "name": "Main", "email_rules": rules(&before)})).await;
        let never = async |script: &mut crate::api::Script| {
            let choice = whole(script, "Main").await["choice"].clone();
            choice.as_array().expect("a list").iter().map(|it| it["never_matches"] == true).collect::<Vec<_>>()
        };
        assert_eq!(never(&mut script).await, [false, false, true, false]);
        assert!(script.owner.get(&format!("{LIST}/1")).await.has_text("This rule can never match: rule 2 and those before it take all of it."));
        script.ok("vsenders/update", json!({"account_id": 1, "id": "Main", "when_off": "next"})).await;
        assert_eq!(never(&mut script).await, [false; 4]);
    }

    async fn moving_a_share_moves_that_part_and_nothing_else(app: TestApp) {
        let mut script = with_senders(&app).await;
        add(&mut script, "Main", &[("Mailer", 60), ("Bulk", 40)]).await;
        let choice = |it: &Value, at: usize| (it["choice"][at]["rule_id"].clone(), it["choice"][at]["salt"].clone());
        let before = whole(&mut script, "Main").await;
        script.ok("vsenders/update", json!({"account_id": 1, "id": "Main", "email_rules": [default_rule(&[("Bulk", 50), ("Mailer", 50)])]})).await;
        let after = whole(&mut script, "Main").await;
        assert_eq!(choice(&before, 0), choice(&after, 0), "it is the same rule");
        let slots = |it: &Value| it["choice"][0]["slots"].as_array().expect("slots").clone();
        let moved: Vec<usize> = slots(&before).iter().zip(slots(&after)).enumerate().filter(|(_, (one, other))| **one != *other).map(|(at, _)| at).collect();
        assert_eq!(moved, (50..60).collect::<Vec<_>>());

        let new = rule("from_domain", json!("a.com"));
        let renamed = json!({"id": 2, "type": "from_domain", "value": "b.com", "senders": shares(&[("Bulk", 100)])});
        for first in [new, renamed] {
            script.ok("vsenders/update", json!({"account_id": 1, "id": "Main", "email_rules": rules(&[first])})).await;
        }
        let third = whole(&mut script, "Main").await;
        assert_eq!(choice(&third, 1), choice(&before, 0), "a rule keeps its salt where another is put before it");
        assert_eq!((&third["choice"][0]["rule_id"], &third["email_rules"][0]["value"]), (&json!(2), &json!("b.com")), "named by its id, it keeps it whatever it asks for");
        script.ok("vsenders/update", json!({"account_id": 1, "id": "Main", "email_rules": []})).await;
        script.ok("vsenders/update", json!({"account_id": 1, "id": "Main", "email_rules": rules(&[])})).await;
        assert_eq!(choice(&whole(&mut script, "Main").await, 0).0, 3, "an id is given once");
    }

    async fn a_sender_that_was_switched_off_since_stays_and_the_rule_can_be_edited(app: TestApp) {
        let mut script = with_senders(&app).await;
        add(&mut script, "Main", &[("Mailer", 60), ("Bulk", 40)]).await;
        script.ok("senders/save", json!({"id": "Bulk", "active": false})).await;
        script.ok("vsenders/update", json!({"account_id": 1, "id": "Main", "email_rules": [default_rule(&[("Mailer", 50), ("Bulk", 50)])]})).await;
        let page = script.owner.get(&format!("{LIST}/1")).await;
        assert!(page.has_text("Bulk (Inactive)"), "{}", page.text());
        assert_eq!(script.owner.submit(&format!("{LIST}/1"), &[("name", "Renamed")]).await.status, 303);
        assert_eq!(script.refused("vsenders/add", json!({"account_id": 1, "name": "New", "email_rules": [default_rule(&[("Bulk", 100)])]})).await.0, 422);
    }
}
