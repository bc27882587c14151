//! The description of the API: whole, and true to the last field of its examples.

use super::{ROOT, Script};
use crate::both_databases;
use crate::support::app::TestApp;
use crate::support::form::ON;
use quick_xml::Reader;
use quick_xml::events::Event;
use serde_json::{Value, json};
use std::collections::BTreeSet;

const FORMATS: [&str; 2] = ["application/json", "application/xml"];

async fn document(app: &TestApp) -> Value {
    let answer = app.client().get("/api/openapi.json").await;
    assert_eq!((answer.status, answer.header("content-type")), (200, "application/json; charset=utf-8"));
    answer.json()
}

/// Call → its operation, in the order of the document.
fn operations(document: &Value) -> Vec<(String, Value)> {
    let paths = document["paths"].as_object().expect("paths");
    paths.iter().map(|(path, item)| (path.trim_start_matches('/').to_owned(), item["post"].clone())).collect()
}

/// Follows a `$ref` from anywhere in the document.
fn followed<'a>(document: &'a Value, value: &'a Value) -> &'a Value {
    match value["$ref"].as_str() {
        Some(pointer) => {
            document.pointer(pointer.trim_start_matches('#')).unwrap_or_else(|| panic!("{pointer} leads nowhere"))
        }
        None => value,
    }
}

/// What the examples speak of. They are sent in the order of the calls, so what one ends, a later one may begin again:
/// Basic, Acme with Boris and three databases, a job that is over, and Beta not there yet.
pub async fn prepared(app: &TestApp) -> Script {
    let mut script = Script::new(app).await;
    for (path, name, kind) in [
        ("/databases/new", "Orders", "postgresql"),
        ("/external-data/new", "Shop", "postgresql"),
        ("/external-data/new", "Till", "postgresql"),
    ] {
        let fields = [("name", name), ("kind", kind), ("host", "db.example.org"), ("database", "x"), ("user", "x")];
        assert_eq!(script.owner.submit(path, &fields).await.status, 303, "{path}");
    }
    script
        .ok(
            "accounts/save",
            json!({"id": "acme", "account_postgresql": "Orders", "external_data_connectors": ["Shop", "Till"]}),
        )
        .await;
    let boris = [("login", "boris"), ("email", "boris@example.com"), ("send_access_email", ON)];
    assert_eq!(script.owner.submit("/accounts/1/users/new", &boris).await.status, 303);
    script
        .ok("accounts/roles/save", json!({"account_id": "acme", "name": "Analyst", "actions": ["view_profiles"]}))
        .await;
    script.ok("ldap/save", json!({"name": "Office", "host": "ldap.example.org", "base_dn": "dc=example,dc=org"})).await;
    script
        .ok(
            "ldap/groups/save",
            json!({"ldap_id": "Office", "dn": "cn=staff,ou=groups,dc=example,dc=org", "groups": ["North"], "roles": ["Analyst"]}),
        )
        .await;
    let mailer = json!({"name": "Mailer", "type": "akmta", "ips": ["91.198.174.20"], "accounts": ["acme"]});
    script.ok("senders/save", mailer).await;
    for (name, values) in [
        ("Relay", json!({"type": "akmta", "ips": ["91.198.174.21"]})),
        ("Backup", json!({"type": "akmta", "ips": ["91.198.174.22"]})),
        ("Texts", json!({"type": "bulksms_com", "user": "us", "password": "p"})),
    ] {
        let mut values = values;
        (values["name"], values["accounts"]) = (json!(name), json!(["acme"]));
        script.ok("senders/save", values).await;
    }
    let share = |sender: &str, percent: i64| json!({"sender_id": sender, "percent": percent});
    let rules = json!([
        {"type": "from_domain", "value": "news.example.com", "senders": [share("Relay", 100)]},
        {"type": "default", "senders": [share("Relay", 60), share("Backup", 40)]},
    ]);
    let sms = json!([{"type": "default", "senders": [share("Texts", 100)]}]);
    let main =
        json!({"account_id": "acme", "name": "Main", "groups": ["Main"], "email_rules": rules, "sms_rules": sms});
    script.ok("vsenders/add", main).await;
    let hook =
        json!({"name": "Hook", "kind": "webhook", "url": "https://hooks.example.com/in", "events": ["guessing"]});
    script.ok("notifiers/save", hook).await;
    let emails = json!({"name": "Operators", "kind": "email", "emails": ["operators@example.com"], "events": ["tariff_reached", "job_failed"], "accounts": ["acme"]});
    script.ok("notifiers/save", emails).await;
    script.ok("stop_lists/add", json!({"id": 1, "values": ["first@example.com"]})).await;
    script.ok("web_version_policies/save", json!({"name": "Quarter", "email_kept": true, "email_days": 90})).await;
    script.ok("accounts/bulk", json!({"act": "set", "ids": [1], "login_as_notice": "start"})).await;
    crate::jobs::work(app).await;
    app.clock.advance(chrono::Duration::minutes(2));
    script
}

/// The same fields in the same order, and the same kinds of values; each of several rows as the example's one.
fn is_like(real: &Value, example: &Value, place: &str) {
    match (real, example) {
        (Value::Object(real), Value::Object(example)) => {
            assert_eq!(
                real.keys().collect::<Vec<_>>(),
                example.keys().collect::<Vec<_>>(),
                "{place}: the answer has other fields than its example"
            );
            real.iter().for_each(|(key, value)| is_like(value, &example[key], &format!("{place}.{key}")));
        }
        (Value::Array(real), Value::Array(example)) => {
            assert!(!real.is_empty(), "{place}: nothing is there to compare with the example");
            real.iter().for_each(|value| is_like(value, &example[0], place));
        }
        (Value::Null, _) | (_, Value::Null) => {}
        _ => assert_eq!(std::mem::discriminant(real), std::mem::discriminant(example), "{place}: {real} and {example}"),
    }
}

/// Every element by its way from the root, as `xml/data/account/id`.
fn elements(xml: &str) -> BTreeSet<String> {
    let mut reader = Reader::from_str(xml);
    let (mut way, mut found) = (Vec::new(), BTreeSet::new());
    loop {
        match reader.read_event().unwrap_or_else(|error| panic!("{error}: {xml}")) {
            Event::Start(tag) => {
                way.push(String::from_utf8_lossy(tag.name().as_ref()).into_owned());
                found.insert(way.join("/"));
            }
            Event::Empty(tag) => {
                found.insert(format!("{}/{}", way.join("/"), String::from_utf8_lossy(tag.name().as_ref())));
            }
            Event::End(_) => drop(way.pop()),
            Event::Eof => return found,
            _ => {}
        }
    }
}

both_databases! {
    async fn every_example_succeeds_in_json_and_is_answered_as_described(app: TestApp) {
        let mut script = prepared(&app).await;
        let document = document(&app).await;
        for (call, operation) in operations(&document) {
            let ask = &operation["requestBody"]["content"]["application/json"]["example"];
            let example = &operation["responses"]["200"]["content"]["application/json"]["example"];
            let real = script.json(&call, ask.clone()).await;
            assert_eq!(real.status, 200, "the example of {call} is refused: {}", real.body);
            is_like(&real.json(), example, &call);
        }
    }

    async fn every_example_succeeds_in_xml_and_is_answered_as_described(app: TestApp) {
        let mut script = prepared(&app).await;
        let document = document(&app).await;
        let bearer = format!("Bearer {}", script.secret);
        for (call, operation) in operations(&document) {
            let text = |place: &Value| place["content"]["application/xml"]["example"].as_str().expect("an example in XML").to_owned();
            let headers = [("authorization", bearer.as_str()), ("content-type", "application/xml")];
            let real = script.client.post_raw(&format!("{ROOT}/{call}"), &headers, text(&operation["requestBody"])).await;
            assert_eq!(real.status, 200, "the example of {call} is refused: {}", real.body);
            assert_eq!(elements(&real.body), elements(&text(&operation["responses"]["200"])), "{call}");
        }
    }

    async fn every_call_is_described_whole(app: TestApp) {
        let document = document(&app).await;
        assert_eq!((&document["openapi"], &document["servers"][0]["url"]), (&json!("3.1.0"), &json!(ROOT)));
        let described = operations(&document);
        let calls = steward::app::calls();
        assert_eq!(described.iter().map(|(call, _)| call.as_str()).collect::<Vec<_>>(), calls.0.iter().map(|call| call.path).collect::<Vec<_>>());
        for call in &calls.0 {
            assert!(call.example.is_some(), "{} has no example: add .example(request, answer) to its line in calls()", call.path);
        }
        for (call, operation) in described {
            let codes: Vec<&str> = operation["responses"].as_object().expect("responses").keys().map(String::as_str).collect();
            assert_eq!(codes, ["200", "400", "401", "402", "403", "404", "405", "408", "409", "413", "415", "422", "429", "500", "503"], "{call}");
            for format in FORMATS {
                let ask = followed(&document, &operation["requestBody"]["content"][format]["schema"]);
                assert_eq!((&ask["additionalProperties"], &ask["xml"]["name"]), (&json!(false), &json!("xml")), "{call}");
                for parameter in ["token", "format"] {
                    assert!(ask["properties"][parameter].is_object(), "{call}: {parameter}");
                }
                for (code, response) in operation["responses"].as_object().expect("responses") {
                    let schema = followed(&document, &followed(&document, response)["content"][format]["schema"]);
                    for schema in schema["anyOf"].as_array().map_or(vec![schema], |either| either.iter().map(|it| followed(&document, it)).collect()) {
                        assert_eq!(schema["required"][0], "error", "{call}: {code} in {format}");
                    }
                }
            }
            let scope = operation["security"][0]["token"][0].as_str().expect("a scope");
            assert!(operation["description"].as_str().is_some_and(|text| text.contains(scope)), "{call}");
            let example = &operation["requestBody"]["content"]["application/json"]["example"];
            let ask = followed(&document, &operation["requestBody"]["content"]["application/json"]["schema"]);
            for required in ask["required"].as_array().into_iter().flatten() {
                assert!(!example[required.as_str().expect("a name")].is_null(), "{call}: the example lacks {required}");
            }
            let answer = followed(&document, &operation["responses"]["200"]["content"]["application/json"]["schema"]);
            let writes = calls.0.iter().any(|it| it.path == call && it.writes());
            assert_eq!((ask["properties"]["dry_run"].is_object(), answer["anyOf"].is_array()), (writes, writes), "{call}");
            let answer = if writes { followed(&document, &answer["anyOf"][0]) } else { answer };
            let example = &operation["responses"]["200"]["content"]["application/json"]["example"];
            has_all(&document, answer, example, &call);
        }
        let retry = &document["components"]["responses"]["TooMany"]["headers"]["Retry-After"];
        assert_eq!(retry["required"], true);
        assert!(document["components"]["responses"]["FieldsRefused"]["content"]["application/json"]["example"]["errors"].is_object());
    }

    async fn no_reference_leads_nowhere(app: TestApp) {
        let document = document(&app).await;
        let mut stack = vec![&document];
        let mut references = 0;
        while let Some(value) = stack.pop() {
            references += usize::from(value["$ref"].is_string());
            followed(&document, value);
            stack.extend(value.as_object().into_iter().flat_map(serde_json::Map::values));
            stack.extend(value.as_array().into_iter().flatten());
        }
        assert!(references > 100, "{references}");
    }

    async fn each_row_of_a_resource_is_described_as_what_it_is(app: TestApp) {
        let document = document(&app).await;
        for (call, said) in [
            ("tariffs/list", "A tariff under"),
            ("tariffs/get", "A tariff under"),
            ("web_version_policies/list", "A web-version policy under"),
            ("web_version_policies/get", "A web-version policy under"),
            ("connectors/list", "A connector under"),
            ("connectors/get", "A connector under"),
            ("ldap/list", "An LDAP connector under"),
            ("ldap/get", "An LDAP connector under"),
            ("ldap/groups/list", "What a group of a directory gives"),
            ("ldap/groups/get", "What a group of a directory gives"),
            ("senders/list", "A sender under"),
            ("accounts/groups/list", "A group of"),
            ("databases/list", "A database of"),
            ("indexes/list", "An index of"),
            ("accounts/roles/list", "A role under"),
        ] {
            let answer = &document["paths"][format!("/{call}")]["post"]["responses"]["200"]["content"]["application/json"]["schema"];
            let data = followed(&document, &followed(&document, answer)["properties"]["data"]);
            let row = if data["items"].is_object() { followed(&document, &data["items"]) } else { data };
            let description = row["description"].as_str().unwrap_or_default();
            assert!(description.starts_with(said), "{call}: {description:?}");
        }
    }

    async fn what_a_call_does_not_have_is_refused(app: TestApp) {
        let mut script = Script::new(&app).await;
        let document = document(&app).await;
        let ask = |name: &str| document["components"]["schemas"][name]["properties"].clone();
        assert!(ask("AccountsUsersAdd")["version"].is_null() && ask("AccountsUsersUpdate")["version"].is_object());
        let params = json!({"account_id": 1, "name": "anna", "email": "anna@example.com", "version": 1});
        let (code, errors) = script.refused("accounts/users/add", params).await;
        assert_eq!((code, errors["version"].is_string()), (422, true), "{errors}");
        let params = json!({"account_id": 1, "name": "anna", "email": "anna@example.com", "language": "en", "lang": "RU"});
        assert_eq!(script.refused("accounts/users/add", params).await.0, 422, "in two languages at once");
    }
}

/// Every field of the example is described, and as one that is always there.
fn has_all(document: &Value, schema: &Value, example: &Value, place: &str) {
    let schema = followed(document, schema);
    if schema["additionalProperties"].is_object() {
        example.as_object().into_iter().flatten().for_each(|(name, value)| {
            has_all(document, &schema["additionalProperties"], value, &format!("{place}.{name}"));
        });
        return;
    }
    for (name, value) in example.as_object().into_iter().flatten() {
        let property = &schema["properties"][name];
        assert!(property.is_object(), "{place}.{name} is not described");
        let required = schema["required"].as_array().is_some_and(|names| names.iter().any(|it| it == name));
        assert!(required, "{place}.{name} is always answered: say so with #[schema(required)]");
        let items = followed(document, property);
        let inner = value.as_array().map_or((items, value), |rows| (&items["items"], &rows[0]));
        has_all(document, inner.0, inner.1, &format!("{place}.{name}"));
    }
}
