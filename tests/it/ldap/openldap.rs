//! OpenLDAP, the real one: `slapd` of Debian.

use super::tried;
use crate::api::Script;
use crate::both_databases;
use crate::support::app::TestApp;
use crate::support::postgres::folder;
use crate::support::scratch::quoted;
use crate::trials::servers::{Certified, certified, dead_port};
use serde_json::json;
use std::collections::HashMap;
use std::path::PathBuf;
use std::process::Command;
use steward::dial::Names;

/// Runs until it is dropped.
struct Slapd {
    folder: PathBuf,
    port: String,
    ldaps: String,
}

const MISSING: &str = "slapd is not installed: install the package slapd";
const NAME: &str = "ldap.example.org";
const ADMIN: &str = "cn=steward,dc=example,dc=org";
const PEOPLE: &str = "
dn: dc=example,dc=org
objectClass: dcObject
objectClass: organization
o: Example
dc: example

dn: ou=people,dc=example,dc=org
objectClass: organizationalUnit
ou: people

dn: uid=anna,ou=people,dc=example,dc=org
objectClass: inetOrgPerson
uid: anna
cn: Anna
sn: Ivanova
mail: anna@example.org
";

impl Slapd {
    fn start(certified: &Certified) -> Self {
        assert!(PathBuf::from("/usr/sbin/slapd").exists(), "{MISSING}");
        let (port, ldaps) = (dead_port(), dead_port());
        let (folder, user) = folder(&format!("slapd-{port}"));
        let write = |name: &str, text: &str| {
            std::fs::write(folder.join(name), text).expect("the folder can be written");
            folder.join(name).to_string_lossy().into_owned()
        };
        let (cert, key, at) = (write("cert", &certified.certificate), write("key", &certified.key), folder.display());
        let config = write(
            "slapd.conf",
            &format!(
                "include /etc/ldap/schema/core.schema\ninclude /etc/ldap/schema/cosine.schema\ninclude /etc/ldap/schema/inetorgperson.schema\n\
             modulepath /usr/lib/ldap\nmoduleload back_mdb\npidfile {at}/pid\nTLSCertificateFile {cert}\nTLSCertificateKeyFile {key}\n\
             database mdb\nsuffix \"dc=example,dc=org\"\nrootdn \"{ADMIN}\"\nrootpw secret\ndirectory {at}/data\n"
            ),
        );
        let ldif = write("people.ldif", PEOPLE);
        let mut make = Command::new("mkdir");
        user.run(make.arg(folder.join("data"))).expect("a folder is made");
        let mut add = Command::new("/usr/sbin/slapadd");
        user.run(add.args(["-q", "-f", &config, "-l", &ldif])).expect("people are added");
        let mut server = Command::new("/usr/sbin/slapd");
        server.args(["-f", &config, "-h", &format!("ldap://127.0.0.1:{port} ldaps://127.0.0.1:{ldaps}")]);
        user.run(&server).expect("slapd starts, and goes on by itself");
        Self { folder, port, ldaps }
    }
}

impl Drop for Slapd {
    fn drop(&mut self) {
        let pid = quoted(&self.folder.join("pid").to_string_lossy());
        Command::new("sh").arg("-c").arg(format!("kill $(cat {pid})")).status().expect("it is ended");
    }
}

both_databases! {
    async fn openldap_says_what_it_is_or_why_it_lets_nobody_in(app: TestApp) {
        let certified = certified(NAME);
        let slapd = Slapd::start(&certified);
        let here = vec!["127.0.0.1".parse().expect("an address")];
        app.state.part::<Names>().only(HashMap::from([(NAME.to_owned(), here.clone()), ("other.example.org".to_owned(), here)]));
        let mut script = Script::new(&app).await;
        let of = |more: serde_json::Value| {
            let mut all = json!({"host": NAME, "port": slapd.port, "bind_dn": ADMIN, "password": "secret", "base_dn": "ou=people,dc=example,dc=org"});
            all.as_object_mut().expect("values").extend(more.as_object().expect("more").clone());
            all
        };
        let ca = certified.authority.as_str();
        for (more, expected) in [
            (json!({}), "ok"),
            (json!({"security": "starttls", "ca": ca}), "ok"),
            (json!({"security": "ldaps", "ca": ca, "port": slapd.ldaps}), "ok"),
            (json!({"security": "starttls"}), "tls_refused"),
            (json!({"security": "ldaps", "ca": ca, "port": slapd.ldaps, "host": "other.example.org"}), "tls_refused"),
            (json!({"security": "ldaps", "ca": ca}), "not_this_kind"),
            (json!({"password": "wrong"}), "wrong_credentials"),
            (json!({"bind_dn": "cn=nobody,dc=example,dc=org"}), "wrong_credentials"),
            (json!({"base_dn": "ou=none,dc=example,dc=org"}), "no_such_base"),
        ] {
            let told = tried(&app, &mut script, of(more.clone())).await;
            assert_eq!(told["outcome"], json!(expected), "{more}: {told}");
            if expected == "ok" {
                assert_eq!((&told["server"], &told["remarks"]), (&json!("OpenLDAP"), &json!(["Users: found"])), "{told}");
                assert_eq!(told["tls_version"], if more["security"].is_string() { json!("TLSv1.3") } else { json!(null) });
            }
        }
    }

    async fn whom_the_filter_leaves_and_the_secondary_host_are_told_beside(app: TestApp) {
        let slapd = Slapd::start(&certified(NAME));
        let mut script = Script::new(&app).await;
        let of = |more: serde_json::Value| {
            let mut all = json!({"port": slapd.port, "base_dn": "ou=people,dc=example,dc=org"});
            all.as_object_mut().expect("values").extend(more.as_object().expect("more").clone());
            all
        };
        let nobody = "Users: nobody is found below the base DN with this filter and login attribute";
        for (more, expected) in [
            (json!({"user_filter": "(&(objectClass=inetOrgPerson)(uid=a*))"}), json!(["Users: found"])),
            (json!({"user_filter": "(uid=boris)"}), json!([nobody])),
            (json!({"login_attribute": "sAMAccountName"}), json!([nobody])),
            (json!({"secondary_host": "127.0.0.1", "secondary_port": slapd.port}), json!(["Users: found", "Secondary host: works"])),
            (json!({"secondary_host": "127.0.0.1", "secondary_port": dead_port()}), json!(["Users: found", "Secondary host: Nothing accepts connections at this port."])),
        ] {
            let told = tried(&app, &mut script, of(more.clone())).await;
            assert_eq!((&told["outcome"], &told["remarks"]), (&json!("ok"), &expected), "{more}: {told}");
        }
    }
}
