//! Administrators who sign in through a directory, the real one.

use super::entry::{ANNAS, recheck};
use super::{PASSWORD, prove};
use crate::admins::signed_in_admin;
use crate::api::Script;
use crate::both_databases;
use crate::ldap::slapd::Slapd;
use crate::support::answer::Answer;
use crate::support::app::{OWNER_PASSWORD, TestApp};
use crate::support::client::Client;
use crate::support::form::{OFF, ON};
use chrono::Duration;
use serde_json::{Value, json};

const SETTINGS: &str = "/settings/directory";
const STAFF: &str = "cn=staff,ou=groups,dc=example,dc=org";
const OUTER: &str = "CN=Outer, OU=Groups,DC=example,DC=org";
const BORIS: &str = "boris's own";

/// Administrators sign in through the directory: its staff are support, its outer circle managers.
async fn served(app: &TestApp, slapd: &Slapd) -> Script {
    let mut script = Script::new(app).await;
    script.ok("ldap/save", slapd.connector(json!({}))).await;
    slapd.modify("dn: uid=boris,ou=people,dc=example,dc=org\nchangetype: modify\nadd: mail\nmail: boris@example.org\n");
    saved(&mut script.owner, &[("admin_ldap", "1"), ("support_groups", STAFF), ("manager_groups", OUTER)]).await;
    script
}

async fn saved(owner: &mut Client, fields: &[(&str, &str)]) {
    let saved = owner.submit(SETTINGS, fields).await;
    assert_eq!((saved.status, saved.location()), (303, SETTINGS), "{}", saved.text());
}

async fn enter(client: &mut Client, login: &str, password: &str) -> Answer {
    client.submit("/sign-in", &[("login", login), ("password", password)]).await
}

async fn entered(app: &TestApp, login: &str, password: &str) -> Client {
    let mut client = app.client();
    let answer = enter(&mut client, login, password).await;
    assert_eq!((answer.status, answer.location()), (303, "/"), "{login}: {}", answer.text());
    client
}

async fn is_in(client: &mut Client) -> bool {
    client.get("/me").await.status == 200
}

/// Login, role, through the directory, active: of all but the owner.
async fn admins(script: &mut Script) -> Vec<[String; 4]> {
    let rows = script.owner.get("/admins?sort=login").await.rows();
    let rows = rows.into_iter().filter(|row| row[0] != "owner");
    rows.map(|row| [0, 3, 5, 6].map(|at| row[at].clone())).collect()
}

fn admin(login: &str, role: &str, state: &str) -> [String; 4] {
    [login, role, "yes", state].map(str::to_owned)
}

async fn last_act(script: &mut Script) -> Value {
    let of_directory = script.ok("audit/list", json!({"actor": "directory Office"})).await["data"].clone();
    let last = of_directory.as_array().expect("rows").last().cloned().unwrap_or_default();
    json!([last["action"], last["object_name"]])
}

both_databases! {
    async fn the_first_sign_in_makes_an_administrator_of_what_the_groups_give(app: TestApp) {
        let slapd = Slapd::start();
        let mut script = served(&app, &slapd).await;
        for (login, wrong) in [("anna", ""), ("anna", "wrong"), ("anna", BORIS), ("nobody", ANNAS), ("anna)(uid=*", ANNAS), ("*", ANNAS)] {
            let refused = enter(&mut app.client(), login, wrong).await;
            assert!(refused.status == 422 && refused.has_text("The login or password is wrong."), "{login}: {}", refused.text());
        }
        assert_eq!(admins(&mut script).await, [] as [[String; 4]; 0]);
        let mut anna = entered(&app, " ANNA", ANNAS).await;
        entered(&app, "boris", BORIS).await;
        assert_eq!(admins(&mut script).await, [admin("anna", "support", "Active"), admin("boris", "manager", "Active")], "of a group within a group");
        assert_eq!(last_act(&mut script).await, json!(["create", "boris"]));
        let own = anna.get("/me").await;
        assert!(own.has_text("Your password is kept in your company’s directory") && !own.has_link("Change password"), "{}", own.text());
        entered(&app, "anna", ANNAS).await;
        assert_eq!(admins(&mut script).await.len(), 2, "the second sign-in makes nobody");
    }

    async fn whoever_no_group_gives_a_role_or_whose_entry_does_not_suffice_is_not_made(app: TestApp) {
        let slapd = Slapd::start();
        let mut script = served(&app, &slapd).await;
        slapd.add("dn: uid=clara,ou=people,dc=example,dc=org\nobjectClass: inetOrgPerson\nuid: clara\ncn: C\nsn: C\nmail: clara@example.org\nuserPassword: clara's own\n");
        slapd.modify("dn: uid=boris,ou=people,dc=example,dc=org\nchangetype: modify\ndelete: mail\n");
        for (login, password) in [("clara", "clara's own"), ("boris", BORIS)] {
            assert_eq!(enter(&mut app.client(), login, password).await.status, 422, "{login}");
        }
        saved(&mut script.owner, &[("support_groups", ""), ("manager_groups", "")]).await;
        assert_eq!(enter(&mut app.client(), "anna", ANNAS).await.status, 422, "without groups nobody is made");
        assert_eq!(admins(&mut script).await, [] as [[String; 4]; 0]);
    }

    async fn of_several_groups_the_role_that_may_most_is_given_and_follows_within_five_minutes(app: TestApp) {
        let slapd = Slapd::start();
        let mut script = served(&app, &slapd).await;
        let mut anna = entered(&app, "anna", ANNAS).await;
        slapd.modify("dn: cn=outer,ou=groups,dc=example,dc=org\nchangetype: modify\nadd: member\nmember: uid=anna,ou=people,dc=example,dc=org\n");
        recheck(&app).await;
        assert_eq!(admins(&mut script).await, [admin("anna", "manager", "Active")]);
        assert!(is_in(&mut anna).await, "without a new sign-in");
        saved(&mut script.owner, &[("owner_groups", OUTER), ("manager_groups", "")]).await;
        recheck(&app).await;
        assert_eq!(admins(&mut script).await, [admin("anna", "owner", "Active")]);
    }

    async fn whoever_loses_the_last_group_is_switched_off_with_their_tokens_until_a_group_gives_a_role_again(app: TestApp) {
        let slapd = Slapd::start();
        let mut script = served(&app, &slapd).await;
        saved(&mut script.owner, &[("owner_groups", STAFF), ("support_groups", "")]).await;
        let mut anna = entered(&app, "anna", ANNAS).await;
        let secret = crate::api::make_token(&mut anna, "Anna's", &["accounts:read"]).await;
        let mut hers = Script { client: app.client(), owner: anna, secret };
        hers.ok("accounts/list", json!({})).await;
        slapd.modify("dn: cn=staff,ou=groups,dc=example,dc=org\nchangetype: modify\nadd: member\nmember: uid=nobody,ou=people,dc=example,dc=org\n-\ndelete: member\nmember: uid=anna,ou=people,dc=example,dc=org\n");
        hers.owner.get("/me").await;
        assert_eq!(hers.owner.post("/sign-out", &[]).await.status, 303);
        recheck(&app).await;
        assert_eq!(admins(&mut script).await, [admin("anna", "owner", "Inactive")], "asked about for the token's sake");
        assert_eq!(last_act(&mut script).await, json!(["update", "anna"]));
        assert_eq!(hers.json("accounts/list", json!({})).await.status, 401);
        assert_eq!(enter(&mut app.client(), "anna", ANNAS).await.status, 422);
        slapd.modify("dn: cn=staff,ou=groups,dc=example,dc=org\nchangetype: modify\nadd: member\nmember: uid=anna,ou=people,dc=example,dc=org\n");
        entered(&app, "anna", ANNAS).await;
        assert_eq!(admins(&mut script).await, [admin("anna", "owner", "Active")]);
        hers.ok("accounts/list", json!({})).await;
        assert_eq!(script.owner.submit("/admins/2", &[("active", OFF)]).await.status, 303);
        assert_eq!(enter(&mut app.client(), "anna", ANNAS).await.status, 422, "whom an owner has switched off stays so");
    }

    async fn absent_twice_switches_an_administrator_off_and_absent_once_does_not(app: TestApp) {
        let slapd = Slapd::start();
        let mut script = served(&app, &slapd).await;
        let mut anna = entered(&app, "anna", ANNAS).await;
        slapd.modify("dn: uid=anna,ou=people,dc=example,dc=org\nchangetype: delete\n");
        recheck(&app).await;
        assert!(is_in(&mut anna).await && admins(&mut script).await == [admin("anna", "support", "Active")], "once may be a mistake");
        recheck(&app).await;
        assert!(!is_in(&mut anna).await);
        assert_eq!(admins(&mut script).await, [admin("anna", "support", "Inactive")]);
    }

    async fn a_silent_directory_locks_nobody_out_and_the_owner_comes_in_all_the_same(app: TestApp) {
        let slapd = Slapd::start();
        let mut script = served(&app, &slapd).await;
        let mut anna = entered(&app, "anna", ANNAS).await;
        slapd.stop();
        for _ in 0..12 {
            let refused = enter(&mut app.client(), "anna", "whatever it is").await;
            assert!(refused.has_text("Your organisation’s directory does not answer."), "{}", refused.text());
        }
        for _ in 0..3 {
            recheck(&app).await;
        }
        assert!(is_in(&mut anna).await, "whoever is in stays in");
        assert_eq!(admins(&mut script).await, [admin("anna", "support", "Active")]);
        let answer = enter(&mut app.client(), "owner", OWNER_PASSWORD).await;
        assert_eq!((answer.status, answer.location()), (303, "/"), "{}", answer.text());
        slapd.start_again();
        entered(&app, "anna", ANNAS).await;
    }

    async fn an_owner_with_an_own_password_always_stays(app: TestApp) {
        let slapd = Slapd::start();
        let mut script = served(&app, &slapd).await;
        saved(&mut script.owner, &[("owner_groups", STAFF), ("support_groups", "")]).await;
        entered(&app, "anna", ANNAS).await;
        let refused = script.owner.submit("/admins/1", &[("is_ldap", ON)]).await;
        assert!(refused.field_error("is_ldap").is_some_and(|error| error.contains("last active owner with a password of their own")), "{}", refused.text());
        for (field, value) in [("role", "manager"), ("active", OFF)] {
            let refused = script.owner.submit("/admins/1", &[(field, value)]).await;
            assert!(refused.field_error(field).is_some_and(|error| error.contains("last active owner")), "an owner by the directory is not enough: {field}");
        }
        signed_in_admin(&app, &mut script.owner, "olga", "owner").await;
        let gone = script.owner.submit("/admins/1", &[("is_ldap", ON)]).await;
        assert_eq!(gone.status, 303, "{}", gone.text());
        assert_eq!(enter(&mut app.client(), "owner", OWNER_PASSWORD).await.status, 422, "the own password opens nothing");
    }

    async fn an_administrator_made_by_hand_comes_in_by_the_directory_and_keeps_the_role_where_no_group_gives_one(app: TestApp) {
        let slapd = Slapd::start();
        let mut script = served(&app, &slapd).await;
        saved(&mut script.owner, &[("support_groups", ""), ("manager_groups", "")]).await;
        crate::admins::create(&mut script.owner, "anna", &[("is_ldap", ON), ("role", "manager"), ("email", "anna@example.org")]).await;
        let sent = crate::account_users::letters::sent(&app).await;
        let letter = sent.last().expect("a letter");
        assert!(letter.text.contains("/sign-in") && !letter.text.contains("/set-password/") && letter.text.contains("your organisation’s directory"), "{}", letter.text);
        let mut anna = entered(&app, "anna", ANNAS).await;
        recheck(&app).await;
        assert!(is_in(&mut anna).await);
        assert_eq!(admins(&mut script).await, [admin("anna", "manager", "Active")]);
        let back = script.owner.submit("/admins/2", &[("is_ldap", OFF)]).await;
        let back = if back.location().starts_with("/prove") { prove(&mut script.owner, &back).await } else { back };
        assert_eq!(back.status, 303, "{}", back.text());
        assert!(!is_in(&mut anna).await, "who comes in otherwise signs in anew");
        let sent = crate::account_users::letters::sent(&app).await;
        assert!(sent.last().is_some_and(|letter| letter.text.contains("/set-password/")), "{sent:?}");
        assert_eq!(enter(&mut app.client(), "anna", ANNAS).await.status, 422, "the directory is not asked any more");
    }

    async fn the_way_back_in_from_the_command_line_leads_round_the_directory(app: TestApp) {
        let slapd = Slapd::start();
        let mut script = served(&app, &slapd).await;
        entered(&app, "anna", ANNAS).await;
        slapd.stop();
        let link = steward::admins::reset(&app.state, "anna").await.expect("a link");
        let set = app.client().submit(&link, &[("password", PASSWORD), ("password_again", PASSWORD)]).await;
        assert_eq!((set.status, set.location()), (303, "/sign-in"), "{}", set.text());
        entered(&app, "anna", PASSWORD).await;
        assert_eq!(admins(&mut script).await[0][2], "");
    }

    async fn a_proof_is_the_directorys_word_and_without_it_the_code(app: TestApp) {
        let slapd = Slapd::start();
        let mut script = served(&app, &slapd).await;
        saved(&mut script.owner, &[("owner_groups", STAFF), ("support_groups", "")]).await;
        let mut anna = entered(&app, "anna", ANNAS).await;
        app.clock.advance(Duration::minutes(11));
        anna.get("/prove").await;
        assert_eq!(anna.post("/prove", &[("current_password", "wrong")]).await.status, 422);
        assert_eq!(anna.post("/prove", &[("current_password", ANNAS)]).await.status, 303);
        app.clock.advance(Duration::minutes(11));
        slapd.stop();
        anna.get("/prove").await;
        let unknown = anna.post("/prove", &[("current_password", ANNAS)]).await;
        assert!(unknown.has_text("Enter a code, or try again in a few minutes."), "{}", unknown.text());
    }

    async fn the_settings_are_the_owners_and_refuse_what_cannot_be(app: TestApp) {
        let slapd = Slapd::start();
        let mut script = served(&app, &slapd).await;
        for (field, value, said) in [
            ("owner_groups", "not a dn", "Enter a distinguished name"),
            ("auditor_groups", "cn=staff,ou=groups,dc=example,dc=org", "named twice"),
            ("auditor_groups", "cn=a,dc=x\nCN=A, DC=X", "named twice"),
        ] {
            let refused = script.owner.submit(SETTINGS, &[(field, value)]).await;
            assert!(refused.status == 422 && refused.field_error(field).is_some_and(|it| it.contains(said)), "{field} {value}: {}", refused.text());
        }
        let version = script.owner.get(SETTINGS).await.value_of("version").expect("a version");
        let foreign = script.owner.post(SETTINGS, &[("admin_ldap", "77"), ("version", &version)]).await;
        assert!(foreign.status == 422 && foreign.field_error("admin_ldap").is_some(), "{}", foreign.text());
        saved(&mut script.owner, &[("auditor_groups", "cn=nowhere,dc=example,dc=org")]).await;
        let page = script.owner.get(SETTINGS).await;
        let told: Vec<String> = page.rows().into_iter().map(|row| row.join(" ")).collect();
        assert!(told.contains(&format!("{OUTER} manager found")) && told.contains(&"cn=nowhere,dc=example,dc=org auditor no such group".to_owned()), "{told:?}");
        let used = script.owner.get("/ldap/1/delete").await;
        assert!(used.has_text("/settings/directory"), "{}", used.text());
        let (status, refused) = script.refused("ldap/delete", json!({"id": "Office"})).await;
        assert_eq!(status, 409, "{refused}");
        app.clock.advance(Duration::minutes(11));
        assert!(script.owner.submit(SETTINGS, &[("auditor_groups", "")]).await.location().starts_with("/prove"));
    }

    async fn another_directory_says_whom_it_locks_out_and_asks(app: TestApp) {
        let slapd = Slapd::start();
        let mut script = served(&app, &slapd).await;
        let mut anna = entered(&app, "anna", ANNAS).await;
        let asked = script.owner.submit(SETTINGS, &[("admin_ldap", "")]).await;
        assert!(asked.status == 422 && asked.has_text("1 administrator signs in through the directory and would be locked out."), "{}", asked.text());
        assert!(is_in(&mut anna).await);
        assert_eq!(script.owner.submit_shown(&asked, SETTINGS, &[("confirmed", ON)], &[]).await.status, 303);
        assert!(!is_in(&mut anna).await, "the sessions end");
        assert_eq!(enter(&mut app.client(), "anna", ANNAS).await.status, 422);
        let refused = crate::admins::try_create(&mut script.owner, "boris", &[("is_ldap", ON)]).await;
        assert!(refused.field_error("is_ldap").is_some_and(|it| it.contains("Administrators use no directory")), "{}", refused.text());
    }

    async fn nobody_but_an_owner_leads_the_directory_of_administrators_elsewhere(app: TestApp) {
        let slapd = Slapd::start();
        let mut script = served(&app, &slapd).await;
        let mut boris = entered(&app, "boris", BORIS).await;
        assert_eq!(boris.get(SETTINGS).await.status, 403);
        assert_eq!(boris.submit("/ldap/1", &[("first_name_attribute", "cn")]).await.status, 303);
        for change in [("host", "127.0.0.2"), ("base_dn", "dc=example,dc=org"), ("login_attribute", "mail"), ("user_filter", "(uid=*)")] {
            let refused = boris.submit("/ldap/1", &[change, ("password", "secret")]).await;
            assert!(refused.status == 422 && refused.has_text("only an owner changes where it leads"), "{change:?}: {}", refused.text());
        }
        script.ok("ldap/save", json!({"id": 1, "user_filter": "(uid=*)"})).await;
        let led = script.owner.submit("/ldap/1", &[("user_filter", "")]).await;
        assert_eq!(led.status, 303, "{}", led.text());
    }

    async fn a_group_that_is_moved_gives_its_role_all_the_same(app: TestApp) {
        let slapd = Slapd::start();
        let mut script = served(&app, &slapd).await;
        slapd.modify("dn: cn=staff,ou=groups,dc=example,dc=org\nchangetype: modrdn\nnewrdn: cn=helpers\ndeleteoldrdn: 1\n");
        entered(&app, "anna", ANNAS).await;
        assert_eq!(admins(&mut script).await, [admin("anna", "support", "Active")]);
    }
}
