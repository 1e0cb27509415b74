//! One event with its ids and the bytes it came as.

use std::borrow::Cow;
use std::fmt;

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use crate::event::ChatEvent;
use crate::id::{InnerConversationId, MessageId, TaskId};

/// The ids and the time that every chat event carries; any of them may be missing.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct EventIds {
    /// The running answer: its global message id.
    pub task_id: TaskId,
    /// The global message id on `message_start` and `message_end`; maybe that of a sub-message elsewhere.
    pub id: MessageId,
    /// The inner conversation.
    pub conversation_id: InnerConversationId,
    /// The (sub-)message that a step belongs to; absent on text.
    #[serde(skip_serializing_if = "MessageId::is_empty")]
    pub message_id: MessageId,
    /// Unix seconds, or 0 on frames without text.
    #[serde(deserialize_with = "crate::lenient::integer")]
    pub created_at: i64,
}

impl EventIds {
    /// The id of the whole answer: `id` where there is one, else `task_id`, as old `message_start` frames have it.
    #[must_use]
    pub fn answer_id(&self) -> Option<MessageId> {
        if self.id.is_empty() {
            (!self.task_id.is_empty()).then(|| MessageId::new(self.task_id.as_str()))
        } else {
            Some(self.id.clone())
        }
    }
}

/// One event of a stream: its meaning, its ids, and its JSON as it came.
#[derive(Debug, Clone, PartialEq)]
pub struct Frame {
    /// What happened.
    pub event: ChatEvent,
    /// To which answer.
    pub ids: EventIds,
    /// The JSON text as it came.
    pub raw: String,
}

/// A `data:` payload that is no event.
#[derive(Debug)]
pub enum NotAnEvent {
    /// Not JSON, or JSON that is no object.
    NotJson(serde_json::Error),
    /// An object without `event`: an error body, most likely. It is returned for whoever reads errors.
    NoName(Value),
}

impl fmt::Display for NotAnEvent {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotJson(_) => f.write_str("the stream holds something that is not a JSON object"),
            Self::NoName(_) => f.write_str("the stream holds an object that is not an event"),
        }
    }
}

impl std::error::Error for NotAnEvent {}

/// The fields of a text event, borrowed: nearly all events are these, and reading them so costs half.
#[derive(Deserialize)]
struct TextEvent<'a> {
    #[serde(borrow)]
    event: Cow<'a, str>,
    #[serde(borrow, default)]
    task_id: Cow<'a, str>,
    #[serde(borrow, default)]
    id: Cow<'a, str>,
    #[serde(borrow, default)]
    conversation_id: Cow<'a, str>,
    #[serde(borrow)]
    answer: Cow<'a, str>,
    #[serde(default)]
    created_at: i64,
}

impl Frame {
    /// Reads one `data:` payload. `sse_event` is the SSE event name; it counts only where the JSON names none.
    ///
    /// # Errors
    /// When the payload is no JSON object, or an object that names no event and comes without a telling SSE name.
    pub fn read(raw: String, sse_event: &str) -> Result<Self, NotAnEvent> {
        if let Some((event, ids)) = text_event(&raw) {
            return Ok(Self { event, ids, raw });
        }
        let map = named(&raw, sse_event)?;
        let ids = crate::from_value(Value::Object(map.clone())).unwrap_or_default();
        let event = serde_json::from_value(Value::Object(map.clone())).unwrap_or(ChatEvent::Unknown(map));
        Ok(Self { event, ids, raw })
    }
}

/// The object in a payload, with its event named by `event`.
pub(crate) fn named(raw: &str, sse_event: &str) -> Result<Map<String, Value>, NotAnEvent> {
    let value: Value = serde_json::from_str(raw).map_err(NotAnEvent::NotJson)?;
    let Value::Object(mut map) = value else {
        return Err(NotAnEvent::NotJson(serde::de::Error::custom("expected an object")));
    };
    if !map.contains_key("event") {
        if let Some(named) = map.remove("Event") {
            map.insert("event".into(), named);
        } else if matches!(sse_event, "" | "text" | "message") {
            return Err(NotAnEvent::NoName(Value::Object(map)));
        } else {
            map.insert("event".into(), sse_event.into());
        }
    }
    Ok(map)
}

fn text_event(raw: &str) -> Option<(ChatEvent, EventIds)> {
    let read: TextEvent<'_> = serde_json::from_str(raw).ok()?;
    let answer = read.answer.into_owned();
    let event = match &*read.event {
        "message" => ChatEvent::Message { answer },
        "think_message" => ChatEvent::ThinkMessage { answer },
        _ => return None,
    };
    let ids = EventIds {
        task_id: TaskId::new(read.task_id),
        id: MessageId::new(read.id),
        conversation_id: InnerConversationId::new(read.conversation_id),
        message_id: MessageId::default(),
        created_at: read.created_at,
    };
    Some((event, ids))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(raw: &str) -> Frame {
        Frame::read(raw.to_owned(), "text").unwrap()
    }

    #[test]
    fn the_fast_and_the_tolerant_reading_of_a_text_agree() {
        let plain = r#"{"event":"message","task_id":"t","id":"i","conversation_id":"c","answer":"早","created_at":7}"#;
        let odd = r#"{"event":"message","task_id":"t","id":"i","conversation_id":"c","answer":"早","created_at":"7"}"#;
        let (fast, slow) = (read(plain), read(odd));
        assert_eq!(fast.event, ChatEvent::Message { answer: "早".into() });
        assert_eq!(fast.event, slow.event);
        assert_eq!(fast.ids, slow.ids);
    }

    #[test]
    fn an_unknown_event_is_kept_whole() {
        let frame = read(r#"{"event":"dance","task_id":"t","tempo":120}"#);
        let ChatEvent::Unknown(map) = &frame.event else { panic!("{:?}", frame.event) };
        assert_eq!(map["tempo"], 120);
        assert_eq!(frame.ids.task_id.as_str(), "t");
    }

    #[test]
    fn a_known_event_of_a_wrong_shape_is_kept_as_unknown() {
        let frame = read(r#"{"event":"knowledge_retrieve_end","docs":"none today"}"#);
        let ChatEvent::Unknown(map) = &frame.event else { panic!("{:?}", frame.event) };
        assert_eq!(map["docs"], "none today");
    }

    #[test]
    fn nulls_and_numbers_as_text_are_read() {
        let frame =
            read(r#"{"event":"message_cost","task_id":null,"input_tokens":"12","output_tokens":null,"latency":1}"#);
        let ChatEvent::MessageCost(cost) = frame.event else { panic!("{:?}", frame.event) };
        assert_eq!((cost.input_tokens, cost.output_tokens, cost.latency), (12, 0, 1.0));
    }

    #[test]
    fn both_names_of_the_retrieval_event_and_both_shapes_of_its_hits_are_read() {
        let start = read(r#"{"event":"knowledge_retrieve_start","query":"校历","top_k":3}"#);
        assert!(matches!(start.event, ChatEvent::KnowledgeRetrieve(query) if query.query == "校历"));
        for docs in [r#"{"OutputList":[{"output":"九月"}]}"#, r#"[{"output":"九月","metadata":null}]"#] {
            let end = read(&format!(r#"{{"event":"knowledge_retrieve_end","docs":{docs}}}"#));
            let ChatEvent::KnowledgeRetrieveEnd(found) = end.event else { panic!("{:?}", end.event) };
            assert_eq!(found.docs.output_list[0].output, "九月");
        }
    }

    #[test]
    fn an_object_without_a_name_is_handed_back() {
        let refused = Frame::read(r#"{"ResponseMetadata":{}}"#.into(), "text").unwrap_err();
        assert!(matches!(refused, NotAnEvent::NoName(_)));
        assert!(matches!(Frame::read("<html>".into(), "text").unwrap_err(), NotAnEvent::NotJson(_)));
    }
}
