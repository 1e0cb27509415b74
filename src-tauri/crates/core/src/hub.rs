//! Who is told what is now so.

use std::sync::{Mutex, PoisonError};

use tokio::sync::mpsc::{UnboundedReceiver, UnboundedSender, unbounded_channel};

use crate::update::Update;

/// What a profile tells, from the moment it was asked for. It keeps everything until it is read.
#[derive(Debug)]
pub struct Updates(UnboundedReceiver<Update>);

impl Updates {
    /// The next update; `None` when the profile is gone.
    pub async fn next(&mut self) -> Option<Update> {
        self.0.recv().await
    }

    /// The next update, if it is there already.
    pub fn ready(&mut self) -> Option<Update> {
        self.0.try_recv().ok()
    }
}

/// All who are told.
#[derive(Debug, Default)]
pub(crate) struct Hub(Mutex<Vec<UnboundedSender<Update>>>);

impl Hub {
    pub(crate) fn updates(&self) -> Updates {
        let (sender, receiver) = unbounded_channel();
        self.0.lock().unwrap_or_else(PoisonError::into_inner).push(sender);
        Updates(receiver)
    }

    /// Tells everybody; who has gone is forgotten.
    pub(crate) fn tell(&self, update: &Update) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).retain(|sender| sender.send(update.clone()).is_ok());
    }
}
