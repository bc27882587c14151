//! What is asked for, read in every way in which it may be meant.

use super::{
    model::{FOUND, Hit, Hits},
    store::{self, Nearest},
};
use crate::{
    accounts::{
        model::AccountRow,
        store::{
            columns::COLUMNS,
            list::{Filter, Order, narrowed},
        },
    },
    db::{self, Conn, Words, search_key},
    forms::fields::{canonical_name, email, sought_phone},
    lists::{ListQuery, Listing, LongLists},
    state::State,
};

/// Accounts and users, in three statements.
pub async fn find(state: &State, asked: &str) -> db::Result<(Hits, Hits)> {
    let Some(words) = Words::of(asked) else { return Ok(Default::default()) };
    let mut conn = state.db.conn().await?;
    let nearest = store::nearest(&mut conn, &nearest(asked)).await?;
    let (users, accounts): (Vec<Hit>, Vec<Hit>) = nearest.into_iter().partition(Hit::is_user);
    let more_accounts = some_accounts(&mut conn, &state.part::<LongLists>(), asked).await?;
    let phones = sought_phone(asked);
    let numbers = phones.iter().filter_map(|digits| Words::of(digits));
    let mut questions = vec![words];
    questions.extend(numbers);
    questions.dedup();
    let more_users = store::users(&mut conn, &questions, FOUND).await?;
    Ok((Hits::of([accounts, more_accounts].concat(), asked), Hits::of([users, more_users].concat(), asked)))
}

/// As the accounts list finds them, so that it has whatever is found here.
async fn some_accounts(conn: &mut Conn, lists: &LongLists, asked: &str) -> db::Result<Vec<Hit>> {
    let query = ListQuery { path: "/accounts".to_owned(), pairs: vec![("q".to_owned(), asked.to_owned())] };
    let Some(mut listing) = Listing::read(query, &COLUMNS, "-id") else { return Ok(Vec::new()) };
    listing.size = usize::try_from(FOUND).unwrap_or(listing.size);
    let filter = Filter { q: Some(asked.to_owned()), ..Filter::default() };
    let search = conn.text_search();
    let way = filter.way(lists, &listing, search);
    let (select, id) = narrowed(&filter, &Order { listing: &listing, long: false, way, search });
    let rows: Vec<AccountRow> = listing.seek(select, id).fetch_all(conn).await?;
    Ok(rows.into_iter().map(Hit::from).collect())
}

/// What there is of it in the forms in which things are kept.
fn nearest(asked: &str) -> Nearest {
    let asked = asked.trim();
    let name = canonical_name(asked);
    let (login, account) = name.rsplit_once('@').unwrap_or_default();
    let phones: Vec<String> = sought_phone(asked).into_iter().map(|digits| format!("+{digits}")).collect();
    Nearest {
        id: asked.strip_prefix('#').unwrap_or(asked).parse().unwrap_or(0),
        external_id: asked.to_owned(),
        title: search_key(asked),
        login: login.to_owned(),
        account: account.to_owned(),
        email: email(asked).map_or_else(|_| name.clone(), |address| address.to_lowercase()),
        phones: [phones.first(), phones.last()].map(|phone| phone.cloned().unwrap_or_default()),
        name,
    }
}
