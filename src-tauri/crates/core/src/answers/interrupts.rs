//! What agents wait for: a person's word, or the end of a task.
//!
//! An agent that waits for its person goes on with the next question of the conversation, so an answer to it is asked
//! as one. A task is asked after until it has ended, at growing intervals, in this run and in the next; its result is a
//! message of its own, which becomes a turn that nobody asked for.

use std::iter;
use std::time::Duration;

use parlance_client::Category;
use parlance_protocol::{
    AppConversationId, Endpoint as _, GetMessageInfo, MessageId, MessageInfo, QuerySkillAsyncTask, TaskStatus,
};

use super::origin;
use crate::conversations::adopt;
use crate::error::{Error, Refusal};
use crate::files::Along;
use crate::id::{ConversationId, StepId, TurnId};
use crate::model::{Conversation, Interrupt, InterruptState, Step};
use crate::profile::Profile;
use crate::store::Writer;
use crate::sync::Place;
use crate::update::Update;

/// Seconds before each of the first looks at a task, and before all later ones.
const PAUSES: [u64; 7] = [2, 3, 5, 8, 13, 21, 34];
const LATER: u64 = 60;
/// How often a task is looked at in one run: for a day.
const LOOKS: usize = 1_440;

impl Profile {
    /// Answers what an agent waits for, by asking it as the next question. The step says so from then on, and takes no
    /// second answer. The draft stays as it is.
    ///
    /// # Errors
    /// When the answer is empty or too long, nothing waits for it any more, or an answer is being written in the
    /// conversation; those of the store.
    pub async fn answer_interrupt(&self, step: StepId, answer: String) -> Result<TurnId, Error> {
        super::check(&answer)?;
        let (conversation, waits) = self
            .inner
            .store
            .read(move |reader| {
                let Some(row) = reader.step(step)? else { return Ok(Err(Error::Gone("step"))) };
                let turn = reader.answer(row.answer_id)?.map(|answer| answer.turn_id);
                let conversation = turn.map(|turn| reader.conversation_of(turn)).transpose()?.flatten();
                let Some(conversation) = conversation else { return Ok(Err(Error::Gone("conversation"))) };
                let waiting = reader.waiting_for_person(conversation)?;
                Ok(Ok((conversation, waiting.iter().any(|row| row.id == step))))
            })
            .await??;
        if !waits {
            return Err(Refusal::NotWaiting.into());
        }
        self.ask_in(conversation, Along::alone(answer), |_| Ok(Vec::new())).await
    }

    /// Whether the newest turn waits for the person's word: whatever is asked would be taken for it.
    pub(super) async fn waits_for_person(&self, conversation: ConversationId) -> bool {
        let waiting = self.inner.store.read(move |reader| reader.waiting_for_person(conversation)).await;
        waiting.is_ok_and(|steps| !steps.is_empty())
    }

    /// Asks after the tasks that these steps wait for, until they have ended.
    pub(crate) fn watch_tasks(&self, conversation: ConversationId, steps: &[Step]) {
        let waits = |step: &&Step| step.interrupt.as_ref().is_some_and(Interrupt::waits_for_task);
        for step in steps.iter().filter(waits) {
            tokio::spawn(self.clone().watch_task(conversation, step.id));
        }
    }

    /// Goes on asking after the tasks of earlier runs.
    pub(crate) async fn watch_old_tasks(&self) -> Result<(), Error> {
        for (conversation, step) in self.inner.store.read(|reader| reader.waiting_for_tasks()).await? {
            tokio::spawn(self.clone().watch_task(conversation, step));
        }
        Ok(())
    }

    async fn watch_task(self, conversation: ConversationId, step: StepId) {
        for pause in PAUSES.into_iter().chain(iter::repeat(LATER)).take(LOOKS) {
            tokio::select! {
                biased;
                // The next start goes on with it.
                () = self.inner.closing.cancelled() => return,
                () = self.inner.clock.wait(Duration::from_secs(pause)) => {}
            }
            // Who cannot be asked now may be asked later.
            if let Ok(false) = self.look_at_task(conversation, step).await {
                return;
            }
        }
    }

    /// Looks once; says whether there is more to come.
    async fn look_at_task(&self, conversation: ConversationId, step: StepId) -> Result<bool, Error> {
        let row = self.inner.store.read(move |reader| reader.step(step)).await?;
        let Some(interrupt) = row.and_then(|row| row.interrupt).filter(Interrupt::waits_for_task) else {
            return Ok(false);
        };
        // A conversation that was removed may be brought back, and asks nothing meanwhile.
        let Ok(row) = self.conversation(conversation).await else { return Ok(true) };
        let agent = self.agent(row.agent_id).await?;
        let request = QuerySkillAsyncTask {
            app_conversation_id: AppConversationId::new(row.platform_id.as_str()),
            task_ids: vec![interrupt.task_id.clone()],
        };
        let client = self.door_of(&agent).await?;
        let infos = match client.call(&request).await {
            Ok(told) => told.infos,
            Err(error) if error.is_missing(QuerySkillAsyncTask::ACTION) => return Ok(false),
            Err(error) => return Err(error.into()),
        };
        let Some(info) = infos.into_iter().find(|info| info.task_id == interrupt.task_id) else { return Ok(true) };
        let (state, late) = match info.status {
            TaskStatus::Succeed if !info.message_id.is_empty() => match self.late(&row, &info.message_id).await? {
                Some(late) => (InterruptState::Succeeded, Some(late)),
                None => return Ok(true),
            },
            TaskStatus::Failed => (InterruptState::Failed, None),
            TaskStatus::Invalid => (InterruptState::Lost, None),
            // Done, but its result is not there yet.
            TaskStatus::Succeed | TaskStatus::Processing | TaskStatus::Other(_) => return Ok(true),
        };
        self.take_task(&row, step, Interrupt { state, reason: info.reason, ..interrupt }, late).await?;
        Ok(false)
    }

    /// The message that a task's result came as; `None` where the platform does not have it.
    async fn late(&self, row: &Conversation, message: &MessageId) -> Result<Option<MessageInfo>, Error> {
        let agent = self.agent(row.agent_id).await?;
        let request = GetMessageInfo { message_id: message.clone() };
        match self.door_of(&agent).await?.call(&request).await {
            Ok(told) => Ok(Some(MessageInfo { send_by_async_workflow: true, ..told.message_info })),
            Err(error) if matches!(error.category(), Category::Gone | Category::Refused) => Ok(None),
            Err(error) => Err(error.into()),
        }
    }

    /// Writes what became of a task, with its result as the newest turn. A result that comes while another answer is
    /// being written waits for its end.
    async fn take_task(
        &self,
        row: &Conversation,
        step: StepId,
        interrupt: Interrupt,
        late: Option<MessageInfo>,
    ) -> Result<(), Error> {
        let conversation = row.id;
        let agent = self.agent(row.agent_id).await?;
        let origin = origin(&agent)?;
        loop {
            self.inner.live.quiet(conversation).await;
            let (profile, now, seen) = (self.clone(), self.now(), self.is_open(conversation));
            let (interrupt, late, origin) = (interrupt.clone(), late.clone(), origin.clone());
            let written = self
                .inner
                .store
                .note(move |writer| {
                    if profile.inner.live.running_in(conversation).is_some() {
                        return Ok(None);
                    }
                    writer.set_interrupt(step, &interrupt)?;
                    let place = Place { conversation, origin: &origin };
                    let twins = writer.twins(conversation)?;
                    let mut updates = match &late {
                        Some(told) => adopt(writer, place, &twins, std::slice::from_ref(told), now)?,
                        None => Vec::new(),
                    };
                    if !updates.is_empty() && !seen {
                        writer.set_unread(conversation, true)?;
                    }
                    updates.extend(changed(writer, step)?);
                    Ok(Some(updates))
                })
                .await?;
            let Some(updates) = written else { continue };
            self.inner.posting.act();
            updates.iter().for_each(|update| self.tell(update));
            self.tell_changed(conversation).await;
            return Ok(());
        }
    }
}

fn changed(writer: &Writer<'_>, step: StepId) -> Result<Option<Update>, crate::store::StoreError> {
    Ok(writer.step(step)?.map(|row| Update::Step { row }))
}
