//! Lists the pages of the user guide, so that a page that is added is served without another word.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::{env, fs, io};

fn main() -> io::Result<()> {
    let root = PathBuf::from(env::var_os("CARGO_MANIFEST_DIR").unwrap_or_default()).join("guide");
    let out = PathBuf::from(env::var_os("OUT_DIR").unwrap_or_default()).join("guide.rs");
    let mut list = String::from("&[\n");
    for locale in ["en", "zh-CN"] {
        let folder = root.join(locale);
        // A folder that is not there is watched by its parent, which then changes.
        println!("cargo::rerun-if-changed={}", if folder.is_dir() { &folder } else { &root }.display());
        for page in pages(&folder)? {
            let name = page.file_stem().unwrap_or_default().to_string_lossy();
            let line = format!("    ({locale:?}, {name:?}, include_str!({:?})),", page.display().to_string());
            writeln!(list, "{line}").map_err(io::Error::other)?;
        }
    }
    list.push_str("]\n");
    fs::write(out, list)
}

/// The Markdown files of a folder by name; none when there is no folder.
fn pages(folder: &Path) -> io::Result<Vec<PathBuf>> {
    if !folder.is_dir() {
        return Ok(Vec::new());
    }
    let mut pages = Vec::new();
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.extension().is_some_and(|extension| extension == "md") {
            pages.push(path);
        }
    }
    pages.sort();
    Ok(pages)
}
