//! Values kept under a name, to be used again in other conversations with their agent.

use crate::error::{Error, Refusal};
use crate::id::{AgentId, PresetId};
use crate::model::{Preset, Values};
use crate::profile::Profile;

/// The most characters of a preset's name.
const LONGEST_NAME: usize = 60;

impl Profile {
    /// Keeps values under a name; those that were kept under it are replaced.
    ///
    /// # Errors
    /// When the name is empty, or the agent is gone; those of the store.
    pub async fn save_preset(&self, agent: AgentId, name: String, mut values: Values) -> Result<(), Error> {
        values.retain(|_, value| !value.trim().is_empty());
        let preset = Preset { id: PresetId::make(), name: tidy(&name)?, values };
        self.agent(agent).await?;
        self.inner.store.write(move |writer| writer.save_preset(agent, &preset)).await?;
        self.tell_agent(agent).await.map(drop)
    }

    /// Names a preset.
    ///
    /// # Errors
    /// When the name is empty or another preset of the agent has it, or the preset is gone; those of the store.
    pub async fn rename_preset(&self, preset: PresetId, name: String) -> Result<(), Error> {
        let name = tidy(&name)?;
        let renamed = self.inner.store.write(move |writer| {
            let Some(agent) = writer.agent_of_preset(preset)? else { return Ok(Err(Error::Gone("preset"))) };
            if writer.presets(agent)?.iter().any(|other| other.id != preset && other.name == name) {
                return Ok(Err(Refusal::NameTaken.into()));
            }
            writer.rename_preset(preset, &name)?;
            Ok(Ok(agent))
        });
        let agent = renamed.await??;
        self.tell_agent(agent).await.map(drop)
    }

    /// Forgets a preset. Conversations that were begun with its values keep them.
    ///
    /// # Errors
    /// When the preset is gone; those of the store.
    pub async fn remove_preset(&self, preset: PresetId) -> Result<(), Error> {
        let removed = self.inner.store.write(move |writer| {
            let agent = writer.agent_of_preset(preset)?;
            writer.remove_preset(preset)?;
            Ok(agent)
        });
        let agent = removed.await?.ok_or(Error::Gone("preset"))?;
        self.tell_agent(agent).await.map(drop)
    }
}

fn tidy(name: &str) -> Result<String, Refusal> {
    let name: String = name.trim().chars().take(LONGEST_NAME).collect();
    if name.is_empty() { Err(Refusal::NameEmpty) } else { Ok(name) }
}
