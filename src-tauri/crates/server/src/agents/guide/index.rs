//! Finding passages: SQLite's full-text index in memory, ranked by BM25.
//!
//! BM25 ranks but does not judge: some passage always shares a word with a question. So a passage fits only if it covers
//! enough of the question's telling words, where one in the heading counts more; and its score is BM25's times that.

use std::collections::HashSet;

use rusqlite::Connection;

use super::passages::Passage;
use super::terms;
use crate::error::StoreError;
use crate::server::Locale;

/// How much of a question a passage must cover whose heading holds some of it, and one whose text alone does.
const ENOUGH: f64 = 0.5;
const ENOUGH_IN_TEXT: f64 = 0.7;
/// How much more a word in the heading covers.
const IN_HEADING: f64 = 1.5;
/// How much a word covers that only counts as the same.
const ALIKE: f64 = 0.8;
/// How much it adds that a heading has the question's very words, `how` and `when` included.
const SAME_WORDS: f64 = 0.2;
/// How much a single character tells beside a word.
const SINGLE: f64 = 0.5;
/// The fewest letters of a word in which one may be mistyped.
const LONG: usize = 5;

/// A passage that fits.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Hit {
    /// Its place in the list that the index was made of.
    pub(super) passage: usize,
    /// By BM25 and cover; more is better, and only scores of one question compare.
    pub(super) score: f64,
}

/// Passages by their terms.
pub(super) struct Index {
    connection: Connection,
    terms: Vec<Terms>,
    /// Every term of the guide.
    known: HashSet<String>,
}

/// The terms of a passage.
struct Terms {
    heading: HashSet<String>,
    /// Those of the heading that tell something.
    telling: Vec<String>,
    all: HashSet<String>,
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
            let telling = terms::of_question(&passage.heading);
            sets.push(Terms { heading: set(&[&heading]), telling, all: set(&[&heading, &title, &body]) });
        }
        let known = sets.iter().flat_map(|terms| terms.all.iter().cloned()).collect();
        Ok(Self { connection, terms: sets, known })
    }

    /// A question's term with those that count as the same; of a mistyped one, those that were meant.
    fn alike(&self, term: &str) -> Vec<String> {
        let mut alike = terms::alike(term);
        let is_word = term.len() >= LONG && term.bytes().all(|b| b.is_ascii_lowercase());
        if is_word && !self.knows(&alike) {
            alike.extend(self.known.iter().filter(|known| terms::is_mistyped(term, known)).cloned());
        }
        alike
    }

    fn knows(&self, alike: &[String]) -> bool {
        alike.iter().any(|term| self.known.contains(term))
    }

    /// The passages in a language that fit a question, best first.
    pub(super) fn search(&self, question: &str, language: Locale) -> Vec<Hit> {
        let words: HashSet<String> = terms::all_of_question(question);
        let asked: Vec<_> = terms::of_question(question).iter().map(|term| self.alike(term)).collect();
        // Terms are letters and digits, so that quoting them is all that the query's syntax asks.
        let query = asked.iter().flatten().map(|term| format!("\"{term}\"")).collect::<Vec<_>>().join(" OR ");
        if query.is_empty() {
            return Vec::new();
        }
        // The index is whole and the query well formed, so that a failure can only mean that nothing is found.
        let ranked = self.ranked(&query, language).unwrap_or_default();
        let weighed =
            ranked.into_iter().map(|hit| Hit { score: hit.score * self.cover(hit.passage, &asked, &words), ..hit });
        let mut fitting: Vec<_> = weighed.filter(|hit| hit.score > 0.0).collect();
        fitting.sort_by(|one, other| other.score.total_cmp(&one.score));
        fitting
    }

    fn ranked(&self, query: &str, language: Locale) -> rusqlite::Result<Vec<Hit>> {
        let mut statement = self.connection.prepare_cached(
            "SELECT rowid, -bm25(passage, 0.0, 4.0, 1.5, 1.0) AS score
               FROM passage
              WHERE passage MATCH ?1 AND language = ?2
              ORDER BY rowid",
        )?;
        let hits = statement.query_map((query, word(language)), |row| {
            let passage = usize::try_from(row.get::<_, i64>("rowid")? - 1).unwrap_or_default();
            Ok(Hit { passage, score: row.get("score")? })
        })?;
        hits.collect()
    }

    /// How much of what was asked a passage covers: 0 when that is not enough, more where the heading holds it, and up
    /// to about twice that when the heading holds little else.
    fn cover(&self, passage: usize, asked: &[Vec<String>], words: &HashSet<String>) -> f64 {
        let Terms { heading, telling, all } = &self.terms[passage];
        let found = |terms: &HashSet<String>, alike: &[String]| match alike.iter().position(|term| terms.contains(term))
        {
            Some(0) => 1.0,
            Some(_) => ALIKE,
            None => 0.0,
        };
        let (mut whole, mut covered, mut in_heading) = (0.0, 0.0, false);
        for alike in asked {
            let weight = if terms::is_single(&alike[0]) { SINGLE } else { 1.0 };
            let best = f64::max(IN_HEADING * found(heading, alike), found(all, alike));
            in_heading |= found(heading, alike) > 0.0;
            whole += weight;
            covered += weight * best;
        }
        let cover = covered / whole;
        // A heading of which everything was asked is what was meant.
        let met = telling.iter().filter(|term| asked.iter().any(|alike| alike.contains(term))).count();
        let common = heading.intersection(words).count();
        let meant = 1.0 + ratio(met, telling.len()) + SAME_WORDS * ratio(common, heading.union(words).count());
        if cover > if in_heading { ENOUGH } else { ENOUGH_IN_TEXT } { cover * meant } else { 0.0 }
    }
}

fn ratio(part: usize, whole: usize) -> f64 {
    let number = |count| u32::try_from(count).map_or(f64::MAX, f64::from);
    number(part) / number(whole.max(1))
}

fn word(language: Locale) -> &'static str {
    match language {
        Locale::En => "en",
        Locale::ZhCn => "zh",
    }
}
