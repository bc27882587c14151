//! Those who signed in through a directory are asked about again.

use super::ANNA;
use super::entry::{ANNAS, OWN, UNKNOWN, enter, entered, is_in, last_act, listed, newest, recheck, rights, served};
use crate::both_databases;
use crate::ldap::slapd::Slapd;
use crate::support::app::TestApp;
use crate::support::dump::texts;
use serde_json::json;

both_databases! {
    async fn a_silent_directory_locks_nobody_out_and_counts_no_wrong_password(app: TestApp) {
        let slapd = Slapd::start();
        let mut script = served(&app, &slapd).await;
        let mut anna = entered(&app, "anna@acme", ANNAS).await;
        let told = json!({"name": "Ops", "kind": "email", "language": "EN", "emails": ["ops@example.com"], "events": ["connector_down"]});
        script.ok("notifiers/save", told).await;
        slapd.stop();
        for _ in 0..12 {
            let refused = enter(&mut app.client(), "anna@acme", "whatever it is").await;
            assert!(refused.has_text(UNKNOWN), "{}", refused.text());
        }
        assert_eq!(newest(&mut script, ANNA).await, "Blocked: the directory did not answer");
        for _ in 0..3 {
            recheck(&app).await;
        }
        assert!(is_in(&mut anna).await, "whoever is in stays in");
        let told = texts(&app, "SELECT event || ' ' || object_kind FROM notifier_deliveries").await;
        assert_eq!(told, ["connector_down ldap"], "operators are told, once");
        assert_eq!(listed(&mut script).await[0]["active"], json!(true));
        slapd.start_again();
        entered(&app, "anna@acme", ANNAS).await;
    }

    async fn a_group_that_is_lost_is_lost_within_five_minutes_without_a_new_sign_in(app: TestApp) {
        let slapd = Slapd::start();
        let mut script = served(&app, &slapd).await;
        slapd.modify("dn: cn=outer,ou=groups,dc=example,dc=org\nchangetype: modify\nadd: member\nmember: uid=anna,ou=people,dc=example,dc=org\n");
        let mut anna = entered(&app, "anna@acme", ANNAS).await;
        script.ok("accounts/users/update", json!({"account_id": "acme", "name": "anna", "groups": ["Sales", "Own"]})).await;
        slapd.modify("dn: cn=staff,ou=groups,dc=example,dc=org\nchangetype: modify\nadd: member\nmember: uid=boris,ou=people,dc=example,dc=org\n-\ndelete: member\nmember: uid=anna,ou=people,dc=example,dc=org\n");
        recheck(&app).await;
        assert_eq!(rights(&mut script, ANNA).await, (OWN.to_owned(), String::new(), true), "what the map does not name stays");
        assert!(is_in(&mut anna).await);
        slapd.modify("dn: cn=outer,ou=groups,dc=example,dc=org\nchangetype: modify\ndelete: member\nmember: uid=anna,ou=people,dc=example,dc=org\n");
        recheck(&app).await;
        assert!(!is_in(&mut anna).await, "who came by the map alone goes with the last of it");
        assert_eq!(enter(&mut app.client(), "anna@acme", ANNAS).await.status, 422);
        assert_eq!(newest(&mut script, ANNA).await, "Blocked: the directory’s groups give nothing here");
        assert_eq!(rights(&mut script, ANNA).await, (OWN.to_owned(), String::new(), true), "as they were");
    }

    async fn absent_twice_switches_the_user_off_and_absent_once_does_not(app: TestApp) {
        let slapd = Slapd::start();
        let mut script = served(&app, &slapd).await;
        let mut anna = entered(&app, "anna@acme", ANNAS).await;
        slapd.modify("dn: uid=anna,ou=people,dc=example,dc=org\nchangetype: delete\n");
        recheck(&app).await;
        assert!(is_in(&mut anna).await && listed(&mut script).await[0]["active"] == json!(true), "once may be a mistake");
        recheck(&app).await;
        assert!(!is_in(&mut anna).await);
        assert_eq!(listed(&mut script).await[0]["active"], json!(false));
        assert_eq!(last_act(&mut script).await, json!(["update", "anna@acme"]));
    }
}
