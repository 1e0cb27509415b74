//! The person's choices.

use crate::error::Error;
use crate::model::Settings;
use crate::profile::Profile;
use crate::store::{Reader, StoreError};

const NAME: &str = "settings";

impl Reader<'_> {
    /// The person's choices; those that cannot be read are as if never made.
    pub(crate) fn settings(&self) -> Result<Settings, StoreError> {
        Ok(self.value(NAME)?.and_then(|value| serde_json::from_str(&value).ok()).unwrap_or_default())
    }
}

impl Profile {
    /// Keeps the person's choices.
    ///
    /// # Errors
    /// Those of the store.
    pub async fn save_settings(&self, settings: Settings) -> Result<(), Error> {
        let value = serde_json::to_string(&settings).map_err(StoreError::Json)?;
        Ok(self.inner.store.note(move |writer| writer.set_value(NAME, &value)).await?)
    }
}
