use super::model::{Count, Moments};
use crate::{
    accounts::store::list,
    admins, api_tokens,
    db::{self, Conn, Select, sql},
    history,
    lists::COUNTED,
    notifiers, outbox, schedule_jobs, sealing, usage, visits,
};

/// Everything that the page counts, in one statement. Each goes by an index, and no further than a list counts.
pub async fn counts(conn: &mut Conn, moments: &Moments) -> db::Result<Vec<Count>> {
    const ACCOUNTS: &str = " FROM accounts a WHERE a.deleted_at IS NULL";
    const SIGN_INS: &str = " FROM sign_ins s WHERE s.owner_kind = 'user' AND s.outcome = 'ok' AND s.at >= ";
    let Moments { now, today, week, weeks } = moments;
    let mut select = Select::new("'' AS name, CAST(0 AS BIGINT) AS count", " FROM admins WHERE FALSE");
    select = counted(select, "letters-failed", |it| it.push(" FROM outbox o WHERE o.status = 'failed'"));
    select = counted(select, "letters-late", |it| outbox::store::late(it.push(" FROM outbox o WHERE 1 = 1"), *now));
    select = counted(select, "jobs-failed", |it| it.push(" FROM jobs j WHERE j.status = 'failed'"));
    select = counted(select, "frozen-long", |it| list::frozen_long(it.push(ACCOUNTS), *now));
    select =
        counted(select, "tokens-expiring", |it| api_tokens::store::expiring(it.push(api_tokens::store::FROM), *now));
    select = counted(select, "tokens-leaked", |it| api_tokens::store::leaked(it.push(api_tokens::store::FROM), *now));
    select = counted(select, "admins-without-factor", |it| it.push(admins::store::WITHOUT_FACTOR));
    select = counted(select, "notifiers-failing", |it| it.push(notifiers::store::FAILING));
    select = counted(select, "visits", |it| visits::store::running(it.push(visits::store::FROM), *now));
    select = counted(select, "schedules-failing", schedule_jobs::store::failing);
    select = counted(select, "record-altered", sealing::store::verifications::failed);
    select = counted(select, "record-late", |it| sealing::store::verifications::late(it, *now));
    select = counted(select, "watched", |it| history::store::marked_since(it, *week));
    select = counted(select, "limit-near", usage::store::list::near);
    select = counted(select, "active", |it| it.push(ACCOUNTS).push(" AND a.state_rank < 3"));
    for (name, state) in
        [("limit", " AND a.state_rank = 1"), ("frozen", " AND a.state_rank = 2"), ("inactive", " AND a.state_rank = 3")]
    {
        select = counted(select, name, |it| it.push(ACCOUNTS).push(state));
    }
    select = counted(select, "deleted", |it| it.push(" FROM accounts a WHERE a.deleted_at IS NOT NULL"));
    select = counted(select, "users", |it| it.push(" FROM account_users"));
    select = counted(select, "sign-ins-today", |it| it.push(SIGN_INS).bind(*today));
    select = counted(select, "sign-ins-week", |it| it.push(SIGN_INS).bind(*week));
    for (at, week) in weeks.iter().enumerate() {
        let made = |it: Select| {
            it.push(ACCOUNTS)
                .push(" AND a.created_at >= ")
                .bind(week.begins)
                .push(" AND a.created_at < ")
                .bind(week.ends)
        };
        select = counted(select, &format!("week-{at}"), made);
    }
    select.fetch_all(conn).await
}

/// Adds a count of what the select goes on with.
fn counted(select: Select, name: &str, of: impl FnOnce(Select) -> Select) -> Select {
    let select = select.push(" UNION ALL SELECT ").bind(name).push(", count(*) FROM (SELECT 1 AS one");
    of(select).push(" LIMIT ").bind(COUNTED + 1).push(") AS counted")
}

/// How many there are of what there may be very many, to the end.
pub async fn totals(conn: &mut Conn) -> db::Result<Vec<Count>> {
    sql!(fetch_all Count, conn,
        "SELECT CASE a.state_rank WHEN 3 THEN 'inactive' WHEN 2 THEN 'frozen' WHEN 1 THEN 'limit' ELSE 'plain' END AS name, count(*) AS count
         FROM accounts a WHERE a.deleted_at IS NULL GROUP BY a.state_rank
         UNION ALL
         SELECT 'active', count(*) FROM accounts a WHERE a.deleted_at IS NULL AND a.state_rank < 3
         UNION ALL
         SELECT 'users', count(*) FROM account_users")
}
