//! Judges what came back, in one fixed order: pointed elsewhere, a web page, a bad status, no JSON, an error in the
//! platform's envelope, an error of its inner services, an error of a gateway. What passes all of these is an answer.

use std::time::{Duration, SystemTime};

use parlance_protocol::{BaseResp, ResponseMetadata, from_value};
use reqwest::Response;
use reqwest::header::{CONTENT_TYPE, DATE, HeaderMap, LOCATION, RETRY_AFTER};
use serde::Deserialize;
use serde::de::IgnoredAny;
use serde_json::{Map, Value};
use url::Url;

use crate::error::{Error, ErrorKind};
use crate::key::ApiKey;

/// The most bytes of an answer in one piece. A hundred turns with their traces fit.
pub(crate) const REPLY_LIMIT: usize = 32 << 20;
const MESSAGE_LIMIT: usize = 500;
const LONGEST_WAIT: Duration = Duration::from_secs(24 * 60 * 60);

/// What the status line and the headers said.
#[derive(Debug)]
pub(crate) struct Head {
    status: u16,
    content: Content,
    to: Option<Url>,
    asked: Url,
    retry_after: Option<Duration>,
    trace: Option<String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Content {
    Html,
    EventStream,
    Other,
}

impl Head {
    pub(crate) fn of(response: &Response) -> Self {
        let headers = response.headers();
        let content = match text(headers, CONTENT_TYPE.as_str()).map(str::to_ascii_lowercase) {
            Some(kind) if kind.contains("html") => Content::Html,
            Some(kind) if kind.contains("event-stream") => Content::EventStream,
            _ => Content::Other,
        };
        let asked = response.url().clone();
        Self {
            status: response.status().as_u16(),
            content,
            to: text(headers, LOCATION.as_str()).and_then(|to| asked.join(to).ok()),
            asked,
            retry_after: retry_after(headers),
            trace: ["x-tt-logid", "x-request-id"].iter().find_map(|name| text(headers, name)).map(str::to_owned),
        }
    }

    /// Whether the body may be an answer's stream.
    pub(crate) fn may_stream(&self) -> bool {
        self.status < 300 && self.content != Content::Html
    }

    /// Whether the server says that it streams.
    pub(crate) fn says_stream(&self) -> bool {
        self.content == Content::EventStream
    }

    pub(crate) fn is_bad(&self) -> bool {
        self.status >= 400
    }

    /// An error of this answer.
    pub(crate) fn error(&self, kind: ErrorKind) -> Error {
        Error { kind, trace: self.trace.clone() }
    }

    /// Reads a whole body as an object, or as the error that it is.
    pub(crate) fn judge(&self, body: &[u8], key: &ApiKey) -> Result<Map<String, Value>, Error> {
        if (300..400).contains(&self.status) {
            return Err(self.error(self.redirected()));
        }
        let body = String::from_utf8_lossy(body);
        let body = without_null(body.trim_start_matches('\u{feff}'));
        if self.content == Content::Html || body.starts_with('<') {
            return Err(self.error(ErrorKind::WebPage {
                status: self.status,
                login: is_login(body),
                retry_after: self.retry_after,
            }));
        }
        let read = if body.is_empty() { Ok(Value::Object(Map::new())) } else { serde_json::from_str(body) };
        let object = match read {
            Ok(Value::Object(object)) => Some(object),
            _ => None,
        };
        if let Some(refused) = object.as_ref().and_then(|object| self.refusal(object, key)) {
            return Err(refused);
        }
        if self.is_bad() {
            return Err(self.rejected(None, "", key));
        }
        object.map(unwrapped).ok_or_else(|| self.error(ErrorKind::Unfamiliar { what: "it is not a JSON object" }))
    }

    /// The error that an object is, if it is one.
    pub(crate) fn refusal(&self, object: &Map<String, Value>, key: &ApiKey) -> Option<Error> {
        let said = Said::of(object);
        let metadata = said.response_metadata.unwrap_or_default();
        let mut error = if let Some(detail) = metadata.error {
            Some(self.rejected(Some(detail.code), &detail.message, key))
        } else if let Some(status) = said.base_resp.filter(|status| status.status_code != 0) {
            Some(self.rejected(Some(status.status_code.to_string()), &status.status_message, key))
        } else {
            let code = said.code.as_ref().and_then(bad_code);
            let message = [&said.message, &said.msg, &said.error].into_iter().find_map(words).unwrap_or_default();
            let refuses = code.is_some() || words(&said.error).is_some();
            // An event or a run may fail in words of its own; it is an answer all the same.
            let tells = said.event.is_some() || holds(object, "runid") && holds(object, "status");
            (self.is_bad() || refuses && !tells).then(|| self.rejected(code, &message, key))
        };
        if let Some(error) = &mut error
            && !metadata.request_id.is_empty()
        {
            error.trace = Some(shown(&metadata.request_id, key));
        }
        error
    }

    fn rejected(&self, code: Option<String>, message: &str, key: &ApiKey) -> Error {
        self.error(ErrorKind::Rejected {
            status: self.status,
            code: code.filter(|code| !code.is_empty()).map(|code| shown(&code, key)),
            message: shown(message, key),
            retry_after: self.retry_after,
        })
    }

    fn redirected(&self) -> ErrorKind {
        let elsewhere = self.to.as_ref().is_some_and(|to| to.host_str() != self.asked.host_str());
        let signs_in = self.to.as_ref().is_some_and(|to| is_login(to.as_str()));
        ErrorKind::Redirected {
            status: self.status,
            to: self.to.as_ref().map(|to| to.origin().ascii_serialization()),
            login: elsewhere || signs_in,
        }
    }
}

/// Everything that an error may be said with.
#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
struct Said {
    response_metadata: Option<ResponseMetadata>,
    base_resp: Option<BaseResp>,
    code: Option<Value>,
    message: Option<Value>,
    msg: Option<Value>,
    error: Option<Value>,
    event: Option<IgnoredAny>,
}

impl Said {
    /// Reads what matters here; the rest of a long answer is not copied for it.
    fn of(object: &Map<String, Value>) -> Self {
        const KEYS: [&str; 7] = ["responsemetadata", "baseresp", "code", "message", "msg", "error", "event"];
        let tells = |key: &str| KEYS.contains(&key.replace('_', "").to_ascii_lowercase().as_str());
        let told = object.iter().filter(|(key, _)| tells(key)).map(|(key, value)| (key.clone(), value.clone()));
        from_value(Value::Object(told.collect())).unwrap_or_default()
    }
}

/// What the platform said, as it may be shown: without the key, and no longer than a message.
fn shown(said: &str, key: &ApiKey) -> String {
    key.scrub(said).chars().take(MESSAGE_LIMIT).collect()
}

fn words(said: &Option<Value>) -> Option<String> {
    match said.as_ref()? {
        Value::String(words) if !words.is_empty() => Some(words.clone()),
        Value::Object(inner) => {
            ["message", "Message", "msg"].iter().find_map(|name| inner.get(*name)?.as_str()).map(str::to_owned)
        }
        _ => None,
    }
}

/// A code that is a number, or reads as one, and says that something is wrong.
fn bad_code(code: &Value) -> Option<String> {
    let number = match code {
        Value::Number(number) => number.as_i64()?,
        Value::String(text) => text.trim().parse().ok()?,
        _ => return None,
    };
    (number != 0 && number != 200).then(|| number.to_string())
}

/// Whether an object has a key, in any case.
pub(crate) fn holds(object: &Map<String, Value>, key: &str) -> bool {
    object.keys().any(|found| found.replace('_', "").eq_ignore_ascii_case(key))
}

/// A layer in between may wrap the answer: `{"app":1,"data":{…}}`.
fn unwrapped(mut object: Map<String, Value>) -> Map<String, Value> {
    let wraps = object.len() <= 4 && ["app", "code", "success"].iter().any(|key| object.contains_key(*key));
    match object.get_mut("data") {
        Some(Value::Object(inner)) if wraps => std::mem::take(inner),
        _ => object,
    }
}

fn without_null(body: &str) -> &str {
    let mut rest = body.trim();
    while let Some(inner) = rest.strip_prefix("null").or_else(|| rest.strip_suffix("null")) {
        rest = inner.trim();
    }
    rest
}

fn is_login(text: &str) -> bool {
    const SIGNS: [&str; 11] =
        ["login", "signin", "sign in", "log in", "password", "sso", "/cas/", "oauth", "saml", "登录", "身份认证"];
    let head: String = text.chars().take(1 << 16).collect::<String>().to_ascii_lowercase();
    SIGNS.iter().any(|sign| head.contains(sign))
}

fn text<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    headers.get(name)?.to_str().ok()
}

/// Seconds, or a date; a date is measured against the server's own clock where it shows one.
fn retry_after(headers: &HeaderMap) -> Option<Duration> {
    let said = text(headers, RETRY_AFTER.as_str())?.trim();
    let wait = match said.parse() {
        Ok(seconds) => Duration::from_secs(seconds),
        Err(_) => {
            let now = text(headers, DATE.as_str()).and_then(|now| httpdate::parse_http_date(now).ok());
            let then = httpdate::parse_http_date(said).ok()?;
            then.duration_since(now.unwrap_or_else(SystemTime::now)).unwrap_or_default()
        }
    };
    Some(wait.min(LONGEST_WAIT))
}

/// Reads the rest of a body behind what was read before.
pub(crate) async fn whole(response: &mut Response, mut begun: Vec<u8>, idle: Duration) -> Result<Vec<u8>, ErrorKind> {
    while let Some(piece) = piece(response, idle).await? {
        begun.extend_from_slice(&piece);
        if begun.len() > REPLY_LIMIT {
            return Err(ErrorKind::TooLarge { limit: REPLY_LIMIT });
        }
    }
    Ok(begun)
}

/// The next piece of a body; an error when nothing comes for `idle`.
pub(crate) async fn piece(response: &mut Response, idle: Duration) -> Result<Option<bytes::Bytes>, ErrorKind> {
    match tokio::time::timeout(idle, response.chunk()).await {
        Ok(Ok(piece)) => Ok(piece),
        Ok(Err(cause)) => Err(ErrorKind::broken_off(cause, idle)),
        Err(_) => Err(ErrorKind::Silent { limit: idle }),
    }
}

#[cfg(test)]
mod tests {
    use reqwest::header::HeaderValue;

    use super::*;
    use crate::error::Category;

    fn head(status: u16, content: Content) -> Head {
        let asked = Url::parse("https://x.edu/api/proxy/api/v1/get_app_config_preview").unwrap();
        Head { status, content, to: None, asked, retry_after: None, trace: None }
    }

    fn judge(status: u16, body: &str) -> Result<Map<String, Value>, Error> {
        head(status, Content::Other).judge(body.as_bytes(), &ApiKey::parse("d2k7m1pq9s4c73f0a1bg").unwrap())
    }

    #[test]
    fn an_answer_may_have_null_around_it_and_a_byte_order_mark() {
        for body in [r#"{"a":1}"#, "\u{feff} {\"a\":1}\n", r#"{"a":1}null"#, r#"null{"a":1} null "#] {
            assert_eq!(judge(200, body).unwrap()["a"], 1, "{body}");
        }
        for body in ["", "null", "nullnull", "{}"] {
            assert!(judge(200, body).unwrap().is_empty(), "{body}");
        }
        assert_eq!(judge(200, r#"{"app":1,"data":{"a":1}}"#).unwrap()["a"], 1);
    }

    #[test]
    fn every_shape_of_an_error_is_one() {
        let envelope =
            r#"{"ResponseMetadata":{"RequestId":"R1","Error":{"Code":"InvalidParameter","Message":"no such"}}}"#;
        for (body, code, message) in [
            (envelope, Some("InvalidParameter"), "no such"),
            (&format!("{envelope}null"), Some("InvalidParameter"), "no such"),
            (&envelope.to_lowercase(), Some("invalidparameter"), "no such"),
            (r#"{"BaseResp":{"StatusCode":7,"StatusMessage":"bad"},"Conversation":{}}"#, Some("7"), "bad"),
            (r#"{"code":40012,"msg":"bad"}"#, Some("40012"), "bad"),
            (r#"{"code":"13","message":"bad"}"#, Some("13"), "bad"),
            (r#"{"error":{"message":"bad"}}"#, None, "bad"),
            (r#"{"error":"bad"}"#, None, "bad"),
        ] {
            let error = judge(200, body).unwrap_err();
            let ErrorKind::Rejected { status: 200, code: found, message: words, .. } = &error.kind else {
                panic!("{body}: {error:?}")
            };
            assert_eq!((found.as_deref(), words.as_str()), (code, message), "{body}");
        }
        assert_eq!(judge(200, envelope).unwrap_err().trace.as_deref(), Some("R1"));
        for fine in [
            r#"{"BaseResp":{"StatusCode":0}}"#,
            r#"{"code":0,"msg":"ok"}"#,
            r#"{"BaseResp":null,"code":200}"#,
            r#"{"runId":"r","status":"failed","code":1,"message":"a node failed"}"#,
        ] {
            assert!(judge(200, fine).is_ok(), "{fine}");
        }
    }

    #[test]
    fn the_platform_cannot_make_us_show_the_key() {
        let error = judge(401, r#"{"message":"unknown key d2k7m1pq9s4c73f0a1bg"}"#).unwrap_err();
        assert_eq!(error.to_string(), "the server refused the request (401): unknown key •••");
        assert_eq!(error.category(), Category::KeyRejected);
        let body =
            r#"{"ResponseMetadata":{"RequestId":"R d2k7m1pq9s4c73f0a1bg","Error":{"Code":"d2k7m1pq9s4c73f0a1bg"}}}"#;
        let error = judge(200, body).unwrap_err();
        assert_eq!(error.trace.as_deref(), Some("R •••"));
        assert!(!format!("{error:?}").contains("d2k7m1pq9s4c73f0a1bg"), "{error:?}");
    }

    #[test]
    fn a_page_counts_before_its_status_but_trouble_stays_trouble() {
        let page = |status, body: &str| judge(status, body).unwrap_err().category();
        assert_eq!(page(200, "<html><input type=password>"), Category::LoginPage);
        assert_eq!(page(200, " <!doctype html><title>Welcome</title>"), Category::NotThisApi);
        assert_eq!(page(404, "<h1>nginx</h1>"), Category::NotThisApi);
        assert_eq!(page(502, "<h1>Bad Gateway</h1>"), Category::Overloaded);
        assert_eq!(page(403, "<h1>Forbidden</h1>"), Category::Forbidden);
        let typed = head(200, Content::Html).judge(b"welcome", &ApiKey::parse("k").unwrap());
        assert_eq!(typed.unwrap_err().category(), Category::NotThisApi);
    }

    #[test]
    fn what_is_no_object_is_not_this_api() {
        for body in ["welcome", "[1]", "7", "{\"a\":"] {
            assert_eq!(judge(200, body).unwrap_err().category(), Category::NotThisApi, "{body}");
        }
        assert_eq!(judge(404, "404 page not found").unwrap_err().category(), Category::NotThisApi);
    }

    #[test]
    fn waiting_is_asked_for_in_seconds_or_by_date_and_never_for_more_than_a_day() {
        let waits = |said: &str, now: Option<&'static str>| {
            let mut headers = HeaderMap::new();
            headers.insert(RETRY_AFTER, HeaderValue::from_str(said).unwrap());
            if let Some(now) = now {
                headers.insert(DATE, HeaderValue::from_static(now));
            }
            retry_after(&headers).map(|wait| wait.as_secs())
        };
        let now = Some("Wed, 21 Oct 2015 07:28:00 GMT");
        assert_eq!(waits("7", None), Some(7));
        assert_eq!(waits("99999999999", None), Some(86_400));
        assert_eq!(waits("Wed, 21 Oct 2015 07:28:30 GMT", now), Some(30));
        assert_eq!(waits("Wed, 21 Oct 2015 07:00:00 GMT", now), Some(0));
        assert_eq!(waits("soon", now), None);
    }
}
