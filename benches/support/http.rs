//! HTTP/1.1 over one connection that is kept alive, without following, checking or hiding anything.

use std::{
    collections::BTreeMap,
    io::{BufRead, BufReader, Read, Write},
    net::TcpStream,
    time::Duration,
};

use anyhow::{Context, ensure};

pub struct Connection {
    stream: BufReader<TcpStream>,
    address: String,
    cookies: BTreeMap<String, String>,
}

pub struct Answer {
    pub status: u16,
    pub body: String,
    cookies: Vec<(String, String)>,
}

const PATIENCE: Duration = Duration::from_secs(30);

impl Connection {
    /// `cookies` as [`Self::cookies`] gives them.
    pub fn open(address: &str, cookies: &str) -> anyhow::Result<Self> {
        let stream = TcpStream::connect(address)?;
        stream.set_nodelay(true)?;
        stream.set_read_timeout(Some(PATIENCE))?;
        let pairs = cookies.split("; ").filter_map(|pair| pair.split_once('='));
        let cookies = pairs.map(|(name, value)| (name.to_owned(), value.to_owned())).collect();
        Ok(Self { stream: BufReader::with_capacity(64 * 1024, stream), address: address.to_owned(), cookies })
    }

    /// The value of a `Cookie` header.
    pub fn cookies(&self) -> String {
        self.cookies.iter().map(|(name, value)| format!("{name}={value}")).collect::<Vec<_>>().join("; ")
    }

    pub fn get(&mut self, path: &str) -> anyhow::Result<Answer> {
        let head = self.head("GET", path);
        self.exchange(format!("{head}\r\n").as_bytes())
    }

    /// Opens the page and posts its form to the page's own address, with its token, version and the fields given.
    pub fn submit(&mut self, path: &str, fields: &[(&str, &str)]) -> anyhow::Result<Answer> {
        let page = self.get(path)?;
        ensure!(page.status == 200, "{path}: {}", page.status);
        let hidden = ["csrf", "version"].map(|name| (name, page.value(name)));
        let hidden = hidden.iter().filter_map(|(name, value)| value.as_deref().map(|value| (*name, value)));
        self.post(path, &hidden.chain(fields.iter().copied()).collect::<Vec<_>>())
    }

    pub fn post(&mut self, path: &str, fields: &[(&str, &str)]) -> anyhow::Result<Answer> {
        let body = url::form_urlencoded::Serializer::new(String::new()).extend_pairs(fields).finish();
        self.post_with(
            path,
            "Sec-Fetch-Site: same-origin\r\nContent-Type: application/x-www-form-urlencoded\r\n",
            &body,
        )
    }

    /// With header lines of one's own.
    pub fn post_with(&mut self, path: &str, headers: &str, body: &str) -> anyhow::Result<Answer> {
        let head = self.head("POST", path);
        self.exchange(format!("{head}{headers}Content-Length: {}\r\n\r\n{body}", body.len()).as_bytes())
    }

    fn head(&self, method: &str, path: &str) -> String {
        let cookies = if self.cookies.is_empty() { String::new() } else { format!("Cookie: {}\r\n", self.cookies()) };
        format!("{method} {path} HTTP/1.1\r\nHost: {}\r\nUser-Agent: bench\r\n{cookies}", self.address)
    }

    fn exchange(&mut self, request: &[u8]) -> anyhow::Result<Answer> {
        self.stream.get_mut().write_all(request)?;
        let answer = self.read()?;
        for (name, value) in &answer.cookies {
            if value.is_empty() {
                self.cookies.remove(name)
            } else {
                self.cookies.insert(name.clone(), value.clone())
            };
        }
        Ok(answer)
    }

    fn read(&mut self) -> anyhow::Result<Answer> {
        let status = self
            .line()?
            .split(' ')
            .nth(1)
            .and_then(|status| status.parse().ok())
            .context("an answer begins with its status")?;
        let (mut length, mut chunked, mut cookies) = (0, false, Vec::new());
        loop {
            let line = self.line()?;
            let Some((name, value)) = line.split_once(": ") else { break };
            match name.to_ascii_lowercase().as_str() {
                "content-length" => length = value.parse()?,
                "transfer-encoding" => chunked = value == "chunked",
                "set-cookie" => {
                    cookies.extend(
                        value
                            .split(';')
                            .next()
                            .and_then(|pair| pair.split_once('='))
                            .map(|(a, b)| (a.to_owned(), b.to_owned())),
                    );
                }
                _ => {}
            }
        }
        let body = if chunked { self.chunks()? } else { self.bytes(length)? };
        Ok(Answer { status, body: String::from_utf8(body)?, cookies })
    }

    fn chunks(&mut self) -> anyhow::Result<Vec<u8>> {
        let mut body = Vec::new();
        loop {
            let length = usize::from_str_radix(&self.line()?, 16)?;
            body.extend(self.bytes(length)?);
            self.line()?;
            if length == 0 {
                return Ok(body);
            }
        }
    }

    fn line(&mut self) -> anyhow::Result<String> {
        let mut line = String::new();
        ensure!(self.stream.read_line(&mut line)? > 0, "the server hung up");
        Ok(line.trim_end().to_owned())
    }

    fn bytes(&mut self, length: usize) -> anyhow::Result<Vec<u8>> {
        let mut bytes = vec![0; length];
        self.stream.read_exact(&mut bytes)?;
        Ok(bytes)
    }
}

impl Answer {
    /// Of the hidden field of that name.
    pub fn value(&self, name: &str) -> Option<String> {
        let after = self.body.split(&format!("name=\"{name}\" value=\"")).nth(1)?;
        after.split('"').next().map(str::to_owned)
    }
}
