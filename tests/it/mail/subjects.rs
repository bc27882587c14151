//! What stands in a letter's subject arrives as it was, and reads as its language writes it.

use super::{addressee, notice, queued, step, with_server};
use crate::both_databases;
use crate::support::app::TestApp;
use crate::support::database::Engine;
use steward::brand::Brand;
use steward::i18n::Lang;
use steward::mail::Letter;
use steward::mail::letters::{self, Addressee};

fn deactivated(app: &TestApp, lang: Lang, title: &str) -> Letter {
    let to = Addressee { name: String::new(), ..addressee(title, "anna@example.com", lang) };
    Letter { account_id: None, user_id: None, ..letters::deactivated(&app.state, &to) }
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

    async fn a_title_with_quotes_stands_in_no_others(app: TestApp) {
        let paper = |lang, title| deactivated(&app, lang, title).on_paper(&Brand::default()).expect("it is sound");
        for (title, subject) in [
            ("ООО «Ромашка»", "Аккаунт ООО «Ромашка» отключён"),
            ("ООО \"Ромашка\"", "Аккаунт ООО \"Ромашка\" отключён"),
            ("Ромашка", "Аккаунт Ромашка отключён"),
        ] {
            let paper = paper(Lang::Ru, title);
            assert_eq!(paper.subject, subject);
            assert!(paper.text.contains(&format!("Аккаунт {title} на платформе")), "{}", paper.text);
        }
        let english = paper(Lang::En, "The “Daisy” Co");
        assert!(english.text.contains("The account The “Daisy” Co on Steward has been deactivated."), "{}", english.text);
        queued(&app, notice(&app, None)).await;
        assert!(step(&app).await);
        assert_eq!(app.sent.letters()[0].subject, "Аккаунт Ромашка отключён");
    }

    async fn a_letter_greets_by_name(app: TestApp) {
        queued(&app, notice(&app, None)).await;
        queued(&app, deactivated(&app, Lang::En, "Acme")).await;
        while step(&app).await {}
        let [named, nameless] = &app.sent.letters()[..] else { panic!("two letters") };
        assert!(named.text.contains("\nЗдравствуйте, Анна!\n"), "{}", named.text);
        assert!(nameless.text.contains("\nHello anna@acme,\n"), "{}", nameless.text);
    }
}
