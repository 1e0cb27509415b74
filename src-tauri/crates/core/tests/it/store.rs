use std::sync::Arc;

use parlance_core::{AgentId, AnswerState, Clock, MemoryVault, ProblemCode, Profile, Rating, Timestamp};
use parlance_server::Script;
use rusqlite::Connection;

use tempfile::TempDir;

use crate::desk::{Desk, options};

async fn refusal(folder: &std::path::Path) -> parlance_core::Problem {
    let vault = Arc::new(MemoryVault::new());
    Profile::start(options(folder, &vault, &Clock::by_hand(Timestamp(1)))).await.unwrap_err().problem()
}

#[tokio::test]
async fn a_newer_database_is_refused_and_left_as_it_is() {
    let desk = Desk::with(Script::new()).await;
    desk.profile.finish().await;
    let file = desk.folder.path().join("parlance.sqlite");
    let newer = Connection::open(&file).unwrap();
    newer.pragma_update(None, "user_version", 99).unwrap();
    newer.query_row("PRAGMA wal_checkpoint(TRUNCATE)", (), |_| Ok(())).unwrap();
    let copy = TempDir::new().unwrap();
    std::fs::copy(&file, copy.path().join("parlance.sqlite")).unwrap();
    let before = std::fs::read(copy.path().join("parlance.sqlite")).unwrap();
    let problem = refusal(copy.path()).await;
    assert_eq!(problem.code, ProblemCode::NewerDatabase);
    assert!(problem.detail.contains("99"), "{problem:?}");
    assert_eq!(std::fs::read(copy.path().join("parlance.sqlite")).unwrap(), before);
}

#[tokio::test]
async fn a_folder_that_cannot_be_made_is_one_clear_sentence() {
    let folder = TempDir::new().unwrap();
    std::fs::write(folder.path().join("file"), "").unwrap();
    let problem = refusal(&folder.path().join("file/below")).await;
    assert_eq!(problem.code, ProblemCode::Storage);
    assert!(problem.detail.starts_with("the data folder cannot be used"), "{problem:?}");
}

#[tokio::test]
async fn a_file_that_is_no_database_is_said_to_be_none() {
    let folder = TempDir::new().unwrap();
    let (file, text) = (folder.path().join("parlance.sqlite"), "not a database at all ".repeat(100));
    std::fs::write(&file, &text).unwrap();
    let problem = refusal(folder.path()).await;
    assert_eq!((problem.code, problem.detail.contains("damaged")), (ProblemCode::Damaged, true));
    assert_eq!(std::fs::read_to_string(&file).unwrap(), text, "it may be somebody's");
}

#[tokio::test]
async fn after_a_kill_the_question_and_the_written_text_are_there_as_interrupted() {
    let desk = Desk::with(Script::new().say("Half of").wait()).await;
    desk.ask("Talk.").await;
    desk.script.waiting().await;
    let file = desk.folder.path().join("parlance.sqlite");
    let beside = Connection::open(&file).unwrap();
    let text = || beside.query_row("SELECT text FROM answer", (), |row| row.get::<_, String>(0)).unwrap();
    tokio::time::timeout(std::time::Duration::from_secs(30), async {
        while text() != "Half of" {
            tokio::task::yield_now().await;
        }
    })
    .await
    .expect("it is written down while it streams");
    // What a kill leaves: the files as they are now.
    let copy = TempDir::new().unwrap();
    for name in ["parlance.sqlite", "parlance.sqlite-wal"] {
        std::fs::copy(desk.folder.path().join(name), copy.path().join(name)).unwrap();
    }
    let killed = Profile::start(options(copy.path(), &desk.vault, &desk.clock)).await.unwrap();
    let page = killed.open(desk.conversation, None).await.unwrap().page;
    assert_eq!(page.turns[0].question, "Talk.");
    assert_eq!((page.answers[0].state, page.answers[0].text.as_str()), (AnswerState::Interrupted, "Half of"));
    assert_eq!(killed.snapshot().await.unwrap().conversations[0].preview, "Half of");
    let database = Connection::open(copy.path().join("parlance.sqlite")).unwrap();
    let check: String = database.query_row("PRAGMA integrity_check", (), |row| row.get(0)).unwrap();
    assert_eq!(check, "ok");
}

#[tokio::test]
async fn a_visitor_leaves_a_running_answer_alone() {
    let desk = Desk::with(Script::new().say("Half of").wait()).await;
    desk.ask("Talk.").await;
    desk.script.waiting().await;
    let visitor = Profile::visit(options(desk.folder.path(), &desk.vault, &desk.clock)).await.unwrap();
    visitor.finish().await;
    assert_eq!(desk.page().await.answers[0].state, AnswerState::Streaming);
}

#[tokio::test]
async fn a_history_from_before_there_were_ratings_opens() {
    let folder = TempDir::new().unwrap();
    let old = Connection::open(folder.path().join("parlance.sqlite")).unwrap();
    old.execute_batch(include_str!("../../src/store/migrations/0001_start.sql")).unwrap();
    let ids: Vec<String> = (0..4).map(|_| AgentId::make().to_string()).collect();
    old.execute_batch(&format!(
        "INSERT INTO agent VALUES ('{0}', 'A', 'http://127.0.0.1:9/api/v1', 'u', 0, 0, '{{\"message\":\"\",\"questions\":[]}}', '[]', 0, 1);
         INSERT INTO conversation VALUES ('{1}', '{0}', '', 'T', 0, 'P', 1, 0, 1, 1, 0, 0);
         INSERT INTO turn VALUES ('{2}', '{1}', 0, 'q', 'Well?', 1, '{3}');
         INSERT INTO answer VALUES ('{3}', '{2}', 0, 'm', 'done', 'Yes.', '', '', '[]', 1, 2);
         PRAGMA user_version = 1;",
        ids[0], ids[1], ids[2], ids[3],
    ))
    .unwrap();
    drop(old);
    let vault = Arc::new(MemoryVault::new());
    let profile = Profile::start(options(folder.path(), &vault, &Clock::by_hand(Timestamp(1)))).await.unwrap();
    let conversation = profile.snapshot().await.unwrap().conversations[0].id;
    let page = profile.open(conversation, None).await.unwrap().page;
    assert_eq!((page.answers[0].text.as_str(), page.answers[0].feedback.rating), ("Yes.", Rating::None));
    assert_eq!((page.turns[0].used_answer, page.turns[0].used_pending), (page.answers[0].id, false));
}

#[tokio::test]
#[cfg(unix)]
async fn a_history_is_its_owners_alone() {
    use std::os::unix::fs::PermissionsExt as _;
    let folder = TempDir::new().unwrap();
    let file = folder.path().join("parlance.sqlite");
    let (vault, clock) = (Arc::new(MemoryVault::new()), Clock::system());
    for _ in ["made", "found open to others"] {
        Profile::start(options(folder.path(), &vault, &clock)).await.unwrap().finish().await;
        assert_eq!(std::fs::metadata(&file).unwrap().permissions().mode() & 0o777, 0o600);
        std::fs::set_permissions(&file, std::fs::Permissions::from_mode(0o644)).unwrap();
    }
}
