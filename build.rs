//! Compresses the files of `static/` once and for all, and lists them for `src/web/assets.rs`.

use std::{
    env, fs,
    io::{self, Write},
    path::{Path, PathBuf},
};

use flate2::{Compression, write::GzEncoder};

fn main() -> io::Result<()> {
    println!("cargo::rerun-if-changed=static");
    println!("cargo::rerun-if-changed=build.rs");
    let out = env::var_os("OUT_DIR").map(PathBuf::from).ok_or_else(|| io::Error::other("no OUT_DIR"))?;
    let mut paths = fs::read_dir("static")?.map(|it| Ok(it?.path())).collect::<io::Result<Vec<_>>>()?;
    paths.sort();
    let files = paths.iter().map(|path| listed(path, &out)).collect::<io::Result<String>>()?;
    fs::write(out.join("files.rs"), format!("static FILES: &[File] = &[\n{files}];\n"))
}

/// The file in the three ways it is sent, those left out that make it no smaller.
fn listed(path: &Path, out: &Path) -> io::Result<String> {
    let plain = fs::read(path)?;
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let packed = |ending: &str, content: Vec<u8>| {
        let file = out.join(format!("{name}.{ending}"));
        fs::write(&file, &content)?;
        io::Result::Ok(match content.len() < plain.len() {
            true => format!("Some({})", included("OUT_DIR", &format!("/{name}.{ending}"))),
            false => "None".to_owned(),
        })
    };
    let (gzip, brotli) = (packed("gz", gzip(&plain)?)?, packed("br", brotli(&plain)?)?);
    let plain = included("CARGO_MANIFEST_DIR", &format!("/static/{name}"));
    Ok(format!("File {{ name: {name:?}, plain: {plain}, gzip: {gzip}, brotli: {brotli} }},\n"))
}

/// By a variable of the build, so that a checkout that was built may be moved.
fn included(folder: &str, file: &str) -> String {
    format!("include_bytes!(concat!(env!({folder:?}), {file:?}))")
}

fn gzip(plain: &[u8]) -> io::Result<Vec<u8>> {
    let mut packed = GzEncoder::new(Vec::new(), Compression::best());
    packed.write_all(plain)?;
    packed.finish()
}

fn brotli(plain: &[u8]) -> io::Result<Vec<u8>> {
    let mut packed = Vec::new();
    brotli::BrotliCompress(&mut &*plain, &mut packed, &brotli::enc::BrotliEncoderParams::default())?;
    Ok(packed)
}
