//! The index follows the rows: first those that changed, then those that were there before it. Both are taken in the order
//! of time, which fills the pages of its tables: against it they would be half empty.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::str::FromStr;

use rusqlite::OptionalExtension as _;
use rusqlite::types::Type;
use ulid::Ulid;

use parlance_tokens::tokens;

use super::super::{Reader, Result, Writer, spared};
use super::numbers::{place, stride};
use super::state::Reach;
use super::{FACET, IndexState, Parts, Purpose};
use crate::id::AgentId;
use crate::model::{HitKind, Rating};
use crate::search::{LONGEST_TOKEN, beginnings};

/// Documents and bytes of text that are taken in by one transaction.
const MOST_DOCUMENTS: u32 = 256;
const MOST_BYTES: usize = 256 * 1024;
/// Pages that are put together by one transaction. Below zero all parts become one, which is a tenth smaller than a few.
const MERGED_PAGES: i64 = -500;

/// How much of a transaction's share is left.
struct Share {
    documents: u32,
    bytes: usize,
}

impl Share {
    fn is_used_up(&self) -> bool {
        self.documents == 0 || self.bytes == 0
    }

    fn take(&mut self, bytes: usize) {
        self.documents = self.documents.saturating_sub(1);
        self.bytes = self.bytes.saturating_sub(bytes);
    }
}

impl Reader<'_> {
    /// Whether the index has to be brought further.
    pub(crate) fn index_needs_work(&self) -> Result<bool> {
        let state = self.index_state()?;
        Ok(!state.is_complete() || state.loose || self.index_is_behind()?)
    }

    /// Whether some row has changed since it was taken into the index.
    pub(super) fn index_is_behind(&self) -> Result<bool> {
        Ok(self.prepare_cached("SELECT 1 FROM search_due LIMIT 1")?.exists(())?)
    }
}

impl Writer<'_> {
    /// Brings the index a small step further; whether there is more to do.
    pub(crate) fn follow(&self) -> Result<bool> {
        let mut state = self.index_state()?;
        let mut share = Share { documents: MOST_DOCUMENTS, bytes: MOST_BYTES };
        let before = state.clone();
        self.take_changed(&mut state, &mut share)?;
        if !share.is_used_up() && !state.turns.is_complete() {
            let read = "SELECT id FROM turn WHERE id > ?1 ORDER BY id LIMIT ?2";
            state.turns = self.take_next(read, false, &mut state, &mut share)?;
        }
        // Behind the turns: few titles find their place among many turns, but not the other way round.
        if !share.is_used_up() && state.turns.is_complete() && !state.titles.is_complete() {
            let read = "SELECT id FROM conversation WHERE id > ?1 ORDER BY id LIMIT ?2";
            state.titles = self.take_next(read, true, &mut state, &mut share)?;
        }
        let more = share.is_used_up() || !state.is_complete();
        if !more && state.loose {
            state.loose = self.put_together()?;
        }
        if state != before {
            state.write(self)?;
        }
        Ok(more || state.loose)
    }

    fn take_changed(&self, state: &mut IndexState, share: &mut Share) -> Result<()> {
        let mut statement = self.prepare_cached("SELECT id, title FROM search_due ORDER BY id LIMIT ?1")?;
        let changed = statement
            .query_map((share.documents,), |row| Ok((row.get(0)?, row.get(1)?)))?
            .collect::<rusqlite::Result<Vec<(String, bool)>>>()?;
        let mut done = self.prepare_cached("DELETE FROM search_due WHERE id = ?1")?;
        for (id, title) in changed {
            self.take(&id, title, state, share)?;
            done.execute((id,))?;
            if share.is_used_up() {
                break;
            }
        }
        Ok(())
    }

    /// How far it has come then.
    fn take_next(&self, read: &str, title: bool, state: &mut IndexState, share: &mut Share) -> Result<Reach> {
        let reach = if title { &state.titles } else { &state.turns };
        let mut statement = self.prepare_cached(read)?;
        let ids = statement
            .query_map((reach.last(), share.documents), |row| row.get(0))?
            .collect::<rusqlite::Result<Vec<String>>>()?;
        let mut reach = Reach::All;
        for id in ids {
            self.take(&id, title, state, share)?;
            state.done += u32::from(!title);
            reach = Reach::UpTo(id);
            if share.is_used_up() {
                break;
            }
        }
        Ok(reach)
    }

    /// Takes a row in as it is now, or out when it is gone.
    fn take(&self, id: &str, title: bool, state: &mut IndexState, share: &mut Share) -> Result<()> {
        let key = key(id)?;
        let Some(found) = spared(self.document(id, title))? else {
            share.take(0);
            return self.take_out(&key, state);
        };
        let tokens = joined(&found);
        share.take(tokens.len());
        let number = match self.number_of(&key, found.at.0)? {
            Some(number) => {
                self.prepare_cached("DELETE FROM search WHERE rowid = ?1")?.execute((number,))?;
                number
            }
            None => {
                self.take_out(&key, state)?;
                let place = place(self, found.at, stride(state.documents.max(state.total)))?;
                state.disordered |= !place.in_order;
                state.documents += 1;
                self.prepare_cached("INSERT INTO search_row (number, title, id, at) VALUES (?1, ?2, ?3, ?4)")?
                    .execute((place.number, title, key, found.at.0))?;
                place.number
            }
        };
        self.prepare_cached("INSERT INTO search (rowid, tokens) VALUES (?1, ?2)")?.execute((number, tokens))?;
        Ok(())
    }

    fn document(&self, id: &str, title: bool) -> Result<Option<Parts>> {
        if title {
            self.title_parts(read_id(id)?, Purpose::Index)
        } else {
            self.turn_parts(read_id(id)?, Purpose::Index)
        }
    }

    /// The number of a document that keeps its place in the order of time.
    fn number_of(&self, key: &[u8; 16], at: i64) -> Result<Option<i64>> {
        let mut statement = self.prepare_cached("SELECT number FROM search_row WHERE id = ?1 AND at = ?2")?;
        Ok(statement.query_row((key, at), |row| row.get("number")).optional()?)
    }

    fn take_out(&self, key: &[u8; 16], state: &mut IndexState) -> Result<()> {
        let mut statement = self.prepare_cached("DELETE FROM search_row WHERE id = ?1 RETURNING number")?;
        let number: Option<i64> = statement.query_row((key,), |row| row.get(0)).optional()?;
        if let Some(number) = number {
            self.prepare_cached("DELETE FROM search WHERE rowid = ?1")?.execute((number,))?;
            state.documents = state.documents.saturating_sub(1);
        }
        Ok(())
    }

    /// Puts parts of the index together; whether there may be more to do.
    fn put_together(&self) -> Result<bool> {
        let before = self.total_changes();
        self.prepare_cached("INSERT INTO search (search, rank) VALUES ('merge', ?1)")?.execute((MERGED_PAGES,))?;
        // The documented sign that there was nothing to do is less than two changes.
        Ok(self.total_changes() - before >= 2)
    }
}

/// A row's id as the index keeps it.
pub(super) fn key(id: &str) -> Result<[u8; 16]> {
    read_id::<Ulid>(id).map(|id| id.to_bytes())
}

fn read_id<T: FromStr<Err = ulid::DecodeError>>(id: &str) -> Result<T> {
    Ok(id.parse().map_err(|error| rusqlite::Error::FromSqlConversionFailure(0, Type::Text, Box::new(error)))?)
}

/// The tokens of all texts, how their words begin, and what they are.
fn joined(found: &Parts) -> String {
    let parts = &found.parts;
    let mut joined = agent_token(found.agent);
    for kind in [HitKind::Title, HitKind::Citation, HitKind::File, HitKind::Variable, HitKind::Thought] {
        if parts.iter().any(|part| part.kind == kind) {
            joined.extend(kind_token(kind).iter().flat_map(|token| [" ", token.as_str()]));
        }
    }
    for rating in [Rating::Like, Rating::Dislike] {
        if parts.iter().any(|part| part.rating == rating) {
            joined.extend(rating_token(rating).iter().flat_map(|token| [" ", token.as_str()]));
        }
    }
    let mut begun = BTreeSet::new();
    for part in parts {
        for token in tokens(&part.text) {
            joined.push(' ');
            joined.extend(token.chars().take(LONGEST_TOKEN));
            begun.extend(beginnings(&token));
        }
    }
    joined.extend(begun.iter().flat_map(|token| [" ", token.as_str()]));
    joined
}

/// Few agents share one; the rows decide.
pub(super) fn agent_token(agent: AgentId) -> String {
    let id = agent.to_string();
    let mut token = String::from(FACET);
    // The last characters are random, the first ones are the time.
    let _ = write!(token, "a{}", id[id.len() - 4..].to_ascii_lowercase());
    token
}

/// Questions and answers are in nearly every turn: no token says so.
pub(super) fn kind_token(kind: HitKind) -> Option<String> {
    let letter = match kind {
        HitKind::Question | HitKind::Answer => return None,
        HitKind::Title => 't',
        HitKind::Citation => 'c',
        HitKind::File => 'f',
        HitKind::Variable => 'v',
        HitKind::Thought => 's',
    };
    Some(format!("{FACET}{letter}"))
}

/// Most answers have no verdict: no token says so.
pub(super) fn rating_token(rating: Rating) -> Option<String> {
    let letter = match rating {
        Rating::None => return None,
        Rating::Like => 'l',
        Rating::Dislike => 'd',
    };
    Some(format!("{FACET}{letter}"))
}
