//! From a letter to what goes over the wire.

use anyhow::Context;
use base64::{Engine, engine::general_purpose::STANDARD};
use chrono::{DateTime, Utc};
use lettre::{
    Address, Message,
    message::{
        Attachment, Body, Mailbox, MessageBuilder, MultiPart, SinglePart,
        header::{ContentTransferEncoding, ContentType, HeaderName, HeaderValue},
    },
};

use super::letters::LOGO;

/// Characters of a subject that fit on its line of 78 as they are.
const PLAIN_LINE: usize = 66;
/// Bytes of text in an encoded word: in base64 and its frame they are 68 characters (of 75 at most), beside the
/// header's name 77.
const WORD: usize = 42;

/// A letter with its link in place.
pub struct Outgoing<'a> {
    pub from: &'a Mailbox,
    /// What the reader sees in place of the sender's own name.
    pub from_name: Option<&'a str>,
    pub reply_to: Option<&'a str>,
    pub recipient: &'a str,
    pub subject: &'a str,
    pub text: &'a str,
    pub html: &'a str,
    /// The picture that the HTML shows.
    pub png: Option<&'a [u8]>,
    pub message_id: &'a str,
    /// The address that ends letters of its kind when something is posted to it (RFC 8058).
    pub leave: Option<&'a str>,
    pub at: DateTime<Utc>,
}

/// One recipient, both parts; a control character anywhere in a header stops it.
pub fn build(letter: &Outgoing<'_>) -> anyhow::Result<Message> {
    anyhow::ensure!(
        is_line(letter.subject) && is_line(letter.message_id),
        "a header of the letter holds a control character"
    );
    let recipient = address(letter.recipient).context("the recipient is not one address")?;
    let from = Mailbox::new(
        letter.from_name.map(str::to_owned).or_else(|| letter.from.name.clone()),
        address(letter.from.email.as_ref()).context("the sender is not an address")?,
    );
    anyhow::ensure!(from.name.as_deref().is_none_or(is_line), "the sender's name holds a control character");
    let automatic = HeaderValue::new(HeaderName::new_from_ascii_str("Auto-Submitted"), "auto-generated".to_owned());
    let builder = match letter.reply_to {
        Some(to) => Message::builder().reply_to(Mailbox::new(None, address(to).context("answers go to no address")?)),
        None => Message::builder(),
    };
    let builder = match letter.leave {
        Some(address) => left_by(builder, address)?,
        None => builder,
    };
    builder
        .from(from)
        .to(Mailbox::new(None, recipient))
        .raw_header(HeaderValue::dangerous_new_pre_encoded(
            HeaderName::new_from_ascii_str("Subject"),
            letter.subject.to_owned(),
            encoded(letter.subject),
        ))
        .message_id(Some(letter.message_id.to_owned()))
        .date(letter.at.into())
        .raw_header(automatic)
        .multipart(parts(letter)?)
        .context("the letter cannot be put together")
}

/// With what mail programs make a button of.
fn left_by(builder: MessageBuilder, address: &str) -> anyhow::Result<MessageBuilder> {
    let plain = |c: char| c.is_ascii_graphic() && !matches!(c, '<' | '>' | ',' | '"');
    anyhow::ensure!(address.chars().all(plain), "the address that ends such letters is none");
    let named = |name, value: String| HeaderValue::dangerous_new_pre_encoded(name, value.clone(), value);
    let list = HeaderName::new_from_ascii_str("List-Unsubscribe");
    let post = HeaderName::new_from_ascii_str("List-Unsubscribe-Post");
    let builder = builder.raw_header(named(list, format!("<{address}>")));
    Ok(builder.raw_header(named(post, "List-Unsubscribe=One-Click".to_owned())))
}

/// Plain text, or HTML with its picture.
fn parts(letter: &Outgoing<'_>) -> anyhow::Result<MultiPart> {
    let text = text_part(letter.text, ContentType::TEXT_PLAIN)?;
    let html = text_part(letter.html, ContentType::TEXT_HTML)?;
    let alternative = MultiPart::alternative().singlepart(text);
    let Some(png) = letter.png else { return Ok(alternative.singlepart(html)) };
    let picture = Attachment::new_inline_with_name(LOGO.to_owned(), "logo.png".to_owned());
    let picture = picture.body(png.to_vec(), "image/png".parse().context("a type of pictures")?);
    Ok(alternative.multipart(MultiPart::related().singlepart(html).singlepart(picture)))
}

/// In lines that every mail server passes on.
fn text_part(text: &str, kind: ContentType) -> anyhow::Result<SinglePart> {
    let foreign = text.chars().filter(|c| !c.is_ascii()).count();
    let encoding = match foreign * 6 > text.len() {
        true => ContentTransferEncoding::Base64,
        false => ContentTransferEncoding::QuotedPrintable,
    };
    let body = Body::new_with_encoding(text.replace("\r\n", "\n").replace('\n', "\r\n"), encoding);
    let body = body.ok().context("a part of the letter cannot be encoded")?;
    Ok(SinglePart::builder().header(kind).body(body))
}

/// Whether a letter can be sent to it.
pub fn is_address(text: &str) -> bool {
    address(text).is_some()
}

/// Exactly one address, its domain in ASCII.
pub fn address(text: &str) -> Option<Address> {
    let (local, domain) = text.rsplit_once('@')?;
    let foreign = |c: char| {
        c.is_control() || c.is_whitespace() || matches!(c, ',' | ';' | ':' | '<' | '>' | '"' | '@' | '(' | ')' | '\\')
    };
    if local.contains(foreign) || domain.contains(foreign) {
        return None;
    }
    Address::new(local, idna::domain_to_ascii(domain).ok()?).ok()
}

/// An unstructured header's text (RFC 5322 2.2.1) that arrives as it was: what is not plain, two blanks together among
/// it, goes as encoded words (RFC 2047), between which the reader leaves out the blanks that folding adds.
fn encoded(text: &str) -> String {
    let plain = text.chars().all(|c| c.is_ascii_graphic() || c == ' ') && !text.contains("  ") && !text.contains("=?");
    if plain && text.len() <= PLAIN_LINE && text.trim() == text {
        return text.to_owned();
    }
    let mut words = Vec::new();
    let mut word = String::new();
    for c in text.chars() {
        if word.len() + c.len_utf8() > WORD {
            words.push(std::mem::take(&mut word));
        }
        word.push(c);
    }
    words.push(word);
    words.iter().map(|word| format!("=?utf-8?B?{}?=", STANDARD.encode(word))).collect::<Vec<_>>().join("\r\n ")
}

/// Whether a text stays on its line: no control characters, no line or paragraph separators.
pub fn is_line(text: &str) -> bool {
    !text.contains(|c: char| c.is_control() || matches!(c, '\u{2028}' | '\u{2029}'))
}

#[cfg(test)]
pub mod tests {
    use std::sync::LazyLock;

    use super::*;

    static FROM: LazyLock<Mailbox> = LazyLock::new(|| "Steward <no-reply@пример.рф>".parse().expect("parses"));

    pub fn letter<'a>(recipient: &'a str, subject: &'a str) -> Outgoing<'a> {
        let at = DateTime::from_timestamp(1_800_000_000, 0).expect("a time");
        Outgoing {
            from: &FROM,
            from_name: None,
            reply_to: None,
            recipient,
            subject,
            text: "Привет\r\n.\r\nRCPT TO:<x@example.com>",
            html: "<p>Привет</p>",
            png: None,
            message_id: "<1@example.com>",
            leave: None,
            at,
        }
    }

    fn raw(letter: &Outgoing<'_>) -> String {
        String::from_utf8(build(letter).expect("builds").formatted()).expect("is ASCII")
    }

    #[test]
    fn an_internationalised_domain_goes_out_in_ascii() {
        let message = build(&letter("anna@пример.рф", "Hello")).expect("builds");
        assert_eq!(
            message.envelope().to().iter().map(ToString::to_string).collect::<Vec<_>>(),
            ["anna@xn--e1afmkfd.xn--p1ai"]
        );
        assert!(raw(&letter("anna@пример.рф", "Hello")).contains("<no-reply@xn--e1afmkfd.xn--p1ai>"));
    }

    #[test]
    fn a_subject_that_is_not_plain_goes_as_encoded_words() {
        assert_eq!(encoded("Acme: set your password"), "Acme: set your password");
        assert_eq!(encoded("Acme  Corp"), "=?utf-8?B?QWNtZSAgQ29ycA==?=");
        assert_eq!(encoded("=?utf-8?Q?x?="), "=?utf-8?B?PT91dGYtOD9RP3g/PQ==?=");
        for text in ["😀".repeat(120), "ab ".repeat(99) + "x", "a".repeat(300)] {
            let lines = format!("Subject: {}", encoded(&text));
            assert!(lines.split("\r\n").all(|line| line.len() <= 78) && lines.is_ascii(), "{lines}");
        }
    }

    #[test]
    fn nothing_in_a_letter_adds_a_header_or_a_recipient() {
        for evil in [
            "a@b.com\r\nBcc: c@d.com",
            "a@b.com,c@d.com",
            "a@b.com c@d.com",
            "<a@b.com>",
            "a@b@c.com",
            "a\0@b.com",
            "a@b.com\n",
            "\"a\"@b.com",
            "a",
        ] {
            assert!(build(&letter(evil, "Hello")).is_err(), "{evil:?}");
        }
        for evil in ["a\r\nBcc: c@d.com", "a\nb", "a\0b", "a\u{85}b", "a\u{2028}b", "a\tb"] {
            assert!(build(&letter("a@b.com", evil)).is_err(), "{evil:?}");
        }
    }

    #[test]
    fn whoever_it_is_from_and_who_answers_stands_in_the_head_and_adds_nothing_to_it() {
        let named = |name, reply_to| Outgoing {
            from_name: Some(name),
            reply_to: Some(reply_to),
            ..letter("anna@example.com", "Hello")
        };
        let raw = raw(&named("Acme, Inc. \"Mail\" <x@y.com>", "help@пример.рф"));
        let head = raw.split("\r\n\r\n").next().expect("a head");
        assert!(
            head.contains("<no-reply@xn--e1afmkfd.xn--p1ai>")
                && head.lines().any(|line| line == "Reply-To: help@xn--e1afmkfd.xn--p1ai"),
            "{head}"
        );
        assert_eq!(head.matches("\r\nTo: ").count() + head.matches("From: ").count(), 2, "{head}");
        for (name, reply_to) in
            [("a\r\nBcc: x@y.com", "a@b.com"), ("Acme", "a@b.com, c@d.com"), ("Acme", "a@b.com\r\n")]
        {
            assert!(build(&named(name, reply_to)).is_err(), "{name:?} {reply_to:?}");
        }
    }

    #[test]
    fn what_ends_such_letters_stands_in_the_head() {
        let address = "https://admin.example.com/portal/unsubscribe/abc";
        let raw = raw(&Outgoing { leave: Some(address), ..letter("anna@example.com", "Hello") });
        let head = raw.split("\r\n\r\n").next().expect("a head");
        for line in [&format!("List-Unsubscribe: <{address}>"), "List-Unsubscribe-Post: List-Unsubscribe=One-Click"] {
            assert!(head.lines().any(|it| it == line), "{line}: {head}");
        }
        for evil in ["https://a/\r\nBcc: x@y.com", "https://a/>,<https://b", "https://a b"] {
            let letter = Outgoing { leave: Some(evil), ..letter("anna@example.com", "Hello") };
            assert!(build(&letter).is_err(), "{evil}");
        }
    }

    #[test]
    fn a_picture_goes_with_the_html_and_lines_stay_short() {
        let long = "x".repeat(3000);
        let with = Outgoing { png: Some(&[7; 5000]), html: &long, ..letter("anna@example.com", "Hello") };
        let raw = raw(&with);
        assert!(raw.contains("Content-ID: <logo@steward>") && raw.contains("multipart/related"), "{raw}");
        assert!(raw.split("\r\n").all(|line| line.len() <= 78), "{raw}");
    }

    #[test]
    fn a_letter_has_one_recipient_and_both_parts() {
        let raw = raw(&letter("anna@example.com", "Здравствуйте"));
        assert!(raw.is_ascii());
        for (header, times) in [
            ("\r\nTo: anna@example.com\r\n", 1),
            ("\r\nBcc:", 0),
            ("\r\nCc:", 0),
            ("\r\nMessage-ID: <1@example.com>\r\n", 1),
        ] {
            assert_eq!(raw.matches(header).count(), times, "{header}");
        }
        assert!(
            raw.contains("text/plain") && raw.contains("text/html") && raw.contains("Auto-Submitted: auto-generated")
        );
    }
}
