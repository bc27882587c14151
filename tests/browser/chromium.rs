//! Headless Chromium through its driver: both started here, and gone with the test process.

use crate::support::scratch;
use fantoccini::wd::{Capabilities, WebDriverCompatibleCommand};
use fantoccini::{Client, ClientBuilder};
use hyper_util::client::legacy::connect::HttpConnector;
use reqwest::Method;
use serde_json::{Value, json};
use std::io::{BufRead, BufReader, Lines};
use std::os::unix::process::CommandExt;
use std::path::PathBuf;
use std::process::{ChildStdout, Command, Stdio};
use std::sync::OnceLock;
use url::{ParseError, Url};

/// Without sandbox, because tests run as root in containers; without whatever else would call the vendor.
const FLAGS: [&str; 10] = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    // A name that is not loopback, over plain http: there browsers say less of where a request comes from.
    "--host-resolver-rules=MAP steward.test 127.0.0.1",
];

pub struct Browser {
    pub(crate) session: Client,
    base_url: String,
}

/// How a person's browser is set up.
pub struct Setup<'a> {
    /// What it asks pages for.
    pub language: &'a str,
    pub script: bool,
}

impl Browser {
    /// Each is a person of its own: nothing is shared with another.
    pub async fn open(base_url: &str) -> Self {
        Self::open_with(base_url, Setup { language: "en", script: true }).await
    }

    pub async fn open_with(base_url: &str, setup: Setup<'_>) -> Self {
        let profile = tempfile::tempdir_in(scratch::folder()).expect("the scratch folder can be written").keep();
        let mut flags: Vec<String> = FLAGS.iter().map(|flag| (*flag).to_owned()).collect();
        flags.push(format!("--user-data-dir={}", profile.display()));
        flags.extend([format!("--lang={}", setup.language), format!("--accept-lang={}", setup.language)]);
        let scripts = if setup.script { 1 } else { 2 };
        let mut options =
            json!({ "args": flags, "prefs": { "profile.managed_default_content_settings.javascript": scripts } });
        if let Some(program) = in_path(&["chromium", "chromium-browser", "google-chrome"]) {
            options["binary"] = json!(program);
        }
        let mut wishes = Capabilities::new();
        wishes.insert("goog:chromeOptions".to_owned(), options);
        let mut builder = ClientBuilder::new(HttpConnector::new());
        let session = builder.capabilities(wishes).connect(&driver().address).await.expect("Chromium starts");
        Self { session, base_url: base_url.to_owned() }
    }

    pub async fn go(&self, path: &str) {
        self.session.goto(&format!("{}{path}", self.base_url)).await.expect("the page loads");
    }

    pub async fn path(&self) -> String {
        self.session.current_url().await.expect("there is a page").path().to_owned()
    }

    pub async fn run(&self, script: &str) -> Value {
        self.session.execute(script, Vec::new()).await.unwrap_or_else(|error| panic!("{script}: {error}"))
    }

    pub async fn close(self) {
        self.session.close().await.expect("Chromium ends");
    }

    pub(crate) async fn devtools(&self, command: &'static str, parameters: Value) -> Value {
        let done = self.session.issue_cmd(DevTools { command, parameters }).await;
        done.unwrap_or_else(|error| panic!("{command}: {error}"))
    }
}

struct Driver {
    address: String,
    /// Kept, because a driver that speaks into a closed pipe dies of it.
    _output: Lines<BufReader<ChildStdout>>,
}

/// One per process. It chooses its port itself and says which; it ends at once where that port is free for IPv4 and
/// taken for IPv6, or the other way round, and is then started once more.
fn driver() -> &'static Driver {
    static DRIVER: OnceLock<Driver> = OnceLock::new();
    DRIVER.get_or_init(|| (0..3).find_map(|_| start_driver()).expect("chromedriver says which port it took"))
}

#[expect(clippy::zombie_processes, reason = "it works until this process ends, and the watchdog ends it")]
fn start_driver() -> Option<Driver> {
    let program = in_path(&["chromedriver"]).expect("chromedriver is not in PATH: install the package chromium-driver");
    let mut command = Command::new(program);
    command.arg("--port=0").stdout(Stdio::piped()).stderr(Stdio::null()).process_group(0);
    let mut child = command.spawn().expect("chromedriver starts");
    // The browsers are in the driver's group.
    scratch::at_exit(&format!("kill -s KILL -- -{}", child.id()));
    let mut output = BufReader::new(child.stdout.take().expect("its output is a pipe")).lines();
    let mut lines = output.by_ref().map_while(Result::ok);
    let port = lines.find_map(|line| line.split("successfully on port ").nth(1).map(str::to_owned))?;
    Some(Driver { address: format!("http://127.0.0.1:{}", port.trim_end_matches('.')), _output: output })
}

fn in_path(names: &[&str]) -> Option<PathBuf> {
    let folders: Vec<PathBuf> = std::env::split_paths(&std::env::var_os("PATH")?).collect();
    let mut all = names.iter().flat_map(|name| folders.iter().map(move |folder| folder.join(name)));
    all.find(|program| program.is_file())
}

/// A command of Chromium's own protocol, which its driver passes on.
#[derive(Debug)]
struct DevTools {
    command: &'static str,
    parameters: Value,
}

impl WebDriverCompatibleCommand for DevTools {
    fn endpoint(&self, base_url: &Url, session: Option<&str>) -> Result<Url, ParseError> {
        base_url.join(&format!("session/{}/goog/cdp/execute", session.unwrap_or_default()))
    }

    fn method_and_body(&self, _: &Url) -> (Method, Option<String>) {
        (Method::POST, Some(json!({ "cmd": self.command, "params": self.parameters }).to_string()))
    }
}
