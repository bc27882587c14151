//! What the calls of a small resource do. A feature's `api.rs` has their names and what is said of them.

use serde::Serialize;
use utoipa::ToSchema;

use super::{
    Editor, Form, Place, Tried, Versioned, delete as delete_one, look_up, merged, restore as restore_one,
    save as save_one, store,
    trial::{TrialView, too_soon, try_one},
};
use crate::{
    api::{
        self, Caller, Failure, Nothing, One, Part, Ref, Rows, Saved, Thing,
        asks::{Delete, Get, List, Which, With, no_version},
        retry,
    },
    error::Error,
    web::Asked,
};

/// What the API takes and answers of a resource.
pub trait Served: Editor + ToSchema {
    /// What may be given of it, by [`fields!`](super::fields).
    type Given: api::Asked + Serialize + 'static;

    /// What one is called in a refusal.
    const THING: Thing;

    /// Another where those of one type are several things to people.
    fn thing(_of: Self::Of) -> Thing {
        Self::THING
    }

    /// The form of a new one, before anything is given.
    fn blank() -> Self::Form {
        Self::Form::blank()
    }

    /// The same, where what is given decides what else there is.
    fn begun(_given: &Self::Given) -> Self::Form {
        Self::blank()
    }

    /// Refuses what the form, which knows no fields that were not sent, does not.
    fn accepts(_given: &Self::Given, _form: &Self::Form) -> Result<(), Failure> {
        Ok(())
    }
}

/// What a call of a resource is given: the place, and what it asks for there.
pub type In<T, A> = With<<<T as super::Stored>::Of as Place>::Named, A>;

/// A page of the list, in the order of the ids.
pub async fn list<T: Served>(caller: &Caller, ask: In<T, List>) -> Result<Rows<Versioned<T>>, Failure> {
    let With(named, List { from_id, limit }) = ask;
    let part = Part::of(from_id, limit)?;
    let rows = store::live::<T>(T::Of::named(caller, &named).await?);
    let mut conn = caller.state.db.conn().await?;
    Ok(Rows::of(api::rows(&mut conn, rows, (store::ID, |it: &Versioned<T>| it.id), part).await?, |it| it))
}

pub async fn get<T: Served>(caller: &Caller, With(named, ask): In<T, Get>) -> Result<One<Versioned<T>>, Failure> {
    Ok(One { data: wanted(caller, T::Of::named(caller, &named).await?, &ask.id).await? })
}

/// Without an id a new one. What is given is merged into what is there, field by field of the form.
pub async fn save<T: Served>(caller: &Caller, ask: In<T, With<Which, T::Given>>) -> Result<Saved, Failure> {
    let With(named, With(Which { id, version }, given)) = ask;
    let of = T::Of::named(caller, &named).await?;
    let put = async |edited, form: T::Form| {
        let form = merged(form, &given)?;
        T::accepts(&given, &form)?;
        Ok(save_one::<T>(&caller.state, caller.actor.clone(), of, edited, &form.parse(of)?).await)
    };
    let done = match &id {
        Ref::None => {
            no_version(version)?;
            put(None, T::begun(&given)).await
        }
        id => {
            let attempt = async || {
                let it: Versioned<T> = wanted(caller, of, id).await?;
                put(Some((it.id, version.map_or(it.version, |it| it.0))), T::Form::of(&it)).await
            };
            retry(caller, version, attempt).await
        }
    };
    let it = done??;
    Ok(Saved::of(it.id, it.version))
}

pub async fn delete<T: Served>(caller: &Caller, With(named, ask): In<T, Delete>) -> Result<Nothing, Failure> {
    let of = T::Of::named(caller, &named).await?;
    let it: Versioned<T> = wanted(caller, of, &ask.id).await?;
    let asked = Asked::at(ask.version.map(|it| it.0));
    delete_one::<T>(&caller.state, caller.actor.clone(), of, it.id, &asked).await?;
    Ok(Nothing {})
}

/// Of one that is not deleted nothing changes.
pub async fn restore<T: Served>(caller: &Caller, With(named, ask): In<T, Delete>) -> Result<Nothing, Failure> {
    let of = T::Of::named(caller, &named).await?;
    let it: Versioned<T> = wanted(caller, of, &ask.id).await?;
    let asked = Asked::at(ask.version.map(|it| it.0));
    restore_one::<T>(&caller.state, caller.actor.clone(), of, it.id, &asked).await?;
    Ok(Nothing {})
}

/// With an id what is stored, with what is given laid over it; else what is given.
pub async fn test<T: Tried>(caller: &Caller, ask: In<T, With<Which, T::Given>>) -> Result<One<TrialView>, Failure> {
    let With(named, With(Which { id, .. }, given)) = ask;
    let of = T::Of::named(caller, &named).await?;
    let before: Option<Versioned<T>> = match &id {
        Ref::None => None,
        id => Some(wanted(caller, of, id).await?),
    };
    let form = merged(before.as_ref().map_or_else(|| T::begun(&given), |it| T::Form::of(it)), &given)?;
    T::accepts(&given, &form)?;
    match try_one(&caller.state, caller.actor.clone(), of, before.as_ref(), &form.parse(of)?).await {
        Err(Error::TooMany(seconds)) => Err(Failure::say(429, &too_soon(seconds)).after(seconds)),
        trial => Ok(One { data: trial?.view() }),
    }
}

/// The one that is meant, by its name or its id.
pub async fn wanted<T: Served>(caller: &Caller, of: T::Of, id: &Ref) -> Result<Versioned<T>, Failure> {
    let found = look_up(&mut caller.state.db.conn().await?, of, &id.key("id")?).await?;
    found.ok_or_else(|| Failure::missing("id", T::thing(of), id))
}
