//! What the platform tells of a run, as rows. Pure.

use std::collections::BTreeMap;

use parlance_protocol::{NodeRun, NodeType, WorkflowRun, WorkflowStatus};
use serde_json::Value;

use crate::id::{RunId, RunNodeId};
use crate::model::{OpenedRun, Run, RunNode, RunStatus, RunText, Timestamp};
use crate::problem::{Problem, ProblemCode};

/// The most nodes of a run that are kept; a loop may have run many times.
const MOST_NODES: usize = 1_000;

/// Names under which a waiting node is seen to put its question.
const QUESTION: [&str; 7] = ["question", "query", "message", "content", "text", "prompt", "title"];
/// Names under which it puts the answers that it takes.
const CHOICES: [&str; 3] = ["choices", "options", "enum"];

/// A run as it is now. What was known of a node that is not told of any more stays.
pub(crate) fn fold(before: &OpenedRun, told: &WorkflowRun, now: Timestamp) -> OpenedRun {
    let status = status(&told.status);
    let mut nodes = nodes(before, told);
    if !status.goes_on() && status != RunStatus::Interrupted {
        // What the run ended in the middle of has ended with it.
        nodes.iter_mut().filter(|node| node.status == RunStatus::Processing).for_each(|node| {
            node.status = RunStatus::Stopped;
        });
    }
    let asked = if status == RunStatus::Interrupted { asked(told) } else { Asked::default() };
    let rests = !status.goes_on();
    let platform_id = if told.run_id.is_empty() { &before.run.platform_id } else { told.run_id.as_str() };
    let run = Run {
        platform_id: platform_id.to_owned(),
        status,
        watched: before.run.watched && !rests,
        question: asked.question,
        choices: asked.choices,
        nodes: nodes.iter().map(|node| node.id).collect(),
        problem: problem(status, told),
        ended_at: match (rests, before.run.status.goes_on()) {
            (false, _) => Timestamp(0),
            (true, true) => now,
            (true, false) => before.run.ended_at,
        },
        took_ms: count(told.cost_ms),
        tokens: count(told.cost_token.unwrap_or_else(|| told.nodes.values().map(|node| node.cost_token).sum())),
        ..before.run.clone()
    };
    let output = if status == RunStatus::Interrupted { String::new() } else { told.output.clone() };
    OpenedRun { run, text: RunText { output, ..before.text.clone() }, nodes }
}

fn status(told: &WorkflowStatus) -> RunStatus {
    match told {
        WorkflowStatus::ToStart | WorkflowStatus::Pending => RunStatus::ToStart,
        WorkflowStatus::Processing => RunStatus::Processing,
        WorkflowStatus::Success => RunStatus::Success,
        WorkflowStatus::Failed => RunStatus::Failed,
        WorkflowStatus::Interrupted => RunStatus::Interrupted,
        WorkflowStatus::Stopped => RunStatus::Stopped,
        WorkflowStatus::Other(word) => match word.to_ascii_lowercase().as_str() {
            "running" => RunStatus::Processing,
            "succeed" | "succeeded" | "finished" | "completed" => RunStatus::Success,
            "fail" | "error" => RunStatus::Failed,
            "canceled" | "cancelled" => RunStatus::Stopped,
            _ => RunStatus::Unknown,
        },
    }
}

fn problem(status: RunStatus, told: &WorkflowRun) -> Option<Problem> {
    let code = match status {
        RunStatus::Failed => ProblemCode::WorkflowFailed,
        RunStatus::Stopped => ProblemCode::WorkflowStopped,
        _ => return None,
    };
    let failed = told.nodes.values().filter(|node| node.status == WorkflowStatus::Failed).map(reason);
    let own = [told.message.clone(), told.msg.clone()];
    let words = own.into_iter().chain(failed).find(|words| !words.trim().is_empty()).unwrap_or_default();
    Some(Problem::in_words(code, words.trim()))
}

/// A node's own words for what went wrong.
fn reason(node: &NodeRun) -> String {
    let biz = node.biz_code.as_ref().map(|biz| {
        [biz.code.as_str(), biz.message.as_str()].into_iter().filter(|words| !words.is_empty()).collect::<Vec<_>>()
    });
    let biz = biz.map(|words| words.join(": ")).unwrap_or_default();
    match (node.message.is_empty(), biz.is_empty()) {
        (true, _) => biz,
        (false, true) => node.message.clone(),
        (false, false) => format!("{}\n{biz}", node.message),
    }
}

#[derive(Debug, Default)]
struct Asked {
    question: String,
    choices: Vec<String>,
}

/// What a run that waits asks for. No shape of it is documented, so the places where it is seen are looked at in turn.
fn asked(told: &WorkflowRun) -> Asked {
    let waits = told
        .nodes
        .get(&told.last_interrupted_node_id)
        .or_else(|| told.nodes.values().find(|node| node.status == WorkflowStatus::Interrupted));
    let texts = waits.map(|node| [&node.output, &node.input]).into_iter().flatten().chain([&told.output]);
    let objects: Vec<Value> = texts.filter_map(|text| serde_json::from_str(text).ok()).collect();
    let worded = |value: &Value| {
        QUESTION.iter().find_map(|name| value.get(name)?.as_str().filter(|text| !text.is_empty()).map(str::to_owned))
    };
    let plain = [waits.map(|node| node.message.clone()), Some(told.message.clone()), Some(told.msg.clone())];
    let question = plain.into_iter().flatten().find(|text| !text.trim().is_empty());
    let question = question.or_else(|| objects.iter().find_map(worded)).unwrap_or_else(|| {
        // A text that is no JSON is all the platform says.
        if serde_json::from_str::<Value>(&told.output).is_ok() { String::new() } else { told.output.clone() }
    });
    let listed = |value: &Value| {
        let choices = CHOICES.iter().find_map(|name| value.get(name)?.as_array())?;
        let choices: Option<Vec<_>> = choices.iter().map(|choice| choice.as_str().map(str::to_owned)).collect();
        choices.filter(|choices| !choices.is_empty())
    };
    Asked { question, choices: objects.iter().find_map(listed).unwrap_or_default() }
}

/// All nodes in the order in which they ran.
fn nodes(before: &OpenedRun, told: &WorkflowRun) -> Vec<RunNode> {
    let mut found = Vec::new();
    gather(&mut found, before.run.id, "", 0, (&told.nodes, &told.steps));
    let mut known: BTreeMap<&str, &RunNode> = before.nodes.iter().map(|node| (node.node_id.as_str(), node)).collect();
    for node in &mut found {
        if let Some(known) = known.remove(node.node_id.as_str()) {
            node.id = known.id;
        }
    }
    found.extend(before.nodes.iter().filter(|node| known.contains_key(node.node_id.as_str())).cloned());
    found.truncate(MOST_NODES);
    found
}

type Ran<'a> = (&'a BTreeMap<String, NodeRun>, &'a [String]);

fn gather(found: &mut Vec<RunNode>, run: RunId, within: &str, depth: u32, (nodes, steps): Ran<'_>) {
    for (id, node) in in_order(nodes, steps) {
        if found.len() >= MOST_NODES {
            return;
        }
        let node_id = if within.is_empty() { id.to_owned() } else { format!("{within}/{id}") };
        found.push(row(run, node_id.clone(), depth, node));
        if let Some(block) = &node.loop_block {
            gather(found, run, &node_id, depth + 1, (&block.nodes, &block.steps));
        }
    }
}

/// Those that are known to have run in their order, then the others, the end last.
fn in_order<'a>(nodes: &'a BTreeMap<String, NodeRun>, steps: &'a [String]) -> Vec<(&'a str, &'a NodeRun)> {
    let place = |id: &str| steps.iter().position(|step| step == id).unwrap_or(usize::MAX);
    let rank = |node: &NodeRun| match node.node_type {
        NodeType::Start => 0,
        NodeType::End => 2,
        _ => 1,
    };
    let mut sorted: Vec<_> = nodes.iter().map(|(id, node)| (id.as_str(), node)).collect();
    sorted.sort_by_key(|(id, node)| (place(id), rank(node)));
    sorted
}

fn row(run_id: RunId, node_id: String, depth: u32, node: &NodeRun) -> RunNode {
    let named = ["nodeName", "name", "title"].iter().find_map(|name| node.rest.get(*name)?.as_str());
    let status = status(&node.status);
    let mut message = reason(node);
    if status == RunStatus::Unknown && message.is_empty() {
        node.status.as_str().clone_into(&mut message);
    }
    RunNode {
        id: RunNodeId::make(),
        run_id,
        node_id,
        kind: node.node_type.as_str().to_owned(),
        title: named.unwrap_or_default().to_owned(),
        depth,
        status,
        input: node.input.clone(),
        output: node.output.clone(),
        message,
        took_ms: count(node.cost_ms),
        tokens: count(node.cost_token),
    }
}

fn count(number: i64) -> u32 {
    u32::try_from(number.max(0)).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::id::AgentId;
    use crate::model::RunWay;

    fn begun() -> OpenedRun {
        let id = RunId::make();
        let run = Run {
            id,
            agent_id: AgentId::make(),
            platform_id: "r".into(),
            status: RunStatus::Processing,
            way: RunWay::Background,
            watched: true,
            preview: String::new(),
            question: String::new(),
            choices: Vec::new(),
            nodes: Vec::new(),
            problem: None,
            started_at: Timestamp(1),
            ended_at: Timestamp(0),
            took_ms: 0,
            tokens: 0,
        };
        OpenedRun { run, text: RunText { run_id: id, input: "{}".into(), output: String::new() }, nodes: Vec::new() }
    }

    fn told(run: Value) -> WorkflowRun {
        serde_json::from_value(run).unwrap()
    }

    fn ids(run: &OpenedRun) -> Vec<&str> {
        run.nodes.iter().map(|node| node.node_id.as_str()).collect()
    }

    #[test]
    fn nodes_stand_in_the_order_of_their_steps_and_keep_their_rows() {
        let node = |kind: &str, status: &str| json!({"nodeType": kind, "status": status, "costMs": 3});
        let first = fold(
            &begun(),
            &told(json!({"runId": "r", "status": "processing", "steps": ["s", "m"],
                "nodes": {"m": node("llm", "processing"), "s": node("start", "success")}})),
            Timestamp(2),
        );
        assert_eq!((ids(&first), first.run.status, first.run.ended_at.0), (vec!["s", "m"], RunStatus::Processing, 0));
        assert!(first.run.watched);
        let last = fold(
            &first,
            &told(
                json!({"runId": "r", "status": "success", "steps": null, "output": "{}", "costMs": 9, "costToken": 4,
                "nodes": {"z": node("end", "success"), "m": node("llm", "success"), "s": node("start", "success")}}),
            ),
            Timestamp(5),
        );
        assert_eq!(ids(&last), ["s", "m", "z"], "without steps the start is first and the end is last");
        assert_eq!(last.run.nodes[..2], first.run.nodes[..]);
        assert_eq!((last.run.ended_at.0, last.run.took_ms, last.run.tokens, last.run.watched), (5, 9, 4, false));
        let broken = fold(&first, &told(json!({"runId": "r", "status": "failed"})), Timestamp(9));
        assert_eq!(broken.nodes[1].status, RunStatus::Stopped, "it ended with the run");
        let quiet = fold(&last, &told(json!({"runId": "r", "status": "success", "output": "{}"})), Timestamp(9));
        assert_eq!((ids(&quiet), quiet.run.ended_at.0), (vec!["s", "m", "z"], 5), "what was known stays");
    }

    #[test]
    fn what_ran_in_a_loop_stands_below_it() {
        let inner = json!({"status": "success", "nodeType": "llm"});
        let block = json!({"nodes": {"a": inner, "b": inner}, "steps": ["b", "a"], "status": "success"});
        let run = told(json!({"runId": "r", "status": "processing", "steps": ["l", "e"],
            "nodes": {"e": {"nodeType": "end"}, "l": {"nodeType": "loop", "loopBlock": block}}}));
        let run = fold(&begun(), &run, Timestamp(2));
        assert_eq!(ids(&run), ["l", "l/b", "l/a", "e"]);
        assert_eq!(run.nodes.iter().map(|node| node.depth).collect::<Vec<_>>(), [0, 1, 1, 0]);
    }

    #[test]
    fn a_question_is_found_where_it_is() {
        let asks = |run: Value| {
            let mut run = told(run);
            run.status = WorkflowStatus::Interrupted;
            let run = fold(&begun(), &run, Timestamp(2)).run;
            (run.question, run.choices.join("|"))
        };
        let node = json!({"status": "interrupted", "message": "How many?", "input": r#"{"choices":["1","2"]}"#});
        assert_eq!(
            asks(json!({"nodes": {"n": node}, "lastInterruptedNodeId": "n"})),
            ("How many?".into(), "1|2".into())
        );
        let node = json!({"status": "interrupted", "output": r#"{"query":"Which?","options":["a"]}"#});
        assert_eq!(asks(json!({"nodes": {"n": node}})), ("Which?".into(), "a".into()));
        assert_eq!(asks(json!({"output": "Your name, please"})), ("Your name, please".into(), String::new()));
        assert_eq!(asks(json!({"output": "{}"})), (String::new(), String::new()));
    }

    #[test]
    fn a_failure_says_why_in_the_words_that_there_are() {
        let fails = |run: Value| {
            let run = fold(&begun(), &told(run), Timestamp(2)).run;
            run.problem.map(|problem| (problem.code, problem.detail)).unwrap()
        };
        let biz = json!({"status": "failed", "message": "", "BizCode": {"Code": "E7", "Message": "no paper"}});
        assert_eq!(
            fails(json!({"status": "failed", "nodes": {"n": biz}})),
            (ProblemCode::WorkflowFailed, "E7: no paper".into())
        );
        assert_eq!(fails(json!({"status": "failed", "message": "no"})).1, "no");
        assert_eq!(fails(json!({"status": "stopped"})), (ProblemCode::WorkflowStopped, String::new()));
        let odd = fold(&begun(), &told(json!({"status": "dreaming"})), Timestamp(2)).run;
        assert_eq!((odd.status, odd.problem, odd.watched), (RunStatus::Unknown, None, false));
    }
}
