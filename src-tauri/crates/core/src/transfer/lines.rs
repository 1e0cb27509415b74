//! JSON Lines: one conversation a line, with its agent, written row by row.

use std::io::{self, Write};

use rusqlite::types::ValueRef;
use rusqlite::{Connection, Row};
use serde_json::Value;

use super::FORMAT;
use super::tables::{AGENT, CONVERSATION, Column, Kind, Shape};
use crate::error::Error;
use crate::store::{Reader, StoreError, next};

/// Writes lines out of one moment of the database.
pub(super) struct Lines<'a> {
    connection: &'a Connection,
    agent: Shape,
    conversation: Shape,
}

impl<'a> Lines<'a> {
    pub(super) fn of(connection: &'a Connection) -> Result<Self, StoreError> {
        let (agent, conversation) = (Shape::of(connection, &AGENT)?, Shape::of(connection, &CONVERSATION)?);
        Ok(Self { connection, agent, conversation })
    }

    /// A conversation with its agent; nothing where one of the two cannot be read.
    pub(super) fn conversation(&self, agent: &str, conversation: &str, out: &mut dyn Write) -> Result<(), Error> {
        if !self.can_be_read(&self.agent, agent)? || !self.can_be_read(&self.conversation, conversation)? {
            return Ok(());
        }
        self.begin(agent, false, out)?;
        put(out, ",\"conversation\":")?;
        self.one(&self.conversation, "id", conversation, Rows::whole(), out)?;
        put(out, "}\n")
    }

    /// An agent with its runs; nothing where it cannot be read.
    pub(super) fn agent(&self, agent: &str, out: &mut dyn Write) -> Result<(), Error> {
        if !self.can_be_read(&self.agent, agent)? {
            return Ok(());
        }
        self.begin(agent, true, out)?;
        put(out, "}\n")
    }

    fn begin(&self, agent: &str, runs: bool, out: &mut dyn Write) -> Result<(), Error> {
        put(out, &format!("{{\"format\":{FORMAT},\"agent\":"))?;
        self.one(&self.agent, "id", agent, Rows { runs, ..Rows::whole() }, out)
    }

    /// A line is begun only where it can be ended.
    fn can_be_read(&self, shape: &Shape, id: &str) -> Result<bool, Error> {
        let sql = format!("{} WHERE id = ?1", shape.select);
        let mut statement = self.connection.prepare_cached(&sql).map_err(StoreError::from)?;
        let found = statement.query((id,)).and_then(|mut rows| rows.next().map(drop));
        match found.map_err(StoreError::from) {
            Err(StoreError::Damaged) => Ok(false),
            found => Ok(found.map(|()| true)?),
        }
    }

    /// The only row with this value in a column, or `null`.
    fn one(&self, shape: &Shape, column: &str, value: &str, rows: Rows, out: &mut dyn Write) -> Result<(), Error> {
        let sql = format!("{} WHERE {column} = ?1", shape.select);
        let mut statement = self.connection.prepare_cached(&sql).map_err(StoreError::from)?;
        let mut found = statement.query((value,)).map_err(StoreError::from)?;
        match found.next().map_err(StoreError::from)? {
            Some(row) => self.row(shape, row, rows, out),
            None => put(out, "null"),
        }
    }

    fn row(&self, shape: &Shape, row: &Row<'_>, rows: Rows, out: &mut dyn Write) -> Result<(), Error> {
        let rows = Rows { emptied: rows.emptied || is_removed(shape, row)?, ..rows };
        for (place, column) in shape.columns.iter().enumerate() {
            put(out, if place == 0 { "{" } else { "," })?;
            put(out, &format!("\"{}\":", column.member))?;
            let value = row.get_ref(place).map_err(StoreError::from)?;
            let settled = rows.settled(shape, column, row, value)?;
            json(out, &settled)?;
        }
        let key = shape.place("id").map(|place| row.get::<_, String>(place)).transpose().map_err(StoreError::from)?;
        for child in shape.children.iter().filter(|child| rows.has(child)) {
            let key = key.as_deref().unwrap_or_default();
            self.children(child, key, rows, out)?;
        }
        put(out, "}")
    }

    /// What belongs to a row; nothing is written where there is none.
    fn children(&self, shape: &Shape, parent: &str, rows: Rows, out: &mut dyn Write) -> Result<(), Error> {
        let table = shape.table;
        let sql = format!("{} WHERE {} = ?1 ORDER BY {}", shape.select, table.parent, table.order);
        let mut statement = self.connection.prepare_cached(&sql).map_err(StoreError::from)?;
        let mut found = statement.query((parent,)).map_err(StoreError::from)?;
        let mut written: Vec<String> = Vec::new();
        let whole = loop {
            match found.next().map_err(StoreError::from) {
                Ok(Some(row)) => self.child(shape, row, rows, &mut written, out)?,
                Ok(None) => break true,
                Err(StoreError::Damaged) => break false,
                Err(error) => return Err(error.into()),
            }
        };
        if !whole {
            self.children_apart(shape, parent, rows, &mut written, out)?;
        }
        if written.is_empty() || table.single { Ok(()) } else { put(out, "]") }
    }

    /// One of them; its id is noted.
    fn child(
        &self,
        shape: &Shape,
        row: &Row<'_>,
        rows: Rows,
        written: &mut Vec<String>,
        out: &mut dyn Write,
    ) -> Result<(), Error> {
        let table = shape.table;
        match (written.is_empty(), table.single) {
            (true, true) => put(out, &format!(",\"{}\":", table.member))?,
            (true, false) => put(out, &format!(",\"{}\":[", table.member))?,
            (false, _) => put(out, ",")?,
        }
        written.push(text_of(shape, row, "id")?.to_owned());
        self.row(shape, row, rows, out)
    }

    /// Those behind a page that cannot be read, each for itself. Of a table whose rows have no numbers they are lost.
    fn children_apart(
        &self,
        shape: &Shape,
        parent: &str,
        rows: Rows,
        written: &mut Vec<String>,
        out: &mut dyn Write,
    ) -> Result<(), Error> {
        let table = shape.table;
        let Ok(numbers) = Reader::over(self.connection).numbers_of(table.name, table.parent, parent) else {
            return Ok(());
        };
        let sql = format!("{} WHERE rowid = ?1", shape.select);
        let mut statement = self.connection.prepare_cached(&sql).map_err(StoreError::from)?;
        for number in numbers {
            let mut found = statement.query((number,)).map_err(StoreError::from)?;
            if let Some(row) = next(&mut found)?
                && !written.iter().any(|known| text_of(shape, row, "id").is_ok_and(|id| id == known))
            {
                self.child(shape, row, rows, written, out)?;
            }
        }
        Ok(())
    }
}

/// What is written of rows.
#[derive(Debug, Clone, Copy)]
struct Rows {
    /// An agent's runs as well.
    runs: bool,
    /// They belong to a turn that was removed: only ids and places are left.
    emptied: bool,
}

impl Rows {
    fn whole() -> Self {
        Self { runs: false, emptied: false }
    }

    fn has(self, child: &Shape) -> bool {
        match child.table.name {
            "run" | "run_draft" => self.runs,
            "step" | "frame" | "trace" => !self.emptied,
            _ => true,
        }
    }

    /// The value as it is where nothing runs: who reads the line cannot go on with what is going on here.
    fn settled(self, shape: &Shape, column: &Column, row: &Row<'_>, value: ValueRef<'_>) -> Result<Value, Error> {
        let table = shape.table.name;
        let is = |column: &str, expected: &str| text_of(shape, row, column).map(|text| text == expected);
        let settled = match (table, column.name.as_str()) {
            ("turn", "question") | ("answer", "text" | "usage" | "rating_reason") if self.emptied => Value::from(""),
            ("turn", "files") | ("answer", "suggestions") if self.emptied => Value::Array(Vec::new()),
            ("turn", "variable_values") if self.emptied => Value::Object(serde_json::Map::new()),
            ("turn", "purged") if self.emptied => Value::Bool(true),
            ("answer", "state") if is("state", "streaming")? => Value::from("interrupted"),
            ("answer", "ended_at") if is("state", "streaming")? => plain(shape, row, "started_at")?,
            ("answer", "rating_delivery") if is("rating_delivery", "sending")? => Value::from("waiting"),
            ("step", "running") => Value::Bool(false),
            ("step", "cut") if plain(shape, row, "running")? != 0 => Value::Bool(true),
            ("agent", "uploads") => without_secret(written(column.kind, value)),
            _ => written(column.kind, value),
        };
        Ok(settled)
    }
}

fn is_removed(shape: &Shape, row: &Row<'_>) -> Result<bool, Error> {
    Ok(shape.table.name == "turn" && plain(shape, row, "removed_at")? != 0)
}

/// Whether the keychain of this computer holds a secret is nobody else's business.
fn without_secret(mut uploads: Value) -> Value {
    if let Some(stored) = uploads.get_mut("secretStored") {
        *stored = Value::Bool(false);
    }
    uploads
}

fn plain(shape: &Shape, row: &Row<'_>, column: &str) -> Result<Value, Error> {
    let Some(place) = shape.place(column) else { return Ok(Value::Null) };
    Ok(written(Kind::Plain, row.get_ref(place).map_err(StoreError::from)?))
}

fn text_of<'r>(shape: &Shape, row: &'r Row<'_>, column: &str) -> Result<&'r str, Error> {
    let Some(place) = shape.place(column) else { return Ok("") };
    let value = row.get_ref(place).map_err(StoreError::from)?;
    Ok(value.as_str().unwrap_or_default())
}

fn written(kind: Kind, value: ValueRef<'_>) -> Value {
    match value {
        ValueRef::Null => Value::Null,
        ValueRef::Integer(number) if kind == Kind::Flag => Value::Bool(number != 0),
        ValueRef::Integer(number) => Value::from(number),
        ValueRef::Real(number) => Value::from(number),
        ValueRef::Text(bytes) | ValueRef::Blob(bytes) => {
            let inner = (kind == Kind::Json).then(|| serde_json::from_slice(bytes).ok()).flatten();
            match inner {
                Some(inner @ (Value::Array(_) | Value::Object(_))) => inner,
                _ => Value::String(String::from_utf8_lossy(bytes).into_owned()),
            }
        }
    }
}

fn json(out: &mut dyn Write, value: &Value) -> Result<(), Error> {
    serde_json::to_writer(&mut *out, value).map_err(|error| not_saved(error.into()))
}

pub(super) fn put(out: &mut dyn Write, text: &str) -> Result<(), Error> {
    out.write_all(text.as_bytes()).map_err(not_saved)
}

pub(super) fn not_saved(cause: io::Error) -> Error {
    Error::Disk { doing: "saved", cause }
}
