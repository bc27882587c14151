//! Editing an account that people sign in to and others edit too: the account name, and two at once.

use super::{FIRST, LEAST, make_user, names, sign_in};
use crate::both_databases;
use crate::resource::{make_account, owner_of_acme};
use crate::support::app::TestApp;
use crate::support::form::ON;

both_databases! {
    async fn changing_the_login_name_asks_first_and_changes_every_login(app: TestApp) {
        let mut owner = owner_of_acme(&app).await;
        make_user(&mut owner, "anna", &[]).await;
        make_user(&mut owner, "boris", &[]).await;
        let asked = owner.submit(FIRST, &[("name", " GLOBEX "), ("title", "Globex")]).await;
        assert_eq!(asked.status, 422);
        assert!(asked.field_error("name").is_some_and(|error| error.contains("2 users")), "{}", asked.text());
        assert!(asked.has_text("Change the account name?") && asked.has_text("…@globex"), "{}", asked.text());
        assert_eq!(asked.value_of("title").as_deref(), Some("Globex"));
        assert_eq!(names(&mut owner, "").await, ["acme"], "asking changes nothing");

        let again = owner.submit_shown(&asked, FIRST, &[], &[]).await;
        assert_eq!(again.status, 422, "no answer is no yes");
        let another = owner.submit_shown(&again, FIRST, &[("name", "initech"), ("name_confirmed", ON)], &[]).await;
        assert_eq!(another.status, 422, "yes to one name is not yes to another");
        let saved = owner.submit_shown(&again, FIRST, &[("name_confirmed", ON)], &[]).await;
        assert_eq!(saved.status, 303, "{}", saved.text());
        assert_eq!(names(&mut owner, "").await, ["globex"]);
        let logins: Vec<String> = owner.get("/accounts/1/users").await.rows().into_iter().filter_map(|row| row.into_iter().nth(2)).collect();
        assert_eq!(logins, ["anna", "boris"]);
        assert!(owner.get("/accounts/1/users/1").await.texts(".head").concat().contains("anna@globex"));
        assert_eq!(sign_in(&app, "anna@globex").await.1.status, 303);
        assert_eq!(sign_in(&app, "anna@acme").await.1.status, 422);
    }

    async fn a_login_name_that_another_account_has_is_refused(app: TestApp) {
        let mut owner = owner_of_acme(&app).await;
        make_account(&mut owner, "globex").await;
        let asked = owner.submit(FIRST, &[("name", "Globex")]).await;
        let refused = owner.submit_shown(&asked, FIRST, &[("name_confirmed", ON)], &[]).await;
        assert_eq!((refused.status, refused.value_of("name").as_deref()), (422, Some("Globex")));
        assert!(refused.field_error("name").is_some_and(|error| error.contains("taken")), "{}", refused.text());
        assert_eq!(names(&mut owner, "").await, ["globex", "acme"]);
    }

    async fn a_stale_edit_changes_nothing_and_shows_both_values(app: TestApp) {
        let mut owner = owner_of_acme(&app).await;
        let mine = owner.get(FIRST).await;
        let mut colleague = owner.clone();
        let theirs = [("title", "Theirs"), ("tz", "Asia/Tokyo")];
        assert_eq!(colleague.submit(FIRST, &theirs).await.status, 303);

        let stale = owner.submit_shown(&mine, FIRST, &[("title", "Mine"), ("enable_smart_settings", ON)], &[]).await;
        assert_eq!(stale.status, 409);
        assert!(stale.has_text("Changed by owner"), "{}", stale.text());
        let shown = stale.rows();
        for row in [["Title", "acme", "Mine", "Theirs"], ["Time zone", "UTC", "UTC", "Asia/Tokyo"]] {
            assert!(shown.iter().any(|shown| shown == &row), "{row:?} in {shown:?}");
        }
        assert_eq!(shown.len(), 3, "what does not differ is not shown: {shown:?}");
        assert_eq!([stale.value_of("title"), stale.value_of("enable_smart_settings")], [Some("Mine".to_owned()), Some("on".to_owned())]);
        assert_eq!(colleague.get(FIRST).await.value_of("title").as_deref(), Some("Theirs"));

        let saved = owner.submit_shown(&stale, FIRST, &[], &[]).await;
        assert_eq!(saved.status, 303, "{}", saved.text());
        assert_eq!(owner.get(FIRST).await.value_of("title").as_deref(), Some("Mine"));
    }

    async fn of_two_edits_at_once_one_is_stale(app: TestApp) {
        let mut owner = owner_of_acme(&app).await;
        let shown = owner.get(FIRST).await;
        let (mut one, mut other) = (owner.clone(), owner.clone());
        let (one, other) = tokio::join!(
            one.submit_shown(&shown, FIRST, &[("title", "One")], &[]),
            other.submit_shown(&shown, FIRST, &[("title", "Other")], &[])
        );
        let mut statuses = [one.status, other.status];
        statuses.sort_unstable();
        assert_eq!(statuses, [303, 409]);
        assert_eq!(owner.get(FIRST).await.value_of("version").as_deref(), Some("2"));
    }

    async fn an_edit_without_a_version_is_stale(app: TestApp) {
        let mut owner = owner_of_acme(&app).await;
        owner.get(FIRST).await;
        for version in ["", "0", "2", "one", "99999999999999999999"] {
            let stale = owner.post(FIRST, &[&LEAST[1..2], &[("name", "acme"), ("version", version)], &LEAST[3..]].concat()).await;
            assert_eq!(stale.status, 409, "{version:?}");
        }
        assert_eq!(owner.get(FIRST).await.value_of("title").as_deref(), Some("acme"));
    }
}
