//! What stands in a report: what was used in its days and how well it arrived, beside as many days before.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use super::{
    model::{Report, Span},
    store,
};
use crate::{
    db::{self, Conn},
    i18n::{Lang, Message},
    lists::grouped,
    quality::{
        self,
        model::{Day, Kind, WHOLE},
    },
};

/// Of an account, for one of its reports.
pub struct Content {
    pub span: Span,
    before: Span,
    /// By metric, in the days and before.
    used: BTreeMap<&'static str, [Option<i64>; 2]>,
    /// What was sent and came back, in the days and before; None where nothing was reported.
    arrived: [Option<Day>; 2],
}

/// As they are kept, with their keys; of gauges the last value stands, anything else is added up.
const METRICS: [(&str, &str, bool); 7] = [
    ("emails", "metric-emails", false),
    ("sms", "metric-sms", false),
    ("pushes", "metric-pushes", false),
    ("api_requests", "metric-api-requests", false),
    ("profiles", "metric-profiles", true),
    ("databases", "metric-databases", true),
    ("storage_bytes", "metric-storage-bytes", true),
];

pub async fn read(conn: &mut Conn, of: Vec<(i64, Report, [Span; 2])>) -> db::Result<BTreeMap<(i64, Report), Content>> {
    let ids: Vec<i64> = of.iter().map(|(id, ..)| *id).collect();
    let days = || of.iter().flat_map(|(.., spans)| spans).flat_map(|span| [span.first, span.last]);
    let (first, last) = (days().min().unwrap_or_default().to_string(), days().max().unwrap_or_default().to_string());
    let used = store::used(conn, &ids, (&first, &last)).await?;
    let arrived = quality::store::days(conn, &ids, (&first, &last)).await?;
    let mut contents = BTreeMap::new();
    for (id, kind, [span, before]) in of {
        let mut content = Content { span, before, used: BTreeMap::new(), arrived: [None, None] };
        used.iter().filter(|it| it.account_id == id).for_each(|it| content.add_used(it));
        arrived.iter().filter(|it| it.account_id == id).for_each(|it| content.add_arrived(it));
        contents.insert((id, kind), content);
    }
    Ok(contents)
}

impl Content {
    /// Which of the two a day belongs to.
    fn place(&self, day: &str) -> Option<usize> {
        let date: NaiveDate = day.parse().ok()?;
        [self.span, self.before].iter().position(|span| span.holds(date))
    }

    /// In the order of the days.
    fn add_used(&mut self, it: &store::Used) {
        let Some(place) = self.place(&it.day) else { return };
        let Some((_, label, gauge)) = METRICS.iter().find(|(code, ..)| *code == it.metric) else { return };
        if let Some(used) = self.used.entry(label).or_default().get_mut(place) {
            *used = Some(if *gauge { it.used } else { used.unwrap_or_default().saturating_add(it.used) });
        }
    }

    fn add_arrived(&mut self, it: &Day) {
        let Some(known) = self.place(&it.day).and_then(|place| self.arrived.get_mut(place)) else { return };
        let none = || Day { sent: 0, complaints: 0, hard: 0, soft: 0, ..it.clone() };
        let sum = known.get_or_insert_with(none);
        sum.sent = sum.sent.saturating_add(it.sent);
        sum.complaints = sum.complaints.saturating_add(it.complaints);
        sum.hard = sum.hard.saturating_add(it.hard);
        sum.soft = sum.soft.saturating_add(it.soft);
    }

    /// A line each, with the change against the days before; none where nothing was reported.
    pub fn lines(&self, lang: Lang) -> Vec<(&'static str, String)> {
        let used = METRICS.iter().filter_map(|(_, label, _)| {
            let [now, before] = *self.used.get(label)?;
            Some((*label, beside(lang, grouped(now?, lang), (now?, before))))
        });
        let mut lines: Vec<(&'static str, String)> = used.collect();
        let [Some(now), before] = &self.arrived else { return lines };
        let sent = beside(lang, grouped(now.sent, lang), (now.sent, before.as_ref().map(|it| it.sent)));
        lines.push(("quality-sent", sent));
        for kind in Kind::ALL {
            let count = grouped(now.of(*kind), lang);
            let said = now
                .share(*kind)
                .map_or_else(|| count.clone(), |share| format!("{count} ({})", quality::model::said(share, lang)));
            lines.push((kind.label(), beside(lang, said, (now.of(*kind), before.as_ref().map(|it| it.of(*kind))))));
        }
        lines
    }
}

/// "1,204; before: 1,000 (+20 %)"
fn beside(lang: Lang, said: String, (now, before): (i64, Option<i64>)) -> String {
    let Some(before) = before else { return said };
    let message = Message::new(if before == 0 { "report-before" } else { "report-change" }).with("now", said);
    let message = message.with("before", grouped(before, lang));
    if before == 0 { lang.say(&message) } else { lang.say(&message.with("change", change(now, before))) }
}

/// "+20 %", "−5 %", "±0 %".
fn change(now: i64, before: i64) -> String {
    let percent = (i128::from(now) - i128::from(before)) * 100 / i128::from(before.max(1));
    let percent = percent.min(i128::from(WHOLE * 10));
    let sign = match percent {
        0 => "±",
        1.. => "+",
        _ => "−",
    };
    format!("{sign}{}\u{a0}%", percent.unsigned_abs())
}
