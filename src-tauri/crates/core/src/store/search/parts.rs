//! The texts of a turn that can be searched, each with what it is.

use rusqlite::{OptionalExtension as _, Row};

use super::super::{Reader, Result, from_json, from_json_or_empty, from_word};
use crate::id::{AgentId, AnswerId, ConversationId, StepId, TurnId};
use crate::model::{Citation, FileRef, HitKind, Rating, Timestamp, Values};

/// A turn's texts, in reading order, and where it stands.
#[derive(Debug, Clone)]
pub(crate) struct Parts {
    pub(crate) agent: AgentId,
    pub(crate) conversation: ConversationId,
    pub(crate) title: String,
    pub(crate) turn: TurnId,
    pub(crate) query: String,
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
    pub(crate) at: Timestamp,
    pub(crate) text: String,
}

impl Parts {
    fn from_row(row: &Row<'_>) -> rusqlite::Result<Self> {
        let asked_at = Timestamp(row.get("asked_at")?);
        let own = |kind, text| Part { kind, answer: None, step: None, rating: Rating::None, at: asked_at, text };
        let mut parts = vec![own(HitKind::Question, row.get("question")?)];
        let files: Vec<FileRef> = from_json(row, "files")?;
        parts.extend(files.into_iter().map(|file| own(HitKind::File, file.name)));
        let values: Option<Values> = from_json_or_empty(row, "variable_values")?;
        parts.extend(values.unwrap_or_default().into_values().map(|value| own(HitKind::Variable, value)));
        Ok(Self {
            agent: row.get("agent_id")?,
            conversation: row.get("conversation_id")?,
            title: row.get("title")?,
            turn: row.get("id")?,
            query: row.get("query_id")?,
            parts,
        })
    }
}

impl Reader<'_> {
    /// The texts of a turn; nothing of one that is removed, or whose conversation is.
    pub(crate) fn parts(&self, turn: TurnId) -> Result<Option<Parts>> {
        let mut statement = self.prepare_cached(
            "SELECT agent_id, conversation_id, title, turn.id AS id, query_id, asked_at, question, files,
                    turn.variable_values AS variable_values
               FROM turn JOIN conversation ON conversation.id = turn.conversation_id
              WHERE turn.id = ?1 AND turn.removed_at = 0 AND conversation.removed_at = 0",
        )?;
        let Some(mut found) = statement.query_row((turn,), Parts::from_row).optional()? else { return Ok(None) };
        let mut statement =
            self.prepare_cached("SELECT id, text, rating FROM answer WHERE turn_id = ?1 ORDER BY position, id")?;
        let asked_at = found.parts.first().map_or(Timestamp(0), |part| part.at);
        let mut rows = statement.query((turn,))?;
        while let Some(row) = rows.next()? {
            self.add_answer(row, asked_at, &mut found.parts)?;
        }
        found.parts.retain(|part| !part.text.is_empty());
        Ok(Some(found))
    }

    /// What the agent did, then what it said.
    fn add_answer(&self, row: &Row<'_>, asked_at: Timestamp, parts: &mut Vec<Part>) -> Result<()> {
        let answer: AnswerId = row.get("id")?;
        let (rating, at) = (from_word(row, "rating")?, asked_at);
        let part = |kind, step, text| Part { kind, answer: Some(answer), step, rating, at, text };
        let mut statement = self.prepare_cached(
            "SELECT id, title, text, input, citations FROM step WHERE answer_id = ?1 ORDER BY position, id",
        )?;
        let mut steps = statement.query((answer,))?;
        while let Some(step) = steps.next()? {
            let id = Some(step.get("id")?);
            let told: [String; 3] = [step.get("title")?, step.get("input")?, step.get("text")?];
            parts.push(part(HitKind::Thought, id, joined(&told)));
            for Citation { document, text, .. } in from_json::<Vec<_>>(step, "citations")? {
                parts.push(part(HitKind::Citation, id, joined(&[document, text])));
            }
        }
        parts.push(part(HitKind::Answer, None, row.get("text")?));
        Ok(())
    }
}

fn joined(texts: &[String]) -> String {
    texts.iter().filter(|text| !text.is_empty()).map(String::as_str).collect::<Vec<_>>().join("\n")
}
