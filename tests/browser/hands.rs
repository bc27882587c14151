//! What a person does with a page: reads, types, ticks, clicks, presses keys.

use crate::chromium::Browser;
use fantoccini::Locator;
use fantoccini::actions::{InputSource, KeyAction, KeyActions};
use fantoccini::elements::Element;
use fantoccini::error::{CmdError, ErrorStatus};
use std::time::{Duration, Instant};

/// How long a page may take on a busy machine.
const PATIENCE: Duration = Duration::from_secs(20);

impl Browser {
    /// The first field of that name: a text is typed over what it held, a choice made by its text, a box ticked (`on`)
    /// or not.
    pub async fn fill(&self, name: &str, value: &str) {
        let field = self.reach(&format!("[name='{name}']:not([type=hidden])")).await;
        let kind = field.attr("type").await.expect("the field has attributes").unwrap_or_default();
        let tag = field.tag_name().await.expect("the field is an element");
        let done = match (tag.as_str(), kind.as_str()) {
            ("select", _) => field.select_by_label(value).await,
            (_, "checkbox")
                if field.is_selected().await.expect("a box says whether it is ticked") == (value == "on") =>
            {
                Ok(())
            }
            (_, "checkbox") => field.click().await,
            _ => match field.clear().await {
                Ok(()) => field.send_keys(value).await,
                refused => refused,
            },
        };
        done.unwrap_or_else(|error| panic!("{name} does not take {value}: {error}"));
    }

    pub async fn click(&self, css: &str) {
        self.reach(css).await.click().await.unwrap_or_else(|error| panic!("{css} cannot be clicked: {error}"));
    }

    /// Fills in the form that posts to this path, presses its first button, and waits for the page that follows.
    pub async fn send(&self, action: &str, fields: &[(&str, &str)]) {
        for (name, value) in fields {
            self.fill(name, value).await;
        }
        let form = format!(":is(form[action='{action}'], form[action^='{action}?'])");
        let button = format!("{form} :is(button:not([type], [formaction], .unseen), [type=submit])");
        self.leave(async || self.click(&button).await).await;
    }

    /// Opens a page, fills in the form that posts to its own address, and sends it.
    pub async fn submit(&self, path: &str, fields: &[(&str, &str)]) {
        self.go(path).await;
        self.send(path, fields).await;
    }

    /// Does what leads to another page, and waits for that.
    pub async fn leave(&self, act: impl AsyncFnOnce()) {
        let page = self.find("html").await;
        act().await;
        let deadline = Instant::now() + PATIENCE;
        while !is_gone(&page).await {
            assert!(Instant::now() < deadline, "no page followed");
        }
        self.find("main").await;
    }

    /// Does what opens another tab, and goes on in that.
    pub async fn in_new_tab(&self, act: impl AsyncFnOnce()) {
        let before = self.session.windows().await.expect("there are tabs");
        act().await;
        let deadline = Instant::now() + PATIENCE;
        let tab = loop {
            let now = self.session.windows().await.expect("there are tabs");
            if let Some(tab) = now.into_iter().find(|tab| !before.contains(tab)) {
                break tab;
            }
            assert!(Instant::now() < deadline, "no tab was opened");
        };
        self.session.switch_to_window(tab).await.expect("the tab is there");
        self.find("main").await;
    }

    /// One key, or a character with Control held down, wherever the focus is.
    pub async fn press(&self, key: char) {
        self.keys(&[key]).await;
    }

    pub async fn press_with_alt(&self, key: char) {
        self.keys(&[ALT, key]).await;
    }

    pub async fn press_with_control(&self, key: char) {
        self.keys(&[CONTROL, key]).await;
    }

    /// What a person can read on the page.
    pub async fn text(&self) -> String {
        let text = self.find("body").await.text().await.expect("the page has text");
        text.split_whitespace().collect::<Vec<_>>().join(" ")
    }

    pub async fn says(&self, text: &str) {
        let all = self.text().await;
        assert!(all.contains(text), "the page does not say “{text}”: {all}");
    }

    pub async fn attribute(&self, css: &str, name: &str) -> String {
        self.find(css).await.attr(name).await.expect("the element is there").unwrap_or_default()
    }

    pub async fn is_in_sight(&self, css: &str) -> bool {
        self.find(css).await.is_displayed().await.expect("the element is there")
    }

    /// An attribute of what has the focus.
    pub async fn focused(&self, name: &str) -> String {
        let element = self.session.active_element().await.expect("something has the focus");
        element.attr(name).await.expect("it has attributes").unwrap_or_default()
    }

    /// In the middle of the window: the driver alone would be content with a place behind the bar at the bottom.
    async fn reach(&self, css: &str) -> Element {
        let element = self.find(css).await;
        let place = serde_json::to_value(&element).expect("an element has a reference");
        let scrolled = self.session.execute("arguments[0].scrollIntoView({ block: 'center' })", vec![place]).await;
        scrolled.unwrap_or_else(|error| panic!("{css} cannot be reached: {error}"));
        element
    }

    async fn find(&self, css: &str) -> Element {
        let found = self.session.wait().at_most(PATIENCE).for_element(Locator::Css(css)).await;
        found.unwrap_or_else(|error| panic!("nothing at {css}: {error}"))
    }

    /// All of them down, then up.
    async fn keys(&self, keys: &[char]) {
        let down = keys.iter().map(|value| KeyAction::Down { value: *value });
        let up = keys.iter().rev().map(|value| KeyAction::Up { value: *value });
        let actions = down.chain(up).fold(KeyActions::new("keyboard".to_owned()), InputSource::then);
        self.session.perform_actions(actions).await.expect("the keys are pressed");
    }
}

const CONTROL: char = '\u{E009}';
const ALT: char = '\u{E00A}';

/// An element of a page that was left is stale.
async fn is_gone(element: &Element) -> bool {
    match element.tag_name().await {
        Ok(_) => false,
        Err(CmdError::Standard(error)) => {
            matches!(error.error, ErrorStatus::StaleElementReference | ErrorStatus::NoSuchElement)
        }
        Err(_) => false,
    }
}
