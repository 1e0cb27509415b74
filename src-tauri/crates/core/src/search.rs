//! Search over the whole history, and in one conversation.

use crate::error::Error;
use crate::id::ConversationId;
use crate::model::{Hit, HitKind, Hits, Mark, SearchCursor, SearchQuery, Spot};
use crate::profile::Profile;
use crate::store::{Part, Parts, Reader, StoreError};

/// Hits on a page.
const PAGE: usize = 50;
/// Turns that are looked through for one page.
const MOST: u32 = 20_000;
/// Characters around the first place in a snippet.
const AROUND: usize = 60;
/// Sorts behind every id.
const NEWEST: &str = "~";

impl Profile {
    /// What holds all words of a query, newest first, a page at a time.
    ///
    /// # Errors
    /// Those of the store.
    pub async fn search(&self, query: SearchQuery, after: Option<SearchCursor>) -> Result<Hits, Error> {
        Ok(self.inner.store.read(move |reader| page(reader, &query, after.as_ref())).await?)
    }

    /// The texts of a conversation that hold this one, in reading order, those of alternate answers among them.
    ///
    /// # Errors
    /// Those of the store.
    pub async fn find(&self, conversation: ConversationId, text: String) -> Result<Vec<Spot>, Error> {
        Ok(self.inner.store.read(move |reader| spots(reader, conversation, &text.to_lowercase())).await?)
    }
}

fn page(reader: &Reader<'_>, query: &SearchQuery, after: Option<&SearchCursor>) -> Result<Hits, StoreError> {
    let words: Vec<String> = query.text.to_lowercase().split_whitespace().map(str::to_owned).collect();
    let mut found = Hits::default();
    if words.is_empty() {
        return Ok(found);
    }
    for turn in reader.turns_below(after.map_or(NEWEST, |after| after.0.as_str()), MOST)? {
        let Some(parts) = reader.parts(turn)? else { continue };
        if found.hits.len() + parts.parts.len() > PAGE {
            break;
        }
        found.hits.extend(parts.parts.iter().filter(|part| fits(query, &parts, part)).filter_map(|part| {
            let places = words.iter().map(|word| part.text.to_lowercase().find(word)).collect::<Option<Vec<_>>>()?;
            Some(hit(&parts, part, places.into_iter().min().unwrap_or_default(), &words))
        }));
        found.more = Some(SearchCursor(turn.to_string()));
    }
    if let Some(more) = &found.more
        && reader.turns_below(&more.0, 1)?.is_empty()
    {
        found.more = None;
    }
    Ok(found)
}

fn fits(query: &SearchQuery, parts: &Parts, part: &Part) -> bool {
    query.agent.is_none_or(|agent| agent == parts.agent)
        && query.conversation.is_none_or(|conversation| conversation == parts.conversation)
        && (query.kinds.is_empty() || query.kinds.contains(&part.kind))
        && query.rating.is_none_or(|rating| part.answer.is_some() && rating == part.rating)
        && query.from.is_none_or(|from| from <= part.at)
        && query.until.is_none_or(|until| part.at <= until)
}

fn hit(parts: &Parts, part: &Part, place: usize, words: &[String]) -> Hit {
    let begin = part.text.floor_char_boundary(place.saturating_sub(AROUND));
    let end = part.text.floor_char_boundary((place + 2 * AROUND).min(part.text.len()));
    let snippet = part.text[begin.min(end)..end].replace(['\n', '\r'], " ");
    let mut marks: Vec<Mark> = words
        .iter()
        .filter_map(|word| snippet.find(word.as_str()).map(|start| (start, start + word.len())))
        .map(|(start, end)| Mark { start: units(&snippet[..start]), end: units(&snippet[..end]) })
        .collect();
    marks.sort_by_key(|mark| mark.start);
    marks.dedup_by(|next, before| next.start < before.end);
    Hit {
        kind: part.kind,
        agent_id: parts.agent,
        conversation_id: parts.conversation,
        title: parts.title.clone(),
        turn_id: (part.kind != HitKind::Title).then_some(parts.turn),
        query_id: parts.query.clone(),
        answer_id: part.answer,
        step_id: part.step,
        snippet,
        marks,
        at: part.at,
    }
}

fn units(text: &str) -> u32 {
    u32::try_from(text.encode_utf16().count()).unwrap_or(u32::MAX)
}

fn spots(reader: &Reader<'_>, conversation: ConversationId, text: &str) -> Result<Vec<Spot>, StoreError> {
    let mut spots = Vec::new();
    if text.is_empty() {
        return Ok(spots);
    }
    for turn in reader.turns_of(conversation)? {
        let Some(parts) = reader.parts(turn)? else { continue };
        spots.extend(parts.parts.iter().filter_map(|part| {
            let count = u32::try_from(part.text.to_lowercase().matches(text).count()).unwrap_or(u32::MAX);
            (count > 0).then(|| Spot {
                turn_id: turn,
                answer_id: part.answer,
                step_id: part.step,
                kind: part.kind,
                count,
            })
        }));
    }
    Ok(spots)
}
