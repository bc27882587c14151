//! A form as the page shows it, filled in and sent as a browser would: what a person could not do, `fill` refuses.

use super::answer::{all, attribute, words};
use scraper::{ElementRef, Html};

/// Ticks a box, or takes the first choice of a group, whatever value it has.
pub const ON: &str = "\u{1}on";
/// Unticks a box or deselects everything.
pub const OFF: &str = "\u{1}off";

pub struct Form {
    /// Where it says it goes, or where it was looked for.
    pub action: String,
    pub is_multipart: bool,
    controls: Vec<Control>,
}

struct Control {
    name: String,
    kind: Kind,
    /// What would be sent now.
    values: Vec<String>,
}

enum Kind {
    Text,
    File,
    /// A checkbox or a radio button, with the value it sends when ticked.
    Tick(String),
    /// (value, text as shown)
    Select(Vec<(String, String)>),
}

impl Form {
    /// The form that posts to `action`, or has no action and stands on that page; queries do not count.
    pub fn find(page: &Html, action: &str) -> Self {
        let path = |address: &str| address.split(['?', '#']).next().unwrap_or_default().to_owned();
        let forms: Vec<ElementRef> = all(page.root_element(), "form").into_iter().filter(|form| posts(*form)).collect();
        let shown: Vec<&str> = forms.iter().map(|form| attribute(*form, "action")).collect();
        let posts_to = |wanted: &str| forms.iter().find(|form| path(attribute(**form, "action")) == wanted);
        let by_button = |wanted: &str| {
            forms.iter().find(|form| {
                all(**form, "button[formaction]").iter().any(|it| path(attribute(*it, "formaction")) == wanted)
            })
        };
        let wanted = path(action);
        let pressed_elsewhere = posts_to(&wanted).is_none() && by_button(&wanted).is_some();
        let found = posts_to(&wanted).or_else(|| by_button(&wanted)).or_else(|| posts_to(""));
        let form = *found.unwrap_or_else(|| panic!("no form here posts to {action}, only to {shown:?}"));

        let everywhere = all(page.root_element(), "input, select, textarea, button");
        let ours =
            everywhere.into_iter().filter(|control| owner(page, *control).is_some_and(|owner| owner.id() == form.id()));
        let mut controls: Vec<Control> = Vec::new();
        let mut pressed = false;
        for element in ours.filter(|control| !is_disabled(*control)) {
            let is_button = is_submit_button(element);
            // A person presses the first button, unless told otherwise, and only the pressed one is sent.
            if !(is_button && pressed) {
                controls.extend(Control::read(element));
            }
            pressed |= is_button;
        }
        let own = form.attr("action").filter(|own| !own.is_empty() && !pressed_elsewhere);
        let action = own.unwrap_or(action).to_owned();
        Self { action, is_multipart: attribute(form, "enctype") == "multipart/form-data", controls }
    }

    /// Gives each named field the values named with it, and no others. A choice may be named by its value or by its
    /// text.
    pub fn fill(&mut self, changes: &[(&str, &str)]) {
        for (name, _) in changes {
            let mut controls = self.controls.iter_mut().filter(|control| control.name == *name).peekable();
            assert!(controls.peek().is_some(), "the form has no field {name}, only {:?}", self.names());
            controls.for_each(|control| control.values.clear());
        }
        for (name, value) in changes.iter().filter(|(_, value)| *value != OFF) {
            let mut controls = self.controls.iter_mut().filter(|control| control.name == *name);
            assert!(
                controls.any(|control| control.takes(value)),
                "the field {name} cannot be given the value {value:?}"
            );
        }
    }

    /// As sent: in the page's order, lines ended as browsers end them.
    pub fn pairs(&self) -> Vec<(String, String)> {
        let each = |control: &Control| {
            let name = control.name.clone();
            let values = control.values.iter().map(|value| value.replace("\r\n", "\n").replace('\n', "\r\n"));
            values.map(move |value| (name.clone(), value)).collect::<Vec<_>>()
        };
        self.controls.iter().filter(|control| !matches!(control.kind, Kind::File)).flat_map(each).collect()
    }

    /// The names of its file fields: a browser sends each as an empty file where none was chosen.
    pub fn file_fields(&self) -> impl Iterator<Item = &str> {
        self.controls.iter().filter(|control| matches!(control.kind, Kind::File)).map(|control| control.name.as_str())
    }

    fn names(&self) -> Vec<&str> {
        self.controls.iter().map(|control| control.name.as_str()).collect()
    }
}

impl Control {
    /// `None` for what is never sent: buttons that send nothing, and controls without a name.
    pub fn read(element: ElementRef) -> Option<Self> {
        let name = attribute(element, "name").to_owned();
        let value = attribute(element, "value").to_owned();
        let is = |kind: &str| attribute(element, "type").eq_ignore_ascii_case(kind);
        let (kind, values) = match element.value().name() {
            _ if name.is_empty() => return None,
            "textarea" => (Kind::Text, vec![element.text().collect()]),
            "select" => read_select(element),
            "button" if !is_submit_button(element) => return None,
            "input" if is("reset") || is("button") => return None,
            "input" if is("file") => (Kind::File, Vec::new()),
            "input" if is("checkbox") || is("radio") => {
                let value = element.attr("value").unwrap_or("on").to_owned();
                let values = element.attr("checked").map(|_| value.clone());
                (Kind::Tick(value), values.into_iter().collect())
            }
            _ => (Kind::Text, vec![value]),
        };
        Some(Self { name, kind, values })
    }

    /// Takes a value, if a person could give it this one and it has room for it.
    fn takes(&mut self, wanted: &str) -> bool {
        let taken = match &self.kind {
            Kind::Text => self.values.is_empty().then(|| wanted.to_owned()),
            Kind::File => None,
            Kind::Tick(value) => (self.values.is_empty() && (wanted == ON || value == wanted)).then(|| value.clone()),
            Kind::Select(options) => {
                let by_value = options.iter().find(|(value, _)| value == wanted);
                let by_text = || options.iter().find(|(_, text)| text == wanted);
                by_value.or_else(by_text).map(|(value, _)| value.clone())
            }
        };
        self.values.extend(taken.clone());
        taken.is_some()
    }
}

fn read_select(element: ElementRef) -> (Kind, Vec<String>) {
    let value = |option: ElementRef| option.attr("value").map_or_else(|| words(option), str::to_owned);
    let enabled: Vec<ElementRef> =
        all(element, "option").into_iter().filter(|option| option.attr("disabled").is_none()).collect();
    let mut chosen: Vec<String> = enabled.iter().filter(|o| o.attr("selected").is_some()).map(|o| value(*o)).collect();
    if chosen.is_empty() && element.attr("multiple").is_none() {
        chosen.extend(enabled.first().map(|option| value(*option)));
    }
    (Kind::Select(enabled.iter().map(|option| (value(*option), words(*option))).collect()), chosen)
}

fn posts(form: ElementRef) -> bool {
    attribute(form, "method").eq_ignore_ascii_case("post")
}

/// A control belongs to the form it names, else to the one it stands in.
fn owner<'page>(page: &'page Html, control: ElementRef<'page>) -> Option<ElementRef<'page>> {
    match control.attr("form") {
        Some(id) => all(page.root_element(), "form[id]").into_iter().find(|form| attribute(*form, "id") == id),
        None => control.ancestors().filter_map(ElementRef::wrap).find(|ancestor| ancestor.value().name() == "form"),
    }
}

fn is_disabled(control: ElementRef) -> bool {
    let mut around = control.ancestors().filter_map(ElementRef::wrap);
    control.attr("disabled").is_some()
        || around.any(|ancestor| ancestor.value().name() == "fieldset" && ancestor.attr("disabled").is_some())
}

fn is_submit_button(element: ElementRef) -> bool {
    match element.value().name() {
        "button" => ["", "submit"].contains(&attribute(element, "type")),
        "input" => attribute(element, "type") == "submit",
        _ => false,
    }
}

/// What the page shows in a field, in whichever of its forms it stands, that of the search for everything left out; a
/// box that is not ticked shows nothing.
pub fn shown_value(page: &Html, name: &str) -> Option<String> {
    let everywhere = all(page.root_element(), ":is(input, select, textarea):not(.everywhere *)").into_iter();
    let named: Vec<Control> = everywhere.filter_map(Control::read).filter(|control| control.name == name).collect();
    let first = named.first()?;
    let ticked = named.iter().find_map(|control| control.values.first().cloned());
    match first.kind {
        Kind::Tick(_) | Kind::Select(_) => Some(ticked.unwrap_or_default()),
        Kind::Text | Kind::File => ticked,
    }
}
