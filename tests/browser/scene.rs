//! A panel in which much has happened, and to which people have given the titles they do give.

use crate::support::app::{TestApp, signed_in_owner};
use crate::support::client::Client;
use crate::support::form::ON;
use steward::mail::worker;

pub const USER_PASSWORD: &str = "nine Yellow otters at 6 o'clock";
/// Of the ugly account, its first user and its first own group.
pub const ACCOUNT: &str = "/accounts/41";
const ACCOUNTS: i64 = 40;
const USERS: i64 = 120;

/// Databases of the ugly account, as the platform reports them, and an index in each state; of the frozen one a single
/// database.
const DATABASES: &str = r#"INSERT INTO account_databases (account_id, name, profiles, fields, created_at, reported_at, gone, search)
    SELECT a.id, n.name, n.profiles, '[{"name":"email","kind":"text","repeats":12},{"name":"Дата последней покупки в розничном магазине","kind":"date","repeats":null},{"name":"vip","kind":"switch","repeats":0}]',
           a.created_at, a.updated_at, FALSE, n.name
    FROM accounts a JOIN (SELECT 'Customers of the online shop and of all the retail shops of the holding in Germany, Austria and Switzerland since 2009' AS name, 1820412 AS profiles
        UNION ALL SELECT 'ооо «северный_ветер»:клиенты_рассылки_которые_давно_ничего_не_покупали_и_не_открывали_письма', 1) n ON n.name = n.name
    WHERE a.id = 41 OR (a.id = 42 AND n.profiles = 1) ORDER BY a.id, n.profiles DESC"#;
const INDEXES: &str = r#"INSERT INTO account_indexes (account_id, database_id, fields, reverse, is_unique, history_key, is_system, state, percent, reason, size, segments, created_by, search, version, created_at, updated_at, updated_by)
    SELECT d.account_id, d.id, n.fields, n.own, n.own, n.own, NOT n.own, n.state, n.percent, n.reason, n.size, n.segments, 'sergey.konstantinopolsky', n.fields, 1, d.reported_at, d.reported_at, 'owner'
    FROM account_databases d JOIN (
        SELECT 'id' AS fields, FALSE AS own, 'ready' AS state, CAST(NULL AS BIGINT) AS percent, '' AS reason, 982 AS size, '' AS segments
        UNION ALL SELECT 'email', TRUE, 'requested', NULL, '', NULL, ''
        UNION ALL SELECT 'vip', TRUE, 'building', 60, '', NULL, ''
        UNION ALL SELECT 'email
Дата последней покупки в розничном магазине
vip', TRUE, 'failed', NULL, '12 values repeat: the index cannot be unique. Duplicates stand in the profiles 1820, 1821, 29881 and in nine others.', NULL, 'Berlin, who bought in the last 30 days
ВИП-клиенты'
        UNION ALL SELECT 'Дата последней покупки в розничном магазине', TRUE, 'ready', NULL, '', 12400000, ''
        UNION ALL SELECT 'vip
email', TRUE, 'deleting', NULL, '', 3100000000, '') n ON n.own = n.own ORDER BY d.id, n.reason DESC"#;

/// What the ugly account and the frozen one have used: of emails more than their tariff allows, in three months.
const USAGE: &str = "INSERT INTO usage_windows (account_id, metric, starts_at, ends_at, used, as_of, reached_at)
    SELECT a.id, n.metric, n.starts_at, n.ends_at, n.used, n.starts_at, CASE WHEN n.used > 9000000000 THEN a.updated_at END
    FROM accounts a JOIN (SELECT 'emails' AS metric, u.created_at AS starts_at, a.created_at AS ends_at, 9007199254740992 AS used
            FROM account_users u JOIN accounts a ON a.id = 41 WHERE u.id = 1
        UNION ALL SELECT 'emails', a.created_at, b.updated_at, 1820412 FROM accounts a JOIN accounts b ON b.id = 41 WHERE a.id = 41
        UNION ALL SELECT 'storage_bytes', a.created_at, a.updated_at, 18204123456789 FROM accounts a WHERE a.id = 41) n ON n.used > 0
    WHERE a.id IN (41, 42)";
const STANDINGS: &str = "INSERT INTO account_usage (account_id, profiles, emails, storage_bytes, api_requests, worst, worst_metric, state_rank, reported_at, turns_at)
    SELECT a.id, 1820412, 9007199254740992, 18204123456789, 0, CASE WHEN a.id = 41 THEN 100079 ELSE 82 END, 'emails',
           CASE WHEN a.id = 41 THEN 2 ELSE 1 END, a.updated_at, a.updated_at FROM accounts a WHERE a.id IN (41, 42, 43)";

/// As long as a title may be, each in another script, and two that are up to something.
fn titles() -> [String; 6] {
    let cut = |text: &str| text.chars().cycle().take(120).collect::<String>();
    [
        cut("Gesellschaftervereinbarungspflichtverletzung"),
        cut("شركة النور للتجارة والتسويق الإلكتروني "),
        cut("東京中央広告株式会社"),
        cut("Общество с ограниченной ответственностью «Северный ветер» "),
        "אבן & Co. (2024) — <script>alert('hello')</script>".to_owned(),
        "👩‍👩‍👧‍👦 Zo\u{308}e’s a\u{301}\u{302}\u{303}\u{304}\u{305} 🏳️‍🌈".to_owned(),
    ]
}

/// The demo data and the ugly accounts; the owner reads in `language` ("English", "Русский").
pub async fn set(app: &TestApp, language: &str) -> Client {
    steward::demo::fill(&app.state, ACCOUNTS, USERS).await.expect("the demo data fits");
    let mut owner = signed_in_owner(app).await;
    let code = if language == "English" { "en" } else { "ru" };
    let tariff = "Unlimited-everything-for-the-whole-holding-and-its-subsidiaries";
    post(&mut owner, "/tariffs/new", &[("name", tariff), ("title", &titles()[3]), ("emails_per_month", "9000000000")])
        .await;
    for (n, title) in titles().iter().enumerate() {
        let name = if n == 0 { "l".repeat(63) } else { format!("ugly-{n}") };
        post(
            &mut owner,
            "/accounts/new",
            &[("title", title), ("name", &name), ("tariff", tariff), ("tz", "America/Argentina/ComodRivadavia")],
        )
        .await;
    }
    app.execute("UPDATE accounts SET limit_reached = TRUE WHERE id IN (42, 43)").await;
    let freeze = [
        ("payment_url", "https://pay.example.com/invoice/42?very=long"),
        ("reason", "The invoice of February is open."),
    ];
    post(&mut owner, "/accounts/42/freeze", &freeze).await;
    post(&mut owner, "/accounts/44/freeze", &[]).await;
    post(&mut owner, "/accounts/44/deactivate", &[]).await;
    post(&mut owner, "/accounts/45/deactivate", &[]).await;
    people(&mut owner, code).await;
    app.execute(DATABASES).await;
    app.execute(INDEXES).await;
    senders(&mut owner).await;
    notifiers(&mut owner).await;
    app.execute(USAGE).await;
    app.execute(STANDINGS).await;
    while worker::step(&app.state).await.expect("the worker works") {}
    post(&mut owner, "/me", &[("language", code), ("tz", "Europe/Moscow")]).await;
    owner
}

/// The account "acme" with the user anna, who may sign in at once; beside the owner sam of the support, with the same
/// password.
pub async fn small(app: &TestApp) {
    let mut owner = signed_in_owner(app).await;
    post(&mut owner, "/tariffs/new", &[("name", "Basic"), ("title", "Basic")]).await;
    post(&mut owner, "/accounts/new", &[("title", "Acme"), ("name", "acme"), ("tariff", "Basic")]).await;
    let anna = [("login", "anna"), ("email", "anna@example.com"), ("first_name", "Anna"), ("password", USER_PASSWORD)];
    post(&mut owner, "/accounts/1/users/new", &anna).await;
    app.execute("UPDATE account_users SET must_change_password = FALSE").await;
    app.execute(
        "INSERT INTO admins (login, first_name, last_name, email, language, tz, theme, role, active, password_hash, version, created_at, updated_at, updated_by)
         SELECT 'sam', 'Sam', 'Support', 'sam@example.org', language, tz, theme, 'support', active, password_hash, 1, created_at, updated_at, ''
         FROM admins WHERE login = 'owner'",
    )
    .await;
}

/// Users, groups and roles of the ugly account.
async fn people(owner: &mut Client, language: &str) {
    for name in ["Marketing", "Отдел по работе с особо важными и очень требовательными клиентами", "営業部"]
    {
        post(owner, &format!("{ACCOUNT}/groups/new"), &[("name", name)]).await;
    }
    for name in ["Editor", "Только просмотр отчётов и статистики без права выгрузки"]
    {
        post(owner, &format!("{ACCOUNT}/roles/new"), &[("name", name), ("actions", ON)]).await;
    }
    let long = "Ж".repeat(80);
    let email = format!("{}@{}.example.com", "a".repeat(60), "b".repeat(50));
    let new = format!("{ACCOUNT}/users/new");
    let safe = [
        ("password", USER_PASSWORD),
        ("language", language),
        ("master", ON),
        ("alert_limits", ON),
        ("phone", "+7 495 123-45-67"),
    ];
    post(
        owner,
        &new,
        &[
            &[("login", "anna"), ("email", "anna@example.com"), ("first_name", "Анна"), ("last_name", "Смирнова")],
            &safe[..],
        ]
        .concat(),
    )
    .await;
    let very_long = "q".repeat(64);
    post(owner, &new, &[("login", &very_long), ("email", &email), ("first_name", &long), ("last_name", &long)]).await;
    post(
        owner,
        &new,
        &[("login", "noor"), ("email", "noor@example.com"), ("first_name", "نور"), ("last_name", "الدين")],
    )
    .await;
}

/// One of each kind, the first with a long name.
async fn notifiers(owner: &mut Client) {
    let bot = "123456:AAabcdefghijklmnopqrstuvwxyz_0123456";
    for (kind, name, fields) in [
        (
            "webhook",
            "Дежурные смены центра обработки данных, круглосуточно и без выходных",
            &[("url", "https://hooks.example.com/steward")][..],
        ),
        ("email", "Operators", &[("emails", "operators@example.com\nnight@example.com")]),
        ("telegram", "Chat", &[("secret", bot), ("chat_id", "-1001234567890")]),
        ("slack", "Slack", &[("secret", "https://hooks.example.com/services/T/B/x")]),
    ] {
        let fields = [&[("name", name), ("events", "job_failed")], fields].concat();
        let made = owner.submit_on(&format!("/notifiers/new?kind={kind}"), "/notifiers/new", &fields, &[]).await;
        assert_eq!(made.status, 303, "{name}: {}", made.text());
    }
}

/// Three senders of the ugly account, and a virtual one whose third rule never matches.
async fn senders(owner: &mut Client) {
    let long = "Основной отправитель рекламных рассылок холдинга, только для новостей";
    for (kind, name, more) in [
        ("akmta", "Mailer", ("ips", "91.198.174.20")),
        ("smtp", long, ("host", "smtp.example.org")),
        ("infobip", "SMS", ("url", "https://gateway.example.org")),
    ] {
        let token = if kind == "infobip" { ("api_token", "secret") } else { ("active", ON) };
        let fields = [("name", name), ("accounts", "#41"), more, token];
        let made = owner.submit_on(&format!("/senders/new?type={kind}"), "/senders/new", &fields, &[]).await;
        assert_eq!(made.status, 303, "{name}: {}", made.text());
    }
    let rule = |key, kind, value| [("rule", key), ("rule_type", kind), ("rule_value", value)];
    let share = |of, sender, percent| {
        [
            ("share_of", of),
            ("share_sender", sender),
            ("share_percent", percent),
            ("share_from_email", "rassylka-novostey@northwind-und-soehne.example.com"),
            ("share_replyto_email", ""),
            ("share_from_name", "Северный ветер"),
        ]
    };
    let domains = "news.example.com, *.северный-ветер.рф, a.example.org, b.example.org, c.example.org, d.example.org";
    let [first, second, third, last] = ["email:0:", "email:1:", "email:2:", "email:3:"];
    let head = [("name", long), ("spread", "recipient"), ("when_off", "hold")];
    let fields = [
        &head[..],
        &rule(first, "from_domain", domains),
        &share(first, "#1", "70"),
        &share(first, "#2", "30"),
        &rule(second, "group_id:Marketing", ""),
        &share(second, "#2", "100"),
        &rule(third, "from_email", "x@a.example.org"),
        &share(third, "#1", "100"),
        &rule(last, "default", ""),
        &share(last, "#1", "100"),
    ];
    post(owner, &format!("{ACCOUNT}/virtual-senders/new"), &[("name", "Second")]).await;
    let made = owner.post(&format!("{ACCOUNT}/virtual-senders/new"), &fields.concat()).await;
    assert_eq!(made.status, 303, "{}", made.text());
}

async fn post(owner: &mut Client, path: &str, fields: &[(&str, &str)]) {
    let answer = owner.submit(path, fields).await;
    assert_eq!(answer.status, 303, "{path}: {}", answer.text());
}
