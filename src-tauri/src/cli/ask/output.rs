//! What `parlance ask` prints: the answer's text as it arrives, or every event on a line of its own.

use std::io::{self, IsTerminal as _, Write as _};

use parlance_protocol::{ChatEvent, Frame};
use serde_json::{Value, json};

use super::Failure;
use crate::cli::words::{either, one_line, said, tame};
use crate::place::Locale;

/// Standard output, with what is known of what stands there.
pub(super) struct Output {
    out: io::Stdout,
    json: bool,
    locale: Locale,
    wrote: bool,
}

impl Output {
    pub(super) fn new(json: bool, locale: Locale) -> Self {
        Self { out: io::stdout(), json, locale, wrote: false }
    }

    /// Prints what comes; says how the platform failed, if it did.
    pub(super) fn say(&mut self, frame: &Frame) -> Result<Option<String>, Failure> {
        if self.json {
            self.write(&format!("{}\n", line(frame)))?;
            return Ok(failed(self.locale, frame));
        }
        match &frame.event {
            ChatEvent::Message { answer } | ChatEvent::ToolMessage { answer, .. } => self.text(answer)?,
            ChatEvent::MessageReplace { answer } => {
                if self.wrote {
                    self.write("\n")?;
                }
                self.text(answer)?;
            }
            ChatEvent::MessageEnd { answer } if !self.wrote => self.text(answer)?,
            _ => {}
        }
        Ok(failed(self.locale, frame))
    }

    /// Ends the line that was begun.
    pub(super) fn end(&mut self) -> Result<(), Failure> {
        if std::mem::take(&mut self.wrote) { self.write("\n") } else { Ok(()) }
    }

    fn text(&mut self, text: &str) -> Result<(), Failure> {
        self.wrote |= !text.is_empty();
        if self.out.is_terminal() { self.write(&tame(text)) } else { self.write(text) }
    }

    fn write(&mut self, text: &str) -> Result<(), Failure> {
        self.out.write_all(text.as_bytes()).and_then(|()| self.out.flush()).map_err(|_| {
            let closed = either(
                self.locale,
                "standard output was closed; nobody reads the answer",
                "标准输出已关闭，没有人在读这个回答",
            );
            Failure::Answer(closed.to_owned())
        })
    }
}

/// The event as it came, on one line; one that the SSE line named gets its name back.
fn line(frame: &Frame) -> Value {
    let mut value: Value = serde_json::from_str(&frame.raw).unwrap_or_else(|_| json!({}));
    if let (Some(map), Ok(Value::Object(event))) = (value.as_object_mut(), serde_json::to_value(&frame.event))
        && !map.contains_key("event")
    {
        map.insert("event".to_owned(), event.get("event").cloned().unwrap_or_else(|| "".into()));
    }
    value
}

/// The platform's own words for an answer that failed.
fn failed(locale: Locale, frame: &Frame) -> Option<String> {
    let words = match &frame.event {
        ChatEvent::MessageFailed { error, error_msg, message } => {
            [error, error_msg, message].into_iter().find(|words| !words.trim().is_empty()).cloned().unwrap_or_default()
        }
        ChatEvent::AgentError { error_msg } => error_msg.clone(),
        _ => return None,
    };
    let words = one_line(&words);
    let words = match words.as_str() {
        "" => either(locale, "it gave no reason", "没有说明原因"),
        given => given.trim_end_matches(['.', '。']),
    };
    Some(said!(
        locale,
        "the agent could not answer: {words}; ask again, or show this to whoever built the agent",
        "智能体没能回答：{words}；请重新提问，或把这句话转给智能体的开发者"
    ))
}
