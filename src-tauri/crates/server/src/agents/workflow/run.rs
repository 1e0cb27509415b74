//! One run of a workflow: a value that can be stored after any node and taken up again.

use std::collections::BTreeMap;
use std::time::Instant;

use parlance_protocol::{NodeRun, RunId, WorkflowEvent, WorkflowRun, WorkflowStatus};
use parlance_tokens::tokens;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use tokio::sync::mpsc;

use super::text::Values;
use super::{Case, Node, Test, Workflow};
use crate::agents::guide::pieces;

/// How many passages a `knowledge` node gives.
const TOP: usize = 5;

/// The most bytes of text that a run holds.
const MOST_TEXT: usize = 4 * 1024 * 1024;

/// A run, as far as it is.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Progress {
    pub(crate) run: WorkflowRun,
    /// Whether the caller wants to see failed nodes only.
    pub(crate) no_debug: bool,
    values: Values,
    /// The node that is next, or the one that waits.
    at: String,
}

/// What a run that waits is told.
pub(crate) type Heard = mpsc::UnboundedSender<WorkflowEvent>;

/// Why an answer to a waiting node is not taken.
#[derive(Debug)]
pub(crate) struct Waits(pub(crate) String);

impl Progress {
    /// A run that is about to begin.
    pub(crate) fn new(workflow: &Workflow, run_id: RunId, inputs: BTreeMap<String, String>, no_debug: bool) -> Self {
        let run = WorkflowRun { run_id, status: WorkflowStatus::Processing, ..WorkflowRun::default() };
        let at = workflow.start.clone();
        Self { run, no_debug, values: Values::from([(at.clone(), inputs)]), at }
    }

    /// The run as its caller wants to see it.
    pub(crate) fn shown(mut self) -> WorkflowRun {
        if self.no_debug {
            self.run.nodes.retain(|_, node| node.status == WorkflowStatus::Failed);
        }
        self.run
    }

    /// The run ends here, by no fault of its own.
    pub(crate) fn stop(&mut self, why: &str) {
        self.run.status = WorkflowStatus::Stopped;
        why.clone_into(&mut self.run.message);
    }

    /// Gives the waiting node its answer.
    pub(crate) fn answer(&mut self, workflow: &Workflow, input: &str) -> Result<(), Waits> {
        let answer = answer_in(input);
        if let Some(Node::Ask { choices, .. }) = workflow.nodes.get(&self.at)
            && !choices.is_empty()
            && !choices.contains(&answer)
        {
            return Err(Waits(format!("The answer must be one of: {}.", choices.join(", "))));
        }
        if answer.trim().is_empty() {
            return Err(Waits("The answer is empty. Send it as Input.".into()));
        }
        self.values.entry(self.at.clone()).or_default().insert("answer".into(), answer);
        self.run.status = WorkflowStatus::Processing;
        self.run.output.clear();
        self.run.last_interrupted_node_id.clear();
        Ok(())
    }

    /// Where the run is after a node.
    fn move_on(&mut self, id: &str, node: &Node, done: &NodeRun) {
        let run = &mut self.run;
        match node {
            _ if done.status == WorkflowStatus::Failed => {
                run.status = WorkflowStatus::Failed;
                run.code = 1;
                run.message.clone_from(&done.message);
            }
            _ if done.status == WorkflowStatus::Interrupted => {
                run.status = WorkflowStatus::Interrupted;
                run.output.clone_from(&done.input);
                id.clone_into(&mut run.last_interrupted_node_id);
            }
            Node::End { .. } => {
                run.status = WorkflowStatus::Success;
                run.output.clone_from(&done.output);
            }
            Node::Condition { cases, otherwise, .. } => {
                let value = self.values.get(id).and_then(|of| of.get("value")).map_or("", String::as_str);
                let fitting = cases.iter().find(|case| case.fits(value)).map_or(otherwise, |case| &case.next);
                self.at.clone_from(fitting);
            }
            Node::Start { next }
            | Node::Template { next, .. }
            | Node::Knowledge { next, .. }
            | Node::Ask { next, .. } => {
                self.at.clone_from(next);
            }
        }
    }
}

impl Workflow {
    /// Runs the next node.
    pub(crate) async fn step(&self, progress: &mut Progress, heard: &Heard) {
        let id = progress.at.clone();
        let Some(node) = self.nodes.get(&id) else {
            progress.run.status = WorkflowStatus::Failed;
            progress.run.code = 1;
            progress.run.message = format!("The workflow was changed: it has no node {id} any more.");
            return;
        };
        let began = Instant::now();
        if !self.pace.is_zero() {
            tokio::time::sleep(self.pace).await;
        }
        let mut done = self.done(node, &id, &mut progress.values);
        done.cost_ms = i64::try_from(began.elapsed().as_millis()).unwrap_or(i64::MAX);
        tell(node, &done, progress, heard);
        let run = &mut progress.run;
        run.cost_ms += done.cost_ms;
        run.cost_token = Some(run.cost_token.unwrap_or_default() + done.cost_token);
        if run.steps.last() != Some(&id) {
            run.steps.push(id.clone());
        }
        progress.move_on(&id, node, &done);
        progress.run.nodes.insert(id, done);
    }

    /// What a node makes of its text.
    fn done(&self, node: &Node, id: &str, values: &mut Values) -> NodeRun {
        let mut done = NodeRun { status: WorkflowStatus::Success, node_type: node.node_type(), ..NodeRun::default() };
        let Some(filled) = filled(node, values) else {
            done.status = WorkflowStatus::Failed;
            done.message = format!("The texts of this run come to more than {} MiB.", MOST_TEXT >> 20);
            return done;
        };
        let mut given = values.remove(id).unwrap_or_default();
        match node {
            Node::Start { .. } => {
                done.input = json!(given).to_string();
            }
            Node::Template { .. } => {
                done.input = json!({}).to_string();
                given.insert("text".into(), filled);
            }
            Node::Knowledge { .. } => {
                done.input = json!({ "query": filled }).to_string();
                given = self.look_up(&filled);
            }
            Node::Condition { .. } => {
                done.input = json!({ "value": filled }).to_string();
                given.insert("value".into(), filled);
            }
            Node::Ask { choices, .. } => {
                done.input = json!({ "question": filled, "choices": choices }).to_string();
                if !given.contains_key("answer") {
                    done.status = WorkflowStatus::Interrupted;
                    done.message = filled;
                }
            }
            Node::End { .. } => {
                given.insert("output".into(), filled);
            }
        }
        if done.status == WorkflowStatus::Success {
            done.output = json!(given).to_string();
            let words: usize = given.values().map(|text| tokens(text).len()).sum();
            done.cost_token = i64::try_from(words).unwrap_or(i64::MAX);
        }
        values.insert(id.to_owned(), given);
        done
    }

    fn look_up(&self, query: &str) -> BTreeMap<String, String> {
        let found = self.library.look_up(query, TOP);
        let list = |of: &dyn Fn(&(String, String)) -> String| found.iter().map(of).collect::<Vec<_>>();
        let passages = list(&|(heading, body)| format!("## {heading}\n\n{body}"));
        BTreeMap::from([
            ("count".into(), found.len().to_string()),
            ("headings".into(), list(&|(heading, _)| format!("   - {heading}")).join("\n")),
            ("first".into(), passages.first().cloned().unwrap_or_default()),
            ("passages".into(), passages.join("\n\n")),
        ])
    }
}

/// A node's text with its places filled in; `None` when the run holds too much text.
fn filled(node: &Node, values: &Values) -> Option<String> {
    let held: usize = values.values().flat_map(BTreeMap::values).map(String::len).sum();
    let room = MOST_TEXT.saturating_sub(held);
    node.text().map_or_else(|| Some(String::new()), |text| text.fill(values, room))
}

impl Case {
    fn fits(&self, value: &str) -> bool {
        match &self.test {
            Test::Is(text) => value.trim() == text.trim(),
            Test::Contains(text) => value.to_lowercase().contains(&text.to_lowercase()),
        }
    }
}

/// Says what a node did. Whoever listened may be gone, and the run goes on.
fn tell(node: &Node, done: &NodeRun, progress: &Progress, heard: &Heard) {
    let given: Value = serde_json::from_str(&done.output).unwrap_or_default();
    let say = |event| {
        let _ = heard.send(event);
    };
    match node {
        _ if done.status == WorkflowStatus::Failed => {}
        Node::Template { title, .. } if !title.is_empty() => {
            let message_title = title.clone();
            say(WorkflowEvent::ToolMessageOutputStart { message_title: message_title.clone() });
            let answer = given["text"].as_str().unwrap_or_default().to_owned();
            say(WorkflowEvent::ToolMessage { answer, message_title: message_title.clone() });
            say(WorkflowEvent::ToolMessageOutputEnd { message_title });
        }
        Node::End { .. } => {
            let think_message_id = String::new();
            say(WorkflowEvent::MessageOutputStart { think_message_id: think_message_id.clone() });
            for piece in pieces(given["output"].as_str().unwrap_or_default()) {
                let (answer, think_message_id) = (piece.to_owned(), String::new());
                say(WorkflowEvent::Message { answer, think_message_id });
            }
            say(WorkflowEvent::MessageOutputEnd { think_message_id });
        }
        Node::Ask { .. } if done.status == WorkflowStatus::Interrupted => say(WorkflowEvent::FlowInterrupted {
            interrupted_msg: done.message.clone(),
            interrupted_node_id: progress.at.clone(),
            interrupted_type: "question".into(),
        }),
        _ => {}
    }
}

/// The answer in what a run is resumed with: the `query` of a JSON object, or else the text as it is.
fn answer_in(input: &str) -> String {
    match serde_json::from_str::<Value>(input) {
        Ok(Value::Object(map)) => match map.get("query").or_else(|| map.values().next()) {
            Some(Value::String(answer)) => answer.clone(),
            Some(other) => other.to_string(),
            None => String::new(),
        },
        Ok(Value::String(answer)) => answer,
        _ => input.to_owned(),
    }
}
