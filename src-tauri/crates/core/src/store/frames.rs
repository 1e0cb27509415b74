//! Raw events, bounded by whoever hands them in.

use super::{Reader, Result, Writer, number, text};
use crate::id::AnswerId;
use crate::model::{Frame, Timestamp};

/// One event as it came.
#[derive(Debug, Clone)]
pub(crate) struct StoredFrame {
    /// Its place in the stream, from 0.
    pub(crate) position: u32,
    /// The event.
    pub(crate) frame: Frame,
}

impl Reader<'_> {
    /// The events of an answer from a place on, in order.
    pub(crate) fn frames(&self, answer: AnswerId, from: u32) -> Result<Vec<StoredFrame>> {
        let mut statement = self.prepare_cached(
            "SELECT position, at, raw FROM frame WHERE answer_id = ?1 AND position >= ?2 ORDER BY position",
        )?;
        let frames = statement.query_map((answer, from), |row| {
            let frame = Frame { at: Timestamp(number(row, "at")?), raw: text(row, "raw")? };
            Ok(StoredFrame { position: row.get("position")?, frame })
        })?;
        Ok(frames.collect::<rusqlite::Result<_>>()?)
    }

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
        for StoredFrame { position, frame } in frames {
            statement.execute((answer, position, frame.at.0, &frame.raw))?;
        }
        Ok(())
    }
}
