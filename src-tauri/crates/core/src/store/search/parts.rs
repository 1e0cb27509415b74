//! The texts of a turn or of a conversation's title that can be searched, each with what it is. What is damaged of a row
//! hides nothing of the rest.

use rusqlite::{OptionalExtension as _, Row};

use super::super::{Reader, Result, from_json, from_json_or_empty, from_word, next, number, spared, text};
use crate::id::{AgentId, AnswerId, ConversationId, StepId, TurnId};
use crate::model::{Citation, FileRef, HitKind, Rating, Timestamp, Values};

/// The texts of one document, in reading order, and where it stands.
#[derive(Debug, Clone)]
pub(crate) struct Parts {
    pub(crate) agent: AgentId,
    pub(crate) conversation: ConversationId,
    pub(crate) title: String,
    /// None of a title.
    pub(crate) turn: Option<TurnId>,
    /// The platform's id of the turn; empty where it has none.
    pub(crate) query: String,
    pub(crate) at: Timestamp,
    pub(crate) parts: Vec<Part>,
}

/// One text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Part {
    pub(crate) kind: HitKind,
    pub(crate) answer: Option<AnswerId>,
    pub(crate) step: Option<StepId>,
    /// The verdict on its answer.
    pub(crate) rating: Rating,
    pub(crate) text: String,
}

/// What the texts are read for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Purpose {
    /// All that could be found, also what is removed and may come back.
    Index,
    /// What is found in the whole history: nothing that is removed or being written, and a value that was kept from turn
    /// to turn only where it was given.
    Search,
    /// What is found in a conversation that is open.
    Find,
}

impl Parts {
    fn from_row(row: &Row<'_>) -> rusqlite::Result<Self> {
        Ok(Self {
            agent: row.get("agent_id")?,
            conversation: row.get("conversation_id")?,
            title: text(row, "title")?,
            turn: None,
            query: String::new(),
            at: Timestamp(number(row, "at")?),
            parts: Vec::new(),
        })
    }

    fn add(&mut self, kind: HitKind, text: String) {
        self.parts.push(Part { kind, answer: None, step: None, rating: Rating::None, text });
    }

    fn add_values(&mut self, values: Values) {
        for value in values.into_values() {
            self.add(HitKind::Variable, value);
        }
    }
}

impl Reader<'_> {
    /// The texts of a turn; nothing of one that is gone.
    pub(crate) fn turn_parts(&self, turn: TurnId, purpose: Purpose) -> Result<Option<Parts>> {
        let mut statement = self.prepare_cached(
            "SELECT agent_id, conversation_id, title, asked_at AS at, query_id, question, files, seq,
                    turn.variable_values AS variable_values
               FROM turn JOIN conversation ON conversation.id = turn.conversation_id
              WHERE turn.id = ?1 AND (?2 OR turn.removed_at = 0 AND conversation.removed_at = 0)",
        )?;
        let mut rows = statement.query((turn, purpose == Purpose::Index))?;
        let Some(row) = rows.next()? else { return Ok(None) };
        let mut found = Parts { turn: Some(turn), query: text(row, "query_id")?, ..Parts::from_row(row)? };
        found.add(HitKind::Question, text(row, "question")?);
        for file in from_json::<Vec<FileRef>>(row, "files").unwrap_or_default() {
            found.add(HitKind::File, file.name);
        }
        let values: Values = from_json_or_empty(row, "variable_values").ok().flatten().unwrap_or_default();
        let seq = number(row, "seq")?;
        if purpose != Purpose::Search || !self.were_given_before(found.conversation, seq, &values)? {
            found.add_values(values);
        }
        self.add_answers(turn, purpose, &mut found.parts)?;
        found.parts.retain(|part| !part.text.is_empty());
        Ok(Some(found))
    }

    /// A conversation's title, and the values that its next question is asked with, unless the last one was, too.
    pub(crate) fn title_parts(&self, conversation: ConversationId, purpose: Purpose) -> Result<Option<Parts>> {
        let mut statement = self.prepare_cached(
            "SELECT agent_id, id AS conversation_id, title, active_at AS at, variable_values
               FROM conversation
              WHERE id = ?1 AND purged = 0 AND (?2 OR removed_at = 0)",
        )?;
        let mut rows = statement.query((conversation, purpose == Purpose::Index))?;
        let Some(row) = rows.next()? else { return Ok(None) };
        let mut found = Parts::from_row(row)?;
        found.add(HitKind::Title, found.title.clone());
        let values: Values = from_json(row, "variable_values").unwrap_or_default();
        if purpose != Purpose::Search || !self.were_given_before(conversation, u32::MAX, &values)? {
            found.add_values(values);
        }
        found.parts.retain(|part| !part.text.is_empty());
        Ok(Some(found))
    }

    /// Whether the turn before a place was asked with the same values.
    fn were_given_before(&self, conversation: ConversationId, seq: u32, values: &Values) -> Result<bool> {
        if values.is_empty() {
            return Ok(true);
        }
        let mut statement = self.prepare_cached(
            "SELECT variable_values
               FROM turn
              WHERE conversation_id = ?1 AND seq < ?2 AND removed_at = 0
              ORDER BY seq DESC
              LIMIT 1",
        )?;
        let before: Option<String> = spared(
            statement.query_row((conversation, seq), |row| text(row, "variable_values")).optional().map_err(Into::into),
        )?;
        Ok(before.is_some_and(|before| serde_json::from_str::<Values>(&before).is_ok_and(|before| before == *values)))
    }

    fn add_answers(&self, turn: TurnId, purpose: Purpose, parts: &mut Vec<Part>) -> Result<()> {
        let mut statement = self.prepare_cached(
            "SELECT id, text, rating
               FROM answer
              WHERE turn_id = ?1 AND (?2 OR state <> 'streaming')
              ORDER BY position, id",
        )?;
        let mut rows = statement.query((turn, purpose == Purpose::Find))?;
        while let Some(row) = next(&mut rows)? {
            let Ok(answer) = row.get("id") else { continue };
            let rating = from_word(row, "rating").unwrap_or_default();
            self.add_steps(answer, rating, parts)?;
            let text = text(row, "text")?;
            parts.push(Part { kind: HitKind::Answer, answer: Some(answer), step: None, rating, text });
        }
        Ok(())
    }

    /// What the agent did, and the passages that it found.
    fn add_steps(&self, answer: AnswerId, rating: Rating, parts: &mut Vec<Part>) -> Result<()> {
        let mut statement = self.prepare_cached(
            "SELECT id, title, input, text, citations FROM step WHERE answer_id = ?1 ORDER BY position, id",
        )?;
        let mut rows = statement.query((answer,))?;
        while let Some(row) = next(&mut rows)? {
            let Ok(step) = row.get("id").map(Some) else { continue };
            let part = |kind, text| Part { kind, answer: Some(answer), step, rating, text };
            let told: [String; 3] = [text(row, "title")?, text(row, "input")?, text(row, "text")?];
            parts.push(part(HitKind::Thought, lines(&told)));
            for Citation { document, text, .. } in from_json::<Vec<_>>(row, "citations").unwrap_or_default() {
                parts.push(part(HitKind::Citation, lines(&[document, text])));
            }
        }
        Ok(())
    }
}

fn lines(texts: &[String]) -> String {
    texts.iter().filter(|text| !text.is_empty()).map(String::as_str).collect::<Vec<_>>().join("\n")
}
