//! A platform elsewhere, whose agents say what a test tells them.

use std::io::ErrorKind;
use std::net::{SocketAddr, TcpListener};
use std::time::Duration;

use parlance_server::{Options, Script, Server};
use serde_json::Value;
use tempfile::TempDir;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;

/// Longer than anything takes; a test that waits for what never comes ends here.
const PATIENCE: Duration = Duration::from_secs(30);

/// A server with scripted agents, at an address of its own.
pub struct Platform {
    server: Option<Server>,
    scripts: Vec<Script>,
    address: String,
    listen: SocketAddr,
    kept: TempDir,
}

impl Platform {
    /// A platform that serves these agents.
    pub async fn with(scripts: &[&Script]) -> Self {
        let scripts: Vec<Script> = scripts.iter().map(|script| (*script).clone()).collect();
        let kept = TempDir::new().expect("a folder for the platform");
        let listen = SocketAddr::from(([127, 0, 0, 1], 0));
        let server = serve(listen, &scripts, &kept).await;
        let address = server.base_url().to_owned();
        let port = address.split(['/', ':']).find_map(|part| part.parse().ok()).expect("an address has a port");
        Self { server: Some(server), scripts, address, listen: SocketAddr::from(([127, 0, 0, 1], port)), kept }
    }

    /// What a person pastes.
    pub fn address(&self) -> &str {
        &self.address
    }

    /// Keeps a file, as an upload does; returns its link, with a host that only the platform would know.
    pub async fn keeps(&self, name: &str, media_type: &str, bytes: &[u8]) -> String {
        let head = format!(
            "POST /up?Action=UploadRaw&Version=2022-01-01&Filename={name}&Expire=1h HTTP/1.1\r\nHost: {}\r\nContent-Type: {media_type}\r\nContent-Length: {}\r\nConnection: close\r\n\r\n",
            self.listen,
            bytes.len()
        );
        let mut stream = TcpStream::connect(self.listen).await.expect("the platform listens");
        stream.write_all(&[head.as_bytes(), bytes].concat()).await.expect("it takes a file");
        let mut answer = String::new();
        stream.read_to_string(&mut answer).await.expect("it answers");
        let stored: Value = answer.lines().last().and_then(|line| serde_json::from_str(line).ok()).expect("JSON");
        let path = stored["Result"]["Path"].as_str().expect("the file has a path");
        format!("http://files.internal/api/proxy/down?Action=Download&Version=2022-01-01&Path={path}&IsAnonymous=true")
    }

    /// From here on nobody listens at its address.
    pub async fn go(&mut self) {
        self.server.take().expect("it is there").stop().await;
    }

    /// It is there again, and knows what it knew.
    pub async fn come_back(&mut self) {
        self.server = Some(serve(self.listen, &self.scripts, &self.kept).await);
    }
}

async fn serve(listen: SocketAddr, scripts: &[Script], kept: &TempDir) -> Server {
    let options = Options { listen, data: Some(kept.path().to_owned()), ..Options::default() };
    let options = scripts.iter().fold(options, Options::with_script);
    Server::start(options).await.expect("the platform starts")
}

/// What a script waits for, which must come.
pub async fn soon<T>(what: impl Future<Output = T>) -> T {
    tokio::time::timeout(PATIENCE, what).await.expect("it comes")
}

/// Another server, which must never be called.
pub struct Elsewhere(TcpListener);

impl Elsewhere {
    /// Listens on a port of its own.
    #[expect(clippy::new_without_default, reason = "taking a port is no default")]
    pub fn new() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a port is free");
        listener.set_nonblocking(true).expect("it need not wait");
        Self(listener)
    }

    /// Its address.
    pub fn url(&self) -> String {
        format!("http://{}", self.0.local_addr().expect("it listens"))
    }

    /// Whether nobody has connected so far.
    pub fn heard_nothing(&self) -> bool {
        matches!(self.0.accept(), Err(error) if error.kind() == ErrorKind::WouldBlock)
    }
}
