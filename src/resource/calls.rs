//! What the calls of a small resource do. A feature's `api.rs` has their names, their parameters and what is said of them.

use serde::Serialize;

use super::{Editor, Form, delete, look_up, merged, save};
use crate::{
    api::{Caller, Failure, Int, Nothing, One, Part, Ref, Row, Rows, Saved, Thing, asks::no_version, retry, rows},
    web::Asked,
};

/// What the API answers of a resource.
pub trait Served: Editor {
    type View: Row + From<Self>;

    /// What one of this place is called in a refusal.
    fn thing(of: Self::Of) -> Thing;

    /// The form of a new one, before anything is given.
    fn blank() -> Self::Form {
        Self::Form::blank()
    }
}

/// A page of the list, in the order of the ids.
pub async fn listed<T: Served>(
    caller: &Caller,
    of: T::Of,
    (from_id, limit): (Option<Int>, Option<Int>),
) -> Result<Rows<T::View>, Failure> {
    let part = Part::of(from_id, limit)?;
    let mut conn = caller.state.db.conn().await?;
    Ok(Rows::of(rows(&mut conn, T::rows(of), (T::ID, T::id), part).await?, T::View::from))
}

pub async fn got<T: Served>(caller: &Caller, of: T::Of, id: &Ref) -> Result<One<T::View>, Failure> {
    Ok(One { data: wanted::<T>(caller, of, id).await?.into() })
}

/// Without an id a new one. What is given is laid over what is there, field by field of the form; `accepts` says what
/// the form, which knows no fields that were not sent, does not.
pub async fn saved<T: Served>(
    caller: &Caller,
    of: T::Of,
    (id, version): (&Ref, Option<Int>),
    given: &impl Serialize,
    accepts: impl Fn(&T::Form) -> Result<(), Failure>,
) -> Result<Saved, Failure> {
    let put = async |edited, form: T::Form| {
        let form = merged(form, given)?;
        accepts(&form)?;
        Ok(save::<T>(&caller.state, caller.actor.clone(), of, edited, &form.parse(of)?).await)
    };
    let done = match id {
        Ref::None => {
            no_version(version)?;
            put(None, T::blank()).await
        }
        id => {
            let attempt = async || {
                let it: T = wanted(caller, of, id).await?;
                put(Some((it.id(), version.map_or(it.version(), |it| it.0))), T::Form::of(&it)).await
            };
            retry(caller, version, attempt).await
        }
    };
    let it = done??;
    Ok(Saved::of(it.id(), it.version()))
}

pub async fn deleted<T: Served>(
    caller: &Caller,
    of: T::Of,
    (id, version): (&Ref, Option<Int>),
) -> Result<Nothing, Failure> {
    let it: T = wanted(caller, of, id).await?;
    delete::<T>(&caller.state, caller.actor.clone(), of, it.id(), &Asked::at(version.map(|it| it.0))).await?;
    Ok(Nothing {})
}

async fn wanted<T: Served>(caller: &Caller, of: T::Of, id: &Ref) -> Result<T, Failure> {
    let found = look_up(&mut caller.state.db.conn().await?, of, &id.key("id")?).await?;
    found.ok_or_else(|| Failure::missing("id", T::thing(of), id))
}
