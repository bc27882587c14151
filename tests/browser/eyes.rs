//! Looking at a page: each theme on each size is measured, checked by axe-core and photographed into `target/shots`.

use crate::chromium::Browser;
use base64::Engine as _;
use serde_json::json;
use std::path::Path;
use std::sync::OnceLock;

const THEMES: [&str; 2] = ["light", "dark"];
/// A desk and a phone, in CSS pixels: width, height.
const SIZES: [(u32, u32); 2] = [(1280, 900), (360, 740)];
/// The narrowest that has to hold.
const NARROWEST: (u32, u32) = (320, 640);

/// Of a picture, in pixels: Chromium draws none of a longer page, such as the reference of the API on a phone.
const TALLEST: u64 = 16_000;

impl Browser {
    pub async fn look(&self, name: &str) {
        let complaints = self.complaints(name).await;
        assert!(complaints.is_empty(), "{}", complaints.join("\n"));
    }

    /// The whole judgement of a page. What is wrong is told, so that a walk over many pages tells it of all of them.
    pub async fn complaints(&self, name: &str) -> Vec<String> {
        let mut found = Vec::new();
        self.resize(NARROWEST).await;
        found.extend(self.small_type(name).await);
        found.extend(self.overhang(name, NARROWEST.0).await);
        for size in SIZES {
            self.resize(size).await;
            found.extend(self.overhang(name, size.0).await);
            for theme in THEMES {
                self.theme(theme).await;
                found.extend(self.axe(&format!("{name}, {theme}, {} px", size.0)).await);
                self.shot(name, theme, size.0).await;
            }
        }
        self.resize(SIZES[0]).await;
        found
    }

    /// Below the smallest window a desktop browser can have: narrow is a phone, with its viewport and scroll bars that
    /// take no room.
    pub async fn resize(&self, (width, height): (u32, u32)) {
        let size = json!({ "width": width, "height": height, "deviceScaleFactor": 1, "mobile": width < 600 });
        self.devtools("Emulation.setDeviceMetricsOverride", size).await;
    }

    async fn theme(&self, theme: &str) {
        // Without motion, because colours that are still on their way to the other theme would be measured.
        let still = json!({ "name": "prefers-reduced-motion", "value": "reduce" });
        let features = json!({ "features": [{ "name": "prefers-color-scheme", "value": theme }, still] });
        self.devtools("Emulation.setEmulatedMedia", features).await;
    }

    /// The page, as far as Chromium draws one, as `target/shots/{name}-{theme}-{width}-{language}.png`.
    async fn shot(&self, name: &str, theme: &str, width: u32) {
        let language = self.run("return document.documentElement.lang || 'xx'").await;
        let language = language.as_str().unwrap_or("xx").to_owned();
        let height = self.run("return document.documentElement.scrollHeight").await.as_u64().unwrap_or(TALLEST);
        let whole = json!({ "x": 0, "y": 0, "width": width, "height": height.min(TALLEST), "scale": 1 });
        let asked = json!({ "captureBeyondViewport": true, "clip": whole });
        let picture = self.devtools("Page.captureScreenshot", asked).await;
        let encoded = picture["data"].as_str().expect("the picture has data");
        let bytes = base64::engine::general_purpose::STANDARD.decode(encoded).expect("the picture is base64");
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("target/shots");
        std::fs::create_dir_all(&folder).expect("target can be written");
        let file = folder.join(format!("{name}-{theme}-{width}-{language}.png"));
        std::fs::write(&file, bytes).unwrap_or_else(|error| panic!("{}: {error}", file.display()));
    }

    /// What sticks out at the side; a part that scrolls by itself does not.
    async fn overhang(&self, name: &str, width: u32) -> Option<String> {
        let overhang = self.session.execute(OVERHANG, vec![json!(width)]).await.expect("the page can be measured");
        overhang.as_str().map(|overhang| format!("{name} is wider than the window: {overhang}"))
    }

    /// Words that are smaller than 12 px.
    async fn small_type(&self, name: &str) -> Option<String> {
        let small = self.run(SMALL_TYPE).await;
        small.as_str().map(|small| format!("{name} has words smaller than 12 px: {small}"))
    }

    /// What axe-core finds. It comes in through the driver, because the page's own policy lets no foreign script in.
    async fn axe(&self, name: &str) -> Vec<String> {
        if self.run("return typeof axe").await == "undefined" {
            self.run(axe_script()).await;
        }
        let found = self.session.execute_async(AXE, Vec::new()).await.expect("axe runs");
        found.as_array().into_iter().flatten().map(|violation| format!("axe on {name}: {violation}")).collect()
    }
}

/// Against the width asked for: without its viewport line a page on a phone is laid out 980 wide, and nothing would
/// stick out.
const OVERHANG: &str = "
    const root = document.documentElement, width = Math.min(root.clientWidth, arguments[0]), page = root.scrollWidth;
    if (page <= width) return null;
    const out = [...document.querySelectorAll('body *')].filter(e => e.getBoundingClientRect().right > width + 1);
    return page + ' px of ' + width + ': ' + out.slice(0, 5).map(e => e.outerHTML.slice(0, 120)).join(' … ');";

const SMALL_TYPE: &str = "
    const words = e => [...e.childNodes].some(it => it.nodeType === Node.TEXT_NODE && it.data.trim());
    const small = [...document.querySelectorAll('body, body *')].filter(e => words(e) && parseFloat(getComputedStyle(e).fontSize) < 12);
    return small.length ? small.slice(0, 5).map(e => e.outerHTML.slice(0, 120)).join(' … ') : null;";

const AXE: &str = "
    const done = arguments[arguments.length - 1];
    const short = v => v.id + ' (' + v.help + '): ' + v.nodes.slice(0, 5).map(n => n.html.slice(0, 160)).join(' … ');
    axe.run(document, { resultTypes: ['violations'] }).then(r => done(r.violations.map(short)), e => done([String(e)]));";

fn axe_script() -> &'static str {
    static SCRIPT: OnceLock<String> = OnceLock::new();
    SCRIPT.get_or_init(|| {
        let file =
            std::env::var("AXE_JS").expect("AXE_JS is not the path of axe.min.js: `sh tests/run.sh` fetches axe-core");
        std::fs::read_to_string(&file).unwrap_or_else(|error| panic!("{file}: {error}"))
    })
}
