//! Finding passages: SQLite's full-text index in memory, ranked by BM25.
//!
//! BM25 ranks but does not judge: some passage always shares a word with a question. So a passage fits only if it covers
//! enough of the question's telling words, where one in the heading counts more.

use std::collections::HashSet;

use rusqlite::Connection;

use super::passages::Passage;
use super::terms;
use crate::error::StoreError;
use crate::server::Locale;

/// The most terms of a question that are looked up; SQLite bounds the depth of an expression.
const MOST_TERMS: usize = 64;
/// How much of a question a passage must cover.
const COVER: f64 = 0.5;
/// How much more a word in the heading covers.
const IN_HEADING: f64 = 1.5;

/// A passage that fits.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Hit {
    /// Its place in the list that the index was made of.
    pub(super) passage: usize,
    /// By BM25; more is better, and only scores of one question compare.
    pub(super) score: f64,
}

/// Passages by their terms.
pub(super) struct Index {
    connection: Connection,
    /// The terms of each passage's heading and title, and of all of it.
    terms: Vec<(HashSet<String>, HashSet<String>)>,
}

impl Index {
    pub(super) fn of(passages: &[Passage]) -> Result<Self, StoreError> {
        let connection = Connection::open_in_memory()?;
        connection.execute_batch(
            "CREATE VIRTUAL TABLE passage USING fts5 (language UNINDEXED, heading, title, body, tokenize = 'ascii')",
        )?;
        let mut sets = Vec::new();
        for (row, passage) in (1_i64..).zip(passages) {
            let [heading, title, body] =
                [&passage.heading, &passage.title, &passage.body].map(|text| terms::of_passage(text));
            connection
                .prepare_cached(
                    "INSERT INTO passage (rowid, language, heading, title, body) VALUES (?1, ?2, ?3, ?4, ?5)",
                )?
                .execute((row, word(passage.language), &heading, &title, &body))?;
            let set = |texts: &[&String]| texts.iter().flat_map(|text| text.split(' ')).map(str::to_owned).collect();
            sets.push((set(&[&heading]), set(&[&heading, &title, &body])));
        }
        Ok(Self { connection, terms: sets })
    }

    /// The passages in a language that fit a question, best first.
    pub(super) fn search(&self, question: &str, language: Locale, most: usize) -> Vec<Hit> {
        let terms = terms::of_question(question);
        let asked = &terms[..terms.len().min(MOST_TERMS)];
        // Terms are letters and digits, so that quoting them is all that the query's syntax asks.
        let query = asked.iter().map(|term| format!("\"{term}\"")).collect::<Vec<_>>().join(" OR ");
        if query.is_empty() {
            return Vec::new();
        }
        // The index is whole and the query well formed, so that a failure can only mean that nothing is found.
        let ranked = self.ranked(&query, language).unwrap_or_default();
        ranked.into_iter().filter(|hit| self.covers(hit.passage, asked)).take(most).collect()
    }

    fn ranked(&self, query: &str, language: Locale) -> rusqlite::Result<Vec<Hit>> {
        let mut statement = self.connection.prepare_cached(
            "SELECT rowid, -bm25(passage, 0.0, 4.0, 1.5, 1.0) AS score
               FROM passage
              WHERE passage MATCH ?1 AND language = ?2
              ORDER BY score DESC, rowid",
        )?;
        let hits = statement.query_map((query, word(language)), |row| {
            let passage = usize::try_from(row.get::<_, i64>("rowid")? - 1).unwrap_or_default();
            Ok(Hit { passage, score: row.get("score")? })
        })?;
        hits.collect()
    }

    fn covers(&self, passage: usize, asked: &[String]) -> bool {
        let (heading, all) = &self.terms[passage];
        let weight = |term: &String| if terms::is_single(term) { 0.5 } else { 1.0 };
        let covered = |term: &String| match (heading.contains(term), all.contains(term)) {
            (true, _) => weight(term) * IN_HEADING,
            (false, true) => weight(term),
            (false, false) => 0.0,
        };
        let (covered, whole): (f64, f64) = (asked.iter().map(covered).sum(), asked.iter().map(weight).sum());
        covered > whole * COVER
    }
}

fn word(language: Locale) -> &'static str {
    match language {
        Locale::En => "en",
        Locale::ZhCn => "zh",
    }
}
