//! `cargo xtask bench`: what Parlance costs beside others, measured in one run. Times are of this machine and this hour; the
//! ratios are what counts, and a bench fails when one of them is missed.

use std::fs;
use std::io::{BufRead as _, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

use crate::build::{self, SHARED};
use crate::phases::{Failure, Log, Result};
use crate::run;
use crate::setup::{self, Purpose, cargo, npm, root};

/// A reader of streams for node, for comparison.
const PARSER: &str = "eventsource-parser@4.1.3";
/// A renderer of streamed Markdown, for comparison.
const RENDERER: &str = "streamdown@2.7.1";

/// Reading a stream, beside a hand-written scanner, `eventsource-stream` alone, the official Python SDK and node.
pub(crate) fn sse() -> Result<bool> {
    let mut log = log()?;
    setup::python(&mut log)?;
    let requirements = root().join("tests/it/sdk/requirements.txt");
    println!("setting up the Python SDK and {PARSER}");
    let python = xtask::python::environment(&build::target().join("tmp/sdk"), &requirements)?;
    let modules = installed(&mut log, PARSER)?;
    let mut bench = cargo();
    bench.args(["bench", "-p", "parlance-client", "--features", "fuzzing", "--bench", "sse"]);
    bench.env("PARLANCE_BENCH_PYTHON", python).env("PARLANCE_BENCH_MODULES", modules);
    Ok(bench.status()?.success())
}

/// A thousand streams at once from the built-in server, beside plain sockets.
pub(crate) fn server() -> Result<bool> {
    let mut log = log()?;
    setup::prepare(&mut log, Purpose::Build)?;
    let mut bench = cargo();
    bench.args(["bench", "-p", "parlance-server", "--bench", "server"]);
    Ok(bench.status()?.success())
}

/// A long answer in the real window, beside the same page with another renderer in a plain web view.
pub(crate) fn ui() -> Result<bool> {
    if !run::built(Purpose::Window)? {
        return Ok(false);
    }
    let mut log = log()?;
    println!("setting up {RENDERER}");
    let modules = installed(&mut log, RENDERER)?;
    let mut pages = Pages::serve(&modules)?;
    let mut bench = cargo();
    bench.arg("bench").args(SHARED).args(["--profile", "dev", "--bench", "ui"]);
    bench.env("PARLANCE_BINARY", build::binary()).env("PARLANCE_BENCH_PAGES", pages.address()?);
    // The plain web view paints as the window does where there is no graphics card.
    bench.env("WEBKIT_DISABLE_DMABUF_RENDERER", "1");
    Ok(bench.status()?.success())
}

/// A history of a million messages: opened, paged and searched, beside a look through its rows. It is written once and kept.
pub(crate) fn history() -> Result<bool> {
    let mut bench = cargo();
    bench.arg("bench").args(SHARED).args(["--profile", "dev", "--bench", "history"]);
    // Only what is measured needs to be fast.
    for package in
        ["libsqlite3-sys", "rusqlite", "unicode-normalization", "parlance-tokens", "parlance-core", "parlance-tests"]
    {
        bench.args(["--config", &format!("profile.dev.package.{package}.opt-level=3")]);
    }
    Ok(bench.status()?.success())
}

/// The page without the shell, served; ends with the value.
struct Pages(Child);

impl Pages {
    fn serve(modules: &Path) -> Result<Self> {
        let script = root().join("tests/bench/ui/pages.mjs");
        let mut node = Command::new("node");
        node.arg(script).arg(root().join("ui")).arg(modules).arg(build::target().join("tmp/pages"));
        Ok(Self(node.stdin(Stdio::null()).stdout(Stdio::piped()).spawn()?))
    }

    /// Where it is, once it is built.
    fn address(&mut self) -> Result<String> {
        let mut line = String::new();
        if let Some(stdout) = self.0.stdout.take() {
            BufReader::new(stdout).read_line(&mut line)?;
        }
        match line.trim() {
            "" => Err(Failure::new("the page for the comparison could not be built")),
            address => Ok(address.to_owned()),
        }
    }
}

impl Drop for Pages {
    fn drop(&mut self) {
        // It may have ended by itself; then there is nothing to end.
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

fn log() -> Result<Log> {
    if !cfg!(target_os = "linux") {
        return Err(Failure::new("the benches read what Linux says of a process"));
    }
    let folder = root().join("target/xtask");
    fs::create_dir_all(&folder)?;
    Log::create(folder.join("bench.log"))
}

/// The folder that node finds a package of this version in.
fn installed(log: &mut Log, package: &str) -> Result<PathBuf> {
    let name = package.split('@').next().unwrap_or(package);
    let folder = build::target().join("tmp/node").join(name);
    if !folder.join("node_modules").join(name).is_dir() {
        fs::create_dir_all(&folder)?;
        fs::write(folder.join("package.json"), "{\"private\":true}\n")?;
        let mut install = npm();
        install.current_dir(&folder).args(["install", "--ignore-scripts", "--no-audit", "--no-fund", package]);
        log.run(&mut install)?;
    }
    Ok(folder)
}
