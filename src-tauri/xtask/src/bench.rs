//! `cargo xtask bench`: what Parlance costs beside others, measured in one run. Times are of this machine and this hour; the
//! ratios are what counts, and a bench fails when one of them is missed.

use std::fs;
use std::path::PathBuf;

use crate::build;
use crate::phases::{Failure, Log, Result};
use crate::setup::{self, Purpose, cargo, npm, root};

/// A reader of streams for node, for comparison.
const PARSER: &str = "eventsource-parser@4.1.3";

/// Reading a stream, beside a hand-written scanner, `eventsource-stream` alone, the official Python SDK and node.
pub(crate) fn sse() -> Result<bool> {
    let mut log = log()?;
    setup::python(&mut log)?;
    let requirements = root().join("tests/it/sdk/requirements.txt");
    println!("setting up the Python SDK and {PARSER}");
    let python = xtask::python::environment(&build::target().join("tmp/sdk"), &requirements)?;
    let modules = parser(&mut log)?;
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

fn log() -> Result<Log> {
    if !cfg!(target_os = "linux") {
        return Err(Failure::new("the benches read what Linux says of a process"));
    }
    let folder = root().join("target/xtask");
    fs::create_dir_all(&folder)?;
    Log::create(folder.join("bench.log"))
}

/// The folder that node finds the parser from.
fn parser(log: &mut Log) -> Result<PathBuf> {
    let folder = build::target().join("tmp/node");
    if !folder.join("node_modules/eventsource-parser").is_dir() {
        fs::create_dir_all(&folder)?;
        fs::write(folder.join("package.json"), "{\"private\":true}\n")?;
        let mut install = npm();
        install.current_dir(&folder).args(["install", "--ignore-scripts", "--no-audit", "--no-fund", PARSER]);
        log.run(&mut install)?;
    }
    Ok(folder)
}
