//! The reference as it is read; names of parameters, examples and `error_text` are English in any language.

use actix_web::web::Data;
use askama::Template;

use super::words::said;
use crate::{
    api::{
        ROOT,
        describe::{ADDRESS, DescribedCall, Description, REFUSALS},
    },
    i18n::Message,
    web::{Html, Page},
};

#[derive(Template)]
#[template(path = "api_docs/page.html")]
struct Docs<'a> {
    page: &'a Page,
    /// Calls by what they are about.
    features: Vec<(&'static str, Vec<&'a DescribedCall>)>,
}

/// A request to paste into a shell.
struct Curl {
    /// The id of the element that holds it.
    id: String,
    format: &'static str,
    line: String,
    answer: String,
}

impl Docs<'_> {
    fn root(&self) -> String {
        self.page.state.config.link(ROOT)
    }

    fn rate(&self) -> String {
        self.page.say(&Message::new("docs-rate-means").with("calls", i64::from(self.page.state.config.api_rate)))
    }

    fn curls(&self, call: &DescribedCall) -> [Curl; 2] {
        let example = &call.example;
        let curl = |format, kind: &str, body: &str, answer: &str| Curl {
            id: format!("{}-{kind}", call.id()),
            format,
            line: format!(
                "curl -s {}/{} \\\n  -H \"Authorization: Bearer $STEWARD_TOKEN\" -H \"Content-Type: application/{kind}\" \\\n  -d {}",
                self.root(),
                call.path,
                quoted(body)
            ),
            answer: answer.to_owned(),
        };
        [
            curl("JSON", "json", &example.ask_json, &example.answer_json),
            curl("XML", "xml", &example.ask_xml, &example.answer_xml),
        ]
    }
}

pub async fn show(page: Page, description: Data<Description>) -> Html {
    let mut features: Vec<(&'static str, Vec<&DescribedCall>)> = Vec::new();
    for call in &description.calls {
        match features.iter_mut().find(|(feature, _)| *feature == call.feature()) {
            Some((_, calls)) => calls.push(call),
            None => features.push((call.feature(), vec![call])),
        }
    }
    page.html(&Docs { page: &page, features })
}

/// As one word of a shell.
fn quoted(text: &str) -> String {
    format!("'{}'", text.replace('\'', r"'\''"))
}
