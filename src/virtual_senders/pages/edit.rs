//! What the form shows of a virtual sender.

use crate::{
    forms::{Choice, Options},
    i18n::Message,
    lists::grouped,
    senders::model::Channel,
    virtual_senders::{
        Edit,
        condition::{Condition, When},
        model::{CHANNELS, Spread, WhenOff, shadowed},
        place::{Assigned, Choices},
        route::Why,
        trial::{Bar, Ended, Outcome, Pick, SAMPLE},
        typed::{self, TypedRule},
    },
};

/// The rules of a channel, as the form has them.
pub struct ChannelView {
    pub code: &'static str,
    /// What the form calls them.
    pub field: &'static str,
    pub heading: String,
    /// What is said above its rules, where it has some.
    pub hint: &'static str,
    /// What the button is called that adds a rule.
    pub begin: &'static str,
    pub rules: Vec<RuleView>,
    pub is_email: bool,
    /// What a rule can ask for.
    pub whens: Vec<Choice>,
    /// What a share can be of.
    pub senders: Vec<Choice>,
}

pub struct RuleView {
    pub at: usize,
    /// "Rule 2"
    pub called: String,
    /// By which its shares name it: `email:0:17:`, its channel, place, id, and of a new one its salt.
    pub key: String,
    pub typed: TypedRule,
    pub is_last_before_default: bool,
    /// Which rule takes all that it could, if one does.
    pub shadowed: Option<String>,
    /// "100 % in all"
    pub total: String,
}

fn number(at: usize) -> i64 {
    i64::try_from(at + 1).unwrap_or(i64::MAX)
}

impl RuleView {
    pub fn adds_up(&self) -> bool {
        self.typed.total() == 100
    }
}

/// `field` of the form, by channel.
fn field(channel: Channel) -> &'static str {
    match channel {
        Channel::Sms => "sms_rules",
        _ => "email_rules",
    }
}

impl Edit<'_> {
    fn choices(&self) -> &Choices {
        &self.shown.frame.choices
    }

    pub fn channels(&self) -> Vec<ChannelView> {
        CHANNELS.into_iter().map(|channel| self.channel(channel)).collect()
    }

    fn channel(&self, channel: Channel) -> ChannelView {
        let rules = self.shown.form.rules(channel);
        let conditions: Vec<Option<Condition>> = rules.iter().map(|it| it.condition(self.choices())).collect();
        let when_off = self.shown.form.when_off.parse().unwrap_or(WhenOff::Hold);
        let dead = shadowed(&conditions, when_off);
        let shadow = |at: usize| dead.iter().find(|(it, _)| *it == at).map(|(_, by)| *by);
        let count = rules.len();
        let view = |(at, typed): (usize, TypedRule)| RuleView {
            at,
            called: self.page.t1("rule-number", "rule", number(at)),
            key: format!("{}:{at}:{}:{}", channel.as_str(), typed.id, typed.salt),
            is_last_before_default: at + 2 >= count,
            shadowed: shadow(at).map(|by| self.page.t1("rule-shadowed", "rule", number(by))),
            total: self.page.t1("share-total", "sum", typed.total()),
            typed,
        };
        ChannelView {
            code: channel.as_str(),
            field: field(channel),
            hint: if rules.is_empty() { "virtual-sender-no-rules" } else { "virtual-sender-rules" },
            begin: if rules.is_empty() { "rules-begin" } else { "rule-add" },
            heading: self.page.field_label("virtual-sender", field(channel)),
            is_email: channel == Channel::Email,
            whens: self.whens(channel),
            senders: self.choices().of(channel).map(|it| Choice::of(format!("#{}", it.id), self.called(it))).collect(),
            rules: rules.into_iter().enumerate().map(view).collect(),
        }
    }

    fn whens(&self, channel: Channel) -> Vec<Choice> {
        let alone = [When::Default, When::GroupId];
        let plain = When::of(channel).iter().filter(|it| !alone.contains(it));
        let plain = plain.map(|it| Choice::of(it.as_str(), self.page.field_label("rule-type", it.as_str())));
        plain.chain(self.groups("group_id:", "rule-of-group")).collect()
    }

    /// Those of the account, each marked as an id.
    fn groups(&self, before: &str, label: &'static str) -> Vec<Choice> {
        let called = |(id, name): &(i64, String)| {
            Choice::of(format!("{before}#{id}"), self.page.t1(label, "name", name.as_str()))
        };
        self.choices().groups.iter().map(called).collect()
    }

    pub fn group_choices(&self) -> Vec<Choice> {
        self.choices().groups.iter().map(|(id, name)| Choice::of(format!("#{id}"), name.as_str())).collect()
    }

    pub fn spreads(&self) -> Vec<Choice> {
        self.page.choices("virtual-sender-spread", Spread::ALL.iter().map(|it| it.as_str()))
    }

    pub fn ways_off(&self) -> Vec<Choice> {
        self.page.choices("virtual-sender-when-off", WhenOff::ALL.iter().map(|it| it.as_str()))
    }

    /// "Rule 2, Mailer"
    pub fn share_called(&self, rule: &RuleView, share: &typed::TypedShare) -> String {
        let place = if rule.typed.is_default() { self.page.t("rule-default") } else { rule.called.clone() };
        match self.choices().sender(&share.sender) {
            Some(sender) => format!("{place}, {}", sender.name),
            None => place,
        }
    }

    pub fn channel_choices(&self) -> Vec<Choice> {
        self.page.choices("sender-channel", CHANNELS.iter().map(|it| it.as_str()))
    }

    /// "Mailer", "Bulk (inactive)"
    fn called(&self, it: &Assigned) -> String {
        match (it.active, it.held) {
            (false, _) => format!("{} ({})", it.name, self.page.t("sender-state-inactive")),
            (true, true) => format!("{} ({})", it.name, self.page.t("sender-state-held")),
            (true, false) => it.name.clone(),
        }
    }

    pub fn has_focus(&self, id: &str) -> bool {
        self.shown.form.focus == id
    }

    pub fn options(&self) -> Options {
        let mut options =
            vec![("groups", self.group_choices()), ("spread", self.spreads()), ("when_off", self.ways_off())];
        options.extend(CHANNELS.into_iter().map(|channel| (field(channel), self.versions(channel))));
        options
    }

    /// Each version of a channel's rules that somebody may be asked to choose from, and how it reads.
    fn versions(&self, channel: Channel) -> Vec<Choice> {
        let Some(stale) = &self.shown.stale else { return Vec::new() };
        let all = [Some(&stale.yours), Some(&stale.theirs), stale.was.as_ref()];
        let of = |(name, value): &(String, String)| {
            (name == field(channel)).then(|| Choice::of(value.as_str(), self.said(&typed::read(value))))
        };
        all.into_iter().flatten().flatten().filter_map(of).collect()
    }

    /// "1. From domain a.com: Mailer 60 %, Bulk 40 %; 2. All others: Mailer 100 %"
    fn said(&self, rules: &[TypedRule]) -> String {
        let rule = |(at, rule): (usize, &TypedRule)| {
            let share = |it: &typed::TypedShare| {
                let named = self.choices().sender(&it.sender).map_or_else(|| it.sender.clone(), |it| it.name.clone());
                format!("{named} {}\u{a0}%", it.percent)
            };
            let shares = rule.senders.iter().map(share).collect::<Vec<_>>().join(", ");
            format!("{}. {}: {shares}", at + 1, self.asked_for(rule))
        };
        rules.iter().enumerate().map(rule).collect::<Vec<_>>().join("; ")
    }

    /// "From domain a.com", "Group North", "All others"
    fn asked_for(&self, rule: &TypedRule) -> String {
        match rule.when() {
            (_, Some(group)) => {
                let name = self.choices().group(group).map_or(group, |id| self.choices().group_name(id));
                self.page.t1("rule-of-group", "name", name)
            }
            (when, None) => format!("{} {}", self.page.field_label("rule-type", when), rule.value).trim().to_owned(),
        }
    }

    /// "Rule 1: From is not at a.com", of each rule that passed a message over.
    pub fn passed(&self, pick: &Pick) -> Vec<String> {
        let said = |(at, passed): (usize, &(Condition, Why))| {
            format!("{}: {}", self.page.t1("rule-number", "rule", number(at)), self.reason(passed))
        };
        pick.passed.iter().enumerate().map(said).collect()
    }

    fn reason(&self, (condition, why): &(Condition, Why)) -> String {
        match (why, condition) {
            (Why::Off, _) => self.page.t("try-passed-off"),
            (Why::Condition, Condition::GroupId(id)) => {
                self.page.t1("try-passed-group-id", "name", self.choices().group_name(*id))
            }
            (Why::Condition, condition) => {
                let key = format!("try-passed-{}", condition.when().as_str()).replace('_', "-");
                self.page.say(&Message::new(key).with("value", condition.value()))
            }
        }
    }

    /// "Rule 2, Mailer", or that it waits.
    pub fn end(&self, pick: &Pick) -> String {
        let of = |key, rule: &usize| Message::new(key).with("rule", i64::try_from(*rule).unwrap_or(i64::MAX));
        let said = match &pick.end {
            Ended::Sent(rule, share) => of("try-sent", rule).with("name", self.choices().sender_name(share.sender_id)),
            Ended::Held(rule) => of("try-held", rule),
            Ended::Nowhere => Message::new("try-nowhere"),
        };
        self.page.say(&said)
    }

    /// What the message says of where it comes from, as far as that is known.
    pub fn own(&self, pick: &Pick) -> Vec<(&'static str, String)> {
        let Ended::Sent(_, share) = &pick.end else { return Vec::new() };
        let all = [
            ("share-from-email", &pick.from),
            ("share-replyto-email", &share.replyto_email),
            ("share-from-name", &share.from_name),
        ];
        all.into_iter().filter(|(_, it)| !it.is_empty()).map(|(label, it)| (label, it.clone())).collect()
    }

    pub fn bar_name(&self, sender_id: &Option<i64>) -> String {
        sender_id.map_or_else(|| self.page.t("try-no-sender"), |id| self.choices().sender_name(id))
    }

    /// "60.3 %"
    pub fn percent(&self, hundredths: f64) -> String {
        let tenths = (hundredths * 10.0).round() as i64;
        format!("{}{}{}\u{a0}%", tenths / 10, self.page.t("decimal-mark"), tenths % 10)
    }

    /// Of the sample.
    pub fn part(&self, count: &usize) -> f64 {
        *count as f64 * 100.0 / SAMPLE as f64
    }

    pub fn count(&self, bar: &Bar) -> String {
        grouped(i64::try_from(bar.count).unwrap_or(i64::MAX), self.page.lang)
    }

    /// "10,000 made-up recipients at example.com, from news@example.org"
    pub fn sampled(&self, outcome: &Outcome) -> String {
        let count = i64::try_from(SAMPLE).unwrap_or(i64::MAX);
        match outcome.domains.is_empty() {
            true => self.page.t1("try-sample-sms", "count", count),
            false => {
                let said = Message::new("try-sample").with("count", count);
                self.page.say(&said.with("domains", outcome.domains.join(", ")))
            }
        }
    }
}
