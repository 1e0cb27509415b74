//! What an agent says its answer through.

use std::time::{Duration, Instant};

use parlance_protocol::{ChatEvent, Cost, EventIds};
#[cfg(feature = "script")]
use parlance_protocol::{Interrupted, TaskId};
use parlance_tokens::tokens;
use serde_json::Value;

use super::{Voice, unix_millis, unix_seconds};
use crate::dialect::Wire;
use crate::store::Store;
#[cfg(feature = "script")]
use crate::stream::Piece;

/// How often the text of a running answer is stored.
const CHECKPOINT: Duration = Duration::from_millis(500);

/// What an agent says its answer through.
pub(crate) struct Teller {
    pub(super) ids: EventIds,
    voice: Voice,
    pub(super) store: Store,
    pub(super) text: String,
    pub(super) tracing: Vec<Value>,
    begun: bool,
    pub(super) in_output: bool,
    asked: Instant,
    first: Option<(Instant, i64)>,
    checkpoint: Instant,
}

impl Teller {
    pub(super) fn new(ids: EventIds, voice: Voice, store: Store) -> Self {
        let asked = Instant::now();
        Self {
            ids,
            voice,
            store,
            text: String::new(),
            tracing: Vec::new(),
            begun: false,
            in_output: false,
            asked,
            first: None,
            checkpoint: asked,
        }
    }

    /// What was asked before in the conversation, newest first; nothing where that cannot be read.
    pub(crate) async fn asked_before(&self, most: i64) -> Vec<String> {
        self.store.asked_before(self.ids.id.clone(), most).await.unwrap_or_default()
    }

    /// Says the next piece of the text.
    pub(crate) async fn say(&mut self, text: &str) {
        if !self.in_output {
            self.event(ChatEvent::MessageOutputStart {}).await;
        }
        self.event(ChatEvent::Message { answer: text.to_owned() }).await;
    }

    /// Says an event. The answer's start is said before the first of them.
    pub(crate) async fn event(&mut self, event: ChatEvent) {
        if !self.begun {
            self.begun = true;
            if event != (ChatEvent::MessageStart {}) {
                self.send(&ChatEvent::MessageStart {});
            }
        }
        match &event {
            ChatEvent::Message { answer } => {
                self.first.get_or_insert_with(|| (Instant::now(), unix_millis()));
                self.text.push_str(answer);
            }
            ChatEvent::MessageReplace { answer } => self.text.clone_from(answer),
            ChatEvent::MessageOutputStart {} => self.in_output = true,
            ChatEvent::MessageOutputEnd {} => self.in_output = false,
            _ => {}
        }
        self.send(&event);
        if self.checkpoint.elapsed() > CHECKPOINT && !self.text.is_empty() {
            self.checkpoint = Instant::now();
            // The next one, or the end, stores it again.
            let _ = self.store.checkpoint(self.ids.id.clone(), self.text.clone()).await;
        }
    }

    fn send(&mut self, event: &ChatEvent) {
        self.send_as(event, &self.ids.clone());
    }

    fn send_as(&mut self, event: &ChatEvent, ids: &EventIds) {
        let wire = Wire::new(event, ids, unix_seconds());
        if wire.name().contains("_retrieve") {
            self.tracing.push(wire.value());
        }
        self.voice.say(wire);
    }

    /// Begins a task that goes on after this answer, and says that the answer waits for it. Its id, unless the database
    /// failed.
    #[cfg(feature = "script")]
    pub(crate) async fn task(&mut self, words: &str) -> Option<String> {
        let task = self.store.begin_task(self.ids.id.clone()).await.ok()?;
        if !self.begun {
            self.begun = true;
            self.send(&ChatEvent::MessageStart {});
        }
        let (interrupted_type, interrupted_msg) = ("async_task".to_owned(), words.to_owned());
        let ids = EventIds { task_id: TaskId::new(task.clone()), ..self.ids.clone() };
        self.send_as(&ChatEvent::Interrupted(Interrupted { interrupted_msg, interrupted_type }), &ids);
        Some(task)
    }

    /// Keeps a long-term memory of the one who asks.
    pub(crate) async fn remember(&self, memory: String) {
        // A database that fails now cannot be told to anyone.
        let _ = self.store.remember(self.ids.id.clone(), memory, unix_seconds()).await;
    }

    /// Where the answer is kept.
    #[cfg(feature = "script")]
    pub(crate) fn store(&self) -> Store {
        self.store.clone()
    }

    /// Sends what is no event. Whoever listened may be gone, and the answer goes on.
    #[cfg(feature = "script")]
    pub(crate) fn piece(&mut self, piece: &Piece) {
        self.voice.piece(piece);
    }

    /// Waits until all that was said has been handed to every connection.
    #[cfg(feature = "script")]
    pub(crate) async fn handed_over(&self) {
        self.voice.handed_over().await;
    }

    /// Waits until nobody listens any more.
    #[cfg(feature = "script")]
    pub(crate) async fn unheard(&self) {
        self.voice.unheard().await;
    }

    pub(super) fn cost(&self, question: &str) -> Cost {
        let (latency_first_resp, start_time_first_resp) = match self.first {
            Some((first, at)) => ((first - self.asked).as_millis(), at),
            None => (self.asked.elapsed().as_millis(), unix_millis()),
        };
        Cost {
            input_tokens: count(question),
            output_tokens: count(&self.text),
            start_time_first_resp,
            latency_first_resp: i64::try_from(latency_first_resp).unwrap_or(i64::MAX),
            latency: (self.asked.elapsed().as_secs_f64() * 1000.0).round() / 1000.0,
        }
    }
}

fn count(text: &str) -> i64 {
    i64::try_from(tokens(text).len()).unwrap_or(i64::MAX)
}
