//! The servers: Parlance's, one that only writes to sockets, and one that is careless.

use std::io::Write as _;

use parlance_server::{Options, Server};
use serde_json::json;
use tokio::io::{AsyncBufReadExt as _, AsyncReadExt as _, AsyncWriteExt as _, BufReader};
use tokio::net::{TcpListener, TcpStream};

use crate::PACE;

/// How many pieces plain sockets answer with: about as many as the Guide.
const PIECES: usize = 80;

/// Tells the bench where it listens, and serves until the bench is gone.
async fn ready(address: &str, key: &str) {
    let mut out = std::io::stdout();
    writeln!(out, "{address} {key}").unwrap();
    let mut nothing = Vec::new();
    tokio::io::stdin().read_to_end(&mut nothing).await.unwrap();
}

/// The built-in server with its database in a folder, as `parlance serve` runs it.
pub(crate) async fn parlance() {
    let folder = tempfile::tempdir().unwrap();
    let options = Options { data: Some(folder.path().to_owned()), pace: PACE, ..Options::default() };
    let server = Server::start(options).await.unwrap();
    let address = server.base_url().trim_start_matches("http://").split('/').next().unwrap();
    ready(address, &server.agents()[0].api_key).await;
    server.stop().await;
}

/// As many events to whoever connects, from memory. `fault` says what is done wrong for whom.
pub(crate) async fn sockets(fault: fn(usize) -> Option<usize>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap().to_string();
    tokio::spawn(async move {
        let mut number = 0;
        loop {
            let (line, _) = listener.accept().await.unwrap();
            number += 1;
            tokio::spawn(answer(line, fault(number)));
        }
    });
    ready(&address, "none").await;
}

async fn answer(line: TcpStream, fault: Option<usize>) {
    let mut line = BufReader::new(line);
    let (mut length, mut header, mut asks) = (0, String::new(), false);
    while line.read_line(&mut header).await.unwrap() > 2 {
        asks |= header.contains("chat_query_v2");
        if let Some(said) = header.to_lowercase().strip_prefix("content-length:") {
            length = said.trim().parse().unwrap();
        }
        header.clear();
    }
    line.read_exact(&mut vec![0; length]).await.unwrap();
    let line = line.get_mut();
    if !asks {
        let body = json!({"Conversation": {"AppConversationID": "d2k7m1pq9s4c73f0a1bg"}}).to_string();
        let head = format!("HTTP/1.1 200 OK\r\nContent-Length: {}\r\nConnection: close\r\n\r\n", body.len());
        line.write_all((head + &body).as_bytes()).await.unwrap();
        return;
    }
    let head = "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nConnection: close\r\n\r\n";
    line.write_all(head.as_bytes()).await.unwrap();
    let mut pace = tokio::time::interval(PACE);
    for number in 0..PIECES {
        pace.tick().await;
        let said = match (fault, number) {
            (Some(1), 7) => continue,
            (Some(2), 7) => 8,
            (Some(2), 8) => 7,
            _ => number,
        };
        line.write_all(event("message", &format!("{said} ")).as_bytes()).await.unwrap();
    }
    line.write_all(event("message_end", "").as_bytes()).await.unwrap();
}

fn event(name: &str, answer: &str) -> String {
    let id = "01K2ZQ8V7N4M3T6B5XWJ9CRDEF";
    let event = json!({
        "event": name, "task_id": id, "id": id, "conversation_id": id, "answer": answer, "created_at": 1_755_043_211
    });
    format!("event:text\ndata: {event}\n\n")
}
