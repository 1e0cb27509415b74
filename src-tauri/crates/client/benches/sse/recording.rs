//! The stream that everybody reads: always the same, half Chinese and half English, as the platform words it.

use std::fmt::Write as _;
use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::{TcpListener, TcpStream};
use std::thread;

/// How many events it has, with the one that ends it.
pub(crate) const EVENTS: usize = 200_000;

const IDS: &str = r#""task_id":"01K2ZQ8V7N4M3T6B5XWJ9CRDEF","id":"01K2ZQ8V7N4M3T6B5XWJ9CRDEF","conversation_id":"01K2ZQ8TAWM5H7P0GQ3N4R6S8V""#;
const CHINESE: &str = "校历上写着第一周从九月一日开始选课在第二周结束补考安排在开学以后请以教务处的通知为准";
const ENGLISH: &str =
    "the first week begins on **Monday** and the list of `courses` closes \\n\\n- two weeks later | see the notice";

/// A sequence of numbers that look like chance and are always the same.
struct Chance(u64);

impl Chance {
    fn below(&mut self, most: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap() % most
    }
}

/// The whole stream.
pub(crate) fn recording() -> Vec<u8> {
    let (mut chance, chinese) = (Chance(7), CHINESE.chars().collect::<Vec<_>>());
    let english: Vec<_> = ENGLISH.split(' ').collect();
    let mut stream = String::with_capacity(EVENTS * 230);
    for number in 1..EVENTS {
        let answer: String = if chance.below(2) == 0 {
            let from = chance.below(chinese.len() - 6);
            chinese[from..=from + chance.below(6)].iter().collect()
        } else {
            format!(" {}", english[chance.below(english.len())])
        };
        let event = if chance.below(20) == 0 { "think_message" } else { "message" };
        let at = 1_760_000_000 + number / 50;
        writeln!(stream, "data:{{\"event\":\"{event}\",{IDS},\"answer\":\"{answer}\",\"created_at\":{at}}}\n").unwrap();
    }
    writeln!(stream, "data:{{\"event\":\"message_end\",{IDS},\"answer\":\"\",\"created_at\":0}}\n").unwrap();
    stream.into_bytes()
}

/// One event with an answer of so many bytes.
pub(crate) fn big_event(bytes: usize) -> Vec<u8> {
    let answer = "0123456789abcdef".repeat(bytes / 16);
    format!("data:{{\"event\":\"message\",{IDS},\"answer\":\"{answer}\",\"created_at\":1760000000}}\n\n").into_bytes()
}

/// The stream, an event a piece.
pub(crate) fn events(mut whole: &[u8]) -> Vec<&[u8]> {
    let mut events = Vec::with_capacity(EVENTS);
    while let Some(at) = memchr::memmem::find(whole, b"\n\n") {
        let (event, rest) = whole.split_at(at + 2);
        events.push(event);
        whole = rest;
    }
    events
}

/// The stream over HTTP, an event a chunk, to everybody who asks, on a thread of its own.
pub(crate) struct Served {
    base_url: String,
}

impl Served {
    pub(crate) fn start(whole: &[u8]) -> Self {
        let mut body = Vec::new();
        for event in events(whole) {
            write!(body, "{:x}\r\n", event.len()).unwrap();
            body.extend_from_slice(event);
            body.extend_from_slice(b"\r\n");
        }
        body.extend_from_slice(b"0\r\n\r\n");
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let base_url = format!("http://{}/api/v1", listener.local_addr().unwrap());
        thread::spawn(move || listener.incoming().for_each(|line| send(line.unwrap(), &body)));
        Self { base_url }
    }

    pub(crate) fn base_url(&self) -> &str {
        &self.base_url
    }
}

/// Reads one request, and answers it with the stream.
fn send(line: TcpStream, body: &[u8]) {
    let mut asked = BufReader::new(line.try_clone().unwrap());
    let (mut length, mut header) = (0, String::new());
    while asked.read_line(&mut header).unwrap() > 2 {
        let (name, value) = header.split_once(':').unwrap_or_default();
        if name.eq_ignore_ascii_case("content-length") {
            length = value.trim().parse().unwrap();
        }
        header.clear();
    }
    asked.read_exact(&mut vec![0; length]).unwrap();
    let head =
        "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\n";
    let mut line = line;
    line.write_all(head.as_bytes()).unwrap();
    // Who has read the last event may close before the last chunk.
    for piece in body.chunks(16 << 10) {
        if line.write_all(piece).is_err() {
            return;
        }
    }
}
