//! `cargo xtask test`: every check there is, cheapest first. A check that fails does not keep the later ones from running;
//! a build that fails does, for what needs it.

use std::fs;
use std::process::Command;

use crate::build::{self, SHARED};
use crate::counts::Counts;
use crate::fuzz;
use crate::phases::{Failure, Log, Outcome, Phases, Result};
use crate::setup::{self, Purpose, cargo, npm, root};

/// One check.
struct Phase {
    name: &'static str,
    /// What must have been built for it.
    needs: &'static [&'static str],
    work: fn(&mut Log) -> Result<Outcome>,
}

const PHASES: &[Phase] = &[
    Phase { name: "set-up", needs: &[], work: set_up },
    Phase { name: "format", needs: &[], work: format },
    Phase { name: "chores", needs: &[], work: chores },
    Phase { name: "ui-types", needs: &["set-up"], work: ui_types },
    Phase { name: "ui-lint", needs: &["set-up"], work: ui_lint },
    Phase { name: "ui-tests", needs: &["set-up"], work: ui_tests },
    Phase { name: "ui-build", needs: &["set-up"], work: ui_build },
    Phase { name: "core", needs: &["set-up"], work: core },
    Phase { name: "clippy", needs: &["ui-build"], work: clippy },
    Phase { name: "shell-build", needs: &["ui-build"], work: shell_build },
    Phase { name: "shell", needs: &["shell-build"], work: shell },
    Phase { name: "cli", needs: &["shell-build"], work: cli },
    Phase { name: "sdk", needs: &["shell-build"], work: sdk },
    Phase { name: "fuzz", needs: &["set-up"], work: fuzz::fuzz },
    Phase { name: "window", needs: &["shell-build"], work: window },
];

/// Runs all phases, or one with what it needs. `Ok(true)` when nothing failed.
pub(crate) fn test(only: Option<&str>) -> Result<bool> {
    let names: Vec<_> = PHASES.iter().map(|phase| phase.name).collect();
    if only.is_some_and(|only| !names.contains(&only)) {
        return Err(Failure::new(format!("the phases are: {}", names.join(", "))));
    }
    let chosen = only.map_or(names, needed_by);
    let mut phases = Phases::new(&root())?;
    let mut broken = Vec::new();
    for phase in PHASES.iter().filter(|phase| chosen.contains(&phase.name)) {
        if let Some(need) = phase.needs.iter().find(|need| broken.contains(*need)) {
            println!("{}: not run, because {need} failed", phase.name);
            broken.push(phase.name);
        } else if !phases.run(phase.name, phase.work) {
            broken.push(phase.name);
        }
    }
    Ok(phases.finish())
}

/// A phase and all that it stands on.
fn needed_by(name: &str) -> Vec<&'static str> {
    let mut names = Vec::new();
    for phase in PHASES.iter().rev() {
        if phase.name == name || names.contains(&phase.name) {
            names.push(phase.name);
            names.extend(phase.needs);
        }
    }
    names
}

fn set_up(log: &mut Log) -> Result<Outcome> {
    setup::prepare(log, Purpose::Window)?;
    if !setup::on_path("cargo-nextest") {
        log.note("cargo-nextest is not installed: cargo test runs the tests")?;
    }
    fine()
}

fn format(log: &mut Log) -> Result<Outcome> {
    log.run(cargo().args(["fmt", "--all", "--check"]))?;
    fine()
}

/// The chores are linted and tested apart: they are the running program, which Windows does not let cargo replace.
fn chores(log: &mut Log) -> Result<Outcome> {
    log.run(&mut build::clippy(&["-p", "xtask"]))?;
    cargo_tests(log, cargo().args(["test", "--no-fail-fast", "-p", "xtask"]), Counts::of_cargo_test)
}

fn ui_types(log: &mut Log) -> Result<Outcome> {
    log.run(npm().args(["run", "check"]))?;
    fine()
}

fn ui_lint(log: &mut Log) -> Result<Outcome> {
    log.run(npm().args(["run", "lint"]))?;
    fine()
}

fn ui_tests(log: &mut Log) -> Result<Outcome> {
    let report = root().join("target/xtask/vitest.json");
    // A report of last time must not speak for this one.
    if report.exists() {
        fs::remove_file(&report)?;
    }
    let output = format!("--outputFile={}", report.display());
    let said = log.try_run(npm().args(["test", "--", "--reporter=default", "--reporter=json", &output]))?;
    let counts = fs::read_to_string(&report).ok().and_then(|report| Counts::of_vitest(&report));
    outcome(said.success, counts)
}

fn ui_build(log: &mut Log) -> Result<Outcome> {
    build::page(log)?;
    fine()
}

/// The libraries' own tests and the flows over all of them. Features are those of the whole workspace, but only what these
/// tests use is compiled: no web view.
fn core(log: &mut Log) -> Result<Outcome> {
    rust_tests(
        log,
        &["--lib", "--test", "it", "--test", "kill", "--test", "keychain"],
        &["--skip", "cli::", "--skip", "sdk::"],
    )
}

fn clippy(log: &mut Log) -> Result<Outcome> {
    log.run(&mut build::clippy(SHARED))?;
    fine()
}

fn shell_build(log: &mut Log) -> Result<Outcome> {
    build::program(log)?;
    fine()
}

fn shell(log: &mut Log) -> Result<Outcome> {
    rust_tests(log, &["--bin", "parlance"], &[])
}

fn cli(log: &mut Log) -> Result<Outcome> {
    rust_tests(log, &["--test", "it"], &["cli::"])
}

/// The platform's own SDK against the program.
fn sdk(log: &mut Log) -> Result<Outcome> {
    setup::python(log)?;
    rust_tests(log, &["--test", "it"], &["sdk::"])
}

fn window(log: &mut Log) -> Result<Outcome> {
    if !cfg!(target_os = "linux") {
        return Ok(Outcome::Skipped("the window is driven on Linux only".to_owned()));
    }
    // Each window has the machine to itself; nextest knows that from its configuration.
    let one_at_a_time: &[&str] = if nextest() { &[] } else { &["--test-threads=1"] };
    rust_tests(log, &["--test", "window"], one_at_a_time)
}

fn nextest() -> bool {
    setup::on_path("cargo-nextest")
}

/// Runs the chosen test programs with nextest where it is installed, else with cargo alone.
fn rust_tests(log: &mut Log, choice: &[&str], filter: &[&str]) -> Result<Outcome> {
    let mut command = cargo();
    let count: fn(&str) -> Option<Counts> = if nextest() {
        command.args(["nextest", "run", "--no-tests=pass"]);
        Counts::of_nextest
    } else {
        command.arg("test");
        Counts::of_cargo_test
    };
    command.arg("--no-fail-fast").args(SHARED).args(choice).arg("--").args(filter);
    // What a test says of its failure is what is read here; the calls that led to it are for the one who debugs it.
    command.env("PARLANCE_BINARY", build::binary()).env("RUST_BACKTRACE", "0");
    cargo_tests(log, &mut command, count)
}

fn cargo_tests(log: &mut Log, command: &mut Command, count: fn(&str) -> Option<Counts>) -> Result<Outcome> {
    let said = log.try_run(command)?;
    outcome(said.success, count(&said.text))
}

fn outcome(success: bool, counts: Option<Counts>) -> Result<Outcome> {
    match counts {
        Some(counts) if success => Ok(Outcome::Fine(counts)),
        Some(counts) if counts.failed > 0 => Ok(Outcome::TestsFailed(counts)),
        Some(_) => Err(Failure::new("the tests passed, but their runner failed")),
        None => Err(Failure::new("the tests could not be run")),
    }
}

fn fine() -> Result<Outcome> {
    Ok(Outcome::Fine(Counts::default()))
}

#[cfg(test)]
mod tests {
    use super::{PHASES, needed_by};

    #[test]
    fn one_phase_brings_what_it_stands_on_and_nothing_else() {
        let mut names = needed_by("window");
        names.sort_unstable();
        names.dedup();
        assert_eq!(names, ["set-up", "shell-build", "ui-build", "window"]);
    }

    #[test]
    fn every_phase_comes_after_what_it_needs() {
        for (place, phase) in PHASES.iter().enumerate() {
            for need in phase.needs {
                assert!(PHASES[..place].iter().any(|before| before.name == *need), "{}", phase.name);
            }
        }
    }
}
