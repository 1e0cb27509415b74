//! Search over the whole history, and in one conversation.
//!
//! What the index proposes is compared with the rows, so that a hit is always one, whatever the index holds; what is not
//! in the index yet is looked through, so that nothing is missed. A page looks at a bounded number of turns: it may be
//! short although more follow.

mod following;
mod snippet;
mod text;
mod words;

use std::cmp::Reverse;
use std::ops::ControlFlow;

use crate::error::Error;
use crate::id::ConversationId;
use crate::model::{Hit, HitKind, Hits, SearchCursor, SearchQuery, Spot};
use crate::profile::Profile;
use crate::store::{Candidate, Part, Parts, Purpose, Reader, Stand, StoreError, spared};
use snippet::Snippet;
use text::Text;
use words::Words;
pub(crate) use words::{LONGEST_TOKEN, beginnings};

/// Hits on a page.
const PAGE: usize = 50;
/// Turns that are looked at for one page.
const MOST: usize = 2_000;

impl Profile {
    /// What holds all words of a query, newest first, a page at a time.
    ///
    /// # Errors
    /// Those of the store.
    pub async fn search(&self, query: SearchQuery, after: Option<SearchCursor>) -> Result<Hits, Error> {
        let look = {
            let (query, after) = (query.clone(), after.clone());
            move |reader: &Reader<'_>| page(reader, &query, after.as_ref())
        };
        match self.inner.store.read(look.clone()).await {
            // If it is the index, the rows serve as well until it is there again.
            Err(StoreError::Damaged | StoreError::Sqlite(_)) => {}
            found => return Ok(found?),
        }
        if self.renew_index().await.unwrap_or_default()
            && let Ok(found) = self.inner.store.read(look).await
        {
            return Ok(found);
        }
        Ok(self.inner.store.read(move |reader| page_apart(reader, &query, after.as_ref())).await?)
    }

    /// The texts of a conversation that hold this one, also within words, in reading order; those of answers that do not
    /// count are among them.
    ///
    /// # Errors
    /// Those of the store.
    pub async fn find(&self, conversation: ConversationId, text: String) -> Result<Vec<Spot>, Error> {
        Ok(self.inner.store.read(move |reader| spots(reader, conversation, &Words::exactly(&text))).await?)
    }
}

fn page(reader: &Reader<'_>, query: &SearchQuery, after: Option<&SearchCursor>) -> Result<Hits, StoreError> {
    let words = Words::of(&query.text);
    if words.is_empty() {
        return Ok(Hits::default());
    }
    // The index and the list of what changed belong together.
    let _as_of_now = reader.unchecked_transaction()?;
    let from = after.map_or_else(Stand::at_the_newest, |after| Stand::read(&after.0));
    let (mut hits, mut seen, mut stand) = (Vec::<Hit>::new(), 0, None);
    let rest = reader.candidates(query, words.expression().as_deref(), &from, |candidate| {
        if let Some(parts) = parts_of(reader, &candidate)? {
            hits.extend(hits_in(query, &words, &parts));
        }
        seen += 1;
        stand = Some(candidate.stand);
        Ok(if hits.len() < PAGE && seen < MOST { ControlFlow::Continue(()) } else { ControlFlow::Break(()) })
    })?;
    // Its place in the index says when a document was written to within a few others.
    hits.sort_by_key(|hit| Reverse(hit.at));
    let more = stand.filter(|_| rest.is_break()).map(|stand| SearchCursor(stand.write()));
    Ok(Hits { hits, more, indexing: reader.indexing()? })
}

/// The same where the index and the way along it cannot be read: all that can is looked through.
fn page_apart(reader: &Reader<'_>, query: &SearchQuery, after: Option<&SearchCursor>) -> Result<Hits, StoreError> {
    let words = Words::of(&query.text);
    if words.is_empty() {
        return Ok(Hits::default());
    }
    let from = after.map_or_else(Stand::at_the_newest, |after| Stand::read(&after.0));
    let (mut hits, mut seen, mut stand) = (Vec::<Hit>::new(), 0, None);
    let rest = reader.all_apart(&from, |candidate| {
        if let Some(parts) = parts_of(reader, &candidate)?.filter(|parts| !from.is_after(parts.at)) {
            hits.extend(hits_in(query, &words, &parts));
        }
        seen += 1;
        stand = Some(candidate.stand);
        Ok(if hits.len() < PAGE && seen < MOST { ControlFlow::Continue(()) } else { ControlFlow::Break(()) })
    })?;
    let more = stand.filter(|_| rest.is_break()).map(|stand| SearchCursor(stand.write()));
    Ok(Hits { hits, more, indexing: None })
}

fn parts_of(reader: &Reader<'_>, candidate: &Candidate) -> Result<Option<Parts>, StoreError> {
    // No row has an id that is none.
    if candidate.title {
        candidate.id.parse().map_or(Ok(None), |id| spared(reader.title_parts(id, Purpose::Search)))
    } else {
        candidate.id.parse().map_or(Ok(None), |id| spared(reader.turn_parts(id, Purpose::Search)))
    }
}

fn hits_in(query: &SearchQuery, words: &Words, parts: &Parts) -> Vec<Hit> {
    if !is_wanted(query, parts) {
        return Vec::new();
    }
    let of_kind = |part: &&Part| query.kinds.is_empty() || query.kinds.contains(&part.kind);
    let of_rating = |part: &&Part| query.rating.is_none_or(|rating| part.answer.is_some() && part.rating == rating);
    let found = parts.parts.iter().filter(of_kind).filter(of_rating);
    found.filter_map(|part| hit(words, parts, part)).collect()
}

fn is_wanted(query: &SearchQuery, parts: &Parts) -> bool {
    query.agent.is_none_or(|agent| agent == parts.agent)
        && query.conversation.is_none_or(|conversation| conversation == parts.conversation)
        && query.from.is_none_or(|from| from <= parts.at)
        && query.until.is_none_or(|until| parts.at <= until)
}

fn hit(words: &Words, parts: &Parts, part: &Part) -> Option<Hit> {
    let text = Text::of(&part.text);
    let places = words.places(&text)?;
    let Snippet { snippet, marks } = Snippet::of(&part.text, &text, &places);
    Some(Hit {
        kind: part.kind,
        agent_id: parts.agent,
        conversation_id: parts.conversation,
        title: parts.title.clone(),
        turn_id: parts.turn,
        query_id: parts.query.clone(),
        answer_id: part.answer,
        step_id: part.step,
        snippet,
        marks,
        at: parts.at,
    })
}

fn spots(reader: &Reader<'_>, conversation: ConversationId, words: &Words) -> Result<Vec<Spot>, StoreError> {
    let mut spots = Vec::new();
    if words.is_empty() {
        return Ok(spots);
    }
    for turn_id in reader.turns_of(conversation)? {
        let Some(parts) = spared(reader.turn_parts(turn_id, Purpose::Find))? else { continue };
        // Values are not among what a conversation shows.
        let shown = parts.parts.iter().filter(|part| part.kind != HitKind::Variable);
        spots.extend(shown.filter_map(|part| {
            let &Part { kind, answer: answer_id, step: step_id, ref text, .. } = part;
            let count = u32::try_from(words.places(&Text::of(text))?.len()).unwrap_or(u32::MAX);
            Some(Spot { turn_id, answer_id, step_id, kind, count })
        }));
    }
    Ok(spots)
}
