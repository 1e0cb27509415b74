//! One event with its ids and the bytes it came as.

use std::fmt;
use std::sync::Arc;

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use crate::event::ChatEvent;
use crate::id::{InnerConversationId, MessageId, TaskId};
use crate::text::Before;

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
    /// To which answer; frames that say the same share it.
    pub ids: Arc<EventIds>,
    /// The JSON text as it came.
    pub raw: String,
}

/// A `data:` payload that is no event, handed back.
#[derive(Debug)]
pub enum NotAnEvent {
    /// Not JSON, or JSON that is no object.
    NotJson {
        /// The payload.
        raw: String,
        /// What is wrong with it.
        error: serde_json::Error,
    },
    /// An object without `event`: an error body, most likely.
    NoName {
        /// The payload.
        raw: String,
        /// The object, for whoever reads errors.
        map: Map<String, Value>,
    },
}

impl NotAnEvent {
    /// The payload as it came.
    #[must_use]
    pub fn raw(&self) -> &str {
        let (Self::NotJson { raw, .. } | Self::NoName { raw, .. }) = self;
        raw
    }
}

impl fmt::Display for NotAnEvent {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotJson { .. } => f.write_str("the stream holds something that is not a JSON object"),
            Self::NoName { .. } => f.write_str("the stream holds an object that is not an event"),
        }
    }
}

impl std::error::Error for NotAnEvent {}

impl Frame {
    /// Reads one `data:` payload. `sse_event` is the SSE event name; it counts only where the JSON names none.
    ///
    /// # Errors
    /// When the payload is no JSON object, or an object that names no event and comes without a telling SSE name.
    pub fn read(raw: String, sse_event: &str) -> Result<Self, NotAnEvent> {
        Self::read_after(&mut Before::default(), raw, sse_event)
    }

    /// Reads one payload as [`Frame::read`] does, and for less where it is like the one before in the same stream.
    ///
    /// # Errors
    /// Those of [`Frame::read`].
    pub fn read_after(before: &mut Before, raw: String, sse_event: &str) -> Result<Self, NotAnEvent> {
        match before.read(&raw) {
            Some((kind, text, ids)) => Ok(Self { event: kind.event(text), ids, raw }),
            None => Self::read_tolerantly(raw, sse_event),
        }
    }

    /// Reads one payload in whatever spelling.
    pub(crate) fn read_tolerantly(raw: String, sse_event: &str) -> Result<Self, NotAnEvent> {
        let (map, raw) = named(raw, sse_event)?;
        let ids = crate::from_value(Value::Object(map.clone())).unwrap_or_default();
        let event = serde_json::from_value(Value::Object(map.clone())).unwrap_or(ChatEvent::Unknown(map));
        Ok(Self { event, ids: Arc::new(ids), raw })
    }
}

/// The object in a payload, with its event named by `event`, and the payload.
pub(crate) fn named(raw: String, sse_event: &str) -> Result<(Map<String, Value>, String), NotAnEvent> {
    let mut map: Map<String, Value> = match serde_json::from_str(&raw) {
        Ok(map) => map,
        Err(error) => return Err(NotAnEvent::NotJson { raw, error }),
    };
    if !map.contains_key("event") {
        if let Some(named) = map.remove("Event") {
            map.insert("event".into(), named);
        } else if matches!(sse_event, "" | "text" | "message") {
            return Err(NotAnEvent::NoName { raw, map });
        } else {
            map.insert("event".into(), sse_event.into());
        }
    }
    Ok((map, raw))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(raw: &str) -> Frame {
        Frame::read(raw.to_owned(), "text").unwrap()
    }

    #[test]
    fn the_ids_of_a_text_are_read_in_any_case_too() {
        let frame = read(r#"{"event":"message","TaskID":"t","ID":7,"message_id":"m","answer":"早","createdAt":"8"}"#);
        assert_eq!(frame.event, ChatEvent::Message { answer: "早".into() });
        let ids = &frame.ids;
        assert_eq!((ids.task_id.as_str(), ids.id.as_str(), ids.message_id.as_str()), ("t", "7", "m"));
        assert_eq!(ids.created_at, 8);
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
    fn a_hit_of_an_odd_shape_costs_itself_and_no_other() {
        let good = r#"{"output":"九月一日","metadata":{"document_name":"校历","orientations":[{"page_number":4}]}}"#;
        for (odd, text, document) in [
            ("null", None, ""),
            (r#""a text""#, None, ""),
            ("[1]", None, ""),
            (r#"{"output":"b","metadata":"m"}"#, Some("b"), ""),
            (r#"{"output":"b","metadata":{"orientations":{"page_number":2},"document_name":"n"}}"#, Some("b"), "n"),
            (r#"{"output":"b","metadata":{"orientations":[7,null,{"page_number":2}]}}"#, Some("b"), ""),
            (r#"{"output":{"a":1}}"#, Some(r#"{"a":1}"#), ""),
            (r#"{"output":"b","metadata":{"document_name":["x","y"]}}"#, Some("b"), r#"["x","y"]"#),
        ] {
            for docs in [format!("[{odd},{good}]"), format!(r#"{{"OutputList":[{odd},{good}]}}"#)] {
                let end = read(&format!(r#"{{"event":"knowledge_retrieve_end","docs":{docs}}}"#));
                let ChatEvent::KnowledgeRetrieveEnd(found) = end.event else { panic!("{odd}: {:?}", end.event) };
                let (right, rest) = found.docs.output_list.split_last().unwrap();
                assert_eq!((right.output.as_str(), right.metadata.document_name.as_str()), ("九月一日", "校历"));
                assert_eq!(right.metadata.orientations[0].page_number, 4);
                let [read] = rest else {
                    assert_eq!((rest.len(), text), (0, None), "{odd}");
                    continue;
                };
                assert_eq!((Some(read.output.as_str()), read.metadata.document_name.as_str()), (text, document));
                assert_eq!(odd.contains("page_number"), read.metadata.orientations.len() == 1, "{odd}");
            }
        }
    }

    #[test]
    fn an_object_without_a_name_is_handed_back() {
        let refused = Frame::read(r#"{"ResponseMetadata":{}}"#.into(), "text").unwrap_err();
        assert!(matches!(refused, NotAnEvent::NoName { .. }));
        assert!(matches!(Frame::read("<html>".into(), "text").unwrap_err(), NotAnEvent::NotJson { .. }));
    }
}
