//! A server that every payload points at, and that nobody should ask for anything.

use std::net::SocketAddr;
use std::sync::{Arc, Mutex};

use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};

pub(super) struct Sink {
    address: SocketAddr,
    heard: Arc<Mutex<Vec<String>>>,
}

impl Sink {
    pub(super) async fn listen() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port is free");
        let address = listener.local_addr().expect("it listens");
        let heard = Arc::<Mutex<Vec<String>>>::default();
        let ear = heard.clone();
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                tokio::spawn(hear(stream, ear.clone()));
            }
        });
        Self { address, heard }
    }

    pub(super) fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// The path of every request so far; a connection without one counts as well.
    pub(super) fn heard(&self) -> Vec<String> {
        self.heard.lock().expect("nobody panicked").clone()
    }
}

async fn hear(mut stream: TcpStream, heard: Arc<Mutex<Vec<String>>>) {
    let mut head = [0; 2048];
    let read = stream.read(&mut head).await.unwrap_or(0);
    let line = String::from_utf8_lossy(&head[..read]);
    let path = line.split(' ').nth(1).unwrap_or("a connection").to_owned();
    heard.lock().expect("nobody panicked").push(path);
    // Whoever asks gets an answer at once, so that nobody waits.
    let _ = stream.write_all(b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\nConnection: close\r\n\r\n").await;
}
