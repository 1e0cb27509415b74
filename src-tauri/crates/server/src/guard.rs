//! Keeps web pages away from a server on this computer.
//!
//! A page of any site can send requests to loopback, and a name that the site controls can be made to mean loopback
//! (DNS rebinding). So, on loopback, `Host` must name this computer and `Origin`, where there is one, a page of it or the one
//! page that the server was started for. Only that page's scripts are allowed to read what is answered.

use axum::extract::{Request, State};
use axum::http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode, Uri, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

use crate::refusal::Refusal;

/// What browsers ask and want to hear before a public page may speak to a server on this computer.
const PRIVATE_NETWORK_ASKED: HeaderName = HeaderName::from_static("access-control-request-private-network");
const PRIVATE_NETWORK_ALLOWED: HeaderName = HeaderName::from_static("access-control-allow-private-network");

/// Who may send requests from a browser.
#[derive(Debug, Clone)]
pub(crate) struct Guard {
    /// Whether the server listens on loopback only.
    pub(crate) loopback: bool,
    /// The one page origin whose scripts may read answers, if the server was started for one.
    pub(crate) allow_origin: Option<String>,
}

/// Refuses foreign names and pages; answers the questions that browsers ask before they send a key.
pub(crate) async fn check(State(guard): State<Guard>, request: Request, next: Next) -> Response {
    let headers = request.headers();
    let origin = headers.get(header::ORIGIN);
    let allowed = origin.cloned().filter(|origin| guard.allow_origin.as_deref().is_some_and(|own| origin == own));
    let own_page = allowed.is_some() || headers.get(header::ORIGIN).is_none_or(is_own_origin);
    if guard.loopback && !host(headers, request.uri()).is_none_or(|host| is_own_name(&host)) {
        return refuse("This server answers to localhost and 127.0.0.1 only; the request came for another host name.");
    }
    if guard.loopback && !own_page {
        return refuse(
            "This server answers no web pages of other sites, but for one that it is started for with --allow-origin.",
        );
    }
    let asked = [header::ACCESS_CONTROL_REQUEST_HEADERS, PRIVATE_NETWORK_ASKED].map(|name| headers.get(name).cloned());
    let mut response = if request.method() == Method::OPTIONS {
        StatusCode::NO_CONTENT.into_response()
    } else {
        next.run(request).await
    };
    if let Some(origin) = allowed {
        permit(response.headers_mut(), origin, asked);
    }
    response
}

fn refuse(message: &str) -> Response {
    Refusal::new(StatusCode::FORBIDDEN, "Forbidden", message).into_response()
}

/// Lets the page send what it asks for: it is trusted with a key already.
fn permit(headers: &mut HeaderMap, origin: HeaderValue, [names, network]: [Option<HeaderValue>; 2]) {
    headers.insert(header::ACCESS_CONTROL_ALLOW_ORIGIN, origin);
    headers.insert(header::ACCESS_CONTROL_ALLOW_METHODS, HeaderValue::from_static("GET, POST, OPTIONS"));
    let usual = HeaderValue::from_static("apikey, content-type, accept, authorization, x-trace-product-code");
    headers.insert(header::ACCESS_CONTROL_ALLOW_HEADERS, names.unwrap_or(usual));
    if let Some(network) = network {
        headers.insert(PRIVATE_NETWORK_ALLOWED, network);
    }
    headers.append(header::VARY, HeaderValue::from_static("origin, access-control-request-headers"));
}

/// The host that the request is for, without its port; an absolute request line counts before the header.
fn host(headers: &HeaderMap, uri: &Uri) -> Option<String> {
    let named = uri.authority().map(|authority| authority.as_str().to_owned());
    let written = || headers.get(header::HOST).map(|host| String::from_utf8_lossy(host.as_bytes()).into_owned());
    named.or_else(written).map(|authority| without_port(&authority).to_owned())
}

fn without_port(authority: &str) -> &str {
    match authority.rsplit_once(':') {
        // The colons of a bare IPv6 address are no port's.
        Some((host, port))
            if port.bytes().all(|b| b.is_ascii_digit()) && (!host.contains(':') || host.ends_with(']')) =>
        {
            host
        }
        _ => authority,
    }
}

fn is_own_name(host: &str) -> bool {
    let bare = host.trim_start_matches('[').trim_end_matches(']');
    bare.eq_ignore_ascii_case("localhost")
        || bare.parse::<std::net::IpAddr>().is_ok_and(|address| address.is_loopback())
}

fn is_own_origin(origin: &HeaderValue) -> bool {
    let Ok(origin) = origin.to_str() else { return false };
    match origin.split_once("://") {
        Some(("http" | "https" | "tauri", authority)) => is_own_name(without_port(authority)),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_names_of_this_computer_are_own() {
        for host in ["localhost", "LOCALHOST:80", "127.0.0.1:4000", "127.8.8.8", "[::1]:9", "::1"] {
            assert!(is_own_name(without_port(host)), "{host}");
        }
        for host in ["", "example.com:80", "localhost.example.com", "127.0.0.1.example.com", "10.0.0.1", "[::2]:1"] {
            assert!(!is_own_name(without_port(host)), "{host}");
        }
    }

    #[test]
    fn only_pages_of_this_computer_are_own() {
        for (origin, own) in [
            ("http://localhost:5173", true),
            ("tauri://localhost", true),
            ("https://127.0.0.1", true),
            ("null", false),
            ("http://localhost@example.com", false),
            ("https://example.com", false),
            ("file://", false),
        ] {
            assert_eq!(is_own_origin(&HeaderValue::from_static(origin)), own, "{origin}");
        }
    }
}
