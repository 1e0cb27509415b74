//! What the platforms have of conversations.

use rusqlite::Row;

use super::{Reader, Result, Writer, number, text};
use crate::id::{AgentId, ConversationId};
use crate::model::Timestamp;
use crate::sync::list::KnownThere;

/// A conversation of which the platform does not know all that it should.
#[derive(Debug, Clone)]
pub(crate) struct Untold {
    /// Which.
    pub(crate) id: ConversationId,
    /// Its id there.
    pub(crate) platform_id: String,
    /// Its title.
    pub(crate) title: String,
    /// The title is what is to be told.
    pub(crate) names: bool,
    /// Whether it is kept at the top.
    pub(crate) pinned: bool,
    /// That is what is to be told.
    pub(crate) pins: bool,
}

impl Reader<'_> {
    /// The conversations of an agent that its platform knows, removed ones, too.
    pub(crate) fn known_there(&self, agent: AgentId) -> Result<Vec<KnownThere>> {
        let mut statement = self.prepare_cached(
            "SELECT id, platform_id, title, named, name_there, active_at, removed_at <> 0 AS removed, gone
               FROM conversation
              WHERE agent_id = ?1 AND platform_id <> ''",
        )?;
        let read = |row: &Row<'_>| {
            Ok(KnownThere {
                id: row.get("id")?,
                platform_id: row.get("platform_id")?,
                title: text(row, "title")?,
                named: row.get("named")?,
                name_there: row.get("name_there")?,
                active_at: Timestamp(number(row, "active_at")?),
                removed: row.get("removed")?,
                gone: row.get("gone")?,
                busy: false,
            })
        };
        let known = statement.query_map((agent,), read)?.collect::<rusqlite::Result<_>>()?;
        Ok(known)
    }

    /// So many conversations of which an agent's platform does not have the name or the pin. A title that was made is
    /// told only where the platform has none.
    pub(crate) fn untold(&self, agent: AgentId, most: u32) -> Result<Vec<Untold>> {
        let mut statement = self.prepare_cached(
            "SELECT id, platform_id, title, pinned, names, pins
               FROM (SELECT *, pinned <> pinned_there AS pins,
                            title <> '' AND title <> name_there
                            AND (named = 1 OR name_there IN ('新的会话', '新会话', 'New conversation')) AS names
                       FROM conversation
                      WHERE agent_id = ?1 AND platform_id <> '' AND removed_at = 0 AND gone = 0)
              WHERE names OR pins
              ORDER BY named DESC, active_at DESC
              LIMIT ?2",
        )?;
        let read = |row: &Row<'_>| {
            Ok(Untold {
                id: row.get("id")?,
                platform_id: row.get("platform_id")?,
                title: text(row, "title")?,
                names: row.get("names")?,
                pinned: row.get("pinned")?,
                pins: row.get("pins")?,
            })
        };
        let untold = statement.query_map((agent, most), read)?.collect::<rusqlite::Result<_>>()?;
        Ok(untold)
    }
}

impl Writer<'_> {
    /// The name that the platform has.
    pub(crate) fn set_name_there(&self, conversation: ConversationId, name: &str) -> Result<()> {
        self.prepare_cached("UPDATE conversation SET name_there = ?2 WHERE id = ?1")?.execute((conversation, name))?;
        Ok(())
    }

    /// Whether the platform keeps it at the top.
    pub(crate) fn set_pinned_there(&self, conversation: ConversationId, pinned: bool) -> Result<()> {
        self.execute("UPDATE conversation SET pinned_there = ?2 WHERE id = ?1", (conversation, pinned))?;
        Ok(())
    }

    /// When something was last said in it, and whether the platform has deleted it.
    pub(crate) fn set_there(&self, conversation: ConversationId, active_at: Timestamp, gone: bool) -> Result<()> {
        self.prepare_cached("UPDATE conversation SET active_at = ?2, gone = ?3 WHERE id = ?1")?.execute((
            conversation,
            active_at.0,
            gone,
        ))?;
        Ok(())
    }
}
