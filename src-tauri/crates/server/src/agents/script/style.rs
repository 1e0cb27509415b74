//! Odd but readable ways to write a frame.

use bytes::{Bytes, BytesMut};

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
