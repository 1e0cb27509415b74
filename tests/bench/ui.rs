//! What the page costs while a long answer streams in the real window, under two hundred settled turns; and the same page in
//! a plain web view beside it, with its own renderer and with `streamdown` in its place.
#![expect(clippy::print_stdout, reason = "a bench prints what it measured")]

#[path = "ui/answer.rs"]
mod answer;
#[path = "ui/figures.rs"]
mod figures;
#[path = "ui/peer.rs"]
mod peer;

use std::process::ExitCode;
use std::time::Duration;

use parlance_server::Script;
use parlance_tests::desk::{Desk, Window};
use parlance_tests::platform::Platform;

use figures::Figures;

const METER: &str = include_str!("ui/meter.js");
/// Settled turns above the answer.
const SETTLED: usize = 200;
/// Characters of the answer, of one event, and the pause between two: about 2,000 characters a second.
const LENGTH: usize = 100_000;
const PIECE: usize = 8;
const PAUSE: Duration = Duration::from_micros(2_900);

/// Milliseconds of script a frame that are allowed: median, 95 %, most; and how much dearer the end may be than the start.
const MEDIAN: f64 = 4.0;
const P95: f64 = 8.0;
const MOST: f64 = 50.0;
const GROWTH: f64 = 1.3;

#[tokio::main]
async fn main() -> ExitCode {
    let length = std::env::var("PARLANCE_BENCH_LENGTH").ok().and_then(|length| length.parse().ok()).unwrap_or(LENGTH);
    let ours = in_the_window(length).await;
    println!("the window         {ours}");
    if let Ok(pages) = std::env::var("PARLANCE_BENCH_PAGES") {
        for (name, page) in [("plain web view", "ours"), ("  with streamdown", "streamdown")] {
            match peer::measured(&pages, page, length).await {
                Ok(figures) => println!("{name:<18} {figures}"),
                Err(reason) => println!("{name:<18} not measured: {reason}"),
            }
        }
    }
    let goals = [
        ("script a frame, median", ours.median, MEDIAN),
        ("script a frame, 95 %", ours.p95, P95),
        ("script a frame, most", ours.most, MOST),
        ("a character at the end beside one at the start", ours.growth, GROWTH),
    ];
    let mut met = true;
    for (what, measured, goal) in goals {
        let fine = measured <= goal;
        met &= fine;
        println!("{what}: {measured:.2}, goal {goal}: {}", if fine { "met" } else { "MISSED" });
    }
    if met { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

async fn in_the_window(length: usize) -> Figures {
    let script = Script::agent("Writer");
    for _ in 0..SETTLED {
        script.say(&answer::text(900)).end();
    }
    let letters: Vec<char> = answer::text(length).chars().collect();
    script.start().wait().every(PAUSE);
    for piece in letters.chunks(PIECE) {
        script.say(&piece.iter().collect::<String>());
    }
    script.end();
    let platform = Platform::with(&[&script]).await;
    let desk = Desk::new("bench-ui").size(1440, 900);
    let window = desk.open().await;
    window.add(&platform, &script).await;
    settle(&window).await;
    window.script(METER).await;
    window.ask("Write much.").await;
    window.until("answer('streaming')").await;
    script.waiting().await;
    window.script("meter.begin()").await;
    script.advance();
    grown(&window, length).await;
    let rows = window.script("meter.on = false; return meter.rows;").await;
    window.quit().await;
    Figures::of(&rows)
}

/// Asks the questions above, as fast as they are answered.
async fn settle(window: &Window<'_>) {
    window
        .script(&format!(
            "const {{ invoke }} = window.__TAURI_INTERNALS__;
             const [, , conversation] = location.hash.split('/');
             const last = (handle) => [...document.querySelectorAll(`[data-testid=${{handle}}]`)].at(-1);
             const next = async (left) => {{
               if (left === 0) return void (window.settled = true);
               const question = `Question ${{left}}`;
               await invoke('ask', {{ conversation: decodeURIComponent(conversation), question }});
               const answered = () => last('question-text').innerText.trim() === question && last('answer')?.dataset.state === 'done';
               const wait = () => (answered() && last('composer-send') ? next(left - 1) : setTimeout(wait, 5));
               setTimeout(wait, 5);
             }};
             next({SETTLED});"
        ))
        .await;
    eventually(window, "window.settled === true", Duration::from_secs(300)).await;
}

/// Waits until the answer has ended, however long it takes.
async fn grown(window: &Window<'_>, length: usize) {
    let patience = Duration::from_millis(u64::try_from(length).unwrap_or(u64::MAX)) + Duration::from_secs(60);
    eventually(window, "answer('done')", patience).await;
}

/// Waits for something slow, looking seldom enough to cost nothing.
async fn eventually(window: &Window<'_>, expression: &str, patience: Duration) {
    let came = async {
        while window.value(expression).await != true {
            tokio::time::sleep(Duration::from_millis(500)).await;
        }
    };
    tokio::time::timeout(patience, came).await.expect(expression);
}
