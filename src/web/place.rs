//! Where an address is, as far as an `.mmdb` file knows.

use std::{net::IpAddr, path::Path, sync::Arc};

use anyhow::Context;
use maxminddb::{PathElement, Reader, path};

use super::clean;
use crate::i18n::Lang;

/// The geo database, if one is set.
#[derive(Clone, Default)]
pub struct Places(Option<Arc<Reader<Vec<u8>>>>);

const LONGEST: usize = 100;

impl Places {
    pub fn open(file: Option<&Path>) -> anyhow::Result<Self> {
        let read =
            |path: &Path| Reader::open_readfile(path).with_context(|| format!("STEWARD_GEOIP_FILE: {} cannot be read", path.display()));
        Ok(Self(file.map(read).transpose()?.map(Arc::new)))
    }

    pub fn is_set(&self) -> bool {
        self.0.is_some()
    }

    /// "Berlin, Germany", or as much of it as is known.
    pub fn find(&self, ip: &str, lang: Lang) -> Option<String> {
        let ip: IpAddr = ip.parse().ok()?;
        let found = self.0.as_ref()?.lookup(ip).ok()?;
        let named = |path: &[PathElement]| {
            found.decode_path::<String>(path).ok().flatten().map(|name| clean(&name, LONGEST)).filter(|name| !name.is_empty())
        };
        // MaxMind nests names by language; others keep a plain field, a country often as its code only.
        let [city, country] = ["city", "country"].map(|part| {
            named(&path![part, "names", lang.code()])
                .or_else(|| named(&path![part, "names", "en"]))
                .or_else(|| named(&path![part]))
                .or_else(|| named(&path![part, "iso_code"]))
        });
        let country = country.or_else(|| named(&path!["country_name"])).or_else(|| named(&path!["country_code"]));
        let parts: Vec<String> = [city, country].into_iter().flatten().collect();
        (!parts.is_empty()).then(|| parts.join(", "))
    }
}
