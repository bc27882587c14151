use super::Policy;
use crate::{
    db::{Table, Written, written},
    resource::Stored,
};

impl Stored for Policy {
    type Of = ();
    type New = Self;
    const TABLE: Table = Table { name: "web_version_policies", searched: &["name"], between: "\n" };
    const COLUMNS: &'static str = "t.name, t.email_days, t.email_days IS NOT NULL AS email_kept,
        t.sms_days, t.sms_days IS NOT NULL AS sms_kept, t.push_days, t.push_days IS NOT NULL AS push_kept,
        t.messenger_days, t.messenger_days IS NOT NULL AS messenger_kept";
    const USED: &'static [&'static str] = &["accounts a WHERE a.web_version_policy = "];
    const KIND: &'static str = "web_version_policy";
    const PREFIX: &'static str = "web-version-policy";

    fn of(&self) {}

    fn written(new: &Self) -> Written {
        written![
            name: &new.name,
            email_days: new.email_days,
            sms_days: new.sms_days,
            push_days: new.push_days,
            messenger_days: new.messenger_days,
        ]
    }

    fn fields(&self) -> Vec<(&'static str, String)> {
        Self::written(self).texts()
    }
}
