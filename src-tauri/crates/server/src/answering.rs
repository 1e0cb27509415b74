//! Answers while they are being written: each runs on a task of its own, whether or not anyone still listens.

use std::collections::HashMap;
use std::panic::AssertUnwindSafe;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use futures_util::FutureExt;
use parlance_protocol::{
    AppConversationId, ChatEvent, Cost, EventIds, InnerConversationId, MessageId, QueryExtends, TaskId,
};
use parlance_tokens::tokens;
use serde_json::Value;
use tokio::sync::mpsc;
use tokio_util::sync::CancellationToken;

use crate::agents::{Agent, Outcome};
use crate::dialect::Wire;
use crate::error::StoreError;
use crate::id;
use crate::store::{Again, Finished, Owner, State, Store, Which};
use crate::stream::Piece;

/// How often the text of a running answer is stored.
const CHECKPOINT: Duration = Duration::from_millis(500);

/// A question on its way to an agent.
pub(crate) struct Asked {
    pub(crate) agent: Arc<dyn Agent>,
    pub(crate) conversation: AppConversationId,
    pub(crate) inner: InnerConversationId,
    pub(crate) question: String,
    pub(crate) extends: Option<QueryExtends>,
}

/// The answers that are being written.
#[derive(Debug, Clone)]
pub(crate) struct Running {
    answers: Arc<Mutex<HashMap<MessageId, Switch>>>,
    /// Stops all of them.
    shutdown: CancellationToken,
}

#[derive(Debug, Clone)]
struct Switch {
    stop: CancellationToken,
    stored: CancellationToken,
}

impl Running {
    pub(crate) fn new(shutdown: CancellationToken) -> Self {
        Self { answers: Arc::default(), shutdown }
    }

    /// Stores the question and sets an agent to answer it. What it says comes out of the receiver; dropping that
    /// changes nothing.
    pub(crate) async fn ask(
        &self,
        store: &Store,
        asked: Asked,
    ) -> Result<(EventIds, mpsc::UnboundedReceiver<Piece>), StoreError> {
        let ids = new_ids(asked.inner);
        let now = unix_seconds();
        store.begin_turn(asked.conversation, asked.question.clone(), asked.extends, ids.id.clone(), now).await?;
        let heard = self.begin(store, asked.agent, ids.clone(), asked.question);
        Ok((ids, heard))
    }

    /// Sets an agent to answer a question once more, if the owner has it and it was not answered too often.
    pub(crate) async fn ask_again(
        &self,
        store: &Store,
        owner: Owner,
        agent: Arc<dyn Agent>,
        which: Which,
    ) -> Result<Result<(EventIds, mpsc::UnboundedReceiver<Piece>), Again>, StoreError> {
        let mut ids = new_ids(InnerConversationId::default());
        let (inner, question) = match store.begin_again(owner, which, ids.id.clone(), unix_seconds()).await? {
            Again::Begun { inner, question } => (inner, question),
            refused => return Ok(Err(refused)),
        };
        ids.conversation_id = inner;
        let heard = self.begin(store, agent, ids.clone(), question);
        Ok(Ok((ids, heard)))
    }

    /// Sets an agent to answer on a task of its own; the empty answer is stored already.
    fn begin(
        &self,
        store: &Store,
        agent: Arc<dyn Agent>,
        ids: EventIds,
        question: String,
    ) -> mpsc::UnboundedReceiver<Piece> {
        let switch = Switch { stop: self.shutdown.child_token(), stored: CancellationToken::new() };
        self.answers().insert(ids.id.clone(), switch.clone());
        let (pieces, heard) = mpsc::unbounded_channel();
        let teller = Teller::new(ids, pieces, store.clone());
        let running = self.clone();
        tokio::spawn(async move {
            let id = teller.ids.id.clone();
            answer_to(&question, agent, teller, &switch).await;
            running.answers().remove(&id);
        });
        heard
    }

    /// Stops an answer and waits until what there is of it is stored. An answer that has ended stays as it is.
    pub(crate) async fn stop(&self, answer: &MessageId) {
        let switch = self.answers().get(answer).cloned();
        if let Some(switch) = switch {
            switch.stop.cancel();
            switch.stored.cancelled().await;
        }
    }

    /// Waits until all answers that run now are stored.
    pub(crate) async fn settled(&self) {
        let waiting: Vec<_> = self.answers().values().map(|switch| switch.stored.clone()).collect();
        for stored in waiting {
            stored.cancelled().await;
        }
    }

    fn answers(&self) -> MutexGuard<'_, HashMap<MessageId, Switch>> {
        self.answers.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The ids of an answer that is to be.
fn new_ids(inner: InnerConversationId) -> EventIds {
    let answer = id::ulid();
    EventIds {
        task_id: TaskId::new(answer.clone()),
        id: MessageId::new(answer),
        conversation_id: inner,
        ..EventIds::default()
    }
}

/// Lets the agent answer, stores the end, then says it.
async fn answer_to(question: &str, agent: Arc<dyn Agent>, mut teller: Teller, switch: &Switch) {
    // Whoever waits for the end gets one, whatever happens.
    let _stored = switch.stored.clone().drop_guard();
    let outcome = tokio::select! {
        biased;
        () = switch.stop.cancelled() => None,
        outcome = AssertUnwindSafe(agent.answer(question, &mut teller)).catch_unwind() => {
            Some(outcome.unwrap_or_else(|_| Outcome::Failed("The agent broke down in the middle of its answer.".into())))
        }
    };
    let cost = teller.cost(question);
    let mut last = Vec::new();
    let mut suggested = Vec::new();
    if teller.in_output {
        last.push(ChatEvent::MessageOutputEnd {});
    }
    let state = match outcome {
        None => {
            last.extend([ChatEvent::MessageCost(cost), ChatEvent::MessageEnd { answer: String::new() }]);
            State::Stopped
        }
        Some(Outcome::Done { suggestions }) => {
            last.push(ChatEvent::MessageCost(cost));
            if !suggestions.is_empty() {
                suggested.clone_from(&suggestions);
                last.push(ChatEvent::Suggestion { suggested_questions: suggestions });
            }
            last.push(ChatEvent::MessageEnd { answer: String::new() });
            State::Done
        }
        Some(Outcome::Failed(words)) => {
            let (error, error_msg, message) = (words.clone(), words.clone(), words);
            last.push(ChatEvent::MessageFailed { error, error_msg, message });
            last.push(ChatEvent::MessageEnd { answer: String::new() });
            State::Failed
        }
        #[cfg(feature = "script")]
        Some(Outcome::Left) => {
            last.clear();
            State::Failed
        }
    };
    let finished = Finished {
        state,
        text: std::mem::take(&mut teller.text),
        tokens: cost.input_tokens + cost.output_tokens,
        latency: cost.latency,
        tracing: std::mem::take(&mut teller.tracing),
        suggestions: suggested,
    };
    // A database that fails now cannot be told to anyone but the next who reads the history.
    let _ = teller.store.finish(teller.ids.id.clone(), finished).await;
    // Some clients read the record as soon as the stream ends, so it is there before the end is said.
    for event in last {
        teller.event(event).await;
    }
}

/// What an agent says its answer through.
pub(crate) struct Teller {
    ids: EventIds,
    pieces: mpsc::UnboundedSender<Piece>,
    store: Store,
    text: String,
    tracing: Vec<Value>,
    begun: bool,
    in_output: bool,
    asked: Instant,
    first: Option<(Instant, i64)>,
    checkpoint: Instant,
}

impl Teller {
    fn new(ids: EventIds, pieces: mpsc::UnboundedSender<Piece>, store: Store) -> Self {
        let asked = Instant::now();
        Self {
            ids,
            pieces,
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
        let wire = Wire::new(event, &self.ids, unix_seconds());
        if wire.name().contains("_retrieve") {
            self.tracing.push(wire.value());
        }
        self.piece(Piece::Event(Box::new(wire)));
    }

    /// Sends what is no event. Whoever listened may be gone, and the answer goes on.
    pub(crate) fn piece(&mut self, piece: Piece) {
        let _ = self.pieces.send(piece);
    }

    /// Waits until all that was said has been handed to the connection, or nobody listens.
    #[cfg(feature = "script")]
    pub(crate) async fn handed_over(&self) {
        let (told, heard) = tokio::sync::oneshot::channel();
        if self.pieces.send(Piece::Mark(told)).is_ok() {
            // An error means that the stream was dropped with the mark in it.
            let _ = heard.await;
        }
    }

    /// Waits until nobody listens any more.
    #[cfg(feature = "script")]
    pub(crate) async fn unheard(&self) {
        self.pieces.closed().await;
    }

    fn cost(&self, question: &str) -> Cost {
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

/// Now, in Unix seconds.
pub(crate) fn unix_seconds() -> i64 {
    unix_millis() / 1000
}

fn unix_millis() -> i64 {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    i64::try_from(since.as_millis()).unwrap_or(i64::MAX)
}

#[cfg(test)]
mod tests {
    use futures_util::future::BoxFuture;
    use parlance_protocol::AppConfig;

    use super::*;
    use crate::store::NewConversation;

    struct Clumsy;

    impl Agent for Clumsy {
        fn config(&self) -> AppConfig {
            AppConfig::default()
        }

        fn answer<'a>(&'a self, _question: &'a str, teller: &'a mut Teller) -> BoxFuture<'a, Outcome> {
            async move {
                teller.say("Half").await;
                panic!("the other half is lost")
            }
            .boxed()
        }
    }

    #[tokio::test]
    async fn an_agent_that_breaks_down_fails_in_words_and_keeps_what_it_said() {
        let store = Store::open(None).unwrap();
        let owner = Owner { agent: "clumsy".into(), user: "me".into() };
        let (id, inner_id) = (id::xid(), id::ulid());
        let inputs = std::collections::BTreeMap::new();
        let new = NewConversation { id: id.clone(), inner_id, name: String::new(), inputs, now: 0 };
        store.create_conversation(owner.clone(), new).await.unwrap();
        let conversation = AppConversationId::new(id);
        let asked = Asked {
            agent: Arc::new(Clumsy),
            conversation: conversation.clone(),
            inner: InnerConversationId::new("C"),
            question: "?".into(),
            extends: None,
        };
        let (_, mut heard) = Running::new(CancellationToken::new()).ask(&store, asked).await.unwrap();
        let mut names = Vec::new();
        while let Some(piece) = heard.recv().await {
            if let Piece::Event(wire) = piece {
                names.push(wire.name().to_owned());
            }
        }
        assert_eq!(
            names.last_chunk(),
            Some(&["message_output_end", "message_failed", "message_end"].map(str::to_owned))
        );
        let turns = store.turns(owner, conversation, 1).await.unwrap().unwrap();
        assert_eq!(turns[0].answer_info.as_ref().unwrap().answer, "Half");
    }
}
