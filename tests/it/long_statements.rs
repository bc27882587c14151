//! A statement gives the same answer however long it takes, alone or in a transaction.

use crate::both_databases;
use crate::support::app::TestApp;
use std::time::Duration;
use steward::db::{One, Statement, Tx};

const NUMBERS: i64 = 400_000;
/// Takes much longer than a list does.
const LONG: &str =
    "WITH RECURSIVE numbers (it) AS (SELECT CAST($1 AS BIGINT) UNION ALL SELECT it + 1 FROM numbers WHERE it < $2)
    SELECT count(*) FROM numbers";

fn long() -> Statement {
    Statement::new(LONG).bind(1_i64).bind(NUMBERS)
}

/// A tariff for each number, by its number; a thousand rows take longer than a save does.
fn tariffs(from: i64, to: i64, app: &TestApp) -> Statement {
    let text = "INSERT INTO tariffs (name, title, title_key, search, warn_percent, version, created_at, updated_at, updated_by)
        SELECT CAST(it AS TEXT), CAST(it AS TEXT), CAST(it AS TEXT), CAST(it AS TEXT), 80, 1, $3, $3, 'owner'
        FROM (WITH RECURSIVE numbers (it) AS (SELECT CAST($1 AS BIGINT) UNION ALL SELECT it + 1 FROM numbers WHERE it < $2)
              SELECT it FROM numbers) AS numbers";
    Statement::new(text).bind(from).bind(to).bind(app.clock.now())
}

async fn writing(app: &TestApp, number: i64) -> Tx {
    let mut tx = app.state.db.begin().await.expect("it begins");
    assert_eq!(tx.execute(tariffs(number, number, app)).await.expect("it is written"), 1);
    tx
}

async fn written(app: &TestApp) -> i64 {
    let mut conn = app.state.db.conn().await.expect("the database answers");
    let count = "SELECT count(*) FROM tariffs WHERE updated_by = 'owner' AND title = name";
    conn.fetch_one::<One<i64>>(Statement::new(count)).await.expect("counted").0
}

both_databases! {
    async fn a_statement_that_takes_longer_is_answered_as_the_others_are(app: TestApp) {
        let mut conn = app.state.db.conn().await.expect("the database answers");
        for _ in 0..3 {
            assert_eq!(conn.fetch_one::<One<i64>>(long()).await.expect("counted"), (NUMBERS,));
            let few = Statement::new(LONG).bind(1_i64).bind(7_i64);
            assert_eq!(conn.fetch_one::<One<i64>>(few).await.expect("counted"), (7,));
        }
    }

    async fn what_was_written_before_a_long_read_is_kept(app: TestApp) {
        let mut tx = writing(&app, 1).await;
        assert_eq!(tx.fetch_one::<One<i64>>(long()).await.expect("counted"), (NUMBERS,));
        tx.commit().await.expect("it is kept");
        assert_eq!(written(&app).await, 1);
    }

    async fn what_was_written_before_a_read_that_nobody_waited_for_is_not(app: TestApp) {
        let mut tx = writing(&app, 1).await;
        let endless = Statement::new(LONG).bind(1_i64).bind(i64::MAX);
        let read = tx.fetch_one::<One<i64>>(endless);
        assert!(tokio::time::timeout(Duration::from_millis(1), read).await.is_err(), "nothing has come");
        drop(tx);
        writing(&app, 2).await.commit().await.expect("the next may write");
        assert_eq!(written(&app).await, 1);
    }

    async fn a_long_write_is_done_once(app: TestApp) {
        let mut tx = app.state.db.begin().await.expect("it begins");
        assert_eq!(tx.execute(tariffs(1, 20_000, &app)).await.expect("written"), 20_000);
        tx.commit().await.expect("it is kept");
        assert_eq!(written(&app).await, 20_000);
    }

    async fn nothing_is_read_where_something_is_expected(app: TestApp) {
        let mut conn = app.state.db.conn().await.expect("the database answers");
        let nothing = || Statement::new("SELECT CAST(NULL AS TEXT)");
        assert!(conn.fetch_one::<One<String>>(nothing()).await.is_err(), "an absent text is no empty one");
        assert_eq!(conn.fetch_one::<One<Option<String>>>(nothing()).await.expect("read"), (None,));
    }

    async fn a_statement_that_lacks_a_value_is_refused(app: TestApp) {
        let two = || Statement::new("SELECT CAST($1 AS BIGINT) + CAST($2 AS BIGINT)").bind(1_i64);
        let mut conn = app.state.db.conn().await.expect("the database answers");
        assert!(conn.fetch_one::<One<i64>>(two()).await.is_err());
        drop(conn);
        let mut conn = app.state.db.conn().await.expect("the database answers");
        assert_eq!(conn.fetch_one::<One<i64>>(two().bind(2_i64)).await.expect("read"), (3,));
    }
}
