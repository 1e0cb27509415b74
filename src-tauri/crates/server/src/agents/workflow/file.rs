//! The TOML file of a workflow, and what is wrong with it, by line.

use std::collections::BTreeMap;
use std::path::PathBuf;

use parlance_protocol::{AppConfig, VariableConfig, VariableType};
use serde::Deserialize;
use toml::Spanned;

use super::check::check;
use super::text::Text;
use super::{Case, Node, Test, Trigger};
use crate::error::Error;

/// The most nodes of a workflow.
const MOST_NODES: usize = 500;

/// What is wrong with a file.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Fault {
    /// Counted from 1.
    pub(crate) line: usize,
    pub(crate) message: String,
}

impl Fault {
    /// The error of the file that it is in.
    pub(crate) fn of(self, path: PathBuf) -> Error {
        Error::Agent { path, line: self.line, message: self.message }
    }
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    name: Spanned<String>,
    #[serde(default)]
    greeting: String,
    #[serde(default)]
    input: Vec<Input>,
    #[serde(default)]
    node: Vec<RawNode>,
    trigger: Option<RawTrigger>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Input {
    key: Spanned<String>,
    #[serde(default)]
    name: String,
    #[serde(default)]
    description: String,
    #[serde(default)]
    required: bool,
    #[serde(default)]
    max_length: u32,
    #[serde(default)]
    choices: Vec<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct RawTrigger {
    name: String,
    key: Spanned<String>,
    token: Spanned<String>,
}

type Field = Option<Spanned<String>>;

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawNode {
    pub(super) id: Spanned<String>,
    kind: Spanned<String>,
    next: Field,
    title: Field,
    text: Field,
    query: Field,
    value: Field,
    question: Field,
    output: Field,
    otherwise: Field,
    cases: Option<Vec<RawCase>>,
    choices: Option<Vec<String>>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct RawCase {
    is: Option<String>,
    contains: Option<String>,
    next: Spanned<String>,
}

/// The file's text, to find lines in.
#[derive(Clone, Copy)]
pub(super) struct Lines<'a>(&'a str);

impl Lines<'_> {
    /// A fault at a place in the text.
    pub(super) fn at(self, byte: usize, message: impl Into<String>) -> Fault {
        let before = self.0.as_bytes().get(..byte).unwrap_or(self.0.as_bytes());
        Fault { line: before.iter().filter(|b| **b == b'\n').count() + 1, message: message.into() }
    }
}

type Workflow = (AppConfig, Option<Trigger>, BTreeMap<String, Node>, String);

/// Reads a file and checks the graph in it.
pub(super) fn read(text: &str) -> Result<Workflow, Fault> {
    let lines = Lines(text);
    let file: File = toml::from_str(text)
        .map_err(|error| lines.at(error.span().map_or(0, |span| span.start), error.message().trim_end()))?;
    if file.name.get_ref().trim().is_empty() {
        return Err(lines.at(file.name.span().start, "The workflow needs a name."));
    }
    let trigger = file.trigger.map(|raw| trigger(raw, lines)).transpose()?;
    if let Some(raw) = file.node.get(MOST_NODES) {
        return Err(lines.at(raw.id.span().start, format!("A workflow has at most {MOST_NODES} nodes.")));
    }
    let mut nodes = BTreeMap::new();
    let mut places = BTreeMap::new();
    for raw in file.node {
        let (id, at) = (raw.id.get_ref().clone(), raw.id.span().start);
        if id.is_empty() || !id.chars().all(|c| c.is_alphanumeric() || matches!(c, '_' | '-')) {
            return Err(lines.at(at, format!("The id {id:?} must be letters, digits, `_` and `-`.")));
        }
        if places.insert(id.clone(), at).is_some() {
            return Err(lines.at(at, format!("There are two nodes with the id {id}.")));
        }
        nodes.insert(id, node(raw, lines)?);
    }
    let mut inputs: Vec<VariableConfig> = Vec::new();
    for input in file.input {
        let (key, at) = (input.key.get_ref(), input.key.span().start);
        if key.trim().is_empty() {
            return Err(lines.at(at, "An input needs a key."));
        }
        if inputs.iter().any(|before| before.key == *key) {
            return Err(lines.at(at, format!("There are two inputs with the key {key}.")));
        }
        inputs.push(variable(input));
    }
    let start = check(&nodes, &places, &inputs, lines)?;
    let config = AppConfig {
        name: file.name.into_inner(),
        open_message: file.greeting,
        variable_configs: inputs,
        icon: "workflow".into(),
        background: "background_2".into(),
        ..AppConfig::default()
    };
    Ok((config, trigger, nodes, start))
}

fn trigger(raw: RawTrigger, lines: Lines<'_>) -> Result<Trigger, Fault> {
    for (what, secret) in [("key", &raw.key), ("token", &raw.token)] {
        let text = secret.get_ref();
        if text.len() < 16 || !text.bytes().all(|b| b.is_ascii_alphanumeric()) {
            let message =
                format!("The trigger's {what} must be 16 or more letters and digits, so that nobody guesses it.");
            return Err(lines.at(secret.span().start, message));
        }
    }
    Ok(Trigger { name: raw.name, key: raw.key.into_inner(), token: raw.token.into_inner() })
}

fn variable(input: Input) -> VariableConfig {
    let key = input.key.into_inner();
    VariableConfig {
        name: if input.name.is_empty() { key.clone() } else { input.name },
        key,
        description: input.description,
        required: input.required,
        variable_type: if input.choices.is_empty() { VariableType::Text } else { VariableType::Enum },
        enum_values: input.choices,
        text_max_length: input.max_length.into(),
        ..VariableConfig::default()
    }
}

fn node(mut raw: RawNode, lines: Lines<'_>) -> Result<Node, Fault> {
    let (kind, at) = (raw.kind.get_ref().clone(), raw.kind.span().start);
    let allowed: &[&str] = match kind.as_str() {
        "start" => &["next"],
        "template" => &["next", "text", "title"],
        "knowledge" => &["next", "query"],
        "condition" => &["value", "cases", "otherwise"],
        "ask" => &["next", "question", "choices"],
        "end" => &["output"],
        _ => {
            let kinds = "start, template, knowledge, condition, ask and end";
            return Err(lines.at(at, format!("There is no node of the kind {kind:?}; the kinds are {kinds}.")));
        }
    };
    if let Some(field) = raw.given().into_iter().find(|field| !allowed.contains(field)) {
        return Err(lines.at(at, format!("A node of the kind {kind} has no `{field}`; it has {}.", allowed.join(", "))));
    }
    let mut take = |name: &str, field: fn(&mut RawNode) -> &mut Field| {
        let missing = || lines.at(at, format!("A node of the kind {kind} needs `{name}`."));
        field(&mut raw).take().ok_or_else(missing)
    };
    let text = |field: Spanned<String>| {
        let start = field.span().start;
        Text::read(field.get_ref()).map_err(|message| lines.at(start, message))
    };
    Ok(match kind.as_str() {
        "start" => Node::Start { next: take("next", |raw| &mut raw.next)?.into_inner() },
        "template" => Node::Template {
            text: text(take("text", |raw| &mut raw.text)?)?,
            next: take("next", |raw| &mut raw.next)?.into_inner(),
            title: raw.title.map(Spanned::into_inner).unwrap_or_default(),
        },
        "knowledge" => Node::Knowledge {
            query: text(take("query", |raw| &mut raw.query)?)?,
            next: take("next", |raw| &mut raw.next)?.into_inner(),
        },
        "ask" => Node::Ask {
            question: text(take("question", |raw| &mut raw.question)?)?,
            next: take("next", |raw| &mut raw.next)?.into_inner(),
            choices: raw.choices.unwrap_or_default(),
        },
        "condition" => Node::Condition {
            value: text(take("value", |raw| &mut raw.value)?)?,
            otherwise: take("otherwise", |raw| &mut raw.otherwise)?.into_inner(),
            cases: raw.cases.unwrap_or_default().into_iter().map(|raw| case(raw, lines)).collect::<Result<_, _>>()?,
        },
        _ => Node::End { output: text(take("output", |raw| &mut raw.output)?)? },
    })
}

fn case(raw: RawCase, lines: Lines<'_>) -> Result<Case, Fault> {
    let at = raw.next.span().start;
    let test = match (raw.is, raw.contains) {
        (Some(text), None) => Test::Is(text),
        (None, Some(text)) => Test::Contains(text),
        _ => return Err(lines.at(at, "A case needs either `is` or `contains`.")),
    };
    Ok(Case { test, next: raw.next.into_inner() })
}

impl RawNode {
    /// The names of the fields that the file gives, besides `id` and `kind`.
    fn given(&self) -> Vec<&'static str> {
        let fields = [
            ("next", self.next.is_some()),
            ("title", self.title.is_some()),
            ("text", self.text.is_some()),
            ("query", self.query.is_some()),
            ("value", self.value.is_some()),
            ("question", self.question.is_some()),
            ("output", self.output.is_some()),
            ("otherwise", self.otherwise.is_some()),
            ("cases", self.cases.is_some()),
            ("choices", self.choices.is_some()),
        ];
        fields.into_iter().filter(|(_, given)| *given).map(|(name, _)| name).collect()
    }
}
