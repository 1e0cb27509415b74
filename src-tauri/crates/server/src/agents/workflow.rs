//! Workflow agents: a graph of nodes from a TOML file, run node by node.
//!
//! The graph is checked whole before anything is served, so that a run can only end: it has one start, every way leads
//! to an end, and there is no way back. It refuses to compute: nodes fill in texts, look things up, choose a way by
//! comparing texts, and ask. Example: `workflows/en/study-plan.toml`.

mod check;
mod file;
mod run;
mod text;

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

use parlance_protocol::{AppConfig, NodeType};

use super::guide::Guide;
use crate::server::Locale;
use text::Text;

pub(crate) use file::Fault;
pub(crate) use run::{Progress, Waits};

/// The workflow that comes with the server, in each language.
const SAMPLES: [&str; 2] =
    [include_str!("../../workflows/en/study-plan.toml"), include_str!("../../workflows/zh-CN/study-plan.toml")];

/// A workflow, ready to run.
pub(crate) struct Workflow {
    pub(crate) config: AppConfig,
    pub(crate) trigger: Option<Trigger>,
    nodes: BTreeMap<String, Node>,
    start: String,
    /// What `knowledge` nodes look in.
    library: Arc<Guide>,
    /// How long each node takes at least.
    pace: Duration,
}

/// How a workflow is started from outside.
#[derive(Debug, Clone)]
pub(crate) struct Trigger {
    pub(crate) name: String,
    pub(crate) key: String,
    pub(crate) token: String,
}

/// One node.
#[derive(Debug)]
enum Node {
    Start { next: String },
    Template { title: String, text: Text, next: String },
    Knowledge { query: Text, next: String },
    Condition { value: Text, cases: Vec<Case>, otherwise: String },
    Ask { question: Text, choices: Vec<String>, next: String },
    End { output: Text },
}

/// One way out of a condition.
#[derive(Debug)]
struct Case {
    test: Test,
    next: String,
}

#[derive(Debug)]
enum Test {
    Is(String),
    Contains(String),
}

impl Workflow {
    /// Reads a workflow from the text of its file.
    pub(crate) fn read(text: &str, library: Arc<Guide>, pace: Duration) -> Result<Self, Fault> {
        let (config, trigger, nodes, start) = file::read(text)?;
        Ok(Self { config, trigger, nodes, start, library, pace })
    }

    /// The workflow that comes with the server.
    pub(crate) fn sample(locale: Locale, library: Arc<Guide>, pace: Duration) -> Result<Self, Fault> {
        let [en, zh_cn] = SAMPLES;
        let text = match locale {
            Locale::En => en,
            Locale::ZhCn => zh_cn,
        };
        Self::read(text, library, pace)
    }
}

impl Node {
    /// Where it can lead.
    fn nexts(&self) -> Vec<&str> {
        match self {
            Self::Start { next }
            | Self::Template { next, .. }
            | Self::Knowledge { next, .. }
            | Self::Ask { next, .. } => {
                vec![next]
            }
            Self::Condition { cases, otherwise, .. } => {
                cases.iter().map(|case| case.next.as_str()).chain([otherwise.as_str()]).collect()
            }
            Self::End { .. } => Vec::new(),
        }
    }

    /// The text that it fills in.
    fn text(&self) -> Option<&Text> {
        match self {
            Self::Start { .. } => None,
            Self::Template { text, .. } => Some(text),
            Self::Knowledge { query, .. } => Some(query),
            Self::Condition { value, .. } => Some(value),
            Self::Ask { question, .. } => Some(question),
            Self::End { output } => Some(output),
        }
    }

    /// The keys that it gives to others; those of the start are the inputs.
    fn keys(&self) -> &'static [&'static str] {
        match self {
            Self::Start { .. } | Self::End { .. } => &[],
            Self::Template { .. } => &["text"],
            Self::Knowledge { .. } => &["passages", "headings", "first", "count"],
            Self::Condition { .. } => &["value"],
            Self::Ask { .. } => &["answer"],
        }
    }

    /// What it is called on the wire.
    fn node_type(&self) -> NodeType {
        match self {
            Self::Start { .. } => NodeType::Start,
            Self::Template { .. } => NodeType::Other("template".into()),
            Self::Knowledge { .. } => NodeType::Other("knowledge".into()),
            Self::Condition { .. } => NodeType::Condition,
            Self::Ask { .. } => NodeType::Other("ask".into()),
            Self::End { .. } => NodeType::End,
        }
    }
}
