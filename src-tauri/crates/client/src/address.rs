//! Where an agent lives.

use std::fmt;

use url::{Host, Url};

/// The base URL of a platform, normalised: `https://HOST[:PORT]/api/proxy/api/v1`, without a slash at its end.
///
/// People paste what they have: the base, an endpoint, a bare host. Each becomes the same address. A path that is
/// neither the platform's nor a known web page is taken as the base of somebody's own gateway.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct Address(Url);

/// Why a text is no address.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum AddressError {
    /// Nothing but white space.
    #[error("an address needs at least a host")]
    Empty,
    /// No URL can be read from it.
    #[error("this is not an address")]
    NotAnAddress,
    /// Something other than http and https.
    #[error("an address begins with https:// or http://, not with {0}:")]
    Scheme(String),
    /// `user:password@`: it would be sent along, and shown.
    #[error("an address holds no user name and no password")]
    Credentials,
    /// A page for people, or an interface of the web console, on a host that may well be right.
    #[error("this is a web page of the platform, not the address of its API")]
    WebPage,
}

const STANDARD: [&str; 4] = ["api", "proxy", "api", "v1"];
const DIRECT: [&str; 2] = ["api", "v1"];

/// Paths that people paste by mistake, lower case.
const PAGES: [&[&str]; 7] = [
    &["product", "llm"],
    &["api", "proxy", "chat"],
    &["api", "proxy", "websdk"],
    &["api", "proxy", "down"],
    &["api", "bypass"],
    &["platform"],
    &["login"],
];

impl Address {
    /// Reads what a person pasted. Without a scheme it is https, except for hosts of the own machine and network.
    ///
    /// # Errors
    /// What is wrong with the text; see [`AddressError`].
    pub fn parse(pasted: &str) -> Result<Self, AddressError> {
        let text = pasted.trim().replacen("：//", "://", 1);
        if text.is_empty() {
            return Err(AddressError::Empty);
        }
        let mut url = if text.contains("://") { read(&text)? } else { without_scheme(&text)? };
        if !url.username().is_empty() || url.password().is_some() {
            return Err(AddressError::Credentials);
        }
        let path = base_path(&url)?;
        url.set_path(&path);
        url.set_query(None);
        url.set_fragment(None);
        Ok(Self(url))
    }

    /// The address as a URL.
    #[must_use]
    pub fn base(&self) -> &Url {
        &self.0
    }

    /// Scheme, host and port: whom a key belongs to.
    #[must_use]
    pub fn origin(&self) -> String {
        self.0.origin().ascii_serialization()
    }

    /// The host and, where it is not the usual one, the port: enough to show.
    #[must_use]
    pub fn host(&self) -> String {
        let host = self.0.host_str().unwrap_or_default();
        self.0.port().map_or_else(|| host.to_owned(), |port| format!("{host}:{port}"))
    }

    /// Whether it is this machine.
    #[must_use]
    pub fn is_loopback(&self) -> bool {
        self.0.host().is_some_and(|host| is_loopback(&host))
    }

    /// Where an action is posted to.
    pub(crate) fn endpoint(&self, action: &str) -> Url {
        let mut url = self.0.clone();
        url.set_path(&format!("{}/{action}", self.0.path().trim_end_matches('/')));
        url
    }
}

impl Address {
    /// Where a file is fetched from without a key. `reference` is its path on the object store, or a link that leads to
    /// it on any host: agents name hosts that only the platform reaches.
    #[must_use]
    pub fn file(&self, reference: &str) -> Url {
        let mut url = self.0.clone();
        let base = self.0.path().trim_end_matches('/');
        let above = ["/api/proxy/api/v1", "/api/v1"].iter().find_map(|end| base.strip_suffix(end)).unwrap_or_default();
        url.set_path(&format!("{above}/api/proxy/down"));
        match reference.split_once("/down?") {
            Some((_, query)) => url.set_query(Some(query.split('#').next().unwrap_or_default())),
            None => {
                url.query_pairs_mut()
                    .append_pair("Action", "Download")
                    .append_pair("Version", "2022-01-01")
                    .append_pair("Path", reference)
                    .append_pair("IsAnonymous", "true");
            }
        }
        url
    }
}

/// Where a link in an answer leads.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Link {
    /// To a file on the agent's own server.
    File(Url),
    /// To anywhere else on the web.
    Elsewhere(Url),
}

impl Address {
    /// What a link in an answer leads to; nothing where it is no link of the web. Links to files are often written for
    /// a host that only the platform reaches, or without any host: they lead to the agent's own server all the same.
    #[must_use]
    pub fn link(&self, text: &str) -> Option<Link> {
        let text = text.trim();
        if text.starts_with("/api/proxy/down?") || text.starts_with("upload/") && !text.contains("..") {
            return Some(Link::File(self.file(text)));
        }
        let url = read(text).ok()?;
        let is_own = url.origin() == self.0.origin() && url.path().ends_with("/down");
        if url.query().is_some() && (is_own || url.path().ends_with("/api/proxy/down")) {
            return Some(Link::File(self.file(text)));
        }
        Some(Link::Elsewhere(url))
    }
}

fn read(text: &str) -> Result<Url, AddressError> {
    let url = Url::parse(text).map_err(|_| AddressError::NotAnAddress)?;
    match url.scheme() {
        "https" | "http" if url.has_host() => Ok(url),
        "https" | "http" => Err(AddressError::NotAnAddress),
        other => Err(AddressError::Scheme(other.to_owned())),
    }
}

fn without_scheme(text: &str) -> Result<Url, AddressError> {
    if let Some((scheme @ ("javascript" | "data" | "file" | "mailto" | "about" | "blob"), _)) = text.split_once(':') {
        return Err(AddressError::Scheme(scheme.to_owned()));
    }
    let secure = read(&format!("https://{text}"))?;
    match secure.host() {
        Some(host) if is_loopback(&host) || is_private(&host) => read(&format!("http://{text}")),
        Some(Host::Domain(name)) if name.contains('.') || secure.port().is_some() => Ok(secure),
        Some(Host::Ipv4(_) | Host::Ipv6(_)) => Ok(secure),
        _ => Err(AddressError::NotAnAddress),
    }
}

fn is_loopback(host: &Host<&str>) -> bool {
    match host {
        Host::Domain(name) => *name == "localhost" || name.ends_with(".localhost"),
        Host::Ipv4(ip) => ip.is_loopback(),
        Host::Ipv6(ip) => ip.is_loopback(),
    }
}

fn is_private(host: &Host<&str>) -> bool {
    match host {
        Host::Domain(_) => false,
        Host::Ipv4(ip) => ip.is_private() || ip.is_link_local(),
        Host::Ipv6(ip) => ip.is_unique_local() || ip.is_unicast_link_local(),
    }
}

/// The path of the base, out of a path that may go on to an endpoint, end too early, or lead to a web page.
fn base_path(url: &Url) -> Result<String, AddressError> {
    let given: Vec<&str> = url.path().split('/').filter(|segment| !segment.is_empty()).collect();
    let lower: Vec<String> = given.iter().map(|segment| segment.to_ascii_lowercase()).collect();
    let find = |wanted: &[&str]| lower.windows(wanted.len()).position(|window| window == wanted);
    let joined = |segments: &[&str]| format!("/{}", segments.join("/"));
    if let Some(at) = find(&STANDARD) {
        return Ok(joined(&[&given[..at], &STANDARD].concat()));
    }
    if let Some(at) = find(&DIRECT) {
        return Ok(joined(&[&given[..at], &DIRECT].concat()));
    }
    if PAGES.iter().any(|page| find(page).is_some()) || lower.last().is_some_and(|last| last.ends_with(".html")) {
        return Err(AddressError::WebPage);
    }
    let begun = |part: &[&str]| lower == part;
    if given.is_empty() || begun(&STANDARD[..1]) || begun(&STANDARD[..2]) || begun(&STANDARD[..3]) {
        return Ok(joined(&STANDARD));
    }
    let kept = if lower.last().is_some_and(|last| is_action(last)) { given.len() - 1 } else { given.len() };
    Ok(joined(&given[..kept]))
}

fn is_action(segment: &str) -> bool {
    use parlance_protocol::{
        ChatQuery, ChatQueryV2, CreateConversation, Endpoint, GetAppConfigPreview, GetConversationMessages,
    };
    [
        ChatQuery::ACTION,
        ChatQueryV2::ACTION,
        CreateConversation::ACTION,
        GetAppConfigPreview::ACTION,
        GetConversationMessages::ACTION,
    ]
    .contains(&segment)
}

impl fmt::Display for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0.as_str())
    }
}

impl fmt::Debug for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Address({})", self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parsed(pasted: &str) -> String {
        Address::parse(pasted).unwrap_or_else(|error| panic!("{pasted}: {error}")).to_string()
    }

    #[test]
    fn every_form_that_people_paste_becomes_the_base() {
        let base = "https://agents.example.edu/api/proxy/api/v1";
        for pasted in [
            base,
            "  https://agents.example.edu/api/proxy/api/v1/  ",
            "https://agents.example.edu/api/proxy/api/v1/chat_query_v2",
            "https://agents.example.edu//api//proxy/api/v1//trigger/webhook/?key=1#x",
            "https://Agents.Example.edu",
            "agents.example.edu",
            "agents.example.edu/api/proxy/api/v1",
            "https：//agents.example.edu/",
            "https://agents.example.edu/api/proxy",
            "https://agents.example.edu:443/API/Proxy/api/V1",
        ] {
            assert_eq!(parsed(pasted), base, "{pasted}");
        }
    }

    #[test]
    fn odd_installs_keep_their_port_and_path() {
        assert_eq!(parsed("http://10.1.2.3:32300/api/v1"), "http://10.1.2.3:32300/api/v1");
        assert_eq!(parsed("http://10.1.2.3:32300/api/v1/chat_query"), "http://10.1.2.3:32300/api/v1");
        assert_eq!(parsed("https://x.edu/ai/api/proxy/api/v1/get_app"), "https://x.edu/ai/api/proxy/api/v1");
        assert_eq!(parsed("https://x.edu/gateway/agent/"), "https://x.edu/gateway/agent");
        assert_eq!(parsed("https://x.edu/gateway/agent/chat_query"), "https://x.edu/gateway/agent");
    }

    #[test]
    fn without_a_scheme_only_the_own_machine_and_network_are_plain_http() {
        assert_eq!(parsed("localhost:8080"), "http://localhost:8080/api/proxy/api/v1");
        assert_eq!(parsed("127.0.0.1:9"), "http://127.0.0.1:9/api/proxy/api/v1");
        assert_eq!(parsed("[::1]:9"), "http://[::1]:9/api/proxy/api/v1");
        assert_eq!(parsed("192.168.1.5/api/v1"), "http://192.168.1.5/api/v1");
        assert_eq!(parsed("8.8.8.8"), "https://8.8.8.8/api/proxy/api/v1");
        assert_eq!(parsed("agents:8443"), "https://agents:8443/api/proxy/api/v1");
    }

    #[test]
    fn what_is_no_address_says_why() {
        let refused = |pasted: &str| Address::parse(pasted).unwrap_err();
        assert_eq!(refused(" \n"), AddressError::Empty);
        assert_eq!(refused("nonsense"), AddressError::NotAnAddress);
        assert_eq!(refused("https://"), AddressError::NotAnAddress);
        assert_eq!(refused("not an address"), AddressError::NotAnAddress);
        assert_eq!(refused("ftp://x.edu"), AddressError::Scheme("ftp".into()));
        assert_eq!(refused("javascript:alert(1)"), AddressError::Scheme("javascript".into()));
        assert_eq!(refused("https://me:secret@x.edu"), AddressError::Credentials);
        assert_eq!(refused("me@x.edu"), AddressError::Credentials);
    }

    #[test]
    fn pages_of_the_platform_are_recognised() {
        for pasted in [
            "https://x.edu/product/llm/chat/d2k7m1pq9s4c73f0a1bg",
            "https://x.edu/api/proxy/chat/v2/chat_query",
            "https://x.edu/api/bypass/app/chat/v2/chat_query",
            "https://x.edu/api/proxy/websdk/sdk.js",
            "https://x.edu/platform/doc/api",
            "https://x.edu/index.html",
        ] {
            assert_eq!(Address::parse(pasted), Err(AddressError::WebPage), "{pasted}");
        }
    }

    #[test]
    fn parts_of_an_address() {
        let address = Address::parse("http://127.0.0.1:32300/api/v1").unwrap();
        assert_eq!(address.origin(), "http://127.0.0.1:32300");
        assert_eq!(address.host(), "127.0.0.1:32300");
        assert!(address.is_loopback());
        assert_eq!(address.endpoint("chat_query").as_str(), "http://127.0.0.1:32300/api/v1/chat_query");
        assert_eq!(Address::parse("x.edu").unwrap().origin(), "https://x.edu");
    }

    #[test]
    fn a_file_is_fetched_from_the_agents_own_host_whatever_host_its_link_names() {
        let file = |base: &str, reference: &str| Address::parse(base).unwrap().file(reference).to_string();
        let direct =
            "https://x.edu/api/proxy/down?Action=Download&Version=2022-01-01&Path=upload%2Ffull%2Fa+b&IsAnonymous=true";
        assert_eq!(file("x.edu", "upload/full/a b"), direct);
        assert_eq!(
            file("http://10.1.2.3:32300/api/v1", "http://inner:80/api/proxy/down?Path=a&Key=k"),
            "http://10.1.2.3:32300/api/proxy/down?Path=a&Key=k"
        );
        assert_eq!(
            file("https://x.edu/ai/api/proxy/api/v1", "/api/proxy/down?Path=a#x"),
            "https://x.edu/ai/api/proxy/down?Path=a"
        );
    }

    #[test]
    fn a_link_leads_to_a_file_of_the_agents_or_elsewhere() {
        let address = Address::parse("https://x.edu/api/proxy/api/v1").unwrap();
        for link in [
            "https://x.edu/api/proxy/down?Path=a",
            "https://x.edu/up/down?Path=a",
            "http://inner:80/api/proxy/down?Path=a",
            "/api/proxy/down?Path=a",
            "upload/full/ab/cd",
        ] {
            let Some(Link::File(url)) = address.link(link) else { panic!("{link}") };
            assert_eq!((url.host_str(), url.path()), (Some("x.edu"), "/api/proxy/down"), "{link}");
        }
        for link in ["https://x.edu/logo.png", "https://evil.example/down?Path=a", "http://x.edu/down?Path=a"] {
            assert!(matches!(address.link(link), Some(Link::Elsewhere(_))), "{link}");
        }
        for link in [
            "javascript:alert(1)",
            "data:image/png;base64,",
            "file:///etc/passwd",
            "upload/../x",
            "//x.edu/a",
            "x.png",
            "",
        ] {
            assert_eq!(address.link(link), None, "{link}");
        }
    }
}
