//! The platform, played for an hour: it fetches its orders, does them, and reports; and what an administrator sees
//! meanwhile.

use crate::api::{Script, make_token};
use crate::both_databases;
use crate::resource::owner_of_acme;
use crate::support::app::{OWNER_PASSWORD, TestApp};
use chrono::Duration;
use serde_json::{Value, json};
use std::collections::BTreeMap;

/// What it knows of itself.
struct Platform {
    script: Script,
    /// Of its one sender.
    is_held: bool,
    queued: i64,
    done: Vec<String>,
    /// Of each index that is being built, how much is.
    building: BTreeMap<i64, i64>,
    sent: i64,
}

impl Platform {
    /// A minute of its work: orders first, then mail, then reports. Every third report comes twice, as after an answer
    /// that was lost.
    async fn minute(&mut self, minute: i64) {
        let orders = self.script.ok("senders/orders", json!({})).await["data"].as_array().expect("orders").clone();
        for order in orders {
            let purged = self.obey(order["act"].as_str().expect("an act"));
            let settled = json!({"id": order["id"], "outcome": "done", "purged": purged});
            self.script.ok("senders/orders/settle", settled.clone()).await;
            self.script.ok("senders/orders/settle", settled).await;
        }
        if !self.is_held {
            self.sent += self.queued.min(50);
            self.queued -= self.queued.min(50);
        }
        self.queued += 10;
        let queue = json!([{"account_id": 1, "campaign_id": "spring", "count": self.queued}]);
        let state = if self.is_held { "held" } else { "active" };
        let event = json!({"id": format!("minute-{minute}"), "account": "acme", "metric": "emails", "value": 10});
        for _ in 0..=i64::from(minute % 3 == 0) {
            self.script.ok("senders/report", json!({"id": "Mailer", "state": state, "queue": queue})).await;
            self.script.ok("usage/report", json!({"events": [event]})).await;
        }
        self.index().await;
    }

    fn obey(&mut self, act: &str) -> Option<i64> {
        self.done.push(act.to_owned());
        match act {
            "hold" => self.is_held = true,
            "release" => self.is_held = false,
            _ => return Some(std::mem::take(&mut self.queued)),
        }
        None
    }

    /// It builds 40 % of each index a minute, and what it is to delete is gone at once.
    async fn index(&mut self) {
        let clients = json!({"name": "Clients", "profiles": 1000, "fields": [{"name": "email", "kind": "text"}]});
        self.script.ok("databases/report", json!({"account_id": 1, "databases": [clients]})).await;
        let asked = self.script.ok("indexes/list", json!({"state": ["requested", "building", "deleting"]})).await;
        for index in asked["data"].as_array().expect("indexes") {
            let id = index["id"].as_i64().expect("an id");
            let percent = self.building.entry(id).or_default();
            *percent += 40;
            let (state, percent) = match index["state"].as_str() {
                Some("deleting") => ("gone", None),
                _ if *percent >= 100 => ("ready", None),
                _ => ("building", Some(*percent)),
            };
            let told = json!({"id": id, "version": index["version"], "state": state, "percent": percent});
            let ask = json!({"account_id": 1, "database_id": "Clients", "indexes": [told]});
            assert_eq!(self.script.ok("indexes/report", ask).await["data"][0]["outcome"], "stored");
        }
    }
}

fn act_of(minute: i64) -> Option<(&'static str, Value)> {
    let mailer = || json!({"id": "Mailer"});
    match minute {
        5 => Some(("indexes/create", json!({"account_id": 1, "database_id": "Clients", "fields": ["email"]}))),
        10 => Some(("senders/queue/hold", mailer())),
        20 => Some(("senders/queue/purge", json!({"id": "Mailer", "account_id": "acme"}))),
        30 => Some(("senders/queue/release", mailer())),
        40 => Some(("indexes/delete", json!({"account_id": 1, "database_id": "Clients", "id": 1}))),
        _ => None,
    }
}

both_databases! {
    async fn an_hour_of_orders_and_reports_ends_as_the_platform_has_it(app: TestApp) {
        let mut owner = owner_of_acme(&app).await;
        let secret = make_token(&mut owner, "Billing", &crate::api::ALL_SCOPES).await;
        let mut admin = Script { client: app.client(), owner: owner.clone(), secret };
        let secret = make_token(&mut owner, "Platform", &["platform:report", "accounts:read"]).await;
        let script = Script { client: app.client(), owner, secret };
        admin.ok("senders/save", json!({"name": "Mailer", "type": "akmta", "accounts": ["acme"]})).await;
        let mut platform = Platform { script, is_held: false, queued: 0, done: Vec::new(), building: BTreeMap::new(), sent: 0 };
        let mut seen = Vec::new();
        for minute in 0..60 {
            platform.minute(minute).await;
            if let Some((call, ask)) = act_of(minute) {
                admin.ok(call, ask).await;
            }
            let mailer = admin.ok("senders/get", json!({"id": "Mailer"})).await["data"].clone();
            assert_eq!(mailer["queued"], platform.queued, "in minute {minute}");
            let indexes = admin.ok("indexes/list", json!({"account_id": 1})).await["data"].clone();
            let state = format!("{} {}", mailer["state"].as_str().expect("a state"), indexes[0]["state"].as_str().unwrap_or("none"));
            if seen.last() != Some(&state) {
                seen.push(state);
            }
            app.clock.advance(Duration::minutes(1));
        }
        assert_eq!(platform.done, ["hold", "purge", "release"]);
        assert_eq!(
            seen,
            ["active none", "active requested", "active building", "active ready", "held ready", "active ready", "active deleting", "active none"]
        );
        let used = admin.ok("usage/list", json!({"account_id": 1, "metric": "emails"})).await["data"][0]["used"].clone();
        assert_eq!(used, 600, "each minute's ten once, though every third was told twice");
        let mut owner = crate::login_as::signed_in(&app, "/sign-in", "owner", OWNER_PASSWORD).await;
        for (minutes, states) in [(0, "Active"), (16, "ActiveSilent")] {
            app.clock.advance(Duration::minutes(minutes));
            let row = owner.get("/senders").await.rows()[0].concat();
            assert!(row.contains(states) && row.contains("Silent") == (minutes > 0), "after {minutes} minutes: {row}");
        }
    }
}
