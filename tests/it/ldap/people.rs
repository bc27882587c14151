//! Who somebody is in a directory, and what of that is no answer.

use super::slapd::{BASE, READER, Slapd, saved};
use crate::api::Script;
use crate::both_databases;
use crate::support::app::TestApp;
use crate::trials::servers::{dead_port, silent};
use chrono::Duration;
use serde_json::json;
use steward::ldap::{Directory, Found, How, Presence, Reply, check_password, look_up, look_up_by_id};

/// In a word.
pub async fn presence(app: &TestApp, directory: &Directory, login: &str) -> String {
    match look_up(&app.state, directory, login).await {
        Presence::Present(_) => "present".to_owned(),
        Presence::Absent => "absent".to_owned(),
        Presence::Unknown(cause) => cause.as_str().to_owned(),
    }
}

pub async fn found(app: &TestApp, directory: &Directory, login: &str) -> Found {
    match look_up(&app.state, directory, login).await {
        Presence::Present(found) => *found,
        Presence::Absent => panic!("{login} is absent"),
        Presence::Unknown(cause) => panic!("{login} is unknown: {cause:?}"),
    }
}

/// `staff direct`, in the order of their names.
pub fn groups(found: &Found) -> Vec<String> {
    let mut all: Vec<String> = found
        .groups
        .iter()
        .map(|group| {
            let how: &str = group.how.into();
            format!("{} {how}", group.dn.split([',', '=']).nth(1).expect("a name"))
        })
        .collect();
    all.sort();
    all
}

pub async fn reply(app: &TestApp, directory: &Directory, login: &str, password: &str) -> &'static str {
    check_password(&app.state, directory, login, password).await.outcome()
}

both_databases! {
    async fn somebody_is_found_with_what_the_directory_says_of_them(app: TestApp) {
        let slapd = Slapd::start();
        let directory = saved(&app, &mut Script::new(&app).await, slapd.connector(json!({}))).await;
        let anna = found(&app, &directory, "Anna").await;
        assert_eq!(
            [&anna.dn, &anna.login, &anna.first_name, &anna.last_name, &anna.email],
            ["uid=anna,ou=people,dc=example,dc=org", "anna", "Anna", "Ivanova", "anna@example.org"]
        );
        assert_eq!((groups(&anna), anna.closed, anna.stable_id.len()), (vec!["staff direct".to_owned()], None, 36));
        assert_eq!(anna.groups[0].how, How::Direct);
        let boris = found(&app, &directory, "boris").await;
        assert_eq!((&*boris.first_name, &*boris.email, groups(&boris)), ("", "", vec!["inner direct".to_owned(), "outer nested".to_owned()]));
    }

    async fn only_the_password_of_whoever_has_the_login_is_right(app: TestApp) {
        let slapd = Slapd::start();
        let directory = saved(&app, &mut Script::new(&app).await, slapd.connector(json!({"bind_dn": READER}))).await;
        for (login, password, expected) in [
            ("anna", "anna's own", "ok"),
            ("anna", "boris's own", "wrong_password"),
            ("anna", " anna's own", "wrong_password"),
            ("anna", "", "wrong_password"),
            ("nobody", "anna's own", "absent"),
        ] {
            assert_eq!(reply(&app, &directory, login, password).await, expected, "{login} {password}");
        }
    }

    /// Those of the directory itself among them.
    async fn what_is_no_login_finds_nobody(app: TestApp) {
        let slapd = Slapd::start();
        let directory = saved(&app, &mut Script::new(&app).await, slapd.connector(json!({}))).await;
        for login in ["", "*", "a*", ")(|(uid=*", "anna)(uid=*", "anna\0", "anna ", " anna", "\\61nna", "uid=anna", "аnna", &"a".repeat(300)] {
            assert_eq!(presence(&app, &directory, login).await, "absent", "{login:?}");
            assert_eq!(reply(&app, &directory, login, "anna's own").await, "absent", "{login:?}");
        }
    }

    async fn two_entries_with_one_login_are_nobody_in_particular(app: TestApp) {
        let slapd = Slapd::start();
        let directory = saved(&app, &mut Script::new(&app).await, slapd.connector(json!({}))).await;
        slapd.add("dn: cn=other,ou=people,dc=example,dc=org\nobjectClass: inetOrgPerson\ncn: other\nsn: o\nuid: ANNA\nuserPassword: other\n");
        assert_eq!(presence(&app, &directory, "anna").await, "two_entries");
        for password in ["anna's own", "other"] {
            assert_eq!(reply(&app, &directory, "anna", password).await, "two_entries");
        }
    }

    async fn an_entry_that_hides_its_login_is_unknown_and_one_without_names_is_not(app: TestApp) {
        let hidden = "access to attrs=uid by anonymous auth by * search\naccess to * by * read";
        let slapd = Slapd::configured(None, hidden);
        let mut script = Script::new(&app).await;
        let directory = saved(&app, &mut script, slapd.connector(json!({"bind_dn": READER}))).await;
        assert_eq!(presence(&app, &directory, "anna").await, "no_login");
        assert_eq!(reply(&app, &directory, "anna", "anna's own").await, "no_login");
        let nameless = slapd.connector(json!({"name": "Nameless", "login_attribute": "cn", "first_name_attribute": "", "email_attribute": "departmentNumber"}));
        let boris = found(&app, &saved(&app, &mut script, nameless).await, "boris").await;
        assert_eq!([&*boris.first_name, &*boris.last_name, &*boris.email], ["", "B", ""]);
    }

    async fn a_directory_that_shows_nobody_says_of_nobody_that_they_are_gone(app: TestApp) {
        let slapd = Slapd::start();
        let mut script = Script::new(&app).await;
        for (name, more, expected) in [
            ("Filter", json!({"user_filter": "(employeeType=x)"}), "nobody_seen"),
            ("Attribute", json!({"login_attribute": "sAMAccountName"}), "nobody_seen"),
            ("Groups", json!({"base_dn": format!("ou=groups,{BASE}")}), "nobody_seen"),
            ("Base", json!({"base_dn": format!("ou=gone,{BASE}")}), "no_such_base"),
            ("Password", json!({"password": "changed meanwhile"}), "wrong_credentials"),
        ] {
            let mut connector = slapd.connector(more);
            connector["name"] = json!(name);
            let directory = saved(&app, &mut script, connector).await;
            assert_eq!(presence(&app, &directory, "anna").await, expected, "{name}");
            assert_eq!(reply(&app, &directory, "anna", "anna's own").await, expected, "{name}");
        }
    }

    async fn whoever_is_renamed_or_moved_is_found_by_the_id_and_whoever_is_deleted_is_absent(app: TestApp) {
        let slapd = Slapd::start();
        let directory = saved(&app, &mut Script::new(&app).await, slapd.connector(json!({}))).await;
        let id = found(&app, &directory, "anna").await.stable_id;
        slapd.modify("dn: uid=anna,ou=people,dc=example,dc=org\nchangetype: moddn\nnewrdn: uid=annette\ndeleteoldrdn: 1\n");
        assert_eq!(presence(&app, &directory, "anna").await, "absent");
        let Presence::Present(annette) = look_up_by_id(&app.state, &directory, &id).await else { panic!("she is there") };
        assert_eq!((&*annette.login, &annette.stable_id), ("annette", &id));
        slapd.modify("dn: uid=annette,ou=people,dc=example,dc=org\nchangetype: delete\n");
        for id in [&*id, "", "*", "x)(uid=*"] {
            assert!(matches!(look_up_by_id(&app.state, &directory, id).await, Presence::Absent), "{id}");
        }
    }

    async fn who_is_locked_for_good_is_closed(app: TestApp) {
        let slapd = Slapd::configured(None, "overlay ppolicy\nppolicy_default \"cn=policy,dc=example,dc=org\"");
        slapd.add("dn: cn=policy,dc=example,dc=org\nobjectClass: organizationalRole\nobjectClass: pwdPolicy\ncn: policy\npwdAttribute: userPassword\npwdLockout: TRUE\n");
        let directory = saved(&app, &mut Script::new(&app).await, slapd.connector(json!({}))).await;
        slapd.modify("dn: uid=anna,ou=people,dc=example,dc=org\nchangetype: modify\nadd: pwdAccountLockedTime\npwdAccountLockedTime: 000001010000Z\n");
        assert_eq!(found(&app, &directory, "anna").await.closed, Some("disabled"));
        assert_eq!(reply(&app, &directory, "anna", "anna's own").await, "wrong_password");
        assert_eq!(found(&app, &directory, "boris").await.closed, None);
    }

    async fn the_secondary_host_answers_when_the_first_does_not_and_is_asked_first_for_a_minute(app: TestApp) {
        let (first, second) = (Slapd::start(), Slapd::start());
        let both = first.connector(json!({"secondary_host": "127.0.0.1", "secondary_port": second.port}));
        let directory = saved(&app, &mut Script::new(&app).await, both).await;
        let host = async || found(&app, &directory, "anna").await.host;
        let (at_first, at_second) = (format!("127.0.0.1:{}", first.port), format!("127.0.0.1:{}", second.port));
        assert_eq!(host().await, at_first);
        first.stop();
        assert_eq!(host().await, at_second);
        assert_eq!(reply(&app, &directory, "anna", "anna's own").await, "ok");
        first.start_again();
        assert_eq!(host().await, at_second);
        app.clock.advance(Duration::seconds(60));
        assert_eq!(host().await, at_first);
        first.stop();
        second.stop();
        assert_eq!(presence(&app, &directory, "anna").await, "port_closed");
        assert_eq!(reply(&app, &directory, "anna", "anna's own").await, "port_closed");
    }

    async fn a_wrong_password_is_wrong_at_one_host_and_carried_to_no_other(app: TestApp) {
        let (slapd, other) = (Slapd::start(), silent().await);
        let both = slapd.connector(json!({"secondary_host": "127.0.0.1", "secondary_port": other}));
        let mut script = Script::new(&app).await;
        let directory = saved(&app, &mut script, both).await;
        assert_eq!(reply(&app, &directory, "anna", "wrong").await, "wrong_password");
        let unasked = slapd.connector(json!({"name": "Dead", "port": dead_port()}));
        let directory = saved(&app, &mut script, unasked).await;
        assert!(matches!(check_password(&app.state, &directory, "anna", "").await, Reply::WrongPassword(_)));
    }
}
