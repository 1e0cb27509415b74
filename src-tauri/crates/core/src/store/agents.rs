//! Agents.

use rusqlite::{OptionalExtension as _, Row};

use serde::{Deserialize, Serialize};

use super::{
    Reader, Result, Writer, from_json, from_json_or_empty, from_word, number, readable, text, to_json, to_word,
};
use crate::files;
use crate::id::AgentId;
use crate::model::{Agent, AgentKind, Detail, KeyState, Opening, Pictures, Timestamp, UploadOffer, Uploads, Variable};

/// The upload service of an agent, as the store has it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct StoredUploads {
    /// Its address.
    pub(crate) endpoint: String,
    /// The public half of its keys.
    pub(crate) access_key: String,
    /// Whether the keychain holds the secret half.
    pub(crate) secret_stored: bool,
}

fn uploads(built_in: bool, stored: Option<StoredUploads>) -> Uploads {
    match stored {
        _ if built_in => files::built_in(),
        None => Uploads::default(),
        Some(StoredUploads { endpoint, access_key, secret_stored }) => Uploads {
            offer: UploadOffer::Service,
            endpoint,
            access_key,
            secret: if secret_stored { KeyState::Stored } else { KeyState::Missing },
            largest: files::LARGEST,
        },
    }
}

impl Agent {
    /// `presets` is filled in by the caller.
    fn from_row(row: &Row<'_>) -> rusqlite::Result<Self> {
        Ok(Self {
            id: row.get("id")?,
            name: text(row, "name")?,
            base_url: text(row, "base_url")?,
            user_id: text(row, "user_id")?,
            built_in: number(row, "built_in")?,
            kind: from_word(row, "kind")?,
            key: if number(row, "key_stored")? { KeyState::Stored } else { KeyState::Missing },
            opening: from_json(row, "opening")?,
            variables: from_json(row, "variables")?,
            detail: from_word(row, "detail")?,
            pictures: from_word(row, "pictures")?,
            presets: Vec::new(),
            uploads: uploads(number(row, "built_in")?, from_json_or_empty(row, "uploads")?),
            position: number(row, "position")?,
            added_at: Timestamp(number(row, "added_at")?),
        })
    }
}

impl Reader<'_> {
    /// All agents, by position.
    pub(crate) fn agents(&self) -> Result<Vec<Agent>> {
        let mut statement = self.prepare_cached(
            "SELECT id, name, base_url, user_id, built_in, kind, key_stored, opening, variables, detail, pictures, uploads,
                    position, added_at
               FROM agent
              ORDER BY position, id",
        )?;
        let mut agents = readable(statement.query_map((), Agent::from_row)?)?;
        for agent in &mut agents {
            agent.presets = self.presets(agent.id)?;
        }
        Ok(agents)
    }

    /// One agent.
    pub(crate) fn agent(&self, agent: AgentId) -> Result<Option<Agent>> {
        let mut statement = self.prepare_cached(
            "SELECT id, name, base_url, user_id, built_in, kind, key_stored, opening, variables, detail, pictures, uploads,
                    position, added_at
               FROM agent
              WHERE id = ?1",
        )?;
        let Some(mut agent) = statement.query_row((agent,), Agent::from_row).optional()? else { return Ok(None) };
        agent.presets = self.presets(agent.id)?;
        Ok(Some(agent))
    }
}

impl Writer<'_> {
    /// Adds an agent behind the others and says where it stands.
    pub(crate) fn add_agent(&self, agent: &Agent) -> Result<u32> {
        let position = self.query_row("SELECT COALESCE(MAX(position) + 1, 0) FROM agent", (), |row| row.get(0))?;
        self.execute(
            "INSERT INTO agent
                 (id, name, base_url, user_id, built_in, kind, key_stored, opening, variables, detail, position,
                  added_at)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12)",
            (
                agent.id,
                &agent.name,
                &agent.base_url,
                &agent.user_id,
                agent.built_in,
                to_word(agent.kind)?,
                agent.key == KeyState::Stored,
                to_json(&agent.opening)?,
                to_json(&agent.variables)?,
                to_word(agent.detail)?,
                position,
                agent.added_at.0,
            ),
        )?;
        Ok(position)
    }

    /// Names an agent.
    pub(crate) fn rename_agent(&self, agent: AgentId, name: &str) -> Result<()> {
        self.execute("UPDATE agent SET name = ?2 WHERE id = ?1", (agent, name))?;
        Ok(())
    }

    /// Says how much of what an agent does is shown.
    pub(crate) fn set_detail(&self, agent: AgentId, detail: Detail) -> Result<()> {
        self.execute("UPDATE agent SET detail = ?2 WHERE id = ?1", (agent, to_word(detail)?))?;
        Ok(())
    }

    /// Says what becomes of pictures from elsewhere.
    pub(crate) fn set_pictures(&self, agent: AgentId, pictures: Pictures) -> Result<()> {
        self.execute("UPDATE agent SET pictures = ?2 WHERE id = ?1", (agent, to_word(pictures)?))?;
        Ok(())
    }

    /// Says what one does with an agent.
    pub(crate) fn set_kind(&self, agent: AgentId, kind: AgentKind) -> Result<()> {
        self.execute("UPDATE agent SET kind = ?2 WHERE id = ?1", (agent, to_word(kind)?))?;
        Ok(())
    }

    /// Says whether the keychain holds the agent's key.
    pub(crate) fn set_key_stored(&self, agent: AgentId, stored: bool) -> Result<()> {
        self.execute("UPDATE agent SET key_stored = ?2 WHERE id = ?1", (agent, stored))?;
        Ok(())
    }

    /// Says where an agent is now.
    pub(crate) fn move_agent(&self, agent: AgentId, base_url: &str) -> Result<()> {
        self.execute("UPDATE agent SET base_url = ?2 WHERE id = ?1", (agent, base_url))?;
        Ok(())
    }

    /// Keeps what an agent says of itself.
    pub(crate) fn set_opening(&self, agent: AgentId, opening: &Opening, variables: &[Variable]) -> Result<()> {
        self.execute(
            "UPDATE agent SET opening = ?2, variables = ?3 WHERE id = ?1",
            (agent, to_json(opening)?, to_json(&variables)?),
        )?;
        Ok(())
    }

    /// Keeps the upload service of an agent, or forgets it.
    pub(crate) fn set_uploads(&self, agent: AgentId, uploads: Option<&StoredUploads>) -> Result<()> {
        let uploads = uploads.map(to_json).transpose()?.unwrap_or_default();
        self.execute("UPDATE agent SET uploads = ?2 WHERE id = ?1", (agent, uploads))?;
        Ok(())
    }

    /// Forgets an agent with all that belongs to it.
    pub(crate) fn remove_agent(&self, agent: AgentId) -> Result<()> {
        self.execute("DELETE FROM note WHERE name = 'capabilities:' || ?1", (agent,))?;
        self.execute("DELETE FROM agent WHERE id = ?1", (agent,))?;
        Ok(())
    }
}
