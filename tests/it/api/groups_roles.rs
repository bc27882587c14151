//! Groups and roles of an account over the API, by the rules of the panel.

use super::{ALL_SCOPES, Script, make_token};
use crate::both_databases;
use crate::resource::make_account;
use crate::support::app::TestApp;
use serde_json::{Value, json};

const KINDS: [&str; 2] = ["groups", "roles"];

fn call(kind: &str, name: &str) -> String {
    format!("accounts/{kind}/{name}")
}

async fn create(script: &mut Script, kind: &str, account: Value, name: &str) -> i64 {
    let saved = script.saved(&call(kind, "save"), json!({"account_id": account, "name": name})).await;
    assert_eq!(saved["version"], 1);
    saved["saved_id"].as_i64().expect("an id")
}

async fn names(script: &mut Script, kind: &str, account: Value) -> Vec<String> {
    let list = script.ok(&call(kind, "list"), json!({"account_id": account})).await;
    let rows = list["data"].as_array().expect("rows").clone();
    assert_eq!(list["total_count"], rows.len());
    rows.iter().map(|row| row["name"].as_str().unwrap_or_default().to_owned()).collect()
}

both_databases! {
    async fn one_is_created_changed_listed_and_deleted(app: TestApp) {
        let mut script = Script::new(&app).await;
        for kind in KINDS {
            let begin = names(&mut script, kind, json!(1)).await;
            let id = create(&mut script, kind, json!("acme"), "Отдел").await;
            let saved = script.saved(&call(kind, "save"), json!({"account_id": "ACME", "id": "Отдел", "name": "Sales"})).await;
            assert_eq!((&saved["saved_id"], &saved["version"]), (&json!(id), &json!(2)));
            let same = script.saved(&call(kind, "save"), json!({"account_id": 1, "id": id, "version": 2})).await;
            assert_eq!(same["version"], 2, "what changes nothing has no version of its own");
            assert_eq!(script.refused(&call(kind, "save"), json!({"account_id": 1, "id": id, "name": "X", "version": 1})).await.0, 409);
            assert_eq!(names(&mut script, kind, json!("1")).await, [begin.clone(), vec!["Sales".to_owned()]].concat());
            let page = script.ok(&call(kind, "list"), json!({"account_id": 1, "from_id": id, "limit": 1})).await;
            assert_eq!((&page["data"][0]["id"], &page["data"][0]["account_id"], &page["data"][0]["version"], &page["data"][0]["updated_by"]), (&json!(id), &json!(1), &json!(2), &json!("Billing")));
            assert_eq!(script.refused(&call(kind, "delete"), json!({"account_id": 1, "id": id, "version": 1})).await.0, 409);
            script.ok(&call(kind, "delete"), json!({"account_id": 1, "id": "Sales", "version": 2})).await;
            assert_eq!(names(&mut script, kind, json!(1)).await, begin);
            for name in ["delete", "save"] {
                let (code, errors) = script.refused(&call(kind, name), json!({"account_id": 1, "id": id})).await;
                assert_eq!((code, errors["id"].is_string()), (404, true), "{kind} {name}: {errors}");
            }
        }
    }

    async fn xml_does_the_same(app: TestApp) {
        let mut script = Script::new(&app).await;
        let role = "<account_id>acme</account_id><name>R &amp; D</name><actions array='true'>edit_profiles</actions><actions array='true'>view_profiles</actions>";
        let made = script.xml("accounts/roles/save", role).await;
        assert!(made.status == 200 && made.body.contains("<saved_id>1</saved_id><version>1</version>"), "{}", made.body);
        let list = script.xml("accounts/roles/list", "<account_id>1</account_id>").await;
        assert!(list.body.contains("<xml><data><id>1</id>") && list.body.contains("<name>R &amp; D</name><actions array=\"true\">view_profiles</actions><actions array=\"true\">edit_profiles</actions><users>0</users>"), "{}", list.body);
        let one = script.xml("accounts/roles/save", "<account_id>1</account_id><id>1</id><actions>view_reports</actions>").await;
        assert_eq!(one.status, 200, "{}", one.body);
        assert_eq!(script.ok("accounts/roles/list", json!({"account_id": 1})).await["data"][0]["actions"], json!(["view_reports"]));
        let made = script.xml("accounts/groups/save", "<account_id>acme</account_id><name>R &amp; D</name>").await;
        assert_eq!(made.status, 200, "{}", made.body);
        let list = script.xml("accounts/groups/list", "<account_id>1</account_id><from_id>2</from_id>").await;
        assert!(list.body.contains("<data><id>2</id><account_id>1</account_id><name>R &amp; D</name><is_main>false</is_main><members>0</members>") && list.body.ends_with("<total_count>2</total_count></xml>"), "{}", list.body);
        for kind in KINDS {
            let refused = script.xml(&call(kind, "save"), "<account_id>1</account_id><name></name>").await;
            assert!(refused.status == 422 && refused.body.contains("<errors><name>"), "{}", refused.body);
            let deleted = script.xml(&call(kind, "delete"), "<account_id>acme</account_id><id>R &amp; D</id>").await;
            assert_eq!(deleted.status, 200, "{}", deleted.body);
        }
    }

    async fn a_role_permits_what_it_is_given_and_keeps_it(app: TestApp) {
        let mut script = Script::new(&app).await;
        script.ok("accounts/roles/save", json!({"account_id": 1, "name": "Editor", "actions": ["edit_profiles", "view_profiles"]})).await;
        script.ok("accounts/roles/save", json!({"account_id": 1, "id": "Editor", "name": "Writer"})).await;
        let role = script.ok("accounts/roles/list", json!({"account_id": 1})).await["data"][0].clone();
        assert_eq!((&role["name"], &role["actions"]), (&json!("Writer"), &json!(["view_profiles", "edit_profiles"])));
        script.ok("accounts/users/add", json!({"account_id": 1, "name": "anna", "email": "anna@example.com", "roles": ["Writer"]})).await;
        script.ok("accounts/roles/save", json!({"account_id": 1, "id": "Writer", "actions": []})).await;
        let role = script.ok("accounts/roles/list", json!({"account_id": 1})).await["data"][0].clone();
        assert_eq!((&role["actions"], &role["users"]), (&json!([]), &json!(1)));
        let (code, errors) = script.refused("accounts/roles/save", json!({"account_id": 1, "id": "Writer", "actions": ["become_root"]})).await;
        assert_eq!((code, errors["actions"].is_string()), (422, true), "{errors}");
        script.ok("accounts/roles/delete", json!({"account_id": 1, "id": "Writer"})).await;
        assert_eq!(script.ok("accounts/users/list", json!({"account_id": 1})).await["total_count"], 1, "who had it is still there");
    }

    async fn main_stays_and_takes_in_who_was_in_a_deleted_group(app: TestApp) {
        let mut script = Script::new(&app).await;
        for (name, params) in [("save", json!({"account_id": 1, "id": "Main", "name": "Other"})), ("delete", json!({"account_id": 1, "id": "Main"}))] {
            assert_eq!(script.refused(&call("groups", name), params).await.0, 409, "{name}");
        }
        create(&mut script, "groups", json!(1), "Sales").await;
        script.ok("accounts/users/add", json!({"account_id": 1, "name": "anna", "email": "anna@example.com", "groups": ["Sales"]})).await;
        script.ok("accounts/groups/delete", json!({"account_id": 1, "id": "Sales"})).await;
        let groups = script.ok("accounts/groups/list", json!({"account_id": 1})).await;
        assert_eq!((&groups["total_count"], &groups["data"][0]["is_main"], &groups["data"][0]["members"]), (&json!(1), &json!(true), &json!(1)));
    }

    async fn each_refusal_names_its_field(app: TestApp) {
        let mut script = Script::new(&app).await;
        for kind in KINDS {
            for (field, value, expected) in [
                ("name", json!(""), 422), ("name", json!("x".repeat(81)), 422), ("name", json!("\u{202E} "), 422), ("nmae", json!("x"), 422),
                ("version", json!(1), 422), ("account_id", Value::Null, 422), ("id", json!("None"), 404), ("id", json!(99), 404),
            ] {
                let mut params = json!({"account_id": 1, "name": "Other"});
                params[field] = value.clone();
                let (code, errors) = script.refused(&call(kind, "save"), params).await;
                assert_eq!((code, errors[field].is_string()), (expected, true), "{kind} {field}={value}: {errors}");
            }
            for (field, value) in [("name", json!(1)), ("account_id", json!(true)), ("id", json!({})), ("version", json!("one"))] {
                let mut params = json!({"account_id": 1, "name": "Other"});
                params[field] = value.clone();
                assert_eq!(script.refused(&call(kind, "save"), params).await.0, 400, "{kind} {field}={value}");
            }
            for (params, missing) in [(json!({"account_id": 1}), "name"), (json!({"name": "Other"}), "account_id")] {
                let (code, errors) = script.refused(&call(kind, "save"), params).await;
                assert_eq!((code, errors[missing].is_string()), (422, true), "{kind} without {missing}: {errors}");
            }
            assert_eq!(script.refused(&call(kind, "list"), json!({"account_id": 1, "limit": 0})).await.0, 422);
            assert_eq!(script.refused(&call(kind, "delete"), json!({"account_id": 1})).await.0, 422);
        }
    }

    async fn a_name_is_taken_once_in_an_account(app: TestApp) {
        let mut script = Script::new(&app).await;
        make_account(&mut script.owner, "globex").await;
        for kind in KINDS {
            create(&mut script, kind, json!(1), "Taken").await;
            let id = create(&mut script, kind, json!(1), "Other").await;
            for params in [json!({"account_id": 1, "name": "Taken"}), json!({"account_id": 1, "id": id, "name": "Taken"})] {
                let (code, errors) = script.refused(&call(kind, "save"), params).await;
                assert_eq!((code, errors["name"].is_string()), (409, true), "{kind}: {errors}");
            }
            create(&mut script, kind, json!("globex"), "Taken").await;
        }
    }

    async fn somebody_elses_is_not_there(app: TestApp) {
        let mut script = Script::new(&app).await;
        make_account(&mut script.owner, "globex").await;
        for kind in KINDS {
            let id = create(&mut script, kind, json!(1), "Sales").await;
            for wanted in [json!(id), json!("Sales")] {
                for name in ["save", "delete"] {
                    assert_eq!(script.refused(&call(kind, name), json!({"account_id": "globex", "id": wanted})).await.0, 404, "{kind} {name}");
                }
            }
            assert!(names(&mut script, kind, json!(1)).await.contains(&"Sales".to_owned()));
        }
    }

    async fn an_accounts_state_decides(app: TestApp) {
        let mut script = Script::new(&app).await;
        for kind in KINDS {
            create(&mut script, kind, json!(1), "Kept").await;
        }
        let reads_always = async |script: &mut Script, writes: u16| {
            for kind in KINDS {
                script.ok(&call(kind, "list"), json!({"account_id": "acme"})).await;
                for (name, params) in [
                    ("save", json!({"account_id": 1, "name": format!("New {writes}")})),
                    ("save", json!({"account_id": 1, "id": "Kept", "name": "Kept"})),
                    ("delete", json!({"account_id": 1, "id": format!("New {writes}")})),
                ] {
                    let expected = if name == "delete" && writes != 200 { 404 } else { writes };
                    assert_eq!(script.json(&call(kind, name), params.clone()).await.status, expected, "{kind} {name} {params}");
                }
                if writes != 200 {
                    assert_eq!(script.refused(&call(kind, "delete"), json!({"account_id": 1, "id": "Kept"})).await.0, writes);
                }
            }
        };
        reads_always(&mut script, 200).await;
        script.ok("accounts/deactivate", json!({"id": 1})).await;
        reads_always(&mut script, 200).await;
        script.ok("accounts/freeze", json!({"id": 1})).await;
        reads_always(&mut script, 409).await;
        script.ok("accounts/unfreeze", json!({"id": 1})).await;
        script.ok("accounts/activate", json!({"id": 1})).await;
        script.ok("accounts/delete", json!({"id": 1})).await;
        reads_always(&mut script, 409).await;
        script.ok("accounts/restore", json!({"id": 1})).await;
        reads_always(&mut script, 200).await;
    }

    async fn text_that_can_be_no_account_is_malformed(app: TestApp) {
        let mut script = Script::new(&app).await;
        let calls = [
            ("id", ["accounts/get", "accounts/save", "accounts/activate", "accounts/deactivate", "accounts/freeze", "accounts/unfreeze", "accounts/delete", "accounts/restore"].as_slice(), json!({})),
            ("name", &["accounts/get"], json!({})),
            ("account_id", &["accounts/users/list", "accounts/groups/list", "accounts/roles/list", "audit/list"], json!({})),
            ("account_id", &["accounts/users/add", "accounts/users/update", "accounts/users/delete", "accounts/users/send_welcome", "accounts/groups/save", "accounts/roles/save"], json!({"name": "anna"})),
            ("account_id", &["accounts/groups/delete", "accounts/roles/delete"], json!({"id": 1})),
        ];
        for (field, calls, others) in &calls {
            for call in *calls {
                for text in ["one two", "a", "ac/me", "-acme", "anna@acme", "акме", "+-1"] {
                    let mut params = others.clone();
                    params[field] = json!(text);
                    assert_eq!(script.refused(call, params).await.0, 400, "{call} {field}={text}");
                    let others: String = others.as_object().expect("an object").iter().map(|(name, it)| format!("<{name}>{}</{name}>", it.as_str().unwrap_or("1"))).collect();
                    let answer = script.xml(call, &format!("<{field}>{text}</{field}>{others}")).await;
                    assert!(answer.status == 400 && answer.body.contains("<error>400</error>"), "{call} {field}={text}: {}", answer.body);
                }
                for text in ["nobody", "99", "99999999999999999999"] {
                    let mut params = others.clone();
                    params[field] = json!(text);
                    let expected = if *call == "audit/list" && text == "99" { 200 } else { 404 };
                    assert_eq!(script.json(call, params).await.status, expected, "{call} {field}={text}");
                }
            }
        }
        assert_eq!(script.ok("accounts/list", json!({})).await["data"][0]["version"], 1, "nothing came of it");
    }

    async fn a_token_does_what_its_scopes_say(app: TestApp) {
        let mut script = Script::new(&app).await;
        for kind in KINDS {
            create(&mut script, kind, json!(1), "Kept").await;
        }
        let others: Vec<&str> = ALL_SCOPES.into_iter().filter(|scope| !scope.starts_with("users:")).collect();
        for (scopes, reads, writes) in [(others.as_slice(), 403, 403), (&["users:read"][..], 200, 403), (&["users:write"][..], 403, 200)] {
            script.secret = make_token(&mut script.owner, scopes[0], scopes).await;
            for kind in KINDS {
                for (name, params, code) in [
                    ("list", json!({"account_id": 1}), reads), ("save", json!({"account_id": 1, "id": "Kept"}), writes), ("delete", json!({"account_id": 1, "id": "Kept"}), writes),
                ] {
                    assert_eq!(script.json(&call(kind, name), params).await.status, code, "{scopes:?} {kind} {name}");
                }
            }
        }
    }

    async fn the_record_is_the_one_that_the_panel_writes(app: TestApp) {
        let mut script = Script::new(&app).await;
        for kind in KINDS {
            let pages = format!("/accounts/1/{kind}");
            let actions = [("actions", "view_profiles"), ("actions", "edit_profiles")];
            let mut fields = vec![("name", "Same")];
            fields.extend_from_slice(if kind == "roles" { &actions } else { &[] });
            assert_eq!(script.owner.submit(&format!("{pages}/new"), &fields).await.status, 303);
            let list = script.ok(&call(kind, "list"), json!({"account_id": 1})).await;
            let id = list["data"].as_array().and_then(|rows| rows.last()).map(|row| row["id"].clone()).expect("it is there");
            assert_eq!(script.owner.submit(&format!("{pages}/{id}"), &[("name", "Other")]).await.status, 303);
            assert_eq!(script.owner.submit(&format!("{pages}/{id}/delete"), &[]).await.status, 303);
            let by_panel = script.record(3).await;
            let mut new = json!({"account_id": 1, "name": "Same"});
            if kind == "roles" {
                new["actions"] = json!(["edit_profiles", "view_profiles"]);
            }
            script.ok(&call(kind, "save"), new).await;
            script.ok(&call(kind, "save"), json!({"account_id": 1, "id": "Same", "name": "Other"})).await;
            script.ok(&call(kind, "delete"), json!({"account_id": 1, "id": "Other"})).await;
            assert_eq!(script.record(3).await, by_panel, "{kind}");
            assert_eq!(by_panel.iter().map(|it| it[0].clone()).collect::<Vec<_>>(), ["create", "update", "delete"]);
        }
    }

    async fn a_list_of_a_thousand_takes_three_statements(app: TestApp) {
        let mut script = Script::new(&app).await;
        create(&mut script, "roles", json!(1), "Model").await;
        app.execute("WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 1000)
            INSERT INTO groups (account_id, name, search, is_main, version, created_at, updated_at, updated_by)
            SELECT account_id, 'Copy ' || i, search, FALSE, version, created_at, updated_at, updated_by FROM groups CROSS JOIN n WHERE id = 1").await;
        app.execute("WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 1000)
            INSERT INTO roles (account_id, name, search, actions, version, created_at, updated_at, updated_by)
            SELECT account_id, 'Copy ' || i, search, actions, version, created_at, updated_at, updated_by FROM roles CROSS JOIN n WHERE id = 1").await;
        for kind in KINDS {
            for account in [json!(1), json!("acme")] {
                let list = script.ok(&call(kind, "list"), json!({"account_id": account})).await;
                assert_eq!((list["data"].as_array().map(Vec::len), &list["total_count"]), (Some(1000), &json!(1001)));
                let taken = script.statements(&app, &call(kind, "list"), json!({"account_id": account})).await;
                assert!(taken <= 3, "{kind} of {account} took {taken} statements");
            }
        }
        script.ok("accounts/users/add", json!({"account_id": 1, "name": "anna", "email": "anna@example.com"})).await;
        for (call, params) in [("accounts/get", json!({"id": 1})), ("accounts/get", json!({"id": "acme"})), ("accounts/users/list", json!({"account_id": "acme"}))] {
            let taken = script.statements(&app, call, params.clone()).await;
            assert!(taken <= 3, "{call} {params} took {taken} statements");
        }
    }
}
