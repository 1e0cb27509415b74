//! Keeping the index in step with the rows, in the background.

use std::sync::Arc;

use crate::error::Error;
use crate::profile::Profile;
use crate::store::StoreError;

impl Profile {
    /// Lets the index follow the rows until the program ends, or nobody has the profile any more.
    pub(crate) fn follow_rows(&self) {
        let (closing, written) = (self.inner.closing.clone(), self.inner.store.written());
        let inner = Arc::downgrade(&self.inner);
        tokio::spawn(closing.run_until_cancelled_owned(async move {
            while let Some(inner) = inner.upgrade() {
                let more = Self { inner }.follow_once().await;
                match more {
                    Some(true) => {}
                    Some(false) => written.notified().await,
                    None => return,
                }
            }
        }));
    }

    /// Whether there is more to do; nothing when it is no use to go on.
    async fn follow_once(&self) -> Option<bool> {
        let store = &self.inner.store;
        match store.read(|reader| reader.index_needs_work()).await {
            Ok(false) => return Some(false),
            Ok(true) => {}
            Err(error) => return self.after_trouble(&error).await,
        }
        match store.note(|writer| writer.follow()).await {
            Ok(more) => Some(more),
            Err(error) => self.after_trouble(&error).await,
        }
    }

    async fn after_trouble(&self, error: &StoreError) -> Option<bool> {
        match error {
            StoreError::Closed => None,
            // With the next write it may go on.
            StoreError::Busy | StoreError::DiskFull | StoreError::NoPermission => Some(false),
            _ => self.renew_index().await.ok().filter(|renewed| *renewed),
        }
    }

    /// Drops the index, to be made anew in the background; whether that was done: once in a run, since what does not
    /// help then helps no more.
    pub(super) async fn renew_index(&self) -> Result<bool, Error> {
        if !self.inner.store.may_renew_index() {
            return Ok(false);
        }
        self.inner.store.note(|writer| writer.renew_index()).await?;
        Ok(true)
    }
}
