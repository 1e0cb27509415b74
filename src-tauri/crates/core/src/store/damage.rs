//! Values that cannot be read: one of them must not hide its row, nor its row a conversation.

use std::cell::Cell;

use rusqlite::Row;
use serde::de::DeserializeOwned;

use crate::problem::{Problem, ProblemCode};

/// What stands in for a word or for JSON, from the one that says best that something is wrong to those that say nothing.
const STAND_INS: [&str; 15] = [
    "\"failed\"",
    "\"other\"",
    "\"unknown\"",
    "\"none\"",
    "\"settled\"",
    "\"summary\"",
    "\"chat\"",
    "\"person\"",
    "\"file\"",
    "\"background\"",
    "[]",
    "{}",
    "null",
    r#"{"message":"","questions":[]}"#,
    r#"{"problems":[],"comment":""}"#,
];

thread_local! {
    static DAMAGE: Cell<u32> = const { Cell::new(0) };
}

/// How many values of this thread's rows could not be read so far.
pub(crate) fn damage() -> u32 {
    DAMAGE.get()
}

/// What is said of a row that could be read in parts only, if there was damage since `before`.
pub(super) fn since(before: u32) -> Option<Problem> {
    let damaged = damage() != before;
    damaged.then(|| Problem::new(ProblemCode::PartDamaged, "a part of this row cannot be read"))
}

/// One more value could not be read.
pub(super) fn count() {
    DAMAGE.set(DAMAGE.get().wrapping_add(1));
}

/// Something in the place of a value that cannot be read; it is counted.
pub(super) fn stand_in<T: DeserializeOwned>(
    row: &Row<'_>,
    column: &str,
    error: serde_json::Error,
) -> rusqlite::Result<T> {
    count();
    STAND_INS.iter().find_map(|text| serde_json::from_str(text).ok()).ok_or_else(|| {
        let index = row.as_ref().column_index(column).unwrap_or_default();
        rusqlite::Error::FromSqlConversionFailure(index, rusqlite::types::Type::Text, Box::new(error))
    })
}
