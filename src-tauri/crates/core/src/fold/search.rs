//! What the agent looks up, and what it finds.

use parlance_protocol::{ChatEvent, EventIds, Retrieved};
use serde::Serialize;
use serde_json::Value;

use super::Writing;
use super::cite::citations;
use crate::model::{StepKind, Timestamp};

impl Writing {
    /// Takes an event of a search; false when it is none.
    pub(super) fn fold_search(&mut self, event: &ChatEvent, ids: &EventIds, now: Timestamp) -> bool {
        use StepKind::{Graph, Knowledge, Memory, Qa, Terminology};
        match event {
            ChatEvent::KnowledgeRetrieve(query) => self.search(Knowledge, &query.query, &limits(query), ids, now),
            ChatEvent::QaRetrieve(query) => self.search(Qa, &query.query, &limits(query), ids, now),
            ChatEvent::TerminologyRetrieve(query) => self.search(Terminology, &query.query, &limits(query), ids, now),
            ChatEvent::KnowledgeGraphRetrieve(query) => self.search(Graph, &query.query, &limits(query), ids, now),
            ChatEvent::LongTermMemoryRetrieve { query } => {
                self.begin(Memory, query, ids, now);
            }
            ChatEvent::KnowledgeRetrieveEnd(found) => self.found(Knowledge, found, ids, now),
            ChatEvent::QaRetrieveEnd(found) => self.found(Qa, found, ids, now),
            ChatEvent::TerminologyRetrieveEnd(found) => self.found(Terminology, found, ids, now),
            ChatEvent::KnowledgeGraphRetrieveEnd(found) => self.found(Graph, found, ids, now),
            ChatEvent::LongTermMemoryRetrieveEnd { answer, latency } => {
                let id = self.find(Memory, "", ids, 0).unwrap_or_else(|| self.heard_late(Memory, "", *latency, now));
                self.change(id, |step| step.text.clone_from(answer));
                self.close(id, *latency, now);
            }
            _ => return false,
        }
        true
    }

    fn search(&mut self, kind: StepKind, query: &str, limits: &str, ids: &EventIds, now: Timestamp) {
        let id = self.begin(kind, query, ids, now);
        self.change(id, |step| limits.clone_into(&mut step.input));
    }

    fn found(&mut self, kind: StepKind, found: &Retrieved, ids: &EventIds, now: Timestamp) {
        let query = found.rest.get("query").and_then(Value::as_str).unwrap_or_default();
        let id = self.find(kind, query, ids, 0).unwrap_or_else(|| self.heard_late(kind, query, found.latency, now));
        let citations = citations(&found.docs, &self.origin);
        self.change(id, |step| step.citations = citations);
        self.close(id, found.latency, now);
    }
}

/// What a search was limited to, as JSON; empty where nothing is said of it.
fn limits(query: &impl Serialize) -> String {
    let Ok(Value::Object(mut said)) = serde_json::to_value(query) else { return String::new() };
    said.retain(|key, value| {
        let known = matches!(key.as_str(), "top_k" | "score_threshold" | "search_depth" | "dataset_ids");
        known && super::is_own(key, value) && value.as_f64() != Some(0.0)
    });
    if said.is_empty() { String::new() } else { Value::Object(said).to_string() }
}
