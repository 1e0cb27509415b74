//! What the payload of a frame says, in either dialect, and an answer in one piece as the frames it stands for.

use std::sync::Arc;

use eventsource_stream::Event;
use parlance_protocol::{
    Before, BlockingAnswer, ChatEvent, EventIds, Frame, InnerConversationId, MessageId, NotAnEvent, TaskId,
    WorkflowEvent, WorkflowFrame, WorkflowIds, WorkflowRun, WorkflowStatus, from_value, mended,
};
use serde_json::{Map, Value, json};

use crate::sse;

/// A kind of frame: of an answer, or of a workflow's run.
pub trait Told: sealed::Sealed + Sized + Send + 'static {
    /// What is remembered of the frames before, so that the next is read for less.
    #[doc(hidden)]
    type Before: Default + Send;
    /// Reads one payload.
    #[doc(hidden)]
    fn read(before: &mut Self::Before, raw: String, name: &str) -> Result<Self, NotAnEvent>;
    /// An object that names no event and is no error.
    #[doc(hidden)]
    fn nameless(map: Map<String, Value>, raw: String) -> Self;
    /// The frames that a body in one piece stands for, or `None` when it is no answer.
    #[doc(hidden)]
    fn of_whole(body: Map<String, Value>, raw: String) -> Option<Vec<Self>>;
    /// Whether no event follows this one.
    #[doc(hidden)]
    fn is_last(&self) -> bool;
    /// Whether nothing may follow because somebody is waited for.
    #[doc(hidden)]
    fn may_be_last(&self) -> bool;
    /// Whether it shows that nobody is waited for any more.
    #[doc(hidden)]
    fn goes_on(&self) -> bool;
}

mod sealed {
    pub trait Sealed {}
    impl Sealed for parlance_protocol::Frame {}
    impl Sealed for parlance_protocol::WorkflowFrame {}
}

impl Told for Frame {
    type Before = Before;

    fn read(before: &mut Before, raw: String, name: &str) -> Result<Self, NotAnEvent> {
        Frame::read_after(before, raw, name)
    }

    fn nameless(map: Map<String, Value>, raw: String) -> Self {
        Self { event: ChatEvent::Unknown(map), ids: Arc::default(), raw }
    }

    fn of_whole(body: Map<String, Value>, raw: String) -> Option<Vec<Self>> {
        blocking(body, raw)
    }

    fn is_last(&self) -> bool {
        matches!(
            self.event,
            ChatEvent::MessageEnd { .. }
                | ChatEvent::MessageFailed { .. }
                | ChatEvent::AgentError { .. }
                | ChatEvent::Done {}
        )
    }

    fn may_be_last(&self) -> bool {
        matches!(self.event, ChatEvent::Interrupted(_))
    }

    fn goes_on(&self) -> bool {
        matches!(self.event, ChatEvent::Message { .. } | ChatEvent::ToolMessage { .. })
    }
}

impl Told for WorkflowFrame {
    type Before = ();

    fn read((): &mut (), raw: String, name: &str) -> Result<Self, NotAnEvent> {
        WorkflowFrame::read(raw, name)
    }

    fn nameless(map: Map<String, Value>, raw: String) -> Self {
        Self { event: WorkflowEvent::Unknown(map), ids: WorkflowIds::default(), raw }
    }

    fn of_whole(body: Map<String, Value>, raw: String) -> Option<Vec<Self>> {
        run(body, raw)
    }

    fn is_last(&self) -> bool {
        self.event.is_last()
    }

    fn may_be_last(&self) -> bool {
        matches!(self.event, WorkflowEvent::FlowInterrupted { .. })
    }

    fn goes_on(&self) -> bool {
        matches!(self.event, WorkflowEvent::Message { .. } | WorkflowEvent::ToolMessage { .. })
    }
}

/// What one frame of the stream says.
#[derive(Debug)]
pub(crate) enum Heard<F> {
    /// An event.
    Frame(F),
    /// That nothing follows.
    Done,
    /// An object that is no event; an error, if it reads as one.
    Object(Map<String, Value>, String),
    /// Something that could not be read, kept as an event without a name here: whoever reads the answer is to see that
    /// something is missing.
    Unreadable(F),
    /// Nothing at all.
    Noise,
}

/// Reads one frame of a stream.
pub(crate) fn hear<F: Told>(before: &mut F::Before, frame: Event) -> Heard<F> {
    let Event { event: name, data, .. } = frame;
    let said = sse::payload(&data);
    if said == "[DONE]" {
        return Heard::Done;
    }
    if said.is_empty() {
        return Heard::Noise;
    }
    let raw = if said.len() == data.len() { data } else { said.to_owned() };
    match F::read(before, raw, &name) {
        Ok(frame) => Heard::Frame(frame),
        Err(refused) => hear_refused(before, refused, &name),
    }
}

/// Reads once more what was no event, with half characters mended.
fn hear_refused<F: Told>(before: &mut F::Before, refused: NotAnEvent, name: &str) -> Heard<F> {
    let again = mended(refused.raw()).map(|whole| F::read(before, whole, name));
    match (again, refused) {
        (Some(Ok(frame)), _) => Heard::Frame(frame),
        (Some(Err(NotAnEvent::NoName { raw, map })), _) | (_, NotAnEvent::NoName { raw, map }) => {
            Heard::Object(map, raw)
        }
        (_, NotAnEvent::NotJson { raw, .. }) => {
            let kept = json!({"event": "unreadable", "data": raw}).to_string();
            F::read(before, kept, name).map_or(Heard::Noise, Heard::Unreadable)
        }
    }
}

/// The frames that a blocking answer stands for, or `None` when the object is no answer.
///
/// The frame with the text keeps the body as it came; those that only the window needs are made up.
fn blocking(body: Map<String, Value>, raw: String) -> Option<Vec<Frame>> {
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

fn ids_of(answer: &BlockingAnswer) -> Arc<EventIds> {
    Arc::new(EventIds {
        task_id: answer.task_id.clone(),
        id: answer.id.clone(),
        conversation_id: answer.conversation_id.clone(),
        message_id: MessageId::default(),
        created_at: answer.created_at,
    })
}

fn with_ids(mut fields: Value, answer: &BlockingAnswer) -> Value {
    fields["task_id"] = TaskId::as_str(&answer.task_id).into();
    fields["id"] = MessageId::as_str(&answer.id).into();
    fields["conversation_id"] = InnerConversationId::as_str(&answer.conversation_id).into();
    fields["created_at"] = answer.created_at.into();
    fields
}

/// The frames that a run stands for: what it said, and how it ended. A run that is not at rest has no end.
fn run(body: Map<String, Value>, raw: String) -> Option<Vec<WorkflowFrame>> {
    let run: WorkflowRun = from_value(Value::Object(body)).ok()?;
    if run.status.is_empty() && run.run_id.is_empty() {
        return None;
    }
    let ids = WorkflowIds { run_id: run.run_id, ..WorkflowIds::default() };
    let words = if run.message.is_empty() { run.msg } else { run.message };
    let end = match run.status {
        WorkflowStatus::Success => WorkflowEvent::FlowEnd {},
        WorkflowStatus::Interrupted => WorkflowEvent::FlowInterrupted {
            interrupted_msg: words,
            interrupted_node_id: run.last_interrupted_node_id,
            interrupted_type: String::new(),
        },
        WorkflowStatus::Failed | WorkflowStatus::Stopped => WorkflowEvent::FlowError { error_message: words },
        _ => return Some(vec![WorkflowFrame { event: WorkflowEvent::FlowStart {}, ids, raw }]),
    };
    let mut frames = Vec::new();
    if !run.output.is_empty() {
        let event = WorkflowEvent::Message { answer: run.output, think_message_id: String::new() };
        frames.push(WorkflowFrame { event, ids: ids.clone(), raw: raw.clone() });
    }
    frames.push(WorkflowFrame { event: end, ids, raw });
    Some(frames)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn blocking_events(raw: &str) -> Option<Vec<ChatEvent>> {
        let Value::Object(body) = serde_json::from_str(raw).unwrap() else { panic!("{raw}") };
        Some(blocking(body, raw.to_owned())?.into_iter().map(|frame| frame.event).collect())
    }

    fn heard(data: &str) -> Heard<Frame> {
        let event = Event { event: "text".to_owned(), data: data.to_owned(), ..Event::default() };
        hear(&mut Before::default(), event)
    }

    #[test]
    fn doubled_prefixes_and_ends_are_heard() {
        let Heard::Frame(frame) = heard("data: data:{\"event\":\"message_end\"}") else { panic!() };
        assert!(frame.is_last());
        assert_eq!(frame.raw, r#"{"event":"message_end"}"#);
        assert!(matches!(heard("[DONE]"), Heard::Done));
        assert!(matches!(heard("data:"), Heard::Noise));
        let Heard::Unreadable(frame) = heard("so it goes") else { panic!() };
        assert!(matches!(frame.event, ChatEvent::Unknown(map) if map["data"] == "so it goes"));
        let Heard::Frame(frame) = heard(r#"{"event":"message","answer":"a\ud83d b"}"#) else { panic!() };
        assert_eq!(frame.event, ChatEvent::Message { answer: "a\u{fffd} b".into() });
        assert!(matches!(heard(r#"{"ResponseMetadata":{}}"#), Heard::Object(..)));
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

    #[test]
    fn a_run_in_one_piece_reads_as_the_stream_it_replaces() {
        let events = |raw: &str| {
            let Value::Object(body) = serde_json::from_str(raw).unwrap() else { panic!("{raw}") };
            Some(run(body, raw.to_owned())?.into_iter().map(|frame| frame.event).collect::<Vec<_>>())
        };
        let said = |answer: &str| WorkflowEvent::Message { answer: answer.into(), think_message_id: String::new() };
        assert_eq!(
            events(r#"{"runId":"r","status":"success","output":"{}"}"#),
            Some(vec![said("{}"), WorkflowEvent::FlowEnd {}])
        );
        assert_eq!(
            events(r#"{"runId":"r","status":"failed","message":"no","output":""}"#),
            Some(vec![WorkflowEvent::FlowError { error_message: "no".into() }])
        );
        let waits = events(r#"{"runId":"r","status":"interrupted","lastInterruptedNodeId":"n"}"#).unwrap();
        assert!(
            matches!(&waits[..], [WorkflowEvent::FlowInterrupted { interrupted_node_id, .. }] if interrupted_node_id == "n")
        );
        assert_eq!(events(r#"{"runId":"r","status":"processing"}"#), Some(vec![WorkflowEvent::FlowStart {}]));
        assert_eq!(events(r#"{"ok":true}"#), None);
    }
}
