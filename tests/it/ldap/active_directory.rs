//! A real Active Directory: the domain controller of Samba, where its packages are installed and the tests run as root.
//! `tests/run.sh` runs these as a step of their own. It listens at the ports of LDAP on the loopback.

use super::people::{found, groups, presence, reply};
use super::slapd::saved;
use crate::api::Script;
use crate::support::app::{TestApp, run};
use crate::support::database::Engine;
use crate::support::scratch;
use crate::trials::servers::{Certified, certified};
use serde_json::{Value, json};
use std::collections::HashMap;
use std::process::Command;
use std::sync::OnceLock;
use steward::dial::Names;
use steward::ldap::{Presence, Reply, check_password, look_up_by_id};

const NAME: &str = "dc1.corp.example.org";
const PASSWORD: &str = "Passw0rd-of-all";
/// Makes the domain, people and groups in it, and starts it. The folder is `$1`.
const START: &str = r#"
    set -e
    cd "$1"
    samba-tool domain provision --dns-backend=NONE --realm=CORP.EXAMPLE.ORG --domain=CORP --server-role=dc \
        --adminpass="$2" --targetdir="$1/ad" --host-ip=127.0.0.1 --host-name=dc1 \
        --option='bind interfaces only=yes' --option='interfaces=lo' --option="log file=$1/log.%m"
    conf="$1/ad/etc/smb.conf"
    for name in steward anna boris clara dora; do samba-tool user create "$name" "$2" -s "$conf"; done
    samba-tool user create emma "$2" --must-change-at-next-login -s "$conf"
    for name in inner outer clerks; do samba-tool group add "$name" -s "$conf"; done
    samba-tool group addmembers inner anna -s "$conf"
    samba-tool group addmembers outer inner -s "$conf"
    samba-tool group addmembers clerks boris -s "$conf"
    samba-tool user setprimarygroup boris clerks -s "$conf"
    samba-tool user disable clara -s "$conf"
    samba-tool user setexpiry dora --days=-1 -s "$conf"
    samba -D -s "$conf" --option='server services=ldap' --option="tls certfile=$1/cert" --option="tls keyfile=$1/key" \
        --option="tls cafile=$1/ca" --option="pid directory=$1"
    for i in $(seq 100); do
        LDAPTLS_REQCERT=never ldapsearch -x -H ldaps://127.0.0.1 -b '' -s base >/dev/null 2>&1 && exit 0
        sleep 0.2
    done
    exit 1
"#;

/// One for all, since its ports are what they are.
fn domain() -> &'static Certified {
    static DOMAIN: OnceLock<Certified> = OnceLock::new();
    DOMAIN.get_or_init(|| {
        let (certified, folder) = (certified(NAME), scratch::folder().join("samba"));
        std::fs::create_dir(&folder).expect("the scratch folder can be written");
        for (name, text) in [("cert", &certified.certificate), ("key", &certified.key), ("ca", &certified.authority)] {
            std::fs::write(folder.join(name), text).expect("the folder can be written");
        }
        let chmod = Command::new("chmod").arg("600").arg(folder.join("key")).status().expect("chmod is there");
        assert!(chmod.success());
        let pid = folder.join("samba.pid");
        scratch::at_exit(&format!(
            "kill $(cat {0}); tail --pid=$(cat {0}) -f /dev/null",
            scratch::quoted(&pid.to_string_lossy())
        ));
        let done = Command::new("sh").args(["-c", START, "sh"]).arg(&folder).arg(PASSWORD).output().expect("a shell");
        let said = [done.stdout, done.stderr].concat();
        assert!(done.status.success(), "{}", String::from_utf8_lossy(&said));
        certified
    })
}

fn connector(more: Value) -> Value {
    let mut all = json!({
        "name": "Corp", "host": NAME, "security": "ldaps", "ca": domain().authority, "bind_dn": "steward@corp.example.org",
        "password": PASSWORD, "base_dn": "DC=corp,DC=example,DC=org", "login_attribute": "sAMAccountName",
        "user_filter": "(&(objectCategory=person)(objectClass=user))",
    });
    all.as_object_mut().expect("values").extend(more.as_object().expect("more").clone());
    all
}

fn reached(app: &TestApp) {
    let here = vec!["127.0.0.1".parse().expect("an address")];
    app.state.part::<Names>().only(HashMap::from([(NAME.to_owned(), here)]));
}

#[test]
#[ignore = "needs samba-ad-dc"]
fn people_of_active_directory_are_found_with_all_their_groups_and_why_they_are_let_in_nowhere() {
    run(Engine::Sqlite, async |app: TestApp| {
        reached(&app);
        let directory = saved(&app, &mut Script::new(&app).await, connector(json!({}))).await;
        let anna = found(&app, &directory, "ANNA").await;
        let of_domain: Vec<String> = groups(&anna).into_iter().filter(|it| !it.starts_with("Users")).collect();
        assert_eq!(of_domain, ["Domain Users primary", "inner direct", "outer nested"]);
        assert_eq!((anna.stable_id.len(), anna.closed, &*anna.login), (36, None, "anna"));
        let boris = found(&app, &directory, "boris").await;
        assert!(groups(&boris).contains(&"clerks primary".to_owned()), "{:?}", groups(&boris));
        assert!(groups(&boris).contains(&"Domain Users direct".to_owned()), "{:?}", groups(&boris));
        // Samba counts days from the machine's own.
        app.clock.advance(chrono::Duration::days(3650));
        for (login, closed) in [("clara", "disabled"), ("dora", "expired"), ("emma", "must_change_password")] {
            assert_eq!(found(&app, &directory, login).await.closed, Some(closed), "{login}");
        }
        for login in ["nobody", "*", "anna)(cn=*"] {
            assert_eq!(presence(&app, &directory, login).await, "absent", "{login}");
        }
        let Presence::Present(again) = look_up_by_id(&app.state, &directory, &anna.stable_id).await else {
            panic!("she is there")
        };
        assert_eq!((again.dn, groups(&anna).len()), (anna.dn.clone(), again.groups.len()));
        let gone = look_up_by_id(&app.state, &directory, "00000000-0000-0000-0000-000000000001").await;
        assert!(matches!(gone, Presence::Absent));
    });
}

#[test]
#[ignore = "needs samba-ad-dc"]
fn passwords_of_active_directory_are_tried_over_tls_alone_and_its_reasons_are_kept() {
    run(Engine::Postgres, async |app: TestApp| {
        reached(&app);
        let mut script = Script::new(&app).await;
        let directory = saved(&app, &mut script, connector(json!({}))).await;
        assert_eq!(reply(&app, &directory, "anna", PASSWORD).await, "ok");
        for (login, password, expected) in
            [("anna", "wrong", "data 52e"), ("clara", PASSWORD, "data 533"), ("dora", PASSWORD, "data 701")]
        {
            let Reply::WrongPassword(reason) = check_password(&app.state, &directory, login, password).await else {
                panic!("{login}")
            };
            assert_eq!(reason, expected, "{login}");
        }
        let clear = connector(json!({"name": "Clear", "security": "none", "ca": ""}));
        assert_eq!(presence(&app, &saved(&app, &mut script, clear).await, "anna").await, "tls_refused");
        let starttls = connector(json!({"name": "Later", "security": "starttls"}));
        assert_eq!(presence(&app, &saved(&app, &mut script, starttls).await, "anna").await, "present");
    });
}

#[test]
#[ignore = "needs samba-ad-dc"]
fn a_group_of_active_directory_gives_by_its_id_to_those_who_are_in_it_by_others() {
    run(Engine::Sqlite, async |app: TestApp| {
        reached(&app);
        let mut script = Script::new(&app).await;
        script.ok("ldap/save", connector(json!({}))).await;
        for (dn, role) in [
            ("CN=outer,CN=Users,DC=corp,DC=example,DC=org", "Reader"),
            ("CN=clerks,CN=Users,DC=corp,DC=example,DC=org", "Clerk"),
        ] {
            script.ok("ldap/groups/save", json!({"ldap_id": 1, "dn": dn, "roles": [role]})).await;
            let saved = script.ok("ldap/groups/get", json!({"ldap_id": 1, "id": dn})).await["data"].clone();
            assert_eq!((&saved["known"], saved["stable_id"].as_str().map(str::len)), (&json!("found"), Some(36)));
        }
        let directory = super::slapd::opened(&app, 1).await;
        for (login, role) in [("anna", "Reader"), ("boris", "Clerk")] {
            let granted = directory.granted(&found(&app, &directory, login).await);
            assert_eq!(granted.roles.into_iter().collect::<Vec<_>>(), [role], "{login}");
        }
    });
}
