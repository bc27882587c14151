//! What Prometheus reads: who may, what is there, and that no label grows with what people do.

use crate::both_databases;
use crate::mail::{notice, queued};
use crate::portal::account_with_anna;
use crate::support::app::{TestApp, signed_in_owner};
use crate::support::database::Engine;
use chrono::Duration;
use std::io::Write;
use std::net::TcpListener;
use std::process::{Command, Stdio};
use std::sync::Arc;
use steward::config::Config;

const TOKEN: &str = "a-secret-for-the-monitoring-alone";

fn with_token(config: &mut Config) {
    config.metrics_token = Some(TOKEN.into());
}

async fn metrics(app: &TestApp) -> String {
    let answer = app.client().get_with("/metrics", &[("Authorization", &format!("Bearer {TOKEN}"))]).await;
    assert_eq!(answer.status, 200, "{}", answer.text());
    assert!(answer.header("content-type").starts_with("text/plain; version=0.0.4"));
    answer.body
}

/// The number of the series that begins with this.
fn value(text: &str, series: &str) -> f64 {
    let line = text.lines().find(|line| line.starts_with(series)).unwrap_or_else(|| panic!("no {series} in:\n{text}"));
    line.rsplit(' ').next().and_then(|number| number.parse().ok()).expect("it ends with a number")
}

both_databases! {
    async fn without_a_setting_there_is_nothing_to_see(app: TestApp) {
        assert_eq!(app.client().get_with("/metrics", &[("Authorization", "Bearer ")]).await.status, 404);
    }

    async fn on_the_main_address_the_token_is_asked_for(engine: Engine) {
        let app = TestApp::spawn_with(engine, with_token).await;
        for wrong in ["", "Bearer", "Bearer ", "Basic a", "Bearer a-secret-for-the-monitoring-alonf", TOKEN] {
            let refused = app.client().get_with("/metrics", &[("Authorization", wrong)]).await;
            assert_eq!((refused.status, refused.header("www-authenticate")), (401, "Bearer"), "{wrong}");
        }
        assert_eq!(app.client().get("/metrics").await.status, 401);
        let by_address = app.client().get_with("/metrics", &[("Authorization", &format!("Bearer {TOKEN}")), ("Host", "10.0.0.7:8080")]).await;
        assert_eq!(by_address.status, 200, "Prometheus comes by the address of the machine");
    }

    async fn an_address_of_its_own_asks_for_nothing_and_shows_nothing_else(app: TestApp) {
        let listener = TcpListener::bind("127.0.0.1:0").expect("loopback has a free port");
        let address = format!("http://{}", listener.local_addr().expect("it has an address"));
        let server = steward::monitoring::serve(Arc::clone(&app.state), listener).expect("it serves");
        let handle = server.handle();
        actix_web::rt::spawn(server);
        let mut client = app.client().going_to(&address);
        assert!(client.get("/metrics").await.body.contains("steward_build_info{version="));
        for path in ["/", "/accounts", "/healthz", "/sign-in"] {
            assert_eq!(client.get(path).await.status, 404, "{path}");
        }
        handle.stop(false).await;
    }

    async fn what_happens_is_counted(engine: Engine) {
        let app = TestApp::spawn_with(engine, with_token).await;
        let mut owner = account_with_anna(&app).await;
        for path in ["/accounts/1", "/accounts/1", "/accounts/999", "/nowhere/12345"] {
            owner.get(path).await;
        }
        app.client().submit("/sign-in", &[("login", "owner"), ("password", "wrong")]).await;
        queued(&app, notice(&app, None)).await;
        app.clock.advance(Duration::seconds(90));
        queued(&app, notice(&app, None)).await;
        app.execute("UPDATE outbox SET status = 'failed' WHERE id = 2").await;
        let text = metrics(&app).await;
        let requests = |route: &str, status: u16| value(&text, &format!("steward_http_requests_total{{method=\"GET\",route=\"{route}\",status=\"{status}\"}}"));
        assert_eq!((requests("/accounts/{id}", 200), requests("/accounts/{id}", 404)), (2.0, 1.0));
        assert_eq!(value(&text, "steward_http_request_duration_seconds_count{route=\"/accounts/{id}\"}"), 3.0);
        assert_eq!(value(&text, "steward_sign_in_refusals_total{side=\"admin\",reason=\"wrong_password\"}"), 1.0);
        assert_eq!((value(&text, "steward_letters{status=\"waiting\"}"), value(&text, "steward_letters{status=\"failed\"}")), (2.0, 1.0));
        assert_eq!(value(&text, "steward_oldest_unsent_letter_seconds"), 90.0);
        assert!(value(&text, "steward_database_wait_seconds_count{access=\"write\"}") > 1.0);
        let pool = if engine == Engine::Sqlite { "writer" } else { "postgres" };
        assert!(value(&text, &format!("steward_database_connections{{pool=\"{pool}\",state=\"most\"}}")) >= 1.0);
    }

    async fn a_call_of_the_api_is_counted_by_its_name(engine: Engine) {
        let app = TestApp::spawn_with(engine, with_token).await;
        let mut api = crate::api::Script::new(&app).await;
        api.ok("tariffs/list", serde_json::json!({})).await;
        api.json("made/up/12345", serde_json::json!({})).await;
        let text = metrics(&app).await;
        assert!(text.contains("route=\"tariffs/list\""), "{text}");
        assert!(!text.contains("12345"), "{text}");
    }

    async fn no_label_holds_an_id_a_name_or_what_a_stranger_made_up(engine: Engine) {
        let app = TestApp::spawn_with(engine, with_token).await;
        let mut owner = account_with_anna(&app).await;
        let before = metrics(&app).await.lines().count();
        for number in 100..140 {
            owner.get(&format!("/accounts/{number}/users/{number}")).await;
            owner.get(&format!("/made-up-{number}/a/b")).await;
            owner.get(&format!("/portal/set-password/secret-{number}")).await;
            owner.get(&format!("/static/{number}/x.css")).await;
            owner.request(format!("M{number}").parse().expect("a method"), "/accounts", &[]).await;
        }
        let text = metrics(&app).await;
        let labels: Vec<&str> = text.lines().filter(|line| !line.starts_with('#')).filter_map(|line| line.split('{').nth(1)).collect();
        let grown = labels.iter().filter(|line| !line.contains("le=")).find(|line| line.contains("1") && line.contains("made-up") || line.contains("secret-"));
        assert_eq!(grown, None);
        assert!(text.lines().count() < before + 120, "{} lines, then {}", before, text.lines().count());
    }

    async fn while_the_database_is_broken_the_rest_is_still_told(engine: Engine) {
        let app = TestApp::spawn_with(engine, with_token).await;
        signed_in_owner(&app).await;
        app.execute("ALTER TABLE outbox RENAME TO outbox_elsewhere").await;
        let text = metrics(&app).await;
        assert!(text.contains("steward_http_requests_total") && !text.contains("steward_letters{"), "{text}");
        app.execute("ALTER TABLE outbox_elsewhere RENAME TO outbox").await;
    }

    async fn prometheus_own_check_finds_nothing(engine: Engine) {
        let app = TestApp::spawn_with(engine, with_token).await;
        account_with_anna(&app).await;
        queued(&app, notice(&app, None)).await;
        let text = metrics(&app).await;
        let promtool = std::env::var_os("PROMTOOL").filter(|it| !it.is_empty()).unwrap_or_else(|| "promtool".into());
        let started = Command::new(promtool).args(["check", "metrics"]).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn();
        let Ok(mut check) = started else {
            eprintln!("NOT TESTED with promtool, which is missing: install the package prometheus");
            return;
        };
        check.stdin.take().expect("it is a pipe").write_all(text.as_bytes()).expect("it reads");
        let output = check.wait_with_output().expect("it ends");
        let said = format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
        assert!(output.status.success() && said.trim().is_empty(), "{said}\n{text}");
    }
}
