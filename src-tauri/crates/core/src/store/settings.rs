//! Single values by name.

use rusqlite::OptionalExtension as _;

use super::{Reader, Result, Writer};

impl Reader<'_> {
    /// The value of this name.
    pub(crate) fn value(&self, name: &str) -> Result<Option<String>> {
        let mut statement = self.prepare_cached("SELECT value FROM note WHERE name = ?1")?;
        Ok(statement.query_row((name,), |row| row.get("value")).optional()?)
    }
}

impl Writer<'_> {
    /// Sets the value of this name.
    pub(crate) fn set_value(&self, name: &str, value: &str) -> Result<()> {
        self.prepare_cached(
            "INSERT INTO note (name, value) VALUES (?1, ?2) ON CONFLICT (name) DO UPDATE SET value = excluded.value",
        )?
        .execute((name, value))?;
        Ok(())
    }
}
