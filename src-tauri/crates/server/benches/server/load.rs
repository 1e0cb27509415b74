//! Those who ask, and what they heard.

use std::time::Instant;

use serde_json::{Value, json};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;
use tokio::task::JoinSet;

use crate::PACE;
use crate::process::Process;

/// What all listeners heard together.
pub(crate) struct Heard {
    pub(crate) events: usize,
    /// Pieces and ends that did not come.
    pub(crate) lost: usize,
    /// Answers whose pieces all came, but not in their order.
    pub(crate) disordered: usize,
    pub(crate) gaps: Gaps,
}

/// The times between two reads that brought something, in milliseconds.
pub(crate) struct Gaps(Vec<f64>);

impl Gaps {
    /// The gap that such a share of all is not longer than.
    pub(crate) fn at(&self, share: f64) -> f64 {
        self.0.get(((self.0.len() as f64 - 1.0) * share) as usize).copied().unwrap_or_default()
    }
}

/// So many ask at the same time, each in a conversation of its own.
pub(crate) async fn load(server: &Process, streams: usize) -> Heard {
    let mut askers = JoinSet::new();
    for number in 0..streams {
        let (address, key) = (server.address.clone(), server.key.clone());
        askers.spawn(async move {
            // Spread over one beat, as people are.
            tokio::time::sleep(PACE.mul_f64(number as f64 / streams as f64)).await;
            ask(&address, &key, &format!("person{number}")).await
        });
    }
    let mut all = Heard { events: 0, lost: 0, disordered: 0, gaps: Gaps(Vec::new()) };
    while let Some(heard) = askers.join_next().await {
        let heard = heard.unwrap();
        let lost = missing(&server.answer, &heard.pieces);
        all.events += heard.events;
        all.lost += lost + usize::from(!heard.ended);
        all.disordered += usize::from(lost == 0 && heard.pieces != server.answer);
        all.gaps.0.extend(heard.gaps);
    }
    all.gaps.0.sort_unstable_by(f64::total_cmp);
    all
}

/// How many pieces of an answer did not come, in whatever order the others did.
fn missing(answer: &[String], heard: &[String]) -> usize {
    let mut left: Vec<_> = heard.iter().collect();
    let came = |piece: &&String| left.iter().position(|one| one == piece).map(|at| left.swap_remove(at)).is_none();
    answer.iter().filter(came).count()
}

/// What one heard.
pub(crate) struct Answer {
    pub(crate) pieces: Vec<String>,
    events: usize,
    ended: bool,
    gaps: Vec<f64>,
}

async fn post(address: &str, key: &str, action: &str, body: &Value) -> TcpStream {
    let (body, mut line) = (body.to_string(), TcpStream::connect(address).await.unwrap());
    let head = format!(
        "POST /api/proxy/api/v1/{action} HTTP/1.1\r\nHost: {address}\r\nApikey: {key}\r\nContent-Length: {}\r\nConnection: close\r\n\r\n",
        body.len()
    );
    line.write_all((head + &body).as_bytes()).await.unwrap();
    line
}

/// Makes a conversation and asks in it.
pub(crate) async fn ask(address: &str, key: &str, user: &str) -> Answer {
    let mut made = String::new();
    let mut line = post(address, key, "create_conversation", &json!({"UserID": user})).await;
    line.read_to_string(&mut made).await.unwrap();
    let conversation = made.split("AppConversationID\":\"").nth(1).unwrap().split('"').next().unwrap();
    let question =
        json!({"UserID": user, "AppConversationID": conversation, "Query": "Where does Parlance keep my API key?"});
    let mut line = post(address, key, "chat_query_v2", &question).await;
    let (mut text, mut gaps, mut last) = (Vec::new(), Vec::new(), None::<Instant>);
    let mut piece = [0; 4096];
    while let Ok(length @ 1..) = line.read(&mut piece).await {
        text.extend_from_slice(&piece[..length]);
        let now = Instant::now();
        gaps.extend(last.replace(now).map(|last| (now - last).as_secs_f64() * 1e3));
    }
    let text = String::from_utf8(text).unwrap();
    let events = text.lines().filter_map(|line| line.strip_prefix("data:"));
    let events: Vec<Value> = events.map(|data| serde_json::from_str(data).unwrap()).collect();
    let said = events.iter().filter(|event| event["event"] == "message");
    let pieces = said.map(|event| event["answer"].as_str().unwrap().to_owned()).collect();
    let ended = events.last().is_some_and(|event| event["event"] == "message_end");
    Answer { pieces, events: events.len(), ended, gaps }
}
