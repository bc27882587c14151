//! What stands in a letter's subject arrives as it was, and reads as its language writes it.

use super::{notice, queued, step, with_server};
use crate::both_databases;
use crate::support::app::TestApp;
use crate::support::database::Engine;
use steward::i18n::Lang;
use steward::mail::Letter;
use steward::mail::letters::{self, Deactivated};

fn deactivated(app: &TestApp, lang: Lang, title: &str) -> Letter {
    let of = Deactivated {
        account_id: 1,
        user_id: 1,
        full_login: "anna@acme",
        account_title: title,
        recipient: "anna@example.com",
        lang,
    };
    Letter {
        account_id: None,
        user_id: None,
        ..letters::deactivated(app.state.as_ref(), &of).expect("the letter is written")
    }
}

both_databases! {
    async fn every_character_of_a_title_arrives_in_the_subject(engine: Engine) {
        let (app, mut server) = with_server(engine).await;
        let long = "Общество с ограниченной  ответственностью ".repeat(3).trim().to_owned();
        for title in ["Acme  Corp", "A   B", "Ромашка  и  Ко", "a=?utf-8?Q?=41?=b", "x\u{A0} y", "😀😀 😀", &long, "Word ".repeat(24).trim(), &"a".repeat(120)] {
            queued(&app, deactivated(&app, Lang::En, title)).await;
            assert!(step(&app).await);
            let letter = server.letter();
            let headers: Vec<(String, String)> = serde_json::from_value(letter["headers"].clone()).expect("pairs");
            let subject = headers.iter().find(|(name, _)| name == "Subject").map(|(_, value)| value.as_str());
            assert_eq!(subject, Some(format!("{title}: the account is deactivated").as_str()));
            let longest = letter["raw"].as_str().expect("it is text").split("\r\n").map(str::len).max();
            assert!(longest <= Some(78), "{longest:?}");
        }
    }

    async fn a_title_with_quotes_stands_in_other_quotes(app: TestApp) {
        for (lang, title, subject) in [
            (Lang::Ru, "ООО «Ромашка»", "Аккаунт «ООО „Ромашка“» отключён"),
            (Lang::Ru, "ООО \"Ромашка\"", "Аккаунт «ООО „Ромашка“» отключён"),
            (Lang::Ru, "Ромашка", "Аккаунт «Ромашка» отключён"),
        ] {
            let letter = deactivated(&app, lang, title);
            assert_eq!(letter.subject, subject);
            assert!(letter.text.contains(subject.trim_end_matches(" отключён")), "{}", letter.text);
        }
        let english = deactivated(&app, Lang::En, "The “Daisy” Co");
        assert!(english.text.contains("The account “The ‘Daisy’ Co” has been deactivated."), "{}", english.text);
        queued(&app, notice(&app, None)).await;
        assert!(step(&app).await);
        assert_eq!(app.sent.letters()[0].subject, "Аккаунт «Ромашка» отключён");
    }
}
