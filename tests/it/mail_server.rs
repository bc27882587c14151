//! Many letters, and a mail server that is slow, away, or grants little.

use crate::both_databases;
use crate::mail::{notice, queued, welcome};
use crate::resource::owner_of_acme;
use crate::support::app::{TestApp, signed_in_owner};
use crate::support::database::Engine;
use crate::support::dump::texts;
use crate::support::mail_server::MailServer;
use chrono::Duration;
use std::sync::Arc;
use std::sync::atomic::Ordering;
use steward::mail::{Sent, Transport, outbox, worker};
use steward::sign_in::forgot;
use tokio::sync::watch;

async fn with_server(engine: Engine) -> (TestApp, MailServer) {
    let server = MailServer::start().await.expect("loopback has a free port");
    let transport = Transport::open(&server.url(), Default::default()).expect("the address is one");
    (TestApp::spawn_sending(engine, (transport, Sent::default()), |_| {}).await, server)
}

async fn notices(app: &TestApp, count: usize) {
    for _ in 0..count {
        queued(app, notice(app, None)).await;
    }
}

async fn work(app: &TestApp) {
    while worker::step(&app.state).await.expect("the worker works") {}
}

/// Sends as the program does, until the server has so many letters.
async fn serve_until(app: &TestApp, server: &MailServer, letters: usize) {
    let (stop, stopped) = watch::channel(false);
    let serving = actix_web::rt::spawn(worker::serve(Arc::clone(&app.state), stopped));
    server.have(letters).await;
    stop.send(true).expect("it serves");
    serving.await.expect("it ends when it is told to");
}

async fn status(app: &TestApp) -> Vec<String> {
    texts(app, "SELECT DISTINCT status || ' ' || CAST(attempts AS TEXT) FROM outbox").await
}

both_databases! {
    async fn links_go_before_notices_and_first_those_that_expire_first(app: TestApp) {
        let mut owner = owner_of_acme(&app).await;
        queued(&app, notice(&app, None)).await;
        let anna = [("login", "anna"), ("email", "anna@example.com"), ("send_access_email", "on")];
        assert_eq!(owner.submit("/accounts/1/users/new", &anna).await.status, 303);
        app.client().submit("/forgot-password", &[("login", "owner")]).await;
        while forgot::step(&app.state).await.expect("it works") {}
        work(&app).await;
        let to: Vec<String> = app.sent.letters().into_iter().map(|letter| letter.to).collect();
        assert_eq!(to, ["owner@example.org", "anna@example.com", "anna@example.com"]);
        assert!(app.sent.letters()[1].text.contains("/portal/set-password/"));
    }

    async fn one_connection_carries_one_letter_after_another(engine: Engine) {
        let (app, server) = with_server(engine).await;
        notices(&app, 30).await;
        work(&app).await;
        assert_eq!((server.letters().len(), server.connections()), (30, 1));
    }

    async fn several_go_at_a_time_and_each_goes_once(engine: Engine) {
        let (app, server) = with_server(engine).await;
        notices(&app, 60).await;
        serve_until(&app, &server, 60).await;
        assert_eq!((server.letters().len(), status(&app).await), (60, vec!["sent 1".to_owned()]));
        assert!((2..=4).contains(&server.connections()), "{}", server.connections());
    }

    async fn a_link_overtakes_the_notices_that_were_there_first(engine: Engine) {
        let (app, server) = with_server(engine).await;
        notices(&app, 100).await;
        let (stop, stopped) = watch::channel(false);
        let serving = actix_web::rt::spawn(worker::serve(Arc::clone(&app.state), stopped));
        server.have(10).await;
        queued(&app, welcome(&app, "anna@example.com")).await;
        let before = server.letters().len();
        server.have(101).await;
        let place = server.letters().iter().position(|text| text.contains("Access to")).expect("it came");
        assert!(place < before + 12, "{place} of {before}");
        stop.send(true).expect("it serves");
        serving.await.expect("it ends");
    }

    async fn a_server_that_grants_no_connection_is_asked_once_for_all_letters(engine: Engine) {
        let (app, server) = with_server(engine).await;
        let mut owner = signed_in_owner(&app).await;
        server.manner.away.store(true, Ordering::SeqCst);
        notices(&app, 20).await;
        work(&app).await;
        work(&app).await;
        assert_eq!((server.connections(), status(&app).await), (1, vec!["queued 0".to_owned()]), "the server's fault is no attempt of a letter");
        let page = owner.get("/outbox").await;
        assert!(page.has_text("has not accepted letters since 2 Mar 2026") && page.has_text("not now"), "{}", page.text());
        app.clock.advance(Duration::seconds(5));
        work(&app).await;
        assert_eq!(server.connections(), 2, "after a while it is asked again, by one letter");
        server.manner.away.store(false, Ordering::SeqCst);
        work(&app).await;
        assert_eq!(server.letters().len(), 0, "not before its time");
        app.clock.advance(Duration::seconds(10));
        work(&app).await;
        assert_eq!((server.letters().len(), server.connections()), (20, 3));
        assert!(!owner.get("/outbox").await.has_text("has not accepted letters"));
    }

    async fn a_server_that_is_not_there_is_asked_again_and_letters_are_given_up_in_time(engine: Engine) {
        let transport = Transport::open("smtp://127.0.0.1:1?tls=none", Default::default()).expect("the address is one");
        let app = TestApp::spawn_sending(engine, (transport, Sent::default()), |_| {}).await;
        notices(&app, 3).await;
        for _ in 0..71 {
            work(&app).await;
            app.clock.advance(Duration::hours(1));
        }
        assert_eq!(status(&app).await, ["queued 0"]);
        app.clock.advance(Duration::hours(1));
        work(&app).await;
        assert_eq!(status(&app).await, ["failed 0"]);
        assert!(texts(&app, "SELECT last_error FROM outbox").await[0].contains("127.0.0.1:1"), "with the cause");
    }

    async fn fewer_connections_than_asked_for_are_enough(engine: Engine) {
        let (app, server) = with_server(engine).await;
        server.manner.most.store(2, Ordering::SeqCst);
        notices(&app, 40).await;
        serve_until(&app, &server, 40).await;
        assert_eq!(status(&app).await, ["sent 1"]);
        assert!(app.state.part::<Transport>().pause().is_none(), "those that stand go on");
    }

    async fn a_connection_that_was_closed_meanwhile_costs_no_attempt(engine: Engine) {
        let (app, server) = with_server(engine).await;
        server.manner.letters_each.store(3, Ordering::SeqCst);
        notices(&app, 10).await;
        work(&app).await;
        assert_eq!((server.letters().len(), status(&app).await), (10, vec!["sent 1".to_owned()]));
        assert_eq!(server.connections(), 4);
    }

    async fn all_that_wait_go_at_once_when_somebody_says_so(engine: Engine) {
        let (app, server) = with_server(engine).await;
        let mut owner = signed_in_owner(&app).await;
        assert!(owner.get("/outbox").await.has_text("Send all now"));
        let asked = owner.post("/outbox/send-all", &[]).await;
        assert!(owner.follow(&asked).await.has_text("No letters are waiting to be sent."));
        notices(&app, 3).await;
        app.execute("UPDATE outbox SET attempts = 7, next_attempt_at = give_up_at WHERE id > 1").await;
        server.manner.away.store(true, Ordering::SeqCst);
        work(&app).await;
        server.manner.away.store(false, Ordering::SeqCst);
        assert_eq!(owner.post("/outbox/send-all", &[]).await.status, 303);
        work(&app).await;
        assert_eq!(server.letters().len(), 3, "delayed ones too, and no pause is waited for");
        assert!(owner.get("/audit").await.rows().iter().any(|row| row.join(" ").contains("All sent now")));
        assert_eq!(owner.get("/outbox/send-all").await.status, 405);
    }

    async fn a_letter_whose_link_does_not_open_waits_and_keeps_it(app: TestApp) {
        let mut owner = signed_in_owner(&app).await;
        let id = queued(&app, welcome(&app, "anna@example.com")).await;
        let (transport, sent) = Transport::memory();
        let config = steward::config::Config::for_tests(&app.database_url, app.folder()).expect("in order");
        let parts = (config, app.state.db.clone(), steward::db::Seal::new([7; 32]));
        let stranger = steward::state::State::with(parts, app.clock.clone(), transport).expect("it opens");
        for _ in 0..100 {
            while worker::step(&stranger).await.expect("the worker works") {}
            app.clock.advance(Duration::hours(1));
        }
        assert!(sent.letters().is_empty());
        let page = owner_again(&app, &mut owner, id).await;
        assert!(page.has_text("Queued") && page.has_text("cannot be opened with the key"), "{}", page.text());
        work(&app).await;
        assert!(app.sent.letters()[0].text.contains("/portal/set-password/"), "with its link");
    }

    async fn whoever_queues_a_letter_without_a_mail_server_is_told_at_once(engine: Engine) {
        let app = TestApp::spawn_sending(engine, (Transport::None, Sent::default()), |_| {}).await;
        let mut owner = owner_of_acme(&app).await;
        const SENTENCE: &str = "No mail server is configured: the letter is queued and has not been sent.";
        let silent = [("login", "boris"), ("email", "boris@example.com"), ("send_access_email", crate::support::form::OFF)];
        let made = owner.submit("/accounts/1/users/new", &silent).await;
        assert!(!owner.follow(&made).await.has_text(SENTENCE), "no letter was queued");
        let anna = [("login", "anna"), ("email", "anna@example.com"), ("send_access_email", "on")];
        let made = owner.submit("/accounts/1/users/new", &anna).await;
        let page = owner.follow(&made).await;
        assert!(page.has_text(SENTENCE) && page.has_text("anna@acme"), "{}", page.text());
        assert!(!owner.get("/accounts").await.has_text(SENTENCE), "once");
        let app = TestApp::spawn(engine).await;
        let mut owner = owner_of_acme(&app).await;
        let made = owner.submit("/accounts/1/users/new", &anna).await;
        assert!(!owner.follow(&made).await.has_text(SENTENCE), "there is a mail server");
    }

    async fn two_nodes_never_take_the_same_letter(engine: Engine) {
        let (app, server) = with_server(engine).await;
        notices(&app, 40).await;
        let transport = Transport::open(&server.url(), Default::default()).expect("the address is one");
        let config = steward::config::Config::for_tests(&app.database_url, app.folder()).expect("in order");
        let other = steward::state::State::open(config, app.clock.clone(), transport).await.expect("it opens");
        let (stop, stopped) = watch::channel(false);
        let serving = actix_web::rt::spawn(worker::serve(other, stopped));
        serve_until(&app, &server, 40).await;
        stop.send(true).expect("it serves");
        serving.await.expect("it ends");
        assert_eq!((server.letters().len(), status(&app).await), (40, vec!["sent 1".to_owned()]));
        assert!(outbox::take(&mut app.state.db.begin().await.expect("it answers"), app.clock.now()).await.expect("it looks").is_none());
    }
}

/// After days the owner has to sign in again.
async fn owner_again(
    app: &TestApp,
    owner: &mut crate::support::client::Client,
    id: i64,
) -> crate::support::answer::Answer {
    *owner = app.client();
    let password = crate::support::app::OWNER_PASSWORD;
    assert_eq!(owner.submit("/sign-in", &[("login", "owner"), ("password", password)]).await.status, 303);
    owner.get(&format!("/outbox/{id}")).await
}
