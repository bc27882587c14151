//! Requests to AWS, signed as its Signature Version 4 says.

use chrono::{DateTime, Utc};
use hmac::{Hmac, KeyInit, Mac};
use sha2::{Digest, Sha256};
use url::Url;

const ALGORITHM: &str = "AWS4-HMAC-SHA256";

pub struct Key<'a> {
    pub id: &'a str,
    pub secret: &'a str,
    pub region: &'a str,
    pub service: &'a str,
}

/// The call that tells of the account whether it may send, and changes nothing.
pub fn account(region: &str) -> String {
    format!("https://email.{region}.amazonaws.com/v2/email/account")
}

impl Key<'_> {
    /// The headers of a GET without a query or a body.
    pub fn sign(&self, url: &Url, now: DateTime<Utc>) -> Vec<(&'static str, String)> {
        let (at, day) = (now.format("%Y%m%dT%H%M%SZ").to_string(), now.format("%Y%m%d").to_string());
        let host = url.host_str().unwrap_or_default();
        let signed = "host;x-amz-date";
        let nothing = hex(&Sha256::digest(b""));
        let request = format!("GET\n{}\n\nhost:{host}\nx-amz-date:{at}\n\n{signed}\n{nothing}", url.path());
        let scope = format!("{day}/{}/{}/aws4_request", self.region, self.service);
        let to_sign = format!("{ALGORITHM}\n{at}\n{scope}\n{}", hex(&Sha256::digest(request.as_bytes())));
        let parts = [&*day, self.region, self.service, "aws4_request"];
        let secret = format!("AWS4{}", self.secret).into_bytes();
        let key = parts.iter().fold(secret, |key, part| keyed(&key, part));
        let signature = hex(&keyed(&key, &to_sign));
        let authorization =
            format!("{ALGORITHM} Credential={}/{scope}, SignedHeaders={signed}, Signature={signature}", self.id);
        vec![("X-Amz-Date", at), ("Authorization", authorization)]
    }
}

fn keyed(key: &[u8], text: &str) -> Vec<u8> {
    let mut mac =
        <Hmac<Sha256> as KeyInit>::new_from_slice(key).unwrap_or_else(|_| unreachable!("any length is a key"));
    mac.update(text.as_bytes());
    mac.finalize().into_bytes().to_vec()
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The example `get-vanilla` that AWS publishes.
    #[test]
    fn a_request_is_signed_as_in_the_published_example() {
        let key = Key {
            id: "AKIDEXAMPLE",
            secret: "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY",
            region: "us-east-1",
            service: "service",
        };
        let url = Url::parse("https://example.amazonaws.com/").expect("a URL");
        let headers = key.sign(&url, "2015-08-30T12:36:00Z".parse().expect("a time"));
        let signature = "5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31";
        assert_eq!(
            headers,
            [
                ("X-Amz-Date", "20150830T123600Z".to_owned()),
                (
                    "Authorization",
                    format!(
                        "AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20150830/us-east-1/service/aws4_request, SignedHeaders=host;x-amz-date, Signature={signature}"
                    )
                ),
            ]
        );
    }
}
