//! Objects of a line as rows of the database.

use rusqlite::types::Value as Cell;
use rusqlite::{ErrorCode, params_from_iter};
use serde_json::Value;
use ulid::Ulid;

use super::line::{Fault, Object};
use super::tables::{Column, Shape};
use crate::model::LineFault;
use crate::store::{StoreError, Writer};

/// Why a line was not taken.
#[derive(Debug)]
pub(super) enum Refused {
    /// The line's own fault.
    Line(Fault),
    /// The database's.
    Store(StoreError),
}

impl From<Fault> for Refused {
    fn from(fault: Fault) -> Self {
        Self::Line(fault)
    }
}

impl From<StoreError> for Refused {
    fn from(error: StoreError) -> Self {
        Self::Store(error)
    }
}

impl From<rusqlite::Error> for Refused {
    fn from(error: rusqlite::Error) -> Self {
        Self::Store(error.into())
    }
}

pub(super) type Taken<T> = Result<T, Refused>;

/// Adds a row with all that belongs to it; `own` are columns that the line does not decide.
pub(super) fn insert(writer: &Writer<'_>, shape: &Shape, object: &Object, own: &[(&str, Cell)]) -> Taken<()> {
    insert_row(writer, shape, object, own)?;
    let key = object.get("id").and_then(Value::as_str).unwrap_or_default();
    insert_children(writer, shape, object, key)
}

/// Adds what belongs to a row.
pub(super) fn insert_children(writer: &Writer<'_>, shape: &Shape, object: &Object, key: &str) -> Taken<()> {
    for child in &shape.children {
        for row in members(child, object)? {
            insert(writer, child, row, &[(child.table.parent, Cell::from(key.to_owned()))])?;
        }
    }
    Ok(())
}

/// The objects that stand under a child's name: none, one or a list.
pub(super) fn members<'o>(child: &Shape, object: &'o Object) -> Taken<Vec<&'o Object>> {
    let wrong = || Refused::from(Fault::new(LineFault::Wrong, child.table.member));
    match object.get(child.table.member) {
        None | Some(Value::Null) => Ok(Vec::new()),
        Some(Value::Object(one)) if child.table.single => Ok(vec![one]),
        Some(Value::Array(many)) if !child.table.single => {
            many.iter().map(|one| one.as_object().ok_or_else(wrong)).collect()
        }
        Some(_) => Err(wrong()),
    }
}

fn insert_row(writer: &Writer<'_>, shape: &Shape, object: &Object, own: &[(&str, Cell)]) -> Taken<()> {
    let mut cells: Vec<(&str, Cell)> = own.to_vec();
    for column in &shape.columns {
        if cells.iter().any(|(name, _)| *name == column.name) {
            continue;
        }
        if let Some(cell) = cell_of(shape, column, object)? {
            cells.push((&column.name, cell));
        }
    }
    let names: Vec<&str> = cells.iter().map(|(name, _)| *name).collect();
    let places: Vec<String> = (1..=cells.len()).map(|place| format!("?{place}")).collect();
    let sql = format!("INSERT INTO {} ({}) VALUES ({})", shape.table.name, names.join(", "), places.join(", "));
    run(writer, shape, &sql, cells)
}

/// Writes a row anew as the line has it, but for columns of its own.
pub(super) fn update(writer: &Writer<'_>, shape: &Shape, object: &Object, id: &str, own: &[(&str, Cell)]) -> Taken<()> {
    let mut cells = vec![("id", Cell::from(id.to_owned()))];
    cells.extend(own.iter().cloned());
    for column in &shape.columns {
        if cells.iter().any(|(name, _)| *name == column.name) {
            continue;
        }
        if let Some(cell) = cell_of(shape, column, object)? {
            cells.push((&column.name, cell));
        }
    }
    let sets: Vec<String> =
        cells.iter().enumerate().skip(1).map(|(at, (name, _))| format!("{name} = ?{}", at + 1)).collect();
    let sql = format!("UPDATE {} SET {} WHERE id = ?1", shape.table.name, sets.join(", "));
    run(writer, shape, &sql, cells)
}

fn run(writer: &Writer<'_>, shape: &Shape, sql: &str, cells: Vec<(&str, Cell)>) -> Taken<()> {
    let outcome = writer
        .prepare_cached(sql)
        .and_then(|mut statement| statement.execute(params_from_iter(cells.into_iter().map(|(_, cell)| cell))));
    match outcome {
        Ok(_) => Ok(()),
        // A value of another type, or an id that something else has.
        Err(error) if error.sqlite_error_code() == Some(ErrorCode::ConstraintViolation) => {
            let about = error.to_string();
            let about = about.rsplit(": ").next().unwrap_or_default();
            Err(Fault::new(LineFault::Wrong, format!("{}: {about}", shape.table.member)).into())
        }
        Err(error) => Err(error.into()),
    }
}

/// What stands in a column by this line; `None` where the column can do without.
fn cell_of(shape: &Shape, column: &Column, object: &Object) -> Taken<Option<Cell>> {
    let place = || format!("{}.{}", shape.table.member, column.member);
    let Some(value) = object.get(&column.member) else {
        return if column.optional { Ok(None) } else { Err(Fault::new(LineFault::Missing, place()).into()) };
    };
    if matches!(column.name.as_str(), "id" | "used_answer_id") {
        let known = value.as_str().filter(|text| Ulid::from_string(text).is_ok_and(|id| id.to_string() == **text));
        known.ok_or_else(|| Fault::new(LineFault::Wrong, place()))?;
    }
    let wrong = |_: serde_json::Error| Fault::new(LineFault::Wrong, place());
    Ok(Some(match value {
        Value::Null => Cell::Null,
        Value::Bool(flag) => Cell::Integer(i64::from(*flag)),
        Value::String(text) => Cell::Text(text.clone()),
        Value::Number(number) => match number.as_i64() {
            Some(whole) => Cell::Integer(whole),
            None => number.as_f64().map_or(Cell::Null, Cell::Real),
        },
        Value::Array(_) | Value::Object(_) => Cell::Text(serde_json::to_string(value).map_err(wrong)?),
    }))
}

/// A text of an object.
pub(super) fn text<'o>(object: &'o Object, shape: &Shape, member: &str) -> Taken<&'o str> {
    let place = || format!("{}.{member}", shape.table.member);
    match object.get(member) {
        Some(Value::String(text)) => Ok(text),
        Some(_) => Err(Fault::new(LineFault::Wrong, place()).into()),
        None => Err(Fault::new(LineFault::Missing, place()).into()),
    }
}

/// A whole number of an object; 0 where there is none.
pub(super) fn number(object: &Object, member: &str) -> i64 {
    object.get(member).and_then(Value::as_i64).unwrap_or_default()
}
