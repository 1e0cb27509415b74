//! What a platform was found to be able to do, learned by trying.
//!
//! An action that a platform does not have is a fact to be stated, not an error to be shown. Nothing is believed for
//! ever: that an action is missing counts for a day, and only while another action is known to work, since where nothing
//! works the address is wrong. When an action changes sides the platform was changed, and whatever was missing may be
//! there.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use parlance_protocol::{ChatQuery, ChatQueryV2, Endpoint};
use serde::{Deserialize, Serialize};

use crate::dialect::Dialect;

/// How long a missing action is believed to be missing.
const BELIEVED: Duration = Duration::from_secs(24 * 60 * 60);

/// Whether a platform has an action.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Capability {
    /// It was not tried yet, or so long ago that it should be tried again.
    #[default]
    Unknown,
    /// It answered.
    Works,
    /// The platform said that it has no such action.
    Missing,
}

/// What the answer to a question looked like, whatever was asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Form {
    /// A stream with doubled prefixes.
    V1,
    /// A plain event stream.
    V2,
    /// JSON in one piece.
    Whole,
}

/// Everything that is known of one platform for one key; to be kept as it serialises.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Capabilities {
    actions: BTreeMap<String, Known>,
}

/// What is known of one action.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
struct Known {
    works: bool,
    /// Unix seconds.
    at: u64,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    form: Option<Form>,
}

impl Capabilities {
    /// Whether the platform has an action, as far as is known at this time.
    #[must_use]
    pub fn of(&self, action: &str, now: SystemTime) -> Capability {
        match self.actions.get(action) {
            Some(known) if known.works => Capability::Works,
            Some(known) if self.anything_works() && seconds(now).abs_diff(known.at) < BELIEVED.as_secs() => {
                Capability::Missing
            }
            _ => Capability::Unknown,
        }
    }

    /// The dialect in which questions are known to be answered; [`Dialect::Auto`] while that is not known.
    #[must_use]
    pub fn dialect(&self, now: SystemTime) -> Dialect {
        match (self.of(ChatQueryV2::ACTION, now), self.of(ChatQuery::ACTION, now)) {
            (Capability::Works, _) => Dialect::V2,
            (Capability::Missing, Capability::Works) => Dialect::V1,
            _ => Dialect::Auto,
        }
    }

    /// What the latest answer of an action looked like.
    #[must_use]
    pub fn form(&self, action: &str) -> Option<Form> {
        self.actions.get(action)?.form
    }

    /// All actions that were tried, by name.
    pub fn tried(&self) -> impl Iterator<Item = &str> {
        self.actions.keys().map(String::as_str)
    }

    /// Notes that an action answered, or was said to be missing. Says whether that is news.
    fn note(&mut self, action: &str, works: bool, now: SystemTime) -> bool {
        let before = self.actions.get(action).copied();
        if before.is_some_and(|known| known.works != works) {
            // The platform was changed: what was missing may be there.
            self.actions.retain(|_, known| known.works);
        }
        let form = before.and_then(|known| known.form).filter(|_| works);
        self.actions.insert(action.to_owned(), Known { works, at: seconds(now), form });
        // The time of what works is of no interest.
        before.is_none_or(|known| !works || !known.works)
    }

    /// Notes that an action answered, and how. Says whether that is news.
    fn note_form(&mut self, action: &str, form: Form, now: SystemTime) -> bool {
        let news = self.note(action, true, now);
        self.actions.get_mut(action).is_some_and(|known| known.form.replace(form) != Some(form)) || news
    }

    fn anything_works(&self) -> bool {
        self.actions.values().any(|known| known.works)
    }
}

fn seconds(time: SystemTime) -> u64 {
    time.duration_since(UNIX_EPOCH).map_or(0, |since| since.as_secs())
}

/// The memory of a client; all copies are the same.
#[derive(Debug, Clone, Default)]
pub(crate) struct Memory {
    shared: Arc<Mutex<Remembered>>,
}

#[derive(Debug, Default)]
struct Remembered {
    capabilities: Capabilities,
    news: bool,
}

impl Memory {
    pub(crate) fn capability(&self, action: &str) -> Capability {
        self.get().capabilities.of(action, SystemTime::now())
    }

    pub(crate) fn dialect(&self) -> Dialect {
        self.get().capabilities.dialect(SystemTime::now())
    }

    pub(crate) fn note(&self, action: &str, works: bool) {
        let mut remembered = self.get();
        remembered.news |= remembered.capabilities.note(action, works, SystemTime::now());
    }

    pub(crate) fn snapshot(&self) -> Capabilities {
        self.get().capabilities.clone()
    }

    pub(crate) fn restore(&self, capabilities: Capabilities) {
        self.get().capabilities = capabilities;
    }

    /// What is known, if that changed since it was asked for last.
    pub(crate) fn news(&self) -> Option<Capabilities> {
        let mut remembered = self.get();
        std::mem::take(&mut remembered.news).then(|| remembered.capabilities.clone())
    }

    fn get(&self) -> MutexGuard<'_, Remembered> {
        self.shared.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Whom to tell what an answer looks like, once it begins.
pub(crate) struct Learned {
    memory: Memory,
    action: &'static str,
}

impl Learned {
    pub(crate) fn new(memory: &Memory, action: &'static str) -> Self {
        Self { memory: memory.clone(), action }
    }

    pub(crate) fn note(self, form: Form) {
        let mut remembered = self.memory.get();
        remembered.news |= remembered.capabilities.note_form(self.action, form, SystemTime::now());
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: SystemTime = UNIX_EPOCH;

    fn later(hours: u64) -> SystemTime {
        NOW + Duration::from_secs(hours * 60 * 60)
    }

    #[test]
    fn a_missing_action_is_missing_for_a_day_then_tried_again() {
        let mut known = Capabilities::default();
        known.note("get_app_config_preview", true, NOW);
        known.note("get_opening_config", false, NOW);
        assert_eq!(known.of("get_opening_config", later(23)), Capability::Missing);
        assert_eq!(known.of("get_opening_config", later(25)), Capability::Unknown);
        assert_eq!(known.of("get_app_config_preview", later(99)), Capability::Works);
        assert_eq!(known.of("clear_message", NOW), Capability::Unknown);
    }

    #[test]
    fn where_nothing_works_nothing_is_missing() {
        let mut known = Capabilities::default();
        known.note("get_opening_config", false, NOW);
        assert_eq!(known.of("get_opening_config", NOW), Capability::Unknown, "the address may be wrong");
        known.note("create_conversation", true, NOW);
        assert_eq!(known.of("get_opening_config", NOW), Capability::Missing);
    }

    #[test]
    fn an_action_that_changes_sides_makes_all_missing_ones_worth_a_try() {
        let mut known = Capabilities::default();
        known.note("chat_query", true, NOW);
        for missing in ["chat_query_v2", "clear_message"] {
            known.note(missing, false, NOW);
        }
        assert_eq!(known.dialect(NOW), Dialect::V1);
        known.note("chat_query_v2", true, NOW);
        assert_eq!((known.of("clear_message", NOW), known.dialect(NOW)), (Capability::Unknown, Dialect::V2));
    }

    #[test]
    fn the_dialect_is_unknown_until_a_question_was_answered() {
        let mut known = Capabilities::default();
        assert_eq!(known.dialect(NOW), Dialect::Auto);
        known.note("get_app_config_preview", true, NOW);
        known.note("chat_query_v2", false, NOW);
        assert_eq!(known.dialect(NOW), Dialect::Auto, "the older one was not answered either");
        known.note("chat_query", true, NOW);
        assert_eq!(known.dialect(NOW), Dialect::V1);
        assert_eq!(known.dialect(later(25)), Dialect::Auto, "the newer one may have come");
    }

    #[test]
    fn what_is_known_is_kept_as_json() {
        let mut known = Capabilities::default();
        known.note_form("chat_query", Form::V1, later(1));
        known.note("clear_message", false, later(1));
        let kept = serde_json::to_string(&known).unwrap();
        assert_eq!(
            kept,
            r#"{"chat_query":{"works":true,"at":3600,"form":"v1"},"clear_message":{"works":false,"at":3600}}"#
        );
        assert_eq!(serde_json::from_str::<Capabilities>(&kept).unwrap(), known);
    }

    #[test]
    fn news_are_told_once() {
        let memory = Memory::default();
        memory.note("chat_query", true);
        assert!(memory.news().is_some());
        memory.note("chat_query", true);
        assert_eq!(memory.news(), None);
        Learned::new(&memory, "chat_query").note(Form::V1);
        assert!(memory.news().is_some());
    }
}
