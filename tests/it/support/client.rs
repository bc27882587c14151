//! An HTTP client that does what a browser does for a person, and follows no redirect, so that a test sees each one.
//! Clones share nothing from then on: several may act at once, as the same session.

use super::answer::Answer;
use actix_web::cookie::{Cookie, time};
use reqwest::header::{CONTENT_TYPE, COOKIE, ORIGIN, SET_COOKIE};
use reqwest::multipart::{Form as Multipart, Part};
use reqwest::{Method, RequestBuilder, redirect};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

#[derive(Clone)]
pub struct Client {
    http: reqwest::Client,
    base_url: String,
    /// Not reqwest's jar: it would drop them by the real time, and tests look into this one.
    cookies: Vec<Cookie<'static>>,
    /// The token on the last page that had one.
    csrf: Option<String>,
    /// Sent with every request, as a proxy would.
    forwarded_for: Option<String>,
}

pub struct File<'a> {
    pub field: &'a str,
    pub name: &'a str,
    pub content_type: &'a str,
    pub bytes: &'a [u8],
}

impl Client {
    pub fn new(base_url: &str) -> Self {
        let http = reqwest::Client::builder().redirect(redirect::Policy::none()).no_proxy().build();
        Self {
            http: http.expect("a client can be built"),
            base_url: base_url.to_owned(),
            cookies: Vec::new(),
            csrf: None,
            forwarded_for: None,
        }
    }

    /// From another address, where the application takes this host for a proxy.
    pub fn coming_from(mut self, ip: &str) -> Self {
        self.forwarded_for = Some(ip.to_owned());
        self
    }

    /// The same browser, at another node of the same site.
    pub fn going_to(mut self, base_url: &str) -> Self {
        base_url.clone_into(&mut self.base_url);
        self
    }

    /// The same browser behind a proxy that leads it to another process of the installation.
    pub fn at(&self, base_url: &str) -> Self {
        Self { base_url: base_url.to_owned(), ..self.clone() }
    }

    pub async fn get(&mut self, path: &str) -> Answer {
        self.get_with(path, &[]).await
    }

    pub async fn get_with(&mut self, path: &str, headers: &[(&str, &str)]) -> Answer {
        let request = self.http.get(self.url(path)).header("Accept", "text/html");
        self.send(path, with_headers(request, headers)).await
    }

    pub async fn head(&mut self, path: &str) -> Answer {
        self.request(Method::HEAD, path, &[]).await
    }

    /// With any method, and nothing added but the cookies.
    pub async fn request(&mut self, method: Method, path: &str, headers: &[(&str, &str)]) -> Answer {
        let request = with_headers(self.http.request(method, self.url(path)), headers);
        self.send(path, request).await
    }

    /// Where the answer leads.
    pub async fn follow(&mut self, answer: &Answer) -> Answer {
        let location = answer.location().to_owned();
        self.get(location.strip_prefix(&self.base_url).unwrap_or(&location)).await
    }

    /// As from a form of ours, with the token of the last page shown, and with whatever fields a crafted form may have.
    pub async fn post(&mut self, path: &str, fields: &[(&str, &str)]) -> Answer {
        let csrf = self.csrf.clone().expect("no page with a CSRF token was shown yet: get one first, or use post_raw");
        let mut pairs = vec![("csrf", csrf.as_str())];
        pairs.extend_from_slice(fields);
        let request = self.as_from_our_page(self.http.post(self.url(path))).form(&pairs);
        self.send(path, request).await
    }

    /// Nothing added but the cookies: no token, no `Origin`, no `Sec-Fetch-Site`.
    pub async fn post_raw(&mut self, path: &str, headers: &[(&str, &str)], body: impl Into<Vec<u8>>) -> Answer {
        let request = with_headers(self.http.post(self.url(path)), headers).body(body.into());
        self.send(path, request).await
    }

    /// A call of the API.
    pub async fn post_json(&mut self, path: &str, body: &serde_json::Value) -> Answer {
        self.post_raw(path, &[(CONTENT_TYPE.as_str(), "application/json")], body.to_string()).await
    }

    /// As `post`, from a form that carries files.
    pub async fn post_multipart(&mut self, path: &str, fields: &[(&str, &str)], files: &[File<'_>]) -> Answer {
        let csrf = self.csrf.clone().expect("no page with a CSRF token was shown yet: get one first, or use post_raw");
        let mut pairs = vec![("csrf".to_owned(), csrf)];
        pairs.extend(fields.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())));
        self.send_multipart(path, pairs, files).await
    }

    /// Opens a page, changes fields of the form that posts to the page's own address, and sends it with all it held.
    /// `ON` and `OFF` tick and untick; a choice may be named by its text.
    pub async fn submit(&mut self, path: &str, changes: &[(&str, &str)]) -> Answer {
        self.submit_on(path, path, changes, &[]).await
    }

    /// The same where form and page have different addresses, or with files chosen.
    pub async fn submit_on(
        &mut self,
        page: &str,
        action: &str,
        changes: &[(&str, &str)],
        files: &[File<'_>],
    ) -> Answer {
        let answer = self.get(page).await;
        assert_eq!(answer.status, 200, "{page} shows no form: {} {}", answer.status, answer.text());
        self.submit_shown(&answer, action, changes, files).await
    }

    /// The same on a page that is in sight already: a refused form, or one that became stale meanwhile.
    pub async fn submit_shown(
        &mut self,
        shown: &Answer,
        action: &str,
        changes: &[(&str, &str)],
        files: &[File<'_>],
    ) -> Answer {
        let mut form = shown.form(action);
        form.fill(changes);
        if form.is_multipart {
            let unchosen = form.file_fields().filter(|field| files.iter().all(|file| file.field != *field));
            let empty =
                unchosen.map(|field| File { field, name: "", content_type: "application/octet-stream", bytes: b"" });
            let all: Vec<File> = files.iter().map(File::borrowed).chain(empty).collect();
            return self.send_multipart(&form.action, form.pairs(), &all).await;
        }
        assert!(files.is_empty(), "the form at {action} cannot carry files: it is not multipart");
        let request = self.as_from_our_page(self.http.post(self.url(&form.action))).form(&form.pairs());
        self.send(&form.action, request).await
    }

    pub fn cookies(&self) -> &[Cookie<'static>] {
        &self.cookies
    }

    /// As somebody who has taken or made up a cookie.
    pub fn set_cookie(&mut self, name: &str, value: &str) {
        self.cookies.push(Cookie::new(name.to_owned(), value.to_owned()));
    }

    /// As after closing the browser.
    pub fn forget_cookies(&mut self) {
        self.cookies.clear();
    }

    async fn send_multipart(&mut self, path: &str, pairs: Vec<(String, String)>, files: &[File<'_>]) -> Answer {
        let fields = pairs.into_iter().fold(Multipart::new(), |form, (name, value)| form.text(name, value));
        let form = files.iter().fold(fields, |form, file| {
            let part = Part::bytes(file.bytes.to_vec()).file_name(file.name.to_owned());
            form.part(file.field.to_owned(), part.mime_str(file.content_type).expect("a media type"))
        });
        let request = self.as_from_our_page(self.http.post(self.url(path))).multipart(form);
        self.send(path, request).await
    }

    /// Reads the beginning of an answer and no more.
    pub async fn hang_up_on(&mut self, path: &str) {
        let cookies: Vec<String> = self.cookies.iter().map(|cookie| cookie.stripped().to_string()).collect();
        let asked = self.http.get(self.url(path)).header(COOKIE, cookies.join("; ")).send();
        let mut response = asked.await.unwrap_or_else(|error| panic!("{path}: {error:?}"));
        assert!(response.chunk().await.is_ok_and(|begin| begin.is_some()), "{path} begins");
    }

    /// Begins to send a form with a file, and goes away when so many bytes of it are sent; whatever is said to that.
    pub async fn break_off(&mut self, path: &str, file: &File<'_>, sent: usize) {
        let csrf = self.csrf.clone().expect("no page with a CSRF token was shown yet: get one first");
        let cookies: Vec<String> = self.cookies.iter().map(|cookie| cookie.stripped().to_string()).collect();
        let (host, named) = (self.base_url.trim_start_matches("http://"), cookies.join("; "));
        let part = |rest: &str| format!("--x\r\nContent-Disposition: form-data; name={rest}\r\n");
        let begin =
            part(&format!("\"csrf\"\r\n\r\n{csrf}")) + &part(&format!("\"{}\"; filename=\"table\"\r\n", file.field));
        let length = begin.len() + file.bytes.len() + "\r\n--x--\r\n".len();
        let head = format!(
            "POST {path} HTTP/1.1\r\nHost: {host}\r\nCookie: {named}\r\nOrigin: {}\r\nContent-Type: multipart/form-data; boundary=x\r\nContent-Length: {length}\r\n\r\n",
            self.base_url
        );
        let mut stream = TcpStream::connect(host).await.expect("it lets people in");
        for bytes in [head.as_bytes(), begin.as_bytes(), &file.bytes[..sent]] {
            stream.write_all(bytes).await.expect("it is taken");
        }
        stream.shutdown().await.expect("nothing more comes");
        // Until the server has let go of it too.
        stream.read_to_end(&mut Vec::new()).await.ok();
    }

    async fn send(&mut self, path: &str, request: RequestBuilder) -> Answer {
        let ours = self.cookies.iter().filter(|cookie| path.starts_with(cookie.path().unwrap_or("/")));
        let pairs: Vec<String> = ours.map(|cookie| cookie.stripped().to_string()).collect();
        let request = if pairs.is_empty() { request } else { request.header(COOKIE, pairs.join("; ")) };
        let request = match &self.forwarded_for {
            Some(ip) => request.header("X-Forwarded-For", ip),
            None => request,
        };
        let response = request.send().await.unwrap_or_else(|error| panic!("{path}: {error:?}"));
        let answer = Answer::read(response).await;
        answer.check_labels(path);
        self.keep_cookies(&answer);
        self.csrf = answer.csrf().or(self.csrf.take());
        answer
    }

    fn keep_cookies(&mut self, answer: &Answer) {
        for header in answer.headers.get_all(SET_COOKIE) {
            let text = header.to_str().expect("a cookie is ASCII").to_owned();
            let cookie = Cookie::parse(text).expect("a cookie a browser understands");
            self.cookies.retain(|kept| (kept.name(), kept.path()) != (cookie.name(), cookie.path()));
            let is_gone = cookie.max_age() == Some(time::Duration::ZERO);
            if !is_gone {
                self.cookies.push(cookie);
            }
        }
    }

    /// What a browser says of a request that a page of ours made.
    fn as_from_our_page(&self, request: RequestBuilder) -> RequestBuilder {
        request.header("Sec-Fetch-Site", "same-origin").header(ORIGIN, &self.base_url)
    }

    fn url(&self, path: &str) -> String {
        assert!(path.starts_with('/'), "{path} is no path of this site");
        format!("{}{path}", self.base_url)
    }
}

impl File<'_> {
    fn borrowed(&self) -> File<'_> {
        File { ..*self }
    }
}

fn with_headers(request: RequestBuilder, headers: &[(&str, &str)]) -> RequestBuilder {
    headers.iter().fold(request, |request, (name, value)| request.header(*name, *value))
}
