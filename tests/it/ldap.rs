//! Directories: what is entered of them, and what is found when they are tried.

mod active_directory;
mod groups;
mod hostile;
mod map;
mod openldap;
pub mod people;
pub mod slapd;

use crate::api::Script;
use crate::both_databases;
use crate::resource::{self, Resource};
use crate::support::app::{TestApp, signed_in_owner};
use crate::trials::servers::dead_port;
use chrono::Duration;
use serde_json::{Value, json};

const DIRECTORIES: Resource = Resource {
    path: "/ldap",
    form: &[
        ("host", "ldap.example.org"),
        ("secondary_host", "ldap2.example.org"),
        ("security", "starttls"),
        ("bind_dn", "cn=steward,dc=example,dc=org"),
        ("password", SECRET),
        ("base_dn", "ou=people,dc=example,dc=org"),
    ],
};
const SECRET: &str = "Tr0ub4dor & пароль";

const WRONG: [(&str, &str); 15] = [
    ("host", ""),
    ("host", "ldap://db"),
    ("host", "169.254.169.254"),
    ("port", "0"),
    ("secondary_host", "0x7f000001"),
    ("secondary_port", "65536"),
    ("bind_dn", "steward"),
    ("base_dn", ""),
    ("base_dn", "example.org"),
    ("base_dn", "steward@example.org"),
    ("user_filter", "uid=*)(|(uid=*"),
    ("user_filter", "(uid=*"),
    ("login_attribute", ""),
    ("login_attribute", "uid)(x"),
    ("email_attribute", "e mail"),
];

/// What a call is answered about a directory that is not stored. Time passes, so that it may be asked again.
pub async fn tried(app: &TestApp, script: &mut Script, values: Value) -> Value {
    app.clock.advance(Duration::seconds(10));
    let mut params = json!({"name": "X", "host": "127.0.0.1", "security": "none", "base_dn": "dc=example,dc=org"});
    for (name, value) in values.as_object().expect("values") {
        params[name] = value.clone();
    }
    script.ok("ldap/test", params).await["data"].clone()
}

both_databases! {
    async fn the_list_is_sorted_over_two_pages(app: TestApp) {
        resource::the_list_is_sorted_over_two_pages(&app, &DIRECTORIES).await;
    }

    async fn a_search_finds_any_part_in_any_script_and_case(app: TestApp) {
        resource::a_search_finds_any_part_in_any_script_and_case(&app, &DIRECTORIES).await;
    }

    async fn each_field_is_refused_with_the_input_kept(app: TestApp) {
        resource::each_field_is_refused_with_the_input_kept(&app, &DIRECTORIES, &WRONG).await;
    }

    async fn a_form_without_its_token_changes_nothing(app: TestApp) {
        resource::a_form_without_its_token_changes_nothing(&app, &DIRECTORIES).await;
    }

    async fn who_may_only_see_finds_no_button_and_no_way_around(app: TestApp) {
        resource::who_may_only_see_finds_no_button_and_no_way_around(&app, &DIRECTORIES).await;
    }

    async fn a_stale_edit_changes_nothing_and_shows_both_values(app: TestApp) {
        resource::a_stale_edit_changes_nothing_and_shows_both_values(&app, &DIRECTORIES).await;
    }

    async fn what_nobody_uses_is_deleted(app: TestApp) {
        resource::what_nobody_uses_is_deleted(&app, &DIRECTORIES).await;
    }

    async fn each_change_is_on_the_record(app: TestApp) {
        resource::each_change_is_on_the_record(&app, &DIRECTORIES, "directory").await;
    }

    async fn no_page_takes_more_than_three_statements(app: TestApp) {
        resource::no_page_takes_more_than_three_statements(&app, &DIRECTORIES).await;
    }

    async fn an_empty_port_is_the_usual_one_of_the_protection(app: TestApp) {
        let mut script = Script::new(&app).await;
        for (security, port) in [("ldaps", 636), ("starttls", 389), ("none", 389)] {
            let values = json!({"name": security, "host": "ldap.example.org", "secondary_host": "2001:DB8::1", "security": security, "base_dn": "dc=example"});
            script.ok("ldap/save", values).await;
            let saved = script.ok("ldap/get", json!({"id": security})).await["data"].clone();
            assert_eq!((&saved["port"], &saved["secondary_port"], &saved["secondary_host"]), (&json!(port), &json!(port), &json!("2001:db8::1")));
        }
    }

    async fn a_password_is_sealed_and_typed_anew_when_it_would_go_elsewhere(app: TestApp) {
        let mut owner = signed_in_owner(&app).await;
        DIRECTORIES.create(&mut owner, "Main").await;
        for path in ["/ldap", "/ldap/1", "/audit"] {
            assert!(!owner.get(path).await.body.contains("Tr0ub4dor"), "{path}");
        }
        for change in [("host", "evil.example.org"), ("port", "1"), ("secondary_host", "evil.example.org"), ("secondary_port", "1"), ("security", "none"), ("bind_dn", "cn=other")] {
            let refused = owner.submit("/ldap/1", &[change]).await;
            assert_eq!((refused.status, refused.field_error("password").is_some()), (422, true), "{change:?} {}", refused.text());
            let refused = owner.submit_on("/ldap/1", "/ldap/1/test", &[change], &[]).await;
            assert_eq!((refused.status, refused.field_error("password").is_some()), (422, true), "{change:?} {}", refused.text());
        }
        assert_eq!(owner.submit("/ldap/1", &[("host", "new.example.org"), ("password", "typed")]).await.status, 303);
        assert_eq!(owner.submit("/ldap/1", &[("user_filter", "(uid=a*)")]).await.status, 303);
    }

    async fn a_name_without_a_password_is_refused_before_any_connection(app: TestApp) {
        let mut script = Script::new(&app).await;
        let given = json!({"name": "X", "host": "127.0.0.1", "port": dead_port(), "base_dn": "dc=example", "bind_dn": "cn=steward"});
        let (status, errors) = script.refused("ldap/test", given).await;
        assert_eq!((status, errors["password"].is_string()), (422, true), "{errors}");
    }
}
