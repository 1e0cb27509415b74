//! Raw events, bounded by whoever hands them in.

use super::{Reader, Result, Writer};
use crate::id::AnswerId;
use crate::model::Timestamp;

/// One event as it came.
#[derive(Debug, Clone)]
pub(crate) struct StoredFrame {
    /// Its place in the stream, from 0.
    pub(crate) position: u32,
    /// When it came.
    pub(crate) at: Timestamp,
    /// Its JSON.
    pub(crate) raw: String,
}

impl Reader<'_> {
    /// The events of an answer, in order, as they came.
    pub(crate) fn frames(&self, answer: AnswerId) -> Result<Vec<String>> {
        let mut statement = self.prepare_cached("SELECT raw FROM frame WHERE answer_id = ?1 ORDER BY position")?;
        let frames = statement.query_map((answer,), |row| row.get("raw"))?.collect::<rusqlite::Result<_>>()?;
        Ok(frames)
    }
}

impl Reader<'_> {
    /// How many events are kept of an answer.
    pub(crate) fn frame_count(&self, answer: AnswerId) -> Result<u32> {
        let mut statement = self.prepare_cached("SELECT COUNT(*) FROM frame WHERE answer_id = ?1")?;
        Ok(statement.query_row((answer,), |row| row.get(0))?)
    }
}

impl Writer<'_> {
    /// Adds events to an answer's.
    pub(crate) fn add_frames(&self, answer: AnswerId, frames: &[StoredFrame]) -> Result<()> {
        let mut statement = self.prepare_cached(
            "INSERT INTO frame (answer_id, position, at, raw) VALUES (?1, ?2, ?3, ?4) ON CONFLICT DO NOTHING",
        )?;
        for frame in frames {
            statement.execute((answer, frame.position, frame.at.0, &frame.raw))?;
        }
        Ok(())
    }
}
