//! Conversations to be read by people: what was asked and answered, and as much beside it as they want.

mod markdown;
mod page;
mod plain;
mod when;
mod words;

use std::io::Write;

use rusqlite::Connection;

use super::choosing::Chosen;
use super::lines::put;
use crate::error::Error;
use crate::id::{AgentId, ConversationId, TurnId};
use crate::model::{Agent, Answer, Citation, Conversation, Form, Include, Step, StepKind, Turn, Values};
use crate::store::{Reader, StoreError, spared};
use crate::work::Work;
use markdown::Markdown;
use page::Page;
use plain::Plain;
use words::Words;

pub(super) use when::day;
pub(crate) use when::{compact, instant};

/// A turn as it is told.
struct Told {
    turn: Turn,
    /// The answer that counts, then the others where they are wanted.
    answers: Vec<ToldAnswer>,
    /// The values it was asked with, where they are wanted.
    values: Values,
}

/// An answer as it is told.
struct ToldAnswer {
    answer: Answer,
    /// Its place among the answers of its turn, where there are others and they are wanted.
    place: Option<(usize, usize)>,
    thoughts: Vec<Step>,
    citations: Vec<Citation>,
    metrics: bool,
}

/// How a document is written. Words alone have no frame around them.
trait Document {
    /// What stands before the first conversation.
    fn begin(&self, _title: &str, _words: &Words) -> String {
        String::new()
    }
    /// What stands between two conversations.
    fn between(&self) -> &'static str;
    /// The head of a conversation.
    fn head(&self, conversation: &Conversation, agent: &Agent, include: Include, words: &Words) -> String;
    /// One turn.
    fn turn(&self, told: &Told, words: &Words) -> String;
    /// What stands behind a conversation.
    fn foot(&self) -> &'static str {
        ""
    }
    /// What stands behind the last conversation.
    fn end(&self) -> &'static str {
        ""
    }
}

pub(super) fn write(
    connection: &Connection,
    chosen: &[Chosen],
    form: Form,
    include: Include,
    out: &mut dyn Write,
    work: &Work,
) -> Result<bool, Error> {
    let document: Box<dyn Document> = match form {
        Form::Page => Box::new(Page),
        Form::Text => Box::new(Plain),
        Form::Markdown | Form::Lines => Box::new(Markdown),
    };
    let words = Words::of(include.language);
    let reader = Reader::over(connection);
    let conversations: Vec<&str> = chosen.iter().filter_map(|one| one.conversation.as_deref()).collect();
    let mut begun = false;
    for (done, id) in conversations.iter().enumerate() {
        if work.cancelled() {
            return Ok(false);
        }
        let Some((conversation, agent)) = spared(row(&reader, id))? else { continue };
        if begun {
            put(out, document.between())?;
        } else {
            let title = if conversations.len() == 1 { titled(&conversation, words) } else { "Parlance" };
            put(out, &document.begin(title, words))?;
            begun = true;
        }
        put(out, &document.head(&conversation, &agent, include, words))?;
        for turn in reader.turns_of(conversation.id)? {
            if let Some(told) = spared(told(&reader, turn, include))? {
                put(out, &document.turn(&told, words))?;
            }
        }
        put(out, document.foot())?;
        work.is_at(done + 1, conversations.len());
    }
    if !begun {
        put(out, &document.begin("Parlance", words))?;
    }
    put(out, document.end())?;
    Ok(true)
}

fn row(reader: &Reader<'_>, id: &str) -> Result<Option<(Conversation, Agent)>, StoreError> {
    let id: ConversationId = id.parse().map_err(|_| StoreError::Damaged)?;
    let Some(conversation) = reader.conversation(id)? else { return Ok(None) };
    let agent: AgentId = conversation.agent_id;
    Ok(reader.agent(agent)?.map(|agent| (conversation, agent)))
}

fn told(reader: &Reader<'_>, turn: TurnId, include: Include) -> Result<Option<Told>, StoreError> {
    let Some(turn) = reader.turn(turn)?.filter(|turn| turn.removed.is_none()) else { return Ok(None) };
    let all = spared(reader.answers(turn.id))?;
    let many = all.len();
    let mut answers = Vec::new();
    for (place, answer) in all.into_iter().enumerate() {
        let used = answer.id == turn.used_answer;
        if used || include.alternates {
            let steps =
                if include.thoughts || include.citations { spared(reader.steps(answer.id))? } else { Vec::new() };
            let citations = if include.citations { cited(&steps) } else { Vec::new() };
            let thoughts = if include.thoughts { steps.into_iter().filter(is_told).collect() } else { Vec::new() };
            let place = (many > 1 && include.alternates).then_some((place + 1, many));
            answers.push((used, ToldAnswer { answer, place, thoughts, citations, metrics: include.metrics }));
        }
    }
    answers.sort_by_key(|(used, _)| !used);
    let answers = answers.into_iter().map(|(_, answer)| answer).collect();
    let values = if include.variables { turn.values.clone() } else { Values::new() };
    Ok(Some(Told { turn, answers, values }))
}

/// Steps without a word say nothing to a reader.
fn is_told(step: &Step) -> bool {
    step.kind != StepKind::Other && !(step.title.is_empty() && step.text.is_empty())
}

/// The passages of all steps, each once.
fn cited(steps: &[Step]) -> Vec<Citation> {
    let mut found: Vec<Citation> = Vec::new();
    for citation in steps.iter().flat_map(|step| &step.citations) {
        if !found.iter().any(|known| known.document == citation.document && known.text == citation.text) {
            found.push(citation.clone());
        }
    }
    found
}

fn titled<'c>(conversation: &'c Conversation, words: &Words) -> &'c str {
    if conversation.title.is_empty() { words.untitled } else { &conversation.title }
}

/// Where a document is from, in one line.
fn source(citation: &Citation, words: &Words) -> String {
    let name = if citation.document.is_empty() { &citation.dataset } else { &citation.document };
    if citation.page == 0 { name.clone() } else { format!("{name}, {}", (words.page)(citation.page)) }
}
