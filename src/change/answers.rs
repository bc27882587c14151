//! Whether what is recorded can be taken back and, if not, why: one table of all that is written.

/// Why something is not taken back, as a key; None where the kind of object decides.
type Reason = Option<&'static str>;

/// All that is recorded of anything.
const ACTIONS: [(&str, Reason); 57] = [
    ("update", None),
    ("activate", None),
    ("deactivate", None),
    ("freeze", None),
    ("unfreeze", None),
    ("delete", None),
    ("create", Some("undo-created")),
    ("restore", Some("undo-restored")),
    ("purge", Some("undo-purged")),
    ("remove", Some("undo-purged")),
    ("give-up-name", Some("undo-name-given-up")),
    // Nothing was changed by it.
    ("refused", Some("undo-nothing")),
    ("export", Some("undo-nothing")),
    ("test", Some("undo-nothing")),
    ("test_user", Some("undo-nothing")),
    ("look-up", Some("undo-nothing")),
    ("new-network", Some("undo-nothing")),
    ("verify", Some("undo-nothing")),
    ("verify-failed", Some("undo-nothing")),
    ("visit-start", Some("undo-visit")),
    ("visit-change", Some("undo-visit")),
    ("visit-end", Some("undo-visit")),
    // What has left stays away.
    ("welcome", Some("undo-letter")),
    ("test-letter", Some("undo-letter")),
    ("send-again", Some("undo-letter")),
    ("send-all", Some("undo-letter")),
    ("cancel-letter", Some("undo-letter")),
    ("forgot-password", Some("undo-letter")),
    ("link", Some("undo-letter")),
    // Of secrets and of who is signed in nothing is kept to go back to.
    ("password", Some("undo-secret")),
    ("second-factor", Some("undo-secret")),
    ("remove-second-factor", Some("undo-secret")),
    ("replace-second-factor", Some("undo-secret")),
    ("recovery-codes", Some("undo-secret")),
    ("rotate", Some("undo-secret")),
    ("reset", Some("undo-secret")),
    ("forget-key", Some("undo-secret")),
    ("end-sessions", Some("undo-sessions")),
    ("lift-slow-down", Some("undo-sessions")),
    // The platform's: what was ordered of it or said by it.
    ("hold", Some("undo-order")),
    ("release", Some("undo-order")),
    ("purge-queue", Some("undo-order")),
    ("order", Some("undo-order")),
    ("order-deletion", Some("undo-order")),
    ("retry", Some("undo-order")),
    ("report", Some("undo-reported")),
    ("limit-near", Some("undo-reported")),
    ("limit-reached", Some("undo-reported")),
    ("limit-left", Some("undo-reported")),
    ("quality-alert", Some("undo-reported")),
    ("correct", Some("undo-correct")),
    // Done again the other way round where it was done.
    ("assign", Some("undo-assign")),
    ("add-entries", Some("undo-entries")),
    ("remove-entries", Some("undo-entries")),
    ("import-entries", Some("undo-entries")),
    ("cancel", Some("undo-job")),
    ("run", Some("undo-job")),
];

/// Of what there are records: why none of its edits, and why not its deletion.
const KINDS: [(&str, Reason, Reason); 37] = [
    ("account", None, None),
    ("user", None, GONE),
    ("group", None, GONE),
    ("role", None, GONE),
    ("tariff", None, GONE),
    ("web_version_policy", None, GONE),
    ("database", None, GONE),
    ("external_data", None, GONE),
    ("ldap", None, GONE),
    ("sender", None, None),
    ("stop_list", None, None),
    ("notifier", None, GONE),
    ("virtual_sender", PARTS, GONE),
    ("ldap_group", PARTS, GONE),
    // Their pages ask for a fresh proof.
    ("admin", PROVEN, GONE),
    ("token", PROVEN, GONE),
    ("brand", PROVEN, GONE),
    ("admin_directory", PROVEN, GONE),
    ("anchors", PROVEN, GONE),
    ("alerts", ONE_FORM, GONE),
    ("view", ONE_FORM, GONE),
    ("schedule_job", ONE_FORM, GONE),
    ("account_database", REPORTED, REPORTED),
    ("index", REPORTED, REPORTED),
    ("usage", REPORTED, REPORTED),
    ("visit", Some("undo-visit"), Some("undo-visit")),
    ("letter", Some("undo-letter"), Some("undo-letter")),
    ("outbox", Some("undo-letter"), Some("undo-letter")),
    ("job", Some("undo-job"), Some("undo-job")),
    ("key", Some("undo-secret"), Some("undo-secret")),
    ("backup", Some("undo-nothing"), Some("undo-nothing")),
    ("record", Some("undo-nothing"), Some("undo-nothing")),
    ("sign-in", Some("undo-nothing"), Some("undo-nothing")),
    ("api-answer", Some("undo-nothing"), Some("undo-nothing")),
    ("list", Some("undo-nothing"), Some("undo-nothing")),
    ("page", Some("undo-nothing"), Some("undo-nothing")),
    ("call", Some("undo-nothing"), Some("undo-nothing")),
];

const GONE: Reason = Some("undo-deleted");
const PARTS: Reason = Some("undo-parts");
const PROVEN: Reason = Some("undo-proven");
const ONE_FORM: Reason = Some("undo-by-form");
const REPORTED: Reason = Some("undo-reported");

/// Why what is recorded as this action on such an object is not taken back; None where it is.
pub fn reason_against(kind: &str, action: &str) -> Option<&'static str> {
    let (Some((_, never)), Some((_, edits, deletion))) = (known(action), KINDS.iter().find(|(it, ..)| *it == kind))
    else {
        return Some("undo-unknown");
    };
    never.or(if action == "delete" { *deletion } else { *edits })
}

fn known(action: &str) -> Option<&'static (&'static str, Reason)> {
    ACTIONS.iter().find(|(it, _)| *it == action)
}

pub fn actions() -> impl Iterator<Item = &'static str> {
    ACTIONS.iter().map(|(action, _)| *action)
}

pub fn kinds() -> impl Iterator<Item = &'static str> {
    KINDS.iter().map(|(kind, ..)| *kind)
}
