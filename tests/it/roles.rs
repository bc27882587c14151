//! Roles: what an account's users may do with what they see.

use crate::both_databases;
use crate::resource::{self, Resource, make_account, owner_of_acme};
use crate::support::app::TestApp;

const ROLES: Resource = Resource { path: "/accounts/1/roles", form: &[("actions", "edit_profiles")] };

both_databases! {
    async fn the_list_is_sorted_over_two_pages(app: TestApp) {
        resource::the_list_is_sorted_over_two_pages(&app, &ROLES).await;
    }

    async fn a_search_finds_any_part_in_any_script_and_case(app: TestApp) {
        resource::a_search_finds_any_part_in_any_script_and_case(&app, &ROLES).await;
    }

    async fn each_field_is_refused_with_the_input_kept(app: TestApp) {
        resource::each_field_is_refused_with_the_input_kept(&app, &ROLES, &[]).await;
    }

    async fn a_form_without_its_token_changes_nothing(app: TestApp) {
        resource::a_form_without_its_token_changes_nothing(&app, &ROLES).await;
    }

    async fn who_may_only_see_finds_no_button_and_no_way_around(app: TestApp) {
        resource::who_may_only_see_finds_no_button_and_no_way_around(&app, &ROLES).await;
    }

    async fn a_stale_edit_changes_nothing_and_shows_both_values(app: TestApp) {
        resource::a_stale_edit_changes_nothing_and_shows_both_values(&app, &ROLES).await;
    }

    async fn what_nobody_uses_is_deleted(app: TestApp) {
        resource::what_nobody_uses_is_deleted(&app, &ROLES).await;
    }

    async fn each_change_is_on_the_record(app: TestApp) {
        resource::each_change_is_on_the_record(&app, &ROLES, "role").await;
    }

    async fn no_page_takes_more_than_three_statements(app: TestApp) {
        resource::no_page_takes_more_than_three_statements(&app, &ROLES).await;
    }

    async fn an_action_that_no_role_permits_is_refused(app: TestApp) {
        let mut owner = owner_of_acme(&app).await;
        owner.get("/accounts/1/roles/new").await;
        let refused = owner.post("/accounts/1/roles/new", &[("name", "Root"), ("actions", "become_root")]).await;
        assert_eq!(refused.status, 422);
        assert_eq!(refused.value_of("name").as_deref(), Some("Root"));
    }

    async fn two_accounts_may_have_a_role_of_one_name_but_not_each_others(app: TestApp) {
        let mut owner = owner_of_acme(&app).await;
        make_account(&mut owner, "globex").await;
        ROLES.create(&mut owner, "Editor").await;
        assert_eq!(owner.submit("/accounts/2/roles/new", &[("name", "Editor")]).await.status, 303);
        assert_eq!(owner.get("/accounts/2/roles/1").await.status, 404);
        assert_eq!(owner.post("/accounts/2/roles/1", &[("name", "Mine"), ("version", "1")]).await.status, 404);
        assert_eq!(owner.post("/accounts/2/roles/1/delete", &[]).await.status, 404);
        assert_eq!(ROLES.names(&mut owner, "").await, ["Editor"]);
    }

    async fn deleting_a_role_says_how_many_lose_it(app: TestApp) {
        let mut owner = owner_of_acme(&app).await;
        ROLES.create(&mut owner, "Editor").await;
        for login in ["anna", "boris"] {
            let user = [("login", login), ("email", "a@example.com"), ("roles", "1")];
            assert_eq!(owner.submit("/accounts/1/users/new", &user).await.status, 303);
        }
        let asked = owner.get("/accounts/1/roles/1/delete").await;
        assert!(asked.has_text("2 users lose it"), "{}", asked.text());
        let deleted = owner.submit("/accounts/1/roles/1/delete", &[]).await;
        assert!(owner.follow(&deleted).await.has_text("2 users lost it"));
        assert_eq!(owner.get("/accounts/1/users/1").await.status, 200);
    }

    async fn a_frozen_account_keeps_its_roles_as_they_are(app: TestApp) {
        let mut owner = owner_of_acme(&app).await;
        ROLES.create(&mut owner, "Editor").await;
        assert_eq!(owner.submit("/accounts/1/freeze", &[]).await.status, 303);
        assert!(!owner.get(ROLES.path).await.has_link("Create"));
        for (path, form) in [("/accounts/1/roles/new", &[("name", "Other")][..]), ("/accounts/1/roles/1", &[("name", "Other"), ("version", "1")])] {
            let refused = owner.post(path, form).await;
            assert_eq!(refused.status, 409, "{path}");
            assert!(refused.has_text("The account is frozen"), "{}", refused.text());
        }
        assert_eq!(owner.post("/accounts/1/roles/1/delete", &[]).await.status, 409);
        assert_eq!(ROLES.names(&mut owner, "").await, ["Editor"]);
    }
}
