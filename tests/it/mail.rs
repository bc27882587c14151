//! Letters: promised in the database, sent by the worker, watched and mended on the outbox page.

mod refusals;
mod subjects;

use crate::both_databases;
use crate::support::answer::Answer;
use crate::support::app::{TestApp, signed_in_owner};
use crate::support::client::Client as Browser;
use crate::support::database::Engine;
use crate::support::smtp::SmtpServer;
use chrono::Duration;
use steward::change::{Actor, Change};
use steward::i18n::Lang;
use steward::mail::letters::{self, Addressee, Cause};
use steward::mail::{Letter, Sent, Transport, outbox, queue, worker};
use steward::people::Client;
use steward::zones::Zone;

const TOKEN: &str = "Zm9yLXRoZS1yZWNpcGllbnQtYWxvbmUtYW5kLW5vYm9keQ";

pub fn addressee(title: &str, recipient: &str, lang: Lang) -> Addressee {
    Addressee {
        account_id: 1,
        user_id: 1,
        full_login: "anna@acme".to_owned(),
        account_title: title.to_owned(),
        name: "Анна".to_owned(),
        recipient: recipient.to_owned(),
        lang,
        tz: Zone::named("Europe/Moscow"),
    }
}

/// To somebody of no account, so that only the letter counts.
pub fn welcome(app: &TestApp, recipient: &str) -> Letter {
    let link = app.state.config.link(&format!("/portal/set-password/{TOKEN}"));
    let firefox = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0";
    let client = Client { ip: "203.0.113.7".to_owned(), user_agent: firefox.to_owned() };
    let to = addressee("Общество «Ромашка» <b>&\r\nBcc: eve@example.com", recipient, Lang::En);
    let cause = Cause { client: Some(&client), at: app.clock.now() };
    Letter { account_id: None, user_id: None, ..letters::welcome(&app.state, &to, &cause, &link) }
}

pub fn notice(app: &TestApp, account_id: Option<i64>) -> Letter {
    let to = addressee("Ромашка", "anna@example.com", Lang::Ru);
    Letter { account_id, user_id: None, ..letters::deactivated(&app.state, &to) }
}

pub async fn queued(app: &TestApp, letter: Letter) -> i64 {
    let mut change = Change::begin(&app.state, Actor::system("test")).await.expect("a change begins");
    let id = queue(&mut change, &app.state.seal, letter).await.expect("the letter is queued");
    change.commit().await.expect("the change is kept");
    id
}

async fn step(app: &TestApp) -> bool {
    worker::step(&app.state).await.expect("the worker works")
}

async fn preview(browser: &mut Browser, id: i64) -> Answer {
    browser.get(&format!("/outbox/{id}")).await
}

async fn press(browser: &mut Browser, id: i64, button: &str) -> Answer {
    preview(browser, id).await;
    browser.post(&format!("/outbox/{id}/{button}"), &[]).await
}

async fn with_server(engine: Engine) -> (TestApp, SmtpServer) {
    let server = SmtpServer::start();
    let transport = Transport::open(&server.url, Default::default()).expect("the address is one");
    (TestApp::spawn_sending(engine, (transport, Sent::default()), |_| {}).await, server)
}

async fn account(owner: &mut Browser) -> i64 {
    owner.submit("/tariffs/new", &[("name", "basic"), ("title", "Basic")]).await;
    let made = owner.submit("/accounts/new", &[("title", "Ромашка"), ("name", "acme"), ("tariff", "basic")]).await;
    assert_eq!(made.status, 303, "{}", made.text());
    made.location().trim_start_matches("/accounts/").parse().expect("it ends with the id")
}

both_databases! {
    async fn a_letter_is_sent_once_and_only_its_recipient_sees_the_link(app: TestApp) {
        let mut owner = signed_in_owner(&app).await;
        let id = queued(&app, welcome(&app, "anna@example.com")).await;
        for path in [format!("/outbox/{id}"), format!("/outbox/{id}/html"), "/outbox".to_owned()] {
            let page = owner.get(&path).await;
            assert_eq!(page.status, 200, "{path}");
            assert!(!page.body.contains(TOKEN), "{path} shows the link");
        }
        assert!(app.sent.letters().is_empty(), "a request sends nothing");

        assert!(step(&app).await);
        assert!(!step(&app).await, "it goes once");
        let [letter] = &app.sent.letters()[..] else { panic!("one letter") };
        for part in [&letter.text, &letter.html] {
            assert!(part.contains(&format!("{}/portal/set-password/{TOKEN}", app.base_url)), "{part}");
            assert!(part.contains("Firefox") && part.contains("Europe/Moscow") && part.contains("anna@acme"), "{part}");
        }
        assert!(letter.html.contains("&#60;b&#62;") && !letter.html.contains("<b>&"), "{}", letter.html);
        assert!(preview(&mut owner, id).await.has_text("Sent"));
    }

    async fn a_shown_letter_can_do_nothing(app: TestApp) {
        let mut owner = signed_in_owner(&app).await;
        let id = queued(&app, welcome(&app, "anna@example.com")).await;
        let html = owner.get(&format!("/outbox/{id}/html")).await;
        assert!(html.header("content-security-policy").contains("sandbox"), "{:?}", html.headers);
        assert!(html.has_text("anna@acme"));
    }

    async fn a_real_mail_server_gets_exactly_one_letter(engine: Engine) {
        let (app, mut server) = with_server(engine).await;
        queued(&app, welcome(&app, "anna@пример.рф")).await;
        assert!(step(&app).await);
        let letter = server.letter();
        assert_eq!(letter["recipients"], serde_json::json!(["anna@xn--e1afmkfd.xn--p1ai"]));
        assert_eq!(letter["sender"], "no-reply@localhost");
        assert_eq!(letter["parts"], 2);
        let headers: Vec<(String, String)> = serde_json::from_value(letter["headers"].clone()).expect("pairs");
        let header = |name: &str| headers.iter().filter(|(it, _)| it.eq_ignore_ascii_case(name)).map(|(_, value)| value.as_str()).collect::<Vec<_>>();
        assert_eq!(header("to"), ["anna@xn--e1afmkfd.xn--p1ai"]);
        assert_eq!(header("subject"), ["Access to Общество «Ромашка» <b>&Bcc: eve@example.com: set your password"]);
        assert_eq!((header("cc").len(), header("bcc").len(), header("from").len(), header("date").len()), (0, 0, 1, 1));
        assert_eq!(header("auto-submitted"), ["auto-generated"]);
        assert!(header("message-id")[0].ends_with("@localhost>"), "{headers:?}");
        let link = format!("{}/portal/set-password/{TOKEN}", app.base_url);
        for part in ["text", "html"] {
            assert!(letter[part].as_str().is_some_and(|text| text.contains(&link) && text.contains("Анна")), "{part}: {letter}");
        }
        assert!(!step(&app).await);
        assert_eq!(server.rest(), Vec::<serde_json::Value>::new());
    }

    async fn a_letter_refused_for_good_is_given_up_at_once(engine: Engine) {
        let (app, server) = with_server(engine).await;
        let mut owner = signed_in_owner(&app).await;
        let id = queued(&app, welcome(&app, "nobody@example.com")).await;
        assert!(step(&app).await);
        app.clock.advance(Duration::hours(12));
        assert!(!step(&app).await);
        app.clock.advance(Duration::hours(-12));
        let page = preview(&mut owner, id).await;
        assert!(page.has_text("Failed") && page.has_text("no such mailbox"), "{}", page.text());
        assert_eq!(server.rest(), Vec::<serde_json::Value>::new());
    }

    async fn a_letter_refused_for_now_is_tried_for_three_days(engine: Engine) {
        let (app, _server) = with_server(engine).await;
        let id = queued(&app, welcome(&app, "later@example.com")).await;
        assert!(step(&app).await);
        assert!(!step(&app).await, "not at once");
        app.clock.advance(Duration::seconds(59));
        assert!(!step(&app).await);
        app.clock.advance(Duration::seconds(1));
        assert!(step(&app).await, "after a minute");
        let mut attempts = 2;
        for _ in 0..80 {
            app.clock.advance(Duration::hours(1));
            attempts += i32::from(step(&app).await);
        }
        assert!((14..=22).contains(&attempts), "{attempts} attempts");
        let page = preview(&mut signed_in_owner(&app).await, id).await;
        assert!(page.has_text("Failed") && page.has_text("try again later"), "{}", page.text());
    }

    async fn a_letter_of_a_worker_that_died_is_taken_again_with_the_same_message_id(app: TestApp) {
        queued(&app, welcome(&app, "anna@example.com")).await;
        let mut conn = app.state.db.begin().await.expect("the database answers");
        let taken = outbox::take(&mut conn, app.clock.now()).await.expect("it is taken").expect("there is one");
        conn.commit().await.expect("it is kept");
        assert!(!step(&app).await, "two workers never take the same letter");
        app.clock.advance(Duration::minutes(2));
        assert!(step(&app).await);
        assert_eq!(app.sent.letters()[0].message_id, taken.message_id);
    }

    async fn a_cancelled_letter_goes_again_when_asked_and_twice_asked_goes_once(app: TestApp) {
        let mut owner = signed_in_owner(&app).await;
        let id = queued(&app, notice(&app, None)).await;
        assert_eq!(press(&mut owner, id, "cancel").await.status, 303);
        assert!(!step(&app).await);
        assert_eq!(press(&mut owner, id, "again").await.status, 303);
        assert_eq!(press(&mut owner, id, "again").await.status, 303);
        assert!(step(&app).await && !step(&app).await);
        assert_eq!(app.sent.letters().len(), 1);
        let late = press(&mut owner, id, "again").await;
        assert_eq!((late.status, late.has_text("already been sent")), (409, true), "{}", late.text());
        assert_eq!(press(&mut owner, id, "cancel").await.status, 409);
        let audit = owner.get("/audit").await;
        let told = |what: &str| audit.rows().iter().filter(|row| row.iter().any(|cell| cell.starts_with(what))).count();
        assert_eq!((told("Sent again"), told("Cancelled")), (1, 1), "{:?}", audit.rows());
    }

    async fn a_letter_without_its_link_must_be_issued_anew(app: TestApp) {
        let mut owner = signed_in_owner(&app).await;
        let id = queued(&app, welcome(&app, "anna@example.com")).await;
        press(&mut owner, id, "cancel").await;
        let refused = press(&mut owner, id, "again").await;
        assert_eq!((refused.status, refused.has_text("Send a new letter")), (409, true), "{}", refused.text());
        assert!(!step(&app).await);
    }

    async fn a_newer_link_takes_the_place_of_a_letter_that_still_waits(app: TestApp) {
        let mut owner = signed_in_owner(&app).await;
        let older = queued(&app, Letter { user_id: Some(7), ..welcome(&app, "anna@example.com") }).await;
        let newer = queued(&app, Letter { user_id: Some(7), ..welcome(&app, "anna@example.com") }).await;
        assert!(preview(&mut owner, older).await.has_text("A newer letter replaced it."));
        assert!(preview(&mut owner, newer).await.has_text("Queued"));
    }

    async fn users_of_an_inactive_account_get_only_the_notice_and_of_a_deleted_one_nothing(app: TestApp) {
        let mut owner = signed_in_owner(&app).await;
        let account = account(&mut owner).await;
        let off = owner.submit(&format!("/accounts/{account}/deactivate"), &[]).await;
        assert_eq!(off.status, 303, "{}", off.text());
        let refused = queued(&app, Letter { account_id: Some(account), ..welcome(&app, "anna@example.com") }).await;
        queued(&app, notice(&app, Some(account))).await;
        assert!(step(&app).await && step(&app).await && !step(&app).await);
        let subjects: Vec<String> = app.sent.letters().into_iter().map(|letter| letter.subject).collect();
        assert_eq!(subjects, ["Аккаунт Ромашка отключён"]);
        assert!(preview(&mut owner, refused).await.has_text("The account is inactive."));

        let gone = queued(&app, notice(&app, Some(account + 1))).await;
        step(&app).await;
        assert!(preview(&mut owner, gone).await.has_text("The account was deleted."));
        assert_eq!(app.sent.letters().len(), 1);
    }

    async fn the_outbox_is_searched_and_filtered_in_three_statements(app: TestApp) {
        let mut owner = signed_in_owner(&app).await;
        queued(&app, notice(&app, None)).await;
        step(&app).await;
        queued(&app, welcome(&app, "Boris@example.com")).await;
        let before = app.state.db.statements();
        assert_eq!(owner.get("/outbox").await.rows().len(), 2);
        assert!(app.state.db.statements() - before <= 3);
        assert_eq!(owner.get("/outbox?q=%D0%BE%D1%82%D0%BA%D0%BB%D1%8E%D1%87%D0%81%D0%BD").await.rows().len(), 1);
        assert_eq!(owner.get("/outbox?q=boris").await.rows().len(), 1);
        assert_eq!(owner.get("/outbox?status=sent").await.rows().len(), 1);
        assert_eq!(owner.get("/outbox?status=failed").await.rows().len(), 0);
        assert_eq!(owner.get("/outbox/999").await.status, 404);
    }

    async fn without_a_mail_server_letters_wait_and_the_page_says_so(engine: Engine) {
        let app = TestApp::spawn_sending(engine, (Transport::None, Sent::default()), |_| {}).await;
        let mut owner = signed_in_owner(&app).await;
        let id = queued(&app, welcome(&app, "anna@example.com")).await;
        assert!(!step(&app).await);
        assert!(owner.get("/outbox").await.has_text("No mail server is configured"));
        assert!(preview(&mut owner, id).await.has_text("Queued"));
    }
}
