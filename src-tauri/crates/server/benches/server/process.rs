//! A server as a process of its own, looked at from outside.

use std::fs;
use std::io::{BufRead as _, BufReader};
use std::process::{Child, Command, Stdio};
use std::time::Duration;

pub(crate) struct Process {
    child: Child,
    pub(crate) address: String,
    pub(crate) key: String,
    /// The pieces of an answer that one heard who asked alone.
    pub(crate) answer: Vec<String>,
}

impl Process {
    pub(crate) async fn start(kind: &str) -> Self {
        let mut command = Command::new(std::env::current_exe().unwrap());
        let mut child = command.arg(kind).stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
        let mut ready = String::new();
        BufReader::new(child.stdout.as_mut().unwrap()).read_line(&mut ready).unwrap();
        let (address, key) = ready.trim().split_once(' ').unwrap();
        let answer = crate::load::ask(address, key, "alone").await.pieces;
        Self { address: address.to_owned(), key: key.to_owned(), answer, child }
    }

    /// The CPU time it has used. Linux counts it in hundredths of a second.
    pub(crate) fn cpu(&self) -> Duration {
        let said = fs::read_to_string(format!("/proc/{}/stat", self.child.id())).unwrap();
        let fields: Vec<&str> = said.rsplit(')').next().unwrap().split_whitespace().collect();
        let ticks: u64 = fields[11..13].iter().map(|ticks| ticks.parse::<u64>().unwrap()).sum();
        Duration::from_millis(ticks * 10)
    }

    /// MiB in memory now.
    pub(crate) fn memory(&self) -> f64 {
        self.status("VmRSS:")
    }

    /// MiB in memory when it was most.
    pub(crate) fn most_memory(&self) -> f64 {
        self.status("VmHWM:")
    }

    fn status(&self, name: &str) -> f64 {
        let said = fs::read_to_string(format!("/proc/{}/status", self.child.id())).unwrap();
        let line = said.lines().find(|line| line.starts_with(name)).unwrap();
        line.split_whitespace().nth(1).unwrap().parse::<f64>().unwrap() / 1024.0
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        // Its input ends, and so does it.
        drop(self.child.stdin.take());
        let _ = self.child.wait();
    }
}
