//! Those who read in a process of their own, and say themselves what it cost them.

use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

use crate::recording::EVENTS;

pub(crate) struct Peers {
    python: OsString,
    modules: PathBuf,
    recording: PathBuf,
}

impl Peers {
    pub(crate) fn new(recording: &Path) -> Self {
        let named = |name: &str| std::env::var_os(name).expect("started by `cargo xtask bench sse`, which sets it");
        Self {
            python: named("PARLANCE_BENCH_PYTHON"),
            modules: named("PARLANCE_BENCH_MODULES").into(),
            recording: recording.to_owned(),
        }
    }

    /// The official SDK's loop, fed by a transport in memory.
    pub(crate) fn python(&self, mode: &str) -> Duration {
        let script = here("sdk.py");
        told(Command::new(&self.python).arg(script).arg(&self.recording).arg(mode).env("PYTHONDONTWRITEBYTECODE", "1"))
    }

    /// Node's `fetch`, over the same loopback HTTP as Parlance's client.
    pub(crate) fn node(&self, base_url: &str) -> Duration {
        told(Command::new("node").arg(here("fetch.mjs")).arg(base_url).arg(&self.modules))
    }
}

fn here(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("benches/sse").join(name)
}

/// Runs a peer, which prints how many events it read and the nanoseconds of CPU that they took.
fn told(command: &mut Command) -> Duration {
    let output = command.output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let said = String::from_utf8(output.stdout).unwrap();
    let (events, nanos) = said.trim().split_once(' ').unwrap();
    assert_eq!(events.parse(), Ok(EVENTS));
    Duration::from_nanos(nanos.parse().unwrap())
}
