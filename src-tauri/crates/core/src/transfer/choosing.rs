//! Which lines an export has, in a fixed order.

use rusqlite::{Connection, OptionalExtension as _, params_from_iter};

use crate::error::Error;
use crate::id::ConversationId;
use crate::model::Scope;
use crate::store::{Reader, StoreError};

/// A line: a conversation with its agent, or an agent alone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Chosen {
    /// The agent's id.
    pub(super) agent: String,
    /// The conversation's id.
    pub(super) conversation: Option<String>,
}

/// The lines of a scope: agents as in the rail, conversations as they were begun.
pub(super) fn chosen(connection: &Connection, scope: &Scope) -> Result<Vec<Chosen>, Error> {
    match scope {
        Scope::All => Ok(of_agents(connection, None)?),
        Scope::Agent(agent) => {
            let agent = agent.to_string();
            let known: Option<i64> = connection
                .query_row("SELECT 1 FROM agent WHERE id = ?1", (&agent,), |row| row.get(0))
                .optional()
                .map_err(StoreError::from)?;
            known.ok_or(Error::Gone("agent"))?;
            Ok(of_agents(connection, Some(&agent))?)
        }
        Scope::Conversations(ids) => {
            let mut found = Vec::with_capacity(ids.len());
            for id in ids {
                let agent: Option<String> = connection
                    .prepare_cached("SELECT agent_id FROM conversation WHERE id = ?1 AND removed_at = 0")
                    .and_then(|mut statement| statement.query_row((id,), |row| row.get(0)).optional())
                    .map_err(StoreError::from)?;
                let agent = agent.ok_or(Error::Gone("conversation"))?;
                found.push(Chosen { agent, conversation: Some(id.to_string()) });
            }
            Ok(found)
        }
    }
}

/// The same where a page cannot be read: every agent, and of its conversations those that can be found.
fn apart(connection: &Connection, only: Option<&str>) -> Result<Vec<Chosen>, StoreError> {
    let reader = Reader::over(connection);
    let mut found = Vec::new();
    for agent in reader.agents()? {
        let id = agent.id.to_string();
        if only.is_some_and(|only| only != id) {
            continue;
        }
        found.push(Chosen { agent: id.clone(), conversation: None });
        let mut conversations = reader.all_of(agent.id)?;
        conversations.sort();
        let line = |id: ConversationId| Chosen { agent: agent.id.to_string(), conversation: Some(id.to_string()) };
        found.extend(conversations.into_iter().map(line));
    }
    Ok(found)
}

/// An agent has a line of its own where a conversation's line would not say all: it has runs, or no conversation at all.
fn of_agents(connection: &Connection, only: Option<&str>) -> Result<Vec<Chosen>, StoreError> {
    let which = if only.is_some() { "agent.id = ?1" } else { "1" };
    let sql = format!(
        "SELECT agent.id, NULL, agent.position
           FROM agent
          WHERE {which}
            AND (EXISTS (SELECT 1 FROM run WHERE run.agent_id = agent.id)
                 OR EXISTS (SELECT 1 FROM run_draft WHERE run_draft.agent_id = agent.id)
                 OR built_in = 0
                    AND NOT EXISTS (SELECT 1 FROM conversation WHERE agent_id = agent.id AND removed_at = 0))
          UNION ALL
         SELECT agent.id, conversation.id, agent.position
           FROM conversation JOIN agent ON agent.id = conversation.agent_id
          WHERE {which} AND removed_at = 0
          ORDER BY 3, 1, 2"
    );
    let mut statement = connection.prepare(&sql)?;
    let found: rusqlite::Result<_> = statement
        .query_map(params_from_iter(only), |row| Ok(Chosen { agent: row.get(0)?, conversation: row.get(1)? }))?
        .collect();
    match found.map_err(StoreError::from) {
        Err(StoreError::Damaged) => apart(connection, only),
        found => found,
    }
}
