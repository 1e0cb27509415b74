//! Files of the agent's own origin, and of others. They are open to whoever has their link, so no key goes along.

use std::fmt;
use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;

use bytes::Bytes;
use futures_util::stream::{self, BoxStream, Stream, StreamExt};
use reqwest::header::{ACCEPT_ENCODING, CONTENT_DISPOSITION, CONTENT_TYPE};
use reqwest::{Response, redirect};
use url::Url;

use crate::client::{Client, choose_cryptography};
use crate::error::{Error, ErrorKind};
use crate::reply::{self, Head};

/// A file as it comes.
pub struct Download {
    /// What the server says it is, such as `image/png`; empty where it says nothing.
    pub content_type: String,
    /// Bytes, where the server says so beforehand.
    pub length: Option<u64>,
    pieces: BoxStream<'static, Result<Bytes, Error>>,
}

impl Client {
    /// Fetches a file: `reference` is its path on the object store, or a link that names it, whatever host the link is
    /// for. More than `limit` bytes are not read.
    ///
    /// # Errors
    /// Whatever keeps the file from coming; [`ErrorKind::TooLarge`] where its size is known to be beyond the limit.
    /// Later errors come in the stream.
    pub async fn download(&self, reference: &str, limit: usize) -> Result<Download, Error> {
        let get = self.unsigned(self.address().file(reference)).header(ACCEPT_ENCODING, "identity");
        let mut response = self.head(get).await?;
        let head = Head::of(&response);
        let header = |name| response.headers().get(name).and_then(|value| value.to_str().ok()).unwrap_or_default();
        let content_type = header(CONTENT_TYPE).to_owned();
        let is_named = !header(CONTENT_DISPOSITION).is_empty();
        let length = response.content_length();
        // A page or an object that is not said to be a file is an answer about it.
        let is_page = !head.may_stream() || content_type.starts_with("application/json");
        if !response.status().is_success() || is_page && !is_named {
            let idle = self.options().idle;
            let body = reply::whole(&mut response, Vec::new(), idle).await.map_err(|kind| head.error(kind))?;
            head.judge(&body, self.key())?;
            let whole = stream::once(async move { Ok(Bytes::from(body)) });
            return Ok(Download { content_type, length, pieces: whole.boxed() });
        }
        if length.is_some_and(|length| length > limit as u64) {
            return Err(head.error(ErrorKind::TooLarge { limit }));
        }
        let reading = Reading { response, head, left: limit, limit, idle: self.options().idle };
        Ok(Download { content_type, length, pieces: pieces(reading).boxed() })
    }
}

/// How long a server of somebody else's may keep silent.
const IDLE: Duration = Duration::from_secs(60);
const CONNECT: Duration = Duration::from_secs(10);
/// Links to files are often short ones that lead on.
const MOST_HOPS: usize = 5;

/// Fetches what a link leads to, wherever that is. More than `limit` bytes are not read.
///
/// # Errors
/// As [`Client::download`].
pub async fn fetch(link: &Url, limit: usize) -> Result<Download, Error> {
    choose_cryptography();
    let http = reqwest::Client::builder()
        .user_agent(concat!("Parlance/", env!("CARGO_PKG_VERSION")))
        .redirect(redirect::Policy::limited(MOST_HOPS))
        .referer(false)
        .connect_timeout(CONNECT)
        .build()
        .map_err(|cause| ErrorKind::Unmade(Some(cause.without_url())))?;
    let get = http.get(link.clone()).header(ACCEPT_ENCODING, "identity");
    let response = match tokio::time::timeout(IDLE, get.send()).await {
        Ok(response) => response.map_err(|cause| ErrorKind::unanswered(cause, IDLE))?,
        Err(_) => return Err(ErrorKind::Silent { limit: IDLE }.into()),
    };
    let head = Head::of(&response);
    if !response.status().is_success() {
        let status = response.status().as_u16();
        return Err(head.error(ErrorKind::Rejected { status, code: None, message: String::new(), retry_after: None }));
    }
    let content_type = response.headers().get(CONTENT_TYPE).and_then(|value| value.to_str().ok());
    let (content_type, length) = (content_type.unwrap_or_default().to_owned(), response.content_length());
    if length.is_some_and(|length| length > limit as u64) {
        return Err(head.error(ErrorKind::TooLarge { limit }));
    }
    let reading = Reading { response, head, left: limit, limit, idle: IDLE };
    Ok(Download { content_type, length, pieces: pieces(reading).boxed() })
}

impl Stream for Download {
    type Item = Result<Bytes, Error>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.pieces.poll_next_unpin(context)
    }
}

impl fmt::Debug for Download {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Download({}, {:?})", self.content_type, self.length)
    }
}

struct Reading {
    response: Response,
    head: Head,
    left: usize,
    limit: usize,
    idle: Duration,
}

fn pieces(reading: Reading) -> impl Stream<Item = Result<Bytes, Error>> {
    stream::unfold(Some(reading), |reading| async move {
        let mut reading = reading?;
        match reply::piece(&mut reading.response, reading.idle).await {
            Ok(Some(piece)) => match reading.left.checked_sub(piece.len()) {
                Some(left) => {
                    reading.left = left;
                    Some((Ok(piece), Some(reading)))
                }
                None => Some((Err(reading.head.error(ErrorKind::TooLarge { limit: reading.limit })), None)),
            },
            Ok(None) => None,
            Err(kind) => Some((Err(reading.head.error(kind)), None)),
        }
    })
}
