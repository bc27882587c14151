//! What the form of an account refuses, and that nothing typed is lost by it.

use super::{LEAST, NEW, names, owner_with_choices, try_crafted};
use crate::both_databases;
use crate::resource::owner_of_acme;
use crate::support::answer::Answer;
use crate::support::app::TestApp;
use futures_util::future::join_all;

fn is_refused(refused: &Answer, field: &str, value: &str) {
    assert_eq!(refused.status, 422, "{field}={value:?}: {}", refused.text());
    assert!(refused.title().starts_with("Error: "), "{}", refused.title());
    assert!(refused.field_error(field).is_some(), "{field}={value:?} is refused elsewhere: {}", refused.text());
}

both_databases! {
    async fn each_field_is_refused_with_the_input_kept(app: TestApp) {
        let mut owner = owner_with_choices(&app).await;
        let (long, long_name) = ("я".repeat(121), "a".repeat(64));
        let wrong = [
            ("title", ""), ("title", " \u{202E}\u{200F} "), ("title", &long),
            ("name", ""), ("name", "a"), ("name", &long_name), ("name", "-acme"), ("name", "acme."), ("name", "ac me"), ("name", "acme@eu"),
            ("name", "акме"), ("name", "acme"), ("name", "  ＡCME "),
            ("tariff", ""), ("tariff", "99"), ("tariff", "Basic"),
            ("tz", ""), ("tz", "Europe/Atlantis"), ("tz", "+03:00"),
            ("account_postgresql", "2"), ("account_postgresql", "3"), ("account_postgresql", "99"), ("account_cache_clickhouse", "1"),
            ("external_data_connectors", "1"), ("web_version_policy", "2"), ("web_version_policy", "x"),
            ("reports_day", "0"), ("reports_day", "8"), ("reports_day", ""), ("reports_hour", "24"), ("reports_hour", "-1"), ("reports_hour", "9.5"),
        ];
        for (field, value) in wrong {
            let refused = try_crafted(&mut owner, &[("enable_smart_settings", "on"), ("external_data_connectors", "4"), (field, value)]).await;
            is_refused(&refused, field, value);
            assert_eq!(refused.value_of("enable_smart_settings").as_deref(), Some("on"), "after {field}={value:?}");
            assert!(refused.form(NEW).pairs().contains(&("external_data_connectors".to_owned(), "4".to_owned())), "after {field}={value:?}");
            let chosen = ["tariff", "account_postgresql", "account_cache_clickhouse", "external_data_connectors", "web_version_policy", "reports_day", "reports_hour"];
            if !chosen.contains(&field) {
                assert_eq!(refused.value_of(field).as_deref(), Some(value));
            }
            for (other, kept) in LEAST.into_iter().filter(|(other, _)| *other != field) {
                assert_eq!(refused.value_of(other).as_deref(), Some(kept), "{other} after {field}={value:?}");
            }
        }
        assert_eq!(names(&mut owner, "").await, ["acme"]);
    }

    async fn a_cookie_domain_is_a_public_host_name_and_pixel_and_push_need_it(app: TestApp) {
        let mut owner = owner_of_acme(&app).await;
        for domain in ["localhost", "10.0.0.1", "0x7f.1", "[::1]", "https://a.example.com", "a.example.com:8080", "a.example.com/x", "shop", "-a.com", "a..com", "a b.com", "user@a.com"] {
            is_refused(&try_crafted(&mut owner, &[("custom_push_domain", domain)]).await, "custom_push_domain", domain);
        }
        for switch in ["enable_pixel", "enable_push"] {
            let refused = try_crafted(&mut owner, &[(switch, "on"), ("custom_push_domain", " ")]).await;
            is_refused(&refused, "custom_push_domain", " ");
            assert_eq!(refused.value_of(switch).as_deref(), Some("on"));
            let made = try_crafted(&mut owner, &[(switch, "on"), ("custom_push_domain", "Track.Example.COM."), ("name", switch.trim_start_matches("enable_"))]).await;
            assert_eq!(made.status, 303, "{}", made.text());
            assert_eq!(owner.follow(&made).await.value_of("custom_push_domain").as_deref(), Some("track.example.com"));
        }
    }

    async fn of_twenty_at_once_with_one_name_one_wins(app: TestApp) {
        let mut owner = owner_of_acme(&app).await;
        owner.get(NEW).await;
        let all = (0..20).map(|_| {
            let mut client = owner.clone();
            async move { client.post(NEW, &LEAST).await }
        });
        let answers = join_all(all).await;
        let with = |status| answers.iter().filter(|answer| answer.status == status).count();
        assert_eq!((with(303), with(422)), (1, 19));
        for refused in answers.iter().filter(|answer| answer.status == 422) {
            is_refused(refused, "name", "globex");
        }
        assert_eq!(names(&mut owner, "").await, ["globex", "acme"]);
    }
}
