//! The lists of moves, and how they are played.

use std::time::Duration;

use bytes::Bytes;
use parlance_protocol::{ChatEvent, Interrupted};

use super::{Reply, Script};
use crate::agents::Outcome;
use crate::answering::Teller;
use crate::stream::Piece;

/// One thing that an answer does.
#[derive(Debug, Clone)]
pub(super) enum Move {
    Say(String),
    Event(Box<ChatEvent>),
    Raw(Bytes),
    Remember(String),
    Interrupt(Interrupted),
    Task(String),
    Wait,
    Every(Duration),
    End,
    Close,
    Break { reset: bool },
    Fail(String),
    Silence,
    Reply(Reply),
}

impl Move {
    fn is_last(&self) -> bool {
        match self {
            Self::Say(_)
            | Self::Event(_)
            | Self::Raw(_)
            | Self::Remember(_)
            | Self::Interrupt(_)
            | Self::Task(_)
            | Self::Wait
            | Self::Every(_) => false,
            Self::End | Self::Close | Self::Break { .. } | Self::Fail(_) | Self::Silence | Self::Reply(_) => true,
        }
    }
}

/// A list of moves for each question.
#[derive(Debug, Default)]
pub(super) struct Lists {
    lists: Vec<Vec<Move>>,
    /// How many questions there were.
    asked: usize,
}

impl Lists {
    /// Adds to the last list, or begins the next when that has its last move.
    pub(super) fn add(&mut self, next: Move) {
        match self.lists.last_mut() {
            Some(list) if !list.last().is_some_and(Move::is_last) => list.push(next),
            _ => self.lists.push(vec![next]),
        }
    }

    /// Which list the next question gets: its own, or the last there is.
    pub(super) fn ask(&mut self) -> Option<usize> {
        let list = self.next_list();
        self.asked += 1;
        list
    }

    /// The response that the next question gets instead of a stream, if it gets one; then it counts as asked.
    pub(super) fn ask_for_reply(&mut self) -> Option<Reply> {
        let Some(Move::Reply(reply)) = self.at(self.next_list()?, 0) else { return None };
        self.asked += 1;
        Some(reply)
    }

    fn next_list(&self) -> Option<usize> {
        Some(self.asked.min(self.lists.len().checked_sub(1)?))
    }

    fn at(&self, list: usize, place: usize) -> Option<Move> {
        self.lists.get(list)?.get(place).cloned()
    }
}

impl Script {
    /// Plays the list of the next question. A list may grow while it is played.
    pub(super) async fn play(&self, question: &str, teller: &mut Teller) -> Outcome {
        let Some(list) = self.state().lists.ask() else {
            teller.say(question).await;
            return done();
        };
        let mut pause = Duration::ZERO;
        let mut place = 0;
        loop {
            let next = self.state().lists.at(list, place);
            place += 1;
            if !pause.is_zero() && matches!(next, Some(Move::Say(_) | Move::Event(_) | Move::Raw(_))) {
                tokio::time::sleep(pause).await;
            }
            match next {
                Some(Move::Say(text)) => teller.say(&text).await,
                Some(Move::Event(event)) => teller.event(*event).await,
                Some(Move::Raw(bytes)) => teller.piece(&Piece::Raw(bytes)),
                Some(Move::Remember(memory)) => teller.remember(memory).await,
                Some(Move::Interrupt(why)) => teller.event(ChatEvent::Interrupted(why)).await,
                Some(Move::Task(words)) => self.begin_task(teller, &words).await,
                Some(Move::Wait) => self.wait_for_step(teller).await,
                Some(Move::Every(every)) => pause = every,
                Some(Move::Break { reset }) => {
                    teller.piece(&Piece::Break { reset });
                    return Outcome::Left;
                }
                Some(Move::Fail(message)) => return Outcome::Failed(message),
                Some(Move::Silence) => self.keep_silent(teller).await,
                Some(Move::Close | Move::Reply(_)) => return Outcome::Left,
                Some(Move::End) | None => return done(),
            }
        }
    }

    async fn wait_for_step(&self, teller: &Teller) {
        teller.handed_over().await;
        self.shared.waiting.send_modify(|count| *count += 1);
        let _left = Leave(self);
        let step = async {
            if let Ok(permit) = self.shared.steps.acquire().await {
                permit.forget();
            }
        };
        tokio::pin!(step);
        tokio::select! {
            biased;
            () = &mut step => return,
            () = teller.unheard() => self.shared.dropped.send_modify(|count| *count += 1),
        }
        step.await;
    }

    async fn keep_silent(&self, teller: &Teller) {
        teller.unheard().await;
        self.shared.dropped.send_modify(|count| *count += 1);
        std::future::pending::<()>().await;
    }
}

/// Counts a wait down, also when the answer is stopped in it.
struct Leave<'a>(&'a Script);

impl Drop for Leave<'_> {
    fn drop(&mut self) {
        self.0.shared.waiting.send_modify(|count| *count -= 1);
    }
}

fn done() -> Outcome {
    Outcome::Done { suggestions: Vec::new() }
}
