//! Requests that are not of this site: another host, another origin, no token.

use super::{Door, FORM, doors, everybody, is_safe, traces};
use crate::both_databases;
use crate::support::app::TestApp;
use reqwest::Method;
use steward::{people::OwnerKind, web::Access};

/// How it comes, its headers, its body.
type Attempt<'a> = (&'a str, &'a [(&'a str, &'a str)], &'a str);

both_databases! {
    async fn a_request_to_another_host_is_not_answered(app: TestApp) {
        let mut owner = everybody(&app).await;
        let port = app.base_url.rsplit(':').next().unwrap_or_default();
        let hosts = ["evil.example".to_owned(), format!("evil.example:{port}"), "127.0.0.1".to_owned(), format!("127.0.0.1:{port}.evil.example"), String::new()];
        for door in doors() {
            let answer = owner.request(door.method.clone(), &door.path, &[("host", "evil.example"), ("x-forwarded-host", app.base_url.trim_start_matches("http://"))]).await;
            assert_eq!(answer.status, 421, "{}: {}", door.name(), answer.text());
            assert!(!answer.body.contains("evil.example"), "{}", door.name());
        }
        for host in hosts {
            assert_eq!(owner.get_with("/accounts", &[("host", &host)]).await.status, 421, "{host:?}");
            for probe in ["/healthz", "/readyz"] {
                assert_eq!(owner.get_with(probe, &[("host", &host)]).await.status, 200, "{probe} at {host:?}");
            }
        }
        let lied_to = app.client().get_with("/accounts", &[("x-forwarded-host", "evil.example"), ("forwarded", "host=evil.example")]).await;
        assert!(lied_to.location().starts_with("/sign-in"), "{}", lied_to.location());
    }

    async fn a_form_from_elsewhere_or_without_its_token_changes_nothing(app: TestApp) {
        let mut client = everybody(&app).await;
        let before = traces(&mut client).await;
        // The link of a report is taken from wherever a mail program posts to it.
        let asks = |door: &Door| door.method == Method::POST && !door.path.starts_with("/portal/unsubscribe/");
        for door in doors().into_iter().filter(asks) {
            let page = if door.access.side() == OwnerKind::User || door.path.starts_with("/portal") { "/portal/profile" } else { "/me" };
            let csrf = client.get(page).await.csrf().expect("the page has a token");
            let right = format!("csrf={csrf}");
            let other = if page == "/me" { "/portal/profile" } else { "/me" };
            let other = format!("csrf={}", client.get(other).await.csrf().expect("the page has a token"));
            let attempts: [Attempt; 9] = [
                ("from another site", &[FORM, ("sec-fetch-site", "cross-site")], &right),
                ("from a neighbour", &[FORM, ("sec-fetch-site", "same-site")], &right),
                ("from another origin", &[FORM, ("origin", "https://evil.example")], &right),
                ("from a hidden origin", &[FORM, ("origin", "null")], &right),
                ("without a token", &[FORM], "version=1"),
                ("with an empty token", &[FORM], "csrf="),
                ("with another token", &[FORM], "csrf=AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"),
                ("with the other side's token", &[FORM], &other),
                ("without a body", &[], ""),
            ];
            // Whoever is signed in owes no code, and is in no visit.
            let expected = if matches!(door.access, Access::AdminCode | Access::UserCode | Access::Visit(_)) { 303 } else { 403 };
            for (how, headers, body) in attempts {
                let answer = client.post_raw(&door.path, headers, body).await;
                assert_eq!(answer.status, expected, "{} {how}: {}", door.path, answer.text());
                is_safe(&answer, &door.name());
            }
        }
        assert_eq!(traces(&mut client).await, before);
        let csrf = client.get("/me").await.csrf().expect("the page has a token");
        let twice = client.post_raw("/accounts/1/freeze", &[FORM], format!("csrf={csrf}&csrf={csrf}&version=1&reason=a&reason=b")).await;
        assert_eq!(twice.status, 400, "a scalar sent twice is refused: {}", twice.text());
    }
}
