//! Web-version policies: each channel is kept for some days, or not.

use crate::both_databases;
use crate::resource::{self, Resource};
use crate::support::app::{TestApp, signed_in_owner};
use crate::support::form::OFF;

const POLICIES: Resource = Resource {
    path: "/web-version-policies",
    form: &[("email_kept", "on"), ("email_days", "90"), ("push_kept", "on"), ("push_days", "1"), ("sms_days", "")],
};

const WRONG: [(&str, &str); 4] =
    [("email_days", "0"), ("email_days", "3651"), ("push_days", ""), ("push_days", "week")];

both_databases! {
    async fn the_list_is_sorted_over_two_pages(app: TestApp) {
        resource::the_list_is_sorted_over_two_pages(&app, &POLICIES).await;
    }

    async fn a_search_finds_any_part_in_any_script_and_case(app: TestApp) {
        resource::a_search_finds_any_part_in_any_script_and_case(&app, &POLICIES).await;
    }

    async fn each_field_is_refused_with_the_input_kept(app: TestApp) {
        resource::each_field_is_refused_with_the_input_kept(&app, &POLICIES, &WRONG).await;
    }

    async fn a_form_without_its_token_changes_nothing(app: TestApp) {
        resource::a_form_without_its_token_changes_nothing(&app, &POLICIES).await;
    }

    async fn who_may_only_see_finds_no_button_and_no_way_around(app: TestApp) {
        resource::who_may_only_see_finds_no_button_and_no_way_around(&app, &POLICIES).await;
    }

    async fn a_stale_edit_changes_nothing_and_shows_both_values(app: TestApp) {
        resource::a_stale_edit_changes_nothing_and_shows_both_values(&app, &POLICIES).await;
    }

    async fn what_nobody_uses_is_deleted(app: TestApp) {
        resource::what_nobody_uses_is_deleted(&app, &POLICIES).await;
    }

    async fn each_change_is_on_the_record(app: TestApp) {
        resource::each_change_is_on_the_record(&app, &POLICIES, "web-version policy").await;
    }

    async fn no_page_takes_more_than_three_statements(app: TestApp) {
        resource::no_page_takes_more_than_three_statements(&app, &POLICIES).await;
    }

    async fn a_channel_that_is_not_kept_has_no_days(app: TestApp) {
        let mut owner = signed_in_owner(&app).await;
        POLICIES.create(&mut owner, "Usual").await;
        let row = owner.get(POLICIES.path).await.rows().concat();
        assert_eq!(row, ["Usual", "90 days", "not kept", "1 day", "not kept", "0"]);

        let saved = owner.submit(&POLICIES.page(1), &[("email_kept", OFF), ("email_days", "so long")]).await;
        assert_eq!(saved.status, 303, "{}", saved.text());
        let page = owner.get(&POLICIES.page(1)).await;
        assert_eq!((page.value_of("email_kept").as_deref(), page.value_of("email_days").as_deref()), (Some(""), Some("")));
    }

    async fn a_policy_that_an_account_has_cannot_be_deleted(app: TestApp) {
        resource::what_an_account_uses_cannot_be_deleted(&app, &POLICIES, "web_version_policy").await;
    }
}
