//! What clients in other languages do with a connection: header names as they like, any `Accept` or none, bodies in chunks,
//! several requests on one line, and waiting to be told to go on.

use parlance_server::Server;
use serde_json::{Value, json};
use tokio::io::{AsyncBufReadExt, AsyncReadExt, AsyncWriteExt, BufReader};
use tokio::net::TcpStream;

use crate::support::{Caller, quick};

/// A connection that stays open.
struct Line {
    stream: BufReader<TcpStream>,
}

impl Line {
    async fn open(caller: &Caller) -> Self {
        Self { stream: BufReader::new(caller.connect("").await) }
    }

    async fn send(&mut self, bytes: &str) {
        self.stream.get_mut().write_all(bytes.as_bytes()).await.unwrap();
    }

    /// A line without its end.
    async fn line(&mut self) -> String {
        let mut line = String::new();
        self.stream.read_line(&mut line).await.unwrap();
        line.trim_end().to_owned()
    }

    /// The next response: its status, its head in lower case, its body. The connection is left at the one behind it.
    async fn response(&mut self) -> (u16, String, String) {
        let status = self.line().await.split(' ').nth(1).unwrap().parse().unwrap();
        let mut head = String::new();
        loop {
            match self.line().await {
                line if line.is_empty() => break,
                line => head += &(line.to_lowercase() + "\n"),
            }
        }
        let body = if head.contains("transfer-encoding: chunked") {
            self.chunks().await
        } else {
            let length =
                head.split("content-length: ").nth(1).map_or(0, |rest| rest.lines().next().unwrap().parse().unwrap());
            self.exactly(length).await
        };
        (status, head, body)
    }

    async fn chunks(&mut self) -> String {
        let mut body = String::new();
        loop {
            let length = usize::from_str_radix(&self.line().await, 16).unwrap();
            body += &self.exactly(length).await;
            self.line().await;
            if length == 0 {
                return body;
            }
        }
    }

    async fn exactly(&mut self, length: usize) -> String {
        let mut bytes = vec![0; length];
        self.stream.read_exact(&mut bytes).await.unwrap();
        String::from_utf8(bytes).unwrap()
    }
}

async fn guide() -> (Server, Caller) {
    let server = Server::start(quick()).await.unwrap();
    let caller = Caller::of(&server, 0);
    (server, caller)
}

/// A request that leaves the connection open.
fn request(caller: &Caller, action: &str, headers: &str, body: &Value) -> String {
    let (host, key, body) = (&caller.address, &caller.key, body.to_string());
    let length = body.len();
    format!(
        "POST /api/proxy/api/v1/{action} HTTP/1.1\r\nHost: {host}\r\nApikey: {key}\r\n{headers}Content-Length: {length}\r\n\r\n{body}"
    )
}

#[tokio::test]
async fn the_name_of_a_header_is_spelt_in_any_case() {
    let (_server, caller) = guide().await;
    for name in ["Apikey", "apikey", "APIKEY", "ApiKey", "aPIkEY"] {
        let headers = format!("{name}: {}\r\ncontent-TYPE: application/json\r\n", caller.key);
        let reply = caller.post("/api/v1/get_conversation_list", &headers, r#"{"UserID":"me"}"#).await;
        assert_eq!(reply.status, 200, "{name}: {reply:?}");
    }
}

#[tokio::test]
async fn any_accept_and_any_content_type_get_the_same_answer() {
    let (_server, caller) = guide().await;
    let conversation = caller.conversation().await;
    let body = json!({"UserID": "me", "AppConversationID": conversation, "Query": "What is a turn?"}).to_string();
    for headers in [
        "",
        "Accept: */*\r\n",
        "Accept: application/json\r\n",
        "Accept: text/event-stream\r\nAccept-Encoding: gzip, deflate, br\r\n",
        "Accept: image/webp;q=0.1\r\n",
        "Accept: nonsense\r\nContent-Type: text/plain; charset=gbk\r\n",
        "Content-Type: application/json;charset=UTF-8\r\n",
        "Content-Type: application/x-www-form-urlencoded\r\n",
    ] {
        let signed = format!("Apikey: {}\r\n{headers}", caller.key);
        let reply = caller.post("/api/v1/chat_query_v2", &signed, &body).await;
        assert!(reply.head.contains("content-type: text/event-stream"), "{headers}: {reply:?}");
        assert_eq!(reply.names().last().unwrap(), "message_end", "{headers}");
    }
}

#[tokio::test]
async fn one_connection_serves_many_requests_also_behind_a_stream_and_a_refusal() {
    let (_server, caller) = guide().await;
    let mut line = Line::open(&caller).await;
    line.send(&request(&caller, "create_conversation", "", &json!({"UserID": "me"}))).await;
    let (status, _, made) = line.response().await;
    assert_eq!(status, 200);
    let made: Value = serde_json::from_str(&made).unwrap();
    let conversation = &made["Conversation"]["AppConversationID"];
    let question = json!({"UserID": "me", "AppConversationID": conversation, "Query": "What is a turn?"});

    line.send(&request(&caller, "chat_query_v2", "Connection: keep-alive\r\n", &question)).await;
    let (_, head, stream) = line.response().await;
    assert!(head.contains("text/event-stream") && stream.contains("message_end"), "{head}{stream}");
    line.send(&request(&caller, "dance", "", &json!({"UserID": "me"}))).await;
    assert_eq!(line.response().await.0, 404);
    line.send(&request(&caller, "get_conversation_list", "", &json!({}))).await;
    assert_eq!(line.response().await.0, 400, "without a user id");
    line.send(&request(&caller, "get_conversation_list", "", &json!({"UserID": "me"}))).await;
    let (status, _, list) = line.response().await;
    assert!(status == 200 && list.contains(conversation.as_str().unwrap()), "{list}");
}

#[tokio::test]
async fn requests_sent_without_waiting_are_answered_in_their_order() {
    let (_server, caller) = guide().await;
    let conversation = caller.conversation().await;
    let me = json!({"UserID": "me"});
    let question = json!({"UserID": "me", "AppConversationID": conversation, "Query": "What is a turn?"});
    let mut line = Line::open(&caller).await;
    let all = [
        request(&caller, "get_app_config_preview", "", &me),
        request(&caller, "chat_query_v2", "", &question),
        request(&caller, "nonsense", "", &me),
        request(&caller, "get_conversation_list", "", &me),
    ];
    line.send(&all.concat()).await;
    let (mut statuses, mut bodies) = (Vec::new(), Vec::new());
    for _ in all {
        let (status, _, body) = line.response().await;
        statuses.push(status);
        bodies.push(body);
    }
    assert_eq!(statuses, [200, 200, 404, 200]);
    assert!(bodies[0].contains("\"Guide\"") && bodies[1].contains("message_end"), "{bodies:?}");
    assert!(bodies[3].contains("ConversationList"), "{bodies:?}");
}

#[tokio::test]
async fn who_waits_to_be_told_to_send_the_body_is_told() {
    let (_server, caller) = guide().await;
    let mut line = Line::open(&caller).await;
    let whole = request(&caller, "get_conversation_list", "Expect: 100-continue\r\n", &json!({"UserID": "me"}));
    let (head, body) = whole.split_at(whole.find("\r\n\r\n").unwrap() + 4);
    line.send(head).await;
    assert!(line.line().await.starts_with("HTTP/1.1 100"), "nothing is answered before the body is there");
    assert_eq!(line.line().await, "");
    line.send(body).await;
    assert_eq!(line.response().await.0, 200);
}

#[tokio::test]
async fn a_body_may_come_in_chunks_and_in_single_bytes() {
    let (_server, caller) = guide().await;
    let mut line = Line::open(&caller).await;
    let (host, key) = (&caller.address, &caller.key);
    line.send(&format!(
        "POST /api/v1/get_conversation_list/ HTTP/1.1\r\nhost: {host}\r\napikey: {key}\r\nTransfer-Encoding: chunked\r\n\r\n"
    ))
    .await;
    for byte in r#"{"userid":"me"}"#.chars() {
        line.send(&format!("1\r\n{byte}\r\n")).await;
    }
    line.send("0\r\n\r\n").await;
    assert_eq!(line.response().await.0, 200);
}

#[tokio::test]
async fn the_java_sdk_asks_without_an_app_key_and_for_get_app() {
    let (_server, caller) = guide().await;
    let key = format!(
        "Apikey: {}\r\nUser-Agent: Java-http-client/17\r\nConnection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\nHTTP2-Settings: AAEAAEAAAAIAAAAB\r\n",
        caller.key
    );
    let app = caller.post("/api/proxy/api/v1/get_app", &key, r#"{"UserID":"me"}"#).await;
    assert_eq!((app.status, &app.json()["Name"]), (200, &json!("Guide")));
    let conversation = caller.conversation().await;
    let body = json!({"UserID": "me", "AppConversationID": conversation, "Query": "What is a turn?"}).to_string();
    let stream = caller.post("/api/proxy/api/v1/chat_query_v2", &key, &body).await;
    for line in stream.body.lines().filter_map(|line| line.strip_prefix("data:")) {
        let event: Value =
            serde_json::from_str(line).unwrap_or_else(|error| panic!("{error}: every data line is JSON: {line:?}"));
        assert!(event["created_at"].is_i64(), "{event}");
    }
}

#[tokio::test]
async fn a_stop_names_the_task_or_the_message() {
    let (_server, caller) = guide().await;
    let conversation = caller.conversation().await;
    let answer = caller.ask(&conversation, "What is a turn?").await.events()[0]["id"].clone();
    for named in [json!({"TaskID": answer}), json!({"MessageID": answer}), json!({"taskid": answer, "MessageID": ""})] {
        assert_eq!(caller.call("stop_message", named.clone()).await.status, 200, "{named}");
    }
}
