//! What a trial says of OpenLDAP.

use super::slapd::{ADMIN, Slapd};
use super::tried;
use crate::api::Script;
use crate::both_databases;
use crate::support::app::TestApp;
use crate::trials::servers::{certified, dead_port};
use serde_json::json;
use std::collections::HashMap;
use steward::dial::Names;

const NAME: &str = "ldap.example.org";

both_databases! {
    async fn openldap_says_what_it_is_or_why_it_lets_nobody_in(app: TestApp) {
        let certified = certified(NAME);
        let slapd = Slapd::configured(Some(&certified), "");
        let here = vec!["127.0.0.1".parse().expect("an address")];
        app.state.part::<Names>().only(HashMap::from([(NAME.to_owned(), here.clone()), ("other.example.org".to_owned(), here)]));
        let mut script = Script::new(&app).await;
        let of = |more: serde_json::Value| {
            let mut all = json!({"host": NAME, "port": slapd.port, "bind_dn": ADMIN, "password": "secret", "base_dn": "ou=people,dc=example,dc=org"});
            all.as_object_mut().expect("values").extend(more.as_object().expect("more").clone());
            all
        };
        let ca = certified.authority.as_str();
        for (more, expected) in [
            (json!({}), "ok"),
            (json!({"security": "starttls", "ca": ca}), "ok"),
            (json!({"security": "ldaps", "ca": ca, "port": slapd.ldaps}), "ok"),
            (json!({"security": "starttls"}), "tls_refused"),
            (json!({"security": "ldaps", "ca": ca, "port": slapd.ldaps, "host": "other.example.org"}), "tls_refused"),
            (json!({"security": "ldaps", "ca": ca}), "not_this_kind"),
            (json!({"password": "wrong"}), "wrong_credentials"),
            (json!({"bind_dn": "cn=nobody,dc=example,dc=org"}), "wrong_credentials"),
            (json!({"base_dn": "ou=none,dc=example,dc=org"}), "no_such_base"),
        ] {
            let told = tried(&app, &mut script, of(more.clone())).await;
            assert_eq!(told["outcome"], json!(expected), "{more}: {told}");
            if expected == "ok" {
                assert_eq!((&told["server"], &told["remarks"]), (&json!("OpenLDAP"), &json!(["Users: found"])), "{told}");
                assert_eq!(told["tls_version"], if more["security"].is_string() { json!("TLSv1.3") } else { json!(null) });
            }
        }
    }

    async fn whom_the_filter_leaves_and_the_secondary_host_are_told_beside(app: TestApp) {
        let slapd = Slapd::start();
        let mut script = Script::new(&app).await;
        let of = |more: serde_json::Value| {
            let mut all = json!({"port": slapd.port, "base_dn": "ou=people,dc=example,dc=org"});
            all.as_object_mut().expect("values").extend(more.as_object().expect("more").clone());
            all
        };
        let nobody = "Users: nobody is found below the base DN with this filter and login attribute";
        for (more, expected) in [
            (json!({"user_filter": "(&(objectClass=inetOrgPerson)(uid=a*))"}), json!(["Users: found"])),
            (json!({"user_filter": "(uid=nobody)"}), json!([nobody])),
            (json!({"login_attribute": "sAMAccountName"}), json!([nobody])),
            (json!({"secondary_host": "127.0.0.1", "secondary_port": slapd.port}), json!(["Users: found", "Secondary host: works"])),
            (json!({"secondary_host": "127.0.0.1", "secondary_port": dead_port()}), json!(["Users: found", "Secondary host: Nothing accepts connections at this port."])),
        ] {
            let told = tried(&app, &mut script, of(more.clone())).await;
            assert_eq!((&told["outcome"], &told["remarks"]), (&json!("ok"), &expected), "{more}: {told}");
        }
    }
}
