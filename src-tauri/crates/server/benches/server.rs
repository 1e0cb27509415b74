//! A thousand people who ask at once: is every event there, in its order, on time, and what does it cost the server beside one
//! that only writes to sockets. Servers are processes of their own; each round runs every one of them once.
//!
//! `cargo xtask bench server` runs it.
#![expect(clippy::print_stdout, clippy::unwrap_used, reason = "a bench talks to its person, and may fail anywhere")]

#[path = "server/load.rs"]
mod load;
#[path = "server/process.rs"]
mod process;
#[path = "server/served.rs"]
mod served;

use std::process::ExitCode;
use std::time::Duration;

use crate::load::{Heard, load};
use crate::process::Process;

/// How many ask at the same time, and how long there is between two pieces of an answer.
const STREAMS: usize = 1_000;
const PACE: Duration = Duration::from_millis(50);
const ROUNDS: usize = 8;

/// One run of one server.
struct Run {
    heard: Heard,
    /// CPU of the server for each event, in microseconds.
    cost: f64,
    /// MiB in use before, at the most, and after.
    memory: [f64; 3],
}

async fn run(server: &Process) -> Run {
    let (before, used) = (server.memory(), server.cpu());
    let heard = load(server, STREAMS).await;
    let used = server.cpu() - used;
    let cost = used.as_secs_f64() * 1e6 / heard.events as f64;
    Run { heard, cost, memory: [before, server.most_memory(), server.memory()] }
}

fn print(name: &str, run: &Run) {
    let Heard { lost, disordered, gaps, .. } = &run.heard;
    let [before, most, after] = run.memory;
    println!(
        "{name:<24}{lost:>7}{disordered:>8}{:>10.1}{:>10.0}{:>10.0}{before:>10.1}{most:>9.1}{after:>9.1}",
        run.cost,
        gaps.at(0.5),
        gaps.at(0.99),
    );
}

/// A ratio or a count that is promised.
fn goal(what: &str, found: f64, most: f64) -> bool {
    let met = found <= most;
    println!("{what}: {found:.2}, goal at most {most}: {}", if met { "met" } else { "MISSED" });
    met
}

fn least(runs: &[Run]) -> f64 {
    runs.iter().map(|run| run.cost).fold(f64::MAX, f64::min)
}

async fn bench() -> bool {
    println!("{STREAMS} streams, an event every {} ms, {ROUNDS} rounds", PACE.as_millis());
    println!(
        "{:<24}{:>7}{:>8}{:>10}{:>10}{:>10}{:>10}{:>9}{:>9}",
        "", "lost", "order", "µs/event", "gap p50", "p99 ms", "MiB from", "most", "after"
    );
    let (parlance, sockets) = (Process::start("parlance").await, Process::start("sockets").await);
    let (mut ours, mut floor) = (Vec::new(), Vec::new());
    for _ in 0..ROUNDS {
        floor.push(run(&sockets).await);
        print("plain sockets (floor)", &floor[floor.len() - 1]);
        ours.push(run(&parlance).await);
        print("parlance serve", &ours[ours.len() - 1]);
    }
    let control = run(&Process::start("careless").await).await;
    print("control: a bad server", &control);

    let wrong: usize = ours.iter().map(|run| run.heard.lost + run.heard.disordered).sum();
    // What was asked for once is kept ready, so that the first rounds say little.
    let growth = ours[ROUNDS - 1].memory[1] - ours[ROUNDS / 2].memory[1];
    let each = (ours[ROUNDS - 1].memory[1] - ours[0].memory[0]) * 1024.0 / STREAMS as f64;
    let worst = ours.iter().map(|run| run.heard.gaps.at(0.99)).fold(0.0, f64::max);
    let floors = floor.iter().map(|run| run.heard.gaps.at(0.99)).fold(0.0, f64::max);
    println!("CPU an event, parlance / plain sockets: {:.2}", least(&ours) / least(&floor));
    println!("gap p99, parlance / plain sockets: {:.2}", worst / floors);
    let met = [
        goal("events lost or out of order", wrong as f64, 0.0),
        goal("KiB for each stream at the most", each, 256.0),
        goal("MiB that the last round needs more than the one in the middle", growth, 16.0),
    ];
    let seen = control.heard.lost > 0 && control.heard.disordered > 0;
    println!(
        "control: {}",
        if seen { "its faults were seen" } else { "its faults were NOT seen: this bench is blind" }
    );
    met.iter().all(|met| *met) && seen
}

#[tokio::main]
async fn main() -> ExitCode {
    match std::env::args().nth(1).as_deref() {
        Some("parlance") => served::parlance().await,
        Some("sockets") => served::sockets(|_| None).await,
        // The first, whom the others are compared with, is treated well.
        Some("careless") => served::sockets(|number| (number > 2).then_some(number % 100)).await,
        _ if bench().await => return ExitCode::SUCCESS,
        _ => return ExitCode::FAILURE,
    }
    ExitCode::SUCCESS
}
