//! The agent of a line: the one that is here, or a new one without a key.

use rusqlite::OptionalExtension as _;
use rusqlite::types::Value as Cell;
use serde_json::Value;

use parlance_client::Address;
use parlance_protocol::UserId;

use super::line::{Fault, Object};
use super::merge::Shapes;
use super::rows::{Refused, Taken, insert, insert_children, members, text};
use super::tables::Shape;
use crate::agents::built_in::noted_as;
use crate::id::AgentId;
use crate::model::{AgentKind, LineFault};
use crate::store::{Writer, damage};

/// Where a line's agent is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Placed {
    pub(super) id: AgentId,
    /// It was not known, and has no key.
    pub(super) added: bool,
    /// It got runs or values that it had not.
    pub(super) changed: bool,
}

/// The agent that a line means: the one of its id, the built-in one, or the one of the same name at the same address for
/// the same person; else a new one. An agent that is here stays as it is, wherever the line says it is.
pub(super) fn place(writer: &Writer<'_>, shapes: &Shapes, object: &Object) -> Taken<Placed> {
    let shape = &shapes.agent;
    let id = text(object, shape, "id")?;
    let built_in = object.get("builtIn").is_some_and(|flag| flag == true || flag == 1);
    let known = match by_id(writer, id)? {
        None if built_in => return built_in_one(writer, shape, object),
        None => by_place(writer, shape, object)?,
        known => known,
    };
    match known {
        Some(id) => belongings(writer, shape, object, id),
        None => add(writer, shape, object, id),
    }
}

fn by_id(writer: &Writer<'_>, id: &str) -> Taken<Option<AgentId>> {
    let mut statement = writer.prepare_cached("SELECT id FROM agent WHERE id = ?1")?;
    Ok(statement.query_row((id,), |row| row.get(0)).optional()?)
}

fn by_place(writer: &Writer<'_>, shape: &Shape, object: &Object) -> Taken<Option<AgentId>> {
    let field = |member| text(object, shape, member);
    let mut statement = writer
        .prepare_cached("SELECT id FROM agent WHERE base_url = ?1 AND user_id = ?2 AND name = ?3 AND built_in = 0")?;
    let found = statement.query_map((field("baseUrl")?, field("userId")?, field("name")?), |row| row.get(0))?;
    let found: Vec<AgentId> = found.collect::<rusqlite::Result<_>>()?;
    // Two of them could hold different keys.
    Ok(if let [only] = found.as_slice() { Some(*only) } else { None })
}

/// There is one built-in agent a profile, whatever its id was elsewhere.
fn built_in_one(writer: &Writer<'_>, shape: &Shape, object: &Object) -> Taken<Placed> {
    let kind =
        if object.get("kind").is_some_and(|kind| kind == "workflow") { AgentKind::Workflow } else { AgentKind::Chat };
    let (id_note, added_note) = noted_as(kind);
    let noted: Option<AgentId> = writer.value(id_note)?.and_then(|id| id.parse().ok());
    if let Some(id) = noted
        && by_id(writer, &id.to_string())?.is_some()
    {
        return belongings(writer, shape, object, id);
    }
    let id = noted.map_or_else(|| text(object, shape, "id").map(str::to_owned), |id| Ok(id.to_string()))?;
    let placed = add(writer, shape, object, &id)?;
    writer.set_value(id_note, &id)?;
    writer.set_value(added_note, "yes")?;
    // Its key comes with its server.
    Ok(Placed { added: false, changed: true, ..placed })
}

fn add(writer: &Writer<'_>, shape: &Shape, object: &Object, id: &str) -> Taken<Placed> {
    let wrong = |member: &str| Refused::from(Fault::new(LineFault::Wrong, format!("agent.{member}")));
    Address::parse(text(object, shape, "baseUrl")?).map_err(|_| wrong("baseUrl"))?;
    UserId::parse(text(object, shape, "userId")?).map_err(|_| wrong("userId"))?;
    let position: i64 = writer
        .prepare_cached(
            "SELECT CASE WHEN EXISTS (SELECT 1 FROM agent WHERE position = ?1)
                         THEN (SELECT MAX(position) + 1 FROM agent) ELSE ?1 END",
        )?
        .query_row((super::rows::number(object, "position"),), |row| row.get(0))?;
    let own =
        [("id", Cell::from(id.to_owned())), ("key_stored", Cell::Integer(0)), ("position", Cell::Integer(position))];
    insert_as(writer, shape, object, id, &own)?;
    let id = id.parse().map_err(|_| wrong("id"))?;
    // What is in the row can be read, or the line is not taken.
    let before = damage();
    writer.agent(id).map_err(|_| wrong("kind"))?;
    if damage() != before {
        return Err(wrong("kind"));
    }
    Ok(Placed { id, added: true, changed: true })
}

fn insert_as(writer: &Writer<'_>, shape: &Shape, object: &Object, id: &str, own: &[(&str, Cell)]) -> Taken<()> {
    let mut alone = object.clone();
    for child in &shape.children {
        alone.remove(child.table.member);
    }
    alone.insert("id".to_owned(), Value::from(id));
    insert(writer, shape, &alone, own)?;
    insert_children(writer, shape, object, id)
}

/// Values kept under a name, and runs, that are not here yet.
fn belongings(writer: &Writer<'_>, shape: &Shape, object: &Object, id: AgentId) -> Taken<Placed> {
    let mut changed = false;
    for child in &shape.children {
        for row in members(child, object)? {
            changed |= match child.table.name {
                "preset" => preset(writer, child, row, id)?,
                name => {
                    let (column, key) = match row.get("id") {
                        Some(key) if !child.table.single => ("id", key.as_str().unwrap_or_default().to_owned()),
                        _ => (child.table.parent, id.to_string()),
                    };
                    let sql = format!("SELECT 1 FROM {name} WHERE {column} = ?1");
                    if writer.prepare_cached(&sql)?.exists((key,))? {
                        false
                    } else {
                        insert(writer, child, row, &[(child.table.parent, Cell::from(id.to_string()))])?;
                        true
                    }
                }
            };
        }
    }
    Ok(Placed { id, added: false, changed })
}

/// An agent has no two sets of values of one name: a second one gets a number.
fn preset(writer: &Writer<'_>, shape: &Shape, object: &Object, agent: AgentId) -> Taken<bool> {
    let (id, name) = (text(object, shape, "id")?, text(object, shape, "name")?);
    let values = object.get("variableValues").map(Value::to_string).unwrap_or_default();
    let mut known = writer
        .prepare_cached("SELECT 1 FROM preset WHERE id = ?1 OR agent_id = ?2 AND name = ?3 AND variable_values = ?4")?;
    if known.exists((id, agent, name, values))? {
        return Ok(false);
    }
    let mut taken = writer.prepare_cached("SELECT 1 FROM preset WHERE agent_id = ?1 AND name = ?2")?;
    let mut free = name.to_owned();
    let mut number = 2;
    while taken.exists((agent, &free))? {
        free = format!("{name} ({number})");
        number += 1;
    }
    insert(writer, shape, object, &[("agent_id", Cell::from(agent.to_string())), ("name", Cell::from(free))])?;
    Ok(true)
}
