//! From the address to the agent: each layer stands on the one before, and the first that does not hold is the answer.

use std::net::SocketAddr;
use std::time::Duration;

use parlance_client::{Address, Category, Client, Error, ErrorKind};
use parlance_protocol::{AppConfig, GetAppConfigPreview};
use tokio::net::{TcpStream, lookup_host};
use tokio::time::timeout;
use url::Host;

use super::report::Report;
use crate::cli::words::{advice_on, either, one_line, problem, said};
use crate::place::Locale;

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

/// What a layer is called in the table.
pub(super) fn name(locale: Locale, layer: &'static str) -> &'static str {
    match (locale, layer) {
        (Locale::Chinese, ADDRESS) => "地址",
        (Locale::Chinese, DNS) => "域名",
        (Locale::Chinese, CONNECTION) => "连接",
        (Locale::Chinese, PLATFORM) => "平台",
        (Locale::Chinese, KEY) => "密钥",
        (Locale::Chinese, DIALECT) => "形式",
        (Locale::Chinese, CAPABILITIES) => "功能",
        _ => layer,
    }
}

pub(super) fn bad_address(locale: Locale) -> &'static str {
    either(
        locale,
        "write it like https://HOST/api/proxy/api/v1, as the agent's publisher shows it",
        "请写成 https://HOST/api/proxy/api/v1 的形式，以智能体发布者给出的为准",
    )
}

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
        let saw = said!(
            report.locale,
            "the proxy in {name} is asked, so names and ports are its affair",
            "请求交给 {name} 中的代理，域名和端口由它处理"
        );
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
            report.ok(DNS, number(report.locale));
            return Some(vec![SocketAddr::from((ip, port))]);
        }
        Host::Ipv6(ip) => {
            report.ok(DNS, number(report.locale));
            return Some(vec![SocketAddr::from((ip, port))]);
        }
    };
    let found: Vec<_> = match timeout(PATIENCE, lookup_host((name, port))).await {
        Ok(Ok(found)) => found.collect(),
        Ok(Err(_)) | Err(_) => Vec::new(),
    };
    if found.is_empty() {
        let advice = either(
            report.locale,
            "check the spelling; a name of a campus may need its network or VPN",
            "请检查拼写；校内域名可能需要校园网或 VPN",
        );
        report.failed(DNS, &said!(report.locale, "there is no host {name}", "找不到主机 {name}"), advice);
        return None;
    }
    let numbers: Vec<_> = found.iter().map(|found| found.ip().to_string()).collect();
    let numbers = numbers.join(", ");
    report.ok(DNS, &said!(report.locale, "{name} is {numbers}", "{name} 是 {numbers}"));
    Some(found)
}

fn number(locale: Locale) -> &'static str {
    either(locale, "the address is a number; there is no name to look up", "地址就是数字，不用查域名")
}

async fn connect(found: &[SocketAddr], report: &mut Report) -> bool {
    let mut why = String::new();
    for address in found {
        match timeout(PATIENCE, TcpStream::connect(address)).await {
            Ok(Ok(_)) => {
                report.ok(CONNECTION, &said!(report.locale, "{address} accepts connections", "{address} 接受连接"));
                return true;
            }
            Ok(Err(error)) => why = format!("{address}: {}", one_line(&error.to_string())),
            Err(_) => {
                let seconds = PATIENCE.as_secs();
                why = said!(
                    report.locale,
                    "{address}: no answer within {seconds} s",
                    "{address}：{seconds} 秒内没有应答"
                );
            }
        }
    }
    let advice = either(
        report.locale,
        "check the port, and whether the server runs and no firewall stands between",
        "请检查端口、服务器是否在运行，以及中间有没有防火墙",
    );
    report.failed(CONNECTION, &why, advice);
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
    for layer in [TLS, HTTP, PLATFORM].into_iter().take_while(|layer| broken != Some(*layer)) {
        passed(layer, client, report);
    }
    let locale = report.locale;
    match outcome {
        Ok(config) => {
            let name = &config.name;
            report.ok(KEY, &said!(locale, "the key opens the agent {name}", "密钥对应智能体 {name}"));
            report.meets(name);
            Some(Found { config })
        }
        Err(error) => {
            let layer = broken.unwrap_or(PLATFORM);
            let what = problem(locale, &error);
            let trace = error
                .trace
                .as_ref()
                .map_or_else(String::new, |trace| said!(locale, " (request {trace})", "（请求 {trace}）"));
            report.failed(layer, &format!("{}{trace}", one_line(&what)), help(locale, layer, &error));
            None
        }
    }
}

/// A layer that held.
fn passed(layer: &'static str, client: &Client, report: &mut Report) {
    let say = |en, zh| either(report.locale, en, zh);
    let saw = match layer {
        TLS if client.address().base().scheme() == "https" => say("the certificate is trusted", "证书受信任"),
        TLS if client.address().is_loopback() => say("plain http, on this machine", "明文 http，在本机"),
        TLS => {
            let saw = say("plain http: whoever stands between can read the key", "明文 http：中间的人能看到密钥");
            return report.skipped(TLS, saw, say("use https where it is offered", "能用 https 时请用 https"));
        }
        HTTP => say("the server answers", "服务器有应答"),
        _ => say("the answer is the agent platform's", "应答来自智能体平台"),
    };
    report.ok(layer, saw);
}

/// The layer that an error shows to be broken.
fn broken(error: &Error) -> &'static str {
    match &error.kind {
        ErrorKind::Tls(_) => TLS,
        ErrorKind::Unreachable(_) | ErrorKind::Silent { .. } | ErrorKind::Cut(_) | ErrorKind::Unmade(_) => HTTP,
        ErrorKind::Redirected { .. }
        | ErrorKind::WebPage { .. }
        | ErrorKind::NotPublic { .. }
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

fn help(locale: Locale, layer: &str, error: &Error) -> &'static str {
    match (layer, error.category()) {
        (HTTP, Category::Cut) => either(
            locale,
            "something closes the connection without a word; check the port and whether it is https",
            "连接被直接断开；请检查端口，以及是否应为 https",
        ),
        (KEY, Category::Refused | Category::IsWorkflow | Category::AgentFailed | Category::Gone) => either(
            locale,
            "the platform knows the key but does not say who the agent is; is it a published agent?",
            "平台认识密钥，却不说明智能体是谁；它发布了吗？",
        ),
        _ => advice_on(locale, error),
    }
}
