//! What may hold the words of a query, newest first: what the index proposes, and what is not in the index yet.

use std::ops::ControlFlow;

use rusqlite::{OptionalExtension as _, Row, Rows};

use super::super::{Reader, Result, StoreError, spared};
use super::following::{agent_token, kind_token, rating_token};
use super::numbers::{far_from, first_newer};
use super::state::{BEHIND_ALL, Reach};
use crate::id::ConversationId;
use crate::model::{SearchQuery, Timestamp};

/// Rows beside the index that are read at a time.
const CHUNK: u32 = 64;
/// So many documents can be sorted at each look.
const FEW: u32 = 20_000;

/// Where two pages meet: everything above it was given.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Stand {
    /// The time of the last document of the index, and its number; in a conversation, its `seq`.
    at: i64,
    number: i64,
    /// Beside the index.
    id: String,
}

/// A document that may hold the words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Candidate {
    /// It is a title, not a turn.
    pub(crate) title: bool,
    pub(crate) id: String,
    /// Where the next page begins when this is the last of one.
    pub(crate) stand: Stand,
}

impl Stand {
    pub(crate) fn at_the_newest() -> Self {
        Self { at: i64::MAX, number: i64::MAX, id: BEHIND_ALL.to_owned() }
    }

    /// Whether something of this time was given before.
    pub(crate) fn is_after(&self, at: Timestamp) -> bool {
        self.at != i64::MAX && self.at <= at.0
    }

    pub(crate) fn write(&self) -> String {
        format!("{}:{}:{}", self.at, self.number, self.id)
    }

    /// What was no place is the place before all.
    pub(crate) fn read(text: &str) -> Self {
        let mut parts = text.splitn(3, ':');
        let mut number = || parts.next()?.parse().ok();
        let (Some(at), Some(number)) = (number(), number()) else { return Self::at_the_newest() };
        parts.next().map_or_else(Self::at_the_newest, |id| Self { at, number, id: id.to_owned() })
    }
}

/// A document with its time.
struct Head {
    number: i64,
    title: bool,
    id: String,
    at: i64,
}

impl Reader<'_> {
    /// Visits what may hold the words of a query, newest first, until the visitor has enough.
    pub(crate) fn candidates(
        &self,
        query: &SearchQuery,
        words: Option<&str>,
        from: &Stand,
        mut visit: impl FnMut(Candidate) -> Result<ControlFlow<()>>,
    ) -> Result<ControlFlow<()>> {
        if let Some(conversation) = query.conversation {
            return self.within(conversation, from, visit);
        }
        let mut stand = from.clone();
        let mut beside = Beside::new(self, &from.id)?;
        let (above, below) = self.bounds(query, from)?;
        let expression = words.map(|words| narrowed(words, query));
        // Few are put into the exact order; of many the numbers are near it.
        let few = self.index_state()?.documents < FEW;
        let mut statement = self.prepare_cached(match (&expression, few) {
            (Some(_), true) => {
                "SELECT number, title, id, at
                   FROM search CROSS JOIN search_row ON search_row.number = search.rowid
                  WHERE (at, number) < (?4, ?2) AND ?1 <> 0 AND search MATCH ?3
                  ORDER BY at DESC, number DESC"
            }
            (Some(_), false) => {
                "SELECT number, title, id, at
                   FROM search CROSS JOIN search_row ON search_row.number = search.rowid
                  WHERE search.rowid >= ?1 AND search.rowid < ?2 AND search MATCH ?3 AND ?4 IS NOT NULL
                  ORDER BY search.rowid DESC"
            }
            (None, true) => {
                "SELECT number, title, id, at
                   FROM search_row
                  WHERE (at, number) < (?4, ?2) AND ?1 <> 0 AND ?3 IS NULL
                  ORDER BY at DESC, number DESC"
            }
            (None, false) => {
                "SELECT number, title, id, at
                   FROM search_row
                  WHERE number >= ?1 AND number < ?2 AND ?3 IS NULL AND ?4 IS NOT NULL
                  ORDER BY number DESC"
            }
        })?;
        let below = if few { from.number } else { below };
        let mut rows = statement.query((above, below, expression, from.at))?;
        let mut indexed = next_indexed(&beside, &mut rows)?;
        loop {
            let other = beside.head()?;
            let from_index = match (&indexed, other) {
                (None, None) => return Ok(ControlFlow::Continue(())),
                (Some(indexed), Some(other)) => indexed.at >= other.at,
                (indexed, _) => indexed.is_some(),
            };
            let head = if from_index {
                std::mem::replace(&mut indexed, next_indexed(&beside, &mut rows)?)
            } else {
                beside.take()
            };
            let Some(head) = head else { continue };
            if from_index {
                (stand.at, stand.number) = (head.at, head.number);
            } else {
                stand.id.clone_from(&head.id);
            }
            if visit(Candidate { title: head.title, id: head.id, stand: stand.clone() })?.is_break() {
                return Ok(ControlFlow::Break(()));
            }
        }
    }

    /// Visits all titles and turns that can be found without the index, the newest first, until the visitor has enough.
    pub(crate) fn all_apart(
        &self,
        from: &Stand,
        mut visit: impl FnMut(Candidate) -> Result<ControlFlow<()>>,
    ) -> Result<ControlFlow<()>> {
        let mut ids = Vec::new();
        for (table, title) in [("conversation", true), ("turn", false)] {
            let numbers = self.all_numbers(table)?;
            let sql = format!("SELECT id FROM {table} WHERE rowid = ?1");
            let found: Vec<String> = self.each(&sql, numbers, |row| row.get("id").map(Some))?;
            ids.extend(found.into_iter().map(|id| (id, title)));
        }
        ids.sort();
        for (id, title) in ids.into_iter().rev().filter(|(id, _)| *id < from.id) {
            let stand = Stand { id: id.clone(), ..from.clone() };
            if visit(Candidate { title, id, stand })?.is_break() {
                return Ok(ControlFlow::Break(()));
            }
        }
        Ok(ControlFlow::Continue(()))
    }

    /// The title and the turns of one conversation, the last first.
    fn within(
        &self,
        conversation: ConversationId,
        from: &Stand,
        mut visit: impl FnMut(Candidate) -> Result<ControlFlow<()>>,
    ) -> Result<ControlFlow<()>> {
        if *from == Stand::at_the_newest() {
            let stand = Stand { at: 0, number: i64::MAX - 1, id: String::new() };
            if visit(Candidate { title: true, id: conversation.to_string(), stand })?.is_break() {
                return Ok(ControlFlow::Break(()));
            }
        }
        let mut statement = self.prepare_cached(
            "SELECT id, seq FROM turn WHERE conversation_id = ?1 AND seq < ?2 ORDER BY seq DESC, id DESC",
        )?;
        let mut rows = statement.query((conversation, from.number))?;
        while let Some(row) = rows.next()? {
            let stand = Stand { at: 0, number: row.get("seq")?, id: String::new() };
            if visit(Candidate { title: false, id: row.get("id")?, stand })?.is_break() {
                return Ok(ControlFlow::Break(()));
            }
        }
        Ok(ControlFlow::Continue(()))
    }

    /// The numbers that can be of the time that is asked for, from one up to but without the other.
    fn bounds(&self, query: &SearchQuery, from: &Stand) -> Result<(i64, i64)> {
        if self.index_state()?.disordered {
            return Ok((i64::MIN, from.number));
        }
        let lowest = match query.from {
            Some(at) => match first_newer(self, Timestamp(at.0.saturating_sub(1)))? {
                Some(number) => far_from(self, number, true)?,
                // What changed since stands beside the index.
                None => far_from(self, i64::MAX, true)?,
            },
            None => i64::MIN,
        };
        let highest = match query.until {
            Some(at) => first_newer(self, at)?.map_or(Ok(i64::MAX), |number| far_from(self, number, false))?,
            None => i64::MAX,
        };
        Ok((lowest, highest.min(from.number)))
    }
}

/// The words and what else the index knows of what is asked for.
fn narrowed(words: &str, query: &SearchQuery) -> String {
    let mut all = vec![words.to_owned()];
    all.extend(query.agent.map(|agent| format!("\"{}\"", agent_token(agent))));
    all.extend(query.rating.and_then(rating_token).map(|token| format!("\"{token}\"")));
    let kinds: Option<Vec<String>> = query.kinds.iter().map(|kind| kind_token(*kind)).collect();
    if let Some(kinds) = kinds.filter(|kinds| !kinds.is_empty()) {
        let any: Vec<String> = kinds.iter().map(|token| format!("\"{token}\"")).collect();
        all.push(format!("({})", any.join(" OR ")));
    }
    all.join(" AND ")
}

/// The next document of the index that has not changed since it was taken in.
fn next_indexed(beside: &Beside<'_>, rows: &mut Rows<'_>) -> Result<Option<Head>> {
    while let Some(row) = rows.next()? {
        let id: [u8; 16] = row.get("id")?;
        let id = ulid::Ulid::from_bytes(id).to_string();
        if !beside.has_changed(&id)? {
            return Ok(Some(Head { number: row.get("number")?, title: row.get("title")?, id, at: row.get("at")? }));
        }
    }
    Ok(None)
}

/// Rows that changed since they were taken into the index, and those that never were, by when they were made here.
struct Beside<'a> {
    reader: &'a Reader<'a>,
    below: String,
    titles: Reach,
    turns: Reach,
    any_changed: bool,
    /// The newest last.
    chunk: Vec<(String, bool)>,
    head: Option<Head>,
}

impl<'a> Beside<'a> {
    fn new(reader: &'a Reader<'a>, below: &str) -> Result<Self> {
        let state = reader.index_state()?;
        Ok(Self {
            reader,
            below: below.to_owned(),
            titles: state.titles,
            turns: state.turns,
            any_changed: reader.index_is_behind()?,
            chunk: Vec::new(),
            head: None,
        })
    }

    fn has_changed(&self, id: &str) -> Result<bool> {
        Ok(self.any_changed && self.reader.prepare_cached("SELECT 1 FROM search_due WHERE id = ?1")?.exists((id,))?)
    }

    fn head(&mut self) -> Result<Option<&Head>> {
        while self.head.is_none() {
            if self.chunk.is_empty() {
                self.chunk = self.read()?;
            }
            let Some((id, title)) = self.chunk.pop() else { return Ok(None) };
            self.below.clone_from(&id);
            self.head = self.with_time(id, title)?;
        }
        Ok(self.head.as_ref())
    }

    fn take(&mut self) -> Option<Head> {
        self.head.take()
    }

    fn read(&self) -> Result<Vec<(String, bool)>> {
        let mut found = Vec::new();
        if self.any_changed {
            found.extend(
                self.ids("SELECT id, title FROM search_due WHERE id > ?1 AND id < ?2 ORDER BY id DESC LIMIT ?3", "")?,
            );
        }
        found.extend(self.ids(
            "SELECT id, 1 AS title FROM conversation WHERE id > ?1 AND id < ?2 ORDER BY id DESC LIMIT ?3",
            self.titles.last(),
        )?);
        found.extend(self.ids(
            "SELECT id, 0 AS title FROM turn WHERE id > ?1 AND id < ?2 ORDER BY id DESC LIMIT ?3",
            self.turns.last(),
        )?);
        found.sort();
        found.dedup();
        // Of the ones behind, another list may hold some between.
        let keep = found.len().saturating_sub(CHUNK as usize);
        Ok(found.split_off(keep))
    }

    fn ids(&self, sql: &str, above: &str) -> Result<Vec<(String, bool)>> {
        let mut statement = self.reader.prepare_cached(sql)?;
        let ids = statement.query_map((above, &self.below, CHUNK), |row| Ok((row.get("id")?, row.get("title")?)))?;
        Ok(ids.collect::<rusqlite::Result<_>>()?)
    }

    /// Nothing of a row that is gone, and of one that the index holds as it is.
    fn with_time(&self, id: String, title: bool) -> Result<Option<Head>> {
        let number_and_at = |row: &Row<'_>| row.get(0);
        let sql = if title {
            "SELECT active_at FROM conversation WHERE id = ?1"
        } else {
            "SELECT asked_at FROM turn WHERE id = ?1"
        };
        let at = self.reader.prepare_cached(sql)?.query_row((&id,), number_and_at).optional();
        let Some(at) = spared(at.map_err(StoreError::from))? else { return Ok(None) };
        let mut indexed = self.reader.prepare_cached("SELECT 1 FROM search_row WHERE id = ?1")?;
        if indexed.exists((super::following::key(&id)?,))? && !self.has_changed(&id)? {
            return Ok(None);
        }
        Ok(Some(Head { number: i64::MAX, title, id, at }))
    }
}
