//! Values of variables: of conversations and turns, used last with an agent, and kept under a name.

use rusqlite::{OptionalExtension as _, Row};

use super::{Reader, Result, Writer, from_json, text, to_json};
use crate::id::{AgentId, ConversationId, PresetId, TurnId};
use crate::model::{Preset, Values};

impl Preset {
    fn from_row(row: &Row<'_>) -> rusqlite::Result<Self> {
        Ok(Self { id: row.get("id")?, name: text(row, "name")?, values: from_json(row, "variable_values")? })
    }
}

impl Reader<'_> {
    /// An agent's presets, by name.
    pub(crate) fn presets(&self, agent: AgentId) -> Result<Vec<Preset>> {
        let mut statement = self.prepare_cached(
            "SELECT id, name, variable_values FROM preset WHERE agent_id = ?1 ORDER BY name COLLATE NOCASE, name",
        )?;
        let presets = statement.query_map((agent,), Preset::from_row)?.collect::<rusqlite::Result<_>>()?;
        Ok(presets)
    }

    /// Whose preset it is.
    pub(crate) fn agent_of_preset(&self, preset: PresetId) -> Result<Option<AgentId>> {
        let mut statement = self.prepare_cached("SELECT agent_id FROM preset WHERE id = ?1")?;
        Ok(statement.query_row((preset,), |row| row.get("agent_id")).optional()?)
    }

    /// The values used last with an agent.
    pub(crate) fn last_values(&self, agent: AgentId) -> Result<Values> {
        let mut statement = self.prepare_cached("SELECT last_values FROM agent WHERE id = ?1")?;
        let values = statement.query_row((agent,), |row| from_json(row, "last_values")).optional()?;
        Ok(values.unwrap_or_default())
    }
}

impl Writer<'_> {
    /// The values that apply from a conversation's next question on.
    pub(crate) fn set_values(&self, conversation: ConversationId, values: &Values) -> Result<()> {
        self.prepare_cached("UPDATE conversation SET variable_values = ?2 WHERE id = ?1")?
            .execute((conversation, to_json(values)?))?;
        Ok(())
    }

    /// The values that a turn was asked with.
    pub(crate) fn set_values_of_turn(&self, turn: TurnId, values: &Values) -> Result<()> {
        self.prepare_cached("UPDATE turn SET variable_values = ?2 WHERE id = ?1")?.execute((turn, to_json(values)?))?;
        Ok(())
    }

    /// Turns of which nobody knows with which values they were asked get these; which ones they are.
    pub(crate) fn fill_values_of_turns(&self, conversation: ConversationId, values: &Values) -> Result<Vec<TurnId>> {
        let mut statement = self.prepare_cached(
            "UPDATE turn SET variable_values = ?2 
              WHERE conversation_id = ?1 AND variable_values = '' AND removed_at = 0
          RETURNING id",
        )?;
        let filled = statement.query_map((conversation, to_json(values)?), |row| row.get("id"))?;
        Ok(filled.collect::<rusqlite::Result<_>>()?)
    }

    /// The values used last with an agent.
    pub(crate) fn set_last_values(&self, agent: AgentId, values: &Values) -> Result<()> {
        self.prepare_cached("UPDATE agent SET last_values = ?2 WHERE id = ?1")?.execute((agent, to_json(values)?))?;
        Ok(())
    }

    /// Keeps values under a name; those it had are replaced.
    pub(crate) fn save_preset(&self, agent: AgentId, preset: &Preset) -> Result<()> {
        self.prepare_cached(
            "INSERT INTO preset (id, agent_id, name, variable_values) VALUES (?1, ?2, ?3, ?4)
                 ON CONFLICT (agent_id, name) DO UPDATE SET variable_values = excluded.variable_values",
        )?
        .execute((preset.id, agent, &preset.name, to_json(&preset.values)?))?;
        Ok(())
    }

    /// Names a preset.
    pub(crate) fn rename_preset(&self, preset: PresetId, name: &str) -> Result<()> {
        self.prepare_cached("UPDATE preset SET name = ?2 WHERE id = ?1")?.execute((preset, name))?;
        Ok(())
    }

    /// Forgets a preset.
    pub(crate) fn remove_preset(&self, preset: PresetId) -> Result<()> {
        self.prepare_cached("DELETE FROM preset WHERE id = ?1")?.execute((preset,))?;
        Ok(())
    }
}
