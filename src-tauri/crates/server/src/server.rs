//! Starting and stopping the server.

use std::collections::HashMap;
use std::net::{Ipv4Addr, Ipv6Addr, SocketAddr};
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;
use std::{fmt, fs};

use tokio::net::TcpListener;
use tokio::task::JoinHandle;
use tokio_util::sync::CancellationToken;

use crate::agents::guide::Guide;
use crate::agents::{Door, Served, ServedAgent, folder};
use crate::answering::Running;
use crate::error::Error;
use crate::guard::Guard;
use crate::id;
use crate::router::{App, BASES, router};
use crate::runs::Runs;
use crate::store::Store;

/// How long a stop waits for connections that do not end by themselves.
const PATIENCE: Duration = Duration::from_secs(2);

/// How a server is to run. Start from [`Options::default`]: a free port on loopback, nothing kept.
#[derive(Clone)]
pub struct Options {
    /// Where to listen; port 0 takes a free one.
    pub listen: SocketAddr,
    /// The folder of `server.sqlite`, made if missing; without one all is forgotten at the end.
    pub data: Option<PathBuf>,
    /// The Guide's API key; without one a key is made for this run.
    pub key: Option<String>,
    /// A folder of agents: each `*.toml` in it is a workflow.
    pub agents: Option<PathBuf>,
    /// The origin of a web page whose scripts may use the server, such as `http://localhost:5173`; none by default.
    pub allow_origin: Option<String>,
    /// The language of the Guide's greeting. Its answers are in the language of the question.
    pub locale: Locale,
    /// How long the Guide waits before each small piece of an answer.
    pub pace: Duration,
    /// Scripted agents, served after the Guide.
    #[cfg(feature = "script")]
    pub scripts: Vec<crate::Script>,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            listen: SocketAddr::from((Ipv4Addr::LOCALHOST, 0)),
            data: None,
            key: None,
            agents: None,
            allow_origin: None,
            locale: Locale::En,
            pace: Duration::from_millis(10),
            #[cfg(feature = "script")]
            scripts: Vec::new(),
        }
    }
}

impl Options {
    /// Adds a scripted agent.
    #[cfg(feature = "script")]
    #[must_use]
    pub fn with_script(mut self, script: &crate::Script) -> Self {
        self.scripts.push(script.clone());
        self
    }
}

impl fmt::Debug for Options {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Options")
            .field("listen", &self.listen)
            .field("data", &self.data)
            .field("agents", &self.agents)
            .field("allow_origin", &self.allow_origin)
            .field("locale", &self.locale)
            .field("pace", &self.pace)
            .finish_non_exhaustive()
    }
}

/// A language that the Guide speaks.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Locale {
    /// English.
    #[default]
    En,
    /// Simplified Chinese.
    ZhCn,
}

/// A running server. Dropping it stops it without waiting.
#[derive(Debug)]
pub struct Server {
    base_url: String,
    agents: Vec<ServedAgent>,
    running: Running,
    shutdown: CancellationToken,
    serving: Option<JoinHandle<()>>,
}

impl Server {
    /// Starts a server. When this returns, it accepts connections.
    ///
    /// # Errors
    /// When the key is no key, an agent's file is wrong, a folder or the database cannot be used, or the address cannot be
    /// listened on.
    pub async fn start(options: Options) -> Result<Self, Error> {
        let key = options.key.unwrap_or_else(id::key);
        if key.is_empty() || !key.bytes().all(|b| b.is_ascii_graphic()) {
            return Err(Error::Key);
        }
        if let Some(path) = &options.data {
            fs::create_dir_all(path).map_err(|source| Error::Folder { path: path.clone(), source })?;
        }
        let store = Store::open(options.data.as_deref())?;
        let guide = Arc::new(Guide::new(options.locale, options.pace)?);
        let mut served = vec![Served { id: "guide".into(), key, door: Door::Chat(guide.clone()) }];
        served.extend(folder::workflows(options.agents.as_deref(), options.locale, &guide, options.pace)?);
        // Scripts come second, where tests have always found them.
        #[cfg(feature = "script")]
        served.splice(1..1, options.scripts.iter().map(crate::Script::served));
        let listen_error = |source| Error::Listen { address: options.listen, source };
        let listener = TcpListener::bind(options.listen).await.map_err(listen_error)?;
        let address = listener.local_addr().map_err(listen_error)?;

        let agents = served.iter().map(Served::known).collect();
        let shutdown = CancellationToken::new();
        let running = Running::new(shutdown.clone());
        let runs = Runs { store: store.clone(), shutdown: shutdown.clone() };
        let app = App {
            store,
            runs,
            agents: served.into_iter().map(|served| (served.key.clone(), Arc::new(served))).collect::<HashMap<_, _>>(),
            running: running.clone(),
            #[cfg(feature = "script")]
            scripts: options.scripts,
            #[cfg(feature = "script")]
            shutdown: shutdown.clone(),
        };
        let guard = Guard { loopback: options.listen.ip().is_loopback(), allow_origin: options.allow_origin };
        let router = router(Arc::new(app), guard);
        let serving = tokio::spawn(serve(listener, router, shutdown.clone()));
        Ok(Self { base_url: base_url(address), agents, running, shutdown, serving: Some(serving) })
    }

    /// The address for clients, such as `http://127.0.0.1:4000/api/proxy/api/v1`.
    #[must_use]
    pub fn base_url(&self) -> &str {
        &self.base_url
    }

    /// The agents with their keys; the first is the Guide.
    #[must_use]
    pub fn agents(&self) -> &[ServedAgent] {
        &self.agents
    }

    /// Ends all answers, stores what there is of them, and closes every connection.
    pub async fn stop(mut self) {
        self.shutdown.cancel();
        self.running.settled().await;
        if let Some(mut serving) = self.serving.take()
            && tokio::time::timeout(PATIENCE, &mut serving).await.is_err()
        {
            serving.abort();
        }
    }

    /// Waits until the server ends, which it does by itself only when the listener is lost.
    pub async fn stopped(&mut self) {
        if let Some(serving) = &mut self.serving {
            // A panic of the accepting task is an end as well.
            let _ = serving.await;
            self.serving = None;
        }
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.shutdown.cancel();
    }
}

async fn serve(listener: TcpListener, router: axum::Router, shutdown: CancellationToken) {
    let end = async move { shutdown.cancelled().await };
    #[cfg(feature = "script")]
    let (listener, router) =
        (crate::line::Lines(listener), router.into_make_service_with_connect_info::<crate::line::Switch>());
    #[cfg(not(feature = "script"))]
    let listener = axum::serve::ListenerExt::tap_io(listener, |line| {
        // Small frames must not wait for each other; where the system refuses, they do.
        let _ = line.set_nodelay(true);
    });
    // Accepting never fails for good: axum waits and tries again.
    let _ = axum::serve(listener, router).with_graceful_shutdown(end).await;
}

/// The base URL on a listening address; one that means every address is reached over loopback.
fn base_url(mut address: SocketAddr) -> String {
    if address.ip().is_unspecified() {
        let loopback = if address.is_ipv4() { Ipv4Addr::LOCALHOST.into() } else { Ipv6Addr::LOCALHOST.into() };
        address.set_ip(loopback);
    }
    format!("http://{address}{}", BASES[0])
}
