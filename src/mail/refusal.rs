//! Which refusals of a mail server are final. Trying again is no use only where *this recipient* or *this letter* is
//! refused; what is refused because of the server, the sender, a relay, a password or a quota may be mended, and is
//! tried again for as long as the letter's patience lasts.

/// Where in the conversation (RFC 5321 3.3) a reply came.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// Before the letter: greeting, EHLO, STARTTLS, AUTH.
    Server,
    /// MAIL FROM.
    Sender,
    /// RCPT TO.
    Recipient,
    /// DATA, before anything of the letter was sent.
    Data,
    /// The end of the letter.
    Content,
}

/// How far a code can be believed.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Weight {
    Sure,
    /// Servers use it for other things too, which their words give away.
    UnlessSaid,
}

use Step::{Content, Recipient};
use Weight::{Sure, UnlessSaid};

/// The final ones: the steps at which they come, and the enhanced code (RFC 3463, registered at IANA by RFC 5248), or
/// where there is none the reply code (RFC 5321 4.2.3). Codes about an address or a mailbox come at the letter's end
/// too, of servers that look no earlier.
const FINAL: [(&[Step], &str, Weight); 18] = [
    // RFC 3463 3.2, about an address; 5.1.7 and 5.1.8 are about the sender's.
    (&[Recipient, Content], "5.1.0", UnlessSaid),
    (&[Recipient, Content], "5.1.1", Sure),
    (&[Recipient, Content], "5.1.2", Sure),
    (&[Recipient, Content], "5.1.3", Sure),
    (&[Recipient, Content], "5.1.4", Sure),
    (&[Recipient, Content], "5.1.6", Sure),
    // RFC 7505: the domain takes no mail.
    (&[Recipient, Content], "5.1.10", Sure),
    // RFC 3463 3.3, about a mailbox: disabled; too long a letter for it. 5.2.2 is a quota.
    (&[Recipient, Content], "5.2.1", Sure),
    (&[Recipient, Content], "5.2.3", Sure),
    // RFC 3463 3.4: too long a letter for the system.
    (&[Step::Sender, Recipient, Content], "5.3.4", Sure),
    // RFC 3463 3.7, about the content.
    (&[Content], "5.6.*", Sure),
    // RFC 3463 3.8: not authorized. At RCPT that is a relay; of a whole letter it is what stands in it.
    (&[Content], "5.7.1", UnlessSaid),
    // RFC 5321 4.2.3: no such mailbox; not local; no such name; and at the end of a letter, refused by a policy or as
    // it is.
    (&[Recipient], "550", UnlessSaid),
    (&[Recipient], "551", UnlessSaid),
    (&[Recipient], "553", UnlessSaid),
    (&[Content], "550", UnlessSaid),
    (&[Content], "553", UnlessSaid),
    (&[Content], "554", UnlessSaid),
];

/// What a refusal for another reason than recipient or letter says in its own words.
const OTHER_REASONS: [&str; 10] =
    ["relay", "authenti", "sender", "quota", "full", "storage", "blocked", "blocklist", "blacklist", "reputation"];

/// Whether a reply to that step refuses the recipient or the letter for good. `text` is what came after the code.
pub fn is_final(step: Step, code: u16, text: &str) -> bool {
    if !(500..600).contains(&code) {
        return false;
    }
    let said = enhanced(text).map_or_else(|| code.to_string(), str::to_owned);
    let text = text.to_lowercase();
    let is_said = |listed: &str| match listed.strip_suffix('*') {
        Some(beginning) => said.starts_with(beginning),
        None => said == listed,
    };
    let found = FINAL.iter().find(|(steps, listed, _)| steps.contains(&step) && is_said(listed));
    found.is_some_and(|(_, _, weight)| *weight == Sure || !OTHER_REASONS.iter().any(|reason| text.contains(reason)))
}

/// RFC 2034: the text begins with it. Some put a `#` in front.
fn enhanced(text: &str) -> Option<&str> {
    let word = text.split_whitespace().next()?.trim_start_matches('#').trim_end_matches([':', ',', ';']);
    let mut parts = word.split('.');
    let is_number = |part: &str| (1..=3).contains(&part.len()) && part.chars().all(|c| c.is_ascii_digit());
    let [class, subject, detail] = [parts.next()?, parts.next()?, parts.next()?];
    let whole = parts.next().is_none() && matches!(class, "2" | "4" | "5") && is_number(subject) && is_number(detail);
    whole.then_some(word)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_refusal_of_this_recipient_or_this_letter_is_final() {
        for (step, code, text, wanted) in [
            (Recipient, 550, "5.1.1 no such mailbox", true),
            (Recipient, 550, "#5.1.1 no such mailbox", true),
            (Recipient, 554, "5.1.1 sender and relay are fine, the mailbox is not", true),
            (Recipient, 550, "5.1.10 the domain takes no mail", true),
            (Recipient, 550, "5.2.1 mailbox disabled", true),
            (Recipient, 550, "no such user here", true),
            (Recipient, 551, "user not local", true),
            (Recipient, 553, "mailbox name not allowed", true),
            (Content, 554, "5.6.0 cannot be read", true),
            (Content, 550, "5.7.1 this looks like spam", true),
            (Content, 554, "rejected as spam", true),
            (Content, 552, "5.3.4 too large", true),
            (Step::Sender, 552, "5.3.4 too large", true),
            (Recipient, 550, "5.7.1 relaying denied", false),
            (Recipient, 554, "5.7.1 relay access denied", false),
            (Recipient, 550, "relaying denied", false),
            (Recipient, 550, "5.1.8 the sender's domain does not exist", false),
            (Recipient, 553, "sorry, that sender is not in my list", false),
            (Recipient, 552, "5.2.2 over quota", false),
            (Recipient, 550, "5.2.2 over quota", false),
            (Recipient, 552, "mailbox full", false),
            (Recipient, 550, "5.4.1 no answer from host", false),
            (Recipient, 530, "5.7.0 authentication required", false),
            (Recipient, 550, "authentication required", false),
            (Recipient, 554, "transaction failed", false),
            (Recipient, 500, "command not known", false),
            (Step::Sender, 550, "5.1.1 no such mailbox", false),
            (Step::Sender, 550, "who are you?", false),
            (Step::Sender, 553, "5.1.7 bad sender", false),
            (Step::Server, 535, "5.7.8 wrong password", false),
            (Step::Server, 554, "no service here", false),
            (Step::Data, 554, "no valid recipients", false),
            (Content, 550, "5.7.1 blocked for the reputation of 192.0.2.1", false),
            (Content, 550, "5.7.26 unauthenticated", false),
            (Content, 552, "5.2.2 over quota", false),
            (Content, 552, "storage exceeded", false),
            (Recipient, 450, "5.1.1 a contradiction", false),
            (Recipient, 550, "4.1.1 the other way round", false),
        ] {
            assert_eq!(is_final(step, code, text), wanted, "{step:?} {code} {text}");
        }
    }
}
