//! Odd but readable ways to write a frame.

use bytes::{Bytes, BytesMut};

use super::Script;
use crate::dialect::Dialect;

/// How frames are written.
#[derive(Debug, Clone, Default)]
pub(crate) struct Style {
    pub(super) crlf: bool,
    pub(super) bom: bool,
    pub(super) no_space: bool,
    pub(super) comments: bool,
    pub(super) bytewise: bool,
}

impl Style {
    /// A frame, rewritten and cut into chunks.
    pub(crate) fn frame(&mut self, frame: &Bytes) -> Vec<Bytes> {
        let mut text = String::from_utf8_lossy(frame).into_owned();
        if self.no_space {
            text = text.replacen("\ndata:data: ", "\ndata:data:", 1).replacen("\ndata: ", "\ndata:", 1);
        }
        if self.comments {
            text = format!(": still here\nid: 7\nretry: 1000\n{text}");
        }
        if self.crlf {
            text = text.replace('\n', "\r\n");
        }
        self.cut(text.into())
    }

    /// Bytes, cut into chunks; the mark goes before the very first.
    pub(crate) fn cut(&mut self, bytes: Bytes) -> Vec<Bytes> {
        let bytes = if std::mem::take(&mut self.bom) {
            let mut marked = BytesMut::from("\u{feff}".as_bytes());
            marked.extend_from_slice(&bytes);
            marked.freeze()
        } else {
            bytes
        };
        if self.bytewise { (0..bytes.len()).map(|at| bytes.slice(at..=at)).collect() } else { vec![bytes] }
    }
}

/// How streams are written, of every answer.
impl Script {
    /// The framing, whatever was asked for.
    pub fn dialect(&self, dialect: Dialect) -> Self {
        self.state().dialect = Some(dialect);
        self.clone()
    }

    /// Line ends as CR LF.
    pub fn crlf(&self) -> Self {
        self.styled(|style| style.crlf = true)
    }

    /// A byte order mark before the first frame.
    pub fn bom(&self) -> Self {
        self.styled(|style| style.bom = true)
    }

    /// No space after a colon of a frame's fields.
    pub fn no_space(&self) -> Self {
        self.styled(|style| style.no_space = true)
    }

    /// A comment before every frame, and other lines that say nothing.
    pub fn comments(&self) -> Self {
        self.styled(|style| style.comments = true)
    }

    /// Every byte in a chunk of its own, each flushed.
    pub fn byte_at_a_time(&self) -> Self {
        self.styled(|style| style.bytewise = true)
    }

    fn styled(&self, change: impl FnOnce(&mut Style)) -> Self {
        change(&mut self.state().style);
        self.clone()
    }
}
