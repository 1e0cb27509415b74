//! Whether the file of the history can be read, and saying so where it cannot.

use std::sync::Arc;

use tokio::sync::oneshot;

use super::blocking;
use super::copy::check;
use crate::error::Error;
use crate::profile::Profile;
use crate::store::StoreError;
use crate::update::Update;
use crate::work::Work;

impl Profile {
    /// Whether a part of the history could not be read so far in this run.
    #[must_use]
    pub fn is_damaged(&self) -> bool {
        self.inner.store.harm().is_there()
    }

    /// Reads the whole file of the history; whether it is sound.
    ///
    /// # Errors
    /// When the work was ended before its end; those of the store, but for damage.
    pub async fn check_history(&self, work: Work) -> Result<bool, Error> {
        let beside = self.inner.store.beside();
        let (begun, handle) = oneshot::channel();
        work.is_at(0, 0);
        let reading = blocking(move || {
            let outcome = beside.read(|connection| {
                // Nobody who could end it waits any more: it ends by itself.
                let _ = begun.send(connection.get_interrupt_handle());
                check(connection)
            });
            Ok(outcome?)
        });
        match work.interrupting(reading, handle).await {
            Ok(()) => Ok(true),
            Err(Error::Store(StoreError::Damaged)) => Ok(false),
            Err(Error::Store(StoreError::Sqlite(_))) if work.cancelled() => Err(StoreError::Cancelled.into()),
            Err(error) => Err(error),
        }
    }

    /// Tells of damage when it is found, and when it is mended, until the program ends or nobody has the profile any more.
    pub(crate) fn tell_of_harm(&self) {
        let mut harm = self.inner.store.harm().watch();
        let (closing, inner) = (self.inner.closing.clone(), Arc::downgrade(&self.inner));
        tokio::spawn(closing.run_until_cancelled_owned(async move {
            while harm.changed().await.is_ok() {
                let damaged = *harm.borrow_and_update();
                let Some(inner) = inner.upgrade() else { return };
                Self { inner }.tell(&Update::History { damaged });
            }
        }));
    }
}
