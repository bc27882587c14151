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
        let read = |path: &Path| {
            Reader::open_readfile(path)
                .with_context(|| format!("STEWARD_GEOIP_FILE: {} cannot be read", path.display()))
        };
        Ok(Self(file.map(read).transpose()?.map(Arc::new)))
    }

    pub fn is_set(&self) -> bool {
        self.0.is_some()
    }

    /// "Berlin, Germany", or as much of it as is known.
    pub fn find(&self, ip: &str, lang: Lang) -> Option<String> {
        let ip = ip.parse::<IpAddr>().ok()?.to_canonical();
        let found = self.0.as_ref()?.lookup(ip).ok()?;
        let named = |path: &[PathElement]| {
            found
                .decode_path::<String>(path)
                .ok()
                .flatten()
                .map(|name| clean(&name, LONGEST))
                .filter(|name| !name.is_empty())
        };
        // MaxMind nests names by language; others keep a plain field, a country often as its code only.
        let [city, country] = ["city", "country"].map(|part| {
            named(&path![part, "names", lang.as_str()])
                .or_else(|| named(&path![part, "names", "en"]))
                .or_else(|| named(&path![part]))
                .or_else(|| named(&path![part, "iso_code"]))
        });
        let country = country.or_else(|| named(&path!["country_name"])).or_else(|| named(&path!["country_code"]));
        let parts: Vec<String> = [city, country].into_iter().flatten().collect();
        (!parts.is_empty()).then(|| parts.join(", "))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A database in which every address is in the same place; `record` is that place, encoded.
    fn everywhere(record: &[u8]) -> Places {
        let metadata = [
            map(9),
            text("binary_format_major_version"),
            short(2),
            text("binary_format_minor_version"),
            short(0),
            text("build_epoch"),
            vec![1, 2, 1],
            text("database_type"),
            text("Test"),
            text("description"),
            map(0),
            text("ip_version"),
            short(4),
            text("languages"),
            vec![0, 4],
            text("node_count"),
            vec![6 << 5 | 1, 1],
            text("record_size"),
            short(24),
        ];
        // One node, both of whose branches lead to the first record.
        let tree = [[0, 0, 17], [0, 0, 17]].concat();
        let file = [&tree[..], &[0; 16], record, b"\xab\xcd\xefMaxMind.com", &metadata.concat()].concat();
        Places(Some(Arc::new(Reader::from_source(file).expect("it is a database"))))
    }

    fn map(pairs: u8) -> Vec<u8> {
        vec![7 << 5 | pairs]
    }

    fn text(text: &str) -> Vec<u8> {
        let length = u8::try_from(text.len()).expect("short");
        [vec![2 << 5 | length], text.as_bytes().to_vec()].concat()
    }

    fn short(number: u8) -> Vec<u8> {
        vec![5 << 5 | 1, number]
    }

    #[test]
    fn a_place_is_named_in_the_reader_s_language_where_the_database_can() {
        let names = |en, ru| [map(1), text("names"), map(2), text("en"), text(en), text("ru"), text(ru)].concat();
        let nested =
            [map(2), text("city"), names("Kazan", "Казань"), text("country"), names("Russia", "Россия")].concat();
        let places = everywhere(&nested);
        assert_eq!(places.find("203.0.113.7", Lang::Ru).as_deref(), Some("Казань, Россия"));
        assert_eq!(places.find("203.0.113.7", Lang::En).as_deref(), Some("Kazan, Russia"));
        assert_eq!(places.find("nowhere", Lang::En), None);
    }

    #[test]
    fn a_database_of_plain_fields_is_read_too() {
        let flat = [map(2), text("city"), text("Kazan\n"), text("country"), text("RU")].concat();
        assert_eq!(everywhere(&flat).find("203.0.113.7", Lang::Ru).as_deref(), Some("Kazan, RU"));
        let country = [map(1), text("country_code"), text("RU")].concat();
        assert_eq!(everywhere(&country).find("203.0.113.7", Lang::En).as_deref(), Some("RU"));
        assert_eq!(everywhere(&map(0)).find("203.0.113.7", Lang::En), None);
        assert_eq!(Places::default().find("203.0.113.7", Lang::En), None);
    }
}
