//! The brand in letters: in each, as it was when the letter was written, and shown before it is saved.

use super::{PAGE, set};
use crate::account_users::avatar::picture;
use crate::both_databases;
use crate::mail::{notice, queued, welcome};
use crate::support::app::{TestApp, signed_in_owner};
use crate::support::client::{Client, File};
use crate::support::database::Engine;
use crate::support::smtp::SmtpServer;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use image::ImageFormat;
use serde_json::Value;
use steward::mail::{Sent, Transport, worker};

const SAMPLE: &str = "/settings/brand/sample";
const BRAND: [(&str, &str); 4] = [
    ("name", "Acme, \"Inc\" — Почта"),
    ("support", "help@acme.com"),
    ("reply_to", "answers@пример.рф"),
    ("colour", "#ffd400"),
];

fn logo(bytes: &[u8]) -> File<'_> {
    File { field: "logo", name: "logo.png", content_type: "image/png", bytes }
}

async fn set_with_logo(owner: &mut Client, fields: &[(&str, &str)], png: &[u8]) {
    let saved = owner.submit_on(PAGE, PAGE, fields, &[logo(png)]).await;
    assert_eq!(saved.status, 303, "{}", saved.text());
}

async fn with_server(engine: Engine) -> (TestApp, SmtpServer) {
    let server = SmtpServer::start();
    let transport = Transport::open(&server.url, Default::default()).expect("the address is one");
    (TestApp::spawn_sending(engine, (transport, Sent::default()), |_| {}).await, server)
}

async fn work(app: &TestApp) {
    while worker::step(&app.state).await.expect("the worker works") {}
}

fn header(letter: &Value, name: &str) -> Vec<String> {
    let headers: Vec<(String, String)> = serde_json::from_value(letter["headers"].clone()).expect("pairs");
    headers.into_iter().filter(|(it, _)| it.eq_ignore_ascii_case(name)).map(|(_, value)| value).collect()
}

fn text<'a>(letter: &'a Value, part: &str) -> &'a str {
    letter[part].as_str().expect("it is there")
}

both_databases! {
    async fn a_letter_carries_it_to_a_real_mail_server(engine: Engine) {
        let (app, mut server) = with_server(engine).await;
        let mut owner = signed_in_owner(&app).await;
        set_with_logo(&mut owner, &BRAND, &picture(300, 90, ImageFormat::Png)).await;
        queued(&app, welcome(&app, "anna@example.com")).await;
        work(&app).await;
        let letter = server.letter();
        assert_eq!(header(&letter, "From"), ["\"Acme, \\\"Inc\\\" — Почта\" <no-reply@localhost>"], "{letter}");
        assert_eq!(letter["sender"], "no-reply@localhost", "the address stays");
        assert_eq!(header(&letter, "Reply-To"), ["answers@xn--e1afmkfd.xn--p1ai"]);
        assert_eq!(letter["types"], serde_json::json!(["multipart/alternative", "text/plain", "multipart/related", "text/html", "image/png"]));
        let [cid, disposition, png]: [String; 3] = serde_json::from_value(letter["pictures"][0].clone()).expect("one");
        assert_eq!((cid.as_str(), disposition.as_str()), ("<logo@steward>", "inline"));
        let png = image::load_from_memory(&STANDARD.decode(png).expect("base64")).expect("a picture");
        assert_eq!((png.width(), png.height()), (300, 90));
        assert!(text(&letter, "html").contains("src=\"cid:logo@steward\"") && text(&letter, "html").contains("bgcolor=\"#ffd400\""));
        assert!(text(&letter, "text").starts_with("Acme, \"Inc\" — Почта") && text(&letter, "text").contains("help@acme.com"));
        assert!(text(&letter, "html").contains("mailto:help@acme.com"));
        let longest = text(&letter, "raw").split("\r\n").map(str::len).max();
        assert!(longest <= Some(78), "{longest:?}");
    }

    async fn without_one_letters_are_from_whom_the_setting_names(engine: Engine) {
        let (app, mut server) = with_server(engine).await;
        queued(&app, notice(&app, None)).await;
        work(&app).await;
        let letter = server.letter();
        assert_eq!((header(&letter, "From"), header(&letter, "Reply-To").len()), (vec!["Steward <no-reply@localhost>".to_owned()], 0));
        assert_eq!(letter["types"], serde_json::json!(["multipart/alternative", "text/plain", "text/html"]));
        assert!(text(&letter, "text").starts_with("Steward\r\n"), "{letter}");
    }

    async fn a_letter_stays_as_it_was_written(app: TestApp) {
        let mut owner = signed_in_owner(&app).await;
        set_with_logo(&mut owner, &[("name", "Acme")], &picture(40, 40, ImageFormat::Png)).await;
        let id = queued(&app, welcome(&app, "anna@example.com")).await;
        set(&mut owner, &[("name", "Zen"), ("logo_remove", "on")]).await;
        work(&app).await;
        let [letter] = &app.sent.letters()[..] else { panic!("one letter") };
        assert!(letter.raw.contains("From: Acme <") && letter.raw.contains("Content-ID: <logo@steward>"), "{}", letter.raw);
        let shown = owner.get(&format!("/outbox/{id}")).await;
        assert!(shown.has_text("Acme <no-reply@localhost>"), "{}", shown.text());
        let html = owner.get(&format!("/outbox/{id}/html")).await;
        assert!(html.body.contains("src=\"data:image/png;base64,") && !html.body.contains("cid:"), "its picture is shown");
        queued(&app, welcome(&app, "anna@example.com")).await;
        work(&app).await;
        let newer = app.sent.letters().pop().expect("another");
        assert!(newer.raw.contains("From: Zen <") && !newer.raw.contains("logo@steward"), "{}", newer.raw);
    }

    async fn a_letter_is_shown_with_what_is_typed_and_nothing_is_kept(app: TestApp) {
        let mut owner = signed_in_owner(&app).await;
        assert!(owner.get(SAMPLE).await.has_text("This is what emails from Steward look like."));
        let png = picture(120, 40, ImageFormat::Png);
        owner.get(PAGE).await;
        let fields = [("name", "Zen <Post>"), ("support", "help@zen.org"), ("colour", "111")];
        let typed = owner.post_multipart(SAMPLE, &fields, &[logo(&png)]).await;
        assert!(typed.has_text("help@zen.org") && typed.body.contains("alt=\"Zen &#60;Post&#62;\""), "{}", typed.body);
        assert!(typed.body.contains("bgcolor=\"#111111\"") && typed.body.contains("data:image/png;base64,"));
        let refused = owner.post_multipart(SAMPLE, &[("colour", "beautiful")], &[]).await;
        assert!(refused.status == 422 && refused.has_text("Colour: "), "{}", refused.text());
        for answer in [&typed, &refused] {
            let policy = answer.header("content-security-policy");
            assert!(policy.contains("sandbox") && policy.contains("default-src 'none'"), "{policy}");
        }
        assert!(owner.get(SAMPLE).await.has_text("from Steward") && owner.get("/brand/logo.png").await.status == 404);
        assert!(owner.get(PAGE).await.body.contains("<iframe class=\"letter\" name=\"sample\" src=\"/settings/brand/sample\""));
    }

    async fn an_owner_sends_a_test_letter_to_themselves(app: TestApp) {
        let mut owner = signed_in_owner(&app).await;
        set(&mut owner, &[("name", "Acme Mail"), ("support", "help@acme.com")]).await;
        let sent = owner.submit_on(PAGE, "/settings/brand/test", &[], &[]).await;
        assert_eq!((sent.status, sent.location()), (303, PAGE));
        assert!(owner.follow(&sent).await.has_text("The test letter goes to owner@example.org."));
        assert!(owner.get("/outbox").await.has_text("Test email from Acme Mail"));
        work(&app).await;
        let [letter] = &app.sent.letters()[..] else { panic!("one letter") };
        assert_eq!((letter.to.as_str(), letter.subject.as_str()), ("owner@example.org", "Test email from Acme Mail"));
        assert!(letter.text.contains("Hello Olga Owner,") && letter.text.contains("help@acme.com"), "{}", letter.text);
        assert!(owner.get("/audit").await.rows().iter().any(|row| row.join(" ").contains("Test letter queued")));
        app.execute("UPDATE admins SET email = ''").await;
        let none = owner.submit_on(PAGE, "/settings/brand/test", &[], &[]).await;
        assert_eq!(none.status, 409, "{}", none.text());
    }

    async fn a_letter_by_an_older_program_goes_as_it_always_did(app: TestApp) {
        let mut owner = signed_in_owner(&app).await;
        let id = queued(&app, notice(&app, None)).await;
        set(&mut owner, &[("name", "Acme")]).await;
        app.execute("UPDATE outbox SET from_name = NULL, reply_to = NULL, logo_id = NULL, html = '<p>Old</p>'").await;
        assert!(owner.get(&format!("/outbox/{id}/html")).await.has_text("Old"));
        work(&app).await;
        assert!(app.sent.letters()[0].raw.contains("From: Steward <"), "{}", app.sent.letters()[0].raw);
    }
}
