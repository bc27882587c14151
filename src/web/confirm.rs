//! The page that asks before a change that is not an edit: what will happen, to whom, and one button.

use askama::Template;

use super::Page;
use crate::i18n::Message;

#[derive(Template)]
#[template(path = "confirm.html")]
pub struct Confirm<'a> {
    page: &'a Page,
    /// The question; `{key}-button` is the button's label.
    question: Message,
    /// What will happen, a sentence each.
    consequences: Vec<Message>,
    /// Names of things concerned.
    names: Vec<String>,
    back: String,
    danger: bool,
    possible: bool,
    hidden: Vec<(&'static str, String)>,
}

impl<'a> Confirm<'a> {
    /// The form posts to the page's own address.
    pub fn new(page: &'a Page, question: Message, back: String) -> Self {
        Self { page, question, consequences: vec![], names: vec![], back, danger: false, possible: true, hidden: vec![] }
    }

    #[must_use]
    pub fn saying(mut self, consequence: impl Into<Message>) -> Self {
        self.consequences.push(consequence.into());
        self
    }

    #[must_use]
    pub fn because(mut self, names: Vec<String>) -> Self {
        self.names = names;
        self
    }

    /// Something is lost by it.
    #[must_use]
    pub fn danger(mut self) -> Self {
        self.danger = true;
        self
    }

    /// It cannot be done; the page only says why.
    #[must_use]
    pub fn impossible(mut self) -> Self {
        self.possible = false;
        self
    }

    #[must_use]
    pub fn hidden(mut self, name: &'static str, value: impl Into<String>) -> Self {
        self.hidden.push((name, value.into()));
        self
    }

    fn button(&self) -> String {
        self.page.t(&format!("{}-button", self.question.key))
    }
}
