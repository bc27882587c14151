//! What tariff and state of the account let be done with users, and what ends their sessions.

use super::{FIRST, NEW, PASSWORD, USERS, create, is_signed_in, logins, signed_in_user, try_create};
use crate::both_databases;
use crate::resource::owner_of_acme;
use crate::support::app::TestApp;
use crate::support::database::Engine;
use crate::support::form::{OFF, ON};
use futures_util::future::join_all;

both_databases! {
    async fn the_tariff_says_how_many(app: TestApp) {
        let mut owner = owner_of_acme(&app).await;
        assert_eq!(owner.submit("/tariffs/1", &[("max_users", "3")]).await.status, 303);
        owner.get(NEW).await;
        let all = (0..8).map(|n| {
            let mut client = owner.clone();
            let login = format!("user{n}");
            async move { client.post(NEW, &[("login", &login), ("email", "a@example.com"), ("language", "en")]).await }
        });
        let answers = join_all(all).await;
        let with = |status| answers.iter().filter(|answer| answer.status == status).count();
        assert_eq!((with(303), with(409)), (3, 5));
        let refused = try_create(&mut owner, "late", &[("last_name", "Ёжикова")]).await;
        assert!(refused.has_text("The tariff limit is reached: 3 users."), "{}", refused.text());
        assert_eq!(refused.value_of("last_name").as_deref(), Some("Ёжикова"));
        assert_eq!(owner.submit("/accounts/1/users/1/delete", &[]).await.status, 303);
        create(&mut owner, "late", &[]).await;
    }

    async fn a_frozen_account_refuses_new_users_but_lets_go_of_old_ones(app: TestApp) {
        let mut owner = owner_of_acme(&app).await;
        create(&mut owner, "anna", &[]).await;
        create(&mut owner, "boris", &[]).await;
        let before = owner.get(FIRST).await;
        assert_eq!(owner.submit("/accounts/1/freeze", &[]).await.status, 303);
        let list = owner.get(USERS).await;
        assert!(list.has_text("The account is frozen") && !list.has_link("Create"), "{}", list.text());
        let refused = owner.post(NEW, &[("login", "clara"), ("email", "a@b.com"), ("language", "en")]).await;
        assert_eq!((refused.status, refused.value_of("login").as_deref()), (409, Some("clara")));
        for edit in [[("first_name", "Anna"), ("active", ON)], [("first_name", "Anna"), ("active", OFF)]] {
            let refused = owner.submit_shown(&before, FIRST, &edit, &[]).await;
            assert_eq!(refused.status, 409);
            assert!(refused.has_text("The account is frozen"), "{}", refused.text());
        }
        assert_eq!(owner.submit(FIRST, &[("active", OFF)]).await.status, 303);
        assert_eq!(logins(&mut owner, "?active=0").await, ["anna@acme"]);
        let version = owner.get(FIRST).await.value_of("version").expect("it has one");
        let crafted = [("only_active", "on"), ("active", "on"), ("version", version.as_str())];
        assert_eq!(owner.post(FIRST, &crafted).await.status, 409, "nobody is switched on");
        assert_eq!(owner.submit("/accounts/1/users/2/delete", &[]).await.status, 303);
        assert_eq!(logins(&mut owner, "").await, ["anna@acme"]);
    }

    async fn a_deleted_account_lets_nothing_be_changed(app: TestApp) {
        let mut owner = owner_of_acme(&app).await;
        create(&mut owner, "anna", &[]).await;
        assert_eq!(owner.submit("/accounts/1/delete", &[("typed_name", "acme")]).await.status, 303);
        let fields = [("login", "anna"), ("email", "a@b.com"), ("language", "en"), ("version", "1")];
        for path in [NEW, FIRST, "/accounts/1/users/1/delete"] {
            owner.get(USERS).await;
            assert_eq!(owner.post(path, &fields).await.status, 409, "{path}");
        }
        assert_eq!(owner.get(FIRST).await.value_of("active").as_deref(), Some("on"));
    }

    async fn disabling_ends_the_users_sessions(app: TestApp) {
        let mut owner = owner_of_acme(&app).await;
        create(&mut owner, "anna", &[("password", PASSWORD)]).await;
        let mut user = signed_in_user(&app).await;
        assert_eq!(owner.submit(FIRST, &[("active", OFF)]).await.status, 303);
        assert!(!is_signed_in(&mut user).await);
        assert_eq!(owner.submit(FIRST, &[("active", ON)]).await.status, 303);
        assert!(!is_signed_in(&mut user).await, "a session does not come back");
    }

    async fn a_new_password_and_a_deletion_end_the_users_sessions(app: TestApp) {
        let mut owner = owner_of_acme(&app).await;
        create(&mut owner, "anna", &[("password", PASSWORD)]).await;
        let mut user = signed_in_user(&app).await;
        assert_eq!(owner.submit(FIRST, &[("first_name", "Anna")]).await.status, 303);
        assert!(is_signed_in(&mut user).await, "another edit leaves the session alone");
        assert_eq!(owner.submit(FIRST, &[("password", PASSWORD)]).await.status, 303);
        assert!(!is_signed_in(&mut user).await);
        let mut user = signed_in_user(&app).await;
        let deleted = owner.submit("/accounts/1/users/1/delete", &[]).await;
        assert!(owner.follow(&deleted).await.has_text("User anna@acme is deleted."));
        assert!(!is_signed_in(&mut user).await);
        assert_eq!(owner.get(FIRST).await.status, 404);
    }

    async fn removing_the_second_factor_ends_the_users_sessions(app: TestApp) {
        let mut owner = owner_of_acme(&app).await;
        create(&mut owner, "anna", &[("password", PASSWORD)]).await;
        assert!(!owner.get(FIRST).await.has_text("Turn off two-factor authentication"));
        let mut user = signed_in_user(&app).await;
        app.execute(match app.engine {
            Engine::Sqlite => "UPDATE account_users SET totp_secret = x'00'",
            Engine::Postgres => "UPDATE account_users SET totp_secret = '\\x00'",
        })
        .await;
        assert_eq!(logins(&mut owner, "?has_2fa=1").await, ["anna@acme"]);
        let removed = owner.submit("/accounts/1/users/1/remove-second-factor", &[]).await;
        assert_eq!((removed.status, removed.location()), (303, FIRST));
        assert!(!is_signed_in(&mut user).await);
        assert!(logins(&mut owner, "?has_2fa=1").await.is_empty());
        assert_eq!(owner.post("/accounts/1/users/1/remove-second-factor", &[]).await.status, 409);
    }
}
