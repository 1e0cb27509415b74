//! What can still be read of a damaged database, row by row, into a new one.

use std::path::Path;

use rusqlite::types::{Value, ValueRef};
use rusqlite::{Connection, Row, params_from_iter};

use crate::problem::{Problem, ProblemCode};
use crate::store::{StoreError, new_database};

/// A gap is left behind in steps that grow up to this.
const LARGEST_STEP: i64 = 1 << 40;

/// Reads what can be read of `damaged`, which may be changed by that, and writes it into a new file; how many rows.
pub(super) fn salvage(damaged: &Path, into: &Path) -> Result<u64, StoreError> {
    let source = Connection::open(damaged)?;
    // Whatever the file says of itself, its words are only read.
    source.pragma_update(None, "trusted_schema", false)?;
    let target = new_database(into)?;
    target.pragma_update(None, "foreign_keys", false)?;
    target.execute_batch("BEGIN")?;
    let mut rows = 0;
    for table in tables(&target)? {
        // A table that cannot be read at all must not cost the others.
        rows += Salvaging { source: &source, target: &target, table: &table }.all().unwrap_or_default();
    }
    mend(&target)?;
    target.execute_batch("COMMIT")?;
    target.pragma_update(None, "journal_mode", "DELETE")?;
    super::copy::check(&target)?;
    target.close().map_err(|(_, error)| StoreError::from(error))?;
    Ok(rows)
}

/// What is derived from the other tables is made again from what was found.
fn tables(target: &Connection) -> Result<Vec<String>, StoreError> {
    let mut statement = target.prepare(
        "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' AND name NOT LIKE 'search%'",
    )?;
    let names = statement.query_map((), |row| row.get(0))?.collect::<rusqlite::Result<_>>()?;
    Ok(names)
}

fn columns(connection: &Connection, table: &str) -> Result<Vec<String>, StoreError> {
    let mut statement = connection.prepare("SELECT name FROM pragma_table_info(?1) ORDER BY cid")?;
    let names = statement.query_map((table,), |row| row.get(0))?.collect::<rusqlite::Result<_>>()?;
    Ok(names)
}

struct Salvaging<'a> {
    source: &'a Connection,
    target: &'a Connection,
    table: &'a str,
}

impl Salvaging<'_> {
    fn all(&self) -> Result<u64, StoreError> {
        let there = columns(self.source, self.table)?;
        let columns: Vec<String> =
            columns(self.target, self.table)?.into_iter().filter(|column| there.contains(column)).collect();
        if columns.is_empty() {
            return Ok(0);
        }
        if self.source.prepare(&format!("SELECT rowid FROM {}", self.table)).is_ok() {
            self.by_number(&columns)
        } else {
            self.read_both_ways(&columns)
        }
    }

    /// Rows have numbers: behind a page that cannot be read it goes on with a later one.
    fn by_number(&self, columns: &[String]) -> Result<u64, StoreError> {
        let table = self.table;
        let last =
            self.source.query_row(&format!("SELECT MAX(rowid) FROM {table}"), (), |row| row.get::<_, Option<i64>>(0));
        let end = last.ok().flatten().unwrap_or(i64::MAX);
        let sql =
            format!("SELECT {}, rowid FROM {table} NOT INDEXED WHERE rowid >= ?1 ORDER BY rowid", columns.join(", "));
        let (mut start, mut step, mut found) = (i64::MIN, 1, 0);
        while start <= end && step <= LARGEST_STEP {
            let Ok(mut statement) = self.source.prepare(&sql) else { break };
            let Ok(mut rows) = statement.query((start,)) else { break };
            loop {
                match rows.next() {
                    Ok(Some(row)) => {
                        found += self.keep(columns, row)?;
                        start = row.get::<_, i64>(columns.len()).unwrap_or(start).saturating_add(1);
                        step = 1;
                    }
                    Ok(None) => return Ok(found),
                    Err(_) => break,
                }
            }
            start = start.max(0).saturating_add(step);
            step *= 2;
        }
        Ok(found)
    }

    /// Rows have no numbers: up to the first page that cannot be read, from either end.
    fn read_both_ways(&self, columns: &[String]) -> Result<u64, StoreError> {
        let mut found = 0;
        for order in ["ASC", "DESC"] {
            let key = columns.first().map_or("1", String::as_str);
            let sql = format!("SELECT {} FROM {} ORDER BY {key} {order}", columns.join(", "), self.table);
            let mut statement = self.source.prepare(&sql)?;
            let mut rows = statement.query(())?;
            while let Ok(Some(row)) = rows.next() {
                found += self.keep(columns, row)?;
            }
        }
        Ok(found)
    }

    /// A row that breaks a rule of its table is not kept.
    fn keep(&self, columns: &[String], row: &Row<'_>) -> Result<u64, StoreError> {
        let places: Vec<String> = (1..=columns.len()).map(|place| format!("?{place}")).collect();
        let sql =
            format!("INSERT OR IGNORE INTO {} ({}) VALUES ({})", self.table, columns.join(", "), places.join(", "));
        let values = (0..columns.len()).map(|place| row.get_ref(place).map_or(Value::Null, owned));
        match self.target.prepare_cached(&sql)?.execute(params_from_iter(values)) {
            Ok(kept) => Ok(u64::try_from(kept).unwrap_or_default()),
            Err(error) if error.sqlite_error_code() == Some(rusqlite::ErrorCode::ConstraintViolation) => Ok(0),
            Err(error) => Err(error.into()),
        }
    }
}

fn owned(value: ValueRef<'_>) -> Value {
    match value {
        ValueRef::Text(bytes) => Value::Text(String::from_utf8_lossy(bytes).into_owned()),
        ValueRef::Null => Value::Null,
        ValueRef::Integer(number) => Value::Integer(number),
        ValueRef::Real(number) => Value::Real(number),
        ValueRef::Blob(bytes) => Value::Blob(bytes.to_vec()),
    }
}

/// Gives rows whose surroundings are lost new ones, and lets go of what belongs to nothing.
fn mend(target: &Connection) -> Result<(), StoreError> {
    target.execute_batch(
        "INSERT OR IGNORE INTO conversation
             (id, agent_id, platform_id, title, pinned, preview, turns, unread, created_at, active_at)
         SELECT conversation_id, (SELECT id FROM agent ORDER BY built_in, position LIMIT 1), '', '', 0, '', 0, 0,
                MIN(asked_at), MAX(asked_at)
           FROM turn
          WHERE conversation_id NOT IN (SELECT id FROM conversation) AND EXISTS (SELECT 1 FROM agent)
          GROUP BY conversation_id",
    )?;
    let lost = Problem::new(ProblemCode::PartDamaged, "the answer was lost when the history was damaged");
    let lost = serde_json::to_string(&lost).map_err(StoreError::Json)?;
    target.execute(
        "INSERT OR IGNORE INTO answer
             (id, turn_id, position, message_id, state, text, problem, usage, suggestions, started_at, ended_at)
         SELECT used_answer_id, id, 0, '', 'failed', '', ?1, '', '[]', asked_at, asked_at
           FROM turn
          WHERE removed_at = 0 AND NOT EXISTS (SELECT 1 FROM answer WHERE turn_id = turn.id)",
        (lost,),
    )?;
    while orphans(target)? > 0 {}
    target.execute_batch(
        "UPDATE conversation
            SET turns = (SELECT COUNT(*) FROM turn WHERE conversation_id = conversation.id AND removed_at = 0)",
    )?;
    Ok(())
}

/// Lets go of rows that belong to nothing; how many.
fn orphans(target: &Connection) -> Result<usize, StoreError> {
    let mut gone = 0;
    for table in tables(target)? {
        let mut statement = target.prepare("SELECT \"table\", \"from\", \"to\" FROM pragma_foreign_key_list(?1)")?;
        let keys = statement
            .query_map((&table,), |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))?
            .collect::<rusqlite::Result<Vec<(String, String, String)>>>()?;
        for (parent, from, to) in keys {
            gone +=
                target.execute(&format!("DELETE FROM {table} WHERE {from} NOT IN (SELECT {to} FROM {parent})"), ())?;
        }
    }
    Ok(gone)
}
