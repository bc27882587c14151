//! Requests as the followed product documents them, answered in the documented shape, key by key, in both formats. The
//! shapes are data: `documented.json`.

use super::describe::prepared;
use super::{ROOT, Script};
use crate::both_databases;
use crate::support::app::TestApp;
use quick_xml::Reader;
use quick_xml::events::Event;
use serde_json::{Map, Value};

const DOCUMENTED: &str = include_str!("documented.json");

/// An element of an answer.
#[derive(Debug, Default)]
struct Element {
    name: String,
    text: String,
    inside: Vec<Element>,
}

impl Element {
    fn all<'a>(&'a self, name: &str) -> Vec<&'a Self> {
        self.inside.iter().filter(|it| it.name == name).collect()
    }
}

fn parsed(xml: &str) -> Element {
    let mut reader = Reader::from_str(xml);
    let mut open = vec![Element::default()];
    loop {
        match reader.read_event().unwrap_or_else(|error| panic!("{error}: {xml}")) {
            Event::Start(tag) => {
                let name = String::from_utf8_lossy(tag.name().as_ref()).into_owned();
                open.push(Element { name, ..Element::default() });
            }
            Event::Empty(tag) => {
                let name = String::from_utf8_lossy(tag.name().as_ref()).into_owned();
                open.last_mut().expect("it stands in something").inside.push(Element { name, ..Element::default() });
            }
            Event::End(_) => {
                let ended = open.pop().expect("it was opened");
                open.last_mut().expect("it stands in something").inside.push(ended);
            }
            Event::Text(text) => {
                open.last_mut().expect("it stands in something").text += &text.xml10_content().expect("text");
            }
            Event::Eof => return open.pop().and_then(|mut it| it.inside.pop()).expect("a root"),
            _ => {}
        }
    }
}

fn cases() -> Vec<Value> {
    serde_json::from_str::<Value>(DOCUMENTED).expect("JSON").as_array().expect("a list").clone()
}

fn text<'a>(case: &'a Value, name: &str) -> &'a str {
    case[name].as_str().expect("text")
}

fn keys(value: &Value) -> Vec<&str> {
    value.as_object().expect("an object").keys().map(String::as_str).collect()
}

/// Everything that is documented is there, of the documented type; there may be more.
fn fits(real: &Value, shape: &Value, place: &str) {
    match shape {
        Value::Object(fields) => {
            fields.iter().for_each(|(name, shape)| fits(&real[name], shape, &format!("{place}.{name}")));
        }
        Value::Array(rows) => {
            let real = real.as_array().unwrap_or_else(|| panic!("{place} is no list: {real}"));
            assert!(!real.is_empty(), "{place}: there is something to compare");
            real.iter().for_each(|it| fits(it, &rows[0], place));
        }
        kind => {
            let is = match kind.as_str() {
                Some("int") => real.is_i64(),
                Some("bool") => real.is_boolean(),
                _ => real.is_string(),
            };
            assert!(is, "{place} is no {kind}: {real}");
        }
    }
}

fn fits_xml(real: &Element, shape: &Value, place: &str) {
    match shape {
        Value::Object(fields) => {
            for (name, shape) in fields {
                let found = real.all(name);
                let shape = shape.as_array().map_or(shape, |rows| &rows[0]);
                assert!(!found.is_empty(), "{place}.{name} is not there: {real:?}");
                found.into_iter().for_each(|it| fits_xml(it, shape, &format!("{place}.{name}")));
            }
        }
        kind => {
            let is = match kind.as_str() {
                Some("int") => real.text.parse::<i64>().is_ok(),
                Some("bool") => ["true", "false"].contains(&real.text.as_str()),
                _ => true,
            };
            assert!(is && real.inside.is_empty(), "{place} is no {kind}: {real:?}");
        }
    }
}

/// As the documentation writes requests: a list is its items, each of which says that it is one.
fn written(fields: &Map<String, Value>) -> String {
    let plain = |value: &Value| value.as_str().map_or_else(|| value.to_string(), |text| text.replace('&', "&amp;"));
    let element = |(name, value): (&String, &Value)| match value {
        Value::Array(items) => {
            items.iter().map(|item| format!("<{name} array='true'>{}</{name}>", plain(item))).collect()
        }
        Value::Object(inside) => format!("<{name}>{}</{name}>", written(inside)),
        value => format!("<{name}>{}</{name}>", plain(value)),
    };
    fields.iter().map(element).collect()
}

/// With the token in the body, as the documentation has it.
async fn ask(script: &mut Script, case: &Value, content_type: &str, body: String) -> String {
    let answer = script
        .client
        .post_raw(&format!("{ROOT}/{}", text(case, "call")), &[("content-type", content_type)], body)
        .await;
    assert_eq!(answer.status, 200, "{}: {}", case["call"], answer.body);
    answer.body
}

both_databases! {
    async fn documented_requests_in_json_are_answered_in_the_documented_shape(app: TestApp) {
        let mut script = prepared(&app).await;
        for case in cases() {
            let mut params = case["ask"].clone();
            params["token"] = script.secret.clone().into();
            let body = ask(&mut script, &case, "application/json", params.to_string()).await;
            let real: Value = serde_json::from_str(&body).expect("JSON");
            assert_eq!(keys(&real), keys(&case["answer"]), "{}: {body}", case["call"]);
            fits(&real, &case["answer"], text(&case, "call"));
        }
    }

    async fn documented_requests_in_xml_are_answered_in_the_documented_shape(app: TestApp) {
        let mut script = prepared(&app).await;
        for case in cases() {
            let params = written(case["ask"].as_object().expect("an object"));
            let body = format!("<xml>\n<token>{}</token>\n<format>xml</format>\n{params}</xml>", script.secret);
            let body = ask(&mut script, &case, "application/xml", body).await;
            let mut real = parsed(&body);
            let mut names: Vec<&str> = real.inside.iter().map(|it| it.name.as_str()).collect();
            names.dedup();
            let mut expected = keys(&case["answer"]);
            if expected[0] != "data" {
                expected.insert(0, "data");
            }
            assert_eq!((real.name.as_str(), names), ("xml", expected), "{}: {body}", case["call"]);
            if case["row"].is_string() {
                // The rows stand in one <data> and take its place here.
                let data = real.inside.remove(0);
                assert!(data.inside.iter().all(|it| it.name == text(&case, "row")), "{body}");
                real.inside.extend(data.inside.into_iter().map(|row| Element { name: "data".to_owned(), ..row }));
            }
            fits_xml(&real, &case["answer"], text(&case, "call"));
        }
    }
}
