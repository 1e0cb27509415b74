//! Answers while they are being written: each runs on a task of its own, whether or not anyone still listens.

mod teller;
mod voice;

use std::collections::HashMap;
use std::panic::AssertUnwindSafe;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{SystemTime, UNIX_EPOCH};

use futures_util::FutureExt;
use parlance_protocol::{AppConversationId, ChatEvent, EventIds, InnerConversationId, MessageId, QueryExtends, TaskId};
use tokio::sync::mpsc;
use tokio_util::sync::CancellationToken;

use crate::agents::{Agent, Outcome};
use crate::error::StoreError;
use crate::id;
use crate::store::{Again, Finished, Owner, State, Store, Which};
use crate::stream::Piece;

pub(crate) use teller::Teller;
use voice::Voice;

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
    answers: Arc<Mutex<HashMap<MessageId, Live>>>,
    /// Stops all of them.
    shutdown: CancellationToken,
}

#[derive(Debug)]
struct Live {
    switch: Switch,
    voice: Voice,
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
        let voice = Voice::default();
        let heard = voice.listen();
        self.answers().insert(ids.id.clone(), Live { switch: switch.clone(), voice: voice.clone() });
        let teller = Teller::new(ids, voice, store.clone());
        let running = self.clone();
        tokio::spawn(async move {
            let id = teller.ids.id.clone();
            answer_to(&question, agent, teller, &switch).await;
            // With the last of its voice every stream of the answer ends.
            running.answers().remove(&id);
        });
        heard
    }

    /// What a running answer has said so far, in few events, and all that it goes on to say.
    pub(crate) fn listen(&self, answer: &MessageId) -> Option<mpsc::UnboundedReceiver<Piece>> {
        self.answers().get(answer).map(|live| live.voice.listen())
    }

    /// Stops an answer and waits until what there is of it is stored. An answer that has ended stays as it is.
    pub(crate) async fn stop(&self, answer: &MessageId) {
        let switch = self.answers().get(answer).map(|live| live.switch.clone());
        if let Some(switch) = switch {
            switch.stop.cancel();
            switch.stored.cancelled().await;
        }
    }

    /// Waits until all answers that run now are stored.
    pub(crate) async fn settled(&self) {
        let waiting: Vec<_> = self.answers().values().map(|live| live.switch.stored.clone()).collect();
        for stored in waiting {
            stored.cancelled().await;
        }
    }

    fn answers(&self) -> MutexGuard<'_, HashMap<MessageId, Live>> {
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
