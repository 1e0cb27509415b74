//! One line of an import, read but not taken yet.

use std::io::{self, BufRead, Read as _};

use serde_json::{Map, Value};

use super::FORMAT;
use crate::model::LineFault;

/// The longest line that is taken.
const LONGEST: u64 = 512 << 20;

/// An object of a line.
pub(super) type Object = Map<String, Value>;

/// A line: a conversation with its agent, or an agent alone.
#[derive(Debug)]
pub(super) struct Line {
    pub(super) agent: Object,
    pub(super) conversation: Option<Object>,
}

/// Why a line cannot be taken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Fault {
    pub(super) kind: LineFault,
    pub(super) about: String,
}

impl Fault {
    pub(super) fn new(kind: LineFault, about: impl Into<String>) -> Self {
        Self { kind, about: about.into() }
    }
}

impl Line {
    pub(super) fn read(bytes: &[u8]) -> Result<Self, Fault> {
        let value: Value =
            serde_json::from_slice(bytes).map_err(|error| Fault::new(LineFault::NotJson, place_of(&error)))?;
        let Value::Object(mut members) = value else { return Err(Fault::new(LineFault::NotAnExport, "")) };
        let format = members.get("format").and_then(Value::as_u64);
        let format = format.ok_or_else(|| Fault::new(LineFault::NotAnExport, "format"))?;
        if format > u64::from(FORMAT) {
            return Err(Fault::new(LineFault::Newer, format.to_string()));
        }
        let mut object = |member: &str| match members.remove(member) {
            None | Some(Value::Null) => Ok(None),
            Some(Value::Object(object)) => Ok(Some(object)),
            Some(_) => Err(Fault::new(LineFault::Wrong, member)),
        };
        let conversation = object("conversation")?;
        let agent = object("agent")?.ok_or_else(|| Fault::new(LineFault::Missing, "agent"))?;
        Ok(Self { agent, conversation })
    }
}

fn place_of(error: &serde_json::Error) -> String {
    format!("column {}", error.column())
}

/// The bytes of the next line without its end; `None` at the end of the file, a fault where the line is too long.
pub(super) fn next(source: &mut dyn BufRead) -> io::Result<Option<Result<Vec<u8>, Fault>>> {
    let mut bytes = Vec::new();
    source.take(LONGEST).read_until(b'\n', &mut bytes)?;
    if bytes.is_empty() {
        return Ok(None);
    }
    if bytes.last() == Some(&b'\n') {
        bytes.pop();
    } else if bytes.len() as u64 == LONGEST {
        pass_over(source)?;
        return Ok(Some(Err(Fault::new(LineFault::TooLong, ""))));
    }
    Ok(Some(Ok(bytes)))
}

/// Reads to the end of the line and keeps nothing of it.
fn pass_over(source: &mut dyn BufRead) -> io::Result<()> {
    loop {
        let piece = source.fill_buf()?;
        let (length, ended) = match piece.iter().position(|byte| *byte == b'\n') {
            Some(at) => (at + 1, true),
            None => (piece.len(), piece.is_empty()),
        };
        source.consume(length);
        if ended {
            return Ok(());
        }
    }
}
