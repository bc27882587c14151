//! What the list shows of a virtual sender.

use crate::{
    resource::Row,
    senders::model::Channel,
    virtual_senders::{
        List,
        model::{CHANNELS, Rule, Share, VirtualSender},
        place::Choices,
    },
};

impl List<'_> {
    fn choices(&self) -> &Choices {
        &self.listed.frame.choices
    }

    /// "E-mail: 3 rules", a line for each channel that has some.
    pub fn channels(&self, row: &Row<VirtualSender>) -> Vec<String> {
        let used = CHANNELS.into_iter().filter(|channel| !row.rules.of(*channel).is_empty());
        let said = |channel: Channel| {
            let label = self.page.field_label("sender-channel", channel.as_str());
            format!("{label}: {}", self.page.count("count-rules", row.rules.of(channel).len()))
        };
        used.map(said).collect()
    }

    pub fn groups(&self, row: &Row<VirtualSender>) -> String {
        match row.groups.0.as_slice() {
            [] => self.page.t("virtual-sender-all-groups"),
            groups => groups.iter().map(|id| self.choices().group_name(*id)).collect::<Vec<_>>().join(", "),
        }
    }

    /// Who has what no other rule takes: "Mailer 60 %, Bulk 40 %", a line for each channel.
    pub fn defaults(&self, row: &Row<VirtualSender>) -> Vec<String> {
        let last = CHANNELS.into_iter().filter_map(|channel| row.rules.of(channel).last());
        last.map(|rule| self.shares(rule)).collect()
    }

    fn shares(&self, rule: &Rule) -> String {
        let share = |it: &Share| format!("{} {}\u{a0}%", self.choices().sender_name(it.sender_id), it.percent);
        rule.shares.iter().map(share).collect::<Vec<_>>().join(", ")
    }

    /// What somebody should look at.
    pub fn warnings(&self, row: &Row<VirtualSender>) -> Vec<String> {
        let dead: usize = CHANNELS.into_iter().map(|channel| row.rules.dead(channel, row.when_off).len()).sum();
        let mut off: Vec<i64> = row.rules.all().flat_map(|(_, _, rule)| &rule.shares).map(|it| it.sender_id).collect();
        off.sort_unstable();
        off.dedup();
        off.retain(|id| !self.choices().is_on(*id));
        let mut said = Vec::new();
        if dead > 0 {
            said.push(self.page.count("virtual-sender-dead-rules", dead));
        }
        said.extend(off.iter().map(|id| self.page.t1("virtual-sender-off", "name", self.choices().sender_name(*id))));
        said
    }
}
