//! A profile whose rows are written from beside, as an import or another program of the same person does.

use std::collections::BTreeSet;
use std::sync::Arc;

use parlance_core::{
    AgentId, AnswerId, Clock, ConversationId, Hit, HitKind, MemoryVault, Profile, SearchQuery, StepId, Timestamp,
    TurnId,
};
use rusqlite::Connection;
use tempfile::TempDir;

use crate::desk::options;

pub(crate) struct Library {
    pub(crate) folder: TempDir,
    pub(crate) profile: Profile,
    pub(crate) agent: AgentId,
    pub(crate) conversation: ConversationId,
    pub(crate) beside: Connection,
    made: std::cell::Cell<u32>,
}

async fn start(folder: &TempDir) -> Profile {
    let vault = Arc::new(MemoryVault::new());
    Profile::start(options(folder.path(), &vault, &Clock::by_hand(Timestamp(1_000)))).await.unwrap()
}

impl Library {
    pub(crate) async fn open() -> Self {
        let folder = TempDir::new().unwrap();
        let profile = start(&folder).await;
        let beside = Connection::open(folder.path().join("parlance.sqlite")).unwrap();
        let (agent, conversation) = (AgentId::make(), ConversationId::make());
        beside
            .execute(
                "INSERT INTO agent (id, name, base_url, user_id, built_in, key_stored, opening, variables, position,
                                    added_at)
                 VALUES (?1, 'A', 'http://127.0.0.1:1', 'u', 0, 0, '{\"message\":\"\",\"questions\":[]}', '[]', 0, 0)",
                [agent.to_string()],
            )
            .unwrap();
        beside
            .execute(
                "INSERT INTO conversation (id, agent_id, platform_id, title, pinned, preview, turns, unread, created_at,
                                           active_at)
                 VALUES (?1, ?2, '', 'The library', 0, '', 0, 0, 5, 5)",
                [conversation.to_string(), agent.to_string()],
            )
            .unwrap();
        Self { folder, profile, agent, conversation, beside, made: std::cell::Cell::new(0) }
    }

    /// The program ends, somebody does something to its file, and it starts again.
    pub(crate) async fn reopened(self, tamper: impl FnOnce(&Connection)) -> Self {
        self.profile.finish().await;
        tamper(&self.beside);
        let profile = start(&self.folder).await;
        Self { profile, ..self }
    }

    /// A turn; which one.
    pub(crate) fn turn(&self, asked_at: i64, question: &str, answers: &[&str]) -> String {
        let (turn, seq) = (TurnId::make().to_string(), self.made.replace(self.made.get() + 1));
        self.beside
            .execute(
                "INSERT INTO turn (id, conversation_id, seq, query_id, question, asked_at, used_answer_id)
                 VALUES (?1, ?2, ?3, '', ?4, ?5, '01ARZ3NDEKTSV4RRFFQ69G5FAV')",
                (&turn, self.conversation.to_string(), seq, question, asked_at),
            )
            .unwrap();
        for (position, text) in (0..).zip(answers) {
            self.answer(&turn, position, text);
        }
        turn
    }

    fn answer(&self, turn: &str, position: u32, text: &str) -> String {
        let answer = AnswerId::make().to_string();
        self.beside
            .execute(
                "INSERT INTO answer (id, turn_id, position, message_id, state, text, problem, usage, suggestions,
                                     started_at, ended_at)
                 VALUES (?1, ?2, ?3, '', 'done', ?4, '', '', '[]', 0, 0)",
                (&answer, turn, position, text),
            )
            .unwrap();
        answer
    }

    /// A turn that says `quokka` everywhere.
    pub(crate) fn rich_turn(&self) {
        let turn = self.turn(7, "A quokka?", &[]);
        let answer = self.answer(&turn, 0, "Quokkas, yes; one quokka.");
        let file = "[{\"id\":\"01ARZ3NDEKTSV4RRFFQ69G5FAV\",\"name\":\"quokka.pdf\",\"mediaType\":\"\",\"size\":0,\"url\":\"\",
                      \"path\":\"\",\"kept\":false}]";
        self.beside
            .execute(
                "UPDATE turn SET files = ?2, variable_values = '{\"topic\":\"quokka\"}' WHERE id = ?1",
                (&turn, file),
            )
            .unwrap();
        self.beside
            .execute(
                "INSERT INTO step (id, answer_id, position, kind, running, title, text, input, citations, started_at,
                                   took_ms)
                 VALUES (?1, ?2, 0, 'think', 0, 'Thinking', 'of a quokka', '', ?3, 0, 0)",
                (
                    StepId::make().to_string(),
                    answer,
                    "[{\"document\":\"Quokka.md\",\"dataset\":\"\",\"text\":\"lives\",\"score\":\"\",\"link\":\"\",\"page\":0}]",
                ),
            )
            .unwrap();
    }

    /// Waits until the index holds all that is there.
    pub(crate) async fn indexed(&self) {
        // A write of the profile's own: it does not see what others write.
        self.profile.pin(self.conversation, false).await.unwrap();
        let behind = || {
            let due: i64 = self.beside.query_row("SELECT COUNT(*) FROM search_due", (), |row| row.get(0)).unwrap();
            due > 0 || !self.state().contains("\"titles\":\"all\",\"turns\":\"all\"")
        };
        while behind() {
            tokio::task::yield_now().await;
        }
    }

    /// How far the index has come.
    pub(crate) fn state(&self) -> String {
        self.beside.query_row("SELECT value FROM note WHERE name = 'search'", (), |row| row.get(0)).unwrap()
    }
}

/// Everything that a query finds, from page to page.
pub(crate) async fn about(profile: &Profile, query: SearchQuery) -> Vec<Hit> {
    let (mut all, mut after) = (Vec::new(), None);
    loop {
        let page = profile.search(query.clone(), after).await.unwrap();
        all.extend(page.hits);
        after = page.more;
        if after.is_none() {
            return all;
        }
    }
}

/// What some words find: where, and the first mark in brackets.
pub(crate) async fn spoken(profile: &Profile, words: &str) -> Vec<(HitKind, String)> {
    let query = SearchQuery { text: words.to_owned(), ..SearchQuery::default() };
    let marked = |hit: &Hit| {
        let units: Vec<u16> = hit.snippet.encode_utf16().collect();
        let mark = hit.marks[0];
        format!("[{}]", String::from_utf16(&units[mark.start as usize..mark.end as usize]).unwrap())
    };
    about(profile, query).await.iter().map(|hit| (hit.kind, marked(hit))).collect()
}

pub(crate) fn kinds(found: &[(HitKind, String)]) -> BTreeSet<HitKind> {
    found.iter().map(|(kind, _)| *kind).collect()
}
