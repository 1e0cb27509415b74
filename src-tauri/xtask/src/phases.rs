//! Phases of a chore: each has a name, a log of its own and a time. What a phase's commands say goes to the log; the
//! terminal gets one line a phase, a sign of life during the long ones, and the end of the log when something failed.

use std::fmt;
use std::fs::{self, File};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use crate::counts::Counts;

/// How often a long command is looked at, and how often the terminal hears of it.
const LOOK: Duration = Duration::from_millis(30);
const SIGN_OF_LIFE: Duration = Duration::from_secs(20);
/// Lines of a failed phase's log that are shown, from its beginning and from its end.
const HEAD: usize = 12;
const TAIL: usize = 48;
/// Lines between them that are shown all the same: what failed and the words after it. No more than this many.
const TELLING: usize = 80;
const WORDS_AFTER: usize = 4;

/// Why a chore cannot go on: one sentence for the person who started it.
#[derive(Debug)]
pub(crate) struct Failure(String);

impl Failure {
    pub(crate) fn new(sentence: impl Into<String>) -> Self {
        Self(sentence.into())
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl From<io::Error> for Failure {
    fn from(error: io::Error) -> Self {
        Self(error.to_string())
    }
}

pub(crate) type Result<T = ()> = std::result::Result<T, Failure>;

/// How a phase that ran to its end came out.
pub(crate) enum Outcome {
    /// It did what it is for; tests counted, if it has any.
    Fine(Counts),
    /// It ran, and some of its tests failed. Later phases still mean something.
    TestsFailed(Counts),
    /// It cannot be done here, and why. Not a failure.
    Skipped(String),
}

/// The phases of one run, and what they came to.
pub(crate) struct Phases {
    logs: PathBuf,
    counts: Counts,
    failed: Vec<&'static str>,
    started: Instant,
}

impl Phases {
    pub(crate) fn new(root: &Path) -> Result<Self> {
        let logs = root.join("target/xtask");
        fs::create_dir_all(&logs)?;
        Ok(Self { logs, counts: Counts::default(), failed: Vec::new(), started: Instant::now() })
    }

    /// Runs one phase and says how it went. `false` means that it failed as a whole, not only some of its tests.
    pub(crate) fn run(&mut self, name: &'static str, work: impl FnOnce(&mut Log) -> Result<Outcome>) -> bool {
        let started = Instant::now();
        println!("{name} …");
        let mut log = match Log::create(self.logs.join(format!("{name}.log"))) {
            Ok(log) => log,
            Err(failure) => return self.broke(name, started, &failure, None),
        };
        match work(&mut log) {
            Ok(Outcome::Fine(counts)) => {
                self.counts += counts;
                println!("{name}: ok{counts} ({})", lasted(started));
                true
            }
            Ok(Outcome::Skipped(reason)) => {
                println!("{name}: skipped, {reason}");
                true
            }
            Ok(Outcome::TestsFailed(counts)) => {
                self.counts += counts;
                self.failed.push(name);
                log.show_ends();
                println!("{name}: FAILED{counts} ({})", lasted(started));
                true
            }
            Err(failure) => self.broke(name, started, &failure, Some(&log)),
        }
    }

    fn broke(&mut self, name: &'static str, started: Instant, failure: &Failure, log: Option<&Log>) -> bool {
        self.counts.failed += 1;
        self.failed.push(name);
        if let Some(log) = log {
            log.show_ends();
        }
        println!("{name}: FAILED ({}): {failure}", lasted(started));
        false
    }

    /// The last words: what failed, how long it all took, and the counts.
    pub(crate) fn finish(self) -> bool {
        if !self.failed.is_empty() {
            println!("Failed: {} (whole logs in {})", self.failed.join(", "), self.logs.display());
        }
        println!("Everything took {}.", lasted(self.started));
        println!("{} passed, {} failed", self.counts.passed, self.counts.failed);
        self.failed.is_empty()
    }
}

/// The log of one phase; commands run through it.
pub(crate) struct Log {
    path: PathBuf,
    file: File,
    started: Instant,
}

/// What a command came to, and what it said.
pub(crate) struct Said {
    pub(crate) success: bool,
    pub(crate) text: String,
}

impl Log {
    pub(crate) fn create(path: PathBuf) -> Result<Self> {
        let file =
            File::create(&path).map_err(|error| Failure::new(format!("cannot write {}: {error}", path.display())))?;
        Ok(Self { path, file, started: Instant::now() })
    }

    /// Runs a command to its end, whatever that is.
    pub(crate) fn try_run(&mut self, command: &mut Command) -> Result<Said> {
        let shown = shown(command);
        writeln!(self.file, "$ {shown}")?;
        let from = fs::metadata(&self.path)?.len();
        let mut child = command
            .stdin(Stdio::null())
            .stdout(self.file.try_clone()?)
            .stderr(self.file.try_clone()?)
            .spawn()
            .map_err(|error| Failure::new(format!("cannot start `{shown}`: {error}")))?;
        let mut told = Instant::now();
        let status = loop {
            if let Some(status) = child.try_wait()? {
                break status;
            }
            thread::sleep(LOOK);
            if told.elapsed() >= SIGN_OF_LIFE {
                told = Instant::now();
                println!("  {}  {}", lasted(self.started), self.last_line());
            }
        };
        let text = self.text();
        let text = text.get(usize::try_from(from).unwrap_or(0)..).unwrap_or(&text);
        Ok(Said { success: status.success(), text: text.to_owned() })
    }

    /// Runs a command that must succeed.
    pub(crate) fn run(&mut self, command: &mut Command) -> Result {
        if self.try_run(command)?.success { Ok(()) } else { Err(Failure::new(format!("`{}` failed", shown(command)))) }
    }

    /// Adds a line of our own.
    pub(crate) fn note(&mut self, line: &str) -> Result {
        writeln!(self.file, "{line}")?;
        Ok(())
    }

    fn text(&self) -> String {
        let bytes = fs::read(&self.path).unwrap_or_default();
        String::from_utf8_lossy(&bytes).into_owned()
    }

    fn last_line(&self) -> String {
        let text = self.text();
        let line = text.lines().rev().find(|line| !line.trim().is_empty());
        line.unwrap_or_default().trim().chars().take(90).collect()
    }

    fn show_ends(&self) {
        let text = self.text();
        let lines: Vec<_> = text.lines().collect();
        let (head, middle, tail) = if lines.len() > HEAD + TAIL {
            let (head, rest) = lines.split_at(HEAD);
            let (middle, tail) = rest.split_at(rest.len() - TAIL);
            (head, middle, tail)
        } else {
            (&lines[..], &lines[..0], &lines[..0])
        };
        for line in head {
            println!("  {line}");
        }
        for line in telling(middle).into_iter().take(TELLING) {
            println!("  {line}");
        }
        if !tail.is_empty() {
            println!("  … (all of it in {})", self.path.display());
        }
        for line in tail {
            println!("  {line}");
        }
    }
}

/// The lines that say what failed and why, each once.
fn telling<'a>(lines: &[&'a str]) -> Vec<&'a str> {
    let mut told: Vec<&str> = Vec::new();
    let mut words_left = 0;
    for line in lines {
        let names_a_failure =
            ["FAIL [", "TIMEOUT [", "panicked at", "error: ", "error["].iter().any(|sign| line.contains(sign));
        if names_a_failure {
            words_left = WORDS_AFTER;
        } else if words_left == 0 {
            continue;
        } else {
            words_left -= 1;
        }
        if !told.contains(line) {
            told.push(line);
        }
    }
    told
}

/// The command as one would type it.
fn shown(command: &Command) -> String {
    let program = Path::new(command.get_program());
    let mut line = program.file_name().unwrap_or_default().to_string_lossy().into_owned();
    for argument in command.get_args() {
        line.push(' ');
        line.push_str(&argument.to_string_lossy());
    }
    line
}

/// The time since then, for people.
pub(crate) fn lasted(since: Instant) -> String {
    let seconds = since.elapsed().as_secs_f32();
    if seconds < 60.0 {
        format!("{seconds:.1} s")
    } else {
        let whole = since.elapsed().as_secs();
        format!("{} min {} s", whole / 60, whole % 60)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_failed_is_told_once_with_the_words_after_it() {
        let lines = [
            "PASS [ 1 s] a",
            "FAIL [ 2 s] b",
            "panicked at b.rs:1:",
            "left: 1",
            "PASS [ 1 s] c",
            "x",
            "y",
            "z",
            "FAIL [ 2 s] b",
        ];
        assert_eq!(telling(&lines), ["FAIL [ 2 s] b", "panicked at b.rs:1:", "left: 1", "PASS [ 1 s] c", "x", "y"]);
    }
}
