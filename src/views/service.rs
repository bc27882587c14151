//! Who makes, changes and deletes a view: its owner alone. Others see what is shared with them, and save a copy.

use super::{
    liking::{self, Liking, PINNED},
    model::{View, ViewForm},
    store,
};
use crate::{
    change::{Actor, Change},
    error::{Error, FieldErrors, Result},
    forms::version,
    i18n::Message,
    lists::Shape,
    people::Admin,
    state::State,
    web::Asked,
};

/// So many of one list somebody may make.
const MOST: i64 = 50;

pub async fn create(state: &State, by: Actor, list: (&'static Shape, &str), form: &ViewForm) -> Result<View> {
    let new = form.parse()?;
    let (shape, query) = list;
    let owner_id = by.id.unwrap_or(0);
    let mut change = Change::begin(state, by).await?;
    if store::count(&mut change.conn, owner_id, shape.name).await? >= MOST {
        return Err(FieldErrors::one("name", Message::new("view-too-many").with("most", MOST)).into());
    }
    let id = store::insert(&mut change, (shape.name, query), &new).await.map_err(Error::taken("name"))?;
    let view = own(&mut change, id).await?;
    change.created(&view).await?;
    change.commit().await?;
    Ok(view)
}

/// Its name, and whom it is shared with.
pub async fn update(state: &State, by: Actor, id: i64, form: &ViewForm) -> Result<View> {
    let mut change = Change::begin(state, by).await?;
    let before = own(&mut change, id).await?;
    let new = form.parse()?;
    if !store::update(&mut change, (id, version(&form.version)), &new).await.map_err(Error::taken("name"))? {
        return Err(Error::Stale);
    }
    changed(change, before).await
}

/// What it asks of its list.
pub async fn save(state: &State, by: Actor, id: i64, query: &str) -> Result<View> {
    let mut change = Change::begin(state, by).await?;
    let before = own(&mut change, id).await?;
    store::set_query(&mut change, id, query).await?;
    changed(change, before).await
}

async fn changed(mut change: Change, before: View) -> Result<View> {
    let after = own(&mut change, before.id).await?;
    change.updated("update", &before, &after).await?;
    change.commit().await?;
    Ok(after)
}

pub async fn delete(state: &State, by: Actor, id: i64, asked: &Asked) -> Result<View> {
    let mut change = Change::begin(state, by).await?;
    let view = own(&mut change, id).await?;
    asked.of(view.version)?;
    store::delete(&mut change, id).await?;
    change.deleted(&view).await?;
    change.commit().await?;
    Ok(view)
}

/// The view, where whoever changes it is its owner.
async fn own(change: &mut Change, id: i64) -> Result<View> {
    let view = store::any(&mut change.conn, id).await?.ok_or(Error::NotFound)?;
    if Some(view.owner_id) == change.by.id { Ok(view) } else { Err(Error::Forbidden) }
}

/// How many others have their list open with the view.
pub async fn opened_by(state: &State, view: &View) -> Result<usize> {
    let all = store::likings(&mut state.db.conn().await?, view.owner_id).await?;
    let opens = |kept: &String| liking::read(kept).get(&view.list).is_some_and(|it| it.opens_with == Some(view.id));
    Ok(all.iter().filter(|kept| opens(kept)).count())
}

/// Changes how somebody likes a list. Nobody else sees it, so nothing of it is recorded.
pub async fn like(state: &State, admin: &Admin, list: &str, likes: impl FnOnce(&mut Liking)) -> Result<()> {
    let mut tx = state.db.begin().await?;
    let mut all = liking::read(&store::taken_likings(&mut tx, admin.id).await?);
    likes(all.entry(list.to_owned()).or_default());
    store::set_likings(&mut tx, admin.id, &liking::written(all)).await?;
    Ok(tx.commit().await?)
}

/// Puts a view above its list, after those that stand there. Of those that are there no more nothing stays.
pub fn pin(liking: &mut Liking, id: i64, known: &[View]) -> Result<(), Message> {
    liking.pinned.retain(|pinned| *pinned != id && known.iter().any(|view| view.id == *pinned));
    if liking.pinned.len() >= PINNED {
        return Err(Message::new("view-too-many-pinned").with("most", i64::try_from(PINNED).unwrap_or(0)));
    }
    liking.pinned.push(id);
    Ok(())
}
