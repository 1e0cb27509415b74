//! An agent that says what a test tells it, when the test tells it.
//!
//! ```
//! # use parlance_server::{Options, Script, Server};
//! # async fn example() -> Result<(), parlance_server::Error> {
//! let script = Script::new()
//!     .say("The first half").cut() // the first question
//!     .say("All ").wait().say("of it."); // the second and all that follow
//! let server = Server::start(Options::default().with_script(&script)).await?;
//! // … the client asks twice …
//! script.waiting().await;
//! script.advance();
//! let asked = script.seen("chat_query_v2").await;
//! # Ok(()) }
//! ```
//!
//! Moves make a list for each question. `cut`, `reset`, `fail`, `end`, `close`, `silence` and `status` are last moves:
//! what is added after one belongs to the next question. A list without a last move ends well. When there are more
//! questions than lists, the last list is used again; without any list the agent repeats the question. Nothing happens
//! by time, unless [`Script::every`] asks for it.

mod moves;
mod overhear;
mod style;
mod tasks;

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use bytes::Bytes;
use futures_util::FutureExt;
use futures_util::future::BoxFuture;
use parlance_protocol::{AppConfig, ChatEvent, Interrupted, VariableConfig};
use tokio::sync::{Notify, Semaphore, watch};

use super::{Agent, Door, Outcome, Served};
use crate::answering::Teller;
use crate::dialect::Dialect;
use crate::id;
use crate::store::Store;
use moves::{Lists, Move};

pub(crate) use overhear::overhear;
pub use overhear::{Reply, Seen};
pub(crate) use style::Style;

/// A scripted agent, and the hand that moves it. Cheap to clone: all clones are the same script.
#[derive(Debug, Clone)]
pub struct Script {
    shared: Arc<Shared>,
}

#[derive(Debug)]
struct Shared {
    key: String,
    state: Mutex<State>,
    /// One permit for each step that was allowed.
    steps: Semaphore,
    /// How many answers are at a wait.
    waiting: watch::Sender<usize>,
    /// How many streams lost their listener.
    dropped: watch::Sender<usize>,
    /// Rings at every request.
    heard: Notify,
}

#[derive(Debug)]
struct State {
    config: AppConfig,
    lists: Lists,
    dialect: Option<Dialect>,
    style: Style,
    seen: Vec<Seen>,
    replies: Vec<(String, Reply)>,
    /// Tasks that were begun and not ended, the oldest first, and where they are kept.
    tasks: VecDeque<(Store, String)>,
}

impl Default for Script {
    fn default() -> Self {
        Self::new()
    }
}

impl Script {
    /// An agent named `Script` with a key of its own.
    #[must_use]
    pub fn new() -> Self {
        let config = AppConfig { name: "Script".into(), ..AppConfig::default() };
        let state = State {
            config,
            lists: Lists::default(),
            dialect: None,
            style: Style::default(),
            seen: Vec::new(),
            replies: Vec::new(),
            tasks: VecDeque::new(),
        };
        let shared = Shared {
            key: id::key(),
            state: Mutex::new(state),
            steps: Semaphore::new(0),
            waiting: watch::Sender::new(0),
            dropped: watch::Sender::new(0),
            heard: Notify::new(),
        };
        Self { shared: Arc::new(shared) }
    }

    /// An agent with a name.
    #[must_use]
    pub fn agent(name: &str) -> Self {
        Self::new().configured(|config| name.clone_into(&mut config.name))
    }

    /// The key that clients send.
    #[must_use]
    pub fn api_key(&self) -> &str {
        &self.shared.key
    }

    /// Sets the greeting.
    pub fn greeting(&self, text: &str) -> Self {
        self.configured(|config| text.clone_into(&mut config.open_message))
    }

    /// Sets the questions under the greeting.
    pub fn questions(&self, questions: &[&str]) -> Self {
        self.configured(|config| config.open_query = questions.iter().map(|question| (*question).to_owned()).collect())
    }

    /// Adds a variable that conversations take.
    pub fn variable(&self, variable: VariableConfig) -> Self {
        self.configured(|config| config.variable_configs.push(variable))
    }

    /// Changes anything that the agent says of itself.
    pub fn configured(&self, change: impl FnOnce(&mut AppConfig)) -> Self {
        change(&mut self.state().config);
        self.clone()
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.shared.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn with(&self, next: Move) -> Self {
        self.state().lists.add(next);
        self.clone()
    }
}

/// The moves of an answer.
impl Script {
    /// Says that the answer begins, as the first word does by itself.
    pub fn start(&self) -> Self {
        self.event(ChatEvent::MessageStart {})
    }

    /// Says a piece of text.
    pub fn say(&self, text: &str) -> Self {
        self.with(Move::Say(text.to_owned()))
    }

    /// Says a text word by word, each with the space after it.
    pub fn words(&self, text: &str) -> Self {
        text.split_inclusive(' ').fold(self.clone(), |script, word| script.say(word))
    }

    /// Says a piece of reasoning.
    pub fn think(&self, text: &str) -> Self {
        self.event(ChatEvent::ThinkMessage { answer: text.to_owned() })
    }

    /// Says any event.
    pub fn event(&self, event: ChatEvent) -> Self {
        self.with(Move::Event(Box::new(event)))
    }

    /// Sends bytes as they are, as one chunk.
    pub fn raw(&self, bytes: impl AsRef<[u8]>) -> Self {
        self.with(Move::Raw(Bytes::copy_from_slice(bytes.as_ref())))
    }

    /// Keeps a long-term memory of the one who asks.
    pub fn remember(&self, memory: &str) -> Self {
        self.with(Move::Remember(memory.to_owned()))
    }

    /// Says that the agent waits for something of this kind before it goes on, with words for the person. The next
    /// question is the answer.
    pub fn interrupt(&self, kind: &str, words: &str) -> Self {
        let (interrupted_type, interrupted_msg) = (kind.to_owned(), words.to_owned());
        self.with(Move::Interrupt(Interrupted { interrupted_msg, interrupted_type }))
    }

    /// Begins a task that goes on after the answer, with words for the person; see [`Script::finish_task`].
    pub fn task(&self, words: &str) -> Self {
        self.with(Move::Task(words.to_owned()))
    }

    /// Waits until the test says [`Script::advance`].
    pub fn wait(&self) -> Self {
        self.with(Move::Wait)
    }

    /// From here on pauses before everything that is said, for tests that watch an answer grow. Zero ends it.
    pub fn every(&self, pause: Duration) -> Self {
        self.with(Move::Every(pause))
    }

    /// Ends well, and begins the list of the next question.
    pub fn end(&self) -> Self {
        self.with(Move::End)
    }

    /// Ends the response in order, but without `message_end`.
    pub fn close(&self) -> Self {
        self.with(Move::Close)
    }

    /// Closes the connection in the middle of the response.
    pub fn cut(&self) -> Self {
        self.with(Move::Break { reset: false })
    }

    /// Resets the connection.
    pub fn reset(&self) -> Self {
        self.with(Move::Break { reset: true })
    }

    /// Fails with words for the person who asked: `message_failed`, then `message_end`.
    pub fn fail(&self, message: &str) -> Self {
        self.with(Move::Fail(message.to_owned()))
    }

    /// Says nothing more, until the answer is stopped or the server is. As the only move, the response begins and
    /// nothing follows; see [`Reply::silence`] for a response that does not begin.
    pub fn silence(&self) -> Self {
        self.with(Move::Silence)
    }

    /// Answers the question with a response of its own instead of a stream. Nothing is stored.
    pub fn status(&self, code: u16, body: &str, headers: &[(&str, &str)]) -> Self {
        let reply = Reply::status(code).body(body);
        self.reply(headers.iter().fold(reply, |reply, (name, value)| reply.header(name, value)))
    }

    /// Answers the question with `reply` instead of a stream. Nothing is stored.
    pub fn reply(&self, reply: Reply) -> Self {
        self.with(Move::Reply(reply))
    }

    /// Answers every request for an action with `reply`, until [`Script::again`].
    pub fn on(&self, action: &str, reply: Reply) -> Self {
        let mut state = self.state();
        state.replies.retain(|(on, _)| on != action);
        state.replies.push((action.to_owned(), reply));
        drop(state);
        self.clone()
    }

    /// Answers an action as usual again.
    pub fn again(&self, action: &str) -> Self {
        self.state().replies.retain(|(on, _)| on != action);
        self.clone()
    }
}

/// What the test does while answers run.
impl Script {
    /// Lets one wait go on: the one that is waiting, or the next.
    pub fn advance(&self) {
        self.shared.steps.add_permits(1);
    }

    /// Waits until an answer is at a wait: everything before it has been handed to the connection.
    pub async fn waiting(&self) {
        at_least(&self.shared.waiting, 1).await;
    }

    /// Waits until the client has left a stream before its end, for the first time.
    pub async fn dropped(&self) {
        at_least(&self.shared.dropped, 1).await;
    }
}

async fn at_least(count: &watch::Sender<usize>, least: usize) {
    // The sender is borrowed, so that waiting cannot fail.
    let _ = count.subscribe().wait_for(|count| *count >= least).await;
}

impl Script {
    pub(crate) fn served(&self) -> Served {
        let agent = Player { script: self.clone() };
        Served {
            id: format!("script-{}", self.shared.key),
            key: self.shared.key.clone(),
            door: Door::Chat(Arc::new(agent)),
        }
    }
}

struct Player {
    script: Script,
}

impl Agent for Player {
    fn config(&self) -> AppConfig {
        self.script.state().config.clone()
    }

    fn answer<'a>(&'a self, question: &'a str, teller: &'a mut Teller) -> BoxFuture<'a, Outcome> {
        self.script.play(question, teller).boxed()
    }

    fn framing(&self, asked: Dialect) -> (Dialect, Style) {
        let state = self.script.state();
        (state.dialect.unwrap_or(asked), state.style.clone())
    }
}
