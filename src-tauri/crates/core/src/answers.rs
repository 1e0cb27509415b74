//! Questions and their answers: asking and stopping.

mod again;
mod feedback;
mod inspection;
mod instead;
mod interrupts;
mod posting;
mod queue;
mod recovery;
mod removed;
mod suggestions;
mod writing;

use parlance_client::Address;

use crate::conversations::title;
use crate::error::{Error, Refusal};
use crate::files::Along;
use crate::id::{AnswerId, ConversationId, TurnId};
use crate::live::Running;
use crate::model::{Agent, Answer, AnswerState, Conversation, Feedback, Timestamp, Turn, Values};
use crate::problem::Problem;
use crate::profile::Profile;
use crate::store::{StoreError, Writer};
use crate::update::{RowId, Update};
use crate::variables;
pub(crate) use posting::Posting;
pub(crate) use queue::into_drafts;
pub(crate) use recovery::may_go_on;
use writing::Asked;

/// The most characters of a question.
const LONGEST_QUESTION: usize = 100_000;

/// Where a question comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Origin {
    /// It was written: the files beside it go along, and the draft is emptied.
    Draft,
    /// It waited, with files of its own.
    Queue,
    /// It was chosen: what is being written stays.
    Aside,
}

impl Profile {
    /// Asks the question that was written, with the files beside it; the draft is emptied. It is on the disk, with an
    /// empty answer, when this returns; the answer is written behind it, and whatever goes wrong from here on is in the
    /// answer's row.
    ///
    /// # Errors
    /// When the question is empty or too long, a file is not ready, a variable is missing or breaks a rule, the
    /// conversation is gone, or an answer is being written in it; those of the store. Then everything stays where it was.
    pub async fn ask(&self, conversation: ConversationId, question: String) -> Result<TurnId, Error> {
        self.ask_from(Origin::Draft, conversation, question).await
    }

    /// Asks a question that was chosen instead of written: what is being written stays as it is.
    ///
    /// # Errors
    /// As [`Profile::ask`].
    pub async fn ask_aside(&self, conversation: ConversationId, question: String) -> Result<TurnId, Error> {
        self.ask_from(Origin::Aside, conversation, question).await
    }

    async fn ask_from(&self, from: Origin, conversation: ConversationId, question: String) -> Result<TurnId, Error> {
        let along = match from {
            Origin::Aside => Along::alone(question),
            Origin::Draft | Origin::Queue => self.take_along(conversation, question, from == Origin::Queue).await?,
        };
        check(&along.question)?;
        let taken = along.taken.clone();
        let leave = move |writer: &Writer<'_>| {
            match from {
                Origin::Draft => writer.set_draft(conversation, "")?,
                Origin::Queue => writer.remove_queued(conversation)?,
                Origin::Aside => {}
            }
            for attachment in taken {
                writer.remove_attachment(attachment)?;
            }
            Ok(Vec::new())
        };
        let id = self.ask_in(conversation, along.clone(), leave).await?;
        self.went_along(&along).await;
        if from == Origin::Queue {
            self.tell(&Update::Removed { row: RowId::Queued(conversation) });
        }
        Ok(id)
    }

    /// Stops an answer, also before its first word. What was written stays; what comes late is not heard. An answer that
    /// has ended stays as it is.
    ///
    /// # Errors
    /// None yet.
    pub async fn stop(&self, answer: AnswerId) -> Result<(), Error> {
        if let Some(running) = self.inner.live.running(answer) {
            self.end(&running, AnswerState::Stopped, None).await;
        }
        Ok(())
    }

    /// Ends a running answer, unless it has ended: its last row is written, then told.
    pub(crate) async fn end(&self, running: &Running, state: AnswerState, problem: Option<Problem>) {
        let now = self.now();
        let Some(last) = running.settle(state, problem, now) else { return };
        running.stop.cancel();
        let (conversation, seen) = (running.conversation, self.is_open(running.conversation));
        let answer = last.answer.clone();
        // Whoever opens the conversation later reads the steps from the store.
        let steps = if seen { last.steps.clone() } else { Vec::new() };
        let written = self
            .inner
            .store
            .note(move |writer| {
                writing::save(writer, &last)?;
                writer.keep_steps(last.answer.id, &last.answer.steps)?;
                let ended = writer.end_sending(last.answer.turn_id, !last.answer.message_id.is_empty())?;
                let mut turn = if counts(&last.answer) { count(writer, &last.answer)? } else { None };
                if turn.is_none() && ended {
                    turn = writer.turn(last.answer.turn_id)?;
                }
                if !last.answer.text.is_empty() {
                    writer.touch_conversation(conversation, &title::beginning(&last.answer.text), now)?;
                }
                if !seen {
                    writer.set_unread(conversation, true)?;
                }
                Ok((turn, writer.conversation(conversation)?))
            })
            .await;
        self.inner.live.forget(answer.id);
        tokio::spawn(self.clone().go_on(conversation, state));
        self.watch_tasks(conversation, &running.rows().1);
        for row in steps {
            self.tell(&Update::Step { row });
        }
        match written {
            Ok((turn, row)) => {
                turn.into_iter().for_each(|row| self.tell(&Update::Turn { row }));
                self.tell(&Update::Answer { row: answer });
                row.into_iter().for_each(|row| self.tell_conversation(row));
            }
            Err(error) => {
                let problem = Some(Error::from(error).problem());
                self.tell(&Update::Answer { row: Answer { state: AnswerState::Failed, problem, ..answer } });
                if let Ok(row) = self.conversation(conversation).await {
                    self.tell_conversation(row);
                }
            }
        }
    }

    /// The rows are written: tells them and lets the answer be written.
    fn begin(
        &self,
        running: std::sync::Arc<Running>,
        written: Result<(Turn, Answer, Option<Conversation>), StoreError>,
        asked: Asked,
        agent: Agent,
    ) -> Result<TurnId, Error> {
        let (turn, answer, conversation) = written.inspect_err(|_| self.inner.live.forget(running.answer))?;
        let id = turn.id;
        self.tell(&Update::Turn { row: turn });
        self.tell(&Update::Answer { row: answer });
        conversation.into_iter().for_each(|row| self.tell_conversation(row));
        tokio::spawn(self.clone().write_answer(running, agent, asked));
        Ok(id)
    }

    /// The turns of a conversation changed: tells its row, unless it is gone by now.
    async fn tell_changed(&self, conversation: ConversationId) {
        if let Ok(row) = self.conversation(conversation).await {
            self.tell_conversation(row);
        }
    }

    /// Who is asked, and with which values of its variables: all that it needs, once none is on its way.
    async fn ready(&self, conversation: ConversationId) -> Result<(Agent, Values), Error> {
        if self.inner.live.running_in(conversation).is_some() {
            return Err(Refusal::StillAnswering.into());
        }
        drop(self.inner.posting.change(conversation).await);
        let (row, agent) = self.place(conversation).await?;
        let values = variables::known(&agent.variables, &row.values);
        variables::check(&agent.variables, &values)?;
        Ok((agent, values))
    }

    pub(crate) async fn place(&self, conversation: ConversationId) -> Result<(Conversation, Agent), Error> {
        let row = self.conversation(conversation).await?;
        let agent = self.agent(row.agent_id).await?;
        Ok((row, agent))
    }
}

fn check(question: &str) -> Result<(), Refusal> {
    if question.trim().is_empty() {
        return Err(Refusal::QuestionEmpty);
    }
    let characters = question.chars().count();
    if characters > LONGEST_QUESTION {
        return Err(Refusal::QuestionTooLong { characters, most: LONGEST_QUESTION });
    }
    Ok(())
}

fn empty(id: AnswerId, turn: TurnId, now: Timestamp) -> Answer {
    Answer {
        id,
        turn_id: turn,
        message_id: String::new(),
        state: AnswerState::Streaming,
        text: String::new(),
        problem: None,
        usage: None,
        suggestions: Vec::new(),
        steps: Vec::new(),
        started_at: now,
        ended_at: Timestamp(0),
        feedback: Feedback::default(),
        recovered: false,
    }
}

/// Whether the platform takes an answer as the context of the next question by itself: its newest, whole or stopped.
fn counts(answer: &Answer) -> bool {
    match answer.state {
        AnswerState::Done => true,
        AnswerState::Stopped => !answer.message_id.is_empty() && !answer.text.is_empty(),
        AnswerState::Streaming | AnswerState::Failed | AnswerState::Interrupted => false,
    }
}

/// The answer counts from now on; its turn, if another one did before.
fn count(writer: &Writer<'_>, answer: &Answer) -> Result<Option<Turn>, StoreError> {
    let Some(turn) = writer.turn(answer.turn_id)?.filter(|turn| turn.used_answer != answer.id) else { return Ok(None) };
    writer.set_used(turn.id, answer.id, false, None)?;
    Ok(Some(Turn { used_answer: answer.id, used_pending: false, used_problem: None, ..turn }))
}

fn origin(agent: &Agent) -> Result<String, Error> {
    Ok(Address::parse(&agent.base_url)?.origin())
}

/// A question with an answer to come; it names a conversation without a name.
fn write_question(writer: &Writer<'_>, turn: &Turn, answer: &Answer, name: bool) -> Result<(), StoreError> {
    let conversation = turn.conversation_id;
    writer.save_turn(turn)?;
    writer.save_answer(answer)?;
    if name {
        writer.rename_conversation(conversation, &title::title(&turn.question), false)?;
    }
    // What one goes on with is no matter of the past.
    writer.archive_conversation(conversation, false)?;
    writer.touch_conversation(conversation, &title::beginning(&turn.question), answer.started_at)
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use parlance_protocol::Frame;

    use super::*;
    use crate::clock::Clock;
    use crate::id::AgentId;
    use crate::model::{Detail, KeyState, Opening};
    use crate::problem::ProblemCode;
    use crate::profile::Options;
    use crate::vault::MemoryVault;

    fn agent() -> Agent {
        Agent {
            id: AgentId::make(),
            name: "A".into(),
            base_url: "http://127.0.0.1:9/api/v1".into(),
            user_id: "u".into(),
            built_in: false,
            kind: crate::model::AgentKind::Chat,
            key: KeyState::Missing,
            opening: Opening::default(),
            variables: Vec::new(),
            detail: Detail::default(),
            pictures: crate::model::Pictures::default(),
            presets: Vec::new(),
            uploads: crate::model::Uploads::default(),
            position: 0,
            added_at: Timestamp(1),
        }
    }

    #[tokio::test]
    async fn an_answer_that_finds_the_disk_full_says_so_and_keeps_its_text_on_the_screen() {
        let folder = tempfile::TempDir::new().unwrap();
        let (vault, clock) = (Arc::new(MemoryVault::new()), Clock::by_hand(Timestamp(1)));
        let options = Options { data_dir: folder.path().to_owned(), vault, clock };
        let profile = Profile::start(options).await.unwrap();
        let row = agent();
        let id = row.id;
        profile.inner.store.write(move |writer| writer.add_agent(&row)).await.unwrap();
        let conversation = profile.new_conversation(id).await.unwrap().id;
        let answer = empty(AnswerId::make(), TurnId::make(), Timestamp(1));
        let running = profile.inner.live.begin(conversation, answer.clone(), String::new()).unwrap();
        let turn = Turn {
            id: answer.turn_id,
            conversation_id: conversation,
            seq: 0,
            query_id: String::new(),
            question: "Well?".into(),
            files: Vec::new(),
            asked_at: Timestamp(1),
            values: Values::new(),
            answers: vec![answer.id],
            used_answer: answer.id,
            used_pending: false,
            used_problem: None,
            damaged: false,
            asked_by: crate::model::AskedBy::Person,
            removed: None,
            only_here: false,
            standing: crate::model::Standing::Sending,
        };
        profile.inner.store.write(move |writer| write_question(writer, &turn, &answer, true)).await.unwrap();
        let text = "and more ".repeat(100_000);
        let raw = serde_json::json!({"event": "message", "answer": text}).to_string();
        running.hear(&Frame::read(raw, "text").unwrap(), Timestamp(2), |_| {});
        profile
            .inner
            .store
            .note(|writer| {
                let pages: i64 = writer.pragma_query_value(None, "page_count", |row| row.get(0))?;
                Ok(writer.pragma_update_and_check(None, "max_page_count", pages + 2, |_| Ok(()))?)
            })
            .await
            .unwrap();

        let mut updates = profile.updates();
        profile.end(&running, AnswerState::Done, None).await;
        let Some(Update::Answer { row }) = updates.ready() else { panic!("nothing was told") };
        assert_eq!((row.state, row.text), (AnswerState::Failed, text.clone()));
        assert_eq!(row.problem.map(|problem| problem.code), Some(ProblemCode::DiskFull));
        let refused = profile.ask(conversation, text[..90_000].to_owned()).await.unwrap_err().problem();
        assert_eq!(refused.code, ProblemCode::DiskFull);
        assert!(profile.inner.live.everything().is_empty(), "nothing is left running");
    }
}
