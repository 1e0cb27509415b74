//! As much of the WebDriver protocol as the chores need: JSON over HTTP on this machine, one request a connection. Sixty
//! lines of the standard library instead of an HTTP client keep `cargo xtask` quick to build.

use std::io::{Read, Write};
use std::net::TcpStream;
use std::path::Path;
use std::thread;
use std::time::{Duration, Instant};

use serde_json::{Value, json};

use crate::phases::{Failure, Result};

/// The name under which the protocol hands out elements.
const ELEMENT: &str = "element-6066-11e4-a52e-4f735466cecf";
const PAUSE: Duration = Duration::from_millis(50);

/// One window, driven.
pub(crate) struct Session {
    port: u16,
    id: String,
}

impl Session {
    /// Starts `program` and takes hold of its first window.
    pub(crate) fn start(port: u16, program: &Path, arguments: &[&str]) -> Result<Self> {
        let options = json!({ "binary": program, "args": arguments });
        let body = json!({ "capabilities": { "alwaysMatch": { "webkitgtk:browserOptions": options } } });
        let reply = call(port, "POST", "/session", &body)?;
        let id = reply["sessionId"].as_str().unwrap_or_default().to_owned();
        Ok(Self { port, id })
    }

    /// Waits until an element is there and returns it.
    pub(crate) fn wait_for(&self, css: &str, patience: Duration) -> Result<String> {
        let deadline = Instant::now() + patience;
        loop {
            if let Some(found) = self.find(css)? {
                return Ok(found);
            }
            if Instant::now() > deadline {
                let seconds = patience.as_secs();
                return Err(Failure::new(format!("{css} did not appear within {seconds} s")));
            }
            thread::sleep(PAUSE);
        }
    }

    /// The first such element, if there is one now.
    pub(crate) fn find(&self, css: &str) -> Result<Option<String>> {
        let found = self.post("elements", &json!({ "using": "css selector", "value": css }))?;
        Ok(found[0][ELEMENT].as_str().map(str::to_owned))
    }

    pub(crate) fn type_into(&self, element: &str, text: &str) -> Result {
        self.post(&format!("element/{element}/value"), &json!({ "text": text }))?;
        Ok(())
    }

    pub(crate) fn click(&self, element: &str) -> Result {
        self.post(&format!("element/{element}/click"), &json!({}))?;
        Ok(())
    }

    /// What a person reads in an element, line by line.
    pub(crate) fn text(&self, element: &str) -> Result<String> {
        let path = format!("/session/{}/element/{element}/property/innerText", self.id);
        let text = call(self.port, "GET", &path, &Value::Null)?;
        Ok(text.as_str().unwrap_or_default().to_owned())
    }

    /// Writes what the page shows now, and not a moment ago, to a PNG file.
    pub(crate) fn photograph(&self, to: &Path) -> Result {
        let script = "const done = arguments[0]; requestAnimationFrame(() => requestAnimationFrame(() => done()))";
        self.post("execute/async", &json!({ "script": script, "args": [] }))?;
        let path = format!("/session/{}/screenshot", self.id);
        let picture = call(self.port, "GET", &path, &Value::Null)?;
        let bytes = base64(picture.as_str().unwrap_or_default())
            .ok_or_else(|| Failure::new("the picture of the window is not base64"))?;
        std::fs::write(to, bytes)?;
        Ok(())
    }

    fn post(&self, what: &str, body: &Value) -> Result<Value> {
        call(self.port, "POST", &format!("/session/{}/{what}", self.id), body)
    }
}

impl Drop for Session {
    fn drop(&mut self) {
        // Whoever ends the driver ends the window too; this is only the polite way.
        let _ = call(self.port, "DELETE", &format!("/session/{}", self.id), &Value::Null);
    }
}

fn call(port: u16, method: &str, path: &str, body: &Value) -> Result<Value> {
    let body = if body.is_null() { String::new() } else { body.to_string() };
    let head = format!(
        "{method} {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nContent-Type: application/json\r\n\
         Content-Length: {}\r\nConnection: close\r\n\r\n",
        body.len()
    );
    let mut stream = TcpStream::connect(("127.0.0.1", port))?;
    stream.set_read_timeout(Some(Duration::from_secs(60)))?;
    stream.write_all(head.as_bytes())?;
    stream.write_all(body.as_bytes())?;
    let mut reply = Vec::new();
    stream.read_to_end(&mut reply)?;
    let reply = String::from_utf8_lossy(&reply);
    let (head, json) = reply.split_once("\r\n\r\n").ok_or_else(|| Failure::new("the WebDriver server hung up"))?;
    let value: Value =
        serde_json::from_str(json).map_err(|_| Failure::new("the WebDriver server said something that is not JSON"))?;
    if head.split(' ').nth(1) == Some("200") {
        Ok(value["value"].clone())
    } else {
        let error = value["value"]["error"].as_str().unwrap_or("error");
        let message = value["value"]["message"].as_str().unwrap_or_default();
        Err(Failure::new(format!("the window could not be driven: {error} {message}")))
    }
}

/// Standard base64. `None` if it is something else.
fn base64(text: &str) -> Option<Vec<u8>> {
    let mut bytes = Vec::with_capacity(text.len() / 4 * 3);
    let (mut bits, mut held) = (0_u32, 0_u32);
    for letter in text.bytes().filter(|byte| !byte.is_ascii_whitespace() && *byte != b'=') {
        let six = match letter {
            b'A'..=b'Z' => letter - b'A',
            b'a'..=b'z' => letter - b'a' + 26,
            b'0'..=b'9' => letter - b'0' + 52,
            b'+' => 62,
            b'/' => 63,
            _ => return None,
        };
        bits = (bits << 6) | u32::from(six);
        held += 6;
        if held >= 8 {
            held -= 8;
            bytes.push(u8::try_from((bits >> held) & 0xff).ok()?);
        }
    }
    Some(bytes)
}

#[cfg(test)]
mod tests {
    use super::base64;

    #[test]
    fn base64_of_any_length_is_read() {
        assert_eq!(base64("UGFybA==").as_deref(), Some(&b"Parl"[..]));
        assert_eq!(base64("UGFybGE=").as_deref(), Some(&b"Parla"[..]));
        assert_eq!(base64("/+8A").as_deref(), Some(&[0xff, 0xef, 0x00][..]));
        assert_eq!(base64("not base64!"), None);
    }
}
