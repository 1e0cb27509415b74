//! What stands in a column, read and written. A value that cannot be read has a stand-in and is counted as damage.

use rusqlite::types::{FromSql, ValueRef};
use rusqlite::{MappedRows, Row};
use serde::Serialize;
use serde::de::DeserializeOwned;

use super::damage::{count, stand_in};
use super::torn::{is_torn, tear};
use super::{Result, StoreError};

/// A column that holds text; what is none of its bytes has the sign for that in its place.
pub(super) fn text(row: &Row<'_>, column: &str) -> rusqlite::Result<String> {
    let (ValueRef::Text(bytes) | ValueRef::Blob(bytes)) = row.get_ref(column)? else {
        count();
        return Ok(String::new());
    };
    Ok(match std::str::from_utf8(bytes) {
        Ok(text) => text.to_owned(),
        Err(_) => {
            count();
            String::from_utf8_lossy(bytes).into_owned()
        }
    })
}

/// A column that holds a number, an instant or a yes.
pub(super) fn number<T: FromSql + Default>(row: &Row<'_>, column: &str) -> rusqlite::Result<T> {
    let value = row.get_ref(column)?;
    Ok(T::column_result(value).unwrap_or_else(|_| {
        count();
        T::default()
    }))
}

/// A column that holds JSON.
pub(super) fn from_json<T: DeserializeOwned>(row: &Row<'_>, column: &str) -> rusqlite::Result<T> {
    read_json(row, column, &text(row, column)?)
}

/// A column that holds JSON, or nothing.
pub(super) fn from_json_or_empty<T: DeserializeOwned>(row: &Row<'_>, column: &str) -> rusqlite::Result<Option<T>> {
    let text = text(row, column)?;
    Ok(if text.is_empty() { None } else { read_json(row, column, &text).ok() })
}

/// A column that holds the name of an enum's value.
pub(super) fn from_word<T: DeserializeOwned>(row: &Row<'_>, column: &str) -> rusqlite::Result<T> {
    let word = serde_json::Value::String(text(row, column)?);
    serde_json::from_value(word).or_else(|error| stand_in(row, column, error))
}

/// The rows that can be read. One of which not even the id can is left out: nothing could be done with it.
pub(super) fn readable<T, F>(rows: MappedRows<'_, F>) -> Result<Vec<T>>
where
    F: FnMut(&Row<'_>) -> rusqlite::Result<T>,
{
    let mut read = Vec::new();
    for row in rows {
        match row {
            Ok(row) => read.push(row),
            // What lies behind it in this order cannot be had; where nothing can, whoever asks decides.
            Err(error) if is_torn(&error) && !read.is_empty() => {
                tear();
                count();
                break;
            }
            Err(rusqlite::Error::FromSqlConversionFailure(..) | rusqlite::Error::InvalidColumnType(..)) => count(),
            Err(error) => return Err(error.into()),
        }
    }
    Ok(read)
}

pub(super) fn to_json<T: Serialize>(value: &T) -> Result<String> {
    serde_json::to_string(value).map_err(StoreError::Json)
}

/// The name of an enum's value.
pub(super) fn to_word<T: Serialize>(value: T) -> Result<String> {
    match serde_json::to_value(value).map_err(StoreError::Json)? {
        serde_json::Value::String(word) => Ok(word),
        other => Ok(other.to_string()),
    }
}

fn read_json<T: DeserializeOwned>(row: &Row<'_>, column: &str, text: &str) -> rusqlite::Result<T> {
    serde_json::from_str(text).or_else(|error| stand_in(row, column, error))
}
