//! The events of a workflow's stream (official SDKs). They look like those of an answer, with a run for a conversation.

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use crate::frame::{NotAnEvent, named};
use crate::id::RunId;

/// One event, without the ids that all of them carry (see [`WorkflowIds`]).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "event", rename_all = "snake_case")]
pub enum WorkflowEvent {
    /// The run goes on.
    FlowStart {},
    /// A message node begins to speak.
    ToolMessageOutputStart {
        /// The node's title.
        #[serde(default, deserialize_with = "crate::lenient::text")]
        message_title: String,
    },
    /// The next piece of what the node says.
    ToolMessage {
        /// The piece.
        #[serde(default, alias = "Answer", deserialize_with = "crate::lenient::text")]
        answer: String,
        /// The node's title.
        #[serde(default, deserialize_with = "crate::lenient::text")]
        message_title: String,
    },
    /// The node has spoken.
    ToolMessageOutputEnd {
        /// The node's title.
        #[serde(default, deserialize_with = "crate::lenient::text")]
        message_title: String,
    },
    /// The output begins.
    MessageOutputStart {
        /// The reasoning that belongs to it.
        #[serde(default, deserialize_with = "crate::lenient::text")]
        think_message_id: String,
    },
    /// The next piece of the output.
    Message {
        /// The piece.
        #[serde(default, alias = "Answer", deserialize_with = "crate::lenient::text")]
        answer: String,
        /// The reasoning that belongs to it.
        #[serde(default, deserialize_with = "crate::lenient::text")]
        think_message_id: String,
    },
    /// The output ends.
    MessageOutputEnd {
        /// The reasoning that belongs to it.
        #[serde(default, deserialize_with = "crate::lenient::text")]
        think_message_id: String,
    },
    /// The run waits for input.
    FlowInterrupted {
        /// What is asked for, in words.
        #[serde(default, deserialize_with = "crate::lenient::text")]
        interrupted_msg: String,
        /// The node that asks.
        #[serde(default, deserialize_with = "crate::lenient::text")]
        interrupted_node_id: String,
        /// What kind of input; no list of words is public.
        #[serde(default, deserialize_with = "crate::lenient::text")]
        interrupted_type: String,
    },
    /// What the run cost.
    FlowCost {
        /// Tokens.
        #[serde(default, deserialize_with = "crate::lenient::integer")]
        cost_tokens: i64,
        /// A whole number whose unit is not documented; milliseconds, as `costMs`, is likely.
        #[serde(default, deserialize_with = "crate::lenient::integer")]
        latency: i64,
    },
    /// The end of a good run.
    FlowEnd {},
    /// The end of a bad one.
    FlowError {
        /// The reason.
        #[serde(default, deserialize_with = "crate::lenient::text")]
        error_message: String,
    },
    /// Anything this version has no name for, and any known event of an unexpected shape.
    #[serde(untagged)]
    Unknown(Map<String, Value>),
}

impl WorkflowEvent {
    /// Whether the stream says nothing more. A run that waits for input is at its end until it is resumed.
    #[must_use]
    pub fn is_last(&self) -> bool {
        matches!(self, Self::FlowEnd {} | Self::FlowError { .. })
    }
}

/// The ids and the time that a workflow's events carry; any of them may be missing.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct WorkflowIds {
    /// The task, of undocumented meaning.
    #[serde(deserialize_with = "crate::lenient::text")]
    pub task_id: String,
    /// The event's own id, of undocumented meaning.
    #[serde(deserialize_with = "crate::lenient::text")]
    pub id: String,
    /// The run.
    pub run_id: RunId,
    /// Unix seconds; only pieces of text have it.
    #[serde(deserialize_with = "crate::lenient::integer")]
    pub created_at: i64,
}

/// One event of a workflow's stream: its meaning, its ids, and its JSON as it came.
#[derive(Debug, Clone, PartialEq)]
pub struct WorkflowFrame {
    /// What happened.
    pub event: WorkflowEvent,
    /// In which run.
    pub ids: WorkflowIds,
    /// The JSON text as it came.
    pub raw: String,
}

impl WorkflowFrame {
    /// Reads one `data:` payload. `sse_event` is the SSE event name; it counts only where the JSON names none.
    ///
    /// # Errors
    /// When the payload is no JSON object, or an object that names no event and comes without a telling SSE name.
    pub fn read(raw: String, sse_event: &str) -> Result<Self, NotAnEvent> {
        let (map, raw) = named(raw, sse_event)?;
        let ids = crate::from_value(Value::Object(map.clone())).unwrap_or_default();
        let event = serde_json::from_value(Value::Object(map.clone())).unwrap_or(WorkflowEvent::Unknown(map));
        Ok(Self { event, ids, raw })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(raw: &str) -> WorkflowFrame {
        WorkflowFrame::read(raw.to_owned(), "text").unwrap()
    }

    #[test]
    fn an_interruption_names_the_node_that_waits_and_the_run_to_resume() {
        let frame = read(
            r#"{"event":"flow_interrupted","task_id":"t","id":"i","run_id":"r","interrupted_msg":"哪一年？",
                "interrupted_node_id":"n","interrupted_type":"question"}"#,
        );
        let WorkflowEvent::FlowInterrupted { interrupted_msg, interrupted_node_id, .. } = &frame.event else {
            panic!("{:?}", frame.event)
        };
        assert_eq!((interrupted_msg.as_str(), interrupted_node_id.as_str()), ("哪一年？", "n"));
        assert_eq!(frame.ids.run_id.as_str(), "r");
        assert!(!frame.event.is_last());
    }

    #[test]
    fn unknown_events_and_known_ones_of_a_wrong_shape_are_kept_whole() {
        for raw in [r#"{"event":"flow_pause","why":"rain"}"#, r#"{"event":"flow_error","error_message":["rain"]}"#] {
            let WorkflowEvent::Unknown(map) = read(raw).event else { panic!("{raw}") };
            assert_eq!(Value::Object(map), serde_json::from_str::<Value>(raw).unwrap());
        }
    }

    #[test]
    fn nulls_and_numbers_as_text_are_read() {
        let frame = read(r#"{"event":"flow_cost","run_id":null,"cost_tokens":"12","latency":null}"#);
        assert_eq!(frame.event, WorkflowEvent::FlowCost { cost_tokens: 12, latency: 0 });
        assert!(frame.ids.run_id.is_empty());
    }
}
