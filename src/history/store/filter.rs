//! What narrows the record.

use std::net::IpAddr;

use chrono::{DateTime, Utc};
use ipnet::IpNet;

use super::COLUMNS;
use crate::db::{self, Conn, One, Select, Value};

/// What narrows the audit list.
#[derive(Clone, Copy, Default)]
pub struct Filter<'a> {
    pub account_id: Option<i64>,
    pub object_kind: Option<&'a str>,
    pub object_id: Option<i64>,
    pub action: Option<&'a str>,
    pub actor: Option<&'a str>,
    pub actor_kind: Option<&'a str>,
    pub visit_id: Option<i64>,
    /// Only what deserves a look.
    pub marked: bool,
    /// Any of these addresses.
    pub ips: Option<&'a [String]>,
    pub from: Option<DateTime<Utc>>,
    pub before: Option<DateTime<Utc>>,
}

/// What is said beside a value is what the index leaves out: by it both databases know that the index has all there is.
pub(super) fn filtered(select: Select, filter: &Filter) -> Select {
    let select = select.filter(" AND r.account_id = ", filter.account_id);
    let select = match (filter.object_kind, filter.object_id) {
        (Some("account" | "user"), None) => select.filter(" AND r.object_kind || '' = ", filter.object_kind),
        (Some(_), None) => select
            .push(" AND r.object_kind <> 'account' AND r.object_kind <> 'user'")
            .filter(" AND r.object_kind = ", filter.object_kind),
        (kind, id) => select.filter(" AND r.object_kind = ", kind).filter(" AND r.object_id = ", id),
    };
    let select = match filter.action {
        None | Some("update") => select,
        Some(_) => select.push(" AND r.action <> 'update'"),
    };
    let select = match filter.actor_kind {
        None | Some("admin" | "token") => select,
        Some(_) => select.push(" AND r.actor_kind <> 'admin' AND r.actor_kind <> 'token'"),
    };
    let select = select
        .filter(" AND r.action = ", filter.action)
        .filter(" AND r.actor_name = ", filter.actor)
        .filter(" AND r.actor_kind = ", filter.actor_kind)
        .filter(" AND r.visit_id = ", filter.visit_id);
    let select = if filter.marked { select.push(" AND r.mark IS NOT NULL") } else { select };
    let select = match filter.ips {
        None => select,
        Some([]) => select.push(" AND 1 = 0"),
        Some([ip]) => select.push(" AND r.ip <> '' AND r.ip = ").bind(ip),
        Some(ips) => select.push(" AND r.ip <> '' AND r.ip IN (").values(ips.iter().map(Value::from)).push(")"),
    };
    in_period(select, filter)
}

/// A period is found by the spans that reach into it. What is in no span yet is looked into in any case.
fn in_period(mut select: Select, filter: &Filter) -> Select {
    if let Some(from) = filter.from {
        select = select.push(" AND r.at >= ").bind(from);
        select = select.push(" AND r.id >= coalesce((SELECT s.first_id FROM audit_spans s WHERE s.last_at >= ");
        select = select.bind(from).push(
            " ORDER BY s.last_id LIMIT 1), (SELECT s.last_id FROM audit_spans s ORDER BY s.last_id DESC LIMIT 1), 0)",
        );
    }
    if let Some(before) = filter.before {
        select = select.push(" AND r.at < ").bind(before);
        // In the order of ids, without which PostgreSQL takes it for worth reading all records.
        select = select.push(
            " AND r.id <= CASE WHEN (SELECT min(n.at) FROM (SELECT l.at FROM audit l WHERE l.id > coalesce((SELECT s.last_id
                FROM audit_spans s ORDER BY s.last_id DESC LIMIT 1), 0) ORDER BY l.id) n) < ",
        );
        select = select
            .bind(before)
            .push(" THEN 9223372036854775807 ELSE coalesce((SELECT s.last_id FROM audit_spans s WHERE s.first_at < ");
        select = select.bind(before).push(" ORDER BY s.last_id DESC LIMIT 1), 0) END");
    }
    select
}

/// The record for reading on by id. A kind alone is kept from its index, which knows no order of ids and would have all
/// of the kind sorted for each page; so a page costs what lies between its first and its last row.
pub fn by_id(filter: &Filter) -> Select {
    let all = Select::new(COLUMNS, " FROM audit r WHERE 1 = 1");
    match filter.object_id {
        Some(_) => filtered(all, filter),
        None => filtered(all, &Filter { object_kind: None, ..*filter })
            .filter(" AND r.object_kind || '' = ", filter.object_kind),
    }
}

/// The addresses of a network from which there are records, one more than `most` at most. An address is a text, of which
/// no order says in which network it is; so each that there is is gone to from the one before, by the index.
pub async fn addresses(conn: &mut Conn, net: IpNet, most: usize) -> db::Result<Vec<String>> {
    let known = Select::new(
        "k.ip",
        " FROM (WITH RECURSIVE k(ip) AS (SELECT min(a.ip) FROM audit a WHERE a.ip <> ''
          UNION ALL SELECT (SELECT min(a.ip) FROM audit a WHERE a.ip <> '' AND a.ip > k.ip) FROM k WHERE k.ip IS NOT NULL)
          SELECT ip FROM k) k WHERE k.ip IS NOT NULL",
    );
    let known = known.fetch_all::<One<String>>(conn).await?;
    let is_in = |ip: &String| ip.parse::<IpAddr>().is_ok_and(|ip| net.contains(&ip.to_canonical()));
    Ok(known.into_iter().map(|(ip,)| ip).filter(is_in).take(most + 1).collect())
}
