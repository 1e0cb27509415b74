//! What was taken out of a line can be read: a word that nobody knows, or JSON of another shape, would be damage.

use super::line::Fault;
use super::merge::Effect;
use super::rows::Taken;
use crate::id::{AgentId, ConversationId};
use crate::model::LineFault;
use crate::store::{Cursor, StoreError, Writer, damage};

/// More turns than any conversation has.
const ALL: u32 = u32::MAX - 1;

/// Reads a conversation as the window would, if the line changed anything in it.
pub(super) fn readable(writer: &Writer<'_>, agent: AgentId, effect: Effect, conversation: ConversationId) -> Taken<()> {
    if effect == Effect::None {
        return Ok(());
    }
    let before = damage();
    let read = || {
        writer.agent(agent)?;
        writer.conversation(conversation)?;
        writer.attachments(conversation)?;
        writer.queued(conversation)?;
        writer.page_before(conversation, Cursor::END, ALL)?;
        Ok::<_, StoreError>(())
    };
    let outcome = read();
    if damage() != before {
        return Err(Fault::new(LineFault::Wrong, "a word or a list that nobody knows").into());
    }
    outcome.map_err(|error| match error {
        StoreError::Sqlite(rusqlite::Error::FromSqlConversionFailure(_, _, cause)) => {
            Fault::new(LineFault::Wrong, cause.to_string()).into()
        }
        StoreError::Sqlite(error @ rusqlite::Error::IntegralValueOutOfRange(..)) => {
            Fault::new(LineFault::Wrong, error.to_string()).into()
        }
        other => other.into(),
    })
}
