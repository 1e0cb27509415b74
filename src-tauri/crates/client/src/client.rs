//! One agent's door: every action goes through here, with the key and the user id added.
//!
//! The key goes to the address it was given with and nowhere else, so redirects are never followed. Nothing is sent
//! twice by itself: a question that was lost on the way may still have been heard.

use std::fmt;
use std::net::SocketAddr;
use std::sync::{Arc, Once};
use std::time::Duration;

use parlance_protocol::{Endpoint, TriggerWebhook, TriggerWebhookResponse, UserId, from_value};
use reqwest::header::{ACCEPT, AUTHORIZATION, CONTENT_TYPE, HeaderName, HeaderValue};
use reqwest::{ClientBuilder, Method, RequestBuilder, Response, redirect, retry};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;
use url::Url;

use crate::address::Address;
use crate::capability::{Capabilities, Capability, Memory};
use crate::dialect::Dialect;
use crate::error::{Error, ErrorKind};
use crate::key::ApiKey;
use crate::reply::{self, Head};

const APIKEY: HeaderName = HeaderName::from_static("apikey");
const JSON: &str = "application/json";

/// A connection that was idle for long may be closed at the other end, and a question sent into it is lost.
const POOLED: Duration = Duration::from_secs(20);

/// How long things may take.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Options {
    /// Until there is a connection.
    pub connect: Duration,
    /// From the question to the head of its answer, and between two pieces of it. There is no limit on the whole.
    pub idle: Duration,
    /// An action that is no question, from start to end.
    pub call: Duration,
}

impl Default for Options {
    fn default() -> Self {
        Self { connect: Duration::from_secs(10), idle: Duration::from_secs(300), call: Duration::from_secs(60) }
    }
}

/// One agent, as one user; cheap to clone.
#[derive(Clone)]
pub struct Client {
    door: Arc<Door>,
}

struct Door {
    http: reqwest::Client,
    address: Address,
    key: ApiKey,
    user: UserId,
    options: Options,
    /// What goes into the body as `AppKey` instead of the key.
    app_id: Option<String>,
    /// The key as a header, marked so that nothing prints it.
    signature: HeaderValue,
    memory: Memory,
}

/// A request as it goes over the wire.
#[derive(Serialize)]
pub(crate) struct Signed<'a, E> {
    #[serde(rename = "AppKey")]
    pub(crate) app_key: &'a str,
    #[serde(rename = "UserID")]
    pub(crate) user_id: &'a UserId,
    #[serde(flatten)]
    pub(crate) request: &'a E,
}

impl Client {
    /// A client with the usual limits. Nothing is sent yet.
    ///
    /// # Errors
    /// When the system's trust store cannot be used.
    pub fn new(address: Address, key: ApiKey, user: UserId) -> Result<Self, Error> {
        Self::with_options(address, key, user, Options::default())
    }

    /// A client with limits of its own.
    ///
    /// # Errors
    /// As [`Client::new`].
    pub fn with_options(address: Address, key: ApiKey, user: UserId, options: Options) -> Result<Self, Error> {
        let mut signature = HeaderValue::from_str(key.reveal()).map_err(|_| ErrorKind::Unmade(None))?;
        signature.set_sensitive(true);
        let http = connections(address.base(), address.is_loopback(), options.connect)?;
        let (app_id, memory) = (None, Memory::default());
        Ok(Self { door: Arc::new(Door { http, address, key, user, options, app_id, signature, memory }) })
    }

    /// The same agent with its AppID in the body where the key stands otherwise, which some deployments want. Nothing
    /// that was learned is taken over.
    #[must_use]
    pub fn with_app_id(&self, app_id: &str) -> Self {
        let Door { http, address, key, user, options, signature, .. } = &*self.door;
        let door = Door {
            http: http.clone(),
            address: address.clone(),
            key: key.clone(),
            user: user.clone(),
            options: *options,
            app_id: Some(app_id.to_owned()),
            signature: signature.clone(),
            memory: Memory::default(),
        };
        Self { door: Arc::new(door) }
    }

    /// Where it speaks to.
    #[must_use]
    pub fn address(&self) -> &Address {
        &self.door.address
    }

    /// Sends one action and waits for its answer.
    ///
    /// # Errors
    /// Whatever keeps the answer from coming, or makes it none.
    pub async fn call<E: Endpoint>(&self, request: &E) -> Result<E::Response, Error> {
        self.call_within(request, self.door.options.call).await
    }

    /// Sends one action whose answer comes when its work is done, and waits for it as long as for an answer's word.
    ///
    /// # Errors
    /// As [`Client::call`].
    pub async fn call_and_wait<E: Endpoint>(&self, request: &E) -> Result<E::Response, Error> {
        self.call_within(request, self.door.options.idle).await
    }

    async fn call_within<E: Endpoint>(&self, request: &E, limit: Duration) -> Result<E::Response, Error> {
        let post = self.post(E::ACTION, request)?.header(ACCEPT, JSON);
        let outcome = self.answer(post, E::EXPECTED, limit).await;
        self.learn(E::ACTION, outcome.as_ref().err());
        outcome
    }

    /// Sends one action, unless the platform is known not to have it; `None` where it has not.
    ///
    /// # Errors
    /// As [`Client::call`].
    pub async fn call_if_there<E: Endpoint>(&self, request: &E) -> Result<Option<E::Response>, Error> {
        if self.capability(E::ACTION) == Capability::Missing {
            return Ok(None);
        }
        match self.call(request).await {
            Err(error) if error.is_missing(E::ACTION) => Ok(None),
            settled => settled.map(Some),
        }
    }

    /// Starts a trigger of the platform from outside: `key` names it, `token` opens it. The agent's own key and the
    /// user id have no part in this.
    ///
    /// # Errors
    /// As [`Client::call`].
    pub async fn trigger(
        &self,
        key: &str,
        token: &ApiKey,
        body: &TriggerWebhook,
    ) -> Result<TriggerWebhookResponse, Error> {
        let mut bearer = HeaderValue::from_str(&format!("Bearer {}", token.reveal()))
            .map_err(|_| Error::from(ErrorKind::Unmade(None)))?;
        bearer.set_sensitive(true);
        let mut url = self.door.address.endpoint(TriggerWebhook::ACTION);
        url.query_pairs_mut().append_pair("key", key);
        let json = serde_json::to_vec(body).map_err(|_| ErrorKind::Unmade(None))?;
        let post = self.door.http.post(url).header(AUTHORIZATION, bearer).header(CONTENT_TYPE, JSON).body(json);
        self.answer(post.header(ACCEPT, JSON), &[], self.door.options.call).await
    }

    /// Whether the platform has an action, as far as was learned.
    #[must_use]
    pub fn capability(&self, action: &str) -> Capability {
        self.door.memory.capability(action)
    }

    /// The dialect in which questions are known to be answered.
    #[must_use]
    pub fn dialect(&self) -> Dialect {
        self.door.memory.dialect()
    }

    /// Everything that was learned of the platform.
    #[must_use]
    pub fn capabilities(&self) -> Capabilities {
        self.door.memory.snapshot()
    }

    /// Begins with what was learned earlier.
    pub fn remember(&self, capabilities: Capabilities) {
        self.door.memory.restore(capabilities);
    }

    /// Everything that was learned, if anything was since this was asked last.
    #[must_use]
    pub fn news(&self) -> Option<Capabilities> {
        self.door.memory.news()
    }

    pub(crate) fn memory(&self) -> &Memory {
        &self.door.memory
    }

    pub(crate) fn key(&self) -> &ApiKey {
        &self.door.key
    }

    pub(crate) fn options(&self) -> Options {
        self.door.options
    }

    /// Takes to heart how the try of an action ended. An error that says nothing of the action teaches nothing.
    pub(crate) fn learn(&self, action: &str, error: Option<&Error>) {
        match error {
            None => self.door.memory.note(action, true),
            Some(error) if error.is_missing(action) => self.door.memory.note(action, false),
            Some(_) => {}
        }
    }

    async fn answer<T: DeserializeOwned>(
        &self,
        post: RequestBuilder,
        expected: &[&str],
        limit: Duration,
    ) -> Result<T, Error> {
        let mut response = post.timeout(limit).send().await.map_err(|cause| ErrorKind::unanswered(cause, limit))?;
        let head = Head::of(&response);
        let body = match reply::whole(&mut response, Vec::new(), limit).await {
            Ok(body) => body,
            // The status says enough.
            Err(_) if head.is_bad() => Vec::new(),
            Err(kind) => return Err(head.error(kind)),
        };
        let object = head.judge(&body, &self.door.key)?;
        if !expected.is_empty() && !expected.iter().any(|key| reply::holds(&object, key)) {
            return Err(head.error(ErrorKind::Unfamiliar { what: "what this action answers with is missing" }));
        }
        from_value(Value::Object(object))
            .map_err(|_| head.error(ErrorKind::Unfamiliar { what: "a field has another shape" }))
    }

    pub(crate) async fn head(&self, request: RequestBuilder) -> Result<Response, ErrorKind> {
        let limit = self.door.options.idle;
        match tokio::time::timeout(limit, request.send()).await {
            Ok(Ok(response)) => Ok(response),
            Ok(Err(cause)) => Err(ErrorKind::unanswered(cause, limit)),
            Err(_) => Err(ErrorKind::Silent { limit }),
        }
    }

    /// A request without the key, to the agent's own origin.
    pub(crate) fn unsigned(&self, url: Url) -> RequestBuilder {
        self.door.http.request(Method::GET, url)
    }

    pub(crate) fn post<E: Serialize>(&self, action: &str, request: &E) -> Result<RequestBuilder, ErrorKind> {
        let app_key = self.door.app_id.as_deref().unwrap_or_else(|| self.door.key.reveal());
        let signed = Signed { app_key, user_id: &self.door.user, request };
        let body = serde_json::to_vec(&signed).map_err(|_| ErrorKind::Unmade(None))?;
        let post = self.door.http.post(self.door.address.endpoint(action));
        Ok(post.header(APIKEY, self.door.signature.clone()).header(CONTENT_TYPE, JSON).body(body))
    }
}

impl fmt::Debug for Client {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Client({})", self.door.address)
    }
}

/// Connections that go where they are sent and nowhere else.
pub(crate) fn connections(to: &Url, loopback: bool, connect: Duration) -> Result<reqwest::Client, ErrorKind> {
    built(plain(to, loopback, connect))
}

/// The same to addresses of the network that were found before; without a proxy nothing else is connected to.
pub(crate) fn connections_at(to: &Url, at: &[SocketAddr], connect: Duration) -> Result<reqwest::Client, ErrorKind> {
    built(plain(to, false, connect).resolve_to_addrs(to.host_str().unwrap_or_default(), at))
}

fn built(http: ClientBuilder) -> Result<reqwest::Client, ErrorKind> {
    http.build().map_err(|cause| ErrorKind::Unmade(Some(cause.without_url())))
}

fn plain(to: &Url, loopback: bool, connect: Duration) -> ClientBuilder {
    choose_cryptography();
    let mut http = reqwest::Client::builder()
        .user_agent(concat!("Parlance/", env!("CARGO_PKG_VERSION")))
        .http1_title_case_headers()
        .redirect(redirect::Policy::none())
        .retry(retry::never())
        .referer(false)
        .connect_timeout(connect)
        .pool_idle_timeout(POOLED);
    if loopback {
        http = http.no_proxy();
        if to.scheme() == "http" {
            // No certificate will be looked at, and reading the system's costs more than all the rest.
            http = http.tls_certs_only([]);
        }
    }
    http
}

/// rustls wants one maker of cryptography for the whole process; whoever chose before us is left alone.
pub(crate) fn choose_cryptography() {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| {
        // An error here means that another one is installed, which serves as well.
        let _ = rustls::crypto::ring::default_provider().install_default();
    });
}
