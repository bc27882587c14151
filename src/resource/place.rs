//! What the rows of a resource belong to.

use crate::{
    api::{Asked, Caller, Failure, asks::Anywhere},
    change::{Actor, Change},
    db::{Conn, Written},
    error::Result,
    i18n::Message,
    state::State,
};

/// What the rows of a resource belong to: nothing, a class, an account.
pub trait Place: Copy + Send + Sync + 'static {
    /// What its pages show of it.
    type Frame: Send;
    /// How a call names it.
    type Named: Asked + 'static;

    /// Reads the path of a page and the ids in it: the place, and the id of the row.
    fn read(path: &str, ids: &[i64]) -> (Option<Self>, Option<i64>);

    /// The place of what is recorded as of this kind and account, where that is taken back.
    fn recorded(_kind: &str, _account_id: Option<i64>) -> Option<Self> {
        None
    }

    async fn named(caller: &Caller, named: &Self::Named) -> std::result::Result<Self, Failure>;

    fn frame(self, conn: &mut Conn) -> impl Future<Output = Result<Self::Frame>> + Send;

    /// The column in which a row says where it belongs.
    fn column(self) -> Written {
        Written::default()
    }

    /// What the addresses of its pages begin with.
    fn base(self) -> String {
        String::new()
    }

    /// Where whoever does not want to delete one after all goes back to: its page.
    fn back(self, list: String, id: i64) -> String {
        format!("{list}/{id}")
    }

    /// Why nothing in it may be changed at present, if so.
    fn frozen(_: &Self::Frame) -> Option<Message> {
        None
    }

    /// A change of something in it.
    async fn begin(self, state: &State, by: Actor) -> Result<Change> {
        Change::begin(state, by).await
    }

    fn account(self) -> Option<i64> {
        None
    }
}

/// Those that belong to nothing.
impl Place for () {
    type Frame = ();
    type Named = Anywhere;

    fn read(_: &str, ids: &[i64]) -> (Option<Self>, Option<i64>) {
        (Some(()), ids.first().copied())
    }

    fn recorded(_: &str, _: Option<i64>) -> Option<Self> {
        Some(())
    }

    async fn named(_: &Caller, _: &Anywhere) -> std::result::Result<Self, Failure> {
        Ok(())
    }

    async fn frame(self, _: &mut Conn) -> Result<()> {
        Ok(())
    }
}
