//! Those who ask, and what they heard.

use std::time::Instant;

use serde_json::{Value, json};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;
use tokio::task::JoinSet;

use crate::{EVENTS, PACE};

/// What all listeners heard together.
pub(crate) struct Heard {
    /// Events that did not come, and ends that did not come.
    pub(crate) lost: usize,
    /// Events that came before one that belongs before them.
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
pub(crate) async fn load(address: &str, key: &str, streams: usize) -> Heard {
    let mut askers = JoinSet::new();
    for number in 0..streams {
        let (address, key) = (address.to_owned(), key.to_owned());
        askers.spawn(async move {
            // Spread over one beat, as people are.
            tokio::time::sleep(PACE.mul_f64(number as f64 / streams as f64)).await;
            ask(&address, &key, &format!("person{number}")).await
        });
    }
    let mut all = Heard { lost: 0, disordered: 0, gaps: Gaps(Vec::new()) };
    while let Some(heard) = askers.join_next().await {
        let (numbers, ended, gaps) = heard.unwrap();
        let missing = (0..EVENTS).filter(|number| !numbers.contains(number)).count();
        all.lost += missing + usize::from(!ended);
        all.disordered += numbers.windows(2).filter(|two| two[0] > two[1]).count();
        all.gaps.0.extend(gaps);
    }
    all.gaps.0.sort_unstable_by(f64::total_cmp);
    all
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

/// Makes a conversation and asks in it. Returns the numbers that were said, whether the end came, and the gaps.
async fn ask(address: &str, key: &str, user: &str) -> (Vec<usize>, bool, Vec<f64>) {
    let mut made = String::new();
    let mut line = post(address, key, "create_conversation", &json!({"UserID": user})).await;
    line.read_to_string(&mut made).await.unwrap();
    let conversation = made.split("AppConversationID\":\"").nth(1).unwrap().split('"').next().unwrap();
    let question = json!({"UserID": user, "AppConversationID": conversation, "Query": "Count."});
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
    let numbers = said.map(|event| event["answer"].as_str().unwrap().trim().parse().unwrap()).collect();
    (numbers, events.last().is_some_and(|event| event["event"] == "message_end"), gaps)
}
