//! What the payload of a frame says, in either dialect, and an answer in one piece as the frames it stands for.

use std::fmt;
use std::str::FromStr;

use parlance_protocol::{
    BlockingAnswer, ChatEvent, EventIds, Frame, InnerConversationId, MessageId, NotAnEvent, TaskId, from_value,
};
use serde_json::{Map, Value, json};

use crate::sse;

/// How a question is put. How the answer is framed shows in its bytes, whatever was asked for.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Dialect {
    /// The newer one, and the older where the platform has no other.
    #[default]
    Auto,
    /// `chat_query`.
    V1,
    /// `chat_query_v2`.
    V2,
}

/// A word that names no dialect.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a dialect is auto, v1 or v2")]
pub struct UnknownDialect;

impl FromStr for Dialect {
    type Err = UnknownDialect;

    fn from_str(word: &str) -> Result<Self, UnknownDialect> {
        match word {
            "auto" => Ok(Self::Auto),
            "v1" => Ok(Self::V1),
            "v2" => Ok(Self::V2),
            _ => Err(UnknownDialect),
        }
    }
}

impl fmt::Display for Dialect {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Auto => "auto",
            Self::V1 => "v1",
            Self::V2 => "v2",
        })
    }
}

/// What one frame of the stream says.
#[derive(Debug)]
pub(crate) enum Heard {
    /// An event.
    Frame(Frame),
    /// That nothing follows.
    Done,
    /// An object that is no event; an error, if it reads as one.
    Object(Map<String, Value>, String),
    /// Nothing that could be understood.
    Noise,
}

/// Reads the data of one frame; `name` is its SSE event name.
pub(crate) fn hear(name: &str, data: &str) -> Heard {
    let said = sse::payload(data);
    if said == "[DONE]" {
        return Heard::Done;
    }
    if said.is_empty() {
        return Heard::Noise;
    }
    match Frame::read(said.to_owned(), name) {
        Ok(frame) => Heard::Frame(frame),
        Err(NotAnEvent::NoName(Value::Object(map))) => Heard::Object(map, said.to_owned()),
        Err(_) => Heard::Noise,
    }
}

/// Whether no event follows this one.
pub(crate) fn is_last(event: &ChatEvent) -> bool {
    matches!(
        event,
        ChatEvent::MessageEnd { .. }
            | ChatEvent::MessageFailed { .. }
            | ChatEvent::AgentError { .. }
            | ChatEvent::Done {}
    )
}

/// The frames that a blocking answer stands for, or `None` when the object is no answer.
///
/// The frame with the text keeps the body as it came; those that only the window needs are made up.
pub(crate) fn blocking(body: Map<String, Value>, raw: String) -> Option<Vec<Frame>> {
    let answer: BlockingAnswer = from_value(Value::Object(body)).ok()?;
    let ids = ids_of(&answer);
    let made = |fields: Value| Frame::read(with_ids(fields, &answer).to_string(), "").ok();
    let mut frames = Vec::new();
    for text in &answer.think_messages {
        frames.extend(made(json!({"event": "think_message", "answer": text})));
    }
    for text in &answer.tool_messages {
        frames.extend(made(json!({"event": "tool_message", "answer": text})));
    }
    match answer.event.as_str() {
        "message" | "" if !answer.event.is_empty() || !answer.answer.is_empty() => {
            frames.push(Frame { event: ChatEvent::Message { answer: answer.answer.clone() }, ids, raw });
            frames.extend(made(json!({"event": "message_end", "answer": ""})));
        }
        "" => return None,
        "message_end" => {
            frames.push(Frame { event: ChatEvent::MessageEnd { answer: answer.answer.clone() }, ids, raw });
        }
        _ => frames.push(Frame::read(raw, "").ok()?),
    }
    Some(frames)
}

fn ids_of(answer: &BlockingAnswer) -> EventIds {
    EventIds {
        task_id: answer.task_id.clone(),
        id: answer.id.clone(),
        conversation_id: answer.conversation_id.clone(),
        message_id: MessageId::default(),
        created_at: answer.created_at,
    }
}

fn with_ids(mut fields: Value, answer: &BlockingAnswer) -> Value {
    fields["task_id"] = TaskId::as_str(&answer.task_id).into();
    fields["id"] = MessageId::as_str(&answer.id).into();
    fields["conversation_id"] = InnerConversationId::as_str(&answer.conversation_id).into();
    fields["created_at"] = answer.created_at.into();
    fields
}

#[cfg(test)]
mod tests {
    use super::*;

    fn blocking_events(raw: &str) -> Option<Vec<ChatEvent>> {
        let Value::Object(body) = serde_json::from_str(raw).unwrap() else { panic!("{raw}") };
        Some(blocking(body, raw.to_owned())?.into_iter().map(|frame| frame.event).collect())
    }

    #[test]
    fn a_dialect_is_named_as_on_the_command_line() {
        for dialect in [Dialect::Auto, Dialect::V1, Dialect::V2] {
            assert_eq!(dialect.to_string().parse(), Ok(dialect));
        }
        assert_eq!("v3".parse::<Dialect>(), Err(UnknownDialect));
    }

    #[test]
    fn doubled_prefixes_and_ends_are_heard() {
        assert!(matches!(hear("text", "data: data:{\"event\":\"message_end\"}"), Heard::Frame(frame)
            if is_last(&frame.event)));
        assert!(matches!(hear("text", "[DONE]"), Heard::Done));
        assert!(matches!(hear("text", "data:"), Heard::Noise));
        assert!(matches!(hear("text", "so it goes"), Heard::Noise));
        assert!(matches!(hear("text", r#"{"ResponseMetadata":{}}"#), Heard::Object(..)));
    }

    #[test]
    fn a_blocking_answer_reads_as_the_stream_it_replaces() {
        let text = |answer: &str| answer.to_owned();
        assert_eq!(
            blocking_events(
                r#"{"event":"message","id":"i","answer":"早","think_messages":["先想"],"tool_messages":["查到"]}"#
            ),
            Some(vec![
                ChatEvent::ThinkMessage { answer: text("先想") },
                ChatEvent::ToolMessage { answer: text("查到"), message_title: String::new() },
                ChatEvent::Message { answer: text("早") },
                ChatEvent::MessageEnd { answer: String::new() },
            ])
        );
        assert_eq!(
            blocking_events(r#"{"event":"message_end","answer":"早","think_messages":null}"#),
            Some(vec![ChatEvent::MessageEnd { answer: text("早") }])
        );
        let failed = blocking_events(r#"{"event":"message_failed","error":"no model"}"#).unwrap();
        assert!(matches!(&failed[..], [ChatEvent::MessageFailed { error, .. }] if error == "no model"));
        assert_eq!(blocking_events(r#"{"status":"ok"}"#), None);
    }

    #[test]
    fn the_ids_of_a_blocking_answer_are_on_every_frame() {
        let raw = r#"{"event":"message","id":"01K2","task_id":"01K2","conversation_id":"01KC","answer":"a","created_at":7,
            "think_messages":["t"]}"#;
        let Value::Object(body) = serde_json::from_str(raw).unwrap() else { panic!("{raw}") };
        for frame in blocking(body, raw.to_owned()).unwrap() {
            assert_eq!((frame.ids.id.as_str(), frame.ids.created_at), ("01K2", 7), "{frame:?}");
        }
    }
}
