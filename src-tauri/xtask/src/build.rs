//! Building the program, always with the same features, so that `run` and `test` share what is compiled.

use std::path::PathBuf;
use std::process::Command;

use crate::phases::{Log, Result};
use crate::setup::{cargo, npm, root};

/// Which packages count when features are decided. One choice for every chore: another would compile most of the program's
/// dependencies a second time.
pub(crate) const SHARED: &[&str] = &["--workspace", "--exclude", "xtask", "--features", "parlance/custom-protocol"];

/// The page, into `ui/dist`. The program takes it in when it is compiled.
pub(crate) fn page(log: &mut Log) -> Result {
    log.run(npm().args(["run", "build"]))
}

/// The program, for development. It needs the page.
pub(crate) fn program(log: &mut Log) -> Result {
    // `--examples` (there are none) makes cargo decide features as for the tests, which then find everything compiled.
    log.run(cargo().arg("build").args(SHARED).args(["--bin", "parlance", "--examples"]))
}

/// Where `program` puts it.
pub(crate) fn binary() -> PathBuf {
    target().join("debug").join(format!("parlance{}", std::env::consts::EXE_SUFFIX))
}

/// The folder that cargo builds in.
pub(crate) fn target() -> PathBuf {
    std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| root().join("target"), |folder| root().join(folder))
}

/// Clippy over what `cargo_arguments` choose; every warning is an error.
pub(crate) fn clippy(cargo_arguments: &[&str]) -> Command {
    let mut command = cargo();
    command.arg("clippy").args(cargo_arguments).args(["--all-targets", "--", "-D", "warnings"]);
    command
}
