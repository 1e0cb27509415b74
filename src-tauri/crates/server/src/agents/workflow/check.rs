//! Whether a graph can be run to an end, whatever is said on the way.

use std::collections::{BTreeMap, BTreeSet};

use parlance_protocol::VariableConfig;

use super::Node;
use super::file::{Fault, Lines};

type Nodes = BTreeMap<String, Node>;

/// The start of a sound graph. `places` are the nodes' places in the file.
pub(super) fn check(
    nodes: &Nodes,
    places: &BTreeMap<String, usize>,
    inputs: &[VariableConfig],
    lines: Lines<'_>,
) -> Result<String, Fault> {
    let fault = |id: &str, message: String| lines.at(places.get(id).copied().unwrap_or_default(), message);
    let starts: Vec<_> = nodes.iter().filter(|(_, node)| matches!(node, Node::Start { .. })).collect();
    let start = match starts.as_slice() {
        [(id, _)] => (*id).clone(),
        [] => return Err(lines.at(0, "The workflow needs a node of the kind start.")),
        [_, (id, _), ..] => return Err(fault(id, "The workflow has more than one node of the kind start.".into())),
    };
    for (id, node) in nodes {
        if let Some(next) = node.nexts().into_iter().find(|next| !nodes.contains_key(*next)) {
            return Err(fault(id, format!("The node {id} leads to {next}, and there is no such node.")));
        }
        for (of, key) in node.text().into_iter().flat_map(super::Text::places) {
            let known = match nodes.get(of) {
                None => {
                    return Err(fault(
                        id,
                        format!("The node {id} uses {{{{{of}.{key}}}}}, and there is no node {of}."),
                    ));
                }
                Some(Node::Start { .. }) => inputs.iter().any(|input| input.key == key),
                Some(node) => node.keys().contains(&key),
            };
            if !known {
                return Err(fault(
                    id,
                    format!("The node {id} uses {{{{{of}.{key}}}}}, and the node {of} gives no {key}."),
                ));
            }
        }
    }
    let mut way = Vec::new();
    let mut done = BTreeSet::new();
    if let Err(circle) = walk(nodes, &start, &mut way, &mut done) {
        let first = circle.first().cloned().unwrap_or_default();
        return Err(fault(&first, format!("The workflow goes in a circle: {}.", circle.join(" → "))));
    }
    if let Some(id) = nodes.keys().find(|id| !done.contains(id.as_str())) {
        return Err(fault(id, format!("Nothing leads to the node {id}.")));
    }
    for (id, node) in nodes {
        if let Some((of, key)) =
            node.text().into_iter().flat_map(super::Text::places).find(|(of, _)| !leads(nodes, of, id))
        {
            return Err(fault(id, format!("The node {id} uses {{{{{of}.{key}}}}}, and {of} never runs before it.")));
        }
    }
    Ok(start)
}

/// Whether a way leads from one node to another. There are no circles.
fn leads(nodes: &Nodes, from: &str, to: &str) -> bool {
    let mut seen = BTreeSet::new();
    let mut ahead = vec![from];
    while let Some(id) = ahead.pop() {
        for next in nodes.get(id).into_iter().flat_map(Node::nexts) {
            if next == to {
                return true;
            }
            if seen.insert(next) {
                ahead.push(next);
            }
        }
    }
    false
}

/// Walks all ways from a node; an error is a way that comes back to its beginning.
fn walk<'a>(
    nodes: &'a Nodes,
    id: &'a str,
    way: &mut Vec<&'a str>,
    done: &mut BTreeSet<&'a str>,
) -> Result<(), Vec<String>> {
    if let Some(at) = way.iter().position(|before| *before == id) {
        return Err(way[at..].iter().copied().chain([id]).map(str::to_owned).collect());
    }
    if done.contains(id) {
        return Ok(());
    }
    way.push(id);
    for next in nodes.get(id).into_iter().flat_map(Node::nexts) {
        walk(nodes, next, way, done)?;
    }
    way.pop();
    done.insert(id);
    Ok(())
}
