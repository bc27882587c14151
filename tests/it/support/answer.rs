//! What came back, read as a person reads it: by title, text, field and link, not by the shape of the HTML.

use super::form::{Form, shown_value};
use reqwest::header::HeaderMap;
use scraper::{ElementRef, Html, Selector};
use std::cell::OnceCell;

pub struct Answer {
    pub status: u16,
    pub headers: HeaderMap,
    pub bytes: Vec<u8>,
    /// The bytes as text.
    pub body: String,
    /// Parsed when it is first looked into: a list's page costs more to parse than to make.
    page: OnceCell<Html>,
}

impl Answer {
    pub async fn read(response: reqwest::Response) -> Self {
        let (status, headers) = (response.status().as_u16(), response.headers().clone());
        let bytes = response.bytes().await.expect("the whole answer arrives").to_vec();
        let body = String::from_utf8_lossy(&bytes).into_owned();
        Self { status, headers, bytes, body, page: OnceCell::new() }
    }

    /// A header, or "" where there is none.
    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default()
    }

    /// Where a redirect leads.
    pub fn location(&self) -> &str {
        let location = self.header("location");
        assert!(!location.is_empty(), "{} is no redirect: {}", self.status, self.text());
        location
    }

    pub fn json(&self) -> serde_json::Value {
        serde_json::from_str(&self.body).unwrap_or_else(|error| panic!("not JSON ({error}): {}", self.body))
    }

    pub fn title(&self) -> String {
        self.words_of("title").unwrap_or_default()
    }

    /// All text of the page, runs of white space as one blank.
    pub fn text(&self) -> String {
        self.words_of("body").unwrap_or_else(|| self.body.clone())
    }

    pub fn has_text(&self, text: &str) -> bool {
        self.text().contains(text)
    }

    /// The texts that the field points to as its error.
    pub fn field_error(&self, name: &str) -> Option<String> {
        let page = self.html();
        let mut ids: Vec<String> = vec![format!("{name}-error")];
        for field in
            all(page.root_element(), "[aria-invalid=true]").into_iter().filter(|f| attribute(*f, "name") == name)
        {
            ids.extend(attribute(field, "aria-describedby").split_whitespace().map(str::to_owned));
        }
        let is_error = |element: &ElementRef| {
            ids.iter().any(|id| id == attribute(*element, "id")) && attribute(*element, "id").ends_with("-error")
        };
        let errors: Vec<String> = all(page.root_element(), "[id]").into_iter().filter(is_error).map(words).collect();
        (!errors.is_empty()).then(|| errors.join(" "))
    }

    /// What the page shows in a field; `None` where it has no such field.
    pub fn value_of(&self, name: &str) -> Option<String> {
        shown_value(self.html(), name)
    }

    /// The form that posts to `action`.
    pub fn form(&self, action: &str) -> Form {
        Form::find(self.html(), action)
    }

    /// The text of the page without its forms' token, which is another in each answer.
    pub fn constant(&self) -> String {
        let token = regex::Regex::new(r#"name="csrf" value="[^"]*""#).expect("a pattern");
        token.replace_all(&self.body, "").into_owned()
    }

    pub fn csrf(&self) -> Option<String> {
        shown_value(self.html(), "csrf")
    }

    /// Whether a row of its table says so. What a filter offers is in the text of the page as well.
    pub fn has_row(&self, text: &str) -> bool {
        self.rows().iter().flatten().any(|cell| cell.contains(text))
    }

    /// The cells of the page's first table, without its headings.
    pub fn rows(&self) -> Vec<Vec<String>> {
        let page = self.html();
        let Some(table) = all(page.root_element(), "table").into_iter().next() else { return Vec::new() };
        let cells = |row: ElementRef| all(row, "th, td").into_iter().map(words).collect();
        all(table, "tbody tr").into_iter().map(cells).collect()
    }

    /// The texts of all elements that match, in the page's order.
    pub fn texts(&self, css: &str) -> Vec<String> {
        all(self.html().root_element(), css).into_iter().map(words).collect()
    }

    /// All elements that match as they are written, in the page's order.
    pub fn elements(&self, css: &str) -> Vec<String> {
        all(self.html().root_element(), css).into_iter().map(|element| element.html()).collect()
    }

    /// The address of the link with this text or accessible name.
    pub fn link(&self, name: &str) -> String {
        self.find_link(name).unwrap_or_else(|| panic!("no link {name:?} in: {}", self.text()))
    }

    pub fn has_link(&self, name: &str) -> bool {
        self.find_link(name).is_some()
    }

    /// Every test that is shown a refusal looks whether it says what is refused: "user-phone: …" is a label that is
    /// missing.
    pub fn check_labels(&self, path: &str) {
        if self.body.contains("id=\"errors\"") {
            let is_key = |label: &str| label.contains('-') && label.chars().all(|c| c.is_ascii_lowercase() || c == '-');
            for item in self.texts("#errors li") {
                let label = item.split(": ").next().unwrap_or_default();
                assert!(!is_key(label), "{path} shows a refusal without a label: {item}");
            }
        }
    }

    fn find_link(&self, name: &str) -> Option<String> {
        let page = self.html();
        let links = all(page.root_element(), "a[href]");
        let link = links.into_iter().find(|link| words(*link) == name || attribute(*link, "aria-label") == name)?;
        Some(attribute(link, "href").to_owned())
    }

    fn html(&self) -> &Html {
        self.page.get_or_init(|| Html::parse_document(&self.body))
    }

    fn words_of(&self, element: &str) -> Option<String> {
        all(self.html().root_element(), element).into_iter().next().map(words)
    }
}

/// All elements inside that match, in the page's order.
pub fn all<'page>(inside: ElementRef<'page>, css: &str) -> Vec<ElementRef<'page>> {
    let selector = Selector::parse(css).unwrap_or_else(|error| panic!("{css}: {error:?}"));
    inside.select(&selector).collect()
}

/// An attribute, or "" where there is none.
pub fn attribute<'page>(element: ElementRef<'page>, name: &str) -> &'page str {
    element.attr(name).unwrap_or_default()
}

/// The text inside, runs of white space as one blank.
pub fn words(element: ElementRef) -> String {
    let text: String = element.text().collect();
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
