//! Pages of the file that cannot be read: what lies on them is left out and the rest is found another way; and it is
//! remembered that there are some, so that the person hears of it.

use std::cell::Cell;
use std::collections::BTreeSet;
use std::sync::Arc;

use rusqlite::{Connection, ErrorCode, Row, Rows, ffi};
use tokio::sync::watch;

use super::damage::count;
use super::{Reader, Result, StoreError};

/// A gap is left behind in steps that grow up to this.
const LARGEST_STEP: i64 = 1 << 40;

thread_local! {
    static TORN: Cell<bool> = const { Cell::new(false) };
}

/// Whether some page of a database could not be read so far in this run.
#[derive(Debug, Clone, Default)]
pub(crate) struct Harm(Arc<watch::Sender<bool>>);

impl Harm {
    /// There is harm.
    pub(crate) fn mark(&self) {
        self.0.send_if_modified(|harmed| !std::mem::replace(harmed, true));
    }

    /// Another file is in its place.
    pub(crate) fn clear(&self) {
        self.0.send_if_modified(|harmed| std::mem::replace(harmed, false));
    }

    pub(crate) fn is_there(&self) -> bool {
        *self.0.borrow()
    }

    /// Hears of every change.
    pub(crate) fn watch(&self) -> watch::Receiver<bool> {
        self.0.subscribe()
    }

    /// Does what works on the database, and marks it where that met a page that cannot be read, also where it did without.
    pub(crate) fn noticed<T>(&self, work: impl FnOnce() -> T) -> T {
        TORN.set(false);
        let outcome = work();
        if TORN.get() {
            self.mark();
        }
        outcome
    }
}

/// Whether a page cannot be read. An index of texts that contradicts itself is none of that: it is made anew.
pub(super) fn is_torn(error: &rusqlite::Error) -> bool {
    let code = error.sqlite_error().map(|error| (error.code, error.extended_code));
    match code {
        Some((_, ffi::SQLITE_CORRUPT_VTAB)) => false,
        Some((code, _)) => matches!(code, ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase),
        None => false,
    }
}

/// A page could not be read.
pub(crate) fn tear() {
    TORN.set(true);
}

/// Whether this piece of work met a page that cannot be read.
pub(super) fn met() -> bool {
    TORN.get()
}

/// Nothing in the place of what lies on a page that cannot be read; it is counted as damage.
pub(crate) fn spared<T: Default>(outcome: Result<T>) -> Result<T> {
    match outcome {
        Err(StoreError::Damaged) => {
            count();
            Ok(T::default())
        }
        outcome => outcome,
    }
}

/// The next row; a page that cannot be read is the end of them.
pub(crate) fn next<'r>(rows: &'r mut Rows<'_>) -> Result<Option<&'r Row<'r>>> {
    spared(rows.next().map_err(StoreError::from))
}

/// Reads rows in the order of their numbers and gives each away, which says its number; behind a page that cannot be read
/// it goes on with a later one. `sql` has the number that it begins with as its one place.
pub(crate) fn past_gaps(
    connection: &Connection,
    sql: &str,
    last: i64,
    mut give: impl FnMut(&Row<'_>) -> Result<i64>,
) -> Result<()> {
    let (mut start, mut step) = (i64::MIN, 1);
    while start <= last && step <= LARGEST_STEP {
        let Ok(mut statement) = connection.prepare(sql) else { break };
        let Ok(mut rows) = statement.query((start,)) else { break };
        loop {
            match rows.next() {
                Ok(Some(row)) => {
                    start = give(row)?.saturating_add(1);
                    step = 1;
                }
                Ok(None) => return Ok(()),
                Err(_) => break,
            }
        }
        start = start.max(0).saturating_add(step);
        step *= 2;
    }
    Ok(())
}

/// The numbers of a table's rows that its indexes know, each read from both ends up to what cannot be read.
pub(crate) fn numbers_by_indexes(connection: &Connection, table: &str) -> Result<BTreeSet<i64>> {
    let mut numbers = BTreeSet::new();
    for (index, columns) in indexes(connection, table)? {
        for direction in ["ASC", "DESC"] {
            let order: Vec<String> = columns.iter().map(|column| format!("{column} {direction}")).collect();
            let sql = format!("SELECT rowid FROM {table} INDEXED BY {index} ORDER BY {}", order.join(", "));
            // An index of some rows only serves no query for all of them.
            let Ok(mut statement) = connection.prepare(&sql) else { break };
            let mut rows = statement.query(())?;
            let whole = loop {
                match rows.next() {
                    Ok(Some(row)) => numbers.extend(row.get::<_, i64>(0)),
                    outcome => break outcome.is_ok(),
                }
            };
            if whole {
                break;
            }
        }
    }
    Ok(numbers)
}

/// The indexes of a table with their columns.
pub(crate) fn indexes(connection: &Connection, table: &str) -> Result<Vec<(String, Vec<String>)>> {
    let mut statement = connection.prepare(
        "SELECT list.name, info.name
           FROM pragma_index_list(?1) AS list JOIN pragma_index_info(list.name) AS info
          WHERE info.name IS NOT NULL
          ORDER BY list.seq, info.seqno",
    )?;
    let mut rows = statement.query((table,))?;
    let mut found: Vec<(String, Vec<String>)> = Vec::new();
    while let Some(row) = rows.next()? {
        let (index, column): (String, String) = (row.get(0)?, row.get(1)?);
        match found.last_mut().filter(|(known, _)| *known == index) {
            Some((_, columns)) => columns.push(column),
            None => found.push((index, vec![column])),
        }
    }
    Ok(found)
}

impl Reader<'_> {
    /// The numbers of all rows of a table that can be found in any way.
    pub(crate) fn all_numbers(&self, table: &str) -> Result<BTreeSet<i64>> {
        let mut numbers = numbers_by_indexes(self, table)?;
        let last = numbers.last().copied().unwrap_or(i64::MAX);
        let sql = format!("SELECT rowid FROM {table} NOT INDEXED WHERE rowid >= ?1 ORDER BY rowid");
        past_gaps(self, &sql, last, |row| {
            let number = row.get(0)?;
            numbers.insert(number);
            Ok(number)
        })?;
        Ok(numbers)
    }

    /// The rows of a table, each for itself: those that cannot be read are left out. `sql` has a row's number as its place.
    pub(crate) fn each<T>(
        &self,
        sql: &str,
        numbers: impl IntoIterator<Item = i64>,
        read: impl Fn(&Row<'_>) -> rusqlite::Result<Option<T>>,
    ) -> Result<Vec<T>> {
        let mut statement = self.prepare_cached(sql)?;
        let mut found = Vec::new();
        for number in numbers {
            let mut rows = statement.query((number,))?;
            if let Some(row) = next(&mut rows)? {
                match read(row) {
                    Ok(row) => found.extend(row),
                    Err(_) => count(),
                }
            }
        }
        Ok(found)
    }

    /// The numbers of the rows of a table that belong to one of another, which an index of this column knows.
    pub(crate) fn numbers_of(&self, table: &str, column: &str, parent: &str) -> Result<Vec<i64>> {
        let mut statement = self.prepare_cached(&format!("SELECT rowid FROM {table} WHERE {column} = ?1"))?;
        let mut rows = statement.query((parent,))?;
        let mut numbers = Vec::new();
        while let Some(row) = next(&mut rows)? {
            numbers.push(row.get(0)?);
        }
        Ok(numbers)
    }
}
