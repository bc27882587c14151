//! What a directory says of itself, and whether it shows anybody.

use ldap3_proto::proto::LdapSearchScope;
use tokio::io::{AsyncRead, AsyncWrite};

use super::{
    client::{self, Client, Refusal, Search},
    dn,
    entry::Entry,
    model::Target,
};

/// What Active Directory says that it is.
const ACTIVE_DIRECTORY: &str = "1.2.840.113556.1.4.800";
/// No attribute at all.
pub const NOTHING: &str = "1.1";

pub struct About {
    pub server: &'static str,
    pub version: String,
    pub is_active_directory: bool,
    /// The names at which its parts begin.
    contexts: Vec<String>,
}

impl<S: AsyncRead + AsyncWrite + Unpin> Client<S> {
    pub async fn about(&mut self) -> Result<About, Refusal> {
        let attributes = &["objectClass", "vendorName", "vendorVersion", "supportedCapabilities", "namingContexts"];
        let (scope, filter) = (LdapSearchScope::Base, client::anything());
        let found = self.search(Search { base: "", scope, filter, most: 1, attributes }).await?;
        let root = found.entries.into_iter().next();
        Ok(About::of(&root.unwrap_or(Entry::bare(String::new()))))
    }

    /// Whether there is anybody below the base.
    pub async fn sees_people(&mut self, target: &Target) -> Result<bool, Refusal> {
        let search = Search {
            base: &target.base_dn,
            scope: LdapSearchScope::Subtree,
            filter: target.anybody(),
            most: 1,
            attributes: &[NOTHING],
        };
        Ok(!self.search(search).await?.entries.is_empty())
    }
}

impl About {
    fn of(root: &Entry) -> Self {
        let is_active_directory = root.texts("supportedCapabilities").any(|it| it == ACTIVE_DIRECTORY);
        let server = if is_active_directory {
            "Active Directory"
        } else if root.texts("objectClass").any(|it| it.eq_ignore_ascii_case("OpenLDAProotDSE")) {
            "OpenLDAP"
        } else if root.text("vendorName").contains("389") {
            "389 Directory Server"
        } else {
            "LDAP"
        };
        let (version, contexts) = (root.text("vendorVersion"), root.texts("namingContexts").collect());
        Self { server, version, is_active_directory, contexts }
    }

    /// The part of the directory that a name is in, where groups stand beside people; where it is not told, the name.
    pub fn context<'a>(&'a self, base_dn: &'a str) -> &'a str {
        let base = dn::key(base_dn).unwrap_or_default();
        let holds = |context: &&String| dn::key(context).is_some_and(|context| dn::is_below(&base, &context));
        self.contexts.iter().filter(holds).max_by_key(|it| it.len()).map_or(base_dn, String::as_str)
    }
}
