//! What the agent looks up, and what it finds.

use parlance_protocol::{ChatEvent, EventIds, Retrieved};
use serde::Serialize;
use serde_json::{Map, Value};

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

    /// The end of a search that says nothing readable: the search is over all the same.
    pub(super) fn end_unread(&mut self, name: &str, fields: &Map<String, Value>, ids: &EventIds, now: Timestamp) {
        let kind = match name {
            "knowledge_retrieve_end" => StepKind::Knowledge,
            "qa_retrieve_end" => StepKind::Qa,
            "terminology_retrieve_end" => StepKind::Terminology,
            "knowledge_graph_retrieve_end" => StepKind::Graph,
            "long_term_memory_retrieve_end" => StepKind::Memory,
            _ => return,
        };
        let query = fields.get("query").and_then(Value::as_str).unwrap_or_default();
        if let Some(id) = self.find(kind, query, ids, 0) {
            self.close(id, fields.get("latency").and_then(Value::as_f64).unwrap_or_default(), now);
        }
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
