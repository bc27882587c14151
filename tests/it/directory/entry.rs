//! Signing in at the portal with the directory's password, the real one's.

use super::{ANNA, PASSWORD};
use crate::account_users::try_create;
use crate::api::Script;
use crate::both_databases;
use crate::ldap::slapd::Slapd;
use crate::support::answer::Answer;
use crate::support::app::TestApp;
use crate::support::client::Client;
use crate::support::form::{OFF, ON};
use crate::trials::{command, servers::dead_port};
use chrono::Duration;
use serde_json::{Value, json};
use steward::directory::recheck;

const SIGN_IN: &str = "/portal/sign-in";
pub const MAIN: &str = "1";
pub const SALES: &str = "2";
pub const OWN: &str = "3";
pub const REPORTER: &str = "1";
pub const ANNAS: &str = "anna's own";
pub const UNKNOWN: &str = "Your organisation’s directory does not answer. Try again in a few minutes.";
/// The account uses the directory, whose staff are in Sales and report, and whose outer circle are masters.
pub async fn served(app: &TestApp, slapd: &Slapd) -> Script {
    let mut script = Script::new(app).await;
    script.ok("ldap/save", slapd.connector(json!({}))).await;
    let staff = json!({"ldap_id": "Office", "dn": "cn=staff,ou=groups,dc=example,dc=org", "groups": ["Sales"], "roles": ["Reporter"]});
    script.ok("ldap/groups/save", staff).await;
    script
        .ok(
            "ldap/groups/save",
            json!({"ldap_id": "Office", "dn": "CN=Outer, OU=Groups,DC=example,DC=org", "master": true}),
        )
        .await;
    for (path, name) in
        [("/accounts/1/groups/new", "Sales"), ("/accounts/1/groups/new", "Own"), ("/accounts/1/roles/new", "Reporter")]
    {
        assert_eq!(script.owner.submit(path, &[("name", name)]).await.status, 303);
    }
    script.ok("accounts/save", json!({"id": "acme", "use_ldap": true, "ldap_connector": "Office"})).await;
    script
}

pub async fn enter(client: &mut Client, login: &str, password: &str) -> Answer {
    client.submit(SIGN_IN, &[("login", login), ("password", password)]).await
}

/// Somebody who came in.
pub async fn entered(app: &TestApp, login: &str, password: &str) -> Client {
    let mut client = app.client();
    let answer = enter(&mut client, login, password).await;
    assert_eq!((answer.status, answer.location()), (303, "/portal"), "{login}: {}", answer.text());
    client
}

pub async fn is_in(client: &mut Client) -> bool {
    client.get("/portal").await.status == 200
}

/// The newest attempt to sign in, as the user's history has it.
pub async fn newest(script: &mut Script, user: &str) -> String {
    let rows = script.owner.get(&format!("{user}/sign-ins")).await.rows();
    rows.first().and_then(|row| row.get(1)).cloned().unwrap_or_default()
}

/// The ids of groups and roles, and whether they are a master.
pub async fn rights(script: &mut Script, user: &str) -> (String, String, bool) {
    let page = script.owner.get(user).await;
    let ticked = |name: &str| {
        let boxes = page.elements(&format!("input[name={name}][checked]"));
        let ids = boxes.iter().filter_map(|it| it.split_once("value=\"")?.1.split('"').next().map(str::to_owned));
        ids.collect::<Vec<_>>().join(" ")
    };
    (ticked("groups"), ticked("roles"), !page.elements("input[name=master][checked]").is_empty())
}

/// What the directory did last, by the record.
pub async fn last_act(script: &mut Script) -> Value {
    let of_directory = script.ok("audit/list", json!({"actor": "directory Office"})).await["data"].clone();
    let last = of_directory.as_array().expect("rows").last().cloned().unwrap_or_default();
    json!([last["action"], last["object_name"]])
}

pub async fn recheck(app: &TestApp) {
    app.clock.advance(Duration::seconds(301));
    while recheck::step(&app.state).await.expect("it is asked") {}
}

pub async fn listed(script: &mut Script) -> Vec<Value> {
    script.ok("accounts/users/list", json!({"account_id": "acme"})).await["data"].as_array().expect("users").clone()
}

both_databases! {
    async fn the_first_sign_in_makes_a_user_of_what_the_map_gives(app: TestApp) {
        let slapd = Slapd::start();
        let mut script = served(&app, &slapd).await;
        for wrong in ["", "wrong", "boris's own"] {
            let refused = enter(&mut app.client(), "anna@acme", wrong).await;
            assert_eq!(refused.status, 422, "{wrong:?}");
            assert!(refused.has_text("The login or password is wrong."), "{}", refused.text());
        }
        assert!(listed(&mut script).await.is_empty());
        let mut anna = entered(&app, " ANNA@Acme", ANNAS).await;
        assert!(is_in(&mut anna).await);
        let made = listed(&mut script).await;
        let [user] = made.as_slice() else { panic!("one user: {made:?}") };
        let expected = json!(["anna", "Anna", "Ivanova", "anna@example.org", true, false]);
        assert_eq!(json!([user["username"], user["first_name"], user["last_name"], user["email"], user["is_ldap"], user["master"]]), expected);
        assert_eq!(rights(&mut script, ANNA).await, (SALES.to_owned(), REPORTER.to_owned(), false));
        assert_eq!(newest(&mut script, ANNA).await, "Signed in");
        assert_eq!(last_act(&mut script).await, json!(["create", "anna@acme"]));
        entered(&app, "anna@acme", ANNAS).await;
        assert_eq!(listed(&mut script).await.len(), 1, "the second one makes nobody");
    }

    async fn whoever_the_map_gives_nothing_or_the_entry_does_not_suffice_is_not_made(app: TestApp) {
        let slapd = Slapd::start();
        let mut script = served(&app, &slapd).await;
        slapd.add("dn: uid=clara,ou=people,dc=example,dc=org\nobjectClass: inetOrgPerson\nuid: clara\ncn: C\nsn: C\nmail: clara@example.org\nuserPassword: clara's own\n");
        for (login, password) in [("clara", "clara's own"), ("boris", "boris's own"), ("nobody", "anything at all")] {
            let refused = enter(&mut app.client(), &format!("{login}@acme"), password).await;
            assert_eq!(refused.status, 422, "{login}");
        }
        assert!(listed(&mut script).await.is_empty());
        slapd.modify("dn: uid=boris,ou=people,dc=example,dc=org\nchangetype: modify\nadd: mail\nmail: boris@example.org\n");
        entered(&app, "boris@acme", "boris's own").await;
        assert_eq!(rights(&mut script, ANNA).await, (MAIN.to_owned(), String::new(), true), "of a group within a group");
    }

    async fn two_first_sign_ins_at_once_make_one_user(app: TestApp) {
        let slapd = Slapd::start();
        let mut script = served(&app, &slapd).await;
        let (mut one, mut other) = (app.client(), app.client());
        let (first, second) = tokio::join!(enter(&mut one, "anna@acme", ANNAS), enter(&mut other, "anna@acme", ANNAS));
        assert_eq!((first.status, second.status), (303, 303), "{}{}", first.text(), second.text());
        assert_eq!(listed(&mut script).await.len(), 1);
    }

    async fn the_state_and_the_tariff_of_the_account_decide_before_the_directory(app: TestApp) {
        let slapd = Slapd::start();
        let mut script = served(&app, &slapd).await;
        script.ok("accounts/freeze", json!({"id": "acme"})).await;
        assert_eq!(enter(&mut app.client(), "anna@acme", ANNAS).await.status, 422, "a frozen account takes nobody new");
        script.ok("accounts/unfreeze", json!({"id": "acme"})).await;
        entered(&app, "anna@acme", ANNAS).await;
        script.ok("accounts/freeze", json!({"id": "acme"})).await;
        entered(&app, "anna@acme", ANNAS).await;
        script.ok("accounts/unfreeze", json!({"id": "acme"})).await;
        let boris = "dn: uid=boris,ou=people,dc=example,dc=org\nchangetype: modify\nadd: mail\nmail: boris@example.org\n";
        slapd.modify(boris);
        app.execute("UPDATE tariffs SET max_users = 1").await;
        assert_eq!(enter(&mut app.client(), "boris@acme", "boris's own").await.status, 422, "the tariff allows no more");
        script.ok("accounts/deactivate", json!({"id": "acme"})).await;
        for (login, password) in [("anna", ANNAS), ("boris", "boris's own")] {
            let refused = enter(&mut app.client(), &format!("{login}@acme"), password).await;
            assert!(refused.has_text("This login is inactive. Ask your administrator."), "{login}: {}", refused.text());
        }
        assert_eq!(newest(&mut script, ANNA).await, "Blocked: the account is inactive");
        assert_eq!(listed(&mut script).await.len(), 1);
    }

    async fn the_directorys_password_is_not_changed_here(app: TestApp) {
        let slapd = Slapd::start();
        let mut script = served(&app, &slapd).await;
        let mut anna = entered(&app, "anna@acme", ANNAS).await;
        assert!(anna.get("/portal/security").await.has_text("change it there"));
        let fields = [("current_password", ANNAS), ("password", PASSWORD), ("password_again", PASSWORD)];
        let refused = anna.post("/portal/security", &fields).await;
        assert_eq!(refused.status, 422, "{}", refused.text());
        script.ok("accounts/users/update", json!({"account_id": "acme", "name": "anna", "is_ldap": false})).await;
        assert_eq!(enter(&mut app.client(), "anna@acme", PASSWORD).await.status, 422, "none was set");
    }

    async fn a_password_of_ones_own_and_the_directorys_never_stand_in_for_each_other(app: TestApp) {
        let slapd = Slapd::start();
        let mut script = served(&app, &slapd).await;
        let own = [("password", PASSWORD), ("send_access_email", OFF)];
        assert_eq!(try_create(&mut script.owner, "anna", &own).await.status, 303);
        assert_eq!(enter(&mut app.client(), "anna@acme", ANNAS).await.status, 422, "not the directory's");
        script.ok("accounts/users/update", json!({"account_id": "acme", "name": "anna", "is_ldap": true})).await;
        assert_eq!(enter(&mut app.client(), "anna@acme", PASSWORD).await.status, 422, "not the own one");
        entered(&app, "anna@acme", ANNAS).await;
        script.ok("accounts/users/update", json!({"account_id": "acme", "name": "anna", "is_ldap": false})).await;
        for password in [PASSWORD, ANNAS] {
            let refused = enter(&mut app.client(), "anna@acme", password).await;
            assert_eq!(refused.status, 422, "the own one is gone since the directory's was used");
        }
    }

    async fn somebody_else_under_the_same_login_does_not_get_in(app: TestApp) {
        let slapd = Slapd::start();
        let mut script = served(&app, &slapd).await;
        entered(&app, "anna@acme", ANNAS).await;
        slapd.modify("dn: uid=anna,ou=people,dc=example,dc=org\nchangetype: delete\n");
        slapd.add("dn: uid=anna,ou=people,dc=example,dc=org\nobjectClass: inetOrgPerson\nuid: anna\ncn: Anna B\nsn: B\nmail: other@example.org\nuserPassword: another\n");
        assert_eq!(enter(&mut app.client(), "anna@acme", "another").await.status, 422);
        assert_eq!(newest(&mut script, ANNA).await, "Blocked: the directory has somebody else under this login");
        for is_ldap in [false, true] {
            script.ok("accounts/users/update", json!({"account_id": "acme", "name": "anna", "is_ldap": is_ldap})).await;
        }
        entered(&app, "anna@acme", "another").await;
    }

    async fn guessing_at_a_login_from_elsewhere_does_not_reach_the_directory_for_long(app: TestApp) {
        let slapd = Slapd::start();
        let mut script = served(&app, &slapd).await;
        entered(&app, "anna@acme", ANNAS).await;
        for _ in 0..5 {
            assert_eq!(enter(&mut app.client(), "anna@acme", "guessed").await.status, 422);
        }
        assert_eq!(newest(&mut script, ANNA).await, "Wrong password");
        slapd.stop();
        let held = enter(&mut app.client(), "anna@acme", ANNAS).await;
        assert!(held.has_text("The login or password is wrong."), "nobody was asked: {}", held.text());
        assert_eq!(newest(&mut script, ANNA).await, "Blocked: correct password, but an unknown device during a guessing attack");
        slapd.start_again();
        app.clock.advance(Duration::minutes(16));
        entered(&app, "anna@acme", ANNAS).await;
    }

    async fn a_fresh_proof_is_the_directorys_password_and_while_it_is_silent_there_is_none(app: TestApp) {
        let slapd = Slapd::start();
        let _script = served(&app, &slapd).await;
        let mut anna = entered(&app, "anna@acme", ANNAS).await;
        app.clock.advance(Duration::minutes(11));
        let asked = anna.get("/portal/second-factor").await;
        assert!(asked.location().starts_with("/portal/prove"), "who has the directory's password has something to prove with: {}", asked.location());
        let wrong = anna.submit_on(asked.location(), "/portal/prove", &[("current_password", PASSWORD)], &[]).await;
        assert_eq!(wrong.status, 422);
        slapd.stop();
        let silent = anna.submit_on(asked.location(), "/portal/prove", &[("current_password", ANNAS)], &[]).await;
        assert!(silent.field_error("current_password").expect("it is refused").starts_with("Your organisation’s directory does not answer."));
        slapd.start_again();
        let right = anna.submit_on(asked.location(), "/portal/prove", &[("current_password", ANNAS)], &[]).await;
        assert_eq!((right.status, right.location()), (303, "/portal/second-factor"));
        assert_eq!(anna.get("/portal/second-factor").await.status, 200);
    }

    async fn who_is_ticked_as_a_user_of_the_directory_needs_nothing_of_the_map(app: TestApp) {
        let slapd = Slapd::start();
        let mut script = served(&app, &slapd).await;
        slapd.add("dn: uid=clara,ou=people,dc=example,dc=org\nobjectClass: inetOrgPerson\nuid: clara\ncn: C\nsn: C\nuserPassword: clara's own\n");
        assert_eq!(try_create(&mut script.owner, "clara", &[("is_ldap", ON)]).await.status, 303);
        let mut clara = entered(&app, "clara@acme", "clara's own").await;
        recheck(&app).await;
        assert!(is_in(&mut clara).await);
        assert_eq!(rights(&mut script, ANNA).await, (MAIN.to_owned(), String::new(), false));
        let forgot = app.client().submit("/portal/forgot-password", &[("login", "clara@acme")]).await;
        assert!(forgot.status < 400);
        assert!(crate::account_users::letters::sent(&app).await.iter().all(|letter| !letter.text.contains("/set-password/")));
    }

    async fn steward_check_tries_the_directories_that_people_sign_in_through(app: TestApp) {
        let slapd = Slapd::start();
        let mut script = served(&app, &slapd).await;
        for name in ["Unused", "Gone"] {
            script.ok("ldap/save", json!({"name": name, "host": "127.0.0.1", "port": dead_port(), "base_dn": "dc=x"})).await;
        }
        let globex = json!({"name": "globex", "title": "Globex", "tariff": "Basic", "tz": "UTC", "reports_day": 1, "reports_hour": 9,
            "use_ldap": true, "ldap_connector": "Gone"});
        script.ok("accounts/save", globex).await;
        let mut command = command(&app, &["check"]);
        let done = actix_web::rt::task::spawn_blocking(move || command.output().expect("it can be started")).await.expect("it ends");
        let said = String::from_utf8_lossy(&done.stdout).into_owned();
        assert!(said.contains("directory Office: ok, OpenLDAP") && !said.contains("Unused"), "{said}");
        assert!(said.contains("directory Gone: failed: Nothing accepts connections at this port.\n"), "{said}");
        assert!(!done.status.success());
    }
}
