//! The page that asks before a change that is not an edit: what will happen, to whom, and one button.

use askama::Template;
use serde::Deserialize;

use super::Page;
use crate::{
    error::{Error, Result},
    forms::version,
    i18n::Message,
};

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
    version: i64,
    /// It was changed since the page that asked was made.
    stale: bool,
}

/// What the page posts: the version of what it showed. A form without one has shown nothing, and agrees to nothing.
#[derive(Default, Deserialize)]
#[serde(default)]
pub struct Asked {
    version: String,
    return_to: String,
    #[serde(skip)]
    of_any: bool,
}

impl Asked {
    /// As a call asks: of this version only, or of any.
    pub fn at(version: Option<i64>) -> Self {
        let of_any = version.is_none();
        Self { version: version.map(|it| it.to_string()).unwrap_or_default(), of_any, ..Self::default() }
    }

    /// Where the page that asked was reached from.
    pub fn way_back<'a>(&'a self, otherwise: &'a str) -> &'a str {
        if self.return_to.is_empty() { otherwise } else { &self.return_to }
    }

    /// Refuses what was agreed to of another version than the current one.
    pub fn of(&self, current: i64) -> Result<()> {
        if self.of_any || version(&self.version) == current { Ok(()) } else { Err(Error::Stale) }
    }
}

impl<'a> Confirm<'a> {
    /// The form posts to the page's own address, and the answer is good for this version of the thing only.
    pub fn new(page: &'a Page, question: Message, back: String, version: i64) -> Self {
        Self {
            page,
            question,
            consequences: vec![],
            names: vec![],
            back,
            danger: false,
            possible: true,
            version,
            stale: false,
        }
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

    /// Where it cannot be done at this moment only: the page says so, and the button stays for the next one.
    #[must_use]
    pub fn not_yet(self, reason: Option<Message>) -> Self {
        match reason {
            Some(reason) => self.saying(reason),
            None => self,
        }
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

    /// Cannot be done where there is a reason, which then stands in place of what would happen.
    #[must_use]
    pub fn unless(mut self, reason: Option<Message>) -> Self {
        let Some(reason) = reason else { return self };
        (self.consequences, self.names, self.danger) = (vec![reason], vec![], false);
        self.impossible()
    }

    /// Asked again, because it is no longer what was shown.
    #[must_use]
    pub fn stale(mut self) -> Self {
        self.stale = true;
        self
    }

    fn button(&self) -> String {
        self.page.t(&format!("{}-button", self.question.key))
    }
}
