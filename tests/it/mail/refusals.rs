//! What a mail server refuses: this recipient or this letter for good, everything else until it is mended.

use super::{preview, queued, step, welcome};
use crate::both_databases;
use crate::support::app::{TestApp, signed_in_owner};
use crate::support::database::Engine;
use crate::support::smtp_script::ScriptedServer;
use chrono::Duration;
use steward::mail::{Letter, Sent, Transport};

const FINAL: [(&str, &str); 10] = [
    ("RCPT", "550 5.1.1 no such mailbox"),
    ("RCPT", "550-5.1.1 no such mailbox\r\n550 5.1.1 look for a slip of the finger"),
    ("RCPT", "550 5.2.1 mailbox disabled"),
    ("RCPT", "556 5.1.10 the domain takes no mail"),
    ("RCPT", "550 no such user here"),
    ("RCPT", "551 user not local"),
    ("RCPT", "553 mailbox name not allowed"),
    (".", "554 5.6.0 cannot be read"),
    (".", "550 5.7.1 this looks like spam"),
    (".", "552 5.3.4 too large"),
];
const PASSING: [(&str, &str); 18] = [
    ("CONNECT", "554 no service for you"),
    ("EHLO", "550 5.7.1 your address is on a list"),
    ("AUTH", "535 5.7.8 wrong password"),
    ("MAIL", "550 5.1.8 the domain of the sender does not exist"),
    ("MAIL", "553 5.1.7 bad sender"),
    ("MAIL", "550 5.1.1 no such mailbox"),
    ("MAIL", "530 5.7.0 authentication required"),
    ("RCPT", "554 5.7.1 relay access denied"),
    ("RCPT", "550 relaying denied"),
    ("RCPT", "550 5.1.8 sender rejected"),
    ("RCPT", "552 5.2.2 mailbox over quota"),
    ("RCPT", "550 5.4.4 no route to the host"),
    ("RCPT", "451 4.7.1 try again later"),
    ("DATA", "554 no valid recipients"),
    (".", "552 5.2.2 over quota"),
    (".", "550 5.7.26 not authenticated"),
    (".", "554 5.3.0 something is broken here"),
    (".", "421 4.3.2 going down"),
];

fn scripted(server: &ScriptedServer) -> (Transport, Sent) {
    (Transport::open(&server.url, Default::default()).expect("the address is one"), Sent::default())
}

both_databases! {
    async fn only_a_refusal_of_this_recipient_or_this_letter_is_final(engine: Engine) {
        let server = ScriptedServer::start();
        let app = TestApp::spawn_sending(engine, scripted(&server), |_| {}).await;
        let mut owner = signed_in_owner(&app).await;
        let all = FINAL.iter().map(|it| (it, "Failed")).chain(PASSING.iter().map(|it| (it, "Queued")));
        for ((command, reply), becomes) in all {
            server.answer(command, reply);
            let id = queued(&app, welcome(&app, "anna@example.com")).await;
            assert!(step(&app).await, "{command}: {reply}");
            let page = preview(&mut owner, id).await;
            assert!(page.has_text(becomes), "{command}: {reply} makes it {}", page.text());
            let said = reply.rsplit(' ').next().expect("it has words");
            assert!(page.has_text(said), "the page says why: {}", page.text());
            server.answer("", "");
            app.clock.advance(Duration::minutes(1));
            assert_eq!(step(&app).await, becomes == "Queued", "{command}: {reply}");
            assert!(preview(&mut owner, id).await.has_text(if becomes == "Queued" { "Sent" } else { "Failed" }));
        }
    }

    async fn letters_share_a_connection_and_a_lost_one_is_made_anew(engine: Engine) {
        let server = ScriptedServer::start();
        let app = TestApp::spawn_sending(engine, scripted(&server), |_| {}).await;
        for _ in 0..3 {
            queued(&app, welcome(&app, "anna@example.com")).await;
            assert!(step(&app).await);
        }
        let connections = server.asked();
        assert_eq!(connections.len(), 1, "{connections:?}");
        assert_eq!(connections[0].iter().filter(|command| *command == ".").count(), 3);
        server.answer("", "");
        let id = queued(&app, Letter { user_id: None, ..welcome(&app, "anna@example.com") }).await;
        assert!(step(&app).await);
        assert!(preview(&mut signed_in_owner(&app).await, id).await.has_text("Sent"));
    }
}
