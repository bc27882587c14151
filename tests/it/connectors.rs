//! Databases and external data: secrets that go in and never come out.

use crate::both_databases;
use crate::resource::{self, Resource};
use crate::support::app::{TestApp, signed_in_owner};
use crate::support::form::{OFF, ON};
use steward::db::{One, Statement};

const DATABASES: Resource = Resource {
    path: "/databases",
    form: &[
        ("kind", "postgresql"),
        ("host", "db.example.org"),
        ("port", "6432"),
        ("database", "orders"),
        ("user", "steward"),
        ("password", SECRET),
        ("tls", "required"),
    ],
};

const EXTERNAL: Resource = Resource { path: "/external-data", form: DATABASES.form };

const SECRET: &str = "Tr0ub4dor & пароль";

const WRONG: [(&str, &str); 10] = [
    ("host", ""),
    ("host", "http://db"),
    ("host", "169.254.169.254"),
    ("host", "0xA9FEA9FE"),
    ("host", "[fe80::1]"),
    ("port", "0"),
    ("port", "65536"),
    ("port", "http"),
    ("database", ""),
    ("user", ""),
];

both_databases! {
    async fn the_list_is_sorted_over_two_pages(app: TestApp) {
        resource::the_list_is_sorted_over_two_pages(&app, &DATABASES).await;
    }

    async fn a_search_finds_any_part_in_any_script_and_case(app: TestApp) {
        resource::a_search_finds_any_part_in_any_script_and_case(&app, &DATABASES).await;
    }

    async fn each_field_is_refused_with_the_input_kept(app: TestApp) {
        resource::each_field_is_refused_with_the_input_kept(&app, &DATABASES, &WRONG).await;
    }

    async fn a_form_without_its_token_changes_nothing(app: TestApp) {
        resource::a_form_without_its_token_changes_nothing(&app, &DATABASES).await;
    }

    async fn who_may_only_see_finds_no_button_and_no_way_around(app: TestApp) {
        resource::who_may_only_see_finds_no_button_and_no_way_around(&app, &DATABASES).await;
    }

    async fn a_stale_edit_changes_nothing_and_shows_both_values(app: TestApp) {
        resource::a_stale_edit_changes_nothing_and_shows_both_values(&app, &DATABASES).await;
    }

    async fn what_nobody_uses_is_deleted(app: TestApp) {
        resource::what_nobody_uses_is_deleted(&app, &DATABASES).await;
    }

    async fn each_change_is_on_the_record(app: TestApp) {
        resource::each_change_is_on_the_record(&app, &DATABASES, "database").await;
    }

    async fn no_page_takes_more_than_three_statements(app: TestApp) {
        resource::no_page_takes_more_than_three_statements(&app, &DATABASES).await;
    }

    async fn external_data_is_listed_searched_and_recorded_as_such(app: TestApp) {
        resource::each_change_is_on_the_record(&app, &EXTERNAL, "external data").await;
    }

    async fn a_name_is_taken_only_within_its_class_and_an_id_belongs_to_one(app: TestApp) {
        let mut owner = signed_in_owner(&app).await;
        DATABASES.create(&mut owner, "Same").await;
        EXTERNAL.create(&mut owner, "Same").await;
        assert_eq!(owner.get("/databases/2").await.status, 404);
        assert_eq!(owner.get("/external-data/1").await.status, 404);
        assert_eq!(owner.post("/external-data/1/delete", &[]).await.status, 404);
        assert_eq!(DATABASES.names(&mut owner, "").await, ["Same"]);
    }

    async fn each_class_has_its_kinds(app: TestApp) {
        let mut owner = signed_in_owner(&app).await;
        EXTERNAL.create(&mut owner, "Shop").await;
        assert_eq!(owner.submit("/external-data/1", &[("kind", "Microsoft SQL Server")]).await.status, 303);
        DATABASES.create(&mut owner, "Own").await;
        let refused = owner.post("/databases/2", &[("kind", "mysql")]).await;
        assert_eq!(refused.status, 422);
        assert!(refused.field_error("kind").is_some());
    }

    async fn an_empty_port_is_the_usual_one(app: TestApp) {
        let mut owner = signed_in_owner(&app).await;
        let made = DATABASES.try_create(&mut owner, &[("port", ""), ("host", "2001:DB8::1")]).await;
        assert_eq!(made.status, 303, "{}", made.text());
        let row = owner.get("/databases").await.rows().concat();
        assert_eq!(row, ["Any name", "PostgreSQL", "[2001:db8::1]:5432", "orders", "required", "", "0"]);
    }

    async fn a_password_is_sealed_and_never_seen_again(app: TestApp) {
        let mut owner = signed_in_owner(&app).await;
        DATABASES.create(&mut owner, "Main").await;
        let sealed = sealed(&app, 1).await.expect("a password is kept");
        assert_eq!(app.state.seal.open("connectors.password:1", &sealed).expect("it opens"), SECRET);
        assert!(!sealed.windows(SECRET.len()).any(|part| part == SECRET.as_bytes()));

        let refused = owner.submit("/databases/1", &[("name", ""), ("password", "Another secret")]).await;
        assert_eq!((refused.status, refused.value_of("password").as_deref()), (422, Some("")));
        let saved = owner.submit("/databases/1", &[("password", "Another secret")]).await;
        assert_eq!(saved.status, 303);
        for path in ["/databases", "/databases/1", "/audit"] {
            let body = owner.get(path).await.body;
            assert!(!body.contains("Tr0ub4dor") && !body.contains("Another secret"), "{path}");
        }
        assert!(!refused.body.contains("Another secret"));
        let record = owner.get("/audit").await.rows();
        assert!(record.first().is_some_and(|row| row.concat().contains("Passwordset → changed")), "{record:?}");
    }

    async fn an_empty_password_keeps_the_stored_one(app: TestApp) {
        let mut owner = signed_in_owner(&app).await;
        DATABASES.create(&mut owner, "Main").await;
        let before = sealed(&app, 1).await;
        let saved = owner.submit("/databases/1", &[("name", "Renamed"), ("database", "other")]).await;
        assert_eq!(saved.status, 303);
        assert_eq!(sealed(&app, 1).await, before);
    }

    async fn a_password_is_typed_anew_when_it_would_go_elsewhere(app: TestApp) {
        let mut owner = signed_in_owner(&app).await;
        DATABASES.create(&mut owner, "Main").await;
        for change in [("host", "evil.example.org"), ("port", "1"), ("user", "other"), ("tls", "off")] {
            let refused = owner.submit("/databases/1", &[change]).await;
            assert_eq!(refused.status, 422, "{change:?}");
            assert!(refused.field_error("password").is_some(), "{change:?}");
            assert_eq!(refused.value_of(change.0).as_deref(), Some(change.1));
        }
        let saved = owner.submit("/databases/1", &[("host", "new.example.org"), ("password", "typed")]).await;
        assert_eq!(saved.status, 303);
        let removed = owner.submit("/databases/1", &[("host", "newer.example.org"), ("password_remove", ON)]).await;
        assert_eq!(removed.status, 303);
        assert_eq!(sealed(&app, 1).await, None);
        // Nothing is stored any more, so nothing has to be typed.
        assert_eq!(owner.submit("/databases/1", &[("host", "db.example.org")]).await.status, 303);
    }

    async fn a_password_is_either_typed_or_removed(app: TestApp) {
        let mut owner = signed_in_owner(&app).await;
        DATABASES.create(&mut owner, "Main").await;
        let refused = owner.submit("/databases/1", &[("password", "typed"), ("password_remove", ON)]).await;
        assert!(refused.field_error("password").is_some());
        let kept = owner.submit_shown(&refused, "/databases/1", &[("password_remove", OFF)], &[]).await;
        assert_eq!(kept.status, 303);
        assert!(sealed(&app, 1).await.is_some());
    }

    async fn somebody_elses_host_is_shown_as_theirs_and_asks_for_no_password(app: TestApp) {
        let mut owner = signed_in_owner(&app).await;
        DATABASES.create(&mut owner, "Main").await;
        let mine = owner.get("/databases/1").await;
        let theirs = owner.clone().submit("/databases/1", &[("host", "their.example.org"), ("password", "new")]).await;
        assert_eq!(theirs.status, 303);
        let stale = owner.submit_shown(&mine, "/databases/1", &[], &[]).await;
        assert_eq!(stale.status, 409);
        assert!(stale.rows().iter().any(|row| row == &["Host", "db.example.org", "db.example.org", "their.example.org"]), "{}", stale.text());
    }

    async fn a_database_that_an_account_uses_cannot_be_deleted(app: TestApp) {
        resource::what_an_account_uses_cannot_be_deleted(&app, &DATABASES, "account_postgresql").await;
    }

    async fn external_data_that_an_account_uses_cannot_be_deleted(app: TestApp) {
        resource::what_an_account_uses_cannot_be_deleted(&app, &EXTERNAL, "external_data_connectors").await;
    }

    async fn the_kind_of_a_database_in_use_stays(app: TestApp) {
        let mut owner = resource::what_an_account_uses_cannot_be_deleted(&app, &DATABASES, "account_postgresql").await;
        let refused = owner.submit("/databases/1", &[("kind", "clickhouse")]).await;
        assert!(refused.field_error("kind").is_some(), "{} {}", refused.status, refused.text());
    }
}

async fn sealed(app: &TestApp, id: i64) -> Option<Vec<u8>> {
    const SEALED: &str = "SELECT password_sealed FROM connectors WHERE id = $1";
    let mut conn = app.state.db.conn().await.expect("the database answers");
    let found = conn.fetch_one::<One<Option<Vec<u8>>>>(Statement::new(SEALED).bind(id)).await;
    found.expect("there is such a connector").0
}
