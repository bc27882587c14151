//! How a statement is written.

/// One SQL text for both engines: `sql!(fetch_all Account, conn, "SELECT … WHERE name = $1", name)`, `sql!(execute
/// tx, "UPDATE …", …)`, and where a statement writes and says what became of it `sql!(writing fetch_one One<i64>, tx,
/// "INSERT … RETURNING id", …)`: these two take nothing but a [`Tx`](crate::db::Tx).
///
/// The drivers' futures are large and stand on the heap, so that a handler with many statements does not carry the sum
/// of them on its stack. A macro because the two drivers' queries are different types with no common trait to bind
/// through.
macro_rules! sql {
    (execute $tx:expr, $text:expr $(, $arg:expr)* $(,)?) => {
        match $tx.asked_to_write() {
            ($crate::db::Raw::Sqlite(c), watch) => {
                watch.over(Box::pin(sqlx::query($text)$(.bind($arg))*.execute(&mut *c))).await.map(|done| done.rows_affected())
            }
            ($crate::db::Raw::Postgres(c), watch) => {
                let kept = watch.keeps_statements();
                watch.over(Box::pin(sqlx::query($text)$(.bind($arg))*.persistent(kept).execute(&mut *c))).await.map(|done| done.rows_affected())
            }
        }
    };
    (writing $fetch:ident $row:ty, $tx:expr, $text:expr $(, $arg:expr)* $(,)?) => {
        $crate::db::sql!(@rows $fetch $row, $tx.asked_to_write(), $text $(, $arg)*)
    };
    (@rows $fetch:ident $row:ty, $asked:expr, $text:expr $(, $arg:expr)*) => {
        match $asked {
            ($crate::db::Raw::Sqlite(c), watch) => watch.over(Box::pin(sqlx::query_as::<_, $row>($text)$(.bind($arg))*.$fetch(&mut *c))).await,
            ($crate::db::Raw::Postgres(c), watch) => {
                let kept = watch.keeps_statements();
                watch.over(Box::pin(sqlx::query_as::<_, $row>($text)$(.bind($arg))*.persistent(kept).$fetch(&mut *c))).await
            }
        }
    };
    ($fetch:ident $row:ty, $conn:expr, $text:expr $(, $arg:expr)* $(,)?) => {
        $crate::db::sql!(@rows $fetch $row, $conn.asked(), $text $(, $arg)*)
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
