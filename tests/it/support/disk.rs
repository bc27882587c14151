//! File systems of a test's own, to be filled, broken and frozen. There are none where we may not mount.

use super::scratch;
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::Command;

pub struct Disk(PathBuf);

const DEVICE: u64 = 32 << 20;

impl Disk {
    pub fn of_14_mb(name: &str) -> Option<Self> {
        Self::mount(name, &["-t", "tmpfs", "-o", "size=14m", "tmpfs"])
    }

    /// ext4 on a block device, which is a file here.
    pub fn on_a_device(name: &str) -> Option<Self> {
        let image = scratch::folder().join(format!("{name}.img"));
        fs::File::create(&image).and_then(|file| file.set_len(DEVICE)).expect("the scratch folder can be written");
        let image = image.to_str().expect("it is text");
        if !does("mkfs.ext4", &["-q", image]) {
            return left_out(name);
        }
        Self::mount(name, &["-o", "loop,errors=remount-ro", image])
    }

    fn mount(name: &str, what: &[&str]) -> Option<Self> {
        let folder = scratch::folder().join(name);
        fs::create_dir(&folder).expect("the scratch folder can be written");
        let place = folder.to_str().expect("it is text");
        if !does("mount", &[what, &[place]].concat()) {
            return left_out(name);
        }
        let quoted = scratch::quoted(place);
        scratch::at_exit(&format!(
            "fsfreeze -u {quoted} 2>/dev/null; while umount -l {quoted} 2>/dev/null; do :; done"
        ));
        Some(Self(folder))
    }

    pub fn folder(&self) -> &Path {
        &self.0
    }

    fn place(&self) -> &str {
        self.0.to_str().expect("it is text")
    }

    /// Until not a byte is free.
    pub fn fill(&self) -> PathBuf {
        let filler = self.0.join("filler");
        fs::write(&filler, vec![b'x'; 20 << 20]).expect_err("that is more than there is");
        let mut file = fs::OpenOptions::new().append(true).open(&filler).expect("it is there");
        while file.write_all(b"x").is_ok() {}
        filler
    }

    /// Whether nobody may write the database and its log, not even who has them open.
    pub fn protect(&self, protected: bool) {
        let flag = if protected { "+i" } else { "-i" };
        for name in ["steward.db", "steward.db-wal"] {
            assert!(does("chattr", &[flag, self.0.join(name).to_str().expect("it is text")]), "{name}");
        }
    }

    /// Whether it is mounted over itself read-only, as for whoever opens something from then on.
    pub fn cover(&self, covered: bool) {
        let place = self.place();
        let done = match covered {
            true => does("mount", &["--bind", place, place]) && does("mount", &["-o", "remount,bind,ro", place]),
            false => does("umount", &["-l", place]),
        };
        assert!(done, "{place}");
    }

    /// The kernel finds a mistake in it, and from then on nobody may write there.
    pub fn breaks(&self) {
        let mounts = fs::read_to_string("/proc/mounts").expect("it is read");
        let place = self.place();
        let device = mounts
            .lines()
            .find_map(|line| line.split_once(' ').filter(|(_, rest)| rest.split(' ').next() == Some(place)));
        let device = device.expect("it is mounted").0.trim_start_matches("/dev/");
        fs::write(format!("/sys/fs/ext4/{device}/trigger_fs_error"), "a test").expect("the kernel takes it");
    }

    /// Whether who writes there waits, for as long as it takes.
    pub fn freeze(&self, frozen: bool) {
        let flag = if frozen { "-f" } else { "-u" };
        assert!(does("fsfreeze", &[flag, self.place()]), "{flag}");
    }
}

impl Drop for Disk {
    fn drop(&mut self) {
        does("fsfreeze", &["-u", self.place()]);
        while does("umount", &["-l", self.place()]) {}
    }
}

fn does(program: &str, arguments: &[&str]) -> bool {
    Command::new(program).args(arguments).output().is_ok_and(|done| done.status.success())
}

fn left_out<T>(name: &str) -> Option<T> {
    eprintln!("NOT TESTED: {name}, because no such file system may be made and mounted here");
    None
}
