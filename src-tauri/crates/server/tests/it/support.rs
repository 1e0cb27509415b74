//! A client that hides nothing: plain sockets, plain bytes.

use std::path::Path;
use std::time::Duration;

use parlance_server::{Options, Server};
use serde_json::{Value, json};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

/// A response as it came.
#[derive(Debug)]
pub(crate) struct Reply {
    pub(crate) status: u16,
    /// Lower case, with its line ends.
    pub(crate) head: String,
    /// Without the transfer's chunks.
    pub(crate) body: String,
    /// Whether the body came to its end.
    pub(crate) whole: bool,
}

impl Reply {
    pub(crate) fn json(&self) -> Value {
        serde_json::from_str(&self.body).unwrap_or_else(|error| panic!("{error} in {self:?}"))
    }

    /// The events of a stream in either dialect.
    pub(crate) fn events(&self) -> Vec<Value> {
        let data = self.body.lines().filter_map(|line| line.strip_prefix("data:"));
        data.map(|line| serde_json::from_str(line.trim_start_matches("data:")).unwrap()).collect()
    }

    pub(crate) fn names(&self) -> Vec<String> {
        self.events().iter().map(|event| event["event"].as_str().unwrap_or_default().to_owned()).collect()
    }

    /// The text of a stream.
    pub(crate) fn text(&self) -> String {
        let events = self.events();
        let said = events.iter().filter(|event| event["event"] == "message");
        said.map(|event| event["answer"].as_str().unwrap_or_default()).collect()
    }
}

pub(crate) fn quick() -> Options {
    Options { pace: Duration::ZERO, ..Options::default() }
}

pub(crate) fn kept_in(folder: &Path) -> Options {
    Options { data: Some(folder.to_owned()), key: Some("thekeyoftheguide0000".into()), ..quick() }
}

/// One who asks: a server's address, a key, a user id.
#[derive(Debug, Clone)]
pub(crate) struct Caller {
    pub(crate) address: String,
    pub(crate) key: String,
    pub(crate) user: String,
}

impl Caller {
    /// The user `me` of the server's agent number `agent`.
    pub(crate) fn of(server: &Server, agent: usize) -> Self {
        let address = server.base_url().trim_start_matches("http://").split('/').next().unwrap().to_owned();
        Self { address, key: server.agents()[agent].api_key.clone(), user: "me".into() }
    }

    pub(crate) fn named(&self, user: &str) -> Self {
        Self { user: user.into(), ..self.clone() }
    }

    /// An action with its body; the user id is added.
    pub(crate) async fn call(&self, action: &str, mut body: Value) -> Reply {
        body["UserID"] = self.user.clone().into();
        self.post(&format!("/api/proxy/api/v1/{action}"), &format!("Apikey: {}\r\n", self.key), &body.to_string()).await
    }

    /// A request with headers of one's own.
    pub(crate) async fn post(&self, path: &str, headers: &str, body: &str) -> Reply {
        let host = &self.address;
        let length = body.len();
        self.raw(&format!("POST {path} HTTP/1.1\r\nHost: {host}\r\n{headers}Content-Length: {length}\r\nConnection: close\r\n\r\n{body}"))
            .await
    }

    /// Bytes of one's own, and all that comes back.
    pub(crate) async fn raw(&self, request: &str) -> Reply {
        let mut line = self.connect(request).await;
        let mut bytes = Vec::new();
        // A reset is an end too; what came before it counts.
        let _ = line.read_to_end(&mut bytes).await;
        read(&bytes)
    }

    /// The bytes of a request, on a connection that stays open.
    pub(crate) fn request(&self, action: &str, mut body: Value) -> String {
        body["UserID"] = self.user.clone().into();
        let (host, key, body) = (&self.address, &self.key, body.to_string());
        let length = body.len();
        format!(
            "POST /api/v1/{action} HTTP/1.1\r\nHost: {host}\r\nApikey: {key}\r\nContent-Length: {length}\r\n\r\n{body}"
        )
    }

    /// The bytes of a question over v2.
    pub(crate) fn question(&self, conversation: &str) -> String {
        self.request("chat_query_v2", json!({"AppConversationID": conversation, "Query": "?"}))
    }

    /// Sends bytes and leaves the connection to the caller.
    pub(crate) async fn connect(&self, request: &str) -> TcpStream {
        let mut line = TcpStream::connect(&self.address).await.unwrap();
        line.write_all(request.as_bytes()).await.unwrap();
        line
    }

    pub(crate) async fn conversation(&self) -> String {
        let made = self.call("create_conversation", json!({})).await.json();
        made["Conversation"]["AppConversationID"].as_str().unwrap().to_owned()
    }

    /// Asks in a conversation over v2.
    pub(crate) async fn ask(&self, conversation: &str, question: &str) -> Reply {
        self.call("chat_query_v2", json!({"AppConversationID": conversation, "Query": question})).await
    }

    pub(crate) async fn turns(&self, conversation: &str) -> Vec<Value> {
        let listed = self.call("get_conversation_messages", json!({"AppConversationID": conversation})).await.json();
        listed["Messages"].as_array().unwrap_or_else(|| panic!("{listed}")).clone()
    }
}

/// Reads until the text has come, and leaves the rest.
pub(crate) async fn read_until(line: &mut TcpStream, text: &str) -> String {
    let mut all = Vec::new();
    let mut buffer = [0; 4096];
    while !String::from_utf8_lossy(&all).contains(text) {
        let read = line.read(&mut buffer).await.unwrap();
        assert!(read > 0, "the stream ended without {text}: {}", String::from_utf8_lossy(&all));
        all.extend_from_slice(&buffer[..read]);
    }
    String::from_utf8_lossy(&all).into_owned()
}

/// The id of the answer whose stream begins so.
pub(crate) fn id_in(stream: &str) -> String {
    stream.split("\"id\":\"").nth(1).unwrap()[..26].to_owned()
}

/// Takes a response apart.
pub(crate) fn read(bytes: &[u8]) -> Reply {
    let end = bytes.windows(4).position(|four| four == b"\r\n\r\n").map_or(bytes.len(), |at| at + 4);
    let (head, rest) = bytes.split_at(end);
    let head = String::from_utf8_lossy(head).to_lowercase();
    let status = head.split(' ').nth(1).and_then(|status| status.parse().ok()).unwrap_or_default();
    let (body, whole) =
        if head.contains("transfer-encoding: chunked") { dechunked(rest) } else { (rest.to_vec(), true) };
    Reply { status, head, body: String::from_utf8(body).unwrap(), whole }
}

fn dechunked(mut rest: &[u8]) -> (Vec<u8>, bool) {
    let mut body = Vec::new();
    while let Some(line) = rest.windows(2).position(|two| two == b"\r\n") {
        let length = usize::from_str_radix(std::str::from_utf8(&rest[..line]).unwrap(), 16).unwrap();
        if length == 0 {
            return (body, true);
        }
        let chunk = &rest[line + 2..];
        body.extend_from_slice(&chunk[..length.min(chunk.len())]);
        rest = chunk.get(length + 2..).unwrap_or_default();
    }
    (body, false)
}
