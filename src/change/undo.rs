//! Taking back what one record says: by an ordinary edit, made by the service that makes any, to the values that were
//! there before.

use futures_util::future::LocalBoxFuture;

use super::{Actor, Audited, answers};
use crate::{
    db::Conn,
    error::{Error, Result},
    people::Permission,
    state::State,
};

/// What a feature says of the objects whose records it takes back.
pub trait Undoes: Send + Sync {
    /// As the record calls them.
    fn objects(&self) -> &'static [&'static str];

    /// What whoever edits them needs.
    fn needs(&self) -> Permission;

    /// Why a record of these fields is not taken back, as a key, where the table does not say so already.
    fn reason_against(&self, _fields: &[&str]) -> Option<&'static str> {
        None
    }

    /// How the object is now; None where it is gone.
    fn now<'a>(&'a self, conn: &'a mut Conn, of: Of<'a>) -> Undone<'a, Option<Now>>;

    /// Edits that version of it, so that these fields have these values, as recorded.
    fn give<'a>(&'a self, state: &'a State, by: Actor, of: Of<'a>, edit: (i64, &'a [Given])) -> Undone<'a, ()>;

    /// Brings that version of it back, which was deleted.
    fn bring_back<'a>(&'a self, _: &'a State, _: Actor, _: Of<'a>, _version: i64) -> Undone<'a, ()> {
        Box::pin(async { Err(Error::NotFound) })
    }
}

/// On the thread of the page that asks for it.
pub type Undone<'a, T> = LocalBoxFuture<'a, Result<T>>;

/// An object, as the record names it.
#[derive(Clone, Copy, Debug)]
pub struct Of<'a> {
    pub kind: &'a str,
    pub id: i64,
    pub account_id: Option<i64>,
}

/// A field, and the value that it is to have, as recorded.
pub type Given = (String, String);

/// An object as it is.
pub struct Now {
    pub version: i64,
    /// As recorded.
    pub fields: Vec<(&'static str, String)>,
    /// The names that a field can refer to by now.
    pub offered: Vec<(&'static str, Vec<String>)>,
    /// Whether it is deleted as a whole, and can be brought back as such.
    pub is_deleted: bool,
}

/// Every kind that is taken back.
#[derive(Default)]
pub struct Undoers(pub Vec<&'static dyn Undoes>);

/// What a change takes back, and to what.
#[derive(Debug)]
pub struct Undoing {
    pub record: i64,
    pub kind: String,
    pub object: i64,
    pub given: Vec<Given>,
}

/// Of these the record keeps that they changed, and no more.
const SECRETS: [&str; 9] =
    ["password", "secret", "api_token", "signing", "ca", "avatar", "recovery_codes", "second_factor", "tried"];

impl Undoers {
    /// What takes back a record of this kind, action and fields; or why nothing does, as a key.
    pub fn of(&self, kind: &str, action: &str, fields: &[&str]) -> Result<&'static dyn Undoes, &'static str> {
        if let Some(reason) = answers::reason_against(kind, action) {
            return Err(reason);
        }
        let undoes = self.0.iter().find(|it| it.objects().contains(&kind)).copied().ok_or("undo-unknown")?;
        if action == "delete" {
            return Ok(undoes);
        }
        if fields.is_empty() {
            return Err("undo-nothing");
        }
        if fields.iter().any(|field| SECRETS.contains(field)) {
            return Err("undo-secret");
        }
        undoes.reason_against(fields).map_or(Ok(undoes), Err)
    }
}

impl Undoing {
    /// Refuses what would change anything else, or make of a field something else than it was.
    pub(super) fn holds<T: Audited>(&self, before: &T, after: &T) -> Result<()> {
        if after.kind() != self.kind || after.id() != self.object {
            return Ok(());
        }
        let given = |field: &str| self.given.iter().find(|(name, _)| name == field).map(|(_, value)| value);
        let mut pairs = before.fields().into_iter().zip(after.fields());
        let alone = pairs.all(|((field, old), (_, new))| *given(field).unwrap_or(&old) == new);
        if alone { Ok(()) } else { Err(Error::Conflict("undo-not-alone".into())) }
    }
}
