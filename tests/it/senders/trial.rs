//! What a sender leads to is tried: greeted, signed in to, and nothing sent.

use super::{SECRET, made, make};
use crate::api::Script;
use crate::both_databases;
use crate::support::app::TestApp;
use crate::trials::servers::{Certified, acceptor, certified, dead_port, silent, talking};
use base64::{Engine, engine::general_purpose::STANDARD};
use chrono::Duration;
use serde_json::{Value, json};
use std::sync::{Arc, Mutex};
use tokio::io::{AsyncBufReadExt, AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt, BufReader};
use tokio::net::TcpListener;

/// A mail server as far as it is asked, and what it has heard.
#[derive(Clone)]
struct Mail {
    port: u16,
    heard: Arc<Mutex<Vec<String>>>,
}

/// What the double offers and how it protects.
#[derive(Clone, Copy)]
struct Offer {
    auth: &'static str,
    starttls: bool,
    implicit: bool,
}

const PLAIN: Offer = Offer { auth: "AUTH PLAIN LOGIN", starttls: false, implicit: false };

impl Mail {
    async fn serving(offer: Offer, of: Option<&Certified>) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
        let mail = Self { port: listener.local_addr().expect("an address").port(), heard: Arc::default() };
        let (heard, acceptor) = (Arc::clone(&mail.heard), of.map(acceptor));
        actix_web::rt::spawn(async move {
            while let Ok((mut stream, _)) = listener.accept().await {
                let (heard, acceptor) = (Arc::clone(&heard), acceptor.clone());
                actix_web::rt::spawn(async move {
                    if offer.implicit {
                        if let Ok(stream) = acceptor.expect("a certificate").accept(stream).await {
                            talk(stream, offer, &heard, true).await;
                        }
                    } else if talk(&mut stream, offer, &heard, true).await
                        && let Ok(stream) = acceptor.expect("a certificate").accept(stream).await
                    {
                        talk(stream, Offer { starttls: false, ..offer }, &heard, false).await;
                    }
                });
            }
        });
        mail
    }

    fn heard(&self) -> Vec<String> {
        self.heard.lock().expect("no test holds it").clone()
    }
}

/// Until the other side leaves or begins TLS; whether it does.
async fn talk(
    stream: impl AsyncRead + AsyncWrite + Unpin,
    offer: Offer,
    heard: &Mutex<Vec<String>>,
    greets: bool,
) -> bool {
    let mut stream = BufReader::new(stream);
    if greets {
        stream.write_all(b"220-mail.example.org\r\n220 ready\r\n").await.ok();
    }
    let mut user = String::new();
    loop {
        let mut line = String::new();
        if stream.read_line(&mut line).await.unwrap_or_default() == 0 {
            return false;
        }
        let line = line.trim_end().to_owned();
        heard.lock().expect("no test holds it").push(line.clone());
        let decoded = |text: &str| String::from_utf8(STANDARD.decode(text).unwrap_or_default()).unwrap_or_default();
        let good = format!("\0us\0{SECRET}");
        let answer = match line.as_str() {
            _ if line.starts_with("EHLO ") => {
                let tls = if offer.starttls { "250-STARTTLS\r\n" } else { "" };
                format!("250-mail.example.org\r\n{tls}250-{}\r\n250 SIZE 1000\r\n", offer.auth)
            }
            "STARTTLS" if offer.starttls => {
                stream.write_all(b"220 go ahead\r\n").await.ok();
                return true;
            }
            "AUTH LOGIN" => "334 VXNlcm5hbWU6\r\n".to_owned(),
            "QUIT" => "221 bye\r\n".to_owned(),
            other if other.starts_with("AUTH PLAIN ") => match decoded(other.trim_start_matches("AUTH PLAIN ")) == good
            {
                true => "235 welcome\r\n".to_owned(),
                false => "535 5.7.8 no\r\n".to_owned(),
            },
            other if user.is_empty() => {
                user = decoded(other);
                "334 UGFzc3dvcmQ6\r\n".to_owned()
            }
            other => match (user.as_str(), decoded(other).as_str()) {
                ("us", SECRET) => "235 welcome\r\n".to_owned(),
                _ => "535 5.7.8 no\r\n".to_owned(),
            },
        };
        stream.write_all(answer.as_bytes()).await.ok();
        stream.flush().await.ok();
    }
}

/// What a call is answered about values that are not stored. Time passes, so that it may be asked again.
async fn tried(app: &TestApp, script: &mut Script, values: Value) -> Value {
    app.clock.advance(Duration::seconds(10));
    let mut params =
        json!({"name": "X", "type": "smtp", "host": "127.0.0.1", "tls": "off", "user": "us", "password": SECRET});
    for (name, value) in values.as_object().expect("values") {
        params[name] = value.clone();
    }
    params.as_object_mut().expect("fields").retain(|_, value| !value.is_null());
    if params["type"] != "smtp" {
        // What other types do not have.
        for field in ["host", "tls"] {
            params.as_object_mut().expect("fields").remove(field);
        }
    }
    script.ok("senders/test", params).await["data"].clone()
}

async fn outcome(app: &TestApp, script: &mut Script, values: Value) -> String {
    tried(app, script, values).await["outcome"].as_str().expect("an outcome").to_owned()
}

/// A gateway behind TLS that knows a key, and what it was asked.
async fn gateway(of: &Certified) -> (u16, Arc<Mutex<Vec<String>>>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
    let port = listener.local_addr().expect("an address").port();
    let (asked, acceptor) = (Arc::<Mutex<Vec<String>>>::default(), acceptor(of));
    let heard = Arc::clone(&asked);
    actix_web::rt::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            let Ok(mut stream) = acceptor.accept(stream).await else { continue };
            let mut request = Vec::new();
            while !request.ends_with(b"\r\n\r\n") {
                let mut part = [0; 4096];
                match stream.read(&mut part).await {
                    Ok(read @ 1..) => request.extend_from_slice(&part[..read]),
                    _ => break,
                }
            }
            let request = String::from_utf8_lossy(&request).into_owned();
            let status = if request.contains("Authorization: App good") { "200 OK" } else { "401 Unauthorized" };
            heard.lock().expect("no test holds it").push(request);
            stream.write_all(format!("HTTP/1.1 {status}\r\nContent-Length: 2\r\n\r\n{{}}").as_bytes()).await.ok();
            stream.shutdown().await.ok();
        }
    });
    (port, asked)
}

both_databases! {
    async fn a_mail_server_is_signed_in_to_and_sent_nothing(app: TestApp) {
        let mut script = Script::new(&app).await;
        for auth in ["AUTH PLAIN LOGIN", "AUTH LOGIN", "AUTH=LOGIN"] {
            let mail = Mail::serving(Offer { auth, ..PLAIN }, None).await;
            let found = tried(&app, &mut script, json!({"port": mail.port})).await;
            assert_eq!((&found["outcome"], &found["server"], &found["tls_version"]), (&json!("ok"), &json!("SMTP"), &json!(null)), "{found}");
            assert_eq!(found["remarks"], json!(["Sign-in: accepted"]));
            let heard = mail.heard();
            assert!(heard[0].starts_with("EHLO ") && heard.last().is_some_and(|it| it == "QUIT"), "{heard:?}");
            assert!(!heard.iter().any(|it| it.starts_with("MAIL") || it.starts_with("RCPT") || it.starts_with("DATA")), "{heard:?}");
            assert_eq!(outcome(&app, &mut script, json!({"port": mail.port, "password": "wrong"})).await, "wrong_credentials");
            let nobody = tried(&app, &mut script, json!({"port": mail.port, "user": "", "password": null})).await;
            assert_eq!((&nobody["outcome"], &nobody["remarks"]), (&json!("ok"), &json!(["Sign-in: not needed: no user is entered"])), "{nobody}");
        }
    }

    async fn a_mail_server_is_protected_as_the_sender_says(app: TestApp) {
        let mut script = Script::new(&app).await;
        let good = certified("localhost");
        let starttls = Mail::serving(Offer { starttls: true, ..PLAIN }, Some(&good)).await;
        let implicit = Mail::serving(Offer { implicit: true, ..PLAIN }, Some(&good)).await;
        for (mail, tls) in [(&starttls, "starttls"), (&implicit, "tls")] {
            let way = json!({"host": "localhost", "port": mail.port, "tls": tls, "ca": good.authority});
            let found = tried(&app, &mut script, way.clone()).await;
            assert_eq!((&found["outcome"], &found["tls_version"]), (&json!("ok"), &json!("TLSv1.3")), "{tls}: {found}");
            let unknown = tried(&app, &mut script, json!({"host": "localhost", "port": mail.port, "tls": tls})).await;
            assert_eq!(unknown["outcome"], "tls_refused", "{tls}: {unknown}");
            let other = tried(&app, &mut script, json!({"host": "127.0.0.1", "port": mail.port, "tls": tls, "ca": good.authority})).await;
            assert_eq!(other["text"], "The server’s certificate is for another host name.", "{tls}");
        }
        let before = starttls.heard().len();
        let plain = Mail::serving(PLAIN, None).await;
        let refused = tried(&app, &mut script, json!({"port": plain.port, "tls": "starttls"})).await;
        assert_eq!(refused["text"], "The server does not offer TLS.");
        assert!(!plain.heard().iter().any(|it| it.starts_with("AUTH")), "no password in the clear: {:?}", plain.heard());
        assert_eq!(starttls.heard().len(), before);
    }

    async fn each_failure_has_its_cause(app: TestApp) {
        let mut script = Script::new(&app).await;
        let demanding = Mail::serving(Offer { auth: "HELP", starttls: true, implicit: false }, None).await;
        let modern = Mail::serving(Offer { auth: "AUTH XOAUTH2", ..PLAIN }, None).await;
        for (values, cause) in [
            (json!({"port": dead_port()}), "port_closed"),
            (json!({"port": silent().await}), "no_answer"),
            (json!({"port": talking(b"SSH-2.0-OpenSSH\r\n").await}), "not_this_kind"),
            (json!({"port": talking(b"554 no service here\r\n").await}), "no_answer"),
            (json!({"port": demanding.port}), "tls_refused"),
            (json!({"port": modern.port}), "no_sign_in"),
            (json!({"host": "smtp.invalid"}), "name_not_found"),
            (json!({"type": "sms_http", "url": format!("http://127.0.0.1:{}/send", dead_port())}), "port_closed"),
        ] {
            assert_eq!(outcome(&app, &mut script, values.clone()).await, cause, "{values}");
        }
    }

    async fn a_gateway_is_asked_what_only_reads_or_nothing(app: TestApp) {
        let mut script = Script::new(&app).await;
        let good = certified("127.0.0.1");
        let (port, asked) = gateway(&good).await;
        let infobip = |token: &str| json!({"type": "infobip", "url": format!("https://127.0.0.1:{port}/"), "ca": good.authority, "api_token": token, "user": null, "password": null});
        let found = tried(&app, &mut script, infobip("good")).await;
        assert_eq!((&found["outcome"], &found["server"]), (&json!("ok"), &json!("Infobip")), "{found}");
        assert!(asked.lock().expect("no test holds it")[0].starts_with("GET /account/1/balance HTTP/1.1\r\n"));
        assert_eq!(outcome(&app, &mut script, infobip("bad")).await, "wrong_credentials");
        let before = asked.lock().expect("no test holds it").len();
        let http = json!({"type": "sms_http", "url": format!("https://127.0.0.1:{port}/send?to=1"), "ca": good.authority});
        let found = tried(&app, &mut script, http).await;
        assert_eq!((&found["outcome"], &found["remarks"]), (&json!("ok"), &json!(["Sign-in: not tried: nothing can be asked here that sends nothing"])), "{found}");
        let sent: Vec<String> = asked.lock().expect("no test holds it").iter().skip(before).filter(|it| !it.is_empty()).cloned().collect();
        assert_eq!(sent, Vec::<String>::new(), "an address that may send is asked for nothing");
    }

    async fn what_leads_nowhere_has_no_button_and_is_refused(app: TestApp) {
        let mut script = Script::new(&app).await;
        made(&mut script, json!({"name": "Own", "type": "custom"})).await;
        made(&mut script, json!({"name": "Mta", "type": "akmta"})).await;
        for id in [1, 2] {
            assert!(!script.owner.get(&format!("/senders/{id}")).await.has_text("Test connection"), "{id}");
            assert_eq!(script.refused("senders/test", json!({"id": id})).await.0, 422);
        }
    }

    async fn a_stored_sender_is_tried_with_its_secret_and_its_page_says_how_it_went(app: TestApp) {
        let mut script = Script::new(&app).await;
        let mail = Mail::serving(PLAIN, None).await;
        let port = mail.port.to_string();
        let fields = [("name", "Mail"), ("host", "127.0.0.1"), ("port", &*port), ("tls", "off"), ("user", "us"), ("password", SECRET)];
        assert_eq!(make(&mut script.owner, "smtp", &fields).await.status, 303);
        let shown = script.owner.submit_on("/senders/1", "/senders/1/test", &[], &[]).await;
        assert!(shown.status == 200 && shown.has_text("The connection works."), "{}", shown.text());
        assert!(script.owner.get("/senders/1").await.has_text("Last tested"));
        assert_eq!(script.refused("senders/test", json!({"id": 1})).await.0, 429, "once in ten seconds");
        assert_eq!(script.record(1).await[0], json!(["test", "sender", "Mail", {"outcome": {"old": "", "new": "ok"}}]));
        assert_eq!(script.owner.submit("/senders/1", &[("per_day", "5")]).await.status, 303);
        assert!(script.owner.get("/senders/1").await.has_text("Last tested"));
        assert_eq!(script.owner.submit("/senders/1", &[("password", "other")]).await.status, 303);
        assert!(!script.owner.get("/senders/1").await.has_text("Last tested"), "of another secret it says nothing");
    }
}
