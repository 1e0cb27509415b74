//! The platform's store of files, where the user has the address and the keys of one.
//!
//! These calls are no actions of an agent: they are signed with a pair of keys of their own, and no agent's key goes
//! along.

use std::convert::Infallible;
use std::fmt;
use std::time::{Duration, SystemTime};

use bytes::Bytes;
use futures_util::stream;
use parlance_protocol::{DeleteFile, DownloadKey, FileReply, KeepFile, KeptFile, StoredFile, from_value};
use reqwest::header::{AUTHORIZATION, CONTENT_LENGTH, CONTENT_TYPE, HeaderValue};
use reqwest::{Body, Method};
use serde::de::DeserializeOwned;
use serde_json::Value;
use url::Url;

use crate::address::AddressError;
use crate::client::connections;
use crate::error::{Error, ErrorKind};
use crate::key::ApiKey;
use crate::reply::{self, Head};
use crate::signature::{Unsigned, UploadKeys, canonical_query, sign};

const VERSION: &str = "2022-01-01";
const JSON: &str = "application/json";
const CONNECT: Duration = Duration::from_secs(10);
/// A call from start to end; a large file on a slow line takes its time.
const LIMIT: Duration = Duration::from_secs(600);
/// How much of a file goes out between two words about it.
const PIECE: usize = 64 << 10;

/// A file to be stored.
#[derive(Debug, Clone, Copy)]
pub struct NewFile<'a> {
    /// Its name.
    pub name: &'a str,
    /// What it is, such as `application/pdf`.
    pub content_type: &'a str,
    /// An id of the caller's making, which [`Uploads::keep`] and [`Uploads::delete`] take.
    pub id: &'a str,
    /// How long it is kept, such as `15h`.
    pub expire: &'a str,
}

/// The door of an upload service.
#[derive(Clone)]
pub struct Uploads {
    http: reqwest::Client,
    endpoint: Url,
    keys: UploadKeys,
    /// The secret key, to be taken out of whatever an error quotes.
    secret: ApiKey,
}

impl Uploads {
    /// A service at this address. Nothing is sent yet.
    ///
    /// # Errors
    /// What is wrong with the address, or with the secret key ([`ErrorKind::Unmade`]).
    pub fn new(endpoint: &str, access: &str, secret: &str) -> Result<Self, UploadsError> {
        let endpoint = Url::parse(endpoint.trim()).map_err(|_| AddressError::NotAnAddress)?;
        if !matches!(endpoint.scheme(), "https" | "http") {
            return Err(AddressError::Scheme(endpoint.scheme().to_owned()).into());
        }
        let secret = ApiKey::parse(secret).map_err(|_| Error::from(ErrorKind::Unmade(None)))?;
        let loopback = matches!(endpoint.host_str(), Some("127.0.0.1" | "localhost" | "[::1]"));
        let http = connections(&endpoint, loopback, CONNECT).map_err(Error::from)?;
        Ok(Self { http, keys: UploadKeys::new(access, secret.reveal()), endpoint, secret })
    }

    /// Stores a file.
    ///
    /// # Errors
    /// Whatever keeps the answer from coming, or makes it none.
    pub async fn store(&self, file: NewFile<'_>, bytes: Bytes) -> Result<StoredFile, Error> {
        self.store_watched(file, bytes, |_| ()).await
    }

    /// Stores a file and says how many of its bytes have gone out.
    ///
    /// # Errors
    /// As [`Uploads::store`].
    pub async fn store_watched(
        &self,
        file: NewFile<'_>,
        bytes: Bytes,
        watch: impl Fn(usize) + Send + Sync + 'static,
    ) -> Result<StoredFile, Error> {
        let query = [
            ("Action", "UploadRaw"),
            ("Version", VERSION),
            ("Id", file.id),
            ("Expire", file.expire),
            ("ContentType", file.content_type),
            ("Filename", file.name),
        ];
        let sent = Sent { content_type: file.content_type, body: in_pieces(bytes.clone(), watch), bytes };
        result(self.reply(Method::POST, &query, sent).await?)
    }

    /// Keeps a stored file for good.
    ///
    /// # Errors
    /// As [`Uploads::store`].
    pub async fn keep(&self, file: &KeepFile) -> Result<KeptFile, Error> {
        self.call(Method::POST, &[("Action", "LongLive"), ("Version", VERSION)], JSON, json(file)?).await
    }

    /// The key that opens a stored file to whoever has it.
    ///
    /// # Errors
    /// As [`Uploads::store`].
    pub async fn download_key(&self, path: &str) -> Result<DownloadKey, Error> {
        let query = [("Action", "DownloadKey"), ("Version", VERSION), ("Path", path)];
        self.call(Method::POST, &query, JSON, Bytes::new()).await
    }

    /// Where whoever has the key finds a stored file: an address that an agent can fetch.
    #[must_use]
    pub fn link(&self, path: &str, key: &str) -> Url {
        let mut url = self.at("down");
        let query = [("Action", "Download"), ("Version", VERSION), ("Path", path), ("Key", key)];
        url.set_query(Some(&canonical_query(&query)));
        url
    }

    /// Removes a stored file.
    ///
    /// # Errors
    /// As [`Uploads::store`].
    pub async fn delete(&self, file: &DeleteFile) -> Result<(), Error> {
        let query = [("Action", "Delete"), ("Version", VERSION)];
        self.reply(Method::POST, &query, Sent::whole(JSON, json(file)?)).await.map(drop)
    }

    async fn call<T: DeserializeOwned>(
        &self,
        method: Method,
        query: &[(&str, &str)],
        content_type: &str,
        body: Bytes,
    ) -> Result<T, Error> {
        result(self.reply(method, query, Sent::whole(content_type, body)).await?)
    }

    async fn reply(&self, method: Method, query: &[(&str, &str)], sent: Sent<'_>) -> Result<Value, Error> {
        let Sent { content_type, bytes, body } = sent;
        let mut url = self.at("up");
        let host = url.host_str().unwrap_or_default();
        let host = url.port().map_or_else(|| host.to_owned(), |port| format!("{host}:{port}"));
        let unsigned =
            Unsigned { method: method.as_str(), host: &host, path: url.path(), query, content_type, body: &bytes };
        let signature = sign(unsigned, &self.keys, SystemTime::now());
        url.set_query(Some(&canonical_query(query)));
        let header = |text: &str| HeaderValue::from_str(text).map_err(|_| Error::from(ErrorKind::Unmade(None)));
        let request = self
            .http
            .request(method, url)
            .header(CONTENT_TYPE, header(content_type)?)
            .header(CONTENT_LENGTH, bytes.len())
            .header("x-date", signature.date)
            .header("x-content-sha256", signature.content_sha256)
            .header(AUTHORIZATION, header(&signature.authorization)?)
            .timeout(LIMIT)
            .body(body);
        let mut response = request.send().await.map_err(|cause| ErrorKind::unanswered(cause, LIMIT))?;
        let head = Head::of(&response);
        let body = reply::whole(&mut response, Vec::new(), LIMIT).await.map_err(|kind| head.error(kind))?;
        head.judge(&body, &self.secret).map(Value::Object)
    }

    fn at(&self, last: &str) -> Url {
        let mut url = self.endpoint.clone();
        let base = self.endpoint.path().trim_end_matches('/').trim_end_matches("/up");
        url.set_path(&format!("{base}/{last}"));
        url.set_query(None);
        url
    }
}

/// A body that is signed as a whole, however it goes out.
struct Sent<'a> {
    content_type: &'a str,
    bytes: Bytes,
    body: Body,
}

impl<'a> Sent<'a> {
    fn whole(content_type: &'a str, bytes: Bytes) -> Self {
        Self { content_type, body: bytes.clone().into(), bytes }
    }
}

/// A body that says how far it has come.
fn in_pieces(bytes: Bytes, watch: impl Fn(usize) + Send + Sync + 'static) -> Body {
    let starts = (0..bytes.len()).step_by(PIECE);
    Body::wrap_stream(stream::iter(starts.map(move |start| {
        let end = bytes.len().min(start + PIECE);
        watch(end);
        Ok::<_, Infallible>(bytes.slice(start..end))
    })))
}

fn result<T: DeserializeOwned>(answer: Value) -> Result<T, Error> {
    from_value::<FileReply<Value>>(answer)
        .ok()
        .and_then(|answer| from_value(answer.result?).ok())
        .ok_or_else(|| ErrorKind::Unfamiliar { what: "it is no answer of an upload service" }.into())
}

impl fmt::Debug for Uploads {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Uploads({}, {:?})", self.endpoint, self.keys)
    }
}

/// Why there is no door to an upload service.
#[derive(Debug, thiserror::Error)]
pub enum UploadsError {
    /// The address is none.
    #[error(transparent)]
    Address(#[from] AddressError),
    /// The keys are none, or the system's trust store cannot be used.
    #[error(transparent)]
    Client(#[from] Error),
}

fn json(value: &impl serde::Serialize) -> Result<Bytes, Error> {
    serde_json::to_vec(value).map(Bytes::from).map_err(|_| ErrorKind::Unmade(None).into())
}
