//! The platform's history meets ours.
//!
//! Pure. Nothing of ours is lost, nothing is written when nothing differs, and an answer that is being written is left
//! to whoever writes it. A turn finds its twin by the id of an answer, else by an equal question right next to a pair
//! that has been found already; never by time alone.

mod files;
pub(crate) mod list;
mod order;
mod pair;
pub(crate) mod standing;
#[cfg(test)]
mod tests;

use std::collections::HashSet;
use std::sync::Arc;

use parlance_protocol::{AnswerInfo, ChatEvent, Frame, LikeType, MessageInfo};

use crate::fold::{Writing, citations_of};
use crate::id::{AnswerId, ConversationId, TurnId};
use crate::model::{Answer, AnswerState, AskedBy, Delivery, Feedback, Rating, Standing, Step, Timestamp, Turn, Usage};
use crate::problem::{Problem, ProblemCode};
use crate::variables::values_of;
use pair::Pairs;

/// A turn of ours with its answers.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Twin {
    /// The turn.
    pub(crate) turn: Turn,
    /// Its answers, oldest first, as `turn.answers` names them.
    pub(crate) answers: Vec<Answer>,
}

/// A row to write: it replaces the one with its id, or is new.
///
/// A turn comes before its answers, an answer before its steps. Sequence numbers may be dealt anew within one merge,
/// so they may collide until all rows of it are written.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Merge {
    /// A turn.
    Turn(Turn),
    /// An answer.
    Answer(Answer),
    /// A step.
    Step(Step),
}

/// The number of a turn that has none yet.
const UNNUMBERED: u32 = u32::MAX;

/// Where a history belongs.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Place<'a> {
    /// The conversation here.
    pub(crate) conversation: ConversationId,
    /// `https://host:port` of the agent, for links to documents on its object store.
    pub(crate) origin: &'a str,
}

/// What must be written so that our rows say what the platform's history says. `rows` are all turns of the
/// conversation, in their order; `history` may have any order.
pub(crate) fn merge(place: Place<'_>, rows: &[Twin], history: &[MessageInfo], now: Timestamp) -> Vec<Merge> {
    let mut history: Vec<&MessageInfo> = history.iter().collect();
    history.sort_by_cached_key(|told| order::key(told));
    let pairs = Pairs::find(rows, &history);
    let mut merged = Merged { place, now, twins: rows.to_vec(), steps: Vec::new() };
    let mut order = Vec::with_capacity(history.len());
    for (at, told) in history.iter().enumerate() {
        match pairs.ours(at) {
            Some(row) => {
                merged.adopt(row, told);
                order.push(row);
            }
            None => order.extend(merged.add(told, rows)),
        }
    }
    standing::judge(&mut merged.twins, rows.len(), &history, &pairs, now);
    order::deal(&mut merged.twins, rows.len(), &order, &pairs);
    merged.differences(rows)
}

/// The rows as they will be.
struct Merged<'a> {
    place: Place<'a>,
    now: Timestamp,
    /// Those of ours at their old places, then new ones.
    twins: Vec<Twin>,
    steps: Vec<Step>,
}

impl Merged<'_> {
    fn adopt(&mut self, row: usize, told: &MessageInfo) {
        let streaming = self.twins[row].answers.iter().any(|answer| answer.state == AnswerState::Streaming);
        if !told.query_id.is_empty() {
            self.twins[row].turn.query_id = told.query_id.to_string();
        }
        files::take(&mut self.twins[row].turn.files, told);
        if self.twins[row].turn.damaged && !told.query.is_empty() {
            self.twins[row].turn.question.clone_from(&told.query);
            self.twins[row].turn.damaged = false;
        }
        // Of what was deleted here only the question's id is of interest, to have it deleted over there.
        if streaming || self.twins[row].turn.removed.is_some() {
            return;
        }
        for info in answers(told) {
            self.adopt_answer(row, info);
        }
        let Some(used) = told.answer_info.as_ref() else { return };
        let Twin { turn, answers } = &mut self.twins[row];
        // One that never reached the platform is no opinion of the platform's.
        let ours = answers.iter().find(|answer| answer.id == turn.used_answer);
        if !turn.used_pending
            && ours.is_none_or(|answer| !answer.message_id.is_empty())
            && let Some(answer) = answers.iter().find(|answer| is(answer, info_id(used)))
            && !came_to_nothing(answer)
        {
            turn.used_answer = answer.id;
        }
    }

    fn adopt_answer(&mut self, row: usize, info: &AnswerInfo) {
        let id = info_id(info);
        if id.is_empty() {
            return;
        }
        let answers = &mut self.twins[row].answers;
        let known = answers.iter().position(|answer| is(answer, id));
        // The question was recognised by its words: the last answer that got no id is this one.
        let known =
            known.or_else(|| answers.iter().rposition(|answer| answer.message_id.is_empty() && ended_open(answer)));
        let Some(at) = known else {
            let turn = self.twins[row].turn.id;
            let answer = self.write(turn, info);
            self.twins[row].turn.answers.push(answer.id);
            self.twins[row].answers.push(answer);
            return;
        };
        let (told, steps) = self.read(answers_row(&self.twins[row].answers[at]), info);
        let answer = &mut self.twins[row].answers[at];
        answer.message_id = id.to_owned();
        take(answer, &told, info);
        take_rating(&mut answer.feedback, rating(info));
        if answer.steps.is_empty() && !steps.is_empty() {
            answer.steps = steps.iter().map(|step| step.id).collect();
            self.steps.extend(steps);
        }
    }

    /// A question that was asked elsewhere; the place of its row, if it is to have one.
    fn add(&mut self, told: &MessageInfo, rows: &[Twin]) -> Option<usize> {
        let asked_here = |twin: &Twin| {
            twin.turn.question == told.query && twin.answers.iter().any(|answer| answer.state == AnswerState::Streaming)
        };
        // Most likely the one that is running here and has no id yet: the next merge will know.
        let asked_by = asked_by(told);
        if answers(told).next().is_none() || asked_by == AskedBy::Person && rows.iter().any(asked_here) {
            return None;
        }
        let id = TurnId::make();
        let mut known = HashSet::new();
        let infos: Vec<&AnswerInfo> = answers(told).filter(|info| known.insert(info_id(info))).collect();
        let mut answers: Vec<Answer> = infos.into_iter().map(|info| self.write(id, info)).collect();
        let used = told.answer_info.as_ref().and_then(|used| answers.iter().find(|answer| is(answer, info_id(used))));
        let used = used.or(answers.last())?.id;
        answers.sort_by_key(|answer| (answer.started_at, answer.message_id.clone()));
        let turn = Turn {
            id,
            conversation_id: self.place.conversation,
            seq: UNNUMBERED,
            query_id: told.query_id.to_string(),
            question: told.query.clone(),
            files: files::read(told),
            asked_at: answers.first().map_or(self.now, |answer| answer.started_at),
            values: values_of(&told.inputs),
            answers: answers.iter().map(|answer| answer.id).collect(),
            used_answer: used,
            used_pending: false,
            used_problem: None,
            damaged: false,
            asked_by,
            removed: None,
            only_here: false,
            standing: Standing::Confirmed,
        };
        self.twins.push(Twin { turn, answers });
        Some(self.twins.len() - 1)
    }

    /// A new row for an answer that came from elsewhere.
    fn write(&mut self, turn: TurnId, info: &AnswerInfo) -> Answer {
        let started_at =
            if info.created_time > 0 { Timestamp(info.created_time.saturating_mul(1000)) } else { self.now };
        let bare = Answer {
            id: AnswerId::make(),
            turn_id: turn,
            message_id: info_id(info).to_owned(),
            state: AnswerState::Done,
            text: String::new(),
            problem: None,
            usage: usage(info),
            suggestions: Vec::new(),
            steps: Vec::new(),
            started_at,
            ended_at: Timestamp(started_at.0.saturating_add(usage(info).map_or(0, |usage| usage.total_ms.into()))),
            feedback: Feedback { rating: rating(info), ..Feedback::default() },
            recovered: false,
        };
        let (answer, steps) = self.read(bare, info);
        self.steps.extend(steps);
        answer
    }

    /// An answer's row with the text and the steps that the history has for it.
    fn read(&self, bare: Answer, info: &AnswerInfo) -> (Answer, Vec<Step>) {
        let (began, ended) = (bare.started_at, bare.ended_at);
        let mut steps = citations_of(&info.tracing_json_str, &bare, self.place.origin);
        let mut writing = Writing::new(bare, self.place.origin);
        let event = ChatEvent::Message { answer: info.answer.clone() };
        writing.fold(&Frame { event, ids: Arc::default(), raw: String::new() }, began);
        writing.settle(AnswerState::Done, None, ended);
        steps.append(&mut writing.steps);
        writing.answer.steps = steps.iter().map(|step| step.id).collect();
        (writing.answer, steps)
    }

    fn differences(self, rows: &[Twin]) -> Vec<Merge> {
        let mut merges = Vec::new();
        for (at, twin) in self.twins.iter().enumerate() {
            let before = rows.get(at);
            if before.is_none_or(|before| before.turn != twin.turn) {
                merges.push(Merge::Turn(twin.turn.clone()));
            }
            for answer in &twin.answers {
                if before.is_none_or(|before| !before.answers.contains(answer)) {
                    merges.push(Merge::Answer(answer.clone()));
                }
            }
        }
        merges.extend(self.steps.into_iter().map(Merge::Step));
        merges
    }
}

/// Who asked a question, as the platform has it.
fn asked_by(told: &MessageInfo) -> AskedBy {
    match (told.send_by_async_workflow, told.send_by_trigger) {
        (true, _) => AskedBy::Task,
        (false, true) => AskedBy::Trigger,
        (false, false) => AskedBy::Person,
    }
}

/// Whether we do not know how the platform ended an answer.
fn was_cut(answer: &Answer) -> bool {
    let by_platform = |problem: &Problem| matches!(problem.code, ProblemCode::AgentFailed | ProblemCode::Refused);
    match answer.state {
        AnswerState::Interrupted => true,
        AnswerState::Failed => !answer.problem.as_ref().is_some_and(by_platform),
        AnswerState::Streaming | AnswerState::Done | AnswerState::Stopped => false,
    }
}

/// Whether there is nothing in an answer that could be the context of a question: the one before is shown instead.
fn came_to_nothing(answer: &Answer) -> bool {
    answer.text.is_empty() && matches!(answer.state, AnswerState::Failed | AnswerState::Interrupted)
}

/// Whether an answer ended without the platform having said that it did.
fn ended_open(answer: &Answer) -> bool {
    matches!(answer.state, AnswerState::Failed | AnswerState::Interrupted | AnswerState::Stopped)
}

/// An answer's row without what the history can tell of it.
fn answers_row(answer: &Answer) -> Answer {
    Answer { text: String::new(), steps: Vec::new(), ..answer.clone() }
}

/// Takes over what the platform knows better.
fn take(answer: &mut Answer, told: &Answer, info: &AnswerInfo) {
    let finished = info.total_tokens > 0 || info.latency > 0.0;
    let ours = answer.text.trim();
    // What a person stopped stays as it was then, even if the platform went on. Elsewhere ours may hold more than the
    // history ever does, such as what message nodes said.
    let stopped = answer.state == AnswerState::Stopped;
    let longer = !stopped && !told.text.trim().is_empty() && !ours.contains(told.text.trim());
    if longer {
        answer.text.clone_from(&told.text);
    }
    // No history says whether an answer is whole. One that has no more than what came before the line was cut may have
    // been cut over there as well.
    if was_cut(answer) && finished && longer {
        answer.state = AnswerState::Done;
        answer.problem = None;
        answer.recovered = true;
    }
    if answer.usage.is_none_or(|usage| usage.total_tokens == 0)
        && let Some(usage) = usage(info)
    {
        let known = answer.usage.unwrap_or_default();
        let total_ms = if known.total_ms == 0 { usage.total_ms } else { known.total_ms };
        answer.usage = Some(Usage { total_tokens: usage.total_tokens, total_ms, ..known });
    }
}

/// The last word is the platform's, once it has heard ours.
fn take_rating(feedback: &mut Feedback, told: Rating) {
    if feedback.delivery == Delivery::Settled && feedback.rating != told {
        *feedback = Feedback { rating: told, ..Feedback::default() };
    }
}

fn rating(info: &AnswerInfo) -> Rating {
    match info.rating() {
        LikeType::Like => Rating::Like,
        LikeType::Dislike => Rating::Dislike,
        LikeType::None | LikeType::Other(_) => Rating::None,
    }
}

fn usage(info: &AnswerInfo) -> Option<Usage> {
    let total_tokens = u32::try_from(info.total_tokens.max(0)).unwrap_or(u32::MAX);
    (total_tokens > 0).then(|| Usage { total_tokens, total_ms: crate::fold::millis(info.latency), ..Usage::default() })
}

/// All answers of a question, the one in use last.
fn answers(told: &MessageInfo) -> impl Iterator<Item = &AnswerInfo> {
    told.other_answers.iter().chain(&told.answer_info).filter(|info| !info_id(info).is_empty())
}

/// The id of an answer, as old platforms have it, too.
fn info_id(info: &AnswerInfo) -> &str {
    if info.message_id.is_empty() { info.task_id.as_str() } else { info.message_id.as_str() }
}

fn is(answer: &Answer, id: &str) -> bool {
    !id.is_empty() && answer.message_id == id
}
