//! OpenLDAP, the real one: `slapd` of Debian, with people and groups in it.

use crate::api::Script;
use crate::support::app::TestApp;
use crate::support::postgres::{OsUser, folder};
use crate::support::scratch::quoted;
use crate::trials::servers::{Certified, dead_port};
use serde_json::{Value, json};
use std::io::Write;
use std::net::TcpStream;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};
use steward::ldap::Directory;

/// Runs until it is stopped or dropped.
pub struct Slapd {
    folder: PathBuf,
    user: OsUser,
    pub port: String,
    /// Where it speaks TLS from the first byte, if it has a certificate.
    pub ldaps: String,
}

pub const MISSING: &str = "slapd is not installed: install the packages slapd and ldap-utils";
pub const BASE: &str = "dc=example,dc=org";
/// May do everything, whose password is [`SECRET`].
pub const ADMIN: &str = "cn=steward,dc=example,dc=org";
pub const SECRET: &str = "secret";
/// May read, with the same password and the limits of everybody.
pub const READER: &str = "cn=reader,dc=example,dc=org";
/// Anna's and Boris's: `anna's own`, `boris's own`. She is in `staff`, he in `inner`, which is in `outer`.
const PEOPLE: &str = "
dn: dc=example,dc=org
objectClass: dcObject
objectClass: organization
o: Example
dc: example

dn: cn=reader,dc=example,dc=org
objectClass: organizationalRole
objectClass: simpleSecurityObject
cn: reader
userPassword: secret

dn: ou=people,dc=example,dc=org
objectClass: organizationalUnit
ou: people

dn: uid=anna,ou=people,dc=example,dc=org
objectClass: inetOrgPerson
uid: anna
cn: Anna
givenName: Anna
sn: Ivanova
mail: anna@example.org
userPassword: anna's own

dn: uid=boris,ou=people,dc=example,dc=org
objectClass: inetOrgPerson
uid: boris
cn: Boris
sn: B
userPassword: boris's own

dn: ou=groups,dc=example,dc=org
objectClass: organizationalUnit
ou: groups

dn: cn=staff,ou=groups,dc=example,dc=org
objectClass: groupOfNames
cn: staff
member: uid=anna,ou=people,dc=example,dc=org

dn: cn=inner,ou=groups,dc=example,dc=org
objectClass: groupOfNames
cn: inner
member: uid=boris,ou=people,dc=example,dc=org

dn: cn=outer,ou=groups,dc=example,dc=org
objectClass: groupOfNames
cn: outer
member: cn=inner,ou=groups,dc=example,dc=org
";

impl Slapd {
    pub fn start() -> Self {
        Self::configured(None, "")
    }

    /// Under a certificate, and with more lines of its database's configuration.
    pub fn configured(certified: Option<&Certified>, more: &str) -> Self {
        assert!(Path::new("/usr/sbin/slapd").exists() && Path::new("/usr/bin/ldapmodify").exists(), "{MISSING}");
        let (port, ldaps) = (dead_port(), dead_port());
        let (folder, user) = folder(&format!("slapd-{port}"));
        let slapd = Self { folder, user, port, ldaps };
        let at = slapd.folder.display();
        let tls = certified.map_or(String::new(), |certified| {
            let (cert, key) = (slapd.write("cert", &certified.certificate), slapd.write("key", &certified.key));
            format!("TLSCertificateFile {cert}\nTLSCertificateKeyFile {key}\n")
        });
        let schema =
            ["core", "cosine", "inetorgperson", "nis"].map(|it| format!("include /etc/ldap/schema/{it}.schema\n"));
        let modules = ["back_mdb", "memberof", "ppolicy"].map(|it| format!("moduleload {it}\n"));
        let config = slapd.write(
            "slapd.conf",
            &format!(
                "{}modulepath /usr/lib/ldap\n{}pidfile {at}/pid\n{tls}database mdb\nmaxsize 104857600\nsuffix \"{BASE}\"\n\
                 rootdn \"{ADMIN}\"\nrootpw {SECRET}\ndirectory {at}/data\nindex member,uid,entryUUID eq\n{more}\n",
                schema.concat(),
                modules.concat()
            ),
        );
        let ldif = slapd.write("people.ldif", PEOPLE);
        let mut make = Command::new("mkdir");
        slapd.user.run(make.arg(slapd.folder.join("data"))).expect("a folder is made");
        let mut add = Command::new("/usr/sbin/slapadd");
        slapd.user.run(add.args(["-q", "-f", &config, "-l", &ldif])).expect("people are added");
        slapd.start_again();
        slapd
    }

    fn write(&self, name: &str, text: &str) -> String {
        std::fs::write(self.folder.join(name), text).expect("the folder can be written");
        self.folder.join(name).to_string_lossy().into_owned()
    }

    /// With all that was in it.
    pub fn start_again(&self) {
        let (config, port, ldaps) = (self.folder.join("slapd.conf"), &self.port, &self.ldaps);
        let mut server = Command::new("/usr/sbin/slapd");
        server.arg("-f").arg(config).args(["-h", &format!("ldap://127.0.0.1:{port} ldaps://127.0.0.1:{ldaps}")]);
        self.user.run(&server).expect("slapd starts, and goes on by itself");
        // It goes into the background before it accepts anybody.
        let began = Instant::now();
        while TcpStream::connect(format!("127.0.0.1:{port}")).is_err() {
            assert!(began.elapsed() < Duration::from_secs(20), "slapd does not listen");
            std::thread::yield_now();
        }
    }

    /// Nobody answers from then on.
    pub fn stop(&self) {
        let pid = quoted(&self.folder.join("pid").to_string_lossy());
        let stop = format!("[ ! -f {pid} ] || {{ p=$(cat {pid}); kill $p; tail --pid=$p -f /dev/null; }}");
        Command::new("sh").arg("-c").arg(stop).status().expect("it is ended");
    }

    /// Entries in LDIF.
    pub fn add(&self, ldif: &str) {
        self.change(&["-a"], ldif);
    }

    /// Changes in LDIF: `dn: …`, `changetype: …` and so on.
    pub fn modify(&self, ldif: &str) {
        self.change(&[], ldif);
    }

    fn change(&self, arguments: &[&str], ldif: &str) {
        let mut command = Command::new("/usr/bin/ldapmodify");
        command.args(arguments).args([
            "-x",
            "-H",
            &format!("ldap://127.0.0.1:{}", self.port),
            "-D",
            ADMIN,
            "-w",
            SECRET,
        ]);
        command.env("LDAPNOINIT", "1").stdin(Stdio::piped()).stdout(Stdio::null()).stderr(Stdio::piped());
        let mut child = command.spawn().expect("ldapmodify starts");
        child.stdin.take().expect("it reads").write_all(ldif.as_bytes()).expect("it reads all");
        let done = child.wait_with_output().expect("it ends");
        assert!(done.status.success(), "{}\n{ldif}", String::from_utf8_lossy(&done.stderr));
    }

    /// What a form says to reach it, and beside or in place of that what is given.
    pub fn connector(&self, more: Value) -> Value {
        let mut all = json!({
            "name": "Office", "host": "127.0.0.1", "port": self.port, "security": "none", "bind_dn": ADMIN,
            "password": SECRET, "base_dn": format!("ou=people,{BASE}"),
        });
        all.as_object_mut().expect("values").extend(more.as_object().expect("more").clone());
        all
    }
}

impl Drop for Slapd {
    fn drop(&mut self) {
        self.stop();
    }
}

/// Saves a connector and opens it.
pub async fn saved(app: &TestApp, script: &mut Script, connector: Value) -> Directory {
    let id = script.ok("ldap/save", connector).await["data"]["saved_id"].as_i64().expect("an id");
    opened(app, id).await
}

pub async fn opened(app: &TestApp, id: i64) -> Directory {
    let mut conn = app.state.db.conn().await.expect("the database answers");
    steward::ldap::directory(&app.state, &mut conn, id).await.expect("it opens").expect("it is there")
}
