//! From the address to the agent: each layer stands on the one before, and the first that does not hold is the answer.

use std::net::SocketAddr;
use std::time::Duration;

use parlance_client::{Address, Category, Client, Error, ErrorKind};
use parlance_protocol::{AppConfig, GetAppConfigPreview};
use tokio::net::{TcpStream, lookup_host};
use tokio::time::timeout;
use url::Host;

use super::report::Report;
use crate::cli::advice::{advice, one_line};

pub(super) const ADDRESS: &str = "address";
pub(super) const DNS: &str = "dns";
pub(super) const CONNECTION: &str = "connection";
pub(super) const TLS: &str = "tls";
pub(super) const HTTP: &str = "http";
pub(super) const PLATFORM: &str = "platform";
pub(super) const KEY: &str = "key";
pub(super) const DIALECT: &str = "dialect";
pub(super) const CAPABILITIES: &str = "capabilities";

/// In the order in which they stand on each other.
pub(super) const ALL: [&str; 9] = [ADDRESS, DNS, CONNECTION, TLS, HTTP, PLATFORM, KEY, DIALECT, CAPABILITIES];

pub(super) const BAD_ADDRESS: &str = "write it like https://HOST/api/proxy/api/v1, as the agent's publisher shows it";
const PATIENCE: Duration = Duration::from_secs(10);

/// Who was met.
pub(super) struct Found {
    /// What the agent says of itself; nothing where the platform keeps it to itself.
    pub(super) config: AppConfig,
}

/// Name and port. Says whether to go on.
pub(super) async fn reach(address: &Address, report: &mut Report) -> bool {
    if !address.is_loopback()
        && let Some(name) = proxy(address)
    {
        let saw = format!("the proxy in {name} is asked, so names and ports are its affair");
        report.skipped(DNS, &saw, "");
        return true;
    }
    let Some(found) = resolve(address, report).await else { return false };
    connect(&found, report).await
}

async fn resolve(address: &Address, report: &mut Report) -> Option<Vec<SocketAddr>> {
    let port = address.base().port_or_known_default().unwrap_or(443);
    let name = match address.base().host()? {
        Host::Domain(name) => name,
        Host::Ipv4(ip) => {
            report.ok(DNS, "the address is a number; there is no name to look up");
            return Some(vec![SocketAddr::from((ip, port))]);
        }
        Host::Ipv6(ip) => {
            report.ok(DNS, "the address is a number; there is no name to look up");
            return Some(vec![SocketAddr::from((ip, port))]);
        }
    };
    let found: Vec<_> = match timeout(PATIENCE, lookup_host((name, port))).await {
        Ok(Ok(found)) => found.collect(),
        Ok(Err(_)) | Err(_) => Vec::new(),
    };
    if found.is_empty() {
        let advice = "check the spelling; a name of a campus may need its network or VPN";
        report.failed(DNS, &format!("there is no host {name}"), advice);
        return None;
    }
    let numbers: Vec<_> = found.iter().map(|found| found.ip().to_string()).collect();
    report.ok(DNS, &format!("{name} is {}", numbers.join(", ")));
    Some(found)
}

async fn connect(found: &[SocketAddr], report: &mut Report) -> bool {
    let mut why = String::new();
    for address in found {
        match timeout(PATIENCE, TcpStream::connect(address)).await {
            Ok(Ok(_)) => {
                report.ok(CONNECTION, &format!("{address} accepts connections"));
                return true;
            }
            Ok(Err(error)) => why = format!("{address}: {}", one_line(&error.to_string())),
            Err(_) => why = format!("{address}: no answer within {} s", PATIENCE.as_secs()),
        }
    }
    report.failed(CONNECTION, &why, "check the port, and whether the server runs and no firewall stands between");
    false
}

/// The variable that names a proxy for this address, if there is one.
fn proxy(address: &Address) -> Option<&'static str> {
    let names: &[&'static str] = match address.base().scheme() {
        "https" => &["HTTPS_PROXY", "https_proxy", "ALL_PROXY", "all_proxy"],
        _ => &["HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy"],
    };
    names.iter().find(|name| std::env::var_os(name).is_some_and(|value| !value.is_empty())).copied()
}

/// The first action: who is there. What it meets names the layer.
pub(super) async fn meet(client: &Client, report: &mut Report) -> Option<Found> {
    let outcome = client.call(&GetAppConfigPreview {}).await;
    let broken = outcome.as_ref().err().map(broken);
    let secure = client.address().base().scheme() == "https";
    for layer in [TLS, HTTP, PLATFORM, KEY] {
        if broken == Some(layer) {
            break;
        }
        match layer {
            TLS if secure => report.ok(TLS, "the certificate is trusted"),
            TLS if client.address().is_loopback() => report.ok(TLS, "plain http, on this machine"),
            TLS => report.skipped(
                TLS,
                "plain http: whoever stands between can read the key",
                "use https where it is offered",
            ),
            HTTP => report.ok(HTTP, "the server answers"),
            PLATFORM => report.ok(PLATFORM, "the answer is the agent platform's"),
            _ => {}
        }
    }
    match outcome {
        Ok(config) => {
            report.ok(KEY, &format!("the key opens the agent {}", config.name));
            report.meets(&config.name);
            Some(Found { config })
        }
        Err(error) => {
            let layer = broken.unwrap_or(PLATFORM);
            let trace = error.trace.as_ref().map(|trace| format!(" (request {trace})")).unwrap_or_default();
            report.failed(layer, &format!("{}{trace}", one_line(&error.to_string())), help(layer, &error));
            None
        }
    }
}

/// The layer that an error shows to be broken.
fn broken(error: &Error) -> &'static str {
    match &error.kind {
        ErrorKind::Tls(_) => TLS,
        ErrorKind::Unreachable(_) | ErrorKind::Silent { .. } | ErrorKind::Cut(_) | ErrorKind::Unmade(_) => HTTP,
        ErrorKind::Redirected { .. }
        | ErrorKind::WebPage { .. }
        | ErrorKind::Unfamiliar { .. }
        | ErrorKind::TooLarge { .. } => PLATFORM,
        ErrorKind::Rejected { .. } => match error.category() {
            Category::NotThisApi | Category::Overloaded | Category::RateLimited { .. } | Category::LoginPage => {
                PLATFORM
            }
            _ => KEY,
        },
    }
}

fn help(layer: &str, error: &Error) -> &'static str {
    match (layer, error.category()) {
        (HTTP, Category::Cut) => {
            "something closes the connection without a word; check the port and whether it is https"
        }
        (KEY, Category::Refused | Category::AgentFailed | Category::Gone) => {
            "the platform knows the key but does not say who the agent is; is it a published agent?"
        }
        (_, category) => advice(category),
    }
}
