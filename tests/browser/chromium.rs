//! Headless Chromium through its driver: both started here, and gone with the test process.

use crate::support::scratch;
use base64::Engine as _;
use fantoccini::wd::{Capabilities, WebDriverCompatibleCommand};
use fantoccini::{Client, ClientBuilder, Locator};
use hyper_util::client::legacy::connect::HttpConnector;
use reqwest::Method;
use serde_json::{Value, json};
use std::io::{BufRead, BufReader, Lines};
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{ChildStdout, Command, Stdio};
use std::sync::OnceLock;
use std::time::{Duration, Instant};
use url::{ParseError, Url};

/// Without sandbox, because tests run as root in containers; without whatever else would call the vendor.
const FLAGS: [&str; 9] = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
];

const THEMES: [&str; 2] = ["light", "dark"];
/// A desk and a phone, in CSS pixels: width, height.
const SIZES: [(u32, u32); 2] = [(1280, 900), (360, 740)];

pub struct Browser {
    session: Client,
    base_url: String,
}

impl Browser {
    pub async fn open(base_url: &str) -> Self {
        let profile = tempfile::tempdir_in(scratch::folder()).expect("the scratch folder can be written").keep();
        let mut flags: Vec<String> = FLAGS.iter().map(|flag| (*flag).to_owned()).collect();
        flags.push(format!("--user-data-dir={}", profile.display()));
        let mut options = json!({ "args": flags });
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

    /// Types into a field, over what it held.
    pub async fn fill(&self, name: &str, text: &str) {
        let css = format!("[name='{name}']");
        let field = self.session.find(Locator::Css(&css)).await.unwrap_or_else(|error| panic!("no field {name}: {error}"));
        field.clear().await.expect("the field can be emptied");
        field.send_keys(text).await.expect("the field takes keys");
    }

    pub async fn click(&self, css: &str) {
        let element = self.session.find(Locator::Css(css)).await.unwrap_or_else(|error| panic!("nothing at {css}: {error}"));
        element.click().await.unwrap_or_else(|error| panic!("{css} cannot be clicked: {error}"));
    }

    /// Presses the first button of the form that posts to this path, and waits for the page that follows.
    pub async fn send(&self, action: &str) {
        self.run("window.isBeforeSending = true").await;
        self.click(&format!("form[action^='{action}'] :is(button:not([type]), [type=submit])")).await;
        let deadline = Instant::now() + PATIENCE;
        while self.session.execute(IS_NEXT_PAGE, Vec::new()).await.ok() != Some(Value::Bool(true)) {
            assert!(Instant::now() < deadline, "no page followed on sending {action}");
        }
    }

    /// The whole judgement of a page: each theme on each size is measured, checked by axe and photographed.
    pub async fn look(&self, name: &str) {
        for (width, height) in SIZES {
            self.resize(width, height).await;
            self.no_horizontal_scroll(name, width).await;
            for theme in THEMES {
                self.theme(theme).await;
                self.axe(&format!("{name}, {theme}, {width} px")).await;
                self.shot(name, theme, width).await;
            }
        }
    }

    /// Below the smallest window a desktop browser can have: narrow is a phone, with its viewport and scroll bars that take no room.
    pub async fn resize(&self, width: u32, height: u32) {
        let size = json!({ "width": width, "height": height, "deviceScaleFactor": 1, "mobile": width < 600 });
        self.devtools("Emulation.setDeviceMetricsOverride", size).await;
    }

    pub async fn theme(&self, theme: &str) {
        // Without motion, because colours that are still on their way to the other theme would be measured.
        let still = json!({ "name": "prefers-reduced-motion", "value": "reduce" });
        let features = json!({ "features": [{ "name": "prefers-color-scheme", "value": theme }, still] });
        self.devtools("Emulation.setEmulatedMedia", features).await;
    }

    /// The whole page as `target/shots/{name}-{theme}-{width}-{language}.png`.
    pub async fn shot(&self, name: &str, theme: &str, width: u32) {
        let language = self.run("return document.documentElement.lang || 'xx'").await;
        let language = language.as_str().unwrap_or("xx").to_owned();
        let picture = self.devtools("Page.captureScreenshot", json!({ "captureBeyondViewport": true })).await;
        let encoded = picture["data"].as_str().expect("the picture has data");
        let bytes = base64::engine::general_purpose::STANDARD.decode(encoded).expect("the picture is base64");
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("target/shots");
        std::fs::create_dir_all(&folder).expect("target can be written");
        let file = folder.join(format!("{name}-{theme}-{width}-{language}.png"));
        std::fs::write(&file, bytes).unwrap_or_else(|error| panic!("{}: {error}", file.display()));
    }

    /// Nothing sticks out at the side; a part that scrolls by itself may.
    pub async fn no_horizontal_scroll(&self, name: &str, width: u32) {
        let overhang = self.session.execute(OVERHANG, vec![json!(width)]).await.expect("the page can be measured");
        if let Some(overhang) = overhang.as_str() {
            panic!("{name} is wider than the window: {overhang}");
        }
    }

    /// axe-core finds nothing. It comes in through the driver, because the page's own policy lets no foreign script in.
    pub async fn axe(&self, name: &str) {
        self.run(axe_script()).await;
        let found = self.session.execute_async(AXE, Vec::new()).await.expect("axe runs");
        let list: Vec<String> = found.as_array().into_iter().flatten().map(ToString::to_string).collect();
        assert!(list.is_empty(), "axe on {name}:\n{}", list.join("\n"));
    }

    pub async fn run(&self, script: &str) -> Value {
        self.session.execute(script, Vec::new()).await.unwrap_or_else(|error| panic!("{error}"))
    }

    pub async fn close(self) {
        self.session.close().await.expect("Chromium ends");
    }

    async fn devtools(&self, command: &'static str, parameters: Value) -> Value {
        let done = self.session.issue_cmd(DevTools { command, parameters }).await;
        done.unwrap_or_else(|error| panic!("{command}: {error}"))
    }
}

/// How long a page may take on a busy machine.
const PATIENCE: Duration = Duration::from_secs(20);

const IS_NEXT_PAGE: &str = "return !window.isBeforeSending && document.readyState === 'complete'";

/// Against the width asked for: without its viewport line a page on a phone is laid out 980 wide, and nothing would stick out.
const OVERHANG: &str = "
    const root = document.documentElement, width = Math.min(root.clientWidth, arguments[0]), page = root.scrollWidth;
    if (page <= width) return null;
    const out = [...document.querySelectorAll('body *')].filter(e => e.getBoundingClientRect().right > width + 1);
    return page + ' px of ' + width + ': ' + out.slice(0, 5).map(e => e.outerHTML.slice(0, 120)).join(' … ');";

const AXE: &str = "
    const done = arguments[arguments.length - 1];
    const short = v => v.id + ' (' + v.help + '): ' + v.nodes.slice(0, 5).map(n => n.html.slice(0, 160)).join(' … ');
    axe.run(document, { resultTypes: ['violations'] }).then(r => done(r.violations.map(short)), e => done([String(e)]));";

fn axe_script() -> &'static str {
    static SCRIPT: OnceLock<String> = OnceLock::new();
    SCRIPT.get_or_init(|| {
        let file = std::env::var("AXE_JS").expect("AXE_JS is not the path of axe.min.js: `sh tests/run.sh` fetches axe-core");
        std::fs::read_to_string(&file).unwrap_or_else(|error| panic!("{file}: {error}"))
    })
}

struct Driver {
    address: String,
    /// Kept, because a driver that speaks into a closed pipe dies of it.
    _output: Lines<BufReader<ChildStdout>>,
}

/// One per process. It chooses its port itself and says which.
#[expect(clippy::zombie_processes, reason = "it works until this process ends, and the watchdog ends it")]
fn driver() -> &'static Driver {
    static DRIVER: OnceLock<Driver> = OnceLock::new();
    DRIVER.get_or_init(|| {
        let program = in_path(&["chromedriver"]).expect("chromedriver is not in PATH: install the package chromium-driver");
        let mut command = Command::new(program);
        command.arg("--port=0").stdout(Stdio::piped()).stderr(Stdio::null()).process_group(0);
        let mut child = command.spawn().expect("chromedriver starts");
        // The browsers are in the driver's group.
        scratch::at_exit(&format!("kill -s KILL -- -{}", child.id()));
        let mut output = BufReader::new(child.stdout.take().expect("its output is a pipe")).lines();
        let mut lines = output.by_ref().map_while(Result::ok);
        let port = lines.find_map(|line| line.split("successfully on port ").nth(1).map(str::to_owned));
        let port = port.expect("chromedriver says which port it took");
        Driver { address: format!("http://127.0.0.1:{}", port.trim_end_matches('.')), _output: output }
    })
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
