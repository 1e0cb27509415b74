//! What is kept of a user beyond one conversation: long-term memory and variables.

use parlance_protocol::{ListOpt, LongMemory, LongMemoryFilter, MessageId, SortOrder, UserVariable, VariableScope};
use rusqlite::{Connection, OptionalExtension, Row, ToSql, params};
use serde_json::Map;

use super::{Owner, Result, Store};

/// How many memories a page has where nothing is said, and at most.
const PAGE: i64 = 20;
const LARGEST_PAGE: i64 = 100;

/// Why memories are not listed.
#[derive(Debug)]
pub(crate) enum NotListed {
    /// The field is none to sort by.
    Field(String),
    /// The text is no time.
    Time(String),
}

impl Store {
    /// Keeps a memory of the user whom the answer is for.
    pub(crate) async fn remember(&self, answer: MessageId, memory: String, now: i64) -> Result<()> {
        self.run(move |connection| {
            connection.execute(
                "INSERT INTO memory (id, agent, user, memory, created_at, updated_at)
                 SELECT ?2, c.agent, c.user, ?3, ?4, ?4
                   FROM answer a
                   JOIN turn t ON t.seq = a.turn_seq
                   JOIN conversation c ON c.id = t.conversation_id
                  WHERE a.id = ?1",
                (answer.as_str(), crate::id::xid(), memory, now),
            )?;
            Ok(())
        })
        .await
    }

    /// One page of an owner's memories, and how many there are on all pages.
    pub(crate) async fn memories(
        &self,
        owner: Owner,
        page: ListOpt,
        filter: LongMemoryFilter,
    ) -> Result<std::result::Result<(Vec<LongMemory>, i64), NotListed>> {
        self.run(move |connection| {
            let order = match order(&page) {
                Ok(order) => order,
                Err(refused) => return Ok(Err(refused)),
            };
            let (start, end) = (time(connection, &filter.start_time)?, time(connection, &filter.end_time)?);
            let (Ok(start), Ok(end)) = (&start, &end) else {
                return Ok(Err(NotListed::Time(if start.is_err() { filter.start_time } else { filter.end_time })));
            };
            let chosen = "FROM memory
                          WHERE agent = ?1 AND user = ?2
                            AND created_at >= coalesce(?3, created_at) AND created_at <= coalesce(?4, created_at)
                            AND instr(lower(memory), lower(?5)) > 0";
            let values: [&dyn ToSql; 5] = [&owner.agent, &owner.user, start, end, &filter.keyword];
            let total = connection.query_row(&format!("SELECT count(*) {chosen}"), &values[..], |row| row.get(0))?;
            let size = if page.page_size <= 0 { PAGE } else { page.page_size.min(LARGEST_PAGE) };
            let skipped = (page.page_number.max(1) - 1).saturating_mul(size);
            let sql = format!(
                "SELECT id, memory, created_at, updated_at {chosen} ORDER BY {order} LIMIT {size} OFFSET {skipped}"
            );
            let mut statement = connection.prepare(&sql)?;
            let found = statement.query_map(&values[..], long_memory)?.collect::<rusqlite::Result<Vec<_>>>()?;
            Ok(Ok((found, total)))
        })
        .await
    }

    /// Rewords a memory. False when the owner has no such memory.
    pub(crate) async fn reword(&self, owner: Owner, id: String, memory: String, now: i64) -> Result<bool> {
        self.run(move |connection| {
            let sql = "UPDATE memory SET memory = ?4, updated_at = ?5 WHERE id = ?1 AND agent = ?2 AND user = ?3";
            Ok(connection.execute(sql, params![id, owner.agent, owner.user, memory, now])? > 0)
        })
        .await
    }

    /// Forgets memories, all of them or, when the owner has not all of them, none. False then.
    pub(crate) async fn forget(&self, owner: Owner, ids: Vec<String>) -> Result<bool> {
        self.run(move |connection| {
            let transaction = connection.transaction()?;
            for id in ids {
                let sql = "DELETE FROM memory WHERE id = ?1 AND agent = ?2 AND user = ?3";
                if transaction.execute(sql, (id, &owner.agent, &owner.user))? == 0 {
                    return Ok(false);
                }
            }
            transaction.commit()?;
            Ok(true)
        })
        .await
    }

    /// Forgets everything of an owner.
    pub(crate) async fn forget_all(&self, owner: Owner) -> Result<()> {
        self.run(move |connection| {
            connection.execute("DELETE FROM memory WHERE agent = ?1 AND user = ?2", (owner.agent, owner.user))?;
            Ok(())
        })
        .await
    }

    /// The variables of an owner in a conversation, those of all conversations included; `None` when the owner has no
    /// such conversation. Either of its ids will do.
    pub(crate) async fn variables(&self, owner: Owner, conversation: String) -> Result<Option<Vec<UserVariable>>> {
        self.run(move |connection| {
            let Some(id) = conversation_id(connection, &owner, &conversation)? else { return Ok(None) };
            let mut statement = connection.prepare_cached(
                "SELECT name, description, value, fallback, conversation_id IS NULL AS everywhere,
                        datetime(updated_at, 'unixepoch', 'localtime') AS updated
                   FROM variable
                  WHERE agent = ?1 AND user = ?2 AND (conversation_id IS NULL OR conversation_id = ?3)
                  ORDER BY name, everywhere",
            )?;
            let found = statement.query_map((owner.agent, owner.user, id), user_variable)?;
            Ok(Some(found.collect::<rusqlite::Result<_>>()?))
        })
        .await
    }

    /// Sets variables. False when the owner has no such conversation.
    pub(crate) async fn set_variables(
        &self,
        owner: Owner,
        conversation: String,
        variables: Vec<UserVariable>,
        now: i64,
    ) -> Result<bool> {
        self.run(move |connection| {
            let transaction = connection.transaction()?;
            let Some(id) = conversation_id(&transaction, &owner, &conversation)? else { return Ok(false) };
            for variable in variables {
                let id = (variable.scope != VariableScope::Agent).then_some(&id);
                transaction.execute(
                    "DELETE FROM variable WHERE agent = ?1 AND user = ?2 AND conversation_id IS ?3 AND name = ?4",
                    (&owner.agent, &owner.user, id, &variable.name),
                )?;
                transaction.execute(
                    "INSERT INTO variable (agent, user, conversation_id, name, description, value, fallback, updated_at)
                     VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
                    params![
                        owner.agent,
                        owner.user,
                        id,
                        variable.name,
                        variable.description,
                        variable.value,
                        variable.default,
                        now
                    ],
                )?;
            }
            transaction.commit()?;
            Ok(true)
        })
        .await
    }
}

/// The order of a list as SQL, made of known words alone.
fn order(page: &ListOpt) -> std::result::Result<String, NotListed> {
    let mut order = String::new();
    for rule in &page.sort {
        let column = match rule.sort_field.as_str() {
            "created_at" | "create_timestamp" => "created_at",
            "updated_at" | "update_timestamp" => "updated_at",
            "memory" => "memory",
            other => return Err(NotListed::Field(other.to_owned())),
        };
        let end = if rule.sort_order == SortOrder::Asc { "ASC" } else { "DESC" };
        order.push_str(&format!("{column} {end}, "));
    }
    // Of the same second, the one that was kept later is the newer.
    let oldest_first = page.sort.first().is_some_and(|rule| rule.sort_order == SortOrder::Asc);
    Ok(if oldest_first { format!("{order}seq ASC") } else { format!("{order}seq DESC") })
}

/// A time of RFC 3339 in Unix seconds; nothing is no bound, and what is no time comes back as an error.
fn time(connection: &Connection, text: &str) -> Result<std::result::Result<Option<i64>, ()>> {
    if text.is_empty() {
        return Ok(Ok(None));
    }
    if !text.get(..11).is_some_and(|date| date.ends_with(['T', 't', ' '])) {
        return Ok(Err(()));
    }
    let seconds: Option<i64> = connection.query_row("SELECT unixepoch(upper(?1))", (text,), |row| row.get(0))?;
    Ok(seconds.map(Some).ok_or(()))
}

fn conversation_id(connection: &Connection, owner: &Owner, either: &str) -> Result<Option<String>> {
    let sql = "SELECT id FROM conversation WHERE (id = ?1 OR inner_id = ?1) AND agent = ?2 AND user = ?3";
    Ok(connection.query_row(sql, (either, &owner.agent, &owner.user), |row| row.get(0)).optional()?)
}

fn long_memory(row: &Row<'_>) -> rusqlite::Result<LongMemory> {
    Ok(LongMemory {
        memory_id: row.get("id")?,
        memory: row.get("memory")?,
        memory_vector_raw_dim: 0,
        create_timestamp: row.get("created_at")?,
        update_timestamp: row.get("updated_at")?,
        rest: Map::new(),
    })
}

fn user_variable(row: &Row<'_>) -> rusqlite::Result<UserVariable> {
    let everywhere: bool = row.get("everywhere")?;
    Ok(UserVariable {
        name: row.get("name")?,
        description: row.get("description")?,
        scope: if everywhere { VariableScope::Agent } else { VariableScope::Conversation },
        value: row.get("value")?,
        default: row.get("fallback")?,
        update_time: row.get("updated")?,
        rest: Map::new(),
    })
}
