//! The choice among the senders of a rule, against an implementation in another language.

use serde_json::json;
use sha2::{Digest, Sha256};
use std::io::Write;
use std::process::{Command, Stdio};
use steward::virtual_senders::choice::{choose, shared};

/// Reads rules (a salt in hexadecimal digits, slots, the senders that are on) as JSON, a line each, and prints for each
/// what a digest of the choices of so many keys is.
const OTHER: &str = r#"
import hashlib, json, sys
for line in sys.stdin:
    rule = json.loads(line)
    salt, slots, on, digest = bytes.fromhex(rule["salt"]), rule["slots"], set(rule["on"]), hashlib.sha256()
    for key in range(rule["keys"]):
        key = f"получатель-{key}@example.com".encode()
        for n in range(256):
            sender = slots[int.from_bytes(hashlib.sha256(salt + bytes([n]) + key).digest()[:8], "big") % 100]
            if sender in on:
                break
        else:
            sender = next(it for it in slots if it in on)
        digest.update(b"%d\n" % sender)
    print(digest.hexdigest())
"#;

#[test]
#[ignore = "a million keys take minutes without optimisation; tests/run.sh runs it"]
fn a_million_keys_are_chosen_as_python_chooses_them() {
    let first = shared(&[], &[(7, 60), (3, 40)]);
    let edited = shared(&first, &[(3, 35), (12, 45), (7, 20)]);
    let rare = shared(&[], &[(1, 99), (2, 1)]);
    let rules: [(u8, Vec<i64>, Vec<i64>); 4] =
        [(1, first, vec![3, 7]), (2, edited.clone(), vec![3, 7, 12]), (3, edited, vec![7]), (4, rare, vec![2])];
    let mut python = Command::new("python3")
        .args(["-c", OTHER])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("python3 is there");
    let mut asked = String::new();
    for (salt, slots, on) in &rules {
        asked.push_str(
            &json!({"salt": format!("{salt:02x}").repeat(16), "slots": slots, "on": on, "keys": 250_000}).to_string(),
        );
        asked.push('\n');
    }
    python.stdin.take().expect("a pipe").write_all(asked.as_bytes()).expect("it reads");
    let ours: Vec<String> = rules
        .iter()
        .map(|(salt, slots, on)| {
            let mut digest = Sha256::new();
            for key in 0..250_000 {
                let key = format!("получатель-{key}@example.com");
                let sender = choose(&[*salt; 16], slots, &key, |id| on.contains(&id)).expect("some are on");
                digest.update(format!("{sender}\n"));
            }
            digest.finalize().iter().map(|byte| format!("{byte:02x}")).collect()
        })
        .collect();
    let said = python.wait_with_output().expect("it ends");
    assert_eq!(String::from_utf8_lossy(&said.stdout).lines().collect::<Vec<_>>(), ours);
}
