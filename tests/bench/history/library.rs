//! A profile with a long history, written once and kept for the next run.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Instant;

use parlance_core::{AgentId, AnswerId, Clock, ConversationId, MemoryVault, Options, Profile, SearchQuery, TurnId};
use rusqlite::Connection;

use crate::corpus::{Chance, Corpus};

/// Turns of the longest conversation; the rest share what is left.
const LONG: usize = 10_000;
/// Messages of an ordinary conversation.
const MESSAGES: usize = 50;
/// When the first conversation was begun, and how far apart they and their turns are: about three years of work.
const FIRST_AT: i64 = 1_700_000_000_000;
const APART_MS: i64 = 4_700_000;
const TURNS_APART_MS: i64 = 95_000;

/// A profile's folder and what is in it.
pub(crate) struct Library {
    pub(crate) folder: PathBuf,
    pub(crate) newest: ConversationId,
    pub(crate) long: ConversationId,
    /// Of ten turns, and of as many as are read at a time.
    pub(crate) short: ConversationId,
    pub(crate) full_page: ConversationId,
}

impl Library {
    /// The one of this size, which is made if it is not there.
    pub(crate) async fn of(messages: usize) -> Self {
        let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("history-{messages}"));
        let done = folder.join("done");
        if !done.exists() {
            println!("writing {messages} messages into {}", folder.display());
            // What a run that was stopped has left.
            let _ = fs::remove_dir_all(&folder);
            start(&folder).await.finish().await;
            let mut database = open(&folder);
            // As a history from before there was an index.
            database
                .execute_batch(
                    "DROP TABLE search; DROP TRIGGER search_turn_added; DROP TRIGGER search_answer_added;
                                    DROP TRIGGER search_conversation_added",
                )
                .expect("a new profile");
            fill(&mut database, messages).expect("a new profile");
            fs::write(&done, "").expect("the folder is there");
        }
        let database = open(&folder);
        let one = |sql: &str| -> ConversationId {
            let id: String = database.query_row(sql, (), |row| row.get(0)).expect("it was written");
            id.parse().expect("it is an id")
        };
        Self {
            newest: one("SELECT id FROM conversation ORDER BY active_at DESC LIMIT 1"),
            long: one("SELECT id FROM conversation WHERE title = 'long'"),
            short: one("SELECT id FROM conversation WHERE turns = 10 LIMIT 1"),
            full_page: one("SELECT id FROM conversation WHERE turns = 30 LIMIT 1"),
            folder,
        }
    }

    pub(crate) fn database(&self) -> Connection {
        open(&self.folder)
    }

    /// The profile, once its index is whole; how long that took, when there was something to do.
    pub(crate) async fn indexed(&self) -> (Profile, Option<f64>) {
        let profile = start(&self.folder).await;
        let (began, mut told) = (Instant::now(), 0);
        let nothing = SearchQuery { text: "index".to_owned(), ..SearchQuery::default() };
        while let Some(indexing) = profile.search(nothing.clone(), None).await.expect("it can be searched").indexing {
            if indexing.done / 100_000 > told {
                told = indexing.done / 100_000;
                println!("indexed {} of {} turns", indexing.done, indexing.total);
            }
            tokio::time::sleep(std::time::Duration::from_millis(200)).await;
        }
        let took = began.elapsed().as_secs_f64();
        // It can be asked by then, and is still made smaller.
        let loose = || -> bool {
            let state = "SELECT value ->> 'loose' FROM note WHERE name = 'search'";
            self.database().query_row(state, (), |row| row.get(0)).expect("it says how far it is")
        };
        while loose() {
            tokio::time::sleep(std::time::Duration::from_millis(200)).await;
        }
        (profile, (told > 0 || took > 1.0).then_some(took))
    }
}

async fn start(folder: &Path) -> Profile {
    let vault = Arc::new(MemoryVault::new());
    let options = Options { data_dir: folder.to_owned(), vault, clock: Clock::system() };
    Profile::start(options).await.expect("the profile opens")
}

fn open(folder: &Path) -> Connection {
    Connection::open(folder.join("parlance.sqlite")).expect("the profile was made")
}

fn fill(database: &mut Connection, messages: usize) -> rusqlite::Result<()> {
    let (corpus, mut chance) = (Corpus::new(), Chance::new(13));
    let agent = AgentId::make();
    database.execute(
        "INSERT INTO agent (id, name, base_url, user_id, built_in, key_stored, opening, variables, position, added_at)
         VALUES (?1, 'A', 'http://127.0.0.1:1', 'u', 0, 0, '{\"message\":\"\",\"questions\":[]}', '[]', 0, 0)",
        [agent.to_string()],
    )?;
    let (mut left, mut conversation) = (messages / 2, 0);
    while left > 0 {
        let transaction = database.transaction()?;
        for _ in 0..200 {
            let (title, wanted) = match conversation {
                0 => ("long".to_owned(), LONG.min(messages / 4)),
                _ => (corpus.question(&mut chance), 1 + chance.below(MESSAGES - 1)),
            };
            let turns = wanted.min(left);
            let began_at = FIRST_AT + conversation * APART_MS;
            converse(&transaction, agent, &title, began_at, turns, &corpus, &mut chance)?;
            conversation += 1;
            left -= turns;
        }
        transaction.commit()?;
    }
    database.query_row("PRAGMA wal_checkpoint(TRUNCATE)", (), |_| Ok(()))
}

fn converse(
    database: &Connection,
    agent: AgentId,
    title: &str,
    began_at: i64,
    turns: usize,
    corpus: &Corpus,
    chance: &mut Chance,
) -> rusqlite::Result<()> {
    let id = ConversationId::make().to_string();
    let active_at = began_at + turns as i64 * TURNS_APART_MS;
    database
        .prepare_cached(
            "INSERT INTO conversation (id, agent_id, platform_id, title, pinned, preview, turns, unread, created_at,
                                       active_at)
             VALUES (?1, ?2, '', ?3, 0, '', ?4, 0, ?5, ?6)",
        )?
        .execute((&id, agent.to_string(), title, turns as i64, began_at, active_at))?;
    for seq in 0..turns as i64 {
        let asked_at = began_at + seq * TURNS_APART_MS;
        turn(database, &id, seq, asked_at, &corpus.question(chance), &corpus.answer(chance))?;
    }
    Ok(())
}

/// Writes down a question and its answer.
pub(crate) fn turn(
    database: &Connection,
    conversation: &str,
    seq: i64,
    asked_at: i64,
    question: &str,
    answer: &str,
) -> rusqlite::Result<()> {
    let (turn_id, answer_id) = (TurnId::make().to_string(), AnswerId::make().to_string());
    database
        .prepare_cached(
            "INSERT INTO turn (id, conversation_id, seq, query_id, question, asked_at, used_answer_id)
             VALUES (?1, ?2, ?3, '', ?4, ?5, ?6)",
        )?
        .execute((&turn_id, conversation, seq, question, asked_at, &answer_id))?;
    database
        .prepare_cached(
            "INSERT INTO answer (id, turn_id, position, message_id, state, text, problem, usage, suggestions, started_at,
                                 ended_at)
             VALUES (?1, ?2, 0, '', 'done', ?3, '', '', '[]', ?4, ?4)",
        )?
        .execute((&answer_id, &turn_id, answer, asked_at))?;
    Ok(())
}
