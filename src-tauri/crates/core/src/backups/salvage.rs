//! What can still be read of a damaged database, row by row, into a new one: along the table, then by what its indexes
//! know, then page by page. Of a row that is lost itself there is still its place, which holds together what belongs to it.

mod mending;

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::path::Path;

use rusqlite::types::{Value, ValueRef};
use rusqlite::{Connection, Row, params_from_iter};

pub(super) use mending::complete;

use super::leaves::Pages;
use crate::store::{StoreError, indexes, new_database, numbers_by_indexes, past_gaps};

/// What came of it.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Salvaged {
    /// Rows that were found.
    pub(super) rows: u64,
    /// Rows of which no more than their place was found, and those that were made for what belongs to them.
    pub(super) lost: u64,
}

/// Reads what can be read of `damaged`, which may be changed by that, and writes it into a new file.
pub(super) fn salvage(damaged: &Path, into: &Path) -> Result<Salvaged, StoreError> {
    let source = Connection::open(damaged)?;
    // Whatever the file says of itself, its words are only read.
    source.pragma_update(None, "trusted_schema", false)?;
    // Pages are read out of the file itself as well. Where its log cannot be folded in they are older.
    let _ = source.query_row("PRAGMA wal_checkpoint(TRUNCATE)", (), |_| Ok(()));
    let target = new_database(into)?;
    target.pragma_update(None, "foreign_keys", false)?;
    target.execute_batch("BEGIN")?;
    let mut salvaged = Salvaged::default();
    for table in tables(&target)? {
        // A table that cannot be read at all must not cost the others.
        let found = Salvaging { source: &source, target: &target, table: &table, file: damaged }.all();
        let found = found.unwrap_or(Salvaged { rows: 0, lost: 1 });
        salvaged.rows += found.rows;
        salvaged.lost += found.lost;
    }
    salvaged.lost += mending::mend(&target)?;
    target.execute_batch("COMMIT")?;
    target.pragma_update(None, "journal_mode", "DELETE")?;
    super::copy::check(&target)?;
    target.close().map_err(|(_, error)| StoreError::from(error))?;
    Ok(salvaged)
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
    file: &'a Path,
}

impl Salvaging<'_> {
    fn all(&self) -> Result<Salvaged, StoreError> {
        let there = columns(self.source, self.table)?;
        let known = columns(self.target, self.table)?;
        let columns: Vec<String> = known.into_iter().filter(|column| there.contains(column)).collect();
        if columns.is_empty() {
            return Ok(Salvaged::default());
        }
        if self.source.prepare(&format!("SELECT rowid FROM {}", self.table)).is_ok() {
            self.by_number(&columns, &there)
        } else {
            self.read_both_ways(&columns)
        }
    }

    /// Rows have numbers: what the table does not lead to, its indexes may.
    fn by_number(&self, columns: &[String], there: &[String]) -> Result<Salvaged, StoreError> {
        let (table, list) = (self.table, columns.join(", "));
        let known = numbers_by_indexes(self.source, table).unwrap_or_default();
        let largest = self.source.query_row(&format!("SELECT MAX(rowid) FROM {table}"), (), |row| row.get(0));
        let last = known.last().copied().max(largest.ok().flatten()).unwrap_or(i64::MAX);
        let (mut seen, mut rows) = (BTreeSet::new(), 0);
        let sql = format!("SELECT {list}, rowid FROM {table} NOT INDEXED WHERE rowid >= ?1 ORDER BY rowid");
        past_gaps(self.source, &sql, last, |row| {
            let number = row.get(columns.len())?;
            if seen.insert(number) {
                rows +=
                    self.keep(columns, (0..columns.len()).map(|place| row.get_ref(place).map_or(Value::Null, owned)))?;
            }
            Ok(number)
        })?;
        // Behind a gap it went on a little later than it could have.
        let sql = format!("SELECT {list} FROM {table} WHERE rowid = ?1");
        if let Ok(mut statement) = self.source.prepare(&sql) {
            for number in known.difference(&seen.clone()) {
                let values = statement.query_row((number,), |row| Ok(values(row, columns.len())));
                if let Ok(values) = values {
                    rows += self.keep(columns, values)?;
                    seen.insert(*number);
                }
            }
        }
        let mut lost = self.places(&known, &seen);
        rows += self.by_pages(&mut lost, columns, there).unwrap_or_default();
        let count = lost.len() as u64;
        for place in lost.into_values() {
            self.keep_place(place)?;
        }
        Ok(Salvaged { rows, lost: count })
    }

    /// What the indexes hold of rows that cannot be read, by column.
    fn places(&self, known: &BTreeSet<i64>, seen: &BTreeSet<i64>) -> BTreeMap<i64, HashMap<String, Value>> {
        let mut places: BTreeMap<i64, HashMap<String, Value>> =
            known.difference(seen).map(|number| (*number, HashMap::new())).collect();
        if places.is_empty() {
            return places;
        }
        for (index, columns) in indexes(self.source, self.table).unwrap_or_default() {
            for direction in ["ASC", "DESC"] {
                let order: Vec<String> = columns.iter().map(|column| format!("{column} {direction}")).collect();
                let list = columns.join(", ");
                let sql = format!(
                    "SELECT rowid, {list} FROM {} INDEXED BY {index} ORDER BY {}",
                    self.table,
                    order.join(", ")
                );
                let Ok(mut statement) = self.source.prepare(&sql) else { break };
                let Ok(mut rows) = statement.query(()) else { break };
                while let Ok(Some(row)) = rows.next() {
                    let Some(place) = row.get(0).ok().and_then(|number: i64| places.get_mut(&number)) else { continue };
                    for (at, column) in columns.iter().enumerate() {
                        place.insert(column.clone(), row.get_ref(at + 1).map_or(Value::Null, owned));
                    }
                }
            }
        }
        places
    }

    /// Rows that are where they were, although nothing leads there; they are lost no longer. How many.
    fn by_pages(
        &self,
        lost: &mut BTreeMap<i64, HashMap<String, Value>>,
        columns: &[String],
        there: &[String],
    ) -> Result<u64, StoreError> {
        let id = |place: &HashMap<String, Value>| match place.get("id") {
            Some(Value::Text(id)) => Some(id.clone()),
            _ => None,
        };
        let wanted: HashMap<i64, String> =
            lost.iter().filter_map(|(number, place)| Some((*number, id(place)?))).collect();
        if wanted.is_empty() || there.first().is_none_or(|first| first != "id") {
            return Ok(0);
        }
        let mut rows = 0;
        Pages::of(self.file)?.find(&wanted, |number, values| {
            // A column that was added later is not in an older row.
            let row: Vec<(&String, Value)> =
                there.iter().zip(values).filter(|(column, _)| columns.contains(column)).collect();
            let names: Vec<String> = row.iter().map(|(name, _)| (*name).clone()).collect();
            let kept = self.keep(&names, row.into_iter().map(|(_, value)| value))?;
            if kept > 0 {
                lost.remove(&number);
            }
            rows += kept;
            Ok(())
        })?;
        Ok(rows)
    }

    /// A row of which only its place is known: the rest is empty, which is shown as damaged.
    fn keep_place(&self, mut place: HashMap<String, Value>) -> Result<(), StoreError> {
        if !place.contains_key("id") {
            return Ok(());
        }
        let mut statement = self
            .target
            .prepare_cached("SELECT name, type, dflt_value IS NULL FROM pragma_table_info(?1) WHERE \"notnull\" = 1")?;
        let mut needed = statement.query((self.table,))?;
        while let Some(column) = needed.next()? {
            let (name, kind, no_default): (String, String, bool) = (column.get(0)?, column.get(1)?, column.get(2)?);
            if no_default && !place.contains_key(&name) {
                let nothing = if kind == "INTEGER" { Value::Integer(0) } else { Value::Text(mending::nothing(&name)?) };
                place.insert(name, nothing);
            }
        }
        let (names, values): (Vec<String>, Vec<Value>) = place.into_iter().unzip();
        self.keep(&names, values).map(drop)
    }

    /// Rows have no numbers: up to the first page that cannot be read, from either end.
    fn read_both_ways(&self, columns: &[String]) -> Result<Salvaged, StoreError> {
        let mut salvaged = Salvaged::default();
        for order in ["ASC", "DESC"] {
            let key = columns.first().map_or("1", String::as_str);
            let sql = format!("SELECT {} FROM {} ORDER BY {key} {order}", columns.join(", "), self.table);
            let mut statement = self.source.prepare(&sql)?;
            let mut rows = statement.query(())?;
            let whole = loop {
                match rows.next() {
                    Ok(Some(row)) => salvaged.rows += self.keep(columns, values(row, columns.len()))?,
                    outcome => break outcome.is_ok(),
                }
            };
            if whole {
                return Ok(salvaged);
            }
        }
        salvaged.lost = 1;
        Ok(salvaged)
    }

    /// A row that breaks a rule of its table is not kept.
    fn keep(&self, columns: &[String], values: impl IntoIterator<Item = Value>) -> Result<u64, StoreError> {
        let places: Vec<String> = (1..=columns.len()).map(|place| format!("?{place}")).collect();
        let sql =
            format!("INSERT OR IGNORE INTO {} ({}) VALUES ({})", self.table, columns.join(", "), places.join(", "));
        match self.target.prepare_cached(&sql)?.execute(params_from_iter(values)) {
            Ok(kept) => Ok(u64::try_from(kept).unwrap_or_default()),
            Err(error) if error.sqlite_error_code() == Some(rusqlite::ErrorCode::ConstraintViolation) => Ok(0),
            Err(error) => Err(error.into()),
        }
    }
}

fn values(row: &Row<'_>, count: usize) -> Vec<Value> {
    (0..count).map(|place| row.get_ref(place).map_or(Value::Null, owned)).collect()
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
