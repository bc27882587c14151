//! One folder for everything a test process leaves lying about, and a watchdog that clears it away however the process
//! ends.
//!
//! Statics are not dropped at the end of a process, and nothing of ours runs when one is killed. But the kernel closes
//! a dead process's pipes: the watchdog is a shell that reads from ours, and when that ends it does what it was told
//! and removes the folder.

use std::io::Write;
use std::os::unix::fs::PermissionsExt;
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{ChildStdin, Command, Stdio};
use std::sync::{Mutex, OnceLock};

/// Each line is a command for the end; the last one told is the first one done. The folder is `$1`.
const WATCHDOG: &str = r#"
    trap '' INT TERM HUP
    todo=
    while IFS= read -r line; do todo="$line
$todo"; done
    eval "$todo"
    rm -rf "$1"
"#;

struct Scratch {
    folder: PathBuf,
    watchdog: Mutex<ChildStdin>,
}

/// The folder of this test process. Everybody may look into it: PostgreSQL runs as another user when the tests run as
/// root.
pub fn folder() -> &'static Path {
    &scratch().folder
}

/// Has the watchdog run a shell command (one line) when this process is gone.
pub fn at_exit(command: &str) {
    let mut watchdog = scratch().watchdog.lock().expect("nobody panics while holding the watchdog");
    writeln!(watchdog, "{command}").expect("the watchdog listens as long as we live");
}

/// Text as one word of a shell command.
pub fn quoted(word: &str) -> String {
    format!("'{}'", word.replace('\'', r"'\''"))
}

fn scratch() -> &'static Scratch {
    static SCRATCH: OnceLock<Scratch> = OnceLock::new();
    SCRATCH.get_or_init(|| {
        let folder = tempfile::Builder::new()
            .prefix("steward-tests-")
            .permissions(std::fs::Permissions::from_mode(0o755))
            .tempdir()
            .expect("the temporary folder can be written")
            .keep();
        Scratch { watchdog: Mutex::new(start_watchdog(&folder)), folder }
    })
}

/// In a process group of its own, so that Ctrl-C reaches the tests and not the one who clears up after them.
/// Without our output, so that whoever reads it (a pipe to `tee`) does not wait for the watchdog too.
#[expect(clippy::zombie_processes, reason = "it ends after this process, by design")]
fn start_watchdog(folder: &Path) -> ChildStdin {
    let mut watchdog = Command::new("sh")
        .args(["-c", WATCHDOG, "watchdog"])
        .arg(folder)
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .process_group(0)
        .spawn()
        .expect("there is a shell");
    watchdog.stdin.take().expect("its input is a pipe")
}
