//! Two people edit, and a random record is taken back: no field outside of it changes, nothing is overwritten that nobody
//! chose to, and what was taken back comes again. `STEWARD_INTERLEAVINGS` says how many rounds.

use crate::both_databases;
use crate::resource::owner_of_acme;
use crate::support::app::TestApp;
use std::collections::BTreeMap;
use std::sync::Arc;
use steward::change::undo::{Given, Now, Of, Undoing};
use steward::change::{Actor, Undoers, Undoes};
use steward::db::{One, Statement};
use steward::error::Error;
use steward::history::plan::{Stands, given, lines};
use steward::history::store::{self, Record};

const ROUNDS: usize = 250;

/// The same numbers on every machine.
struct Dice(u64);

impl Dice {
    fn below(&mut self, most: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap_or(0) % most
    }

    fn one<'a>(&mut self, of: &[&'a str]) -> &'a str {
        of[self.below(of.len())]
    }
}

struct World<'a> {
    app: &'a TestApp,
    undoes: &'static dyn Undoes,
    of: Of<'a>,
    fields: &'a [(&'a str, &'a [&'a str])],
}

type Fields = BTreeMap<String, String>;

impl World<'_> {
    async fn now(&self) -> Now {
        let mut conn = self.app.state.db.conn().await.expect("it answers");
        self.undoes.now(&mut conn, self.of).await.expect("it is read").expect("it is there")
    }

    async fn fields(&self) -> Fields {
        self.now().await.fields.into_iter().map(|(name, value)| (name.to_owned(), value)).collect()
    }

    async fn newest(&self) -> i64 {
        let mut conn = self.app.state.db.conn().await.expect("it answers");
        conn.fetch_one::<One<i64>>(Statement::new("SELECT max(id) FROM audit")).await.expect("an id").0
    }

    /// What somebody changes, if it changes anything; the record of it.
    async fn edit(&self, who: &str, dice: &mut Dice) -> Option<i64> {
        let mut wanted: Vec<Given> = Vec::new();
        for (field, values) in self.fields {
            if dice.below(3) == 0 {
                wanted.push(((*field).to_owned(), dice.one(values).to_owned()));
            }
        }
        let (now, before) = (self.now().await, self.newest().await);
        let done = self.undoes.give(&self.app.state, Actor::system(who), self.of, (now.version, &wanted)).await;
        done.unwrap_or_else(|error| panic!("{wanted:?}: {error:?}"));
        Some(self.newest().await).filter(|newest| *newest > before)
    }

    async fn record(&self, id: i64) -> Record {
        let mut conn = self.app.state.db.conn().await.expect("it answers");
        store::find(&mut conn, id).await.expect("it is read").expect("it is there")
    }

    async fn give(&self, record: &Record, version: i64, wanted: &[Given]) -> Result<(), Error> {
        let undoing =
            Undoing { record: record.id, kind: record.object_kind.clone(), object: self.of.id, given: wanted.to_vec() };
        let by = Actor { undoes: Some(Arc::new(undoing)), ..Actor::system("undoer") };
        self.undoes.give(&self.app.state, by, self.of, (version, wanted)).await
    }

    /// One round; whether something was asked.
    async fn round(&self, dice: &mut Dice) -> bool {
        let mut records = Vec::new();
        for who in ["anna", "bert", "anna"] {
            records.extend(self.edit(who, dice).await);
        }
        if records.is_empty() {
            return false;
        }
        let record = self.record(records[dice.below(records.len())]).await;
        let (now, before) = (self.now().await, self.fields().await);
        let lines = lines(&record, &now);
        let is_other =
            |(field, was, became): &(String, String, String)| before[field] != *became && before[field] != *was;
        let since: Vec<String> = record.changes().into_iter().filter(is_other).map(|(field, ..)| field).collect();
        let asked: Vec<String> =
            lines.iter().filter(|line| line.stands == Stands::Asked).map(|line| line.field.clone()).collect();
        assert_eq!(asked, since, "asked is what was changed since, and only that: {:?}", record.changes());
        assert_eq!(given(&lines, &[]).is_none(), !asked.is_empty(), "nothing is overwritten unasked");
        let mut chosen: Vec<(String, String)> = Vec::new();
        for line in lines.iter().filter(|line| line.is_asked()) {
            chosen.push((format!("seen.{}", line.field), line.seen()));
            chosen.push((format!("take.{}", line.field), dice.one(&["was", "now"]).to_owned()));
        }
        let wanted = given(&lines, &chosen).expect("all is chosen");
        if dice.below(4) == 0 && self.edit("bert", dice).await.is_some() {
            let (meanwhile, newest) = (self.fields().await, self.newest().await);
            let refused = self.give(&record, now.version, &wanted).await;
            assert!(matches!(refused, Err(Error::Stale)), "somebody else was there first: {refused:?}");
            assert_eq!((self.fields().await, self.newest().await), (meanwhile, newest));
            return !asked.is_empty();
        }
        let last = self.newest().await;
        self.give(&record, now.version, &wanted).await.unwrap_or_else(|error| panic!("{wanted:?}: {error:?}"));
        let mut expected = before.clone();
        expected.extend(wanted.iter().cloned());
        let after = self.fields().await;
        assert_eq!(after, expected, "what is outside of it stays");
        if after == before {
            assert_eq!(self.newest().await, last, "nothing was done, and nothing recorded");
            return !asked.is_empty();
        }
        let undone = self.record(self.newest().await).await;
        assert_eq!(undone.undoes, Some(record.id));
        let (again, now) = (lines_of(&undone, &self.now().await), self.now().await);
        self.give(&undone, now.version, &again).await.expect("it is done again");
        assert_eq!(self.fields().await, before, "undo of an undo is a redo");
        !asked.is_empty()
    }
}

/// All of it, since nobody changed anything meanwhile.
fn lines_of(record: &Record, now: &Now) -> Vec<Given> {
    given(&lines(record, now), &[]).expect("nothing is asked")
}

both_databases! {
    async fn no_interleaving_loses_an_edit(app: TestApp) {
        owner_of_acme(&app).await;
        let rounds = std::env::var("STEWARD_INTERLEAVINGS").ok().and_then(|text| text.parse().ok()).unwrap_or(ROUNDS);
        let undoers = app.state.part::<Undoers>();
        let tariff: &[(&str, &[&str])] = &[("title", &["Basic", "yes", "A, b"]), ("max_users", &["", "3", "70"]), ("hard_sms", &["", "yes"]), ("warn_percent", &["80", "1", "99"])];
        let account: &[(&str, &[&str])] = &[("title", &["acme", "Acme", "yes"]), ("tz", &["UTC", "Asia/Tokyo"]), ("reports_hour", &["9", "0", "17"]), ("login_as_notice", &["off", "after", "start"]), ("force_2fa_auth", &["", "yes"])];
        let worlds = [("tariff", tariff), ("account", account)].map(|(kind, fields)| {
            let undoes = undoers.of(kind, "update", &["title"]).expect("it is taken back");
            World { app: &app, undoes, of: Of { kind, id: 1, account_id: None }, fields }
        });
        let (mut dice, mut asked) = (Dice(17), 0);
        for round in 0..rounds {
            asked += usize::from(worlds[round % worlds.len()].round(&mut dice).await);
        }
        assert!(asked * 20 > rounds, "{asked} of {rounds} rounds had to ask");
    }
}
