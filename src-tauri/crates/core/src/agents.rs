//! Agents: testing, adding, renaming and removing them, and their keys.

pub(crate) mod built_in;
mod capabilities;
mod kind;

use std::collections::HashSet;
use std::sync::PoisonError;

use parlance_client::{Address, ApiKey, Client};
use parlance_protocol::{AppConfig, GetAppConfigPreview, UserId, VariableConfig, VariableType};

use crate::error::{Error, Refusal};
use crate::files;
use crate::id::AgentId;
use crate::keys::{Account, Keep};
use crate::model::{
    Agent, AgentDraft, AgentKind, AnswerState, Detail, KeyState, Opening, Pictures, Probed, Uploads, Variable,
    VariableKind,
};
use crate::profile::Profile;
use crate::random;
use crate::update::{RowId, Update};
use crate::vault::VaultError;

/// How long what an agent says of itself is taken to be so.
const GREETING_LASTS_MS: i64 = 600_000;

/// A draft that keeps all the rules.
struct Entered {
    name: String,
    address: Address,
    user: UserId,
}

impl Profile {
    /// Tests an address with a key: asks the agent who it is. Nothing is kept.
    ///
    /// # Errors
    /// What is wrong with the address, the user id or the key, or whatever kept the agent from answering.
    pub async fn probe(&self, draft: AgentDraft, key: String) -> Result<Probed, Error> {
        let key = entered_key(key)?;
        let entered = Entered::read(&draft)?;
        let base_url = entered.address.to_string();
        let client = Client::new(entered.address, key, entered.user)?;
        let config = client.call(&GetAppConfigPreview {}).await?;
        let kind = kind::guess(&client, &config).await;
        Ok(Probed { name: config.name.clone(), base_url, opening: opening(&config), kind })
    }

    /// Adds an agent after a last test: the key first, then the row. If the row fails the key is taken back.
    ///
    /// # Errors
    /// As [`Profile::probe`], and those of the keychain and the store.
    pub async fn add_agent(&self, draft: AgentDraft, key: String, keep: Keep) -> Result<Agent, Error> {
        let key = entered_key(key)?;
        let entered = Entered::read(&draft)?;
        let id = AgentId::make();
        let account = Account::new(id, &entered.address, false);
        let client = Client::new(entered.address.clone(), key.clone(), entered.user.clone())?;
        let config = client.call(&GetAppConfigPreview {}).await?;
        let kind = match draft.kind {
            Some(chosen) => chosen,
            None => kind::guess(&client, &config).await,
        };
        self.inner.keys.keep(&account, &key, keep).await?;
        let row = Agent { kind, ..entered.into_agent(id, &config, keep == Keep::Stored, false, self) };
        let added = self.write_agent(row).await;
        if added.is_err() {
            // Nothing refers to the key; what the keychain says to that helps nobody.
            let _ = self.inner.keys.forget(&account).await;
        }
        added
    }

    /// Gives an agent another key, after a test.
    ///
    /// # Errors
    /// As [`Profile::add_agent`].
    pub async fn replace_key(&self, agent: AgentId, key: String, keep: Keep) -> Result<Agent, Error> {
        let key = entered_key(key)?;
        let row = self.agent(agent).await?;
        let account = Account::of(&row)?;
        let client = Client::new(Address::parse(&row.base_url)?, key.clone(), UserId::parse(&row.user_id)?)?;
        client.call(&GetAppConfigPreview {}).await?;
        if keep == Keep::Session && row.key == KeyState::Stored {
            // Should the keychain not let go of the old key, the row says that it is not to be used.
            let _ = self.inner.keys.forget(&account).await;
        }
        self.inner.keys.keep(&account, &key, keep).await?;
        self.close_door(agent);
        self.inner.store.write(move |writer| writer.set_key_stored(agent, keep == Keep::Stored)).await?;
        let row = self.tell_agent(agent).await?;
        self.take_up_runs_of(agent).await?;
        Ok(row)
    }

    /// Names an agent.
    ///
    /// # Errors
    /// When the name is empty, or the agent is gone; those of the store.
    pub async fn rename_agent(&self, agent: AgentId, name: String) -> Result<(), Error> {
        let name = name.trim().to_owned();
        if name.is_empty() {
            return Err(Refusal::NameEmpty.into());
        }
        self.inner.store.write(move |writer| writer.rename_agent(agent, &name)).await?;
        self.tell_agent(agent).await.map(drop)
    }

    /// Says how much of what an agent does is shown.
    ///
    /// # Errors
    /// When the agent is gone; those of the store.
    pub async fn set_detail(&self, agent: AgentId, detail: Detail) -> Result<(), Error> {
        self.inner.store.write(move |writer| writer.set_detail(agent, detail)).await?;
        self.tell_agent(agent).await.map(drop)
    }

    /// Says what becomes of pictures from elsewhere in an agent's answers.
    ///
    /// # Errors
    /// When the agent is gone; those of the store.
    pub async fn set_pictures(&self, agent: AgentId, pictures: Pictures) -> Result<(), Error> {
        self.inner.store.write(move |writer| writer.set_pictures(agent, pictures)).await?;
        self.tell_agent(agent).await.map(drop)
    }

    /// Forgets an agent, its conversations here and its key. What the platform has stays there.
    ///
    /// # Errors
    /// Those of the store; and when the keychain does not forget the key: then the agent stays.
    pub async fn remove_agent(&self, agent: AgentId) -> Result<(), Error> {
        let row = self.agent(agent).await?;
        for running in self.inner.live.everything() {
            if self.conversation(running.conversation).await.is_ok_and(|row| row.agent_id == agent) {
                self.end(&running, AnswerState::Stopped, None).await;
            }
        }
        self.close_door(agent);
        // Without the agent nothing refers to it.
        let _ = self.forget_uploads(&row).await;
        let forgotten = match Account::of(&row) {
            Ok(account) => self.inner.keys.forget(&account).await,
            Err(_) => Ok(()),
        };
        match forgotten {
            // Where there is no keychain, there is no key to forget.
            Ok(()) | Err(VaultError::Missing) => {}
            Err(_) if row.key != KeyState::Stored => {}
            Err(error) => return Err(error.into()),
        }
        self.inner.store.write(move |writer| writer.remove_agent(agent)).await?;
        self.tell(&Update::Removed { row: RowId::Agent(agent) });
        Ok(())
    }

    /// The door of an agent by its name, for a program without a window.
    ///
    /// # Errors
    /// When no agent or several have this name, or there is no key; those of keychain and store.
    pub async fn door(&self, name: &str, user: Option<UserId>) -> Result<Client, Error> {
        let agents = self.inner.store.read(move |reader| reader.agents()).await?;
        let named: Vec<_> = agents.iter().filter(|agent| agent.name.eq_ignore_ascii_case(name.trim())).collect();
        let [agent] = named[..] else {
            let known = agents.iter().map(|agent| agent.name.clone()).collect();
            return Err(Error::NotOneAgent { name: name.trim().to_owned(), found: named.len(), known });
        };
        self.make_door(&self.inner.keys.judge(agent.clone()), user).await
    }

    /// The door of an agent; made once, then kept.
    pub(crate) async fn door_of(&self, agent: &Agent) -> Result<Client, Error> {
        if agent.built_in
            && let Some(problem) = self.built_in_problem()
        {
            return Err(Error::BuiltIn(problem.code, problem.detail));
        }
        if let Some(client) = self.known_door(agent.id).filter(|client| client.address().to_string() == agent.base_url)
        {
            return Ok(client);
        }
        let client = self.make_door(agent, None).await?;
        self.inner.doors.lock().unwrap_or_else(PoisonError::into_inner).insert(agent.id, client.clone());
        Ok(client)
    }

    async fn make_door(&self, agent: &Agent, user: Option<UserId>) -> Result<Client, Error> {
        let address = Address::parse(&agent.base_url)?;
        if agent.key == KeyState::Missing {
            return Err(Error::KeyMissing);
        }
        let Some(key) = self.inner.keys.read(&Account::of(agent)?).await? else {
            let id = agent.id;
            self.inner.store.note(move |writer| writer.set_key_stored(id, false)).await?;
            self.tell_agent(id).await?;
            return Err(Error::KeyMissing);
        };
        let user = user.map_or_else(|| UserId::parse(&agent.user_id), Ok)?;
        let client = Client::new(address, key, user)?;
        self.remind(agent, &client).await;
        Ok(client)
    }

    /// The door of an agent, if one was made.
    pub(crate) fn known_door(&self, agent: AgentId) -> Option<Client> {
        self.inner.doors.lock().unwrap_or_else(PoisonError::into_inner).get(&agent).cloned()
    }

    fn close_door(&self, agent: AgentId) {
        self.inner.doors.lock().unwrap_or_else(PoisonError::into_inner).remove(&agent);
    }

    /// Reads again what an agent says of itself, if that was not done a short while ago.
    pub(crate) async fn refresh_opening_at_times(&self, agent: AgentId) -> Result<(), Error> {
        let read_at = self.inner.greeted.lock().unwrap_or_else(PoisonError::into_inner).get(&agent).copied();
        if read_at.is_some_and(|at| self.now().0.saturating_sub(at.0) < GREETING_LASTS_MS) {
            return Ok(());
        }
        self.refresh_opening(self.agent(agent).await?).await
    }

    /// Reads again what an agent says of itself; a new greeting is kept and told.
    pub(crate) async fn refresh_opening(&self, agent: Agent) -> Result<(), Error> {
        let client = self.door_of(&agent).await?;
        let config = client.call(&GetAppConfigPreview {}).await?;
        self.keep_learned(agent.id, &client).await;
        let now = self.now();
        self.inner.greeted.lock().unwrap_or_else(PoisonError::into_inner).insert(agent.id, now);
        let (opening, variables) = (opening(&config), variables(&config));
        if opening != agent.opening || variables != agent.variables {
            let id = agent.id;
            self.inner.store.note(move |writer| writer.set_opening(id, &opening, &variables)).await?;
            self.tell_agent(id).await?;
        }
        Ok(())
    }

    async fn write_agent(&self, mut row: Agent) -> Result<Agent, Error> {
        let stored = row.clone();
        row.position = self.inner.store.write(move |writer| writer.add_agent(&stored)).await?;
        let row = self.inner.keys.judge(row);
        self.tell(&Update::Agent { row: row.clone() });
        Ok(row)
    }

    /// The row of an agent, with the truth about its key.
    pub(crate) async fn agent(&self, agent: AgentId) -> Result<Agent, Error> {
        let row = self.inner.store.read(move |reader| reader.agent(agent)).await?;
        row.map(|row| self.inner.keys.judge(row)).ok_or(Error::Gone("agent"))
    }

    /// Tells the row of an agent once more.
    pub(crate) async fn tell_agent(&self, agent: AgentId) -> Result<Agent, Error> {
        let row = self.agent(agent).await?;
        self.tell(&Update::Agent { row: row.clone() });
        Ok(row)
    }
}

impl Entered {
    fn read(draft: &AgentDraft) -> Result<Self, Error> {
        let user = draft.user_id.trim();
        Ok(Self {
            name: draft.name.trim().to_owned(),
            address: Address::parse(&draft.address)?,
            user: if user.is_empty() { UserId::parse(&random::word(UserId::MAX))? } else { UserId::parse(user)? },
        })
    }

    fn into_agent(self, id: AgentId, config: &AppConfig, stored: bool, built_in: bool, profile: &Profile) -> Agent {
        let own = config.name.trim();
        let name = match (self.name.is_empty(), own.is_empty()) {
            (false, _) => self.name,
            (true, false) => own.to_owned(),
            (true, true) => self.address.host(),
        };
        Agent {
            id,
            name,
            base_url: self.address.to_string(),
            user_id: self.user.as_str().to_owned(),
            built_in,
            kind: AgentKind::Chat,
            key: if stored { KeyState::Stored } else { KeyState::Missing },
            opening: opening(config),
            variables: variables(config),
            detail: Detail::default(),
            pictures: Pictures::default(),
            presets: Vec::new(),
            uploads: if built_in { files::built_in() } else { Uploads::default() },
            position: 0,
            added_at: profile.now(),
        }
    }
}

/// The key as it was entered; what was entered is wiped.
fn entered_key(entered: String) -> Result<ApiKey, Error> {
    Ok(ApiKey::parse(&zeroize::Zeroizing::new(entered))?)
}

fn opening(config: &AppConfig) -> Opening {
    Opening {
        message: config.open_message.clone(),
        questions: config.open_query.iter().filter(|question| !question.trim().is_empty()).cloned().collect(),
    }
}

/// What cannot be told apart on the wire is asked for once.
fn variables(config: &AppConfig) -> Vec<Variable> {
    let mut known = HashSet::new();
    let told = config.variable_configs.iter().filter(|config| !config.key.is_empty() && known.insert(&config.key));
    told.map(variable).collect()
}

fn variable(config: &VariableConfig) -> Variable {
    Variable {
        key: config.key.clone(),
        name: config.name.clone(),
        description: config.description.clone(),
        required: config.required,
        kind: match config.variable_type {
            VariableType::Text | VariableType::Other(_) => VariableKind::Text,
            VariableType::Paragraph => VariableKind::Paragraph,
            VariableType::Enum => VariableKind::Choice,
        },
        choices: config.enum_values.clone(),
        max_length: u32::try_from(config.text_max_length).unwrap_or(0),
    }
}
