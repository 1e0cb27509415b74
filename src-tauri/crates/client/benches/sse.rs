//! What it costs to read a stream, beside others who read it, in one run: each round runs every contender once, the least
//! CPU time of each counts, and only ratios mean anything.
//!
//! `cargo xtask bench sse` runs it with the peers that it needs.
#![expect(clippy::print_stdout, clippy::unwrap_used, reason = "a bench talks to its person, and may fail anywhere")]

#[path = "sse/contenders.rs"]
mod contenders;
#[path = "sse/peers.rs"]
mod peers;
#[path = "sse/recording.rs"]
mod recording;

use std::process::ExitCode;
use std::time::Duration;

use rustix::time::{ClockId, clock_gettime};

use crate::contenders::{borrowed_floor, eventsource_alone, floor, ours};
use crate::peers::Peers;
use crate::recording::{EVENTS, Served, big_event, recording};

const ROUNDS: usize = 5;
const PIECE: usize = 1_460;

/// The CPU time that this thread has used.
fn cpu() -> Duration {
    let used = clock_gettime(ClockId::ThreadCPUTime);
    Duration::new(used.tv_sec.try_into().unwrap(), used.tv_nsec.try_into().unwrap())
}

/// What some work cost.
fn cost(work: impl FnOnce()) -> Duration {
    let before = cpu();
    work();
    cpu() - before
}

/// One that is measured, and what each of its rounds cost.
struct Row {
    name: &'static str,
    costs: Vec<Duration>,
}

impl Row {
    fn new(name: &'static str) -> Self {
        Self { name, costs: Vec::new() }
    }

    fn least(&self) -> f64 {
        self.costs.iter().min().unwrap().as_nanos() as f64
    }

    fn middle(&self) -> f64 {
        let mut costs = self.costs.clone();
        costs.sort_unstable();
        costs[costs.len() / 2].as_nanos() as f64
    }

    fn print(&self, units: usize, floor: f64) {
        let per = |nanos: f64| nanos / units as f64;
        println!(
            "{:<52}{:>11.0}{:>11.0}{:>9.2}",
            self.name,
            per(self.least()),
            per(self.middle()),
            self.least() / floor
        );
    }
}

/// A ratio that is promised. The goal counts what is expected to be small.
fn goal(what: &str, ratio: f64, most: f64) -> bool {
    let met = ratio <= most;
    println!("{what}: {ratio:.3}, goal at most {most}: {}", if met { "met" } else { "MISSED" });
    met
}

/// Events of the usual size, one a piece as a server that flushes sends them, or as many as a read brings.
fn decoding(peers: &Peers, whole: &[u8], size: Option<usize>) -> bool {
    let pieces: Vec<&[u8]> = match size {
        Some(size) => whole.chunks(size).collect(),
        None => recording::events(whole),
    };
    let mode = size.map_or_else(|| "event".to_owned(), |size| size.to_string());
    let mut rows = [
        Row::new("a  memchr scanner + serde_json (floor)"),
        Row::new("   Parlance: cutter, eventsource-stream, typed"),
        Row::new("b  eventsource-stream fed the pieces, typed"),
        Row::new("c  official Python SDK's loop, no network"),
        Row::new("   a, with events that borrow from the piece"),
    ];
    for _ in 0..ROUNDS {
        rows[0].costs.push(cost(|| assert_eq!(floor(&pieces), EVENTS)));
        rows[1].costs.push(cost(|| assert_eq!(ours(&pieces), EVENTS)));
        rows[2].costs.push(cost(|| assert_eq!(eventsource_alone(&pieces), EVENTS)));
        rows[3].costs.push(peers.python(&mode));
        rows[4].costs.push(cost(|| assert_eq!(borrowed_floor(&pieces), EVENTS)));
    }
    println!("\n{EVENTS} events, {mode} a piece: CPU ns an event, least and middle of {ROUNDS}, least against a");
    let least = rows[0].least();
    rows.iter().for_each(|row| row.print(EVENTS, least));
    let a = goal("Parlance / a", rows[1].least() / least, 2.5);
    let c = goal("Parlance / c", rows[1].least() / rows[3].least(), 0.1);
    a && c
}

/// The same events over loopback HTTP: what the client's process spends on each.
fn over_http(peers: &Peers, served: &Served) -> bool {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let mut rows = [Row::new("   Parlance's client"), Row::new("d  node's fetch + eventsource-parser + JSON.parse")];
    for _ in 0..ROUNDS {
        rows[0].costs.push(cost(|| assert_eq!(runtime.block_on(contenders::asked(served.base_url())), EVENTS)));
        rows[1].costs.push(peers.node(served.base_url()));
    }
    println!(
        "\n{EVENTS} events over loopback HTTP, one a chunk: CPU ns an event, least and middle of {ROUNDS}, against d"
    );
    let least = rows[1].least();
    rows.iter().for_each(|row| row.print(EVENTS, least));
    goal("Parlance / d", rows[0].least() / least, 1.0)
}

/// One event of many bytes must cost the same in however many pieces it comes. A reader that looks at a line again for
/// each piece does not pass; it is measured with an event of an eighth, which it can just bear.
fn one_big_event() -> bool {
    let (big, eighth) = (big_event(8 << 20), big_event(1 << 20));
    let mut rows = [
        Row::new("   Parlance, 8 MiB in one piece"),
        Row::new("   Parlance, 8 MiB in pieces of 1,460 bytes"),
        Row::new("b  eventsource-stream, 1 MiB in one piece"),
        Row::new("b  eventsource-stream, 1 MiB in pieces"),
    ];
    for _ in 0..ROUNDS {
        rows[0].costs.push(cost(|| assert_eq!(ours(&[&big]), 1)));
        rows[1].costs.push(cost(|| assert_eq!(ours(&big.chunks(PIECE).collect::<Vec<_>>()), 1)));
        rows[2].costs.push(cost(|| assert_eq!(eventsource_alone(&[&eighth]), 1)));
    }
    rows[3].costs.push(cost(|| assert_eq!(eventsource_alone(&eighth.chunks(PIECE).collect::<Vec<_>>()), 1)));
    println!("\nOne big event: CPU ns, least and middle of {ROUNDS}, against its own in one piece");
    let least = rows[0].least();
    rows[..2].iter().for_each(|row| row.print(1, least));
    let alone = rows[2].least();
    rows[2..].iter().for_each(|row| row.print(1, alone));
    let met = goal("Parlance, in pieces / in one piece", rows[1].least() / least, 1.5);
    let control = rows[3].least() / alone;
    println!("control: b, in pieces / in one piece: {control:.0}, must be above 20, or this bench is blind");
    met && control > 20.0
}

fn main() -> ExitCode {
    let whole = recording();
    let file = std::env::temp_dir().join(format!("parlance-bench-{}.sse", std::process::id()));
    std::fs::write(&file, &whole).unwrap();
    let peers = Peers::new(&file);
    let served = Served::start(&whole);
    let met = [
        decoding(&peers, &whole, None),
        decoding(&peers, &whole, Some(16 << 10)),
        over_http(&peers, &served),
        one_big_event(),
    ];
    std::fs::remove_file(&file).unwrap();
    if met.iter().all(|met| *met) { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}
