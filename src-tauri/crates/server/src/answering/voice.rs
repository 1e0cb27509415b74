//! Those who listen to a running answer, and what they would have heard had they come earlier.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use parlance_protocol::{ChatEvent, EventIds, MessageId, TaskId};
use tokio::sync::mpsc;

use crate::dialect::Wire;
use crate::store::{State, Told};
use crate::stream::Piece;

/// What an answer says, to any number of listeners. All clones are the same voice.
#[derive(Debug, Clone, Default)]
pub(super) struct Voice(Arc<Mutex<Said>>);

#[derive(Debug, Default)]
struct Said {
    /// Every event so far; pieces that follow each other are one, so that this is no longer than the answer.
    events: Vec<Wire>,
    listeners: Vec<mpsc::UnboundedSender<Piece>>,
}

impl Voice {
    /// All that was said, then all that is said from now on.
    pub(super) fn listen(&self) -> mpsc::UnboundedReceiver<Piece> {
        let (pieces, heard) = mpsc::unbounded_channel();
        let mut said = self.said();
        for event in &said.events {
            // The receiver is in hand.
            let _ = pieces.send(Piece::Event(Box::new(event.clone())));
        }
        said.listeners.push(pieces);
        heard
    }

    pub(super) fn say(&self, wire: Wire) {
        let mut said = self.said();
        said.listeners.retain(|listener| listener.send(Piece::Event(Box::new(wire.clone()))).is_ok());
        if !said.events.last_mut().is_some_and(|last| last.absorb(&wire)) {
            said.events.push(wire);
        }
    }

    fn said(&self) -> MutexGuard<'_, Said> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(feature = "script")]
impl Voice {
    /// Sends what is no event to all who listen now.
    pub(super) fn piece(&self, piece: &Piece) {
        self.said().listeners.retain(|listener| match piece {
            Piece::Raw(bytes) => listener.send(Piece::Raw(bytes.clone())).is_ok(),
            Piece::Break { reset } => listener.send(Piece::Break { reset: *reset }).is_ok(),
            Piece::Event(wire) => listener.send(Piece::Event(wire.clone())).is_ok(),
            Piece::Mark(_) => true,
        });
    }

    /// Waits until all that was said has been handed to the connections of those who listen now.
    pub(super) async fn handed_over(&self) {
        let mark = |listener: &mpsc::UnboundedSender<Piece>| {
            let (told, heard) = tokio::sync::oneshot::channel();
            listener.send(Piece::Mark(told)).is_ok().then_some(heard)
        };
        let marks: Vec<_> = self.said().listeners.iter().filter_map(mark).collect();
        for mark in marks {
            // An error means that the stream was dropped with the mark in it.
            let _ = mark.await;
        }
    }

    /// Waits until all who ever listened have left.
    pub(super) async fn unheard(&self) {
        loop {
            let next = self.said().listeners.iter().find(|listener| !listener.is_closed()).cloned();
            match next {
                Some(listener) => listener.closed().await,
                None => return,
            }
        }
    }
}

impl Told {
    /// A stored answer as if it were said now, in few events.
    pub(crate) fn pieces(self, answer: MessageId) -> mpsc::UnboundedReceiver<Piece> {
        let ids = EventIds {
            task_id: TaskId::new(answer.as_str()),
            id: answer,
            conversation_id: self.inner,
            ..EventIds::default()
        };
        let mut events = vec![ChatEvent::MessageStart {}];
        if !self.text.is_empty() {
            let said = ChatEvent::Message { answer: self.text };
            events.extend([ChatEvent::MessageOutputStart {}, said, ChatEvent::MessageOutputEnd {}]);
        }
        if self.state == State::Failed {
            let words = "The agent did not come to the end of this answer.".to_owned();
            events.push(ChatEvent::MessageFailed { error: words.clone(), error_msg: words.clone(), message: words });
        }
        events.push(ChatEvent::MessageEnd { answer: String::new() });
        let (pieces, heard) = mpsc::unbounded_channel();
        for event in &events {
            // The receiver is in hand.
            let _ = pieces.send(Piece::Event(Box::new(Wire::new(event, &ids, self.created_at))));
        }
        heard
    }
}
