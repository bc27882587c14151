//! The one layout of all letters, as HTML and as plain text that says the same.

use askama::Template;
use base64::{Engine, engine::general_purpose::STANDARD};

use super::Words;
use crate::{
    brand::{Brand, Colour, Logo},
    error::Result,
    i18n::{Lang, Message},
    mail::letter::Paper,
};

/// Under which the picture goes with a letter.
pub const LOGO: &str = "logo@steward";

/// All that stands in a letter, said.
struct Sheet<'a> {
    lang: Lang,
    platform: &'a str,
    subject: &'a str,
    greeting: String,
    before: Vec<String>,
    /// Address and label.
    button: Option<(&'a str, String)>,
    /// Heading and rows.
    about: Option<(String, Vec<(String, &'a str)>)>,
    after: Vec<String>,
    /// The sentence before the address, and the address.
    support: Option<(String, &'a str, String)>,
    /// A label, and the address by which there are no more of these.
    leave: Option<(String, &'a str)>,
    why: String,
    logo: Option<Logo>,
    colour: Colour,
}

#[derive(Template)]
#[template(path = "mail/letter.html")]
struct Html<'a> {
    sheet: &'a Sheet<'a>,
}

#[derive(Template)]
#[template(path = "mail/letter.txt")]
struct Text<'a> {
    sheet: &'a Sheet<'a>,
}

impl Words {
    pub(in crate::mail) fn on_paper(&self, lang: Lang, brand: &Brand) -> Result<Paper> {
        let platform = brand.name.as_deref().unwrap_or(&self.platform);
        let say = |message: &Message| lang.say(&message.clone().with("platform", platform));
        let subject = say(&self.subject);
        let about = self.about.as_ref();
        let sheet = Sheet {
            lang,
            platform,
            subject: &subject,
            greeting: say(&Message::new("mail-greeting").with("name", self.name.as_str())),
            before: self.before.iter().map(say).collect(),
            button: self.button.as_ref().map(|it| (it.address.as_str(), lang.t(it.label))),
            about: about.map(|about| {
                let rows = about.rows.iter().map(|(name, value)| (lang.t(name), value.as_str()));
                (lang.t(about.heading), rows.collect())
            }),
            after: self.after.iter().map(say).collect(),
            support: brand
                .support
                .as_deref()
                .zip(brand.support_link())
                .map(|(address, link)| (lang.t("mail-support"), address, link)),
            leave: self.leave.as_deref().map(|address| (lang.t("mail-leave"), address)),
            why: say(&"mail-why".into()),
            logo: brand.logo(),
            colour: brand.colour().unwrap_or(Colour::STEWARD),
        };
        let html = Html { sheet: &sheet }.render().map_err(anyhow::Error::from)?;
        let text = Text { sheet: &sheet }.render().map_err(anyhow::Error::from)?;
        Ok(Paper { subject, html, text })
    }
}

/// A letter's HTML as a page shows it, with its picture inside.
pub fn shown(html: &str, png: Option<&[u8]>) -> String {
    let picture = png.map(|png| format!("data:image/png;base64,{}", STANDARD.encode(png)));
    html.replace(&format!("cid:{LOGO}"), &picture.unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::mail::letters::{About, Button};

    fn words(name: &str) -> Words {
        Words {
            subject: "mail-sample-subject".into(),
            name: name.into(),
            before: vec!["mail-sample".into()],
            button: Some(Button {
                address: "https://admin.example.com/portal/set-password/abc".into(),
                label: "mail-welcome-link",
            }),
            about: Some(About { heading: "mail-request", rows: vec![("mail-time", "now".into())] }),
            after: vec!["mail-link-unexpected".into()],
            leave: None,
            platform: "Steward".into(),
        }
    }

    fn brand() -> Brand {
        let name = Some("Acme <Mail> & \"Co\"".to_owned());
        let support = Some("help@acme.com".to_owned());
        Brand { name, support, colour: Some("#ffd400".to_owned()), ..Brand::default() }
    }

    /// The words alone: what a reader of either part reads.
    fn words_of(text: &str) -> String {
        let text = text.replace(['\n', ':'], " ").replace("- ", " ");
        text.split_whitespace().collect::<Vec<_>>().join(" ")
    }

    fn text_of(html: &str) -> String {
        let body = html.split_once("<body").map_or("", |(_, body)| body);
        let mut out = String::new();
        let mut inside = true;
        for c in body.chars() {
            match c {
                '<' => {
                    inside = true;
                    out.push(' ');
                }
                '>' => inside = false,
                c if !inside => out.push(c),
                _ => {}
            }
        }
        [("&#60;", "<"), ("&#62;", ">"), ("&#34;", "\""), ("&#39;", "'"), ("&#38;", "&")]
            .iter()
            .fold(out, |out, (entity, c)| out.replace(entity, c))
    }

    #[test]
    fn a_name_with_markup_is_only_text() {
        let paper = words("<img src=x>&\"").on_paper(Lang::En, &brand()).expect("renders");
        assert!(!paper.html.contains("<img") && paper.html.contains("&#60;img src=x&#62;"), "{}", paper.html);
        assert!(paper.html.contains("href=\"https://admin.example.com/portal/set-password/abc\""), "{}", paper.html);
        assert!(!paper.html.contains("<Mail>"), "{}", paper.html);
    }

    #[test]
    fn both_parts_say_the_same_in_both_languages() {
        for lang in Lang::ALL {
            for brand in [Brand::default(), brand()] {
                let paper = words("Anna").on_paper(lang, &brand).expect("renders");
                assert_eq!(words_of(&text_of(&paper.html)), words_of(&paper.text), "{lang:?}");
            }
        }
    }

    #[test]
    fn the_plain_text_reads_as_a_letter() {
        let paper = words("Anna").on_paper(Lang::En, &brand()).expect("renders");
        let mut lines = paper.text.lines();
        assert_eq!(lines.next(), Some("Acme <Mail> & \"Co\""));
        assert_eq!(lines.nth(1), Some("Hello Anna,"));
        assert!(paper.text.contains("\nSet your password:\nhttps://admin.example.com/portal/set-password/abc\n\n"));
        assert!(paper.text.contains("\n- Time: now\n\n") && !paper.text.contains("\n\n\n"), "{}", paper.text);
        assert!(paper.text.ends_with(".\n"), "{}", paper.text);
    }

    #[test]
    fn what_is_written_on_the_button_can_be_read() {
        let paper = words("Anna").on_paper(Lang::En, &brand()).expect("renders");
        assert!(paper.html.contains("bgcolor=\"#ffd400\"") && paper.html.contains("color:#000000"), "{}", paper.html);
    }
}
