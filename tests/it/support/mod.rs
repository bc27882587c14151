//! What every test stands on: the real application, a database of its own, and a client that behaves like a browser.

pub mod answer;
pub mod app;
pub mod client;
pub mod database;
pub mod disk;
pub mod dump;
pub mod form;
pub mod mail_server;
pub mod postgres;
pub mod scratch;
pub mod smtp;
pub mod smtp_script;

/// Runs a future to its end on a thread and a runtime of its own: a test is inside a runtime already, and a `Drop` is
/// in none.
pub fn block_on<T: Send>(future: impl Future<Output = T> + Send) -> T {
    let runtime =
        || tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime can be built");
    let done = std::thread::scope(|scope| scope.spawn(|| runtime().block_on(future)).join());
    done.unwrap_or_else(|panic| std::panic::resume_unwind(panic))
}

/// Makes each test two, `the_test::sqlite` and `the_test::postgres`. The argument is the application, or an `Engine`
/// for a test that starts it with other settings (`TestApp::spawn_with`) or more than once.
#[macro_export]
macro_rules! both_databases {
    ($($(#[$meta:meta])* async fn $name:ident($argument:ident: $kind:ident) $body:block)+) => { $(
        mod $name {
            use super::*;

            $(#[$meta])*
            async fn on_one($argument: $kind) $body

            #[test]
            fn sqlite() {
                $crate::support::app::run($crate::support::database::Engine::Sqlite, on_one);
            }

            #[test]
            fn postgres() {
                $crate::support::app::run($crate::support::database::Engine::Postgres, on_one);
            }
        }
    )+ };
}
