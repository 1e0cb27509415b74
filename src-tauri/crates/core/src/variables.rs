//! Variables: what an agent asks for before it answers, and the values that a person gives.
//!
//! The values of a conversation apply from its next question on; each turn keeps those it was asked with, so that where
//! they changed can be read off the turns. The platform has them with its conversation: it is made with them, and a later
//! change is kept here only once the platform has taken it. A value whose variable the agent does not have any more stays
//! to be read, and is not sent.

mod presets;
mod rules;

use parlance_client::Category;
use parlance_protocol::{AppConversationId, GetConversationInputs, UpdateConversation};
use serde_json::{Map, Value};

use crate::error::Error;
use crate::id::{AgentId, ConversationId};
use crate::model::{Agent, Conversation, Values};
use crate::profile::Profile;
use crate::store::{Reader, StoreError, Writer};
use crate::update::Update;
pub(crate) use rules::{check, known, usable};

impl Profile {
    /// Sets the variables of a conversation, from its next question on. All of them are given: one that is not has no
    /// value any more. Where the platform has the conversation, nothing changes here before it has changed there.
    ///
    /// # Errors
    /// When a value is missing or breaks one of the agent's rules, the conversation is gone, or the platform does not take
    /// the change; those of the store.
    pub async fn set_variables(&self, conversation: ConversationId, values: Values) -> Result<(), Error> {
        let _changing = self.inner.posting.change(conversation).await;
        let (row, agent) = self.place(conversation).await?;
        let values = known(&agent.variables, &values);
        check(&agent.variables, &values)?;
        let before = known(&agent.variables, &row.values);
        if !row.platform_id.is_empty() && values != before {
            self.send_variables(&agent, row.platform_id.clone(), &before, &values).await?;
        }
        let id = agent.id;
        let kept = beside_stale(&agent, &row, &values);
        let row = self
            .inner
            .store
            .write(move |writer| {
                writer.set_values(conversation, &kept)?;
                writer.set_last_values(id, &values)?;
                writer.conversation(conversation)
            })
            .await?;
        row.into_iter().for_each(|row| self.tell_conversation(row));
        Ok(())
    }

    async fn send_variables(
        &self,
        agent: &Agent,
        platform_id: String,
        before: &Values,
        values: &Values,
    ) -> Result<(), Error> {
        let mut inputs = values.clone();
        // It is not documented whether a platform forgets what it is not told, so what was taken back is told as empty.
        for key in before.keys() {
            inputs.entry(key.clone()).or_default();
        }
        let request = UpdateConversation {
            app_conversation_id: AppConversationId::new(platform_id),
            inputs: Some(inputs),
            ..UpdateConversation::default()
        };
        self.inner.posting.act();
        let told = self.door_of(agent).await?.call(&request).await;
        self.inner.posting.act();
        told.map(drop).map_err(|error| self.rules_may_have_changed(agent, error))
    }

    /// A refusal may mean that the agent asks for other variables by now: they are read again behind it.
    pub(crate) fn rules_may_have_changed(&self, agent: &Agent, error: parlance_client::Error) -> Error {
        if matches!(error.category(), Category::Refused) {
            let (profile, agent) = (self.clone(), agent.clone());
            tokio::spawn(async move {
                // What was last read serves until it can be read.
                let _ = profile.refresh_opening(agent).await;
            });
        }
        error.into()
    }

    /// The variables that the platform has for a conversation, where its agent has any; `None` where they cannot be read.
    pub(crate) async fn variables_there(&self, agent: &Agent, conversation: &AppConversationId) -> Option<Values> {
        if agent.variables.is_empty() {
            return None;
        }
        let request = GetConversationInputs { app_conversation_id: conversation.clone() };
        // Not every platform can be asked for them.
        let told = self.door_of(agent).await.ok()?.call(&request).await.ok()?;
        Some(values_of(&told.inputs)).filter(|values| !values.is_empty())
    }
}

/// Takes over the values that the platform has for a conversation. Turns of which nobody knew with which values they were
/// asked were asked with these, as far as anybody knows. What to tell of it.
pub(crate) fn adopt(
    writer: &Writer<'_>,
    conversation: ConversationId,
    there: &Values,
) -> Result<Vec<Update>, StoreError> {
    let Some(row) = writer.conversation(conversation)? else { return Ok(Vec::new()) };
    let Some(agent) = writer.agent(row.agent_id)? else { return Ok(Vec::new()) };
    let there = known(&agent.variables, there);
    if known(&agent.variables, &row.values) != there {
        writer.set_values(conversation, &beside_stale(&agent, &row, &there))?;
    }
    let filled = writer.fill_values_of_turns(conversation, &there)?;
    let turns = filled.into_iter().map(|id| writer.turn(id)).collect::<Result<Vec<_>, _>>()?;
    Ok(turns.into_iter().flatten().map(|row| Update::Turn { row }).collect())
}

/// The values that a new conversation begins with: those used last, as far as the agent still takes them.
pub(crate) fn first_values(reader: &Reader<'_>, agent: AgentId) -> Result<Values, StoreError> {
    let Some(row) = reader.agent(agent)? else { return Ok(Values::new()) };
    Ok(usable(&row.variables, &reader.last_values(agent)?))
}

/// Values as the platform has them; other things than texts become texts.
pub(crate) fn values_of(told: &Map<String, Value>) -> Values {
    let values = told.iter().filter_map(|(key, value)| {
        let text = match value {
            Value::Null => return None,
            Value::String(text) => text.clone(),
            Value::Bool(_) | Value::Number(_) | Value::Array(_) | Value::Object(_) => value.to_string(),
        };
        Some((key.clone(), text))
    });
    values.filter(|(_, text)| !text.trim().is_empty()).collect()
}

/// These values, and those of the conversation that the agent has no variable for any more.
fn beside_stale(agent: &Agent, row: &Conversation, values: &Values) -> Values {
    let stale = row.values.iter().filter(|(key, _)| !agent.variables.iter().any(|variable| variable.key == **key));
    let mut kept: Values = stale.map(|(key, value)| (key.clone(), value.clone())).collect();
    kept.extend(values.clone());
    kept
}
