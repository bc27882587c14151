//! Sixty accounts, one a rule of time, over the changes of time: none comes twice, none is lost.

use super::{add_user, add_user_of, letters, run, runs};
use crate::api::Script;
use crate::both_databases;
use crate::support::app::TestApp;
use crate::support::database::Engine;
use crate::support::dump::texts;
use chrono::{DateTime, Duration, NaiveDate, Utc};
use futures_util::future::join;
use serde_json::json;
use std::collections::BTreeMap;

/// Zones that change their clocks at other times and by other amounts, or stand far from all others.
const ZONES: [&str; 30] = [
    "Europe/Berlin",
    "Europe/London",
    "Europe/Chisinau",
    "Europe/Dublin",
    "Atlantic/Azores",
    "America/Nuuk",
    "America/Scoresbysund",
    "Asia/Beirut",
    "Africa/Cairo",
    "Asia/Jerusalem",
    "Asia/Gaza",
    "Africa/Casablanca",
    "Antarctica/Troll",
    "America/New_York",
    "America/St_Johns",
    "America/Havana",
    "America/Santiago",
    "America/Asuncion",
    "Pacific/Easter",
    "Australia/Sydney",
    "Australia/Lord_Howe",
    "Australia/Adelaide",
    "Pacific/Auckland",
    "Pacific/Chatham",
    "Pacific/Norfolk",
    "Pacific/Kiritimati",
    "Pacific/Pago_Pago",
    "Asia/Kathmandu",
    "Asia/Kolkata",
    "UTC",
];

fn moment(text: &str) -> DateTime<Utc> {
    text.parse().expect("a time")
}

/// Steps on both nodes at once, as long as one of them finds something.
async fn work(nodes: &[TestApp]) {
    loop {
        let step = |app: &TestApp| {
            let state = app.state.clone();
            async move { steward::reports::step(&state).await.expect("the database answers") }
        };
        let (one, other) = join(step(&nodes[0]), step(&nodes[nodes.len() - 1])).await;
        if !one && !other {
            return;
        }
    }
}

async fn over(app: TestApp, begins: &str, days: i64) {
    let mut script = Script::new(&app).await;
    app.clock.advance(moment(begins) - app.clock.now());
    for at in 0..2 * ZONES.len() {
        // The hours around which clocks are changed, and others.
        let (name, hour) = (format!("a{at}"), [0, 1, 2, 3, 23, 9, 4][at % 7]);
        let ask = json!({"name": name, "title": name, "tz": ZONES[at % ZONES.len()], "tariff": "Basic", "reports_day": at % 7 + 1, "reports_hour": hour});
        script.ok("accounts/save", ask).await;
        add_user_of(&mut script, &name, "anna", json!({"alert_daily_report": true, "alert_weekly_report": true})).await;
    }
    let beside = match app.engine {
        Engine::Postgres => Some(app.beside(|_| {}).await),
        Engine::Sqlite => None,
    };
    let nodes: Vec<TestApp> = [app].into_iter().chain(beside).collect();
    for hour in 0..=days * 24 {
        work(&nodes).await;
        if hour < days * 24 {
            nodes[0].clock.advance(Duration::hours(1));
        }
    }
    let app = &nodes[0];
    let rows = texts(app, "SELECT a.name || ' ' || a.tz || ' ' || r.kind || ' ' || r.local_date || ' ' || r.outcome FROM report_runs r JOIN accounts a ON a.id = r.account_id ORDER BY a.id, r.kind, r.local_date").await;
    let mut of: BTreeMap<String, Vec<NaiveDate>> = BTreeMap::new();
    for row in &rows {
        let [name, zone, kind, date, outcome] = row.split(' ').collect::<Vec<_>>().try_into().expect("five columns");
        assert_eq!(outcome, "sent", "{row}");
        of.entry(format!("{name} {zone} {kind}")).or_default().push(date.parse().expect("a date"));
    }
    assert_eq!(of.len(), 4 * ZONES.len(), "each account has both");
    for (account, dates) in &of {
        let step = if account.ends_with("weekly") { 7 } else { 1 };
        let all: Vec<NaiveDate> =
            dates[0].iter_days().step_by(step).take_while(|it| it <= dates.last().expect("some")).collect();
        assert_eq!(dates, &all, "{account}: each date once");
        assert!(dates.len() as i64 >= (days - 1) / step as i64, "{account}: {}", dates.len());
    }
    let written = texts(app, "SELECT CAST(count(*) AS TEXT) || ' ' || CAST(count(DISTINCT message_id) AS TEXT) FROM outbox WHERE kind LIKE '%-report'").await;
    assert_eq!(written, [format!("{0} {0}", rows.len())], "a letter each");
    assert!(letters(app).await.iter().all(|(_, to)| to == "anna@example.com"));
}

both_databases! {
    async fn in_spring_each_local_date_has_one(app: TestApp) {
        over(app, "2026-03-05T00:30:00Z", 34).await;
    }

    async fn in_autumn_each_local_date_has_one(app: TestApp) {
        over(app, "2026-10-01T00:30:00Z", 34).await;
    }

    async fn a_date_that_an_account_has_never_had_has_none(app: TestApp) {
        let mut script = Script::new(&app).await;
        // The clock of a test can be set to whenever; then Samoa left out its thirtieth of December.
        app.clock.advance(moment("2011-12-28T00:00:00Z") - app.clock.now());
        app.execute("UPDATE api_tokens SET created_at = '2011-01-01T00:00:00+00:00'").await;
        script.ok("accounts/save", json!({"id": "acme", "tz": "Pacific/Apia", "reports_hour": 9})).await;
        add_user(&mut script, "anna", json!({"alert_daily_report": true})).await;
        for _ in 0..5 * 24 {
            run(&app).await;
            app.clock.advance(Duration::hours(1));
        }
        let days = json!([{"account": "acme", "day": "2011-12-30", "sent": 1, "complaints": 0, "hard": 0, "soft": 0}]);
        let told = script.ok("quality/report", json!({"days": days})).await;
        assert_eq!((&told["data"][0]["outcome"], &told["data"][0]["reason"]), (&json!("refused"), &json!("There was no such day in the account’s time zone.")));
        let dates: Vec<String> = runs(&app, "daily").await.into_iter().map(|it| it.chars().take(10).collect()).collect();
        assert_eq!(dates, ["2011-12-28", "2011-12-29", "2011-12-31", "2012-01-01", "2012-01-02"]);
        let subjects: Vec<String> = letters(&app).await.into_iter().map(|it| it.0).collect();
        assert_eq!(subjects[2], "acme: 29 Dec 2011", "the day before was that");
    }
}
