//! The list of conversations, read by key from an index in its order, so that a page costs the same wherever it is.

use std::cmp::Reverse;

use rusqlite::{OptionalExtension as _, Row};

use super::{Reader, Result, StoreError, number, spared, text};
use crate::id::{AgentId, ConversationId};
use crate::model::{ConversationFacts, ListCursor, ListPage, ListQuery, Timestamp};

/// The conversations of a list behind a place in it, one after the other.
macro_rules! walk {
    ($of:literal) => {
        concat!(
            "SELECT id, pinned, active_at, title, preview
               FROM conversation
              WHERE ",
            $of,
            "   AND archived = ?2 AND removed_at = 0
                AND (pinned, active_at, id) < (?3, ?4, ?5)
                AND (?6 = '' OR EXISTS (SELECT 1 FROM tag WHERE name = ?6 AND conversation_id = conversation.id))
              ORDER BY pinned DESC, active_at DESC, id DESC"
        )
    };
}

const OF_ALL: &str = walk!("?1 IS NULL");
const OF_AGENT: &str = walk!("agent_id = ?1");

/// Sorts behind every id.
const LAST: &str = "~";

impl Reader<'_> {
    /// So many conversations of a list behind a place in it.
    pub(crate) fn list(&self, query: &ListQuery, after: Option<ListCursor>, most: usize) -> Result<ListPage> {
        let mut places = match self.places(query, after, most + 1) {
            Err(StoreError::Damaged) => self.places_apart(query, after, most + 1)?,
            found => found?,
        };
        let more = places.len() > most;
        places.truncate(most);
        let mut rows = Vec::with_capacity(places.len());
        for place in &places {
            rows.extend(spared(self.conversation(place.id))?);
        }
        Ok(ListPage { rows, more: places.last().copied().filter(|_| more) })
    }

    /// All conversations of a list by their ids, in order.
    pub(crate) fn list_ids(&self, query: &ListQuery) -> Result<Vec<ConversationId>> {
        let places = match self.places(query, None, usize::MAX) {
            Err(StoreError::Damaged) => self.places_apart(query, None, usize::MAX)?,
            found => found?,
        };
        Ok(places.into_iter().map(|place| place.id).collect())
    }

    /// The places of so many conversations of a list behind another one.
    fn places(&self, query: &ListQuery, after: Option<ListCursor>, most: usize) -> Result<Vec<ListCursor>> {
        let sought = folded(&query.text);
        let mut statement = self.prepare_cached(if query.agent.is_some() { OF_AGENT } else { OF_ALL })?;
        let (pinned, active_at) = after.map_or((2, i64::MAX), |place| (i64::from(place.pinned), place.active_at.0));
        let id = after.map_or_else(|| LAST.to_owned(), |place| place.id.to_string());
        let mut found = Vec::new();
        let mut rows = statement.query((query.agent, query.archived, pinned, active_at, id, &query.tag))?;
        while found.len() < most
            && let Some(row) = rows.next()?
        {
            // Nothing could be done with one whose id cannot be read; it must not hide the others.
            let Ok(id) = row.get("id") else { continue };
            if sought.is_empty() || holds(row, &sought)? {
                let active_at = Timestamp(number(row, "active_at")?);
                found.push(ListCursor { pinned: number(row, "pinned")?, active_at, id });
            }
        }
        Ok(found)
    }

    /// The same where a page cannot be read: each row for itself.
    fn places_apart(&self, query: &ListQuery, after: Option<ListCursor>, most: usize) -> Result<Vec<ListCursor>> {
        let sought = folded(&query.text);
        let numbers = self.all_numbers("conversation")?;
        let sql = "SELECT id, agent_id, archived, pinned, active_at, title, preview
                     FROM conversation
                    WHERE rowid = ?1 AND removed_at = 0";
        let key = |place: &ListCursor| (place.pinned, place.active_at, place.id.to_string());
        let mut found = self.each(sql, numbers, |row| {
            let (agent, archived): (AgentId, bool) = (row.get("agent_id")?, number(row, "archived")?);
            let of_list = query.agent.is_none_or(|wanted| wanted == agent) && archived == query.archived;
            if !of_list || !sought.is_empty() && !holds(row, &sought)? {
                return Ok(None);
            }
            let active_at = Timestamp(number(row, "active_at")?);
            Ok(Some(ListCursor { pinned: number(row, "pinned")?, active_at, id: row.get("id")? }))
        })?;
        if !query.tag.is_empty() {
            let mut tagged = self.prepare_cached("SELECT 1 FROM tag WHERE name = ?1 AND conversation_id = ?2")?;
            found.retain(|place| tagged.exists((&query.tag, place.id)).unwrap_or_default());
        }
        found.retain(|place| after.is_none_or(|after| key(place) < key(&after)));
        found.sort_by_key(|place| Reverse(key(place)));
        found.truncate(most);
        Ok(found)
    }

    /// What there is to know of a conversation beside its row.
    pub(crate) fn facts(&self, conversation: ConversationId) -> Result<ConversationFacts> {
        let mut statement = self.prepare_cached(
            "SELECT (SELECT COUNT(*) FROM turn WHERE conversation_id = ?1 AND removed_at = 0) AS turns,
                    (SELECT COALESCE(SUM(json_array_length(files)), 0)
                       FROM turn WHERE conversation_id = ?1 AND removed_at = 0) AS files,
                    (SELECT COALESCE(SUM(octet_length(question)), 0)
                       FROM turn WHERE conversation_id = ?1 AND removed_at = 0) AS question_bytes,
                    COUNT(*) AS answers,
                    COALESCE(SUM(octet_length(answer.text)), 0) AS answer_bytes,
                    COALESCE(SUM(answer.usage = ''), 0) AS uncounted,
                    COALESCE(SUM(CASE WHEN answer.usage <> '' THEN answer.usage ->> 'inputTokens' END), 0) AS input,
                    COALESCE(SUM(CASE WHEN answer.usage <> '' THEN answer.usage ->> 'outputTokens' END), 0) AS output,
                    COALESCE(SUM(CASE WHEN answer.usage <> '' THEN answer.usage ->> 'totalTokens' END), 0) AS total
               FROM turn JOIN answer ON answer.turn_id = turn.id
              WHERE turn.conversation_id = ?1 AND turn.removed_at = 0",
        )?;
        let count = |row: &Row<'_>, column: &str| {
            row.get::<_, i64>(column).map(|count| u32::try_from(count).unwrap_or(u32::MAX))
        };
        let facts = statement.query_row((conversation,), |row| {
            Ok(ConversationFacts {
                turns: count(row, "turns")?,
                answers: count(row, "answers")?,
                files: count(row, "files")?,
                input_tokens: count(row, "input")?,
                output_tokens: count(row, "output")?,
                total_tokens: count(row, "total")?,
                uncounted: count(row, "uncounted")?,
                text_bytes: count(row, "question_bytes")?.saturating_add(count(row, "answer_bytes")?),
            })
        });
        Ok(facts.optional()?.unwrap_or_default())
    }
}

/// Whether a listed conversation has these words, which are folded.
fn holds(row: &Row<'_>, sought: &str) -> rusqlite::Result<bool> {
    for column in ["title", "preview"] {
        if folded(&text(row, column)?).contains(sought) {
            return Ok(true);
        }
    }
    Ok(false)
}

/// A text without what does not count when one looks for it.
fn folded(text: &str) -> String {
    parlance_tokens::folded(text.trim())
}

#[cfg(test)]
mod tests {
    use rusqlite::Connection;

    use super::*;
    use crate::store::prepare;

    fn plan(sql: &str) -> Vec<String> {
        let mut connection = Connection::open_in_memory().unwrap();
        prepare(&mut connection).unwrap();
        let mut statement = connection.prepare(&format!("EXPLAIN QUERY PLAN {sql}")).unwrap();
        let given = (None::<AgentId>, false, 2, 0, LAST, "");
        let steps = statement.query_map(given, |row| row.get("detail")).unwrap();
        steps.collect::<rusqlite::Result<_>>().unwrap()
    }

    #[test]
    fn a_page_is_read_from_an_index_in_the_lists_order() {
        for (sql, index) in [(OF_ALL, "conversation_in_order"), (OF_AGENT, "conversation_of_agent_in_order")] {
            let plan = plan(sql);
            assert!(plan[0].starts_with("SEARCH conversation USING INDEX") && plan[0].contains(index), "{plan:?}");
            assert!(plan[0].contains("(pinned,active_at,id)<"), "a page begins where the last one ended: {plan:?}");
            assert!(!plan.iter().any(|step| step.contains("TEMP B-TREE")), "nothing is sorted: {plan:?}");
        }
    }
}
