//! Events of a stream become an answer and its steps.
//!
//! Pure: no clock, no I/O; the rows that come out depend on what the stream says, not on how it was cut. Nothing the
//! stream says is lost: an event without a name here becomes a step of its own, unless it says nothing.

mod change;
mod cite;
mod search;
mod split;
mod steps;
#[cfg(test)]
mod tests;

use parlance_protocol::{ChatEvent, Cost, EventIds, Frame};
use serde_json::{Map, Value};

use crate::id::StepId;
use crate::model::{Answer, AnswerState, Step, StepKind, Timestamp, Usage};
use crate::problem::Problem;
pub(crate) use change::Change;
use change::Changes;
use split::{Piece, Splitter};
pub(crate) use steps::millis;

/// An answer being written, with its steps.
#[derive(Debug)]
pub(crate) struct Writing {
    /// The row as it is now.
    pub(crate) answer: Answer,
    /// What the agent did so far, in order.
    pub(crate) steps: Vec<Step>,
    /// `https://host:port` of the agent, for links to documents on its object store.
    origin: String,
    ending: Option<Ending>,
    splitter: Splitter,
    /// The end of what was said, whether shown or not.
    last: Option<char>,
    /// Who spoke last, as long as what follows may go on with it.
    speaker: Option<Speaker>,
    /// What a message node says, as long as it may be JSON.
    card: Option<String>,
    thought: steps::Thought,
    /// Steps by what their ends name them.
    places: Vec<steps::Place>,
    changes: Changes,
}

/// How the platform ended the answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Ending {
    /// Well.
    Done,
    /// With these words of the platform, which may be empty.
    Failed(String),
}

/// Who speaks: their texts are paragraphs of their own.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Speaker {
    Agent,
    Node,
}

/// The steps of a history's `TracingJsonStr`, for an answer's row; none where it is empty or unreadable.
pub(crate) fn citations_of(tracing: &str, answer: &Answer, origin: &str) -> Vec<Step> {
    let Ok(events) = serde_json::from_str::<Vec<Value>>(tracing) else { return Vec::new() };
    let bare = Answer { text: String::new(), steps: Vec::new(), ..answer.clone() };
    let mut writing = Writing::new(bare, origin);
    let now = answer.started_at;
    for event in events {
        // What is no event at all says nothing that could be shown.
        if let Ok(frame) = Frame::read(event.to_string(), "text") {
            writing.fold(&frame, now);
        }
    }
    writing.settle(AnswerState::Done, None, now);
    writing.steps
}

impl Writing {
    /// Begins with an answer's row. `origin` is the agent's `https://host:port`, without a path.
    pub(crate) fn new(answer: Answer, origin: impl Into<String>) -> Self {
        Self {
            answer,
            steps: Vec::new(),
            origin: origin.into(),
            ending: None,
            splitter: Splitter::default(),
            last: None,
            speaker: None,
            card: None,
            thought: steps::Thought::default(),
            places: Vec::new(),
            changes: Changes::default(),
        }
    }

    /// Takes one event. The changes are in the order in which a window must hear of them.
    pub(crate) fn fold(&mut self, frame: &Frame, now: Timestamp) -> Vec<Change> {
        let Frame { event, ids, .. } = frame;
        self.learn_id(event, ids);
        if !self.fold_text(event, now) && !self.fold_end(event, now) && !self.fold_step(event, ids, now) {
            self.fold_rest(event, ids, now);
        }
        self.changes.take()
    }

    /// How the platform ended the answer, once it has.
    pub(crate) fn ended(&self) -> Option<Ending> {
        self.ending.clone()
    }

    /// Ends the answer here: gives out what was held back, closes running steps, sets the state.
    pub(crate) fn settle(&mut self, state: AnswerState, problem: Option<Problem>, now: Timestamp) -> Vec<Change> {
        self.finish_text(now);
        self.close_all(now);
        self.answer.state = state;
        self.answer.problem = problem;
        self.answer.ended_at = now;
        self.changes.answer = true;
        self.changes.take()
    }

    /// Takes the id of the whole answer. Frames in between may name sub-messages, so only their task counts, and only
    /// while nothing better is known: it is what a stop needs. The task of an interruption is another one.
    fn learn_id(&mut self, event: &ChatEvent, ids: &EventIds) {
        let whole = matches!(event, ChatEvent::MessageStart {} | ChatEvent::MessageEnd { .. }) && !ids.id.is_empty();
        let id = if whole {
            ids.id.as_str()
        } else if self.answer.message_id.is_empty() && !matches!(event, ChatEvent::Interrupted(_)) {
            ids.task_id.as_str()
        } else {
            return;
        };
        if self.answer.message_id != id {
            self.answer.message_id = id.to_owned();
            self.changes.answer = true;
        }
    }

    fn fold_text(&mut self, event: &ChatEvent, now: Timestamp) -> bool {
        match event {
            ChatEvent::Message { answer } => self.say(answer, Speaker::Agent, now),
            ChatEvent::ToolMessageOutputStart { .. } => self.finish_card(now),
            ChatEvent::ToolMessage { answer, .. } => self.say(answer, Speaker::Node, now),
            ChatEvent::ToolMessageOutputEnd { .. } => {
                self.finish_card(now);
                self.speaker = None;
            }
            ChatEvent::MessageReplace { answer } => self.replace(answer, now),
            ChatEvent::MessageStart {} | ChatEvent::MessageOutputStart {} | ChatEvent::MessageOutputEnd {} => {}
            _ => return false,
        }
        true
    }

    fn fold_end(&mut self, event: &ChatEvent, now: Timestamp) -> bool {
        match event {
            ChatEvent::MessageEnd { answer } => {
                if self.last.is_none() && self.card.is_none() {
                    self.say(answer, Speaker::Agent, now);
                }
                self.finish_text(now);
                self.end(Ending::Done);
            }
            ChatEvent::Done {} => {
                self.finish_text(now);
                self.end(Ending::Done);
            }
            ChatEvent::MessageFailed { error, error_msg, message } => {
                let words = [error, error_msg, message].into_iter().find(|words| !words.trim().is_empty());
                self.end(Ending::Failed(words.cloned().unwrap_or_default()));
            }
            ChatEvent::AgentError { error_msg } => self.end(Ending::Failed(error_msg.clone())),
            _ => return false,
        }
        true
    }

    fn fold_rest(&mut self, event: &ChatEvent, ids: &EventIds, now: Timestamp) {
        match event {
            ChatEvent::MessageCost(cost) => self.add(cost),
            ChatEvent::Suggestion { suggested_questions } if !suggested_questions.is_empty() => {
                self.answer.suggestions.clone_from(suggested_questions);
                self.changes.answer = true;
            }
            ChatEvent::Unknown(fields) => self.unknown(fields, ids, now),
            // What suggestions cost is not what the answer cost.
            _ => {}
        }
    }

    /// The first ending counts: a failure may be followed by a `message_end`.
    fn end(&mut self, ending: Ending) {
        self.ending.get_or_insert(ending);
    }

    /// Tokens add up; of the latencies, which all count from the question, the first token's first and the longest
    /// whole one count.
    fn add(&mut self, cost: &Cost) {
        let usage = self.answer.usage.get_or_insert_with(Usage::default);
        usage.input_tokens = usage.input_tokens.saturating_add(small(cost.input_tokens));
        usage.output_tokens = usage.output_tokens.saturating_add(small(cost.output_tokens));
        usage.total_tokens = usage.input_tokens.saturating_add(usage.output_tokens);
        if usage.first_token_ms == 0 {
            usage.first_token_ms = small(cost.latency_first_resp);
        }
        usage.total_ms = usage.total_ms.max(millis(cost.latency));
        self.changes.answer = true;
    }

    fn say(&mut self, text: &str, speaker: Speaker, now: Timestamp) {
        if text.is_empty() {
            return;
        }
        if self.speaker != Some(speaker) {
            self.finish_card(now);
            self.speaker = Some(speaker);
            if !matches!(self.last, None | Some('\n')) && !self.splitter.thinking() {
                self.hear("\n\n", now);
            }
            if speaker == Speaker::Node {
                self.card = Some(String::new());
            }
        }
        match &mut self.card {
            Some(card) => {
                card.push_str(text);
                if !may_be_json(card) {
                    let text = std::mem::take(card);
                    self.card = None;
                    self.hear(&text, now);
                }
            }
            None => self.hear(text, now),
        }
    }

    /// A message node has spoken: JSON is shown as code, since that is what a card of the platform's would be.
    fn finish_card(&mut self, now: Timestamp) {
        let Some(card) = self.card.take().filter(|card| !card.is_empty()) else { return };
        if serde_json::from_str::<Value>(&card).is_ok() {
            self.hear(&format!("```json\n{}\n```\n", card.trim()), now);
        } else {
            self.hear(&card, now);
        }
    }

    fn hear(&mut self, text: &str, now: Timestamp) {
        self.last = text.chars().next_back().or(self.last);
        let pieces = self.splitter.push(text);
        self.show(pieces, now);
    }

    fn finish_text(&mut self, now: Timestamp) {
        self.finish_card(now);
        let pieces = self.splitter.finish();
        self.show(pieces, now);
    }

    fn show(&mut self, pieces: Vec<Piece>, now: Timestamp) {
        for piece in pieces {
            match piece {
                Piece::Text(text) => {
                    self.close_implied_thought(now);
                    self.answer.text.push_str(&text);
                    self.changes.text.push_str(&text);
                }
                Piece::Think(text) => self.think_inside(&text, now),
                Piece::ThinkEnd => self.end_think_inside(now),
            }
        }
    }

    /// Moderation: what was said is thrown away, with the reasoning that was said in between.
    fn replace(&mut self, text: &str, now: Timestamp) {
        self.finish_text(now);
        self.forget_thoughts_inside();
        self.answer.text.clear();
        (self.last, self.speaker) = (None, Some(Speaker::Agent));
        self.hear(text, now);
        self.changes.answer = true;
    }

    fn unknown(&mut self, fields: &Map<String, Value>, ids: &EventIds, now: Timestamp) {
        let name = fields.get("event").and_then(Value::as_str).unwrap_or_default();
        self.end_unread(name, fields, ids, now);
        let own: Map<String, Value> =
            fields.iter().filter(|(key, value)| is_own(key, value)).map(|(k, v)| (k.clone(), v.clone())).collect();
        match name {
            // Ends of an unexpected shape end all the same.
            "message_end" | "done" => {
                self.finish_text(now);
                self.end(Ending::Done);
            }
            "message_failed" | "error" | "agent_error" => self.end(Ending::Failed(Value::Object(own).to_string())),
            // Such as a heartbeat.
            _ if own.is_empty() => {}
            _ => self.other(name, &own, ids, now),
        }
    }

    fn step_mut(&mut self, id: StepId) -> Option<&mut Step> {
        self.steps.iter_mut().find(|step| step.id == id)
    }

    fn push_step(&mut self, kind: StepKind, title: &str, now: Timestamp) -> StepId {
        let id = StepId::make();
        self.steps.push(Step {
            id,
            answer_id: self.answer.id,
            kind,
            running: true,
            title: title.to_owned(),
            text: String::new(),
            input: String::new(),
            citations: Vec::new(),
            started_at: now,
            took_ms: 0,
            cut: false,
            interrupt: None,
        });
        self.answer.steps.push(id);
        self.changes.step(id, None);
        self.changes.answer = true;
        id
    }
}

/// Whether a field is the event's own and says something.
fn is_own(key: &str, value: &Value) -> bool {
    let common = matches!(key, "event" | "task_id" | "id" | "conversation_id" | "message_id" | "created_at");
    let empty = match value {
        Value::Null => true,
        Value::String(text) => text.is_empty(),
        Value::Array(items) => items.is_empty(),
        Value::Object(members) => members.is_empty(),
        Value::Bool(_) | Value::Number(_) => false,
    };
    !common && !empty
}

/// Whether a text that begins like this can be a JSON object or list.
fn may_be_json(text: &str) -> bool {
    let text = text.trim_start();
    match text.strip_prefix('[') {
        // A Markdown link begins with a bracket, too.
        Some(rest) => {
            let begins = rest.trim_start().chars().next();
            begins.is_none_or(|c| matches!(c, '{' | '[' | ']' | '"' | '-') || c.is_ascii_digit())
        }
        None => text.is_empty() || text.starts_with('{'),
    }
}

fn small(number: i64) -> u32 {
    u32::try_from(number.max(0)).unwrap_or(u32::MAX)
}
