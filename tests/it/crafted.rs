//! What no form of ours sends and no link of ours says: it is refused or means nothing, on both databases.

use crate::both_databases;
use crate::resource::owner_of_acme;
use crate::support::app::{OWNER_PASSWORD, TestApp, signed_in_owner};
use crate::support::database::Engine;

/// Places in a list, as its links write them: `["-262143-01-01T00:00:00Z",1,null]`, the years -5000 and +262142.
const TIMES: [&str; 3] = [
    "WyItMjYyMTQzLTAxLTAxVDAwOjAwOjAwWiIsMSxudWxsXQ",
    "WyItNTAwMC0wMS0wMVQwMDowMDowMFoiLDEsbnVsbF0",
    "WyIrMjYyMTQyLTEyLTMxVDAwOjAwOjAwWiIsMSxudWxsXQ",
];
/// `["0",0,9223372036854775807]` and `["9",9,-9223372036854775808]`: more rows before the page than can be counted.
const OFFSETS: [&str; 2] = ["WyIwIiwwLDkyMjMzNzIwMzY4NTQ3NzU4MDdd", "WyI5Iiw5LC05MjIzMzcyMDM2ODU0Nzc1ODA4XQ"];

/// Forms, and the fields of each.
const FIELDS: [(&str, &str); 11] = [
    ("/tariffs/new", "name title max_users max_storage_bytes warn_percent return_to version"),
    ("/databases/new", "name kind host port database user password tls"),
    ("/databases/1", "name host password version"),
    ("/web-version-policies/new", "name email_kept email_days"),
    (
        "/accounts/new",
        "title name external_id tariff tz account_postgresql external_data_connectors web_version_policy custom_push_domain reports_day reports_hour",
    ),
    ("/accounts/1", "title name name_confirmed tariff custom_push_domain version return_to"),
    ("/accounts/1/freeze", "payment_url reason version return_to"),
    ("/accounts/1/delete", "typed_name version"),
    ("/accounts/1/groups/new", "name"),
    ("/accounts/1/roles/new", "name actions"),
    ("/me", "first_name last_name email language tz theme version"),
];
const ADDRESSES: [&str; 16] = [
    "/accounts?q=*",
    "/accounts?q=ab*c",
    "/accounts?q=*&state=deleted",
    "/accounts?state=*&tariff=*&tz=*&created_from=*&created_to=*&sort=*&size=*&after=*&before=*&place=*",
    "/accounts?*=*",
    "/accounts/*",
    "/accounts/*/users",
    "/accounts/1/users/*",
    "/accounts/1/users?q=*&lang=*",
    "/accounts/1/groups?q=*",
    "/accounts/1/history?who=*",
    "/tariffs?q=*",
    "/audit?account=*&kind=*&object=*&action=*&who=*",
    "/outbox?q=*&status=*",
    "/portal/set-password/*",
    "/setup?token=*",
];

both_databases! {
    async fn a_nul_in_a_login_is_a_wrong_login(app: TestApp) {
        signed_in_owner(&app).await;
        for path in ["/sign-in", "/portal/sign-in"] {
            for login in ["nobody\0", "no\0body@ac\0me", "\0"] {
                let refused = app.client().submit(path, &[("login", login), ("password", "p\0assword")]).await;
                assert_eq!(refused.status, 422, "{path} {login:?}: {}", refused.text());
            }
        }
    }

    async fn a_time_that_a_database_cannot_hold_narrows_nothing(app: TestApp) {
        let mut owner = owner_of_acme(&app).await;
        for day in ["-262143-01-01", "-5000-01-01", "+262142-12-31", "+12000-01-01", "0000-00-00"] {
            for name in ["created_from", "created_to"] {
                let list = owner.get(&format!("/accounts?{name}={}", day.replace('+', "%2B"))).await;
                assert_eq!((list.status, list.rows().len()), (200, 1), "{name}={day}: {}", list.text());
            }
        }
        for place in TIMES {
            for list in ["/accounts?sort=created", "/accounts?sort=-created", "/accounts/1/users?sort=last_sign_in"] {
                for way in ["after", "before"] {
                    assert_eq!(owner.get(&format!("{list}&{way}={place}")).await.status, 200, "{list} {way} {place}");
                }
            }
        }
    }

    async fn a_place_that_cannot_be_counted_to_is_still_a_place(app: TestApp) {
        let mut owner = owner_of_acme(&app).await;
        for place in OFFSETS {
            for address in [format!("/accounts?sort=id&after={place}"), format!("/accounts?sort=id&before={place}")] {
                assert_eq!(owner.get(&address).await.status, 200, "{address}");
            }
        }
    }

    async fn a_form_cut_into_countless_parts_is_too_large(app: TestApp) {
        let mut stranger = app.client();
        stranger.get("/sign-in").await;
        let part = "--x\r\nContent-Disposition: form-data; name=\"\"\r\n\r\n\r\n";
        let body = part.repeat(3 * 1024 * 1024 / part.len() + 2) + "--x--\r\n";
        let answer = stranger.post_raw("/sign-in", &[("content-type", "multipart/form-data; boundary=x")], body).await;
        assert_eq!(answer.status, 413, "{}", answer.text());
    }

    async fn a_nul_in_any_field_is_no_failure(app: TestApp) {
        let mut owner = owner_of_acme(&app).await;
        assert_eq!(owner.submit("/databases/new", &[("name", "db"), ("host", "db.example.com"), ("database", "d"), ("user", "u")]).await.status, 303);
        assert_eq!(owner.submit("/web-version-policies/new", &[("name", "policy")]).await.status, 303);
        assert_eq!(owner.submit("/accounts/1/users/new", &[("login", "anna"), ("email", "a@example.com")]).await.status, 303);
        for (page, fields) in FIELDS {
            for field in fields.split(' ') {
                for value in ["\0", "a\0b", "99999999999999999999", "-9223372036854775808", "\u{FFFF}\u{10FFFF}", "1e999"] {
                    let shown = owner.get(page).await;
                    // Done by the value before: it asks no more.
                    if shown.status == 303 {
                        continue;
                    }
                    let mut form = shown.form(page).pairs();
                    form.retain(|(name, _)| name != field && name != "csrf");
                    let mut pairs: Vec<(&str, &str)> = form.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
                    pairs.push((field, value));
                    let answer = owner.post(page, &pairs).await;
                    assert!(answer.status < 500, "{page} {field}={value:?}: {} {}", answer.status, answer.text());
                }
            }
        }
    }

    async fn a_nul_or_a_number_without_end_in_any_address_is_no_failure(app: TestApp) {
        let mut owner = owner_of_acme(&app).await;
        for path in ADDRESSES {
            for value in ["%00", "a%00b", "99999999999999999999", "-1", "9223372036854775807", "%FF%FE", "%F0%9F%98%80", "%25%5F%5C%22%27"] {
                let answer = owner.get(&path.replace('*', value)).await;
                assert!(answer.status < 500, "{path} {value}: {} {}", answer.status, answer.text());
            }
        }
    }

    async fn an_address_is_believed_only_as_far_as_a_proxy_of_ours_wrote_it(engine: Engine) {
        let app = TestApp::spawn_with(engine, |config| config.trusted_proxies = vec!["127.0.0.0/8".parse().expect("a range")]).await;
        signed_in_owner(&app).await;
        for (header, ip) in [
            ("6.6.6.6, 203.0.113.9", "203.0.113.9"),
            ("6.6.6.6, 203.0.113.9, 127.0.0.2", "203.0.113.9"),
            ("6.6.6.6, 203.0.113.9:4711", "203.0.113.9"),
            ("6.6.6.6, [2001:db8::1]:4711", "2001:db8::1"),
            ("6.6.6.6, unknown", "127.0.0.1"),
        ] {
            let mut owner = app.client();
            owner.get("/sign-in").await;
            owner.submit("/sign-in", &[("login", "owner"), ("password", OWNER_PASSWORD)]).await;
            app.execute("UPDATE admins SET role = 'auditor'").await;
            assert_eq!(owner.get_with("/tariffs/new", &[("x-forwarded-for", header)]).await.status, 403);
            app.execute("UPDATE admins SET role = 'owner'").await;
            let record = owner.get("/audit").await.rows().into_iter().next().unwrap_or_default();
            assert_eq!(record.last().map(String::as_str), Some(ip), "{header}");
        }
    }
}
