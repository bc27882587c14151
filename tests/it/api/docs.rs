//! What people read about the API: the page in the panel and the README, whose lines do what they say.

use super::describe::prepared;
use super::{Script, make_token};
use crate::both_databases;
use crate::support::app::{TestApp, signed_in_owner};
use crate::support::client::Client;
use scraper::{Html, Selector};
use std::process::Command;

/// What a shell makes of a line, with the token where the line expects it.
async fn pasted(line: String, token: &str) -> String {
    let token = token.to_owned();
    let run = move || {
        Command::new("sh").args(["-c", &line]).env("STEWARD_TOKEN", token).env("no_proxy", "127.0.0.1").output()
    };
    let output = actix_web::web::block(run).await.expect("nothing panics").expect("there is a shell");
    assert!(output.status.success(), "curl: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).expect("text")
}

/// The fenced blocks of the README's section: what they are and what they hold.
fn blocks() -> Vec<(String, String)> {
    let readme = include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/README.md"));
    let section = readme
        .split("## The Administrator API")
        .nth(1)
        .expect("the section is there")
        .split("\n## ")
        .next()
        .expect("it ends");
    let parts: Vec<&str> = section.split("```").collect();
    let block = |part: &&str| {
        part.split_once('\n').map(|(kind, text)| (kind.to_owned(), text.trim().to_owned())).expect("a kind")
    };
    parts.iter().skip(1).step_by(2).map(block).collect()
}

async fn owner_with_basic(app: &TestApp) -> Client {
    let mut owner = signed_in_owner(app).await;
    assert_eq!(owner.submit("/tariffs/new", &[("name", "Basic"), ("title", "Basic")]).await.status, 303);
    owner
}

/// What the buttons beside the lines copy.
fn copied(page: &str, kind: &str) -> Vec<String> {
    let page = Html::parse_document(page);
    let ids = Selector::parse("button[data-copy]").unwrap();
    let ids: Vec<_> =
        page.select(&ids).filter_map(|button| button.attr("data-copy")).filter(|id| id.ends_with(kind)).collect();
    let text = |id: &&str| {
        page.select(&Selector::parse(&format!("pre#{id}")).unwrap())
            .map(|line| line.text().collect::<String>())
            .collect::<String>()
    };
    ids.iter().map(text).collect()
}

async fn every_line(app: &TestApp, kind: &str, done: &str) {
    let mut script = prepared(app).await;
    let lines = copied(&script.owner.get("/api/docs").await.body, kind);
    assert_eq!(lines.len(), steward::app::calls().0.len());
    for line in lines {
        let answer = pasted(line.clone(), &script.secret).await;
        assert!(answer.contains(done), "{line}: {answer}");
    }
}

both_databases! {
    async fn every_line_of_the_readme_does_what_it_says(app: TestApp) {
        let mut owner = owner_with_basic(&app).await;
        let token = make_token(&mut owner, "Billing", &["accounts:read", "accounts:write", "users:write"]).await;
        let blocks = blocks();
        let mut lines = 0;
        for (at, (kind, text)) in blocks.iter().enumerate().filter(|(_, (kind, _))| kind == "sh") {
            let answer = pasted(text.replace("http://127.0.0.1:8080", &app.base_url), &token).await;
            match blocks.get(at + 1) {
                Some((next, documented)) if next != kind => assert_eq!(&answer, documented, "{text}"),
                _ => assert!(answer.starts_with("{\"openapi\":\"3.1.0\""), "{text}: {answer}"),
            }
            lines += 1;
        }
        assert_eq!(lines, 4, "every line of the section was run");
    }

    async fn every_line_of_the_page_can_be_pasted(app: TestApp) {
        every_line(&app, "json", "\"error\":0,").await;
    }

    async fn every_line_of_the_page_can_be_pasted_in_xml(app: TestApp) {
        every_line(&app, "xml", "<error>0</error>").await;
    }

    async fn the_page_tells_every_call_in_both_languages(app: TestApp) {
        let mut script = Script::new(&app).await;
        let hour = ["reports_hour|whole number from 0 to 23||Of the daily report, in the account's time zone. A new account needs it.", "reports_hour|целое число от 0 до 23||Час ежедневного отчёта в часовом поясе аккаунта. Обязателен для нового аккаунта."];
        let answer = ["data[].lang|text|EN or RU.", "data[].lang|текст|EN или RU."];
        for (language, word, hour, answer) in [("en", "API reference", hour[0], answer[0]), ("ru", "Справка по API", hour[1], answer[1])] {
            assert_eq!(script.owner.submit("/me", &[("language", language)]).await.status, 303);
            let page = script.owner.get("/api/docs").await;
            assert!(page.title().contains(word), "{}", page.title());
            for call in steward::app::calls().0 {
                assert!(page.has_text(&format!("POST /{}", call.path)), "{}", call.path);
                assert_eq!(page.has_text(call.about), language == "en", "{language}: {}", call.path);
            }
            let parameters = page.texts("#accounts_save tbody td").join("|");
            assert!(parameters.contains(hour), "{parameters}");
            let answers = page.texts("#accounts_users_list tbody td").join("|");
            assert!(answers.contains(answer), "{answers}");
            let when = page.texts("#errors-table tbody td").join("|");
            assert_eq!(when.contains("413|The body is larger than 1 MB."), language == "en", "{when}");
            assert_eq!(when.contains("413|Тело больше 1 МБ."), language == "ru", "{when}");
            assert!(page.has_link("OpenAPI 3.1"));
        }
        assert!(script.owner.get("/api-tokens").await.has_link("Справка по API"));
        app.execute("UPDATE admins SET role = 'auditor'").await;
        assert_eq!(script.owner.get("/api/docs").await.status, 200);
        assert_eq!(app.client().get("/api/docs").await.status, 303, "a stranger signs in first");
    }
}
