//! How a statement is written.

/// One SQL text for both engines: `sql!(fetch_all Account, conn, "SELECT … WHERE name = $1", name)`, `sql!(execute
/// tx, "UPDATE …", …)`, and where a statement writes and says what became of it `sql!(writing fetch_one One<i64>, tx,
/// "INSERT … RETURNING id", …)`: these two take nothing but a [`Tx`](crate::db::Tx).
///
/// A macro because the number of values differs.
macro_rules! sql {
    (execute $tx:expr, $text:expr $(, $arg:expr)* $(,)?) => {
        $tx.execute($crate::db::Statement::new($text)$(.bind($arg))*).await
    };
    (writing $fetch:ident $row:ty, $tx:expr, $text:expr $(, $arg:expr)* $(,)?) => {
        $tx.writing().$fetch::<$row>($crate::db::Statement::new($text)$(.bind($arg))*).await
    };
    ($fetch:ident $row:ty, $conn:expr, $text:expr $(, $arg:expr)* $(,)?) => {
        $conn.$fetch::<$row>($crate::db::Statement::new($text)$(.bind($arg))*).await
    };
}
pub(crate) use sql;

/// Types whose values are words, kept as text: what `strum` makes of a variant is what stands in the column.
macro_rules! kept_as_text {
    ($($words:ty),+ $(,)?) => {$(
        impl $words {
            pub const ALL: &'static [Self] = <Self as strum::VariantArray>::VARIANTS;

            pub fn as_str(self) -> &'static str {
                self.into()
            }
        }

        impl TryFrom<String> for $words {
            type Error = String;

            fn try_from(text: String) -> Result<Self, String> {
                text.parse().map_err(|_| format!("no {}: {text}", stringify!($words)))
            }
        }
    )+};
}
pub(crate) use kept_as_text;
