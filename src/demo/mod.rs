//! A realistic data set for an empty database, the same each time but for its dates, which end now.
//!
//! All of it is one transaction: stopped halfway, nothing is there. The indexes are made at the end, which for a
//! million accounts is many times faster than keeping them up with each row.

mod dice;
mod model;
mod names;
mod resources;
mod store;
mod words;

use std::{
    collections::HashSet,
    hash::{DefaultHasher, Hash, Hasher},
    time::{Duration, Instant},
};

use self::{
    dice::Dice,
    model::{DemoAccount, World, spread},
    names::Names,
    resources::Resources,
};
use crate::{
    accounts::store::MAIN_GROUP,
    change::{Actor, Change},
    db::{Bulk, Tx, written},
    error::Result,
    roles::ACTIONS,
    state::State,
    terminal::say,
};

/// In English and in Russian.
const GROUPS: [[&str; 2]; 3] = [["Marketing", "Маркетинг"], ["Sales", "Продажи"], ["Support", "Поддержка"]];
const ROLES: [[&str; 2]; 2] = [["Editor", "Редактор"], ["Analyst", "Аналитик"]];

/// Everything there will be, and where its rows go.
struct Filling<'a> {
    world: World,
    users: Vec<i64>,
    conn: &'a mut Tx,
    progress: Progress,
}

/// Says how far it is, not more often than one wants to read.
struct Progress {
    begun: Instant,
    said: Instant,
}

/// The accounts in order, each with an account name of its own.
struct Accounts<'a> {
    world: &'a World,
    users: std::iter::Enumerate<std::slice::Iter<'a, i64>>,
    taken: HashSet<u64>,
}

/// Fills an empty database; says on standard output how far it is.
pub async fn fill(state: &State, accounts: i64, users: i64) -> anyhow::Result<()> {
    let mut change = Change::begin(state, Actor::system(store::BY)).await?;
    anyhow::ensure!(
        store::is_empty(&mut change.conn).await?,
        "the database is not empty: demo data goes only where there are no accounts, tariffs, databases and policies yet"
    );
    let mut progress = Progress::new();
    change.conn.prefer_memory().await?;
    let resources = Resources::make(&mut change).await?;
    let world = World { names: Names::new(), resources, accounts, now: change.at };
    let indexes = change.conn.drop_indexes(&store::TABLES).await?;
    let mut filling = Filling { world, users: spread(users, accounts), conn: &mut change.conn, progress };
    filling.accounts().await?;
    filling.groups().await?;
    filling.roles().await?;
    filling.users().await?;
    filling.memberships().await?;
    progress = filling.progress;
    for (at, index) in indexes.iter().enumerate() {
        progress.say("indexes", at, indexes.len());
        change.conn.script(index).await?;
    }
    for table in ["accounts_search", "accounts_search_grams"] {
        change.conn.tidy_search(table).await?;
    }
    change.conn.continue_ids(&store::NUMBERED).await?;
    say("writing it down …");
    change.commit().await?;
    state.db.tidy().await?;
    say(format_args!("{accounts} accounts and {users} users in {:.1} s", progress.begun.elapsed().as_secs_f64()));
    Ok(())
}

impl Filling<'_> {
    async fn accounts(&mut self) -> Result<()> {
        let (mut rows, mut links) = (Bulk::new("accounts"), Vec::new());
        for account in Accounts::new(&self.world, &self.users) {
            links.extend(account.external_data.iter().map(|connector| (account.id, *connector)));
            rows.push(self.conn, store::account(&account)).await?;
            self.progress.say("accounts", account.id, self.world.accounts);
        }
        rows.flush(self.conn).await?;
        let mut rows = Bulk::new("account_external_data");
        for (account, connector) in links {
            rows.push(self.conn, written![account_id: account, connector_id: connector]).await?;
        }
        Ok(rows.flush(self.conn).await?)
    }

    /// An account's Main group has the account's id, the others come after all of them.
    async fn groups(&mut self) -> Result<()> {
        let mut rows = Bulk::new("groups");
        let mut next = self.world.accounts;
        for account in Accounts::new(&self.world, &self.users) {
            rows.push(self.conn, store::group(account.id, &account, MAIN_GROUP, true)).await?;
            for name in GROUPS.iter().take(extra_groups(&account)) {
                next += 1;
                rows.push(self.conn, store::group(next, &account, in_language(&account, name), false)).await?;
            }
            self.progress.say("groups of accounts", account.id, self.world.accounts);
        }
        Ok(rows.flush(self.conn).await?)
    }

    async fn roles(&mut self) -> Result<()> {
        let mut rows = Bulk::new("roles");
        let mut next = 0;
        let permitted =
            |word: &str| ACTIONS.into_iter().filter(|action| action.contains(word)).collect::<Vec<_>>().join(",");
        let actions = [permitted("edit_"), permitted("view_")];
        for account in Accounts::new(&self.world, &self.users).filter(has_roles) {
            for (name, actions) in ROLES.iter().zip(&actions) {
                next += 1;
                rows.push(self.conn, store::role(next, &account, in_language(&account, name), actions)).await?;
            }
        }
        Ok(rows.flush(self.conn).await?)
    }

    async fn users(&mut self) -> Result<()> {
        let mut rows = Bulk::new("account_users");
        let (mut id, all) = (0, self.users.iter().sum::<i64>());
        for account in Accounts::new(&self.world, &self.users) {
            let mut logins = HashSet::new();
            for number in 0..account.users {
                id += 1;
                let Some(mut user) = self.world.user(&account, id, number) else { continue };
                let login = &mut user.settings.login;
                if !logins.insert(login.clone()) {
                    *login = format!("{login}{}", number + 1);
                }
                rows.push(self.conn, store::user(&user)).await?;
                self.progress.say("users", id, all);
            }
        }
        Ok(rows.flush(self.conn).await?)
    }

    /// Everybody is in one group, in most cases Main, and whoever is no master has a role where there are any.
    async fn memberships(&mut self) -> Result<()> {
        let (mut groups, mut roles) = (Bulk::new("user_groups"), Bulk::new("user_roles"));
        let (mut user, mut last_group, mut last_role) = (0, self.world.accounts, 0);
        for account in Accounts::new(&self.world, &self.users) {
            let extra = i64::try_from(extra_groups(&account)).unwrap_or(0);
            for number in 0..account.users {
                user += 1;
                let dice = &mut Dice::of("member", user);
                let elsewhere = number > 0 && extra > 0 && dice.percent(40);
                let group = if elsewhere { last_group + dice.between(1, extra) } else { account.id };
                groups.push(self.conn, written![user_id: user, group_id: group]).await?;
                if number > 0 && has_roles(&account) {
                    roles.push(self.conn, written![user_id: user, role_id: last_role + dice.between(1, 2)]).await?;
                }
            }
            last_group += extra;
            last_role += if has_roles(&account) { 2 } else { 0 };
            self.progress.say("members of groups, by account", account.id, self.world.accounts);
        }
        groups.flush(self.conn).await?;
        Ok(roles.flush(self.conn).await?)
    }
}

impl<'a> Accounts<'a> {
    fn new(world: &'a World, users: &'a [i64]) -> Self {
        Self { world, users: users.iter().enumerate(), taken: HashSet::new() }
    }
}

impl Iterator for Accounts<'_> {
    type Item = DemoAccount;

    fn next(&mut self) -> Option<DemoAccount> {
        let (at, users) = self.users.next()?;
        let mut account = self.world.account(i64::try_from(at).ok()? + 1, *users)?;
        let mut hasher = DefaultHasher::new();
        account.settings.name.hash(&mut hasher);
        if !self.taken.insert(hasher.finish()) {
            account.settings.name = format!("{}-{}", account.settings.name, account.id);
        }
        Some(account)
    }
}

impl Progress {
    fn new() -> Self {
        Self { begun: Instant::now(), said: Instant::now() }
    }

    fn say(&mut self, what: &str, done: impl std::fmt::Display, all: impl std::fmt::Display) {
        if self.said.elapsed() > Duration::from_secs(2) {
            say(format_args!("{what}: {done} of {all}, {} s", self.begun.elapsed().as_secs()));
            self.said = Instant::now();
        }
    }
}

fn extra_groups(account: &DemoAccount) -> usize {
    match account.users {
        ..4 => 0,
        4..12 => 1,
        _ => GROUPS.len(),
    }
}

fn has_roles(account: &DemoAccount) -> bool {
    account.users >= 4
}

fn in_language(account: &DemoAccount, [english, russian]: &[&'static str; 2]) -> &'static str {
    let is_russian = account.settings.title.chars().any(|c| ('а'..='я').contains(&c));
    if is_russian { russian } else { english }
}
