//! Answers being written: they belong to the profile, not to the call or the window that began them.
//!
//! What is on the sheet of a running answer is ahead of the store; whoever reads rows lays the sheets over them. What is
//! told of an answer is told while its sheet is locked, so that pieces of text and whole rows come in order. An answer
//! that has ended takes no more events: a late one is not heard.

use std::collections::{HashMap, HashSet};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use parlance_protocol::Frame;
use tokio::sync::Notify;
use tokio_util::sync::CancellationToken;

use crate::error::Refusal;
use crate::fold::{Change, Ending, Writing};
use crate::id::{AnswerId, ConversationId, StepId};
use crate::model::{self, Answer, AnswerState, Page, Step, Timestamp};
use crate::problem::Problem;
use crate::store::StoredFrame;
use crate::update::{RowId, Update};

/// The most raw events that are kept of one answer.
const MOST_FRAMES: u32 = 2_000;
/// The most bytes of raw events that are kept of one answer.
const MOST_FRAME_BYTES: usize = 4 << 20;

/// All answers being written.
#[derive(Debug, Default)]
pub(crate) struct Live {
    running: Mutex<HashMap<AnswerId, Arc<Running>>>,
    ended: Notify,
}

impl Live {
    /// Begins an answer, before its row is written.
    ///
    /// # Errors
    /// When another answer is being written in this conversation.
    pub(crate) fn begin(
        &self,
        conversation: ConversationId,
        answer: Answer,
        origin: String,
    ) -> Result<Arc<Running>, Refusal> {
        let mut all = self.all();
        if all.values().any(|running| running.conversation == conversation) {
            return Err(Refusal::StillAnswering);
        }
        let running = Arc::new(Running::new(conversation, answer, origin));
        all.insert(running.answer, Arc::clone(&running));
        Ok(running)
    }

    /// The answer of this id, if it is being written.
    pub(crate) fn running(&self, answer: AnswerId) -> Option<Arc<Running>> {
        self.all().get(&answer).cloned()
    }

    /// The answer that is being written in this conversation.
    pub(crate) fn running_in(&self, conversation: ConversationId) -> Option<Arc<Running>> {
        self.all().values().find(|running| running.conversation == conversation).cloned()
    }

    /// All answers that are being written.
    pub(crate) fn everything(&self) -> Vec<Arc<Running>> {
        self.all().values().cloned().collect()
    }

    /// The answer's last row is in the store, or there will never be one.
    pub(crate) fn forget(&self, answer: AnswerId) {
        self.all().remove(&answer);
        self.ended.notify_waiters();
    }

    /// Waits until no answer is being written.
    pub(crate) async fn silence(&self) {
        loop {
            let ended = self.ended.notified();
            if self.all().is_empty() {
                return;
            }
            ended.await;
        }
    }

    /// Waits until no answer is being written in this conversation.
    pub(crate) async fn quiet(&self, conversation: ConversationId) {
        loop {
            let ended = self.ended.notified();
            if self.running_in(conversation).is_none() {
                return;
            }
            ended.await;
        }
    }

    /// Lays what is being written over rows from the store. Says whether a row claims to be written and is not.
    pub(crate) fn lay_over(&self, page: &mut Page) -> bool {
        let mut orphaned = false;
        for answer in &mut page.answers {
            let Some(running) = self.running(answer.id) else {
                orphaned |= answer.state == AnswerState::Streaming;
                continue;
            };
            let (row, steps) = running.rows();
            page.steps.retain(|step| step.answer_id != row.id);
            page.steps.extend(steps);
            *answer = row;
        }
        orphaned
    }

    fn all(&self) -> MutexGuard<'_, HashMap<AnswerId, Arc<Running>>> {
        self.running.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// One answer being written.
#[derive(Debug)]
pub(crate) struct Running {
    /// Which.
    pub(crate) answer: AnswerId,
    /// Where.
    pub(crate) conversation: ConversationId,
    /// Told when the answer was ended from outside.
    pub(crate) stop: CancellationToken,
    sheet: Mutex<Sheet>,
}

#[derive(Debug)]
struct Sheet {
    writing: Writing,
    over: bool,
    /// UTF-16 units of the texts as told.
    answer_units: u32,
    step_units: HashMap<StepId, u32>,
    /// What the store does not have yet.
    unsaved: bool,
    unsaved_steps: HashSet<StepId>,
    unsaved_frames: Vec<StoredFrame>,
    frames: u32,
    frame_bytes: usize,
    /// What was here of the answer before it was listened to again: given up only for more.
    kept: String,
}

/// What became of an event.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Heard {
    /// The answer goes on.
    On,
    /// The platform ended it.
    Ended(Ending),
    /// It had ended before; nothing was done.
    Late,
}

/// What the store does not have yet.
#[derive(Debug, Clone)]
pub(crate) struct Unsaved {
    /// The row.
    pub(crate) answer: Answer,
    /// New or changed steps, in order.
    pub(crate) steps: Vec<Step>,
    /// New events.
    pub(crate) frames: Vec<StoredFrame>,
}

impl Running {
    fn new(conversation: ConversationId, answer: Answer, origin: String) -> Self {
        Self {
            answer: answer.id,
            conversation,
            stop: CancellationToken::new(),
            sheet: Mutex::new(Sheet {
                writing: Writing::new(answer, origin),
                over: false,
                answer_units: 0,
                step_units: HashMap::new(),
                unsaved: false,
                unsaved_steps: HashSet::new(),
                unsaved_frames: Vec::new(),
                frames: 0,
                frame_bytes: 0,
                kept: String::new(),
            }),
        }
    }

    /// The store has so many events of this answer already; those that come stand behind them.
    pub(crate) fn keep_frames_behind(&self, stored: u32) {
        self.sheet().frames = stored;
    }

    /// This much of the answer is here already. What is written down until the answer is whole never has less.
    pub(crate) fn keep_text(&self, text: &str) {
        text.clone_into(&mut self.sheet().kept);
    }

    /// Takes one event and tells what it changed.
    pub(crate) fn hear(&self, frame: &Frame, now: Timestamp, tell: impl Fn(&Update)) -> Heard {
        let mut sheet = self.sheet();
        if sheet.over {
            return Heard::Late;
        }
        sheet.keep(frame, now);
        let changes = sheet.writing.fold(frame, now);
        for change in changes {
            if let Some(update) = sheet.note(change) {
                tell(&update);
            }
        }
        sheet.writing.ended().map_or(Heard::On, Heard::Ended)
    }

    /// Ends the answer, unless it has ended. Nothing is told: the caller tells it once the store has it.
    pub(crate) fn settle(&self, state: AnswerState, problem: Option<Problem>, now: Timestamp) -> Option<Unsaved> {
        let mut sheet = self.sheet();
        if std::mem::replace(&mut sheet.over, true) {
            return None;
        }
        for change in sheet.writing.settle(state, problem, now) {
            sheet.note(change);
        }
        sheet.unsaved = true;
        if state != AnswerState::Done && sheet.lacks_what_was_kept() {
            sheet.writing.answer.text = sheet.kept.clone();
        }
        sheet.kept.clear();
        sheet.take_unsaved()
    }

    /// What the store does not have yet; `None` if it has everything, or the answer has ended.
    pub(crate) fn unsaved(&self) -> Option<Unsaved> {
        let mut sheet = self.sheet();
        if sheet.over { None } else { sheet.take_unsaved() }
    }

    /// The events that nobody has taken to the store yet.
    pub(crate) fn unsaved_frames(&self) -> Vec<StoredFrame> {
        self.sheet().unsaved_frames.clone()
    }

    /// Tells the whole row of the answer, or of one of its steps; says whether there is such a row.
    pub(crate) fn tell_row(&self, row: RowId, tell: impl Fn(&Update)) -> bool {
        let sheet = self.sheet();
        let update = match row {
            RowId::Answer(answer) if answer == self.answer => Some(sheet.answer()),
            RowId::Step(step) => sheet.step(step),
            _ => None,
        };
        update.is_some_and(|update| {
            tell(&update);
            true
        })
    }

    /// The answer as it is, with its steps.
    pub(crate) fn rows(&self) -> (Answer, Vec<Step>) {
        let sheet = self.sheet();
        (sheet.writing.answer.clone(), sheet.writing.steps.clone())
    }

    fn sheet(&self) -> MutexGuard<'_, Sheet> {
        self.sheet.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Sheet {
    fn keep(&mut self, frame: &Frame, at: Timestamp) {
        self.frame_bytes += frame.raw.len();
        if self.frames < MOST_FRAMES && self.frame_bytes <= MOST_FRAME_BYTES {
            let frame = model::Frame { at, raw: frame.raw.clone() };
            self.unsaved_frames.push(StoredFrame { position: self.frames, frame });
            self.frames += 1;
            self.unsaved = true;
        }
    }

    /// Remembers what changed, and how to say it.
    fn note(&mut self, change: Change) -> Option<Update> {
        self.unsaved = true;
        match change {
            Change::AnswerText(append) => {
                let of = RowId::Answer(self.writing.answer.id);
                Some(Update::Text { of, at: advance(&mut self.answer_units, &append), append })
            }
            Change::StepText(step, append) => {
                self.unsaved_steps.insert(step);
                let units = self.step_units.entry(step).or_default();
                Some(Update::Text { of: RowId::Step(step), at: advance(units, &append), append })
            }
            Change::Answer => {
                self.answer_units = units(&self.writing.answer.text);
                Some(self.answer())
            }
            Change::Step(step) => {
                self.unsaved_steps.insert(step);
                let row = self.writing.steps.iter().find(|row| row.id == step)?;
                self.step_units.insert(step, units(&row.text));
                self.step(step)
            }
        }
    }

    fn take_unsaved(&mut self) -> Option<Unsaved> {
        if !std::mem::take(&mut self.unsaved) {
            return None;
        }
        let changed = std::mem::take(&mut self.unsaved_steps);
        let mut answer = self.writing.answer.clone();
        if self.lacks_what_was_kept() {
            answer.text.clone_from(&self.kept);
        }
        Some(Unsaved {
            answer,
            steps: self.writing.steps.iter().filter(|step| changed.contains(&step.id)).cloned().collect(),
            frames: std::mem::take(&mut self.unsaved_frames),
        })
    }

    fn lacks_what_was_kept(&self) -> bool {
        !self.writing.answer.text.contains(self.kept.trim())
    }

    fn answer(&self) -> Update {
        Update::Answer { row: self.writing.answer.clone() }
    }

    fn step(&self, step: StepId) -> Option<Update> {
        self.writing.steps.iter().find(|row| row.id == step).map(|row| Update::Step { row: row.clone() })
    }
}

/// Adds a text to a length; the length before it.
fn advance(length: &mut u32, append: &str) -> u32 {
    let at = *length;
    *length = at.saturating_add(units(append));
    at
}

/// UTF-16 units, in which the window counts.
fn units(text: &str) -> u32 {
    u32::try_from(text.encode_utf16().count()).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests;
