//! The Guide: answers from Parlance's own user guide by retrieval.
//!
//! It finds the passages that share the question's telling words, quotes them as they stand with their numbers, and
//! says so when nothing fits. It imitates no model and holds no answer of its own: what is not in the guide it does not
//! say.

mod follow_up;
mod index;
mod note;
mod passages;
mod terms;
mod words;

use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use futures_util::FutureExt;
use futures_util::future::BoxFuture;
use parlance_protocol::{AppConfig, ChatEvent, Docs, Document, DocumentMetadata, KnowledgeQuery, Retrieved};
use serde_json::Map;

use crate::agents::{Agent, Outcome};
use crate::answering::Teller;
use crate::error::StoreError;
use crate::server::Locale;

use index::{Hit, Index};
use passages::{Passage, passages};
use words::Words;

pub(crate) use words::pieces;

/// The most passages of an answer.
const TOP: usize = 3;
/// How many passages come at a time where more is wanted.
const MORE: usize = 2;
/// How many of those come at all that fit less well, and of those around the best one.
const LESS: usize = 6;
const AROUND: usize = 4;
/// How near the best passage's score another must come to be quoted with it.
const NEAR: f64 = 0.7;
/// Ids in the platform's shape for the one workspace and the collection of each language.
const WORKSPACE: &str = "guide000000000000000";
/// How many questions are offered.
const SUGGESTIONS: usize = 3;

/// Answers from the user guide.
pub(crate) struct Guide {
    passages: Vec<Passage>,
    /// SQLite's connection is for one at a time; a search takes less than a millisecond.
    index: Mutex<Index>,
    locale: Locale,
    pace: Duration,
}

impl Guide {
    pub(crate) fn new(locale: Locale, pace: Duration) -> Result<Self, StoreError> {
        let passages = passages();
        let index = Mutex::new(Index::of(&passages)?);
        Ok(Self { passages, index, locale, pace })
    }

    /// All passages that fit a question, in its own language or else in the other; the first `usize` of them are quoted.
    fn fitting(&self, question: &str, language: Locale) -> (Vec<Hit>, usize) {
        let index = self.index.lock().unwrap_or_else(PoisonError::into_inner);
        let own = index.search(question, language);
        let found = if own.is_empty() { index.search(question, terms::other(language)) } else { own };
        let near = found.first().map_or(0.0, |best| best.score * NEAR);
        let quoted = found.iter().take(TOP).take_while(|hit| hit.score >= near).count();
        (found, quoted)
    }

    /// The best passages for a question.
    fn search(&self, question: &str, language: Locale) -> Vec<Hit> {
        let (mut found, quoted) = self.fitting(question, language);
        found.truncate(quoted);
        found
    }

    /// What comes next where more of a question is wanted for the `times`th time after the first: what fits it less well, then
    /// what stands around the best of it.
    fn more(&self, question: &str, times: usize) -> Vec<Hit> {
        let (fitting, quoted) = self.fitting(question, terms::language(question));
        let Some(best) = fitting.first().map(|hit| hit.passage) else { return Vec::new() };
        let around = self.around(best).map(|passage| Hit { passage, score: 0.0 });
        let fresh = around.filter(|hit| fitting.iter().all(|fit| fit.passage != hit.passage));
        let rest = fitting.iter().skip(quoted).take(LESS).cloned().chain(fresh.take(AROUND));
        rest.skip(times * MORE).take(MORE).collect()
    }

    /// The best passages for a query, as heading and text.
    pub(crate) fn look_up(&self, query: &str, most: usize) -> Vec<(String, String)> {
        let hits = self.search(query, terms::language(query)).into_iter().take(most);
        hits.map(|hit| (self.passages[hit.passage].heading.clone(), self.passages[hit.passage].body.clone())).collect()
    }

    /// Tells what is looked for and found.
    async fn retrieve(&self, question: &str, language: Locale, times: Option<usize>, teller: &mut Teller) -> Vec<Hit> {
        let query = KnowledgeQuery {
            workspace_id: WORKSPACE.into(),
            dataset_ids: vec![dataset(language).into()],
            query: question.into(),
            top_k: i64::try_from(TOP).unwrap_or(i64::MAX),
            score_threshold: 0.0,
        };
        teller.event(ChatEvent::KnowledgeRetrieve(query)).await;
        let began = Instant::now();
        let hits = times.map_or_else(|| self.search(question, language), |times| self.more(question, times));
        let output_list = hits.iter().map(|hit| document(&self.passages[hit.passage], hit.score)).collect();
        let mut rest = Map::new();
        rest.insert("query".into(), question.into());
        rest.insert("workspace_id".into(), WORKSPACE.into());
        rest.insert("dataset_ids".into(), vec![dataset(language)].into());
        let docs = Docs { output_list, ..Docs::default() };
        let latency = rounded(began.elapsed().as_secs_f64(), 1e6);
        teller.event(ChatEvent::KnowledgeRetrieveEnd(Retrieved { docs, latency, rest })).await;
        hits
    }

    async fn say(&self, text: &str, teller: &mut Teller) {
        for piece in words::pieces(text) {
            if !self.pace.is_zero() {
                tokio::time::sleep(self.pace).await;
            }
            teller.say(piece).await;
        }
    }

    async fn tell(&self, question: &str, teller: &mut Teller) -> Outcome {
        let language = terms::language(question);
        let words = words::of(language);
        if let Some(note) = note::of(question) {
            self.say(&format!("{}\n\n> {}", words.noted, note.replace('\n', "\n> ")), teller).await;
            teller.remember(note).await;
            return Outcome::Done { suggestions: self.openers(language) };
        }
        let before =
            if follow_up::is_follow_up(question) { teller.asked_before(follow_up::BACK).await } else { Vec::new() };
        let (question, times) =
            follow_up::meant(&before).map_or((question, None), |(meant, times)| (meant, Some(times)));
        // More may be wanted in another language than that of the question.
        let meant = terms::language(question);
        let hits = self.retrieve(question, meant, times, teller).await;
        if hits.is_empty() {
            let is_all = times.is_some() && !self.search(question, meant).is_empty();
            let text = if is_all { words.no_more.to_owned() } else { nothing(words, &self.titles(language)) };
            self.say(&text, teller).await;
            return Outcome::Done { suggestions: self.openers(language) };
        }
        let quoted: Vec<_> = hits.iter().map(|hit| &self.passages[hit.passage]).collect();
        let frame = match (times, hits.len()) {
            (Some(_), _) => words.found_more,
            (None, 1) => words.found_one,
            (None, _) => words.found_some,
        };
        self.say(&quote(frame, &quoted), teller).await;
        Outcome::Done { suggestions: self.neighbours(hits[0].passage, &hits) }
    }

    /// The titles of the pages in a language.
    fn titles(&self, language: Locale) -> Vec<&str> {
        let mut titles: Vec<&str> = self.in_language(language).map(|passage| passage.title.as_str()).collect();
        titles.dedup();
        titles
    }

    /// The first section of each of the first pages, for somebody who does not know what to ask; a page's second
    /// where its first has nothing to ask.
    fn openers(&self, language: Locale) -> Vec<String> {
        let mut pages: Vec<&str> = Vec::new();
        let mut openers = Vec::new();
        for passage in self.in_language(language) {
            if openers.len() < SUGGESTIONS && !pages.contains(&passage.document.as_str()) {
                pages.push(&passage.document);
                openers.push(passage.heading.clone());
            }
        }
        openers
    }

    /// The headings around a passage on its page, nearest first, without those that are quoted already.
    fn neighbours(&self, of: usize, quoted: &[Hit]) -> Vec<String> {
        let fresh = |at: &usize| quoted.iter().all(|hit| hit.passage != *at);
        self.around(of).filter(fresh).take(SUGGESTIONS).map(|at| self.passages[at].heading.clone()).collect()
    }

    /// The passages around one on its page, nearest first.
    fn around(&self, of: usize) -> impl Iterator<Item = usize> {
        let here = &self.passages[of];
        let last = self.passages.len();
        let near = (1..last).flat_map(move |far| [of.checked_add(far), of.checked_sub(far)]).flatten();
        near.filter(move |at| *at < last).filter(|at| {
            let there = &self.passages[*at];
            here.document == there.document && here.language == there.language
        })
    }

    fn in_language(&self, language: Locale) -> impl Iterator<Item = &Passage> {
        let any = self.passages.iter().any(|passage| passage.language == language);
        self.passages.iter().filter(move |passage| !any || passage.language == language)
    }
}

impl Agent for Guide {
    fn config(&self) -> AppConfig {
        AppConfig {
            name: "Guide".into(),
            open_message: words::of(self.locale).greeting.into(),
            open_query: self.openers(self.locale),
            icon: "book".into(),
            background: "background_1".into(),
            suggest_enabled: true,
            ..AppConfig::default()
        }
    }

    fn answer<'a>(&'a self, question: &'a str, teller: &'a mut Teller) -> BoxFuture<'a, Outcome> {
        self.tell(question, teller).boxed()
    }
}

fn dataset(language: Locale) -> &'static str {
    match language {
        Locale::En => "guide0000000000000en",
        Locale::ZhCn => "guide0000000000000zh",
    }
}

fn document(passage: &Passage, score: f64) -> Document {
    let metadata = DocumentMetadata {
        score: Some(rounded(score, 1e3)),
        dataset_id: dataset(passage.language).into(),
        dataset_name: words::of(passage.language).collection.into(),
        document_id: passage.document.clone(),
        document_name: passage.title.clone(),
        segment_id: passage.segment.clone(),
        ..DocumentMetadata::default()
    };
    Document { output: format!("{}\n\n{}", passage.heading, passage.body), metadata, rest: Map::new() }
}

fn rounded(number: f64, parts: f64) -> f64 {
    (number * parts).round() / parts
}

/// The passages in a frame of words; the number after each heading is the number of its citation.
fn quote(frame: &str, passages: &[&Passage]) -> String {
    let mut text = String::from(frame);
    for (number, passage) in (1..).zip(passages) {
        text.push_str(&format!("\n\n**{}** [{number}]\n\n{}", passage.heading, passage.body));
    }
    text
}

/// What is said when no passage fits.
fn nothing(words: &Words, titles: &[&str]) -> String {
    let list: String = titles.iter().map(|title| format!("\n- {title}")).collect();
    format!("{}\n{list}", words.nothing)
}
