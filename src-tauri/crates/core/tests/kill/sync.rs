//! A process that is killed while it takes over what was said elsewhere: nothing that was here goes, and in the end
//! everything is here once.

use std::env;
use std::io::{BufRead as _, BufReader, Write as _};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use futures_util::StreamExt as _;
use parlance_client::{Address, ApiKey, Client, Dialect};
use parlance_core::{AgentDraft, AnswerState, Keep, Update, Updates};
use parlance_protocol::{AppConversationId, ChatQuery, UserId};
use parlance_server::{Options, Script, Server};
use rusqlite::Connection;
use tempfile::TempDir;

use crate::{any_below, profile};

const KILLS: u32 = 15;
/// Questions that are asked elsewhere before each of them.
const ASKED: u32 = 4;
/// The latest a process is killed after it has begun.
const LATEST_US: u32 = 60_000;

/// Opens the conversation again and again, each time with a look at the platform behind it.
#[tokio::test(flavor = "multi_thread")]
#[ignore = "this is the process that the other test kills"]
async fn a_process_that_takes_over_until_it_is_killed() {
    let read = |name: &str| env::var(name).unwrap();
    let profile = profile(read("KILLED_FOLDER").as_ref()).await;
    let snapshot = profile.snapshot().await.unwrap();
    profile.replace_key(snapshot.agents[0].id, read("KILLED_KEY"), Keep::Session).await.unwrap();
    let conversation = snapshot.conversations.iter().find(|row| row.turns > 0).unwrap().id;
    writeln!(std::io::stdout(), "begun").unwrap();
    loop {
        profile.open(conversation, None).await.unwrap();
        tokio::time::sleep(Duration::from_millis(5)).await;
        profile.close(conversation).await;
    }
}

fn kill(folder: &Path, script: &Script) {
    let mut child: Child = Command::new(env::current_exe().unwrap())
        .args(["--ignored", "--exact", "--nocapture", "sync::a_process_that_takes_over_until_it_is_killed"])
        .env("KILLED_FOLDER", folder)
        .env("KILLED_KEY", script.api_key())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut told = BufReader::new(child.stdout.take().unwrap()).lines().map_while(Result::ok);
    told.find(|line| line.contains("begun")).expect("it begins");
    std::thread::sleep(Duration::from_micros(u64::from(any_below(LATEST_US))));
    child.kill().unwrap();
    child.wait().unwrap();
}

/// The questions on the disk, in order.
fn questions(folder: &Path) -> Vec<String> {
    let database = Connection::open(folder.join("parlance.sqlite")).unwrap();
    let verdict: String = database.query_row("PRAGMA integrity_check", (), |row| row.get(0)).unwrap();
    assert_eq!(verdict, "ok");
    let mut statement = database.prepare("SELECT question FROM turn ORDER BY seq").unwrap();
    statement.query_map((), |row| row.get(0)).unwrap().collect::<rusqlite::Result<_>>().unwrap()
}

async fn answered(updates: &mut Updates) {
    while let Some(update) = updates.next().await {
        if matches!(&update, Update::Answer { row } if row.state == AnswerState::Done) {
            return;
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_here_stays_and_what_was_said_elsewhere_comes_once_however_often_it_is_killed() {
    let folder = TempDir::new().unwrap();
    let script = Script::new();
    for number in 0..=KILLS * ASKED {
        script.say(&format!("Answer {number}")).end();
    }
    let server = Server::start(Options::default().with_script(&script)).await.unwrap();
    let here = profile(folder.path()).await;
    let draft = AgentDraft { address: server.base_url().to_owned(), ..AgentDraft::default() };
    let agent = here.add_agent(draft, script.api_key().to_owned(), Keep::Session).await.unwrap();
    let conversation = here.new_conversation(agent.id).await.unwrap().id;
    let mut updates = here.updates();
    here.ask(conversation, "Question 0".into()).await.unwrap();
    answered(&mut updates).await;
    let rows = here.snapshot().await.unwrap().conversations;
    let there = rows.into_iter().find(|row| row.id == conversation).unwrap().platform_id;
    here.finish().await;

    let elsewhere = Client::new(
        Address::parse(server.base_url()).unwrap(),
        ApiKey::parse(script.api_key()).unwrap(),
        UserId::parse(&agent.user_id).unwrap(),
    )
    .unwrap();
    let mut asked = vec!["Question 0".to_owned()];
    let mut before = questions(folder.path());
    let mut came = 0;
    for _ in 0..KILLS {
        for _ in 0..ASKED {
            let query = format!("Question {}", asked.len());
            let app_conversation_id = AppConversationId::new(there.as_str());
            let question = ChatQuery { app_conversation_id, query: query.clone(), ..ChatQuery::default() };
            let mut answering = elsewhere.ask(&question, Dialect::Auto).await.unwrap();
            while answering.next().await.is_some() {}
            asked.push(query);
        }
        tokio::task::block_in_place(|| kill(folder.path(), &script));
        let now = questions(folder.path());
        assert_eq!(now[..before.len()], before, "what was here stays, in its order");
        assert_eq!(now, asked[..now.len()], "what came is whole, in order and once");
        came += usize::from(now.len() > before.len());
        before = now;
    }
    assert!(came > 0, "something was taken over before some of the kills");
    let profile = profile(folder.path()).await;
    profile.replace_key(agent.id, script.api_key().to_owned(), Keep::Session).await.unwrap();
    let mut updates = profile.updates();
    profile.open(conversation, None).await.unwrap();
    while questions(folder.path()).len() < asked.len() {
        updates.next().await.expect("it is told");
    }
    assert_eq!(questions(folder.path()), asked);
    profile.finish().await;
}
