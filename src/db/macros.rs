//! How a statement is written.

/// One SQL text for both engines: `sql!(fetch_all Account, conn, "SELECT … WHERE name = $1", name)`, `sql!(execute
/// tx, "UPDATE …", …)`, which takes nothing but a [`Tx`](crate::db::Tx).
///
/// A macro because the number of values differs.
macro_rules! sql {
    (execute $tx:expr, $text:expr $(, $arg:expr)* $(,)?) => {
        $tx.execute($crate::db::Statement::new($text)$(.bind($arg))*).await
    };
    ($fetch:ident $row:ty, $conn:expr, $text:expr $(, $arg:expr)* $(,)?) => {
        $conn.$fetch::<$row>($crate::db::Statement::new($text)$(.bind($arg))*).await
    };
}
pub(crate) use sql;
