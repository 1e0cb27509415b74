//! The fuzz targets of the client, each for half a minute, with what the fuzzer needs compiled in by the stable compiler:
//! libFuzzer comes as source in a crate, its counters are a pass that rustc already has. Nothing is installed.
//!
//! `cargo fuzz run TARGET` in the client's folder works as well, for those who have it and want to go on for a night.

use std::fs;
use std::process::Command;

use crate::build;
use crate::counts::Counts;
use crate::phases::{Failure, Log, Outcome, Result};
use crate::setup::{cargo, root};

const TARGETS: [&str; 3] = ["sse", "dialect", "reply"];
const SECONDS: u32 = 30;

/// What `cargo fuzz` passes too, but for the address sanitizer, which needs an unstable switch. There is no unsafe code
/// in what is fuzzed.
const COUNTERS: &str = "-Cpasses=sancov-module -Cllvm-args=-sanitizer-coverage-level=4 \
    -Cllvm-args=-sanitizer-coverage-inline-8bit-counters -Cllvm-args=-sanitizer-coverage-pc-table \
    -Cllvm-args=-sanitizer-coverage-trace-compares --cfg fuzzing";

/// Builds the targets and runs each.
pub(crate) fn fuzz(log: &mut Log) -> Result<Outcome> {
    if !cfg!(target_os = "linux") {
        return Ok(Outcome::Skipped("the fuzzer runs on Linux only".to_owned()));
    }
    let home = root().join("src-tauri/crates/client/fuzz");
    let (folder, host) = (build::target().join("fuzz"), host()?);
    log.run(cargo().args(["fmt", "--check", "--manifest-path"]).arg(home.join("Cargo.toml")))?;
    let mut build = cargo();
    build.args(["build", "--release", "--target", &host, "--manifest-path"]).arg(home.join("Cargo.toml"));
    // A target of its own keeps the counters out of build scripts and macros.
    log.run(build.env("RUSTFLAGS", COUNTERS).env("CARGO_TARGET_DIR", &folder))?;
    let mut counts = Counts::default();
    for target in TARGETS {
        let found = folder.join("found").join(target);
        fs::create_dir_all(&found)?;
        let mut run = Command::new(folder.join(&host).join("release").join(target));
        run.arg(format!("-max_total_time={SECONDS}"))
            .args(["-max_len=4096", "-rss_limit_mb=512", "-timeout=10", "-print_final_stats=1"])
            .arg(format!("-artifact_prefix={}/fuzz-{target}-", root().join("target/xtask").display()))
            .arg(found)
            .arg(home.join("corpus").join(target));
        log.run(&mut run)?;
        counts.passed += 1;
    }
    Ok(Outcome::Fine(counts))
}

/// The machine that programs are built for here.
fn host() -> Result<String> {
    let said = Command::new("rustc").arg("-vV").output()?;
    let text = String::from_utf8_lossy(&said.stdout);
    let host = text.lines().find_map(|line| line.strip_prefix("host: "));
    host.map(str::to_owned).ok_or_else(|| Failure::new("`rustc -vV` does not name its host"))
}
