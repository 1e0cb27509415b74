//! The person's choices.

use serde_json::{Map, Value};

use crate::error::Error;
use crate::model::{Footer, Settings};
use crate::profile::Profile;
use crate::store::{Reader, StoreError};

const NAME: &str = "settings";

impl Reader<'_> {
    /// The person's choices; those that cannot be read are as if never made.
    pub(crate) fn settings(&self) -> Result<Settings, StoreError> {
        let stored = self.value(NAME)?.and_then(|value| serde_json::from_str(&value).ok()).unwrap_or_default();
        Ok(over_the_defaults(stored))
    }
}

impl Profile {
    /// Keeps the person's choices.
    ///
    /// # Errors
    /// Those of the store.
    pub async fn save_settings(&self, settings: Settings) -> Result<(), Error> {
        let value = serde_json::to_string(&settings).map_err(StoreError::Json)?;
        let days = settings.keep_days;
        let before = self.inner.store.read(|reader| reader.settings()).await?.keep_days;
        self.inner.store.note(move |writer| writer.set_value(NAME, &value)).await?;
        if days != before {
            self.retire().await?;
        }
        Ok(())
    }
}

/// What was stored, on top of the defaults: a setting that an earlier Parlance did not have, or whose value this one
/// does not know, is as if it were never chosen; the others stay.
fn over_the_defaults(stored: Map<String, Value>) -> Settings {
    let mut settings = Settings::default();
    // Parlance once asked only whether there is a line below an answer.
    if stored.get("usageHidden") == Some(&Value::Bool(true)) {
        settings.footer = Footer::Off;
    }
    for (name, value) in stored {
        if let Ok(Value::Object(mut all)) = serde_json::to_value(&settings) {
            all.insert(name, value);
            settings = serde_json::from_value(Value::Object(all)).unwrap_or(settings);
        }
    }
    settings
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::model::Theme;

    #[test]
    fn a_setting_that_cannot_be_read_costs_only_itself() {
        let Value::Object(stored) = json!({ "theme": "dark", "locale": 7, "future": true }) else { panic!() };
        assert_eq!(over_the_defaults(stored), Settings { theme: Theme::Dark, ..Settings::default() });
    }

    #[test]
    fn no_stored_size_makes_the_window_unusable() {
        let factor = |stored: Value| over_the_defaults(stored.as_object().unwrap().clone()).zoom.factor();
        let of = |zoom: i64| (factor(json!({ "zoom": zoom })) * 100.0).round();
        assert_eq!(
            [-1, 0, 49, 50, 110, 200, 900, 70_000].map(of),
            [100.0, 50.0, 50.0, 50.0, 110.0, 200.0, 200.0, 100.0]
        );
    }

    #[test]
    fn whoever_hid_the_line_below_an_answer_does_not_see_it_again_until_it_is_chosen() {
        let footer = |stored: Value| over_the_defaults(stored.as_object().unwrap().clone()).footer;
        assert_eq!(footer(json!({})), Footer::Full);
        assert_eq!(footer(json!({ "usageHidden": true })), Footer::Off);
        assert_eq!(footer(json!({ "usageHidden": true, "footer": "short" })), Footer::Short);
    }
}
