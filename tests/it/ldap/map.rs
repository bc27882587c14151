//! What groups of a directory give, on its page and over the API, and what a user would get.

use super::people::found;
use super::slapd::{Slapd, opened};
use crate::api::Script;
use crate::both_databases;
use crate::support::app::{TestApp, signed_in_owner};
use crate::support::dump::{differences, dump};
use crate::support::form::OFF;
use chrono::Duration;
use serde_json::{Value, json};
use std::collections::BTreeSet;
use steward::ldap::Granted;

const STAFF: &str = "cn=staff,ou=groups,dc=example,dc=org";
const OUTER: &str = "cn=outer,ou=groups,dc=example,dc=org";

fn granted(groups: &[&str], roles: &[&str], master: bool) -> Granted {
    let names = |names: &[&str]| names.iter().map(|&name| name.to_owned()).collect::<BTreeSet<_>>();
    Granted { groups: names(groups), roles: names(roles), master }
}

/// What a call says of Anna or another. Time passes, so that it may be asked again.
async fn would_get(app: &TestApp, script: &mut Script, login: &str) -> Value {
    app.clock.advance(Duration::seconds(10));
    script.ok("ldap/test_user", json!({"id": "Office", "login": login})).await["data"].clone()
}

both_databases! {
    async fn the_map_gives_what_it_says_to_whoever_is_in_the_group(app: TestApp) {
        let slapd = Slapd::start();
        let mut script = Script::new(&app).await;
        script.ok("ldap/save", slapd.connector(json!({}))).await;
        for (dn, groups, roles, master) in [
            ("CN=Staff, OU=Groups,DC=Example,DC=Org", vec!["North", "Süd"], vec![], false),
            (OUTER, vec!["North"], vec!["Analyst", "Editor"], true),
        ] {
            script.ok("ldap/groups/save", json!({"ldap_id": "Office", "dn": dn, "groups": groups, "roles": roles, "master": master})).await;
        }
        let directory = opened(&app, 1).await;
        let [anna, boris] = [found(&app, &directory, "anna").await, found(&app, &directory, "boris").await];
        assert_eq!(directory.granted(&anna), granted(&["North", "Süd"], &[], false));
        assert_eq!(directory.granted(&boris), granted(&["North"], &["Analyst", "Editor"], true));
        assert_eq!(directory.decides(), granted(&["North", "Süd"], &["Analyst", "Editor"], true));
    }

    async fn a_group_that_is_renamed_or_moved_gives_what_it_gave(app: TestApp) {
        let slapd = Slapd::start();
        let mut script = Script::new(&app).await;
        script.ok("ldap/save", slapd.connector(json!({}))).await;
        script.ok("ldap/groups/save", json!({"ldap_id": 1, "dn": STAFF, "roles": ["Analyst"]})).await;
        let of_id = async |script: &mut Script, id: &str| script.ok("ldap/groups/get", json!({"ldap_id": 1, "id": id})).await["data"].clone();
        let saved = of_id(&mut script, STAFF).await;
        assert_eq!((&saved["known"], saved["stable_id"].as_str().map(str::len)), (&json!("found"), Some(36)));
        slapd.modify(&format!("dn: {STAFF}\nchangetype: moddn\nnewrdn: cn=crew\ndeleteoldrdn: 1\nnewsuperior: dc=example,dc=org\n"));
        let directory = opened(&app, 1).await;
        let anna = found(&app, &directory, "anna").await;
        assert_eq!((&*anna.groups[0].dn, directory.granted(&anna)), ("cn=crew,dc=example,dc=org", granted(&[], &["Analyst"], false)));
        // Saved again it keeps the id: with the directory saying that nothing has this name, or saying nothing.
        script.ok("ldap/groups/save", json!({"ldap_id": 1, "id": STAFF, "master": true})).await;
        assert_eq!((&of_id(&mut script, STAFF).await["known"], &of_id(&mut script, STAFF).await["stable_id"]), (&json!("missing"), &saved["stable_id"]));
        slapd.stop();
        script.ok("ldap/groups/save", json!({"ldap_id": 1, "id": STAFF, "master": false})).await;
        assert_eq!(of_id(&mut script, STAFF).await["stable_id"], saved["stable_id"]);
        script.ok("ldap/groups/save", json!({"ldap_id": 1, "id": STAFF, "dn": OUTER})).await;
        let other = of_id(&mut script, OUTER).await;
        assert_eq!((&other["known"], &other["stable_id"]), (&json!("unknown"), &json!("")));
    }

    async fn a_page_edits_the_map_and_refuses_what_says_nothing(app: TestApp) {
        let mut owner = signed_in_owner(&app).await;
        let directory = [("name", "Office"), ("host", "127.0.0.1"), ("port", "1"), ("base_dn", "dc=example,dc=org")];
        assert_eq!(owner.submit("/ldap/new", &directory).await.status, 303);
        assert!(owner.get("/ldap/1/groups").await.has_text("No groups are mapped yet"));
        let good = [("dn", STAFF), ("groups", "North\r\n\r\n  Юг \r\nNorth"), ("roles", ""), ("master", "on")];
        assert_eq!(owner.submit("/ldap/1/groups/new", &good).await.status, 303);
        let list = owner.get("/ldap/1/groups").await;
        assert!(list.has_text("North, Юг") && list.has_text("not checked"), "{}", list.text());
        assert!(owner.get("/ldap/1").await.has_text("1 mapped group") && owner.get("/ldap").await.body.contains("/ldap/1/groups"));
        let long = "x".repeat(81);
        for (field, changes) in [
            ("dn", &[("dn", "")][..]),
            ("dn", &[("dn", "staff")]),
            ("dn", &[("dn", "cn=Staff;ou=groups, DC=example,dc=org")]),
            ("groups", &[("groups", &long)]),
            ("groups", &[("groups", ""), ("master", OFF)]),
        ] {
            let mut typed = vec![("dn", "cn=new,dc=example,dc=org"), ("groups", "North"), ("roles", ""), ("master", "on")];
            for (name, value) in changes {
                typed.retain(|(known, _)| known != name);
                typed.push((name, value));
            }
            let refused = owner.submit("/ldap/1/groups/new", &typed).await;
            assert_eq!((refused.status, refused.field_error(field).is_some()), (422, true), "{changes:?} {}", refused.text());
        }
        assert_eq!(owner.submit("/ldap/1/groups/1", &[("groups", "South")]).await.status, 303);
        assert!(owner.get("/ldap/1/groups/1").await.body.contains(">South</textarea>"));
        assert!(owner.get("/audit").await.has_row("group of a directory"));
        for path in ["/ldap/2/groups", "/ldap/2/groups/new", "/ldap/1/groups/2", "/ldap/2/groups/1", "/ldap/2/test-user"] {
            assert_eq!(owner.get(path).await.status, 404, "{path}");
        }
        let ask = owner.get("/ldap/1/delete").await;
        assert!(ask.has_text("1 mapped group goes with it"), "{}", ask.text());
        assert_eq!(owner.submit("/ldap/1/delete", &[]).await.status, 303);
        assert_eq!(owner.get("/ldap/1/groups").await.status, 404);
    }

    async fn a_user_is_tried_step_by_step_and_only_the_record_knows(app: TestApp) {
        let slapd = Slapd::start();
        let mut script = Script::new(&app).await;
        script.ok("ldap/save", slapd.connector(json!({}))).await;
        script.ok("ldap/groups/save", json!({"ldap_id": 1, "dn": OUTER, "groups": ["North"], "roles": ["Analyst"]})).await;
        let but = ["api_rates", "api_answers", "api_tokens", "trials", "sqlite_sequence"];
        let before = dump(&app, &but).await;
        let boris = would_get(&app, &mut script, "boris").await;
        assert_eq!(boris["outcome"], json!("ok"), "{boris}");
        assert_eq!((&boris["groups"], &boris["roles"], &boris["master"]), (&json!(["North"]), &json!(["Analyst"]), &json!(false)));
        let how: Vec<(&Value, &Value)> = boris["directory_groups"].as_array().expect("groups").iter().map(|it| (&it["how"], &it["mapped"])).collect();
        assert_eq!(how, [(&json!("direct"), &json!(false)), (&json!("nested"), &json!(true))]);
        for (login, outcome) in [("anna", "nothing_given"), ("nobody", "absent"), ("*", "absent")] {
            assert_eq!(would_get(&app, &mut script, login).await["outcome"], json!(outcome), "{login}");
        }
        let (status, _) = script.refused("ldap/test_user", json!({"id": 1, "login": "anna"})).await;
        assert_eq!(status, 429);
        slapd.stop();
        assert_eq!(would_get(&app, &mut script, "anna").await["outcome"], json!("port_closed"));
        let changed = differences(&before, &dump(&app, &but).await);
        assert!(changed.iter().all(|it| it.starts_with("audit")), "{changed:#?}");
        let record = script.owner.get("/audit").await;
        assert!(record.has_row("User looked for"), "{}", record.text());
    }

    async fn the_page_shows_who_was_found_and_how_their_groups(app: TestApp) {
        let slapd = Slapd::start();
        let mut script = Script::new(&app).await;
        script.ok("ldap/save", slapd.connector(json!({}))).await;
        script.ok("ldap/groups/save", json!({"ldap_id": 1, "dn": OUTER, "groups": ["North"]})).await;
        let owner = &mut script.owner;
        let told = owner.submit("/ldap/1/test-user", &[("login", "boris")]).await;
        assert_eq!(told.status, 200);
        for text in ["could sign in", "uid=boris,ou=people,dc=example,dc=org", "member", "through another group", "North"] {
            assert!(told.has_text(text), "{text}: {}", told.text());
        }
        let again = owner.submit("/ldap/1/test-user", &[("login", "anna")]).await;
        assert_eq!(again.status, 429, "{}", again.text());
        let nobody = owner.submit("/ldap/1/test-user", &[("login", " ")]).await;
        assert_eq!((nobody.status, nobody.field_error("login").is_some()), (422, true));
    }
}
