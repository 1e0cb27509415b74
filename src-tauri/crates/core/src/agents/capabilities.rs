//! What was learned of an agent's platform, kept from run to run.
//!
//! It belongs to the address that it was learned at; the built-in agent's platform is as new as this program, so that
//! nothing of it is kept.

use parlance_client::{Capabilities, Client};
use serde::{Deserialize, Serialize};

use crate::id::AgentId;
use crate::model::Agent;
use crate::profile::Profile;

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Kept {
    base_url: String,
    capabilities: Capabilities,
}

/// The note's name.
pub(super) fn name(agent: AgentId) -> String {
    format!("capabilities:{agent}")
}

impl Profile {
    /// Lets a new door begin with what was learned earlier. What cannot be read is learned again.
    pub(super) async fn remind(&self, agent: &Agent, client: &Client) {
        let name = name(agent.id);
        let Ok(Some(kept)) = self.inner.store.read(move |reader| reader.value(&name)).await else { return };
        if let Ok(kept) = serde_json::from_str::<Kept>(&kept)
            && kept.base_url == agent.base_url
        {
            client.remember(kept.capabilities);
        }
    }

    /// Keeps what a door learned, if it learned anything.
    pub(crate) async fn keep_learned(&self, agent: AgentId, client: &Client) {
        let Some(capabilities) = client.news() else { return };
        let kept = Kept { base_url: client.address().to_string(), capabilities };
        let Ok(value) = serde_json::to_string(&kept) else { return };
        // What is lost is learned again.
        let _ = self
            .inner
            .store
            .note(move |writer| match writer.agent(agent)? {
                Some(row) if !row.built_in => writer.set_value(&name(agent), &value),
                _ => Ok(()),
            })
            .await;
    }
}
