//! Tariffs, connectors and web-version policies over the API, by the rules of the panel.

mod kinds;

use super::{ALL_SCOPES, Script, make_token};
use crate::both_databases;
use crate::support::app::TestApp;
use kinds::{KINDS, told};
use serde_json::{Value, json};

both_databases! {
    async fn one_is_created_read_changed_listed_and_deleted(app: TestApp) {
        let mut script = Script::new(&app).await;
        for kind in &KINDS {
            let id = kind.create(&mut script, "Первый").await;
            let other = kind.create(&mut script, "Second").await;
            let read = kind.get(&mut script, json!(id)).await;
            for (field, value) in told(kind) {
                assert_eq!(read[&field], value, "{} {field}", kind.calls);
            }
            assert_eq!((&read["name"], &read["version"], &read["updated_by"]), (&json!("Первый"), &json!(1), &json!("Billing")));

            let (field, value) = (kind.changed.0, (kind.changed.1)());
            let saved = script.saved(&kind.call("save"), kind.with(json!({"id": "Первый", field: value}))).await;
            assert_eq!((&saved["saved_id"], &saved["version"]), (&json!(id), &json!(2)));
            let after = kind.get(&mut script, json!("Первый")).await;
            assert_eq!(after[field], value, "{}", kind.calls);
            for (other, before) in read.as_object().expect("an object") {
                let moves = [field, "version", "updated_at"].contains(&other.as_str());
                assert!(moves || after[other] == *before, "{} {other} changed too", kind.calls);
            }

            let same = script.saved(&kind.call("save"), kind.with(json!({"id": id, field: value, "version": 2}))).await;
            assert_eq!(same["version"], 2, "{}: what changes nothing has no version of its own", kind.calls);
            assert_eq!(script.refused(&kind.call("save"), kind.with(json!({"id": id, "name": "X", "version": 1}))).await.0, 409);
            script.ok(&kind.call("save"), kind.with(json!({"id": id, "name": "First", "version": 2}))).await;

            let list = script.ok(&kind.call("list"), kind.with(json!({"from_id": id, "limit": 1}))).await;
            assert_eq!(list["data"].as_array().map(Vec::len), Some(1));
            assert_eq!((&list["data"][0]["name"], list["total_count"].as_i64() >= Some(2)), (&json!("First"), true), "{list}");
            let beyond = script.ok(&kind.call("list"), kind.with(json!({"from_id": other + 1}))).await;
            assert_eq!((&beyond["data"], &beyond["total_count"]), (&json!([]), &list["total_count"]));

            assert_eq!(script.refused(&kind.call("delete"), kind.with(json!({"id": id, "version": 2}))).await.0, 409, "{}", kind.calls);
            script.ok(&kind.call("delete"), kind.with(json!({"id": "First", "version": 3}))).await;
            script.ok(&kind.call("delete"), kind.with(json!({"id": other}))).await;
            for (call, gone) in [("get", json!(id)), ("get", json!("First")), ("delete", json!(id)), ("save", json!(id))] {
                let (code, errors) = script.refused(&kind.call(call), kind.with(json!({"id": gone}))).await;
                assert_eq!((code, errors["id"].is_string()), (404, true), "{} {call}: {errors}", kind.calls);
            }
        }
    }

    async fn xml_does_the_same(app: TestApp) {
        let mut script = Script::new(&app).await;
        for kind in &KINDS {
            let class = kind.class.map(|class| format!("<class>{class}</class>")).unwrap_or_default();
            let given = (kind.new)();
            let value = |value: &Value| value.as_str().map_or_else(|| value.to_string(), |text| text.replace('&', "&amp;"));
            let new: String = given.as_object().expect("an object").iter().map(|(field, it)| format!("<{field}>{}</{field}>", value(it))).collect();
            let made = script.xml(&kind.call("save"), &format!("{class}<name>A &amp; B</name>{new}")).await;
            assert!(made.status == 200 && made.body.contains("<version>1</version>"), "{}: {}", kind.calls, made.body);
            let read = script.xml(&kind.call("get"), &format!("{class}<id>A &amp; B</id>")).await;
            assert!(read.body.contains("<data><id>") && read.body.contains("<name>A &amp; B</name>"), "{}: {}", kind.calls, read.body);
            let (field, changed) = (kind.changed.0, (kind.changed.1)());
            let text = if changed.is_null() { String::new() } else { value(&changed) };
            let saved = script.xml(&kind.call("save"), &format!("{class}<id>A &amp; B</id><{field}>{text}</{field}>")).await;
            assert!(saved.body.contains("<version>2</version>"), "{}: {}", kind.calls, saved.body);
            assert_eq!(kind.get(&mut script, json!("A & B")).await[field], changed, "{}", kind.calls);
            let list = script.xml(&kind.call("list"), &class).await;
            assert!(list.body.contains("<data><id>") && list.body.contains("</data><error>0</error>"), "{}: {}", kind.calls, list.body);
            let refused = script.xml(&kind.call("save"), &format!("{class}<id>A &amp; B</id><name></name>")).await;
            assert!(refused.status == 422 && refused.body.contains("<errors><name>"), "{}: {}", kind.calls, refused.body);
            let deleted = script.xml(&kind.call("delete"), &format!("{class}<id>A &amp; B</id>")).await;
            assert_eq!(deleted.status, 200, "{}: {}", kind.calls, deleted.body);
        }
    }

    async fn each_refusal_names_its_field(app: TestApp) {
        let mut script = Script::new(&app).await;
        let long = |length: usize| json!("x".repeat(length));
        let wrong: [(usize, &[(&str, Value)]); 3] = [
            (0, &[("title", json!("")), ("title", long(121)), ("max_users", json!(-1)), ("max_storage_bytes", json!("-5")), ("warn_percent", json!(101))]),
            (1, &[("email_days", json!(0)), ("email_days", json!(3651)), ("email_days", Value::Null), ("sms_days", json!(5))]),
            (2, &[
                ("class", json!("ldap")), ("kind", json!("mysql")), ("kind", json!("oracle")), ("host", json!("http://db")), ("host", json!("169.254.169.254")),
                ("port", json!(0)), ("port", json!("65536")), ("database", json!("")), ("user", Value::from("")), ("tls", json!("some")),
                ("password", json!("")), ("password", Value::Null), ("password", json!("a\nb")), ("password", long(257)), ("password_remove", json!(true)),
            ]),
        ];
        for (kind, wrong) in wrong {
            let kind = &KINDS[kind];
            let common = [("name", json!("")), ("name", long(65)), ("name", json!("\u{202E} ")), ("nmae", json!("x")), ("version", json!(1))];
            for (field, value) in wrong.iter().chain(&common) {
                let mut params = kind.named("Other");
                params[*field] = value.clone();
                let (code, errors) = script.refused(&kind.call("save"), params).await;
                let named = if *field == "password_remove" { "password" } else { field };
                assert_eq!((code, errors[named].is_string()), (422, true), "{} {field}={value}: {errors}", kind.calls);
            }
            for (field, value) in [("name", json!(1)), ("version", json!("one")), ("id", json!([])), ("id", json!("a\u{0}b"))] {
                let mut params = kind.named("Other");
                params[field] = value.clone();
                assert_eq!(script.refused(&kind.call("save"), params).await.0, 400, "{} {field}={value}", kind.calls);
            }
            for call in ["get", "delete"] {
                let (code, errors) = script.refused(&kind.call(call), kind.with(json!({}))).await;
                assert_eq!((code, errors["id"].is_string()), (422, true), "{} {call}: {errors}", kind.calls);
            }
            assert_eq!(script.refused(&kind.call("list"), kind.with(json!({"limit": 0}))).await.0, 422);
        }
        for required in ["class", "name", "kind", "host", "database", "user"] {
            let mut params = KINDS[2].named("Other");
            params.as_object_mut().expect("an object").remove(required);
            let (code, errors) = script.refused("connectors/save", params).await;
            assert_eq!((code, errors[required].is_string()), (422, true), "without {required}: {errors}");
        }
        assert_eq!(script.refused("connectors/list", json!({})).await.0, 422, "one class or the other");
        for kind in &KINDS[1..] {
            assert_eq!(script.ok(&kind.call("list"), kind.with(json!({}))).await["total_count"], 0, "nothing came of it");
        }
    }

    async fn a_name_is_taken_once(app: TestApp) {
        let mut script = Script::new(&app).await;
        for kind in &KINDS {
            kind.create(&mut script, "Taken").await;
            let id = kind.create(&mut script, "Other").await;
            for params in [kind.named("Taken"), kind.with(json!({"id": id, "name": "Taken"}))] {
                let (code, errors) = script.refused(&kind.call("save"), params).await;
                assert_eq!((code, errors["name"].is_string()), (409, true), "{}: {errors}", kind.calls);
            }
            assert_eq!(kind.get(&mut script, json!(id)).await["name"], "Other");
        }
    }

    async fn a_name_wins_over_an_id_of_the_same_digits(app: TestApp) {
        let mut script = Script::new(&app).await;
        for kind in &KINDS {
            let first = kind.create(&mut script, "First").await;
            let second = kind.create(&mut script, &first.to_string()).await;
            assert_eq!(kind.get(&mut script, json!(first.to_string())).await["id"], second, "{}", kind.calls);
            assert_eq!(kind.get(&mut script, json!(second.to_string())).await["id"], second);
            assert_eq!(kind.get(&mut script, json!(first)).await["id"], first);
        }
        let (database, external) = (KINDS[2].get(&mut script, json!("First")).await, KINDS[3].get(&mut script, json!("First")).await);
        assert_ne!(database["id"], external["id"]);
        let (code, _) = script.refused("connectors/get", json!({"class": "external_data", "id": database["id"]})).await;
        assert_eq!(code, 404, "an id of the other class leads nowhere");
    }

    async fn what_accounts_use_cannot_be_deleted_and_they_are_named(app: TestApp) {
        let mut script = Script::new(&app).await;
        for kind in &KINDS {
            let id = kind.create(&mut script, "In use").await;
            let chosen = if kind.field == "external_data_connectors" { json!([id]) } else { json!(id) };
            script.ok("accounts/save", json!({"id": 1, "title": "Acme & Söhne", kind.field: chosen})).await;
            let refused = script.json(&kind.call("delete"), kind.with(json!({"id": id}))).await;
            let text = refused.json()["error_text"].as_str().unwrap_or_default().to_owned();
            assert!(refused.status == 409 && text.contains("Acme & Söhne") && text.contains("In use"), "{}: {}", kind.calls, refused.body);
            kind.get(&mut script, json!(id)).await;
        }
        let (code, errors) = script.refused("connectors/save", json!({"class": "database", "id": "In use", "kind": "clickhouse"})).await;
        assert_eq!((code, errors["kind"].is_string()), (422, true), "{errors}");
    }

    async fn a_token_does_what_its_scopes_say(app: TestApp) {
        let mut script = Script::new(&app).await;
        for kind in &KINDS {
            kind.create(&mut script, "Kept").await;
        }
        let others: Vec<&str> = ALL_SCOPES.into_iter().filter(|scope| !scope.starts_with("resources:")).collect();
        for (scopes, reads, writes) in [(others.as_slice(), 403, 403), (&["resources:read"][..], 200, 403), (&["resources:write"][..], 403, 200)] {
            script.secret = make_token(&mut script.owner, scopes[0], scopes).await;
            for kind in &KINDS {
                for (call, params, code) in [
                    ("list", json!({}), reads), ("get", json!({"id": "Kept"}), reads),
                    ("save", json!({"id": "Kept", "name": "Kept"}), writes), ("delete", json!({"id": "Kept"}), writes),
                ] {
                    assert_eq!(script.json(&kind.call(call), kind.with(params)).await.status, code, "{scopes:?} {} {call}", kind.calls);
                }
            }
        }
    }

    async fn the_record_is_the_one_that_the_panel_writes(app: TestApp) {
        let mut script = Script::new(&app).await;
        for kind in &KINDS {
            let mut fields = vec![("name", "Same")];
            fields.extend_from_slice(kind.form);
            assert_eq!(script.owner.submit(&format!("{}/new", kind.pages), &fields).await.status, 303);
            let id = kind.get(&mut script, json!("Same")).await["id"].clone();
            let page = format!("{}/{id}", kind.pages);
            let typed = script.owner.submit(&page, &[kind.typed]).await;
            assert_eq!(typed.status, 303, "{}", typed.text());
            assert_eq!(script.owner.submit(&format!("{page}/delete"), &[]).await.status, 303);
            let by_panel = script.record(3).await;
            kind.create(&mut script, "Same").await;
            script.ok(&kind.call("save"), kind.with(json!({"id": "Same", kind.changed.0: (kind.changed.1)()}))).await;
            script.ok(&kind.call("delete"), kind.with(json!({"id": "Same"}))).await;
            assert_eq!(script.record(3).await, by_panel, "{}", kind.calls);
            assert_eq!(by_panel.iter().map(|it| it[0].clone()).collect::<Vec<_>>(), ["create", "update", "delete"]);
        }
    }

    async fn a_password_is_written_and_never_read(app: TestApp) {
        let mut script = Script::new(&app).await;
        for kind in &KINDS[2..] {
            let save = |params: Value| kind.with(params);
            let id = kind.create(&mut script, "Main").await;
            let read = kind.get(&mut script, json!(id)).await;
            assert_eq!((&read["has_password"], read.get("password")), (&json!(true), None));
            for (field, value) in [("host", json!("other.example.org")), ("port", json!(5433)), ("port", Value::Null), ("user", json!("root")), ("tls", json!("off"))] {
                let (code, errors) = script.refused("connectors/save", save(json!({"id": id, field: value}))).await;
                assert_eq!((code, errors["password"].is_string()), (422, true), "{field}={value}: {errors}");
            }
            script.ok("connectors/save", save(json!({"id": id, "host": "other.example.org", "password": "another Secret 4"}))).await;
            script.ok("connectors/save", save(json!({"id": id, "password_remove": true}))).await;
            let read = kind.get(&mut script, json!(id)).await;
            assert_eq!((&read["has_password"], &read["host"]), (&json!(false), &json!("other.example.org")));
            script.ok("connectors/save", save(json!({"id": id, "port": null, "user": "root"}))).await;
            assert_eq!(kind.get(&mut script, json!(id)).await["port"], 5432, "the usual one of its kind");
            script.ok("connectors/save", save(json!({"id": id, "password": "third Secret 5"}))).await;
        }
        for (call, params) in [("audit/list", json!({})), ("connectors/list", json!({"class": "database"})), ("connectors/list", json!({"class": "external_data"}))] {
            for format in ["json", "xml"] {
                let mut params = params.clone();
                params["format"] = json!(format);
                let answer = script.json(call, params).await;
                assert!(answer.status == 200 && !answer.body.contains("Tr0ub4dor") && !answer.body.contains("Secret"), "{call}: {}", answer.body);
            }
        }
        assert!(!script.owner.get("/audit?size=200").await.body.contains("Tr0ub4dor"));
    }

    async fn a_list_of_a_thousand_takes_three_statements(app: TestApp) {
        let mut script = Script::new(&app).await;
        for kind in &KINDS {
            kind.create(&mut script, "Model").await;
        }
        app.execute("WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 1000)
            INSERT INTO tariffs (name, title, title_key, search, warn_percent, version, created_at, updated_at, updated_by)
            SELECT 'Copy ' || i, title, title_key, search, warn_percent, version, created_at, updated_at, updated_by FROM tariffs CROSS JOIN n WHERE name = 'Model'").await;
        app.execute("WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 1000)
            INSERT INTO web_version_policies (name, search, version, created_at, updated_at, updated_by)
            SELECT 'Copy ' || i, search, version, created_at, updated_at, updated_by FROM web_version_policies CROSS JOIN n WHERE name = 'Model'").await;
        app.execute("WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 1000)
            INSERT INTO connectors (class, name, search, kind, host, port, database_name, username, tls, version, created_at, updated_at, updated_by)
            SELECT class, 'Copy ' || i, search, kind, host, port, database_name, username, tls, version, created_at, updated_at, updated_by
            FROM connectors CROSS JOIN n WHERE name = 'Model'").await;
        for kind in &KINDS {
            let list = script.ok(&kind.call("list"), kind.with(json!({}))).await;
            assert_eq!((list["data"].as_array().map(Vec::len), list["total_count"].as_i64() >= Some(1001)), (Some(1000), true), "{}", kind.calls);
            for (call, params) in [("list", json!({})), ("get", json!({"id": "Model"}))] {
                let taken = script.statements(&app, &kind.call(call), kind.with(params)).await;
                assert!(taken <= 3, "{} {call} took {taken} statements", kind.calls);
            }
        }
    }
}
