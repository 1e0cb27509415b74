//! The bytes of an event, in both dialects.
//!
//! v1 doubles the prefix, `data:data: `, and spaces its JSON; v2 is a plain event stream with compact JSON. Known
//! readers of each cut these prefixes by length, so they are kept to the byte.

use std::io;

use bytes::Bytes;
use parlance_protocol::{ChatEvent, EventIds, RunId};
use serde::Serialize;
use serde_json::ser::{CompactFormatter, Formatter, Serializer};
use serde_json::{Map, Value};

/// Which framing a stream has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Dialect {
    /// `data:data: {"event": …}`, as `chat_query` answers.
    V1,
    /// `data: {"event":…}`, as `chat_query_v2` answers.
    V2,
}

/// One event as it stands on the wire. Every event carries all ids and an `answer`, since some readers insist.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct Wire {
    event: String,
    task_id: String,
    id: String,
    #[serde(skip_serializing_if = "String::is_empty")]
    message_id: String,
    conversation_id: String,
    answer: String,
    created_at: i64,
    #[serde(flatten)]
    own: Map<String, Value>,
}

impl Wire {
    /// Puts the ids on an event; `now` in Unix seconds goes on events with text.
    pub(crate) fn new(event: &ChatEvent, ids: &EventIds, now: i64) -> Self {
        let mut own = match serde_json::to_value(event) {
            Ok(Value::Object(map)) => map,
            _ => Map::new(),
        };
        let mut text = |key: &str| match own.remove(key) {
            Some(Value::String(text)) => text,
            _ => String::new(),
        };
        let (event, answer) = (text("event"), text("answer"));
        let is_step = event.starts_with("agent_") || event.contains("_retrieve") || event == "interrupted";
        if event.ends_with("_retrieve_end") {
            // The official Python SDK reads these with the model of the query's event.
            own.entry("workspace_id").or_insert_with(|| "".into());
            own.entry("dataset_ids").or_insert_with(|| Value::Array(Vec::new()));
            own.entry("query").or_insert_with(|| "".into());
        }
        Self {
            task_id: ids.task_id.as_str().into(),
            id: ids.id.as_str().into(),
            message_id: if is_step { ids.id.as_str().into() } else { String::new() },
            conversation_id: ids.conversation_id.as_str().into(),
            created_at: if answer.is_empty() { 0 } else { now },
            event,
            answer,
            own,
        }
    }

    /// An event of a workflow's run, which has the run's id in every place for one.
    pub(crate) fn of_run(mut own: Map<String, Value>, run: &RunId, now: i64) -> Self {
        let mut text = |key: &str| match own.remove(key) {
            Some(Value::String(text)) => text,
            _ => String::new(),
        };
        let (event, answer) = (text("event"), text("answer"));
        own.insert("run_id".into(), run.as_str().into());
        Self {
            event,
            task_id: run.as_str().into(),
            id: run.as_str().into(),
            message_id: String::new(),
            conversation_id: String::new(),
            created_at: if answer.is_empty() { 0 } else { now },
            answer,
            own,
        }
    }

    /// The event's name.
    pub(crate) fn name(&self) -> &str {
        &self.event
    }

    /// Adds a later piece of the same text; false when that is something else.
    pub(crate) fn absorb(&mut self, later: &Self) -> bool {
        let grows = matches!(self.event.as_str(), "message" | "think_message" | "tool_message")
            && (&self.event, &self.own) == (&later.event, &later.own);
        if grows {
            self.answer.push_str(&later.answer);
        }
        grows
    }

    /// The event's text; empty for most.
    pub(crate) fn answer(&self) -> &str {
        &self.answer
    }

    /// The event's own fields.
    pub(crate) fn own(&self) -> &Map<String, Value> {
        &self.own
    }

    /// The event as a JSON value, as histories keep retrievals.
    pub(crate) fn value(&self) -> Value {
        serde_json::to_value(self).unwrap_or_default()
    }

    /// The whole frame, its closing empty line included.
    pub(crate) fn frame(&self, dialect: Dialect) -> Bytes {
        let mut frame = Vec::with_capacity(256);
        let written = match dialect {
            Dialect::V1 => {
                frame.extend_from_slice(b"event:text\ndata:data: ");
                self.serialize(&mut Serializer::with_formatter(&mut frame, Spaced))
            }
            Dialect::V2 => {
                frame.extend_from_slice(b"event:text\ndata: ");
                self.serialize(&mut Serializer::with_formatter(&mut frame, CompactFormatter))
            }
        };
        debug_assert!(written.is_ok(), "an event of texts and numbers is always JSON");
        frame.extend_from_slice(b"\n\n");
        frame.into()
    }
}

/// One line of JSON with a space after every comma and colon.
struct Spaced;

impl Formatter for Spaced {
    fn begin_array_value<W: io::Write + ?Sized>(&mut self, writer: &mut W, first: bool) -> io::Result<()> {
        if first { Ok(()) } else { writer.write_all(b", ") }
    }

    fn begin_object_key<W: io::Write + ?Sized>(&mut self, writer: &mut W, first: bool) -> io::Result<()> {
        if first { Ok(()) } else { writer.write_all(b", ") }
    }

    fn begin_object_value<W: io::Write + ?Sized>(&mut self, writer: &mut W) -> io::Result<()> {
        writer.write_all(b": ")
    }
}

#[cfg(test)]
mod tests {
    use parlance_protocol::{Cost, InnerConversationId, MessageId, Retrieved, TaskId};

    use super::*;

    fn wire(event: &ChatEvent) -> Wire {
        let ids = EventIds {
            task_id: TaskId::new("T"),
            id: MessageId::new("T"),
            conversation_id: InnerConversationId::new("C"),
            ..EventIds::default()
        };
        Wire::new(event, &ids, 1_755_043_211)
    }

    fn text(event: &ChatEvent, dialect: Dialect) -> String {
        String::from_utf8(wire(event).frame(dialect).to_vec()).unwrap()
    }

    #[test]
    fn v1_doubles_the_prefix_and_spaces_the_json() {
        insta::assert_snapshot!(
            text(&ChatEvent::Message { answer: "早\n\"a:b, c\"".into() }, Dialect::V1).escape_debug(),
            @r#"event:text\ndata:data: {\"event\": \"message\", \"task_id\": \"T\", \"id\": \"T\", \"conversation_id\": \"C\", \"answer\": \"早\\n\\\"a:b, c\\\"\", \"created_at\": 1755043211}\n\n"#
        );
    }

    #[test]
    fn v2_has_one_space_and_compact_json() {
        insta::assert_snapshot!(
            text(&ChatEvent::MessageStart {}, Dialect::V2).escape_debug(),
            @r#"event:text\ndata: {\"event\":\"message_start\",\"task_id\":\"T\",\"id\":\"T\",\"conversation_id\":\"C\",\"answer\":\"\",\"created_at\":0}\n\n"#
        );
        insta::assert_snapshot!(
            text(&ChatEvent::MessageCost(Cost { input_tokens: 12, latency: 0.84, ..Cost::default() }), Dialect::V2),
            @r#"
        event:text
        data: {"event":"message_cost","task_id":"T","id":"T","conversation_id":"C","answer":"","created_at":0,"input_tokens":12,"latency":0.84,"latency_first_resp":0,"output_tokens":0,"start_time_first_resp":0}
        "#
        );
    }

    #[test]
    fn a_retrievals_end_repeats_what_the_python_sdk_insists_on() {
        let value = wire(&ChatEvent::QaRetrieveEnd(Retrieved::default())).value();
        for key in ["message_id", "workspace_id", "dataset_ids", "query", "docs", "latency"] {
            assert!(!value[key].is_null(), "{key} in {value}");
        }
    }

    #[test]
    fn an_unknown_event_keeps_its_fields() {
        let odd = serde_json::json!({"event": "dance", "tempo": 120});
        let value = wire(&serde_json::from_value(odd).unwrap()).value();
        assert_eq!((&value["event"], &value["tempo"], &value["id"]), (&"dance".into(), &120.into(), &"T".into()));
    }
}
