//! A conversation of ten thousand turns, and an answer of four thousand paragraphs: what is read stays where it is, and
//! the page has no more of it than it shows.

use std::fs;
use std::path::Path;
use std::time::{Duration, Instant};

use parlance_core::{AnswerId, TurnId};
use parlance_server::Script;
use rusqlite::Connection;
use serde_json::json;

use crate::desk::{Desk, END, HOME, Window, children_of};
use crate::platform::Platform;

const TURNS: u32 = 10_000;
const FIRST: &str = "The first question";

/// What the page is asked here again and again.
const LOG: &str = "
    const log = document.querySelector('[data-testid=message-log]');
    const asked = [...(log?.querySelectorAll('[data-testid=question-text]') ?? [])].map((text) => text.innerText.trim());
    const number = (text) => Number(text?.match(/^Question (\\d+)$/)?.[1] ?? 0);
    const below = log ? log.scrollHeight - log.clientHeight - log.scrollTop : Infinity;";

/// A desk whose program has one such conversation, which it has compared with the platform once.
async fn desk_with_many_turns(name: &'static str, script: &Script, platform: &Platform) -> Desk {
    let desk = Desk::new(name);
    let window = desk.open().await;
    window.add(platform, script).await;
    window.ask(FIRST).await;
    window.answer("done").await;
    window.quit().await;
    fill(&desk.data().join("parlance.sqlite"));
    desk
}

/// Writes the turns behind the one that there is.
fn fill(database: &Path) {
    let mut connection = Connection::open(database).expect("the database opens");
    let conversation: String =
        connection.query_row("SELECT conversation_id FROM turn", (), |row| row.get(0)).expect("there is one turn");
    let transaction = connection.transaction().expect("it can be written");
    for number in 1..=TURNS {
        let (turn, answer) = (TurnId::make(), AnswerId::make());
        transaction
            .execute(
                "INSERT INTO turn (id, conversation_id, seq, query_id, question, asked_at, used_answer_id)
                 VALUES (?1, ?2, ?3, '', ?4, ?3, ?5)",
                (turn, &conversation, number, format!("Question {number}"), answer),
            )
            .expect("a turn can be written");
        transaction
            .execute(
                "INSERT INTO answer (id, turn_id, position, message_id, state, text, problem, usage, suggestions,
                                     started_at, ended_at)
                 VALUES (?1, ?2, 0, '', 'done', ?3, '', '', '[]', ?4, ?4)",
                (answer, turn, text_of(number), number),
            )
            .expect("an answer can be written");
    }
    transaction
        .execute("UPDATE conversation SET turns = turns + ?1 WHERE id = ?2", (TURNS, &conversation))
        .expect("the conversation can be written");
    transaction.commit().expect("it is written");
}

/// Answers of many heights.
fn text_of(number: u32) -> String {
    let paragraph = "Two ways lead there, 两条路都通: one is **short**, the other has the better view of `the lake`. ";
    let paragraphs = format!("{}\n\n", paragraph.repeat(1 + number as usize % 3)).repeat(1 + number as usize % 4);
    match number % 5 {
        0 => format!("{paragraphs}```rust\nfn answer_{number}() -> u32 {{\n    {number}\n}}\n```\n"),
        1 => format!("{paragraphs}| a | b |\n|---|---|\n| {number} | 2 |\n"),
        _ => paragraphs,
    }
}

/// Reads on by so many pixels at a time until this turn is in the middle, and says how far the text that was read then
/// ever was from where it should have been.
const READ_ON: &str = "
    const [by, until, done] = arguments;
    const frame = log.getBoundingClientRect();
    // Behind the frame, whose own corrections come after its callbacks.
    const painted = () => new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve)));
    const middle = () => document.elementFromPoint(frame.left + frame.width / 2, frame.top + frame.height / 2).closest('[data-testid=turn]');
    const end = performance.now() + 15_000;
    (async () => {
        let worst = 0;
        let where = null;
        let at = 0;
        while (performance.now() < end) {
            const mark = middle();
            // Between two turns there is nothing to hold on to.
            if (!mark) { log.scrollTop += by / 8; await painted(); continue; }
            at = number(mark.querySelector('[data-testid=question-text]').innerText.trim());
            if (by < 0 ? at <= until : at >= until) break;
            const before = mark.getBoundingClientRect().top;
            const from = log.scrollTop;
            log.scrollTop += by;
            // Where there is no more yet, it is not scrolled so far.
            const moved = log.scrollTop - from;
            for (let frames = 0; frames < 4; frames += 1) {
                await painted();
                const off = mark.isConnected ? Math.abs(mark.getBoundingClientRect().top - before + moved) : frame.height;
                if (off > worst) { worst = off; where = { at, from, moved, frames, connected: mark.isConnected }; }
            }
        }
        done({ worst, where, at });
    })();";

async fn read_on(window: &Window<'_>, by: i32, until: u64) {
    let arrived = |at: u64| if by < 0 { at <= until } else { at >= until };
    let mut before = None;
    loop {
        let seen = window.later(&format!("{LOG} {READ_ON}"), vec![json!(by), json!(until)]).await;
        // What is not measured yet is placed by whole pixels.
        assert!(seen["worst"].as_f64().expect("a number") <= 2.0, "the text moved: {seen}");
        let at = seen["at"].as_u64().expect("a number");
        if arrived(at) {
            return;
        }
        assert_ne!(before, Some(at), "it goes on: {seen}");
        before = Some(at);
    }
}

#[tokio::test]
async fn ten_thousand_turns_are_read_both_ways_and_nothing_moves_under_the_reader() {
    let script = Script::new().say("Well.").end().say("It grows").wait().say(" to its end.").end();
    let platform = Platform::with(&[&script]).await;
    let desk = desk_with_many_turns("large", &script, &platform).await;

    let window = desk.open().await;
    window.until(&page("number(asked.at(-1)) === 10000 && below < 2 && asked.length < 40")).await;
    window.photograph("large-end").await;

    // The beginning and the end of the conversation, not of what is here.
    window.script("document.querySelector('[data-testid=message-log]').focus()").await;
    window.press(&[HOME]).await;
    window
        .until(&page(&format!("asked[0] === '{FIRST}' && log?.scrollTop === 0 && document.activeElement === log")))
        .await;
    window.photograph("large-beginning").await;
    read_on(&window, 300, 80).await;
    window.press(&[END]).await;
    window.until(&page("number(asked.at(-1)) === 10000 && below < 2 && document.activeElement === log")).await;
    read_on(&window, -300, 9_900).await;
    window.quit().await;

    // Into the middle, where it was read last: by what stands there, in a window of any size.
    read_at(&desk.data().join("parlance.sqlite"), 5_000, 500_000);
    let window = desk.open().await;
    let half = "(() => { const turn = log?.querySelectorAll('[data-testid=turn]')[asked.indexOf('Question 5000')]?.parentElement.getBoundingClientRect();
        const top = log?.getBoundingClientRect().top; return turn && turn.top < top && turn.bottom > top; })()";
    window.until(&page(half)).await;
    read_on(&window, -300, 4_930).await;
    read_on(&window, 300, 5_060).await;
    window.photograph("large-middle").await;

    // What is asked now stands at the end, and nothing is glued to the middle.
    window.ask("The newest question").await;
    window.until(&page("asked.at(-1) === 'The newest question' && number(asked.at(-2)) === 10000 && below < 2")).await;
    script.advance();
    window.until("answer('done') && text('answer-text') === 'It grows to its end.'").await;
    window.quit().await;
}

fn page(expression: &str) -> String {
    format!("(() => {{ {LOG} return {expression}; }})()")
}

/// Says that the conversation was left in the middle of a turn.
fn read_at(database: &Path, number: u32, above: u32) {
    let connection = Connection::open(database).expect("the database opens");
    let written = connection
        .execute(
            "INSERT OR REPLACE INTO reading (conversation_id, turn_id, above)
             SELECT conversation_id, id, ?2 FROM turn WHERE question = ?1",
            (format!("Question {number}"), above),
        )
        .expect("a reading can be written");
    assert_eq!(written, 1);
}

#[tokio::test]
async fn the_page_is_not_much_larger_after_all_ten_thousand_turns() {
    let script = Script::new().say("Well.").end();
    let platform = Platform::with(&[&script]).await;
    let desk = desk_with_many_turns("large-memory", &script, &platform).await;
    let window = desk.open().await;
    window.until(&page("number(asked.at(-1)) === 10000 && below < 2")).await;
    window.script("document.querySelector('[data-testid=message-log]').focus()").await;
    window.press(&[HOME]).await;
    window.until(&page(&format!("asked[0] === '{FIRST}'"))).await;
    let before = window_kib(window.pid());
    let mut at = 0;
    while at < u64::from(TURNS) {
        let seen = window.later(&format!("const [done] = arguments; {THROUGH}"), vec![]).await;
        let now = seen["at"].as_u64().expect("a number");
        assert!(now > at, "it goes on behind {at}: {seen}");
        assert!(seen["turns"].as_u64().expect("a number") < 60, "the page shows only what is in sight: {seen}");
        at = now;
    }
    // What the page let go of is taken back when its collector comes by.
    let mut after = window_kib(window.pid());
    let started = Instant::now();
    while after * 2 > before * 3 {
        assert!(started.elapsed() < Duration::from_secs(60), "{before} KiB before, {after} KiB after");
        tokio::time::sleep(Duration::from_millis(500)).await;
        after = window_kib(window.pid());
    }
    println!("the window: {before} KiB before, {after} KiB after");
    window.quit().await;
}

/// Scrolls to the end of what is here, again and again, for a while or until that is the end of the conversation.
const THROUGH: &str = "
    const log = document.querySelector('[data-testid=message-log]');
    const end = performance.now() + 15_000;
    const turns = () => [...log.querySelectorAll('[data-testid=turn]')];
    const last = () => Number(turns().at(-1)?.querySelector('[data-testid=question-text]').innerText.match(/\\d+/)?.[0] ?? 0);
    const look = () => {
        const at = last();
        if (at === 10000 || performance.now() > end) return done({ at, turns: turns().length });
        log.scrollTop = log.scrollHeight;
        requestAnimationFrame(look);
    };
    look();";

/// What the program and the processes of its page take of the memory, what they share counted in parts.
fn window_kib(program: u32) -> u64 {
    let mut pending = vec![program];
    let mut sum = 0;
    while let Some(pid) = pending.pop() {
        pending.extend(children_of(pid));
        // A process that has just ended takes none.
        let rollup = fs::read_to_string(format!("/proc/{pid}/smaps_rollup")).unwrap_or_default();
        let line = rollup.lines().find_map(|line| line.strip_prefix("Pss:")).unwrap_or("0 kB");
        sum += line.trim().trim_end_matches(" kB").parse::<u64>().expect("a number");
    }
    assert!(sum > 0, "there is a program");
    sum
}

/// The log stands still: so many frames were painted since it was scrolled last, and nothing was waiting to be painted.
const STAND_STILL: &str = "
    const [frames, done] = arguments;
    let rest = 0;
    let was = -1;
    const look = () => {
        rest = log.scrollTop === was ? rest + 1 : 0;
        was = log.scrollTop;
        if (rest < frames) requestAnimationFrame(look);
        else done(was);
    };
    look();";

/// Waits until the log stands still; where that is.
async fn stand_still(window: &Window<'_>) -> f64 {
    window.later(&format!("{LOG} {STAND_STILL}"), vec![json!(30)]).await.as_f64().expect("a place")
}

/// Where the text in the middle of the log stands, frame by frame.
const WATCH: &str = "
    const frame = log.getBoundingClientRect();
    const mark = document.elementFromPoint(frame.left + frame.width / 2, frame.top + frame.height / 2);
    window.watched = { places: new Set(), frames: 0 };
    const look = () => {
        watched.places.add(mark.isConnected ? mark.getBoundingClientRect().top : 'gone');
        watched.frames += 1;
        requestAnimationFrame(look);
    };
    look();";

#[tokio::test]
async fn an_answer_of_four_thousand_paragraphs_is_scrolled_while_it_grows() {
    let paragraphs = |from: u32, to: u32| -> String {
        (from..to).map(|number| format!("Paragraph {number} of a **long** answer, 很长的回答。\n\n")).collect()
    };
    let mut script = Script::new();
    for part in 0..20 {
        script = script.say(&paragraphs(part * 100, part * 100 + 100));
    }
    script = script.wait().every(Duration::from_millis(4));
    for part in 0..200 {
        script = script.say(&paragraphs(2_000 + part * 10, 2_010 + part * 10));
    }
    let script = script.wait().say("The end.").end();
    let platform = Platform::with(&[&script]).await;
    let desk = Desk::new("large-answer");
    let window = desk.open().await;
    window.add(&platform, &script).await;
    window.ask("Write a book.").await;
    window.until(&page("log?.textContent.includes('Paragraph 1999 of')")).await;
    window.until(&page("log?.textContent.includes('Paragraph 1999 of') && below < 2")).await;

    let top = stand_still(&window).await;

    // Away from the end with the wheel, and further while it grows.
    window.wheel(-900).await;
    window.until(&format!("one('message-log').scrollTop < {}", top - 300.0)).await;
    stand_still(&window).await;
    window.script(&format!("{LOG} {WATCH}")).await;
    script.advance();
    window.until(&page("log?.textContent.includes('Paragraph 2600 of')")).await;
    let places = window.script("const seen = [...watched.places]; watched.places.clear(); return seen").await;
    assert_eq!(places.as_array().map(Vec::len), Some(1), "the text moved: {places}");
    let reading = window.value("one('message-log').scrollTop").await.as_f64().expect("a number");
    window.wheel(-600).await;
    window.until(&format!("one('message-log').scrollTop < {}", reading - 200.0)).await;
    window.until(&page("log?.textContent.includes('Paragraph 3999 of') && below > 1000")).await;
    window.photograph("large-answer").await;

    window.press_named("Latest, there is new text").await;
    window.until(&page("below < 2")).await;
    script.advance();
    window.until(&page("log?.textContent.includes('The end.') && below < 2")).await;
    window.answer("done").await;
    window.quit().await;
}
