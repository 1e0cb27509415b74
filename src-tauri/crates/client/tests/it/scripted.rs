//! A server that hears whole requests and answers each as its script says.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex};

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{Semaphore, oneshot};

/// One thing that the server does.
pub(crate) enum Step {
    /// Sends bytes.
    Send(Vec<u8>),
    /// Waits until the test says so.
    Wait(oneshot::Receiver<()>),
    /// Hears another request on the same connection.
    Hear,
    /// Says nothing until the client goes.
    Hold,
    /// Tears the connection down (RST).
    Reset,
}

/// A request as it came.
#[derive(Debug, Clone)]
pub(crate) struct Request {
    pub(crate) head: String,
    pub(crate) body: String,
}

/// Listens on a loopback port; each connection takes the next script, and ends with it.
pub(crate) struct Scripted {
    pub(crate) address: String,
    pub(crate) port: u16,
    heard: Arc<Mutex<Vec<Request>>>,
    connections: Arc<Semaphore>,
}

impl Scripted {
    pub(crate) async fn start(scripts: impl IntoIterator<Item = Vec<Step>>) -> Self {
        let listener = TcpListener::bind(("127.0.0.1", 0)).await.unwrap();
        let port = listener.local_addr().unwrap().port();
        let heard = Arc::<Mutex<Vec<Request>>>::default();
        let connections = Arc::new(Semaphore::new(0));
        let mut scripts: VecDeque<_> = scripts.into_iter().collect();
        tokio::spawn({
            let (heard, connections) = (heard.clone(), connections.clone());
            async move {
                while let Ok((stream, _)) = listener.accept().await {
                    connections.add_permits(1);
                    let script = scripts.pop_front().unwrap_or_default();
                    tokio::spawn(play(stream, script, heard.clone()));
                }
            }
        });
        Self { address: format!("http://127.0.0.1:{port}"), port, heard, connections }
    }

    /// Answers one request with these bytes, then closes.
    pub(crate) async fn answering(response: impl Into<Vec<u8>>) -> Self {
        Self::start([vec![Step::Send(response.into())]]).await
    }

    pub(crate) fn heard(&self) -> Vec<Request> {
        self.heard.lock().unwrap().clone()
    }

    /// How many connections were made.
    pub(crate) fn connections(&self) -> usize {
        self.connections.available_permits()
    }
}

async fn play(mut stream: TcpStream, script: Vec<Step>, heard: Arc<Mutex<Vec<Request>>>) -> Option<()> {
    stream.set_nodelay(true).ok()?;
    let request = hear(&mut stream).await?;
    heard.lock().unwrap().push(request);
    for step in script {
        match step {
            Step::Send(bytes) => stream.write_all(&bytes).await.ok()?,
            Step::Wait(told) => told.await.ok()?,
            Step::Hear => {
                let request = hear(&mut stream).await?;
                heard.lock().unwrap().push(request);
            }
            Step::Hold => {
                let _ = stream.read(&mut [0]).await;
            }
            Step::Reset => stream.set_zero_linger().ok()?,
        }
    }
    Some(())
}

async fn hear(stream: &mut TcpStream) -> Option<Request> {
    let mut bytes = Vec::new();
    loop {
        if let Some(end) = bytes.windows(4).position(|window| window == b"\r\n\r\n") {
            let head = String::from_utf8(bytes[..end].to_vec()).ok()?;
            let length = head.lines().find_map(|line| {
                let (name, value) = line.split_once(':')?;
                name.eq_ignore_ascii_case("content-length").then(|| value.trim().parse::<usize>().ok())?
            });
            let begun = bytes.len() - end - 4;
            bytes.resize(end + 4 + length.unwrap_or(0), 0);
            stream.read_exact(&mut bytes[end + 4 + begun..]).await.ok()?;
            return Some(Request { head, body: String::from_utf8(bytes.split_off(end + 4)).ok()? });
        }
        if stream.read_buf(&mut bytes).await.ok()? == 0 {
            return None;
        }
    }
}

/// A response with a body of known length.
pub(crate) fn response(status: &str, headers: &str, body: impl AsRef<[u8]>) -> Vec<u8> {
    let body = body.as_ref();
    let mut out = format!("HTTP/1.1 {status}\r\nContent-Length: {}\r\n{headers}\r\n", body.len()).into_bytes();
    out.extend_from_slice(body);
    out
}

/// A JSON response.
pub(crate) fn json(status: &str, body: &str) -> Vec<u8> {
    response(status, "Content-Type: application/json\r\n", body)
}

/// The head of a stream that ends when the connection does.
pub(crate) fn stream_head() -> Vec<u8> {
    b"HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nConnection: close\r\n\r\n".to_vec()
}

/// A stream in HTTP chunks, each of them a piece of the body.
pub(crate) fn chunked<'a>(pieces: impl IntoIterator<Item = &'a [u8]>) -> Vec<u8> {
    let mut out =
        b"HTTP/1.1 200 OK\r\nContent-Type: text/event-stream; charset=utf-8\r\nTransfer-Encoding: chunked\r\n\r\n"
            .to_vec();
    for piece in pieces.into_iter().filter(|piece| !piece.is_empty()) {
        out.extend_from_slice(format!("{:x}\r\n", piece.len()).as_bytes());
        out.extend_from_slice(piece);
        out.extend_from_slice(b"\r\n");
    }
    out.extend_from_slice(b"0\r\n\r\n");
    out
}
