//! The page before a job: what would become of the objects that were chosen, and what goes with the act.

use actix_web::http::StatusCode;
use askama::Template;
use serde::{Deserialize, Serialize};

use crate::{
    change::{
        Actor,
        work::{Did, Task},
    },
    error::{FieldErrors, Result},
    forms::Choice,
    i18n::Message,
    jobs::{Found, kept, service, store},
    lists::grouped,
    web::{Html, Page},
};

/// Of more than these, an act that destroys asks for their number.
const TYPED_ABOVE: i64 = 100;

/// What the page posts beside what goes with the act.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct Reading {
    pub act: String,
    /// A [`Selection`], as JSON.
    pub selection: String,
    /// How many there were when the page was made.
    pub expect: String,
    /// When that was.
    pub seen: String,
    pub typed_count: String,
    /// Of how many something was told.
    pub warned: String,
    pub letters_per_minute: String,
    pub return_to: String,
}

impl Reading {
    /// Of an act that nobody has agreed to yet.
    pub fn of(act: &str, selection: &impl Serialize, return_to: String) -> Result<Self> {
        let selection = kept(selection)?;
        Ok(Self { act: act.to_owned(), selection, return_to, ..Self::default() })
    }

    pub fn way_back(&self, list: &str) -> String {
        if self.return_to.is_empty() { list.to_owned() } else { self.return_to.clone() }
    }
}

/// The same with what goes with the act.
#[derive(Default, Deserialize)]
#[serde(default)]
pub struct Form<A: Default> {
    #[serde(flatten)]
    pub about: Reading,
    #[serde(flatten)]
    pub act: A,
}

/// A control of what goes with an act.
pub enum Control {
    Text {
        label: &'static str,
        name: &'static str,
        value: String,
    },
    Area {
        label: &'static str,
        name: &'static str,
        value: String,
    },
    Switch {
        label: &'static str,
        name: &'static str,
        value: String,
    },
    /// `none` is the key of the empty choice.
    Select {
        label: &'static str,
        name: &'static str,
        value: String,
        options: Vec<Choice>,
        none: &'static str,
    },
}

/// An act as its page has it.
pub struct Preview<'a> {
    pub page: &'a Page,
    pub task: Task,
    pub controls: Vec<Control>,
    /// What goes with it, as JSON; or what of it is refused.
    pub params: Result<String, FieldErrors>,
    /// Whether something is lost by it.
    pub destroys: bool,
    /// Whether letters may go with it.
    pub writes_letters: bool,
    /// The list that it was begun from.
    pub back: String,
}

#[derive(Template)]
#[template(path = "jobs/preview.html")]
struct Shown<'a> {
    page: &'a Page,
    task: &'a Task,
    found: Found,
    controls: &'a [Control],
    errors: FieldErrors,
    destroys: bool,
    writes_letters: bool,
    back: &'a str,
    letters_per_minute: String,
    /// There are others now than the page before showed.
    has_drifted: bool,
}

impl Shown<'_> {
    fn key(&self, end: &str) -> String {
        format!("job-{}-{}{end}", self.task.kind, self.task.act).replace('_', "-")
    }

    fn question(&self) -> String {
        self.page.say(&Message::new(self.key("-ask")).with("count", self.found.total))
    }

    /// What the act means, where that is said.
    fn means(&self) -> Option<String> {
        self.page.lang.find(&self.key("-means"))
    }

    fn button(&self) -> String {
        self.page.t(&self.key(""))
    }

    fn number(&self, count: &i64) -> String {
        grouped(*count, self.page.lang)
    }

    fn asks_number(&self) -> bool {
        self.destroys && self.found.changed > TYPED_ABOVE
    }

    fn refusals(&self) -> String {
        self.number(&self.found.refused.iter().map(|(_, count)| count).sum())
    }

    fn becomes(&self, would: &Result<Did, Message>) -> String {
        match would {
            Ok(Did::Changed(_)) => self.page.t("job-would-change"),
            Ok(Did::Already) => self.page.t("job-would-stay"),
            Err(why) => self.page.say(why),
        }
    }
}

impl Preview<'_> {
    /// Asks; nothing happens yet.
    pub async fn ask(self) -> Html {
        let found = Found::of(&self.page.state, &self.task).await?;
        self.show(StatusCode::OK, found, &Reading::default(), FieldErrors::default())
    }

    /// Starts the job, or asks again where something is missing or other than was shown.
    pub async fn start(self, by: Actor, posted: &Reading) -> Html {
        let found = Found::of(&self.page.state, &self.task).await?;
        let seen_at = posted.seen.parse().ok();
        if found.has_drifted(posted.expect.parse().unwrap_or(0)) || seen_at.is_none() {
            return self.show(StatusCode::CONFLICT, found, posted, FieldErrors::default());
        }
        if found.warned() > 0 && posted.warned != found.warned().to_string() && self.params.is_ok() {
            return self.show(StatusCode::UNPROCESSABLE_ENTITY, found, posted, FieldErrors::default());
        }
        let mut errors = self.params.as_ref().err().cloned().unwrap_or_default();
        let typed: String = posted.typed_count.chars().filter(char::is_ascii_digit).collect();
        if self.destroys && found.changed > TYPED_ABOVE && typed != found.changed.to_string() {
            let count = grouped(found.changed, self.page.lang);
            errors.add("typed_count", Message::new("job-refused-number").with("count", count));
        }
        let letters_per_minute = match posted.letters_per_minute.trim() {
            "" => Some(service::LETTERS_PER_MINUTE),
            typed => typed.parse().ok().filter(|number| (1..=6_000).contains(number)),
        };
        if letters_per_minute.is_none() {
            errors.add("letters_per_minute", Message::new("refused-number").with("least", 1).with("most", 6_000));
        }
        let (Ok(params), Some(letters_per_minute), Some(seen_at), true) =
            (&self.params, letters_per_minute, seen_at, errors.is_empty())
        else {
            return self.show(StatusCode::UNPROCESSABLE_ENTITY, found, posted, errors);
        };
        let task = Task { params: params.clone(), ..self.task.clone() };
        let new = store::New { task, undoes: None, seen_at, letters_per_minute };
        let id = service::start(&self.page.state, by, new, &found).await?;
        self.page.go(&format!("/tasks/{id}"))
    }

    fn show(&self, status: StatusCode, found: Found, posted: &Reading, errors: FieldErrors) -> Html {
        let letters_per_minute = match posted.letters_per_minute.as_str() {
            "" => service::LETTERS_PER_MINUTE.to_string(),
            typed => typed.to_owned(),
        };
        let shown = Shown {
            page: self.page,
            task: &self.task,
            found,
            controls: &self.controls,
            errors,
            destroys: self.destroys,
            writes_letters: self.writes_letters,
            back: &self.back,
            letters_per_minute,
            has_drifted: status == StatusCode::CONFLICT,
        };
        self.page.html_with(status, &shown)
    }
}
