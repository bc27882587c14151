use super::{
    meant::{self, Meant},
    model::{Groups, Rules, VirtualSender},
    place::{Assigned, Choices, InSenders},
};
use crate::{
    change::Change,
    db::{self, Conn, Select, Table, Tx, Written, sql, written},
    error::Result,
    resource::{Stored, Versioned},
    state::State,
};

impl Stored for VirtualSender {
    type Of = InSenders;
    type New = Meant;
    const TABLE: Table = Table { name: "virtual_senders", searched: &["name"], between: "\n" };
    const COLUMNS: &'static str = "t.account_id, t.name, t.spread, t.when_off, t.group_ids, t.rules";
    const KIND: &'static str = "virtual_sender";
    const PREFIX: &'static str = "virtual-sender";

    fn of(&self) -> InSenders {
        InSenders(self.account_id)
    }

    /// Without groups and rules, which are looked up first.
    fn written(new: &Meant) -> Written {
        written![name: &new.name, spread: new.spread.as_str(), when_off: new.when_off.as_str()]
    }

    fn fields(&self) -> Vec<(&'static str, String)> {
        vec![
            ("name", self.name.clone()),
            ("spread", self.spread.as_str().to_owned()),
            ("when_off", self.when_off.as_str().to_owned()),
            ("groups", self.groups.0.iter().map(|id| format!("#{id}")).collect::<Vec<_>>().join(", ")),
            ("email_rules", said(&self.rules.email)),
            ("sms_rules", said(&self.rules.sms)),
        ]
    }

    /// Makes the rules of what they were, with senders that nobody takes away meanwhile.
    async fn finish(mut it: Versioned<Self>, _: &State, change: &mut Change, new: &Meant) -> Result<Versioned<Self>> {
        let named = choices(&mut change.conn, it.account_id).await?;
        lock(&mut change.conn, &meant::senders(new, &named)).await?;
        let choices = choices(&mut change.conn, it.account_id).await?;
        it.kept.groups = meant::groups(new, &choices)?;
        it.kept.rules = meant::rules(new, &it.rules, &choices)?;
        put(&mut change.conn, it.id, (&it.groups, &it.rules)).await?;
        Ok(it)
    }
}

/// "1. from_domain a.com: #7 60 %, #3 40 %; 2. default: #7 100 %"
fn said(rules: &[super::model::Rule]) -> String {
    let rule = |(at, rule): (usize, &super::model::Rule)| {
        let share = |it: &super::model::Share| {
            let own = [("From", &it.from_email), ("Reply-To", &it.replyto_email), ("From name", &it.from_name)];
            let own = own.into_iter().filter(|(_, it)| !it.is_empty());
            let own: String = own.map(|(name, it)| format!(" ({name} “{it}”)")).collect();
            format!("#{} {}\u{a0}%{own}", it.sender_id, it.percent)
        };
        let shares = rule.shares.iter().map(share).collect::<Vec<_>>().join(", ");
        let asked = [rule.when.when().as_str(), rule.when.value().as_str()].join(" ");
        format!("{}. {}: {shares}", at + 1, asked.trim_end())
    };
    rules.iter().enumerate().map(rule).collect::<Vec<_>>().join("; ")
}

/// What the rules of an account's virtual senders may name.
pub async fn choices(conn: &mut Conn, account_id: i64) -> db::Result<Choices> {
    let groups = sql!(
        fetch_all(i64, String),
        conn,
        "SELECT g.id, g.name FROM groups g WHERE g.account_id = $1 ORDER BY g.search, g.id",
        account_id
    )?;
    let senders = sql!(fetch_all Assigned, conn,
        "SELECT t.id, t.name, t.channel, t.active, coalesce(t.reported_state, '') = 'held' AS held
         FROM sender_accounts s JOIN senders t ON t.id = s.sender_id
         WHERE s.account_id = $1 AND t.deleted_at IS NULL ORDER BY t.search, t.id", account_id)?;
    Ok(Choices { groups, senders })
}

/// Whoever takes a sender away from an account waits until its rules are saved, and the other way round.
async fn lock(tx: &mut Tx, senders: &[i64]) -> db::Result<()> {
    for id in senders {
        sql!(execute tx, "UPDATE senders SET version = version WHERE id = $1", *id)?;
    }
    Ok(())
}

/// With what they name, by which a group or a sender knows where it is in use.
pub async fn put(tx: &mut Tx, id: i64, (groups, rules): (&Groups, &Rules)) -> db::Result<()> {
    const GROUPS: Table = Table::plain("virtual_sender_groups");
    const SENDERS: Table = Table::plain("virtual_sender_senders");
    VirtualSender::TABLE.set(tx, id, written![group_ids: groups.kept(), rules: rules.kept()]).await?;
    GROUPS.delete_row(tx, written![virtual_sender_id: id]).await?;
    SENDERS.delete_row(tx, written![virtual_sender_id: id]).await?;
    let named = rules.all().filter_map(|(_, _, rule)| rule.when.group());
    for group_id in groups.0.iter().copied().chain(named) {
        GROUPS.put_new(tx, written![virtual_sender_id: id, group_id: group_id]).await?;
    }
    for (_, number, rule) in rules.all() {
        for share in &rule.shares {
            let row = written![virtual_sender_id: id, sender_id: share.sender_id, rule: i64::try_from(number).unwrap_or(i64::MAX)];
            SENDERS.put_new(tx, row).await?;
        }
    }
    Ok(())
}

/// The names of the account's that begin like this.
pub async fn names_like(tx: &mut Tx, account_id: i64, name: &str) -> db::Result<Vec<String>> {
    let found = Select::new("t.name", " FROM virtual_senders t WHERE t.account_id = ").bind(account_id);
    let found = found
        .push(" AND substr(t.name, 1, CAST(")
        .bind(name.chars().count() as i64)
        .push(" AS INTEGER)) = ")
        .bind(name);
    Ok(found.fetch_all::<db::One<String>>(tx).await?.into_iter().map(|(name,)| name).collect())
}
