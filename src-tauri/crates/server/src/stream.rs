//! An answer as a response body: one frame, one flush.

use std::io;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use axum::body::Body;
use axum::http::{HeaderValue, header};
use axum::response::Response;
use bytes::Bytes;
use futures_util::Stream;
use tokio::sync::mpsc;

use crate::dialect::{Dialect, Wire};

/// What comes out of an answer.
#[derive(Debug)]
pub(crate) enum Piece {
    /// An event.
    Event(Box<Wire>),
    /// Bytes as they are.
    #[cfg(feature = "script")]
    Raw(Bytes),
    /// Tells that all before it has been handed to the connection.
    #[cfg(feature = "script")]
    Mark(tokio::sync::oneshot::Sender<()>),
    /// The connection ends here, orderly for TCP and too early for HTTP; or it is reset.
    #[cfg(feature = "script")]
    Break {
        /// Whether TCP says so too.
        reset: bool,
    },
}

/// How a stream is written.
#[derive(Debug, Clone)]
pub(crate) struct Writing {
    pub(crate) dialect: Dialect,
    #[cfg(feature = "script")]
    pub(crate) style: crate::agents::script::Style,
    #[cfg(feature = "script")]
    pub(crate) line: Option<crate::line::Switch>,
}

/// The body of a stream. Each chunk is handed to the connection and flushed before the next is looked at, since some
/// clients take what one read gives for one whole frame.
struct Frames {
    pieces: mpsc::UnboundedReceiver<Piece>,
    writing: Writing,
    flush: bool,
    #[cfg(feature = "script")]
    ready: std::collections::VecDeque<Bytes>,
}

impl Stream for Frames {
    type Item = io::Result<Bytes>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        // The connection writes what it has whenever its body is not ready.
        if std::mem::take(&mut self.flush) {
            context.waker().wake_by_ref();
            return Poll::Pending;
        }
        #[cfg(feature = "script")]
        while self.ready.is_empty() {
            let Some(piece) = ready!(self.pieces.poll_recv(context)) else { return Poll::Ready(None) };
            match self.chunks(piece) {
                Ok(chunks) => self.ready.extend(chunks),
                Err(broken) => return Poll::Ready(Some(Err(broken))),
            }
        }
        #[cfg(feature = "script")]
        let next = self.ready.pop_front();
        #[cfg(not(feature = "script"))]
        let next = ready!(self.pieces.poll_recv(context)).map(|Piece::Event(wire)| wire.frame(self.writing.dialect));
        self.flush = true;
        Poll::Ready(next.map(Ok))
    }
}

#[cfg(feature = "script")]
impl Frames {
    fn chunks(&mut self, piece: Piece) -> io::Result<Vec<Bytes>> {
        match piece {
            Piece::Event(wire) => Ok(self.writing.style.frame(&wire.frame(self.writing.dialect))),
            Piece::Raw(bytes) => Ok(self.writing.style.cut(bytes)),
            Piece::Mark(told) => {
                // The test may have stopped waiting.
                let _ = told.send(());
                Ok(Vec::new())
            }
            Piece::Break { reset } => {
                if let Some(line) = self.writing.line.as_ref().filter(|_| reset) {
                    line.reset();
                }
                Err(io::ErrorKind::ConnectionAborted.into())
            }
        }
    }
}

/// A stream of events.
pub(crate) fn events(pieces: mpsc::UnboundedReceiver<Piece>, writing: Writing) -> Response {
    respond(Body::from_stream(Frames {
        pieces,
        writing,
        flush: false,
        #[cfg(feature = "script")]
        ready: std::collections::VecDeque::new(),
    }))
}

/// One event as a whole stream.
pub(crate) fn single(wire: &Wire, dialect: Dialect) -> Response {
    respond(Body::from(wire.frame(dialect)))
}

fn respond(body: Body) -> Response {
    let mut response = Response::new(body);
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("text/event-stream"));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-cache"));
    response
}
