//! Two processes on one database: what is done at one is true at the other by the next request.

use crate::admins::{PASSWORD as ADMIN_PASSWORD, signed_in_admin};
use crate::portal::{account_with_anna, signed_in};
use crate::support::app::{OWNER_PASSWORD, TestApp, run};
use crate::support::client::Client;
use crate::support::database::Engine;
use crate::support::form::OFF;
use steward::people::Role;

const USER: &str = "/accounts/1/users/1";

/// Each request of the same browser goes to the other process than the one before.
struct RoundRobin {
    client: Client,
    nodes: [String; 2],
    at: usize,
}

impl RoundRobin {
    fn new(client: Client, one: &TestApp, other: &TestApp) -> Self {
        Self { client, nodes: [one.base_url.clone(), other.base_url.clone()], at: 0 }
    }

    fn next(&mut self) -> &mut Client {
        self.at = (self.at + 1) % 2;
        self.client = self.client.at(&self.nodes[self.at]);
        &mut self.client
    }

    /// At both.
    async fn statuses(&mut self, path: &str) -> [u16; 2] {
        [self.next().get(path).await.status, self.next().get(path).await.status]
    }
}

fn on_two(test: impl AsyncFnOnce(TestApp, TestApp) + 'static) {
    run(Engine::Postgres, async |one: TestApp| {
        let other = one.beside(|_| {}).await;
        test(one, other).await;
    });
}

#[test]
fn a_session_is_one_on_both_and_ends_on_both() {
    on_two(async |one, other| {
        account_with_anna(&one).await;
        let mut anna = RoundRobin::new(signed_in(&one).await, &one, &other);
        assert_eq!(anna.statuses("/portal").await, [200, 200]);
        let copy = anna.client.clone();
        assert_eq!(anna.next().post("/portal/sign-out", &[]).await.status, 303);
        let mut copy = RoundRobin::new(copy, &one, &other);
        assert_eq!(copy.statuses("/portal").await, [303, 303]);
    });
}

#[test]
fn what_ends_a_users_sessions_on_one_ends_them_on_the_other() {
    on_two(async |one, other| {
        let mut owner = account_with_anna(&one).await;
        for how in ["ended", "disabled", "deactivated"] {
            let mut anna = RoundRobin::new(signed_in(&other).await, &other, &one);
            assert_eq!(anna.statuses("/portal").await, [200, 200], "{how}");
            let done = match how {
                "ended" => {
                    owner.get(&format!("{USER}/sessions")).await;
                    owner.post(&format!("{USER}/sessions"), &[("session", "all")]).await
                }
                "disabled" => owner.submit(USER, &[("active", OFF)]).await,
                _ => owner.submit("/accounts/1/deactivate", &[]).await,
            };
            assert_eq!(done.status, 303, "{how}: {}", done.text());
            assert_eq!(anna.statuses("/portal").await, [303, 303], "{how}");
            one.execute("UPDATE account_users SET active = TRUE").await;
        }
    });
}

#[test]
fn what_an_administrator_loses_on_one_is_lost_on_the_other() {
    on_two(async |one, other| {
        let mut owner = account_with_anna(&one).await;
        let boris = signed_in_admin(&one, &mut owner, "boris", "manager").await;
        let mut boris = RoundRobin::new(boris, &one, &other);
        assert_eq!(boris.statuses("/tariffs/new").await, [200, 200]);
        assert_eq!(owner.submit("/admins/2", &[("role", Role::Auditor.as_str())]).await.status, 303);
        assert_eq!(boris.statuses("/tariffs/new").await, [403, 403]);
        assert_eq!(owner.submit("/admins/2", &[("active", OFF)]).await.status, 303);
        assert_eq!(boris.statuses("/me").await, [303, 303]);
    });
}

#[test]
fn a_step_up_at_one_is_a_step_up_at_the_other() {
    on_two(async |one, other| {
        let owner = account_with_anna(&one).await;
        let mut owner = RoundRobin::new(owner, &one, &other);
        one.clock.advance(chrono::Duration::minutes(11));
        assert_eq!(owner.statuses("/accounts/1/delete").await, [303, 303]);
        assert_eq!(owner.next().submit("/prove", &[("current_password", OWNER_PASSWORD)]).await.status, 303);
        assert_eq!(owner.statuses("/accounts/1/delete").await, [200, 200]);
    });
}

#[test]
fn of_two_owners_who_step_down_at_once_at_two_processes_one_stays() {
    on_two(async |one, other| {
        let mut olga = account_with_anna(&one).await;
        signed_in_admin(&one, &mut olga, "boris", "owner").await;
        let mut boris = other.client();
        boris.submit("/sign-in", &[("login", "boris"), ("password", ADMIN_PASSWORD)]).await;
        for _ in 0..5 {
            one.execute("UPDATE admins SET role = 'owner'").await;
            let (a, b) = (olga.get("/admins/1").await, boris.get("/admins/2").await);
            let step_down = [("role", "manager")];
            let (a, b) = tokio::join!(
                olga.submit_shown(&a, "/admins/1", &step_down, &[]),
                boris.submit_shown(&b, "/admins/2", &step_down, &[])
            );
            let mut statuses = [a.status, b.status];
            statuses.sort_unstable();
            assert_eq!(statuses, [303, 422]);
        }
    });
}
