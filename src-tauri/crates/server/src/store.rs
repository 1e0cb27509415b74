//! Conversations, questions and answers in SQLite, for every agent and user id apart.
//!
//! One connection on a thread of its own; closures in, rows out. Every query that takes an id from a request also takes
//! the owner, so that an id of somebody else finds nothing.

mod alternates;
mod conversations;
mod files;
mod memories;
mod runs;
mod tasks;
mod turns;

use std::fs::{File, TryLockError};
use std::path::Path;
use std::sync::{Arc, mpsc};
use std::thread;

use rusqlite::{Connection, TransactionBehavior};
use tokio::sync::oneshot;

use crate::error::StoreError;

pub(crate) use alternates::{Again, MOST_ALTERNATES, Which};
pub(crate) use conversations::NewConversation;
pub(crate) use files::{Upload, path_of, sha256_in};
pub(crate) use memories::NotListed;
pub(crate) use runs::Triggered;
#[cfg(feature = "script")]
pub(crate) use tasks::TaskEnd;
pub(crate) use turns::{Finished, State, Told};

type Result<T> = std::result::Result<T, StoreError>;
type Job = Box<dyn FnOnce(&mut Connection) + Send>;

/// What each version adds to the one before. Released ones are never changed.
const MIGRATIONS: &[&str] = &[CONVERSATIONS, ALTERNATES, MEMORIES, RUNS, FILES, TASKS];

const CONVERSATIONS: &str = "
    CREATE TABLE conversation (
        id          TEXT PRIMARY KEY,
        inner_id    TEXT NOT NULL,
        agent       TEXT NOT NULL,
        user        TEXT NOT NULL,
        name        TEXT NOT NULL,
        inputs      TEXT NOT NULL,
        created_at  INTEGER NOT NULL,
        chatted_at  INTEGER
    ) STRICT;
    CREATE INDEX conversation_owner ON conversation (agent, user, created_at);
    CREATE TABLE turn (
        seq              INTEGER PRIMARY KEY,
        id               TEXT NOT NULL UNIQUE,
        conversation_id  TEXT NOT NULL REFERENCES conversation (id) ON DELETE CASCADE,
        question         TEXT NOT NULL,
        extends          TEXT NOT NULL
    ) STRICT;
    CREATE INDEX turn_conversation ON turn (conversation_id, seq);
    CREATE TABLE answer (
        id           TEXT PRIMARY KEY,
        turn_seq     INTEGER NOT NULL REFERENCES turn (seq) ON DELETE CASCADE,
        state        TEXT NOT NULL,
        text         TEXT NOT NULL,
        created_at   INTEGER NOT NULL,
        tokens       INTEGER NOT NULL,
        latency      REAL NOT NULL,
        rating       INTEGER NOT NULL,
        tracing      TEXT NOT NULL,
        suggestions  TEXT NOT NULL
    ) STRICT;
    CREATE INDEX answer_turn ON answer (turn_seq);";

/// Which answer counts, where that is not the newest; and what was said of an answer besides the rating.
const ALTERNATES: &str = "
    ALTER TABLE turn ADD COLUMN used TEXT;
    ALTER TABLE answer ADD COLUMN feedback TEXT NOT NULL DEFAULT '';";

/// What is kept beyond one conversation, and which conversations stay at the top.
const MEMORIES: &str = "
    ALTER TABLE conversation ADD COLUMN top INTEGER NOT NULL DEFAULT 0;
    CREATE TABLE memory (
        seq         INTEGER PRIMARY KEY,
        id          TEXT NOT NULL UNIQUE,
        agent       TEXT NOT NULL,
        user        TEXT NOT NULL,
        memory      TEXT NOT NULL,
        created_at  INTEGER NOT NULL,
        updated_at  INTEGER NOT NULL
    ) STRICT;
    CREATE INDEX memory_owner ON memory (agent, user, created_at);
    CREATE TABLE variable (
        seq              INTEGER PRIMARY KEY,
        agent            TEXT NOT NULL,
        user             TEXT NOT NULL,
        conversation_id  TEXT REFERENCES conversation (id) ON DELETE CASCADE,
        name             TEXT NOT NULL,
        description      TEXT NOT NULL,
        value            TEXT NOT NULL,
        fallback         TEXT NOT NULL,
        updated_at       INTEGER NOT NULL
    ) STRICT;
    CREATE INDEX variable_owner ON variable (agent, user, name);
    CREATE INDEX variable_conversation ON variable (conversation_id);";

/// Runs of workflows; those that a trigger started have its name and what it was told.
const RUNS: &str = "
    CREATE TABLE run (
        id          TEXT PRIMARY KEY,
        agent       TEXT NOT NULL,
        user        TEXT NOT NULL,
        status      TEXT NOT NULL,
        progress    TEXT NOT NULL,
        trigger     TEXT,
        input       TEXT NOT NULL,
        created_at  INTEGER NOT NULL
    ) STRICT;";

/// Files by their digest, and under which ids they were uploaded; one without an end is kept for good.
const FILES: &str = "
    CREATE TABLE file (
        sha256      TEXT PRIMARY KEY,
        name        TEXT NOT NULL,
        media_type  TEXT NOT NULL,
        size        INTEGER NOT NULL,
        bytes       BLOB NOT NULL
    ) STRICT;
    CREATE TABLE upload (
        sha256      TEXT NOT NULL REFERENCES file (sha256) ON DELETE CASCADE,
        id          TEXT NOT NULL,
        expires_at  INTEGER,
        PRIMARY KEY (sha256, id)
    ) STRICT;";

/// Tasks that go on after the answer that began them, and turns that hold what became of one.
const TASKS: &str = "
    ALTER TABLE turn ADD COLUMN by_task INTEGER NOT NULL DEFAULT 0;
    CREATE TABLE task (
        id          TEXT PRIMARY KEY,
        answer_id   TEXT NOT NULL REFERENCES answer (id) ON DELETE CASCADE,
        status      TEXT NOT NULL,
        reason      TEXT NOT NULL,
        message_id  TEXT NOT NULL
    ) STRICT;";

/// Who asks: nothing of one owner is seen by another.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Owner {
    /// The agent's id.
    pub(crate) agent: String,
    /// The user id.
    pub(crate) user: String,
}

/// The way to the database's thread; cheap to clone, and the thread ends with the last of them.
#[derive(Debug, Clone)]
pub(crate) struct Store {
    jobs: mpsc::Sender<Job>,
    /// A share of the lock that says that somebody is at work here.
    _share: Option<Arc<File>>,
}

impl Store {
    /// Opens `server.sqlite` in `folder`, or a database in memory.
    pub(crate) fn open(folder: Option<&Path>) -> Result<Self> {
        let mut connection = match folder {
            Some(folder) => Connection::open(folder.join("server.sqlite"))?,
            None => Connection::open_in_memory()?,
        };
        prepare(&mut connection)?;
        let share = folder.and_then(|folder| File::create(folder.join("server.lock")).ok()).map(Arc::new);
        tidy_if_alone(&connection, share.as_deref())?;
        let (jobs, queue) = mpsc::channel::<Job>();
        let work = move || {
            for job in queue {
                job(&mut connection);
            }
        };
        // Without a thread there is nothing to say but that the database is closed.
        thread::Builder::new().name("server store".into()).spawn(work).map_err(|_| StoreError::Closed)?;
        Ok(Self { jobs, _share: share })
    }

    /// Runs `work` on the database's thread.
    async fn run<T: Send + 'static>(
        &self,
        work: impl FnOnce(&mut Connection) -> Result<T> + Send + 'static,
    ) -> Result<T> {
        let (done, result) = oneshot::channel();
        let job: Job = Box::new(move |connection| {
            // Whoever asked may be gone; the work is done all the same.
            let _ = done.send(work(connection));
        });
        self.jobs.send(job).map_err(|_| StoreError::Closed)?;
        result.await.map_err(|_| StoreError::Closed)?
    }
}

fn prepare(connection: &mut Connection) -> Result<()> {
    connection.busy_timeout(std::time::Duration::from_secs(5))?;
    connection.pragma_update(None, "journal_mode", "WAL")?;
    connection.pragma_update(None, "synchronous", "NORMAL")?;
    connection.pragma_update(None, "foreign_keys", true)?;
    // Immediate, so that of two programs that start at once the second sees what the first made.
    let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    let found: i64 = transaction.query_row("PRAGMA user_version", (), |row| row.get(0))?;
    let known = i64::try_from(MIGRATIONS.len()).unwrap_or(i64::MAX);
    if found > known {
        return Err(StoreError::Newer { found, known });
    }
    for migration in MIGRATIONS.iter().skip(usize::try_from(found).unwrap_or_default()) {
        transaction.execute_batch(migration)?;
    }
    transaction.pragma_update(None, "user_version", known)?;
    transaction.commit()?;
    Ok(())
}

/// Ends what a crash left unfinished, unless another program has the database open and is at work on it: `parlance ask`
/// beside the window. Where files cannot be locked nobody else is seen.
fn tidy_if_alone(connection: &Connection, share: Option<&File>) -> Result<()> {
    let alone = share.is_none_or(|file| !matches!(file.try_lock(), Err(TryLockError::WouldBlock)));
    if alone {
        // Answers keep the text that was stored of them.
        connection.execute("UPDATE answer SET state = 'stopped' WHERE state = 'running'", ())?;
        // A run that was at work cannot go on, since nobody knows how far its node was; one that waits still waits.
        connection.execute("UPDATE run SET status = 'stopped' WHERE status = 'processing'", ())?;
    }
    if let Some(file) = share {
        // Others wait here for as long as the lines above take.
        let _ = file.unlock();
        let _ = file.lock_shared();
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use parlance_protocol::{AppConversationId, MessageId};

    use super::*;

    #[tokio::test]
    async fn a_crash_leaves_the_text_that_was_stored_of_a_running_answer() {
        let folder = tempfile::tempdir().unwrap();
        let owner = Owner { agent: "guide".into(), user: "me".into() };
        let (conversation, answer) = (AppConversationId::new("c"), MessageId::new("m"));
        let store = Store::open(Some(folder.path())).unwrap();
        let new =
            NewConversation { id: "c".into(), inner_id: "i".into(), name: "".into(), inputs: BTreeMap::new(), now: 7 };
        store.create_conversation(owner.clone(), new).await.unwrap();
        store.begin_turn(conversation.clone(), "?".into(), None, answer.clone(), 8).await.unwrap();
        store.checkpoint(answer.clone(), "So far".into()).await.unwrap();

        // Nobody said that it is over, as after a crash.
        drop(store);
        let after = Store::open(Some(folder.path())).unwrap();
        let turn = after.turns(owner, conversation, 9).await.unwrap().unwrap().remove(0);
        assert_eq!(turn.answer_info.unwrap().answer, "So far");
        after.checkpoint(answer.clone(), "Too late".into()).await.unwrap();
        let owner = Owner { agent: "guide".into(), user: "me".into() };
        let turn = after.turn_of(owner, answer).await.unwrap().unwrap();
        assert_eq!(turn.answer_info.unwrap().answer, "So far", "what has ended stays as it ended");
    }

    #[tokio::test]
    async fn who_comes_later_leaves_alone_what_another_is_at_work_on() {
        let folder = tempfile::tempdir().unwrap();
        let owner = || Owner { agent: "guide".into(), user: "me".into() };
        let (conversation, answer) = (AppConversationId::new("c"), MessageId::new("m"));
        let store = Store::open(Some(folder.path())).unwrap();
        let new =
            NewConversation { id: "c".into(), inner_id: "i".into(), name: "".into(), inputs: BTreeMap::new(), now: 7 };
        store.create_conversation(owner(), new).await.unwrap();
        store.begin_turn(conversation.clone(), "?".into(), None, answer.clone(), 8).await.unwrap();

        let visitors = [Store::open(Some(folder.path())).unwrap(), Store::open(Some(folder.path())).unwrap()];
        store.checkpoint(answer.clone(), "So far".into()).await.unwrap();
        let told = visitors[1].told(owner(), answer.clone()).await.unwrap().unwrap();
        assert_eq!((told.state, told.text.as_str()), (State::Running, "So far"));

        drop(store);
        let told = Store::open(Some(folder.path())).unwrap().told(owner(), answer.clone()).await.unwrap().unwrap();
        assert_eq!(told.state, State::Running, "somebody is still there who may be at work on it");
        drop(visitors);
        let told = Store::open(Some(folder.path())).unwrap().told(owner(), answer).await.unwrap().unwrap();
        assert_eq!((told.state, told.text.as_str()), (State::Stopped, "So far"));
    }

    #[test]
    fn many_may_open_a_new_database_at_once() {
        let folder = tempfile::tempdir().unwrap();
        let openings: Vec<_> = (0..8)
            .map(|_| {
                let path = folder.path().to_owned();
                std::thread::spawn(move || Store::open(Some(&path)).map(drop))
            })
            .collect();
        for opening in openings {
            opening.join().unwrap().unwrap();
        }
    }

    #[test]
    fn a_database_of_a_newer_version_is_refused_and_left_alone() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("server.sqlite");
        Connection::open(&file).unwrap().execute_batch("PRAGMA user_version = 99").unwrap();
        let error = Store::open(Some(folder.path())).unwrap_err();
        assert!(error.to_string().contains("version 99"), "{error}");
        let version: i64 =
            Connection::open(&file).unwrap().query_row("PRAGMA user_version", (), |row| row.get(0)).unwrap();
        assert_eq!(version, 99);
    }
}
