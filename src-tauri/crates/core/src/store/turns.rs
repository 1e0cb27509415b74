//! Turns, and what belongs to them.

use rusqlite::{OptionalExtension as _, Row};

use super::damage::{damage, since};
use super::torn::met;
use super::{
    Reader, Result, StoreError, Writer, from_json, from_json_or_empty, from_word, number, readable, spared, text,
    to_json, to_word,
};
use crate::id::{ConversationId, TurnId};
use crate::model::{Answer, Page, Removal, Standing, Timestamp, Turn};
use crate::problem::{Problem, ProblemCode};
use crate::sync::Twin;
use crate::sync::standing::unread;

/// Where a turn stands among those of its conversation. Pages are read from there on, so that each costs the same
/// wherever it lies.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Cursor {
    seq: i64,
    /// Decides between equal numbers. Past the ends there is none.
    turn: Option<TurnId>,
}

impl Cursor {
    /// Before every turn.
    pub(crate) const START: Self = Self { seq: -1, turn: None };
    /// After every turn.
    pub(crate) const END: Self = Self { seq: i64::MAX, turn: None };
}

/// One page of the turns of conversation `?1` that are shown, from the cursor `?2`, `?3` on.
macro_rules! some_turns {
    ($compared:literal, $direction:literal) => {
        concat!(
            "SELECT id, conversation_id, seq, query_id, question, files, asked_at, variable_values, used_answer_id,
                    used_pending, used_problem, removed_at, forgotten, removal_problem, asked_by, standing
               FROM turn
              WHERE conversation_id = ?1 AND (seq, id) ",
            $compared,
            " (?2, ?3) AND (removed_at = 0 OR purged = 1 AND forgotten = 0)
              ORDER BY seq ",
            $direction,
            ", id ",
            $direction,
            "
              LIMIT ?4"
        )
    };
}

const BEFORE: &str = some_turns!("<", "DESC");
const UP_TO: &str = some_turns!("<=", "DESC");
const AFTER: &str = some_turns!(">", "ASC");

impl Turn {
    /// `answers` is filled in by the caller.
    fn from_row(row: &Row<'_>) -> rusqlite::Result<Self> {
        let before = damage();
        let used_problem: Option<Problem> = from_json_or_empty(row, "used_problem")?;
        // Of a turn that was made for the answers that were found without one.
        let is_lost = used_problem.as_ref().is_some_and(|problem| problem.code == ProblemCode::PartDamaged);
        let mut read = Self {
            id: row.get("id")?,
            conversation_id: row.get("conversation_id")?,
            seq: number(row, "seq")?,
            query_id: text(row, "query_id")?,
            question: text(row, "question")?,
            files: from_json(row, "files")?,
            asked_by: from_word(row, "asked_by")?,
            asked_at: Timestamp(number(row, "asked_at")?),
            values: from_json_or_empty(row, "variable_values")?.unwrap_or_default(),
            answers: Vec::new(),
            used_answer: row.get("used_answer_id")?,
            used_pending: number(row, "used_pending")?,
            used_problem: used_problem.filter(|_| !is_lost),
            removed: removal(row)?,
            damaged: false,
            only_here: number(row, "forgotten")?,
            standing: from_word(row, "standing")?,
        };
        read.damaged = is_lost || damage() != before;
        Ok(read)
    }
}

/// What is left of a removed turn for the window. Its question, where it is still needed, is nothing to show.
fn removal(row: &Row<'_>) -> rusqlite::Result<Option<Removal>> {
    let removed = number::<i64>(row, "removed_at")? != 0;
    removed.then(|| Ok(Removal { problem: from_json_or_empty(row, "removal_problem")? })).transpose()
}

impl Reader<'_> {
    /// One turn that is shown: a removed one is not while it can be brought back, and not when the platform has deleted
    /// it, too; in between only its place is.
    pub(crate) fn turn(&self, turn: TurnId) -> Result<Option<Turn>> {
        let mut statement = self.prepare_cached(
            "SELECT id, conversation_id, seq, query_id, question, files, asked_at, variable_values, used_answer_id,
                    used_pending, used_problem, removed_at, forgotten, removal_problem, asked_by, standing
               FROM turn
              WHERE id = ?1 AND (removed_at = 0 OR purged = 1 AND forgotten = 0)",
        )?;
        let Some(mut turn) = statement.query_row((turn,), Turn::from_row).optional()? else { return Ok(None) };
        if turn.removed.is_none() {
            turn.answers = spared(self.answer_ids(turn.id))?;
        }
        Ok(Some(turn))
    }

    /// The place of a removed turn that the platform still holds, also while it can be brought back.
    pub(crate) fn place_of_removed(&self, turn: TurnId) -> Result<Option<Turn>> {
        let mut statement = self.prepare_cached(
            "SELECT id, conversation_id, seq, query_id, '' AS question, '[]' AS files, asked_at, NULL AS variable_values,
                    used_answer_id, used_pending, used_problem, removed_at, forgotten, removal_problem, asked_by, standing
               FROM turn
              WHERE id = ?1 AND removed_at <> 0 AND forgotten = 0",
        )?;
        Ok(statement.query_row((turn,), Turn::from_row).optional()?)
    }

    /// Where a turn of this conversation stands, whether it is shown or not.
    pub(crate) fn cursor(&self, conversation: ConversationId, turn: TurnId) -> Result<Option<Cursor>> {
        let mut statement = self.prepare_cached("SELECT seq, id FROM turn WHERE id = ?1 AND conversation_id = ?2")?;
        let cursor =
            statement.query_row((turn, conversation), |row| Ok(Cursor { seq: row.get("seq")?, turn: row.get("id")? }));
        Ok(cursor.optional()?)
    }

    /// The turns next before the cursor, oldest first, with their answers and steps.
    pub(crate) fn page_before(&self, conversation: ConversationId, cursor: Cursor, limit: u32) -> Result<Page> {
        let (mut turns, older) = self.some_turns(BEFORE, conversation, cursor, limit)?;
        turns.reverse();
        self.page(turns, older, cursor != Cursor::END)
    }

    /// The turns next after the cursor, oldest first, with their answers and steps.
    pub(crate) fn page_after(&self, conversation: ConversationId, cursor: Cursor, limit: u32) -> Result<Page> {
        let (turns, newer) = self.some_turns(AFTER, conversation, cursor, limit)?;
        self.page(turns, cursor != Cursor::START, newer)
    }

    /// The turn at the cursor between as many before it as after it; near an end of the conversation there are fewer.
    pub(crate) fn page_around(&self, conversation: ConversationId, cursor: Cursor, limit: u32) -> Result<Page> {
        let (mut turns, older) = self.some_turns(UP_TO, conversation, cursor, limit / 2 + 1)?;
        turns.reverse();
        let (after, newer) = self.some_turns(AFTER, conversation, cursor, limit / 2)?;
        turns.extend(after);
        self.page(turns, older, newer)
    }

    /// Turns in the order of the query, and whether there are more in that direction.
    fn some_turns(&self, sql: &str, of: ConversationId, cursor: Cursor, limit: u32) -> Result<(Vec<Turn>, bool)> {
        let mut statement = self.prepare_cached(sql)?;
        let mut found = 0;
        let rows = statement.query_map((of, cursor.seq, cursor.turn, limit + 1), |row| {
            found += 1;
            Turn::from_row(row)
        })?;
        let mut turns = match readable(rows) {
            Ok(turns) if !met() => turns,
            Ok(_) | Err(StoreError::Damaged) => {
                let turns = self.some_turns_apart(sql, of, cursor)?;
                found = u32::try_from(turns.len()).unwrap_or(u32::MAX);
                turns
            }
            Err(error) => return Err(error),
        };
        let more = found > limit;
        turns.truncate(limit as usize);
        Ok((turns, more))
    }

    /// The same where a page cannot be read, all to the end of the conversation: each row for itself.
    fn some_turns_apart(&self, sql: &str, of: ConversationId, cursor: Cursor) -> Result<Vec<Turn>> {
        let numbers = self.numbers_of("turn", "conversation_id", &of.to_string())?;
        let mut turns = self.each(
            "SELECT id, conversation_id, seq, query_id, question, files, asked_at, variable_values, used_answer_id,
                    used_pending, used_problem, removed_at, forgotten, removal_problem, asked_by, standing
               FROM turn
              WHERE rowid = ?1 AND (removed_at = 0 OR purged = 1 AND forgotten = 0)",
            numbers,
            |row| Turn::from_row(row).map(Some),
        )?;
        let place = |turn: &Turn| (i64::from(turn.seq), Some(turn.id.to_string()));
        let from = (cursor.seq, cursor.turn.map(|turn| turn.to_string()));
        turns.retain(|turn| match sql {
            AFTER => place(turn) > from,
            // Past the end there is no turn to be the last one.
            UP_TO => place(turn) <= from,
            _ => place(turn) < from,
        });
        turns.sort_by_key(place);
        if sql != AFTER {
            turns.reverse();
        }
        Ok(turns)
    }

    fn page(&self, turns: Vec<Turn>, older: bool, newer: bool) -> Result<Page> {
        let mut page = Page { turns, older, newer, ..Page::default() };
        for turn in page.turns.iter_mut().filter(|turn| turn.removed.is_none()) {
            let before = damage();
            let answers = spared(self.answers(turn.id))?;
            turn.answers = answers.iter().map(|answer| answer.id).collect();
            turn.damaged |= damage() != before && answers.is_empty();
            for mut answer in answers {
                let before = damage();
                page.steps.extend(spared(self.steps(answer.id))?);
                if let Some(problem) = since(before) {
                    answer.problem.get_or_insert(problem);
                }
                page.answers.push(answer);
            }
        }
        Ok(page)
    }

    /// All turns of a conversation with their answers, oldest first; removed ones, too.
    pub(crate) fn twins(&self, conversation: ConversationId) -> Result<Vec<Twin>> {
        let mut statement = self.prepare_cached(
            "SELECT id, conversation_id, seq, query_id, question, files, asked_at, variable_values, used_answer_id,
                    used_pending, used_problem, removed_at, forgotten, removal_problem, asked_by, standing
               FROM turn
              WHERE conversation_id = ?1
              ORDER BY seq, id",
        )?;
        let turns = readable(statement.query_map((conversation,), Turn::from_row)?)?;
        let mut twins = Vec::with_capacity(turns.len());
        for mut turn in turns {
            let answers = self.answers(turn.id)?;
            turn.answers = answers.iter().map(|answer: &Answer| answer.id).collect();
            twins.push(Twin { turn, answers });
        }
        // What is only not found here would be taken for new.
        if met() { Err(StoreError::Damaged) } else { Ok(twins) }
    }

    /// The question that a conversation began with.
    pub(crate) fn first_question(&self, conversation: ConversationId) -> Result<Option<String>> {
        let mut statement = self.prepare_cached(
            "SELECT question
               FROM turn
              WHERE conversation_id = ?1 AND removed_at = 0 AND asked_by = 'person'
              ORDER BY seq, id
              LIMIT 1",
        )?;
        Ok(statement.query_row((conversation,), |row| text(row, "question")).optional()?)
    }

    /// The number that the next turn of a conversation gets.
    pub(crate) fn next_seq(&self, conversation: ConversationId) -> Result<u32> {
        let mut statement =
            self.prepare_cached("SELECT COALESCE(MAX(seq) + 1, 0) FROM turn WHERE conversation_id = ?1")?;
        Ok(statement.query_row((conversation,), |row| row.get(0))?)
    }
}

impl Writer<'_> {
    /// Adds a turn, or writes it anew; but the values of its variables stay as [`Writer::set_values_of_turn`] wrote them.
    pub(crate) fn save_turn(&self, turn: &Turn) -> Result<()> {
        self.prepare_cached(
            "INSERT INTO turn (id, conversation_id, seq, query_id, question, asked_at, used_answer_id, variable_values,
                               files, asked_by, standing)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)
                 ON CONFLICT (id) DO UPDATE
                SET seq = excluded.seq, query_id = excluded.query_id, question = excluded.question,
                    asked_at = excluded.asked_at, used_answer_id = excluded.used_answer_id, files = excluded.files,
                    standing = excluded.standing",
        )?
        .execute((
            turn.id,
            turn.conversation_id,
            turn.seq,
            &turn.query_id,
            &turn.question,
            turn.asked_at.0,
            turn.used_answer,
            if turn.values.is_empty() { String::new() } else { to_json(&turn.values)? },
            to_json(&turn.files)?,
            to_word(turn.asked_by)?,
            to_word(turn.standing)?,
        ))?;
        Ok(())
    }

    /// Keeps the platform's id of the question.
    pub(crate) fn set_query_id(&self, turn: TurnId, query_id: &str) -> Result<()> {
        self.execute("UPDATE turn SET query_id = ?2 WHERE id = ?1", (turn, query_id))?;
        Ok(())
    }

    /// How a turn stands to what the platform has.
    pub(crate) fn set_standing(&self, turn: TurnId, standing: Standing) -> Result<()> {
        self.prepare_cached("UPDATE turn SET standing = ?2 WHERE id = ?1")?.execute((turn, to_word(standing)?))?;
        Ok(())
    }

    /// The answer to a turn that was being sent has ended; says whether there was such a turn.
    pub(crate) fn end_sending(&self, turn: TurnId, known_there: bool) -> Result<bool> {
        let standing = unread(Standing::Sending, known_there);
        let ended = self
            .prepare_cached("UPDATE turn SET standing = ?2 WHERE id = ?1 AND standing = 'sending'")?
            .execute((turn, to_word(standing)?))?;
        Ok(ended > 0)
    }

    /// Puts the answers of a turn into this order.
    pub(crate) fn order_answers(&self, turn: &Turn) -> Result<()> {
        let mut statement = self.prepare_cached("UPDATE answer SET position = ?2 WHERE id = ?1")?;
        for (position, answer) in turn.answers.iter().enumerate() {
            statement.execute((answer, u32::try_from(position).unwrap_or(u32::MAX)))?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests;
