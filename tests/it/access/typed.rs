//! What no person types and no form of ours sends, into every form and every address: never a fault of ours.

use super::{FORM, doors, everybody, is_safe};
use crate::both_databases;
use crate::resource::owner_of_acme;
use crate::support::app::TestApp;
use regex::Regex;
use reqwest::Method;
use std::collections::BTreeSet;
use steward::web::Access;

both_databases! {
    async fn a_body_is_a_form_of_reasonable_size(app: TestApp) {
        let mut owner = owner_of_acme(&app).await;
        let csrf = owner.get("/me").await.csrf().expect("the page has a token");
        let large = format!("csrf={csrf}&title={}", "a".repeat(1024 * 1024));
        let refused = owner.post_raw("/accounts/1", &[FORM], large).await;
        assert_eq!(refused.status, 413, "{}", refused.text());
        is_safe(&refused, "POST /accounts/1");
        for (kind, body) in [("application/json", "{}"), ("text/plain", "csrf=x"), ("application/x-www-form-urlencoded", "csrf=%FF%FE&title=%FF"), ("multipart/form-data", "x"), ("multipart/form-data; boundary=x", "--x\r\nContent-Disposition: form-data; name=\"csrf\"\r\n\r\n\u{1}")] {
            let refused = owner.post_raw("/accounts/1", &[("content-type", kind)], body).await;
            assert!([400, 403].contains(&refused.status), "{kind}: {} {}", refused.status, refused.text());
        }
        assert_eq!(owner.get("/accounts/1").await.value_of("title").as_deref(), Some("acme"));
    }

    async fn whatever_is_typed_into_a_sign_in_is_no_fault_of_ours(app: TestApp) {
        everybody(&app).await;
        let long = "я".repeat(10_000);
        for path in ["/sign-in", "/portal/sign-in"] {
            for login in ["owner\0", "\0", "anna\0@acme", "anna@acme\0", "anna@", "@acme", "@", "a@b@c", "' OR 1=1 --", "\u{202E}", &long] {
                let refused = app.client().submit(path, &[("login", login), ("password", "\0 \u{10FFFF}")]).await;
                assert_eq!(refused.status, 422, "{path} {login:?}: {}", refused.text());
            }
        }
    }

    async fn whatever_is_typed_into_any_form_is_no_fault_of_ours(app: TestApp) {
        let mut client = everybody(&app).await;
        let mut doors = doors();
        // The portal first, before its account is switched off from the panel.
        doors.sort_by_key(|door| !door.path.starts_with("/portal"));
        let mut filled = 0;
        for door in doors.iter().filter(|door| door.method == Method::POST && matches!(door.access, Access::May(_) | Access::User)) {
            let page = client.get(&door.path).await;
            if page.status != 200 || !page.body.contains(&format!("action=\"{}\"", door.path)) {
                continue;
            }
            filled += 1;
            let pairs = page.form(&door.path).pairs();
            let names: BTreeSet<&str> = pairs.iter().map(|(name, _)| name.as_str()).filter(|name| *name != "csrf").collect();
            for name in names {
                for value in ["\0", "a\0b", "\u{10FFFF}\u{202E}", "-99999999999999999999"] {
                    let others = pairs.iter().filter(|(other, _)| other != name).map(|(name, value)| (name.as_str(), value.as_str()));
                    let fields: Vec<(&str, &str)> = others.filter(|(name, _)| *name != "csrf").chain([(name, value)]).collect();
                    let answer = client.post(&door.path, &fields).await;
                    assert!(answer.status < 500, "{} {name}={value:?}: {}", door.path, answer.text());
                }
            }
        }
        assert!(filled > 15, "only {filled} forms were found");
    }

    async fn whatever_stands_in_any_address_is_no_fault_of_ours(app: TestApp) {
        let mut client = everybody(&app).await;
        let names = ["q", "sort", "size", "after", "before", "place", "who", "kind", "object", "action", "account", "state", "status", "lang", "active", "master", "has_2fa", "return_to", "token"];
        for door in doors().into_iter().filter(|door| door.method == Method::GET) {
            for value in ["a%00b", "%27%22%25_%5C", "99999999999999999999", "%F4%8F%BF%BF"] {
                let query: Vec<String> = names.iter().map(|name| format!("{name}={value}")).collect();
                let answer = client.get(&format!("{}?{}", door.path, query.join("&"))).await;
                assert!(answer.status < 500, "{} with {value}: {}", door.path, answer.text());
            }
        }
        let parameter = Regex::new("/1(/|$)").unwrap();
        for door in doors().into_iter().filter(|door| door.method == Method::GET && door.path.contains("/1")) {
            for id in ["%00", "99999999999999999999", "-1", "%F4%8F%BF%BF", "%FF"] {
                // Twice, since what two numbers share a stroke between is found once only.
                let path = parameter.replace_all(&door.path, format!("/{id}$1")).into_owned();
                let path = parameter.replace_all(&path, format!("/{id}$1")).into_owned();
                let answer = client.get(&path).await;
                // Of the link of a report it is not told whether it is one.
                let alike = path.starts_with("/portal/unsubscribe/") && answer.status == 200;
                assert!(alike || [404, 303].contains(&answer.status), "{path}: {} {}", answer.status, answer.text());
            }
        }
    }
}
