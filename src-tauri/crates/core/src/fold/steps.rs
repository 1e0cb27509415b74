//! What the agent does, event by event: a beginning and its end are one row.

use parlance_protocol::{AgentThought, ChatEvent, EventIds, ThoughtResult};
use serde_json::{Map, Value};

use super::Writing;
use crate::id::StepId;
use crate::model::{Interrupt, Step, StepKind, Timestamp, Wants};

/// The most bytes that one unnamed event's row collects.
const OTHER_MOST: usize = 64 * 1024;

/// Which reasoning is being written.
#[derive(Debug, Default)]
pub(super) struct Thought {
    /// Of `think_message`.
    open: Option<StepId>,
    /// Whether the stream marks its end; if not, text ends it.
    marked: bool,
    /// Inside the answer's text.
    inside: Option<StepId>,
    /// All that were inside the text that is shown.
    all_inside: Vec<StepId>,
}

/// By what the end of a step names it.
#[derive(Debug)]
pub(super) struct Place {
    step: StepId,
    message: String,
    position: i64,
    /// The reasoning that led to a call: how long it took is said at the call's end.
    reason: Option<StepId>,
}

impl Writing {
    /// Takes an event that belongs to a step; false when it is none.
    pub(super) fn fold_step(&mut self, event: &ChatEvent, ids: &EventIds, now: Timestamp) -> bool {
        if self.fold_thought(event, now) {
            return true;
        }
        let before = self.steps.len();
        let belongs =
            self.fold_search(event, ids, now) || self.fold_deep_search(event, now) || self.fold_act(event, ids, now);
        if self.steps.len() > before {
            self.close_implied_thought(now);
        }
        belongs
    }

    fn fold_thought(&mut self, event: &ChatEvent, now: Timestamp) -> bool {
        match event {
            ChatEvent::ThinkMessageOutputStart {} => {
                self.close_thought(now);
                self.thought.marked = true;
            }
            ChatEvent::ThinkMessage { answer } => {
                if !answer.is_empty() {
                    let id = self.thought.open.unwrap_or_else(|| self.push_step(StepKind::Think, "", now));
                    self.thought.open = Some(id);
                    self.append(id, answer);
                }
            }
            ChatEvent::ThinkMessageOutputEnd {} => self.close_thought(now),
            _ => return false,
        }
        true
    }

    fn close_thought(&mut self, now: Timestamp) {
        self.thought.marked = false;
        if let Some(id) = self.thought.open.take() {
            self.close(id, 0.0, now);
        }
    }

    /// Text, or another step, ends a reasoning whose end the stream does not mark.
    pub(super) fn close_implied_thought(&mut self, now: Timestamp) {
        if !self.thought.marked {
            self.close_thought(now);
        }
    }

    pub(super) fn think_inside(&mut self, text: &str, now: Timestamp) {
        let id = match self.thought.inside {
            Some(id) => id,
            None => {
                let id = self.push_step(StepKind::Think, "", now);
                self.thought.inside = Some(id);
                self.thought.all_inside.push(id);
                id
            }
        };
        self.append(id, text);
    }

    pub(super) fn end_think_inside(&mut self, now: Timestamp) {
        if let Some(id) = self.thought.inside.take() {
            self.close(id, 0.0, now);
        }
    }

    pub(super) fn forget_thoughts_inside(&mut self) {
        for id in std::mem::take(&mut self.thought.all_inside) {
            self.change(id, |step| step.text.clear());
        }
    }

    fn fold_deep_search(&mut self, event: &ChatEvent, now: Timestamp) -> bool {
        let (part, said) = match event {
            ChatEvent::DeepSearchThinkStart {} | ChatEvent::DeepSearchThinkEnd {} => ("think", None),
            ChatEvent::DeepSearchQueryStart {} | ChatEvent::DeepSearchQueryEnd {} => ("query", None),
            ChatEvent::DeepSearchExtractionStart {} | ChatEvent::DeepSearchExtractionEnd {} => ("extraction", None),
            ChatEvent::DeepSearchThink { content } => ("think", Some(content)),
            ChatEvent::DeepSearchQuery { content } => ("query", Some(content)),
            ChatEvent::DeepSearchExtraction { content } => ("extraction", Some(content)),
            _ => return false,
        };
        let open = self.running(StepKind::DeepSearch).find(|step| step.title == part).map(|step| step.id);
        match said {
            Some(text) if !text.is_empty() => {
                let id = open.unwrap_or_else(|| self.push_step(StepKind::DeepSearch, part, now));
                self.append(id, text);
            }
            Some(_) => {}
            // A new beginning ends what is open, too.
            None => {
                if let Some(id) = open {
                    self.close(id, 0.0, now);
                }
            }
        }
        true
    }

    fn fold_act(&mut self, event: &ChatEvent, ids: &EventIds, now: Timestamp) -> bool {
        match event {
            ChatEvent::AgentThought(thought) => self.call(thought, ids, now),
            ChatEvent::AgentThoughtUpdate(result) => {
                let id = self.called(result, ids, now);
                self.observe(id, result);
            }
            ChatEvent::AgentThoughtEnd(result) => {
                let id = self.called(result, ids, now);
                self.observe(id, result);
                let latency = if result.latency > 0.0 { result.latency } else { result.tool_latency };
                self.close(id, latency, now);
                self.time_reason(id, result.thought_latency);
            }
            ChatEvent::AgentJump { jump_reason, jump_latency, jump_to } => {
                self.did(StepKind::Jump, jump_to, jump_reason, *jump_latency, now);
            }
            ChatEvent::AgentTakeOver { agent, reason } => {
                self.did(StepKind::TakeOver, agent, reason, 0.0, now);
            }
            ChatEvent::AgentIntention { intention, data } => {
                let more = if super::is_own("", data) { as_code(data) } else { String::new() };
                self.did(StepKind::Intention, intention, &more, 0.0, now);
            }
            ChatEvent::Interrupted(why) => {
                let id = self.did(StepKind::Interrupt, &why.interrupted_type, &why.interrupted_msg, 0.0, now);
                let wants = Wants::of(&why.interrupted_type);
                let task_id = if wants == Wants::Task { ids.task_id.to_string() } else { String::new() };
                self.change(id, |step| step.interrupt = Some(Interrupt { wants, task_id, ..Interrupt::default() }));
            }
            ChatEvent::FlowStart { run_id } => {
                self.push_step(StepKind::Flow, run_id.as_str(), now);
            }
            ChatEvent::FlowEnd { run_id } => {
                let running = self.running(StepKind::Flow);
                let id = running.min_by_key(|step| step.title != run_id.as_str()).map(|step| step.id);
                let id = id.unwrap_or_else(|| self.push_step(StepKind::Flow, run_id.as_str(), now));
                self.close(id, 0.0, now);
            }
            _ => return false,
        }
        true
    }

    fn call(&mut self, thought: &AgentThought, ids: &EventIds, now: Timestamp) {
        let title = if thought.tool.is_empty() { &thought.skill_type } else { &thought.tool };
        let reason = (!thought.thought.is_empty()).then(|| self.did(StepKind::Think, "", &thought.thought, 0.0, now));
        let step = self.push_step(StepKind::Tool, title, now);
        self.change(step, |step| step.input.clone_from(&thought.tool_input));
        self.places.push(Place { step, message: ids.message_id.to_string(), position: thought.position, reason });
    }

    /// The reasoning before a call ended when the call began.
    fn time_reason(&mut self, call: StepId, seconds: f64) {
        let reason = self.places.iter().find(|place| place.step == call).and_then(|place| place.reason);
        if let Some(reason) = reason.filter(|_| seconds > 0.0) {
            let asked_at = self.answer.started_at;
            self.change(reason, |step| {
                let ended_at = step.started_at.0 + i64::from(step.took_ms);
                step.took_ms = millis(seconds);
                step.started_at = before(Timestamp(ended_at), step.took_ms, asked_at);
            });
        }
    }

    fn called(&mut self, result: &ThoughtResult, ids: &EventIds, now: Timestamp) -> StepId {
        let known = self.find(StepKind::Tool, "", ids, result.position);
        known.unwrap_or_else(|| self.push_step(StepKind::Tool, "", now))
    }

    fn observe(&mut self, id: StepId, result: &ThoughtResult) {
        if !result.observation.is_empty() {
            self.change(id, |step| step.text.clone_from(&result.observation));
        }
    }

    /// An event without a name here. Those of one name share a row, so that a talkative one fills no list.
    pub(super) fn other(&mut self, name: &str, own: &Map<String, Value>, ids: &EventIds, now: Timestamp) {
        let known = self.steps.iter().find(|step| step.kind == StepKind::Other && step.title == name);
        let id = match known.map(|step| (step.id, step.text.len())) {
            Some((_, length)) if length > OTHER_MOST => return,
            Some((id, _)) => id,
            None => {
                let id = self.begin(StepKind::Other, name, ids, now);
                self.close(id, 0.0, now);
                id
            }
        };
        self.append(id, &as_code(&Value::Object(own.clone())));
    }

    /// Something without a beginning and an end of its own: it is told when it has been done.
    fn did(&mut self, kind: StepKind, title: &str, text: &str, latency: f64, now: Timestamp) -> StepId {
        let id = self.heard_late(kind, title, latency, now);
        self.append(id, text);
        self.close(id, latency, now);
        id
    }

    /// A step of which only the end is told: it began as long before as it says that it took.
    pub(super) fn heard_late(&mut self, kind: StepKind, title: &str, latency: f64, now: Timestamp) -> StepId {
        let began_at = before(now, millis(latency), self.answer.started_at);
        self.push_step(kind, title, began_at)
    }

    pub(super) fn begin(&mut self, kind: StepKind, title: &str, ids: &EventIds, now: Timestamp) -> StepId {
        let step = self.push_step(kind, title, now);
        self.places.push(Place { step, message: ids.message_id.to_string(), position: 0, reason: None });
        step
    }

    /// The running step that an end belongs to: the one that agrees most, of those the oldest.
    pub(super) fn find(&self, kind: StepKind, title: &str, ids: &EventIds, position: i64) -> Option<StepId> {
        let disagreement = |step: &&Step| {
            let place = self.places.iter().find(|place| place.step == step.id);
            (
                place.is_some_and(|place| place.message != ids.message_id.as_str()),
                place.is_some_and(|place| place.position != position),
                !title.is_empty() && step.title != title,
            )
        };
        self.running(kind).min_by_key(disagreement).map(|step| step.id)
    }

    fn running(&self, kind: StepKind) -> impl Iterator<Item = &Step> {
        self.steps.iter().filter(move |step| step.running && step.kind == kind)
    }

    pub(super) fn change(&mut self, id: StepId, change: impl FnOnce(&mut Step)) {
        if let Some(step) = self.step_mut(id) {
            change(step);
            self.changes.step(id, None);
        }
    }

    fn append(&mut self, id: StepId, text: &str) {
        if text.is_empty() {
            return;
        }
        if let Some(step) = self.step_mut(id) {
            step.text.push_str(text);
            self.changes.step(id, Some(text));
        }
    }

    pub(super) fn close(&mut self, id: StepId, latency: f64, now: Timestamp) {
        self.change(id, |step| {
            step.running = false;
            step.took_ms = match millis(latency) {
                0 => super::small(now.0 - step.started_at.0),
                measured => measured,
            };
        });
    }

    pub(super) fn close_all(&mut self, now: Timestamp) {
        (self.thought.open, self.thought.inside, self.thought.marked) = (None, None, false);
        let running: Vec<StepId> = self.steps.iter().filter(|step| step.running).map(|step| step.id).collect();
        for id in running {
            self.close(id, 0.0, now);
            self.change(id, |step| step.cut = true);
        }
    }
}

/// So long before an instant, but not before the question.
fn before(end: Timestamp, took_ms: u32, asked_at: Timestamp) -> Timestamp {
    Timestamp(end.0 - i64::from(took_ms)).max(asked_at)
}

fn as_code(value: &Value) -> String {
    format!("```json\n{value:#}\n```\n")
}

/// Seconds as whole milliseconds.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "saturating is what a wrong number deserves"
)]
pub(crate) fn millis(seconds: f64) -> u32 {
    (seconds * 1000.0).round() as u32
}
