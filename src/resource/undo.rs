//! Taking back what is recorded of a small resource, by its form and the one path of every change.

use std::marker::PhantomData;

use serde_json::{Map, Value};

use super::{Editor, Form, Place, Versioned, find, merged, restore, save};
use crate::{
    change::{
        Actor, Audited, Undoes, is_switch,
        undo::{Given, Now, Of, Undone},
    },
    db::Conn,
    error::{Error, Result},
    people::Permission,
    state::State,
    web::Asked,
};

/// `Edits::<Tariff>::of(&[Tariff::KIND], Permission::EditResources)`
pub struct Edits<T> {
    kinds: &'static [&'static str],
    edit: Permission,
    /// Fields of which the record does not say enough to go back.
    without: &'static [&'static str],
    /// What the form has a line each of, and the record commas between.
    in_lines: &'static [&'static str],
    /// Fields that the form takes only with a box ticked beside them, and those boxes, which the record does not have.
    boxes: &'static [(&'static str, &'static str)],
    of: PhantomData<fn() -> T>,
}

impl<T: Editor> Edits<T> {
    pub const fn of(kinds: &'static [&'static str], edit: Permission) -> Self {
        Self { kinds, edit, without: &[], in_lines: &[], boxes: &[], of: PhantomData }
    }

    #[must_use]
    pub const fn without(mut self, fields: &'static [&'static str]) -> Self {
        self.without = fields;
        self
    }

    #[must_use]
    pub const fn in_lines(mut self, fields: &'static [&'static str]) -> Self {
        self.in_lines = fields;
        self
    }

    #[must_use]
    pub const fn boxes(mut self, fields: &'static [(&'static str, &'static str)]) -> Self {
        self.boxes = fields;
        self
    }

    fn place(of: Of<'_>) -> Result<T::Of> {
        T::Of::recorded(of.kind, of.account_id).ok_or(Error::NotFound)
    }

    /// A recorded value as it is merged into the form.
    fn typed(&self, field: &str, value: &str, is_list: bool) -> Value {
        let items = || value.split(", ").filter(|item| !item.is_empty());
        match field {
            _ if is_list => items().map(Value::from).collect(),
            _ if self.in_lines.contains(&field) => items().collect::<Vec<_>>().join("\n").into(),
            _ if is_switch(field) => (value == "yes").into(),
            _ => value.into(),
        }
    }

    /// With what is asked for where it is not so yet answered: it was so before.
    fn form(&self, it: &T, given: &[Given]) -> Result<T::Form> {
        let form = T::Form::of(it);
        let typed = serde_json::to_value(&form).map_err(anyhow::Error::from)?;
        let value = |field: &str, value: &str| self.typed(field, value, typed.get(field).is_some_and(Value::is_array));
        let mut fields: Map<String, Value> =
            given.iter().map(|(field, text)| (field.clone(), value(field, text))).collect();
        let boxes = self.boxes.iter().filter_map(|(field, ticked)| {
            let (_, value) = given.iter().find(|(name, _)| name == field)?;
            Some(((*ticked).to_owned(), (!value.is_empty()).into()))
        });
        fields.extend(boxes.collect::<Vec<_>>());
        fields.insert("over_confirmed".to_owned(), "on".into());
        merged(form, &fields)
    }
}

impl<T: Editor> Undoes for Edits<T> {
    fn objects(&self) -> &'static [&'static str] {
        self.kinds
    }

    fn needs(&self) -> Permission {
        self.edit
    }

    fn reason_against(&self, fields: &[&str]) -> Option<&'static str> {
        self.without.iter().any(|field| fields.contains(field)).then_some("undo-field")
    }

    fn now<'a>(&'a self, conn: &'a mut Conn, of: Of<'a>) -> Undone<'a, Option<Now>> {
        Box::pin(async move {
            let it: Option<Versioned<T>> = find(conn, Self::place(of)?, of.id).await?;
            Ok(it.map(|it| Now {
                version: it.version,
                fields: it.fields(),
                offered: Vec::new(),
                is_deleted: it.deleted_at().is_some(),
            }))
        })
    }

    fn give<'a>(&'a self, state: &'a State, by: Actor, of: Of<'a>, edit: (i64, &'a [Given])) -> Undone<'a, ()> {
        Box::pin(async move {
            let (place, (version, given)) = (Self::place(of)?, edit);
            let it: Versioned<T> = find(&mut state.db.conn().await?, place, of.id).await?.ok_or(Error::NotFound)?;
            let new = self.form(&it, given)?.parse(place)?;
            save::<T>(state, by, place, Some((of.id, version)), &new).await.map(drop)
        })
    }

    fn bring_back<'a>(&'a self, state: &'a State, by: Actor, of: Of<'a>, version: i64) -> Undone<'a, ()> {
        Box::pin(
            async move { restore::<T>(state, by, Self::place(of)?, of.id, &Asked::at(Some(version))).await.map(drop) },
        )
    }
}
