//! Who may be what: an owner is always left, nobody ends their own access, and what is taken away is gone at once.

use super::{create, link_to, sign_in, signed_in_admin};
use crate::both_databases;
use crate::sign_in::enrol;
use crate::support::app::{TestApp, signed_in_owner};
use crate::support::client::Client;
use crate::support::form::OFF;
use steward::admins::model::NewAdmin;
use steward::admins::{service, store};
use steward::change::Actor;
use steward::error::Error;
use steward::i18n::Lang;
use steward::mail::worker;
use steward::people::{Names, Role};
use steward::zones::Zone;

fn acting(id: i64, name: &str) -> Actor {
    Actor { kind: "admin", id: Some(id), name: name.to_owned(), ..Actor::system("") }
}

fn a_new(login: &str, role: Role) -> NewAdmin {
    let names = Names {
        first_name: String::new(),
        last_name: String::new(),
        email: "n@example.com".to_owned(),
        language: Lang::En,
    };
    NewAdmin {
        login: login.to_owned(),
        names,
        tz: Zone::utc(),
        role,
        active: true,
        is_ldap: false,
        password_hash: None,
    }
}

async fn active_owners(app: &TestApp) -> i64 {
    store::count_other_keepers(&mut app.state.db.conn().await.expect("answers"), 0).await.expect("counted")
}

both_databases! {
    async fn the_last_owner_is_neither_demoted_nor_disabled_nor_deleted(app: TestApp) {
        let mut owner = signed_in_owner(&app).await;
        create(&mut owner, "asleep", &[("role", "owner"), ("active", OFF)]).await;
        let demoted = owner.submit("/admins/1", &[("role", "manager")]).await;
        assert_eq!(demoted.status, 422);
        assert!(demoted.field_error("role").is_some_and(|error| error.contains("last active owner")), "{}", demoted.text());
        let disabled = owner.submit("/admins/1", &[("active", OFF)]).await;
        assert!(disabled.field_error("active").is_some_and(|error| error.contains("last active owner")), "{}", disabled.text());
        owner.get("/admins").await;
        assert_eq!(owner.post("/admins/1/delete", &[]).await.status, 409);
        assert_eq!(active_owners(&app).await, 1);
    }

    async fn of_two_owners_who_step_down_at_once_one_stays(app: TestApp) {
        let mut olga = signed_in_owner(&app).await;
        let mut boris = signed_in_admin(&app, &mut olga, "boris", "owner").await;
        for _ in 0..5 {
            app.execute("UPDATE admins SET role = 'owner', active = TRUE").await;
            let (one, other) = (olga.get("/admins/1").await, boris.get("/admins/2").await);
            let step_down = [("role", "manager")];
            let (one, other) = tokio::join!(olga.submit_shown(&one, "/admins/1", &step_down, &[]), boris.submit_shown(&other, "/admins/2", &step_down, &[]));
            let mut statuses = [one.status, other.status];
            statuses.sort_unstable();
            assert_eq!((statuses, active_owners(&app).await), ([303, 422], 1));
        }
    }

    async fn of_two_owners_who_remove_each_other_at_once_one_stays(app: TestApp) {
        let mut olga = signed_in_owner(&app).await;
        let mut boris = signed_in_admin(&app, &mut olga, "boris", "owner").await;
        let (one, other) = (olga.get("/admins/2").await, boris.get("/admins/1").await);
        let (one, other) = tokio::join!(olga.submit_shown(&one, "/admins/2", &[("role", "auditor")], &[]), boris.submit_shown(&other, "/admins/1", &[("role", "auditor")], &[]));
        let mut statuses = [one.status, other.status];
        statuses.sort_unstable();
        assert_eq!((statuses, active_owners(&app).await), ([303, 403], 1));
        app.execute("UPDATE admins SET role = 'owner'").await;
        for client in [&mut olga, &mut boris] {
            assert_eq!(client.get("/admins").await.status, 200);
        }
        // Both have the page that asks before either answers it.
        let (mine, yours) = ("/admins/2/delete", "/admins/1/delete");
        let (one, other) = (olga.get(mine).await, boris.get(yours).await);
        let (one, other) = tokio::join!(olga.submit_shown(&one, mine, &[], &[]), boris.submit_shown(&other, yours, &[], &[]));
        assert_eq!(active_owners(&app).await, 1, "{} {}", one.status, other.status);
        let deleted = [&one, &other].into_iter().filter(|answer| answer.header("location") == "/admins").count();
        assert_eq!(deleted, 1, "who came too late was refused, or sent to the sign-in page as nobody");
    }

    async fn nobody_gives_a_role_above_their_own(app: TestApp) {
        let mut owner = signed_in_owner(&app).await;
        create(&mut owner, "boris", &[("role", "manager")]).await;
        for role in [Role::Owner, Role::Manager, Role::Auditor] {
            let refused = service::create(&app.state, acting(2, "boris"), &a_new("friend", role)).await;
            assert!(matches!(refused, Err(Error::Forbidden)), "{role:?}");
            let refused = service::update(&app.state, acting(2, "boris"), 2, 1, &a_new("boris", role)).await;
            assert!(matches!(refused, Err(Error::Forbidden)), "{role:?}");
        }
        for nobody in [Actor::system("steward"), Actor { kind: "user", ..acting(1, "anna@acme") }, acting(99, "gone")] {
            assert!(matches!(service::create(&app.state, nobody, &a_new("friend", Role::Auditor)).await, Err(Error::Forbidden)));
        }
        assert!(service::create(&app.state, acting(1, "owner"), &a_new("friend", Role::Owner)).await.is_ok());
        for (role, other, may) in [(Role::Manager, Role::Owner, false), (Role::Support, Role::Manager, false), (Role::Manager, Role::Auditor, true), (Role::Owner, Role::Owner, true)] {
            assert_eq!(role.may_give(other), may, "{role:?} → {other:?}");
        }
    }

    async fn nobody_switches_themselves_off_or_deletes_themselves(app: TestApp) {
        let mut olga = signed_in_owner(&app).await;
        let mut boris = signed_in_admin(&app, &mut olga, "boris", "owner").await;
        assert!(boris.get("/admins/2").await.has_text("This is you"));
        let refused = boris.submit("/admins/2", &[("active", OFF)]).await;
        assert!(refused.field_error("active").is_some_and(|error| error.contains("yourself")), "{}", refused.text());
        let asked = boris.get("/admins/2/delete").await;
        assert!(asked.has_text("Another owner can") && !asked.body.contains(r#"action="/admins/2/delete""#), "{}", asked.text());
        assert_eq!(boris.post("/admins/2/delete", &[]).await.status, 409);
        let stepped_down = boris.submit("/admins/2", &[("role", "support")]).await;
        assert_eq!(stepped_down.status, 303, "stepping down is one's own affair");
        assert_eq!(boris.get("/admins/new").await.status, 403);
    }

    async fn who_is_disabled_or_deleted_is_out_at_once(app: TestApp) {
        let mut owner = signed_in_owner(&app).await;
        let mut anna = signed_in_admin(&app, &mut owner, "anna", "manager").await;
        assert_eq!(owner.submit("/admins/2", &[("active", OFF)]).await.status, 303);
        assert!(is_out(&mut anna).await);
        assert_eq!(owner.submit("/admins/2", &[("active", "on")]).await.status, 303);
        assert!(is_out(&mut anna).await, "the old session does not come back");
        sign_in(&mut anna, "anna").await;
        let shown = anna.get("/tariffs/new").await;
        assert_eq!(owner.submit("/admins/2", &[("role", "auditor")]).await.status, 303);
        assert_eq!(anna.submit_shown(&shown, "/tariffs/new", &[("name", "x"), ("title", "x")], &[]).await.status, 403, "the role is read with each request");
        let deleted = owner.submit("/admins/2/delete", &[]).await;
        assert_eq!((deleted.status, deleted.location()), (303, "/admins"));
        assert!(is_out(&mut anna).await);
        assert_eq!(owner.get("/admins/2").await.status, 404);
        assert!(owner.get("/audit?who=anna").await.status == 200 && owner.get("/audit").await.has_text("Deleted · administrator"));
        create(&mut owner, "anna", &[]).await;
        assert!(owner.get("/admins/3/sign-ins").await.rows().is_empty(), "another person has another history");
    }

    async fn a_link_on_its_way_to_another_address_or_to_nobody_opens_nothing(app: TestApp) {
        let mut owner = signed_in_owner(&app).await;
        create(&mut owner, "anna", &[]).await;
        let link = link_to(&app, "someone@example.com").await;
        assert_eq!(owner.submit("/admins/2", &[("email", "other@example.com")]).await.status, 303);
        assert_eq!(app.client().get(&link).await.status, 404);
    }

    async fn an_owner_resets_the_second_factor_of_another(app: TestApp) {
        let mut owner = signed_in_owner(&app).await;
        let mut anna = signed_in_admin(&app, &mut owner, "anna", "support").await;
        assert!(owner.get("/admins/2/remove-second-factor").await.has_text("does not use two-factor authentication"));
        enrol(&app, &mut anna, "/me/second-factor").await;
        assert!(owner.get("/admins?has_2fa=1").await.has_text("anna"));
        let removed = owner.submit("/admins/2/remove-second-factor", &[]).await;
        assert_eq!((removed.status, removed.location()), (303, "/admins/2"));
        assert!(is_out(&mut anna).await);
        sign_in(&mut anna, "anna").await;
        let record = owner.get("/audit?action=remove-second-factor").await;
        assert!(record.rows().first().is_some_and(|row| row[1] == "owner" && row[2].contains("anna")), "{}", record.text());
        while worker::step(&app.state).await.expect("the worker works") {}
        let told = app.sent.letters().into_iter().filter(|it| it.to == "anna@example.com" && it.subject.contains("two-factor")).count();
        assert_eq!(told, 2, "switched on, and removed");
        assert!(owner.get("/admins/1/remove-second-factor").await.has_text("on your profile page"));
        assert_eq!(owner.post("/admins/1/remove-second-factor", &[]).await.status, 409);
    }
}

async fn is_out(client: &mut Client) -> bool {
    client.get("/me").await.header("location").starts_with("/sign-in")
}
