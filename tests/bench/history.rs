//! What a history of a million messages costs: opening, paging back and searching it, each beside a yardstick in the same
//! run. Fails when a goal is missed.
#![expect(clippy::print_stdout, reason = "a bench prints what it measured")]
#![expect(
    clippy::cast_precision_loss,
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    clippy::cast_possible_wrap,
    reason = "figures to look at"
)]

#[path = "history/corpus.rs"]
mod corpus;
#[path = "history/library.rs"]
mod library;
#[path = "history/queries.rs"]
mod queries;

use std::process::ExitCode;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::time::Instant;

use parlance_core::{ConversationId, Profile, SearchQuery};
use rusqlite::Connection;

use corpus::{Chance, Corpus};
use library::Library;
use queries::{Class, Texts};

const MESSAGES: usize = 1_000_000;
/// Queries of a class, those of them that a scan is timed with, and those whose hits are counted.
const QUERIES: usize = 100;
const SCANNED: usize = 12;
const COUNTED: usize = 6;
/// The most hits of a query that is counted.
const MOST_HITS: usize = 3_000;
/// How often a conversation is opened.
const OPENED: usize = 40;
/// Turns that are written while somebody searches.
const WRITTEN: usize = 300;

/// Milliseconds of a page of hits, 95 %; the index beside the texts; a conversation of 10,000 turns beside one of 10.
const PAGE_MS: f64 = 25.0;
const INDEX: f64 = 0.85;
const LONG: f64 = 1.5;

/// What was measured, and whether it was good enough.
#[derive(Default)]
struct Goals {
    missed: usize,
}

impl Goals {
    fn judge(&mut self, what: &str, measured: f64, goal: f64) {
        let fine = measured <= goal;
        self.missed += usize::from(!fine);
        println!("{what}: {measured:.2}, goal {goal}: {}", if fine { "met" } else { "MISSED" });
    }
}

#[tokio::main]
async fn main() -> ExitCode {
    let messages =
        std::env::var("PARLANCE_BENCH_MESSAGES").ok().and_then(|count| count.parse().ok()).unwrap_or(MESSAGES);
    let library = Library::of(messages).await;
    let (profile, took) = library.indexed().await;
    if let Some(seconds) = took {
        println!("index made in {seconds:.1} s: {:.0} messages a second", messages as f64 / seconds);
    }
    let mut goals = Goals::default();
    opening(&profile, &library, &mut goals).await;
    let database = library.database();
    let texts = Texts::read(&database).expect("the history can be read");
    // A short history has room between its documents instead.
    let goal = if messages >= MESSAGES { INDEX } else { f64::INFINITY };
    size(&database, &texts, goal, &mut goals);
    let classes = texts.classes(&Corpus::new(), QUERIES);
    for class in &classes {
        searching(&profile, &database, class, &mut goals).await;
    }
    counting(&profile, &texts, &classes, &mut goals).await;
    writing(&profile, &library, &classes).await;
    profile.finish().await;
    if goals.missed == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

async fn opening(profile: &Profile, library: &Library, goals: &mut Goals) {
    let newest = open_often(profile, library.newest).await;
    let long = percentile(open_often(profile, library.long).await, 0.5);
    let page = percentile(open_often(profile, library.full_page).await, 0.5);
    let short = percentile(open_often(profile, library.short).await, 0.5);
    let mut paging = Vec::new();
    let mut before = profile.open(library.long, None).await.expect("it opens").page.turns.first().map(|turn| turn.id);
    for _ in 0..OPENED {
        let began = Instant::now();
        let page = profile.older(library.long, before).await.expect("it is there");
        paging.push(ms(began));
        before = page.turns.first().map(|turn| turn.id);
    }
    profile.close(library.long).await;
    println!("open the newest conversation: {}", spread(newest));
    println!("a page back, of 10,000 turns: {}", spread(paging));
    println!("open one of 10,000 turns {long:.2} ms, one of 30 {page:.2} ms, one of 10 {short:.2} ms");
    // As many turns are read of the one as of one of 30.
    println!("10,000 turns beside 30: {:.2}", long / page);
    goals.judge("10,000 turns beside 10", long / short, LONG);
}

async fn open_often(profile: &Profile, conversation: ConversationId) -> Vec<f64> {
    let mut times = Vec::new();
    for _ in 0..OPENED {
        let began = Instant::now();
        profile.open(conversation, None).await.expect("it opens");
        times.push(ms(began));
        profile.close(conversation).await;
    }
    times
}

fn size(database: &Connection, texts: &Texts, goal: f64, goals: &mut Goals) {
    let mut statement = database
        .prepare(
            "SELECT name, SUM(pgsize) FROM dbstat WHERE aggregate = FALSE AND name GLOB 'search*' OR name GLOB '*_search_*'
              GROUP BY name ORDER BY 2 DESC",
        )
        .expect("SQLite counts pages");
    let tables =
        statement.query_map((), |row| Ok((row.get::<_, String>(0)?, row.get::<_, f64>(1)?))).expect("it counts");
    let mut all = 0.0;
    for (name, bytes) in tables.flatten() {
        println!("{name}: {:.1} MiB", bytes / 1_048_576.0);
        all += bytes;
    }
    println!("texts: {:.1} MiB", texts.bytes() as f64 / 1_048_576.0);
    goals.judge("the index beside the texts", all / texts.bytes() as f64, goal);
}

async fn searching(profile: &Profile, database: &Connection, class: &Class, goals: &mut Goals) {
    let mut times = Vec::new();
    let mut hits = 0;
    for query in &class.queries {
        let began = Instant::now();
        let page = profile.search(words(query), None).await.expect("it can be searched");
        times.push(ms(began));
        hits += page.hits.len();
    }
    let scans = class.queries.iter().take(SCANNED).map(|query| scan(database, query.trim())).collect();
    let (p50, p95, scan) = (percentile(times.clone(), 0.5), percentile(times.clone(), 0.95), percentile(scans, 0.95));
    let (most, mean) = (percentile(times, 1.0), hits as f64 / class.queries.len() as f64);
    println!(
        "{:<15} p50 {p50:>6.2} p95 {p95:>6.2} most {most:>7.2} ms, {mean:.0} hits; a scan p95 {scan:>7.1} ms: {:.0} times",
        class.name,
        scan / p95
    );
    goals.judge(&format!("{}, a page of hits, ms", class.name), p95, PAGE_MS);
}

/// Milliseconds of the same page by a look through the rows.
fn scan(database: &Connection, query: &str) -> f64 {
    let began = Instant::now();
    for sql in [
        "SELECT question FROM turn WHERE question LIKE ?1 ORDER BY rowid DESC LIMIT 50",
        "SELECT text FROM answer WHERE text LIKE ?1 ORDER BY rowid DESC LIMIT 50",
    ] {
        let mut statement = database.prepare_cached(sql).expect("the tables are there");
        let rows = statement.query_map((format!("%{query}%"),), |row| row.get::<_, String>(0)).expect("it is read");
        assert!(rows.count() <= 50, "no more was asked for");
    }
    ms(began)
}

async fn counting(profile: &Profile, texts: &Texts, classes: &[Class], goals: &mut Goals) {
    let (mut found, mut there, mut queries) = (0, 0, 0);
    for class in classes {
        let mut counted = 0;
        for query in &class.queries {
            let holding = texts.holding(query);
            if holding > MOST_HITS {
                continue;
            }
            there += holding;
            found += all_hits(profile, query).await;
            queries += 1;
            counted += 1;
            if counted == COUNTED {
                break;
            }
        }
    }
    println!("{queries} queries found {found} of {there} texts");
    goals.judge("texts that were missed or are none", there.abs_diff(found) as f64, 0.0);
}

async fn all_hits(profile: &Profile, query: &str) -> usize {
    let (mut hits, mut after) = (0, None);
    loop {
        let page = profile.search(words(query), after).await.expect("it can be searched");
        hits += page.hits.len();
        after = page.more;
        if after.is_none() {
            return hits;
        }
    }
}

/// How fast turns are written down, alone and while somebody searches as fast as they can.
async fn writing(profile: &Profile, library: &Library, classes: &[Class]) {
    let alone = write(library);
    let (stop, searched) = (Arc::new(AtomicBool::new(false)), Arc::new(AtomicUsize::new(0)));
    let queries: Vec<String> = classes.iter().flat_map(|class| class.queries.iter().take(20).cloned()).collect();
    let searching = tokio::spawn({
        let (profile, stop, searched) = (profile.clone(), stop.clone(), searched.clone());
        async move {
            for query in queries.iter().cycle() {
                if stop.load(Ordering::Relaxed) {
                    return;
                }
                profile.search(words(query), None).await.expect("it can be searched");
                searched.fetch_add(1, Ordering::Relaxed);
            }
        }
    });
    let busy = tokio::task::block_in_place(|| write(library));
    stop.store(true, Ordering::Relaxed);
    searching.await.expect("it ends");
    println!(
        "turns written a second: {alone:.0} alone, {busy:.0} beside {} searches; each in a transaction of its own",
        searched.load(Ordering::Relaxed)
    );
}

fn write(library: &Library) -> f64 {
    let (database, corpus, mut chance) = (library.database(), Corpus::new(), Chance::new(19));
    let conversation = library.newest.to_string();
    let began = Instant::now();
    for turn in 0..WRITTEN {
        let (question, answer) = (corpus.question(&mut chance), corpus.answer(&mut chance));
        let transaction = database.unchecked_transaction().expect("nobody else writes");
        library::turn(&transaction, &conversation, 100_000 + turn as i64, 1_900_000_000_000, &question, &answer)
            .expect("it can be written");
        transaction.commit().expect("it can be written");
    }
    let rate = WRITTEN as f64 / began.elapsed().as_secs_f64();
    database.execute("DELETE FROM turn WHERE seq >= 100000", ()).expect("it can be written");
    database.execute("DELETE FROM answer WHERE started_at = 1900000000000", ()).expect("it can be written");
    rate
}

fn words(query: &str) -> SearchQuery {
    SearchQuery { text: query.to_owned(), ..SearchQuery::default() }
}

fn ms(began: Instant) -> f64 {
    began.elapsed().as_secs_f64() * 1_000.0
}

fn percentile(mut times: Vec<f64>, part: f64) -> f64 {
    times.sort_by(f64::total_cmp);
    times.get(((times.len().saturating_sub(1)) as f64 * part) as usize).copied().unwrap_or_default()
}

fn spread(times: Vec<f64>) -> String {
    format!("p50 {:.2}, p95 {:.2} ms", percentile(times.clone(), 0.5), percentile(times, 0.95))
}
