//! Hosts that must not be reached, however they are spelled; who listens counts.

use super::outcome;
use super::servers::dead_port;
use crate::api::Script;
use crate::both_databases;
use crate::support::app::TestApp;
use crate::support::database::Engine;
use serde_json::json;
use std::collections::HashMap;
use std::net::{IpAddr, Ipv4Addr};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use steward::dial::Names;
use tokio::net::TcpListener;

/// Each way in which somebody may write an IPv4 address, or one that leads to it.
fn spellings(ip: Ipv4Addr) -> Vec<String> {
    let [a, b, c, d] = ip.octets();
    let number = u32::from(ip);
    let (high, low) = (number >> 16, number & 0xffff);
    let wide: String = ip
        .to_string()
        .chars()
        .map(|it| if it == '.' { '．' } else { char::from_u32(it as u32 - 0x30 + 0xff10).expect("a digit") })
        .collect();
    vec![
        ip.to_string(),
        format!("{ip}."),
        format!(" {ip} "),
        format!("[{ip}]"),
        number.to_string(),
        format!("{number:#x}"),
        format!("0{number:o}"),
        format!("{a:#x}.{b:#x}.{c:#x}.{d:#x}"),
        format!("0{a:o}.0{b:o}.0{c:o}.0{d:o}"),
        format!("{a}.{}", number & 0xff_ffff),
        format!("{a}.{b}.{low}"),
        format!("{a:03}.{b:03}.{c:03}.{d:03}"),
        wide,
        format!("%{:02x}{}", b'0' + a / 100, ip.to_string().chars().skip(1).collect::<String>()),
        format!("::ffff:{ip}"),
        format!("[::ffff:{ip}]"),
        format!("::FFFF:{high:x}:{low:x}"),
        format!("0:0:0:0:0:ffff:{high:04x}:{low:04x}"),
        format!("::ffff:0:{high:x}:{low:x}"),
        format!("::{high:x}:{low:x}"),
        format!("64:ff9b::{high:x}:{low:x}"),
        format!("64:ff9b:1::{high:x}:{low:x}"),
        format!("2002:{high:x}:{low:x}::1"),
        format!("2001:0:{high:x}:{low:x}::"),
        format!("fe80::5efe:{high:x}:{low:x}"),
        format!("http://{ip}"),
        format!("user@{ip}"),
        format!("{ip}:80"),
        format!("{ip}/"),
        format!("{ip}#x"),
        format!("unix:/{ip}"),
    ]
}

struct Listened {
    count: Arc<AtomicUsize>,
    port: u16,
}

/// On both loopback addresses.
async fn listen() -> Listened {
    let count = Arc::<AtomicUsize>::default();
    let one = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
    let port = one.local_addr().expect("an address").port();
    let all = [Some(one), TcpListener::bind(("::1", port)).await.ok()];
    for listener in all.into_iter().flatten() {
        let count = Arc::clone(&count);
        actix_web::rt::spawn(async move {
            while listener.accept().await.is_ok() {
                count.fetch_add(1, Ordering::SeqCst);
            }
        });
    }
    Listened { count, port }
}

async fn none_is_reached(app: &TestApp, hosts: &[String], port: u16) {
    let mut script = Script::new(app).await;
    for (host, kind) in hosts.iter().zip(["postgresql", "mysql", "clickhouse", "mssql"].iter().cycle()) {
        app.clock.advance(chrono::Duration::seconds(10));
        let params = json!({"class": "external_data", "kind": kind, "name": "X", "host": host, "port": port, "database": "d", "user": "u", "tls": "off"});
        let answer = script.json("connectors/test", params).await;
        match answer.status {
            200 => assert_eq!(answer.json()["data"]["outcome"], json!("refused_by_rule"), "{host}: {}", answer.body),
            status => {
                assert_eq!(status, 422, "{host}: {}", answer.body);
                assert!(answer.json()["errors"]["host"].is_string(), "{host}: {}", answer.body);
            }
        }
    }
}

/// Hosts of this machine, of its network and of clouds' metadata, and names that lead there.
fn inward(app: &TestApp) -> Vec<String> {
    let ips =
        ["127.0.0.1", "127.1.2.3", "169.254.169.254", "0.0.0.0", "100.100.100.200", "224.0.0.1", "255.255.255.255"];
    let ips = ips.map(|ip| ip.parse::<Ipv4Addr>().expect("an address"));
    let mut hosts: Vec<String> = ips.into_iter().flat_map(spellings).collect();
    let here = IpAddr::from(Ipv4Addr::LOCALHOST);
    let good = "192.0.2.1".parse::<IpAddr>().expect("an address");
    let names = [
        ("one-of-two.example.org", vec![good, here]),
        ("other-way-round.example.org", vec![here, good]),
        ("metadata.example.org", vec!["169.254.169.254".parse().expect("an address")]),
        ("mapped.example.org", vec!["::ffff:127.0.0.1".parse().expect("an address")]),
        ("translated.example.org", vec!["64:ff9b::7f00:1".parse().expect("an address")]),
        ("localhost", vec![here]),
    ];
    hosts.extend(names.iter().map(|(name, _)| (*name).to_owned()));
    hosts.extend(
        [
            "::1",
            "[::1]",
            "0:0:0:0:0:0:0:1",
            "::",
            "fe80::1%eth0",
            "metadata",
            "METADATA.google.internal.",
            "LOCALHOST.",
        ]
        .map(str::to_owned),
    );
    app.state
        .part::<Names>()
        .only(names.into_iter().map(|(name, found)| (name.to_owned(), found)).collect::<HashMap<_, _>>());
    hosts
}

/// What a webhook at such an address is told.
async fn none_is_told(app: &TestApp, hosts: &[String], port: u16) {
    let mut script = Script::new(app).await;
    for host in hosts {
        app.clock.advance(chrono::Duration::seconds(10));
        let url = format!("https://{host}:{port}/in");
        let answer = script.json("notifiers/test", json!({"name": "X", "kind": "webhook", "url": url})).await;
        match answer.status {
            200 => {
                let outcome = answer.json()["data"]["outcome"].clone();
                assert!(
                    ["refused_by_rule", "name_not_found"].iter().any(|it| outcome == *it),
                    "{host}: {}",
                    answer.body
                );
            }
            status => {
                assert_eq!(status, 422, "{host}: {}", answer.body);
                assert!(answer.json()["errors"]["url"].is_string(), "{host}: {}", answer.body);
            }
        }
    }
}

both_databases! {
    async fn two_hundred_spellings_reach_nobody(engine: Engine) {
        let denied = ["127.0.0.0/8", "::1/128"].map(|net| net.parse().expect("a range"));
        let app = TestApp::spawn_with(engine, |config| config.connect_deny = denied.to_vec()).await;
        let listened = listen().await;
        let hosts = inward(&app);
        assert!(hosts.len() > 200, "{}", hosts.len());
        none_is_reached(&app, &hosts, listened.port).await;
        assert_eq!(listened.count.load(Ordering::SeqCst), 0);
    }

    async fn two_hundred_spellings_are_told_nothing(app: TestApp) {
        let listened = listen().await;
        let mut hosts = inward(&app);
        hosts.extend(["10.0.0.1", "172.16.3.4", "192.168.1.1", "100.64.0.1", "[fc00::1]", "[::ffff:10.0.0.1]"].map(str::to_owned));
        none_is_told(&app, &hosts, listened.port).await;
        assert_eq!(listened.count.load(Ordering::SeqCst), 0);
    }

    async fn nobody_reaches_this_program_through_it(app: TestApp) {
        let own: u16 = app.base_url.rsplit(':').next().and_then(|port| port.parse().ok()).expect("a port");
        let hosts = ["127.0.0.1", "::ffff:127.0.0.1", "localhost"].map(str::to_owned);
        app.state.part::<Names>().only(HashMap::from([("localhost".to_owned(), vec![IpAddr::from(Ipv4Addr::LOCALHOST)])]));
        none_is_reached(&app, &hosts, own).await;
    }

    async fn a_range_that_is_allowed_within_a_denied_one_is_reached(app: TestApp) {
        let node = app.beside(|config| {
            config.connect_deny = vec!["0.0.0.0/0".parse().expect("a range")];
            config.connect_allow = vec!["127.0.0.1/32".parse().expect("a range")];
        }).await;
        let mut script = Script::new(&app).await;
        script.client = node.client();
        let dead = dead_port();
        assert_eq!(outcome(&app, &mut script, json!({"kind": "mysql", "port": dead})).await, "port_closed");
        assert_eq!(outcome(&app, &mut script, json!({"kind": "mysql", "port": dead, "host": "127.0.0.2"})).await, "refused_by_rule");
    }
}
