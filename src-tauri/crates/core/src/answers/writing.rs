//! The task behind a running answer: key, conversation, question, stream, end.

use std::sync::Arc;
use std::time::Duration;

use futures_util::StreamExt as _;
use parlance_client::{Address, Answering, Client, Dialect};
use parlance_protocol::{
    AnswerInfo, AppConversationId, ChatQuery, CreateConversation, FileReference, GetMessageInfo, MessageId,
    MessageInfo, QueryExtends, StopMessage, TaskId,
};
use tokio::time::{MissedTickBehavior, interval, timeout};

use super::recovery::may_go_on;
use crate::error::Error;
use crate::fold::{Ending, citations_of};
use crate::id::ConversationId;
use crate::live::{Heard, Running, Unsaved};
use crate::model::{Agent, Answer, AnswerState, FileRef, Standing, Step, Turn, Usage};
use crate::profile::Profile;
use crate::store::{StoreError, Writer};
use crate::update::Update;
use crate::variables::known;

/// How often a growing text is written down.
const CHECKPOINT: Duration = Duration::from_millis(500);
/// How long a stopped question waits for the id that tells the platform what to stop.
const LATE: Duration = Duration::from_secs(30);

/// What the platform is asked for.
#[derive(Debug)]
pub(super) enum Asked {
    /// An answer to this question with these files.
    Anew(String, Vec<FileRef>),
    /// Another answer to the question that this one answers.
    Again(MessageId),
}

/// What the store does not have yet of an answer.
pub(super) fn save(writer: &Writer<'_>, unsaved: &Unsaved) -> Result<(), StoreError> {
    writer.save_answer(&unsaved.answer)?;
    for step in &unsaved.steps {
        writer.save_step(step)?;
    }
    writer.add_frames(unsaved.answer.id, &unsaved.frames)
}

impl Profile {
    pub(super) async fn write_answer(self, running: Arc<Running>, agent: Agent, asked: Asked) {
        let prepared = tokio::select! {
            biased;
            () = running.stop.cancelled() => return,
            prepared = self.prepare(&agent, &running) => prepared,
        };
        let (client, id) = match prepared {
            Ok(prepared) => prepared,
            Err(error) => return self.fail(&running, &error).await,
        };
        let mut asking = Box::pin(put(&client, id, asked, agent.built_in));
        let answering = tokio::select! {
            biased;
            () = running.stop.cancelled() => {
                // The question is on its way and cannot be taken back.
                return stop_late(&running, &client, async { asking.await.ok() }).await;
            }
            answering = &mut asking => answering,
        };
        match answering {
            Ok(answering) => self.follow(&running, &client, answering).await,
            Err(error) => self.fail(&running, &error.into()).await,
        }
        self.keep_learned(agent.id, &client).await;
        let (answer, steps) = running.rows();
        if answer.state == AnswerState::Failed && may_go_on(&answer) {
            return self.recover(running.conversation, answer.id).await;
        }
        if answer.state == AnswerState::Done {
            // What the platform adds afterwards is no part of the answer's success.
            let _ = self.learn(&client, answer, &steps, running.conversation).await;
            self.send_waiting(agent.id).await;
            self.forget_waiting(agent.id).await;
        }
    }

    /// The agent's door, and the platform's conversation, which is begun if it has not been.
    async fn prepare(&self, agent: &Agent, running: &Running) -> Result<(Client, AppConversationId), Error> {
        let conversation = running.conversation;
        self.inner.posting.settled(conversation).await;
        self.forget_removed(conversation).await;
        let client = self.door_of(agent).await?;
        let _changing = self.inner.posting.change(conversation).await;
        let row = self.conversation(conversation).await?;
        let id = AppConversationId::new(row.platform_id);
        if !id.is_empty() {
            return Ok((client, id));
        }
        let values = known(&agent.variables, &row.values);
        let made = client.call(&CreateConversation { inputs: values.clone() }).await;
        let made = made.map_err(|error| self.rules_may_have_changed(agent, error))?;
        let id = made.id().cloned().ok_or(Error::NoConversationId)?;
        let (platform_id, turn) = (id.to_string(), running.rows().0.turn_id);
        let changed = self.inner.store.write(move |writer| {
            writer.set_platform_id(conversation, &platform_id)?;
            // They may have been changed since the question was asked.
            let asked = writer.turn(turn)?.filter(|asked| asked.removed.is_none() && asked.values != values);
            writer.set_values_of_turn(turn, &values)?;
            Ok(asked.map(|asked| Turn { values, ..asked }))
        });
        changed.await?.into_iter().for_each(|row| self.tell(&Update::Turn { row }));
        Ok((client, id))
    }

    /// Follows the stream to its end, or until somebody else ends the answer.
    pub(super) async fn follow(&self, running: &Running, client: &Client, mut answering: Answering) {
        let mut checkpoint = interval(CHECKPOINT);
        checkpoint.set_missed_tick_behavior(MissedTickBehavior::Delay);
        loop {
            tokio::select! {
                biased;
                () = running.stop.cancelled() => return stop_late(running, client, async { Some(answering) }).await,
                frame = answering.next() => match frame {
                    Some(Ok(frame)) => match running.hear(&frame, self.now(), |update| self.tell_text(running, update)) {
                        Heard::On => {}
                        Heard::Late => return,
                        Heard::Ended(Ending::Done) => return self.end(running, AnswerState::Done, None).await,
                        Heard::Ended(Ending::Failed(words)) => return self.fail(running, &Error::Agent(words)).await,
                    },
                    Some(Err(error)) => return self.fail(running, &error.into()).await,
                    // A stream that ends without an error was ended by the platform, or waits for somebody.
                    None => return self.end(running, AnswerState::Done, None).await,
                },
                _ = checkpoint.tick() => self.checkpoint(running).await,
            }
        }
    }

    /// Writes down what there is. A failure is heard of at the end, when the last row cannot be written either.
    async fn checkpoint(&self, running: &Running) {
        if let Some(unsaved) = running.unsaved() {
            let _ = self.inner.store.note(move |writer| save(writer, &unsaved)).await;
        }
    }

    /// Growing texts are told of conversations that are open.
    fn tell_text(&self, running: &Running, update: &Update) {
        if self.is_open(running.conversation) {
            self.tell(update);
        }
    }

    async fn fail(&self, running: &Running, error: &Error) {
        self.end(running, AnswerState::Failed, Some(error.problem())).await;
    }

    /// Learns from the platform what no stream says: the question's id, and, where the stream was silent about them,
    /// tokens and citations.
    pub(super) async fn learn(
        &self,
        client: &Client,
        mut answer: Answer,
        told: &[Step],
        conversation: ConversationId,
    ) -> Result<(), Error> {
        if answer.message_id.is_empty() {
            return Ok(());
        }
        let request = GetMessageInfo { message_id: MessageId::new(answer.message_id.as_str()) };
        let info = client.call(&request).await?.message_info;
        let found = info_of(&info, &answer);
        let trace = found.map(|found| found.tracing_json_str.clone()).unwrap_or_default();
        let known = found.is_some();
        let mut steps = Vec::new();
        let mut changed = false;
        if let Some(found) = found {
            // A stream that told of a search told what it found, be it nothing.
            if !told.iter().any(|step| step.kind.searches()) {
                steps = citations_of(&found.tracing_json_str, &answer, &client.address().origin());
                answer.steps.extend(steps.iter().map(|step| step.id));
                changed |= !steps.is_empty();
            }
            if answer.usage.is_none() && found.total_tokens > 0 {
                answer.usage = Some(usage(found.total_tokens, found.latency));
                changed = true;
            }
        }
        let (query_id, row) = (info.query_id.to_string(), answer.clone());
        let new_steps = steps.clone();
        let (turn, answer) = self
            .inner
            .store
            .note(move |writer| {
                if !query_id.is_empty() {
                    writer.set_query_id(row.turn_id, &query_id)?;
                }
                if known {
                    writer.set_standing(row.turn_id, Standing::Confirmed)?;
                }
                if changed {
                    writer.save_answer(&row)?;
                }
                writer.set_trace(row.id, &trace)?;
                for step in &new_steps {
                    writer.save_step(step)?;
                }
                Ok((writer.turn(row.turn_id)?, writer.answer(row.id)?))
            })
            .await?;
        if !self.is_open(conversation) {
            return Ok(());
        }
        for row in steps {
            self.tell(&Update::Step { row });
        }
        answer.into_iter().filter(|_| changed).for_each(|row| self.tell(&Update::Answer { row }));
        turn.into_iter().for_each(|row| self.tell(&Update::Turn { row }));
        Ok(())
    }
}

/// What a turn of the platform's history says of an answer.
pub(super) fn info_of<'a>(told: &'a MessageInfo, answer: &Answer) -> Option<&'a AnswerInfo> {
    let all = told.answer_info.iter().chain(&told.other_answers);
    all.into_iter().find(|info| info.message_id.as_str() == answer.message_id || info.message_id.is_empty())
}

async fn put(
    client: &Client,
    id: AppConversationId,
    asked: Asked,
    built_in: bool,
) -> Result<Answering, parlance_client::Error> {
    match asked {
        Asked::Anew(query, files) => {
            client.ask(&question(client.address(), id, query, files, built_in), Dialect::Auto).await
        }
        Asked::Again(answer) => client.ask_again(&id, &answer, Dialect::Auto).await,
    }
}

/// A question with its files, as the platform is asked.
pub(super) fn question(
    address: &Address,
    id: AppConversationId,
    query: String,
    files: Vec<FileRef>,
    built_in: bool,
) -> ChatQuery {
    let files: Vec<_> = files.into_iter().map(|file| reference(address, file, built_in)).collect();
    let extends = QueryExtends { files, ..QueryExtends::default() };
    let query_extends = Some(extends).filter(|extends| !extends.files.is_empty());
    ChatQuery { app_conversation_id: id, query, query_extends, ..ChatQuery::default() }
}

/// A file as the platform is told of it. The server inside Parlance listens on another port in each run.
fn reference(address: &Address, file: FileRef, built_in: bool) -> FileReference {
    let FileRef { name, path, size, url, .. } = file;
    let moved = built_in && !path.is_empty();
    let url = if moved { address.file(&path).to_string() } else { url };
    FileReference { name, path, size: size.into(), url, ..FileReference::default() }
}

/// Tells the platform that the person stopped its answer. Where it has not named the answer yet, its first word is
/// awaited for that, and not heard otherwise. An answer that was ended because the program ends goes on over there.
async fn stop_late(running: &Running, client: &Client, answering: impl Future<Output = Option<Answering>>) {
    let (answer, _) = running.rows();
    if answer.state != AnswerState::Stopped {
        return;
    }
    let mut id = answer.message_id;
    if id.is_empty() {
        let first = timeout(LATE, async {
            let mut answering = answering.await?;
            while let Some(Ok(frame)) = answering.next().await {
                if let Some(id) = frame.ids.answer_id() {
                    return Some(id.to_string());
                }
            }
            None
        });
        let Ok(Some(named)) = first.await else { return };
        id = named;
    }
    let request = StopMessage { message_id: MessageId::new(id.as_str()), task_id: TaskId::new(id.as_str()) };
    // A lost stop changes nothing here.
    let _ = client.call(&request).await;
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "the platform's seconds fit, and wrong ones saturate"
)]
fn usage(total_tokens: i64, seconds: f64) -> Usage {
    Usage {
        total_tokens: u32::try_from(total_tokens).unwrap_or(u32::MAX),
        total_ms: (seconds * 1_000.0) as u32,
        ..Usage::default()
    }
}
