//! Who answers.

pub(crate) mod folder;
pub(crate) mod guide;
#[cfg(feature = "script")]
pub(crate) mod script;
pub(crate) mod workflow;

use std::fmt;
use std::sync::Arc;

use futures_util::future::BoxFuture;
use parlance_protocol::AppConfig;
use serde::Serialize;

use crate::answering::Teller;
#[cfg(feature = "script")]
use crate::dialect::Dialect;
use crate::refusal::Refusal;
use workflow::Workflow;

/// One who answers questions.
pub(crate) trait Agent: Send + Sync {
    /// What it says of itself.
    fn config(&self) -> AppConfig;

    /// Answers a question through the teller. The future is dropped when the answer is stopped.
    fn answer<'a>(&'a self, question: &'a str, teller: &'a mut Teller) -> BoxFuture<'a, Outcome>;

    /// The framing of its streams, given the one that was asked for.
    #[cfg(feature = "script")]
    fn framing(&self, asked: Dialect) -> (Dialect, script::Style) {
        (asked, script::Style::default())
    }
}

/// How an answer ended, as its agent sees it.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Outcome {
    /// All is said. Questions that one could ask next may be suggested.
    Done { suggestions: Vec<String> },
    /// The agent could not go on; the words are for the person who asked.
    Failed(String),
    /// The agent has ended the stream in its own way; nothing is to be added.
    #[cfg(feature = "script")]
    Left,
}

/// An agent with its key.
pub(crate) struct Served {
    /// What its conversations are stored under; it outlives the key.
    pub(crate) id: String,
    pub(crate) key: String,
    pub(crate) door: Door,
}

/// What an agent does when it is called.
pub(crate) enum Door {
    Chat(Arc<dyn Agent>),
    Workflow(Arc<Workflow>),
}

impl Served {
    /// What it says of itself.
    pub(crate) fn config(&self) -> AppConfig {
        match &self.door {
            Door::Chat(agent) => agent.config(),
            Door::Workflow(workflow) => workflow.config.clone(),
        }
    }

    /// Whom to ask; a workflow is not asked.
    pub(crate) fn chat(&self) -> Result<Arc<dyn Agent>, Refusal> {
        match &self.door {
            Door::Chat(agent) => Ok(agent.clone()),
            Door::Workflow(_) => Err(Refusal::parameter(
                "This key is a workflow's, and workflows do not chat. Run it with run_app_workflow or \
                 sync_run_app_workflow.",
            )),
        }
    }

    /// What to run; an agent that chats is not run.
    pub(crate) fn workflow(&self) -> Result<Arc<Workflow>, Refusal> {
        match &self.door {
            Door::Workflow(workflow) => Ok(workflow.clone()),
            Door::Chat(_) => Err(Refusal::parameter(
                "This key is that of an agent that chats, not of a workflow. Ask it with chat_query_v2.",
            )),
        }
    }

    /// What a client must know of it.
    pub(crate) fn known(&self) -> ServedAgent {
        let kind = match self.door {
            Door::Chat(_) => AgentKind::Agent,
            Door::Workflow(_) => AgentKind::Workflow,
        };
        ServedAgent { name: self.config().name, kind, api_key: self.key.clone() }
    }
}

/// An agent that the server answers for, as a client must know it.
#[derive(Clone, PartialEq, Eq, Serialize)]
pub struct ServedAgent {
    /// Its name.
    pub name: String,
    /// Whether it chats or runs a workflow.
    pub kind: AgentKind,
    /// What a client sends in the header `Apikey`.
    pub api_key: String,
}

impl fmt::Debug for ServedAgent {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ServedAgent").field("name", &self.name).field("kind", &self.kind).finish_non_exhaustive()
    }
}

/// What kind of agent it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum AgentKind {
    /// It chats.
    Agent,
    /// It runs a workflow.
    Workflow,
}
