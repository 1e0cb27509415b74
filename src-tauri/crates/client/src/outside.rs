//! What answers point to and is not the agent's API: fetched with nothing of ours, from where anybody could fetch it.
//!
//! No key, no cookie, no referrer goes along. An address of this machine or its network is refused, whatever name it
//! hides behind, unless it is the agent's own; the address that was looked at is the one that is connected to. A
//! redirect is followed to public https only, and looked at in the same way.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};
use std::time::Duration;

use reqwest::Response;
use reqwest::header::{ACCEPT, ACCEPT_ENCODING, LOCATION};
use url::{Host, Url};

use crate::address::Address;
use crate::client::connections;
use crate::error::{Error, ErrorKind};
use crate::reply;

const CONNECT: Duration = Duration::from_secs(10);
const IDLE: Duration = Duration::from_secs(20);
const WHOLE: Duration = Duration::from_secs(180);
const MOST_REDIRECTS: usize = 3;

/// So much of a file says what it is.
const HEAD: usize = 4 << 10;

/// How much of a file is wanted, once its beginning has said what it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Wanted {
    /// All of it, where that is at most so many bytes.
    Whole(usize),
    /// So many bytes of it, and no word about the rest.
    Beginning(usize),
}

/// Which addresses of the network may be connected to.
type Allowed = fn(IpAddr) -> bool;

/// Fetches what stands at `url`; `accept` says what is hoped for, and `wanted`, from the first bytes, how much of it.
/// `own` is the agent's address: what has its origin is fetched wherever that is, and never from elsewhere.
///
/// # Errors
/// [`ErrorKind::NotPublic`] for what nobody outside could fetch; else whatever kept it from coming.
pub async fn fetch_public(
    url: &Url,
    own: &Address,
    accept: &str,
    wanted: impl Fn(&[u8]) -> Wanted,
) -> Result<Vec<u8>, Error> {
    let is_own = url.origin() == own.base().origin();
    let fetching = async {
        if is_own {
            from_own(url, own, accept, &wanted).await
        } else {
            from_outside(url, accept, &wanted, is_public).await
        }
    };
    let late = |_| ErrorKind::Silent { limit: WHOLE };
    Ok(tokio::time::timeout(WHOLE, fetching).await.map_err(late)??)
}

async fn from_own(
    url: &Url,
    own: &Address,
    accept: &str,
    wanted: impl Fn(&[u8]) -> Wanted,
) -> Result<Vec<u8>, ErrorKind> {
    let http = connections(url, own.is_loopback(), CONNECT)?;
    let response = get(&http, url, accept).await?;
    if response.status().is_success() { read(response, wanted).await } else { Err(refused(&response)) }
}

async fn from_outside(
    url: &Url,
    accept: &str,
    wanted: impl Fn(&[u8]) -> Wanted,
    allowed: Allowed,
) -> Result<Vec<u8>, ErrorKind> {
    let mut url = url.clone();
    for _ in 0..=MOST_REDIRECTS {
        let response = get(&door_to(&url, allowed).await?, &url, accept).await?;
        if response.status().is_success() {
            return read(response, wanted).await;
        }
        url = next(&url, &response).ok_or_else(|| refused(&response))?;
    }
    Err(ErrorKind::Unfamiliar { what: "it points from one address to the next" })
}

/// A connection that can reach nothing but the addresses that were looked at.
async fn door_to(url: &Url, allowed: Allowed) -> Result<reqwest::Client, ErrorKind> {
    let not_public = || ErrorKind::NotPublic { host: url.host_str().unwrap_or_default().to_owned() };
    if !matches!(url.scheme(), "http" | "https") || !url.username().is_empty() || url.password().is_some() {
        return Err(not_public());
    }
    let port = url.port_or_known_default().unwrap_or(0);
    let at: Vec<SocketAddr> = match url.host() {
        Some(Host::Ipv4(ip)) => vec![(ip, port).into()],
        Some(Host::Ipv6(ip)) => vec![(ip, port).into()],
        Some(Host::Domain(name)) if is_public_name(name) => look_up(name, port).await,
        _ => return Err(not_public()),
    };
    if at.iter().any(|address| !allowed(address.ip())) {
        return Err(not_public());
    }
    // Where the name is not known here a proxy may know it; a direct connection finds nothing and fails.
    crate::client::connections_at(url, &at, CONNECT)
}

async fn look_up(name: &str, port: u16) -> Vec<SocketAddr> {
    let found = tokio::time::timeout(CONNECT, tokio::net::lookup_host((name, port))).await;
    found.ok().and_then(Result::ok).map(Iterator::collect).unwrap_or_default()
}

async fn get(http: &reqwest::Client, url: &Url, accept: &str) -> Result<Response, ErrorKind> {
    let request = http.get(url.clone()).header(ACCEPT, accept).header(ACCEPT_ENCODING, "identity");
    match tokio::time::timeout(IDLE, request.send()).await {
        Ok(Ok(response)) => Ok(response),
        Ok(Err(cause)) => Err(ErrorKind::unanswered(cause, IDLE)),
        Err(_) => Err(ErrorKind::Silent { limit: IDLE }),
    }
}

/// Reads until enough is there to know what comes, then as much as is wanted of that.
async fn read(mut response: Response, wanted: impl Fn(&[u8]) -> Wanted) -> Result<Vec<u8>, ErrorKind> {
    let said = response.content_length().and_then(|length| usize::try_from(length).ok());
    let mut bytes = Vec::new();
    let mut known = None;
    loop {
        let piece = reply::piece(&mut response, IDLE).await?;
        bytes.extend_from_slice(piece.as_deref().unwrap_or_default());
        if known.is_none() && (bytes.len() >= HEAD || piece.is_none()) {
            known = Some(wanted(&bytes));
        }
        match known {
            Some(Wanted::Whole(limit)) if said.unwrap_or_default().max(bytes.len()) > limit => {
                return Err(ErrorKind::TooLarge { limit });
            }
            Some(Wanted::Beginning(enough)) if bytes.len() >= enough => {
                bytes.truncate(enough);
                return Ok(bytes);
            }
            _ if piece.is_none() => return Ok(bytes),
            _ => {}
        }
    }
}

/// Where a redirect leads, if it may be followed.
fn next(from: &Url, response: &Response) -> Option<Url> {
    if !response.status().is_redirection() {
        return None;
    }
    let to = response.headers().get(LOCATION)?.to_str().ok()?;
    from.join(to).ok().filter(|to| to.scheme() == "https")
}

fn refused(response: &Response) -> ErrorKind {
    let status = response.status().as_u16();
    if response.status().is_redirection() {
        return ErrorKind::Redirected { status, to: None, login: false };
    }
    ErrorKind::Rejected { status, code: None, message: "there is nothing to fetch".into(), retry_after: None }
}

/// Names that are only known on this machine or in its network.
fn is_public_name(name: &str) -> bool {
    let name = name.trim_end_matches('.').to_ascii_lowercase();
    let local = ["localhost", "local", "localdomain", "internal", "intranet", "lan", "home", "corp", "private"];
    let last = name.rsplit('.').next().unwrap_or_default();
    name.contains('.') && !local.contains(&last) && !name.ends_with(".home.arpa")
}

fn is_public(ip: IpAddr) -> bool {
    match ip {
        IpAddr::V4(ip) => is_public_v4(ip),
        IpAddr::V6(ip) => is_public_v6(ip),
    }
}

fn is_public_v4(ip: Ipv4Addr) -> bool {
    let [a, b, c, _] = ip.octets();
    let shared = a == 100 && (64..128).contains(&b);
    let special = a == 192 && b == 0 && c == 0 || a == 192 && b == 88 && c == 99 || a == 198 && (18..20).contains(&b);
    let none = ip.is_private() || ip.is_loopback() || ip.is_link_local() || ip.is_documentation();
    !(a == 0 || a >= 224 || none || shared || special)
}

fn is_public_v6(ip: Ipv6Addr) -> bool {
    let part = ip.segments();
    let embedded = |high: u16, low: u16| {
        let ([a, b], [c, d]) = (high.to_be_bytes(), low.to_be_bytes());
        is_public_v4(Ipv4Addr::new(a, b, c, d))
    };
    match part {
        [0, 0, 0, 0, 0, 0xffff, high, low] | [0x64, 0xff9b, 0, 0, 0, 0, high, low] => embedded(high, low),
        [0x2002, high, low, ..] => embedded(high, low),
        // Teredo, benchmarks, documentation.
        [0x2001, second, ..] if second < 0x200 || second == 0xdb8 => false,
        [0x3fff, second, ..] if second < 0x1000 => false,
        [first, ..] => first & 0xe000 == 0x2000,
    }
}

#[cfg(test)]
mod tests {
    use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
    use tokio::net::TcpListener;

    use super::*;

    const LIMIT: usize = 64;

    fn all(_: &[u8]) -> Wanted {
        Wanted::Whole(LIMIT)
    }

    fn url(text: &str) -> Url {
        Url::parse(text).unwrap()
    }

    /// Answers each connection with the next of these, and says at the end what was heard.
    async fn serving(answers: Vec<String>) -> (String, tokio::task::JoinHandle<Vec<String>>) {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = format!("http://{}", listener.local_addr().unwrap());
        let heard = tokio::spawn(async move {
            let mut heard = Vec::new();
            for answer in answers {
                let (mut stream, _) = listener.accept().await.unwrap();
                let mut head = vec![0; 4096];
                let read = stream.read(&mut head).await.unwrap();
                heard.push(String::from_utf8_lossy(&head[..read]).to_lowercase());
                stream.write_all(answer.as_bytes()).await.unwrap();
            }
            heard
        });
        (address, heard)
    }

    fn answer(status: &str, headers: &str, body: &str) -> String {
        format!("HTTP/1.1 {status}\r\nContent-Length: {}\r\n{headers}Connection: close\r\n\r\n{body}", body.len())
    }

    fn own(text: &str) -> Address {
        Address::parse(text).unwrap()
    }

    #[test]
    fn only_addresses_that_anybody_could_reach_are_public() {
        for no in [
            "127.0.0.1",
            "127.9.9.9",
            "0.0.0.0",
            "10.0.0.1",
            "172.16.0.1",
            "172.31.255.255",
            "192.168.1.1",
            "169.254.169.254",
            "100.64.0.1",
            "192.0.0.8",
            "198.18.0.1",
            "203.0.113.5",
            "224.0.0.1",
            "255.255.255.255",
            "::1",
            "::",
            "fc00::1",
            "fd12::1",
            "fe80::1",
            "ff02::1",
            "::ffff:127.0.0.1",
            "::ffff:10.0.0.1",
            "64:ff9b::7f00:1",
            "2002:7f00:1::",
            "2001:db8::1",
            "2001::1",
            "::127.0.0.1",
            "fec0::1",
            "64:ff9b:1::1",
            "3fff::1",
        ] {
            assert!(!is_public(no.parse().unwrap()), "{no}");
        }
        for yes in ["8.8.8.8", "172.32.0.1", "192.1.0.1", "2606:4700::1111", "::ffff:8.8.8.8", "2001:4860:4860::8888"] {
            assert!(is_public(yes.parse().unwrap()), "{yes}");
        }
        for name in ["localhost", "x.localhost", "printer", "nas.local", "a.internal.", "router.home.arpa", "x.lan"] {
            assert!(!is_public_name(name), "{name}");
        }
        assert!(is_public_name("example.com") && is_public_name("example.com."));
    }

    #[tokio::test]
    async fn nothing_of_this_machine_and_its_network_is_fetched_whatever_its_name() {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let port = listener.local_addr().unwrap().port();
        for host in [
            "127.0.0.1",
            "127.1",
            "2130706433",
            "0x7f000001",
            "0",
            "[::1]",
            "[::ffff:127.0.0.1]",
            "localhost",
            "LOCALHOST.",
            "user@127.0.0.1",
            "169.254.169.254",
            "10.0.0.1",
            "[fd00::1]",
        ] {
            let error =
                fetch_public(&url(&format!("http://{host}:{port}/a.png")), &own("https://x.edu"), "*/*", all).await;
            assert!(matches!(error.unwrap_err().kind, ErrorKind::NotPublic { .. }), "{host}");
        }
        let own = own(&format!("http://127.0.0.1:{}", port ^ 1));
        let error = fetch_public(&url(&format!("http://127.0.0.1:{port}/a.png")), &own, "*/*", all).await.unwrap_err();
        assert!(matches!(error.kind, ErrorKind::NotPublic { .. }), "another port is another origin");
        let met = tokio::time::timeout(Duration::ZERO, listener.accept()).await;
        assert!(met.is_err(), "nobody called");
    }

    #[tokio::test]
    async fn what_has_the_agents_own_origin_comes_from_wherever_that_is_and_no_redirect_is_followed() {
        let moved = answer("302 Found", "Location: https://example.com/\r\n", "");
        let (address, heard) = serving(vec![answer("200 OK", "", "bytes"), moved]).await;
        let at = url(&format!("{address}/api/proxy/down?Path=x"));
        assert_eq!(fetch_public(&at, &own(&address), "image/png", all).await.unwrap(), b"bytes");
        let error = fetch_public(&at, &own(&address), "image/png", all).await.unwrap_err();
        assert!(matches!(error.kind, ErrorKind::Redirected { .. }), "{error:?}");
        let heard = heard.await.unwrap();
        for word in ["cookie", "referer", "apikey", "authorization"] {
            assert!(!heard[0].contains(word), "{}", heard[0]);
        }
    }

    #[tokio::test]
    async fn a_redirect_from_outside_leads_to_https_only_and_is_looked_at_again() {
        let to = |target: &str| answer("302 Found", &format!("Location: {target}\r\n"), "");
        let (address, _heard) = serving(vec![to("http://example.com/"), to("/again"), to("https://127.0.0.2/")]).await;
        for _ in 0..2 {
            let error = from_outside(&url(&address), "*/*", all, |ip| ip.is_loopback()).await.unwrap_err();
            assert!(matches!(error, ErrorKind::Redirected { status: 302, .. }), "{error:?}");
        }
        let only_here = |ip: IpAddr| ip == IpAddr::from([127, 0, 0, 1]);
        let error = from_outside(&url(&address), "*/*", all, only_here).await.unwrap_err();
        assert!(matches!(error, ErrorKind::NotPublic { .. }), "{error:?}");
    }

    #[tokio::test]
    async fn more_than_the_limit_is_not_read_whether_or_not_its_size_is_said() {
        let said = answer("200 OK", "", &"x".repeat(LIMIT + 1));
        let unsaid = format!("HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n{}", "x".repeat(LIMIT + 1));
        let (address, _heard) = serving(vec![said, unsaid, answer("404 Not Found", "", "")]).await;
        for _ in 0..2 {
            let error = from_outside(&url(&address), "*/*", all, |_| true).await.unwrap_err();
            assert!(matches!(error, ErrorKind::TooLarge { limit: LIMIT }), "{error:?}");
        }
        let error = from_outside(&url(&address), "*/*", all, |_| true).await.unwrap_err();
        assert!(matches!(error, ErrorKind::Rejected { status: 404, .. }), "{error:?}");
    }

    #[tokio::test]
    async fn of_what_is_not_wanted_whole_only_the_beginning_is_read() {
        let long = "x".repeat(HEAD * 4);
        let (address, _heard) = serving(vec![answer("200 OK", "", &long), answer("200 OK", "", "short")]).await;
        for expected in [&long[..HEAD + 9], "short"] {
            let some = |head: &[u8]| Wanted::Beginning(if head.starts_with(b"x") { HEAD + 9 } else { LIMIT });
            let read = from_outside(&url(&address), "*/*", some, |_| true).await.unwrap();
            assert_eq!(read, expected.as_bytes());
        }
    }
}
