//! Tariffs: limits, each optional; what accounts are on stays.

use crate::both_databases;
use crate::resource::owner_of_acme;
use crate::resource::{self, Resource};
use crate::support::app::{TestApp, signed_in_owner};
use futures_util::future::join_all;

const TARIFFS: Resource = Resource {
    path: "/tariffs",
    form: &[("title", "A title"), ("max_users", "10"), ("emails_per_month", "0"), ("warn_percent", "75")],
};

const WRONG: [(&str, &str); 6] = [
    ("title", ""),
    ("max_users", "ten"),
    ("max_storage_bytes", "-1"),
    ("api_requests_per_day", "1.5"),
    ("warn_percent", "101"),
    ("warn_percent", ""),
];

both_databases! {
    async fn the_list_is_sorted_over_two_pages(app: TestApp) {
        resource::the_list_is_sorted_over_two_pages(&app, &TARIFFS).await;
    }

    async fn a_search_finds_any_part_in_any_script_and_case(app: TestApp) {
        resource::a_search_finds_any_part_in_any_script_and_case(&app, &TARIFFS).await;
    }

    async fn each_field_is_refused_with_the_input_kept(app: TestApp) {
        resource::each_field_is_refused_with_the_input_kept(&app, &TARIFFS, &WRONG).await;
    }

    async fn a_form_without_its_token_changes_nothing(app: TestApp) {
        resource::a_form_without_its_token_changes_nothing(&app, &TARIFFS).await;
    }

    async fn who_may_only_see_finds_no_button_and_no_way_around(app: TestApp) {
        resource::who_may_only_see_finds_no_button_and_no_way_around(&app, &TARIFFS).await;
    }

    async fn a_stale_edit_changes_nothing_and_shows_both_values(app: TestApp) {
        resource::a_stale_edit_changes_nothing_and_shows_both_values(&app, &TARIFFS).await;
    }

    async fn what_nobody_uses_is_deleted(app: TestApp) {
        resource::what_nobody_uses_is_deleted(&app, &TARIFFS).await;
    }

    async fn each_change_is_on_the_record(app: TestApp) {
        resource::each_change_is_on_the_record(&app, &TARIFFS, "tariff").await;
    }

    async fn no_page_takes_more_than_three_statements(app: TestApp) {
        resource::no_page_takes_more_than_three_statements(&app, &TARIFFS).await;
    }

    async fn a_tariff_is_found_by_its_title_too(app: TestApp) {
        let mut owner = signed_in_owner(&app).await;
        let made = TARIFFS.try_create(&mut owner, &[("name", "Basic"), ("title", "Для МАЛЫХ команд")]).await;
        assert!(owner.follow(&made).await.has_text("Tariff “Basic” is created."));
        assert_eq!(TARIFFS.names(&mut owner, "?q=малых").await, ["Basic"]);
    }

    async fn an_empty_limit_is_no_limit_and_a_nought_is_nought(app: TestApp) {
        let mut owner = signed_in_owner(&app).await;
        TARIFFS.create(&mut owner, "Basic").await;
        let page = owner.get(&TARIFFS.page(1)).await;
        let shown = |field: &str| page.value_of(field).unwrap_or_default();
        assert_eq!([shown("max_profiles"), shown("emails_per_month")], ["", "0"]);
        let row = owner.get("/tariffs").await.rows().concat();
        assert_eq!(row, ["Basic", "A title", "10", "0", "0"]);
    }

    async fn a_tariff_that_an_account_is_on_cannot_be_deleted(app: TestApp) {
        resource::what_an_account_uses_cannot_be_deleted(&app, &TARIFFS, "tariff").await;
    }

    async fn a_tariff_deleted_while_accounts_choose_it_is_no_failure(app: TestApp) {
        let mut owner = owner_of_acme(&app).await;
        for round in 0..5 {
            let name = format!("Brief {round}");
            assert_eq!(owner.submit("/tariffs/new", &[("name", &name), ("title", "Brief")]).await.status, 303);
            let id = (round + 2).to_string();
            let shown = owner.get("/accounts/new").await;
            assert!(shown.has_text(&name));
            let creations = (0..6).map(|n| {
                let (mut owner, id) = (owner.clone(), id.clone());
                async move {
                    let account = format!("account-{round}-{n}");
                    let fields = [("title", account.as_str()), ("name", &account), ("tariff", &id), ("tz", "UTC"), ("reports_day", "1"), ("reports_hour", "9")];
                    owner.post("/accounts/new", &fields).await
                }
            });
            let mut deleting = owner.clone();
            let path = format!("/tariffs/{id}/delete");
            let asked = deleting.get(&path).await;
            let (deleted, created) = tokio::join!(deleting.submit_shown(&asked, &path, &[], &[]), join_all(creations));
            for answer in created.iter().chain([&deleted]) {
                assert!(matches!(answer.status, 303 | 409 | 422), "{}: {}", answer.status, answer.text());
            }
        }
    }
}
