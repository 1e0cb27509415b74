//! `cargo xtask gallery`: pictures of the window in every state that its tests reach, in both themes and languages, in one
//! folder to look at.

use std::fs;

use crate::build::{self, SHARED};
use crate::phases::Result;
use crate::run;
use crate::setup::{Purpose, cargo, root};

/// Builds, walks through the window and keeps its pictures in `target/gallery`.
pub(crate) fn gallery() -> Result<bool> {
    if !run::built(Purpose::Window)? {
        return Ok(false);
    }
    let folder = root().join("target/gallery");
    if folder.exists() {
        fs::remove_dir_all(&folder)?;
    }
    fs::create_dir_all(&folder)?;
    let mut walk = cargo();
    walk.args(["test", "--no-fail-fast"]).args(SHARED).args(["--test", "window", "--", "--test-threads=1"]);
    walk.env("PARLANCE_BINARY", build::binary()).env("PARLANCE_GALLERY", &folder);
    let walked = walk.status()?.success();
    println!("The pictures are in {}", folder.display());
    Ok(walked)
}
