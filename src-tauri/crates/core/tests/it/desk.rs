//! A server with a script, a profile that has its agent, and one conversation.

use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use parlance_core::{
    Agent, AgentDraft, AgentId, Answer, AnswerId, AnswerState, Clock, Conversation, ConversationId, Keep, MemoryVault,
    Options, Page, Profile, Timestamp, TurnId, Update, Updates,
};
use parlance_server::{Script, Server};
use tempfile::TempDir;

/// Longer than anything takes; a test that waits for what never comes ends here.
const PATIENCE: Duration = Duration::from_secs(30);

pub(crate) struct Desk {
    pub(crate) script: Script,
    pub(crate) server: Option<Server>,
    pub(crate) folder: TempDir,
    pub(crate) vault: Arc<MemoryVault>,
    pub(crate) clock: Clock,
    pub(crate) profile: Profile,
    pub(crate) updates: Updates,
    pub(crate) agent: AgentId,
    pub(crate) conversation: ConversationId,
}

pub(crate) fn options(folder: &Path, vault: &Arc<MemoryVault>, clock: &Clock) -> Options {
    Options { data_dir: folder.to_owned(), vault: vault.clone(), clock: clock.clone() }
}

pub(crate) async fn serve(script: &Script) -> Server {
    Server::start(parlance_server::Options::default().with_script(script)).await.unwrap()
}

pub(crate) async fn add(profile: &Profile, server: &Server, script: &Script) -> Agent {
    let draft = AgentDraft { address: server.base_url().to_owned(), ..AgentDraft::default() };
    profile.add_agent(draft, script.api_key().to_owned(), Keep::Stored).await.unwrap()
}

impl Desk {
    /// Everything there, nothing opened.
    pub(crate) async fn with(script: Script) -> Self {
        let folder = TempDir::new().unwrap();
        let (vault, clock) = (Arc::new(MemoryVault::new()), Clock::by_hand(Timestamp(1_000)));
        let server = serve(&script).await;
        let profile = Profile::start(options(folder.path(), &vault, &clock)).await.unwrap();
        let agent = add(&profile, &server, &script).await.id;
        let conversation = profile.new_conversation(agent).await.unwrap().id;
        let updates = profile.updates();
        Self { script, server: Some(server), folder, vault, clock, profile, updates, agent, conversation }
    }

    pub(crate) async fn ask(&self, question: &str) -> TurnId {
        self.profile.ask(self.conversation, question.to_owned()).await.unwrap()
    }

    /// Reads updates until one fits.
    pub(crate) async fn told<T>(&mut self, fits: impl Fn(&Update) -> Option<T>) -> T {
        tokio::time::timeout(PATIENCE, async {
            loop {
                let update = self.updates.next().await.expect("the profile is there");
                if let Some(found) = fits(&update) {
                    return found;
                }
            }
        })
        .await
        .expect("it is told")
    }

    /// The answer of a turn, once it has ended.
    pub(crate) async fn settled(&mut self, turn: TurnId) -> Answer {
        self.told(|update| match update {
            Update::Answer { row } if row.turn_id == turn && row.state != AnswerState::Streaming => Some(row.clone()),
            _ => None,
        })
        .await
    }

    /// Waits until the text of the running answer is this.
    pub(crate) async fn written(&self, text: &str) {
        tokio::time::timeout(PATIENCE, async {
            while !self.page().await.answers.iter().any(|answer| answer.text == text) {
                tokio::task::yield_now().await;
            }
        })
        .await
        .expect("it is written");
    }

    pub(crate) async fn page(&self) -> Page {
        self.profile.open(self.conversation, None).await.unwrap().page
    }

    pub(crate) async fn answer(&self, answer: AnswerId) -> Answer {
        self.page().await.answers.into_iter().find(|row| row.id == answer).unwrap()
    }

    pub(crate) async fn row(&self) -> Conversation {
        let conversations = self.profile.snapshot().await.unwrap().conversations;
        conversations.into_iter().find(|row| row.id == self.conversation).expect("it is listed")
    }

    /// Ends the program in order and starts it again.
    pub(crate) async fn reopened(self) -> Self {
        self.profile.finish().await;
        self.restarted().await
    }

    /// Starts the program again without a word to the one before.
    pub(crate) async fn restarted(self) -> Self {
        let profile = Profile::start(options(self.folder.path(), &self.vault, &self.clock)).await.unwrap();
        Self { updates: profile.updates(), profile, ..self }
    }

    /// The agent's door as another program of the same person has it.
    pub(crate) async fn client(&self) -> parlance_client::Client {
        let agent = self.profile.snapshot().await.unwrap().agents.remove(0);
        parlance_client::Client::new(
            parlance_client::Address::parse(&agent.base_url).unwrap(),
            parlance_client::ApiKey::parse(self.script.api_key()).unwrap(),
            parlance_protocol::UserId::parse(&agent.user_id).unwrap(),
        )
        .unwrap()
    }

    pub(crate) async fn go_offline(&mut self) {
        self.server.take().unwrap().stop().await;
    }
}
