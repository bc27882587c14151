//! Addresses asked for in another way than they are: with a slash at the end, or with a method that they do not have.

use crate::both_databases;
use crate::resource::owner_of_acme;
use crate::support::app::TestApp;
use regex::Regex;
use reqwest::Method;
use steward::app::routes;

/// With something in the place of each variable.
fn filled(pattern: &str) -> String {
    Regex::new(r"\{[^}]*\}").expect("a pattern").replace_all(pattern, "1").into_owned()
}

both_databases! {
    async fn a_page_with_a_slash_at_its_end_leads_to_the_page(app: TestApp) {
        let mut client = app.client();
        let pages = routes().into_iter().filter(|route| route.method.as_str() == "GET" && route.path != "/");
        let paths: Vec<String> = pages.map(|route| filled(route.path)).collect();
        assert!(paths.len() > 30);
        for path in paths {
            for asked in [format!("{path}/"), format!("{path}//")] {
                let led = client.get(&format!("{asked}?q=%C3%84&sort=-id")).await;
                assert_eq!((led.status, led.header("location")), (301, format!("{path}?q=%C3%84&sort=-id").as_str()), "{asked}");
            }
            assert_eq!(client.head(&format!("{path}/")).await.location(), path);
        }
        let mut owner = owner_of_acme(&app).await;
        let led = owner.get("/accounts/?q=acme").await;
        assert_eq!(owner.follow(&led).await.rows().len(), 1);
        assert_eq!(client.get("/portal/").await.location(), "/portal");
    }

    async fn what_is_no_page_is_not_found_with_a_slash_either(app: TestApp) {
        let mut client = app.client();
        for path in ["/nothing/", "//", "//accounts/", "/accounts/x/y/z/", "/portal/nothing/", "/sign-out/", "///example.com/", "/static/"] {
            assert_eq!(client.get(path).await.status, 404, "{path}");
        }
        assert_eq!(client.post_raw("/accounts/new/", &[], "").await.status, 404, "a form is not led about");
    }

    async fn a_method_that_an_address_does_not_have_is_told_those_it_has(app: TestApp) {
        let mut client = app.client();
        let all = routes();
        let mut asked: Vec<(String, String)> = ["/healthz", "/readyz", "/static/1/app.css", "/api/openapi.json"].map(|path| (path.to_owned(), "GET, HEAD".to_owned())).into();
        for route in &all {
            let has = |method: &str| all.iter().any(|other| other.path == route.path && other.method.as_str() == method);
            let allow = [("GET", "GET, HEAD"), ("POST", "POST")].into_iter().filter(|(method, _)| has(method)).map(|(_, allow)| allow);
            asked.push((filled(route.path), allow.collect::<Vec<_>>().join(", ")));
        }
        asked.push(("/api/v1.1/admin/accounts/list".to_owned(), "POST".to_owned()));
        for (path, allow) in asked {
            for method in [Method::GET, Method::POST, Method::DELETE, Method::PUT, Method::OPTIONS] {
                if !allow.contains(method.as_str()) {
                    let refused = client.request(method.clone(), &path, &[]).await;
                    assert_eq!((refused.status, refused.header("allow")), (405, allow.as_str()), "{method} {path}");
                }
            }
        }
    }
}
