//! Lines in, a batch a transaction: who ends it, or kills the program, keeps what was taken until then, and taking the
//! same lines again adds nothing twice.

use std::fs::File;
use std::io::{self, BufRead, BufReader, Read, Write as _};
use std::sync::Arc;

use super::blocking;
use super::line::{self, Fault, Line};
use super::merge::{Effect, Outcome, Shapes, merge};
use super::rows::Refused;
use crate::error::Error;
use crate::files::private_file;
use crate::id::{AgentId, ConversationId};
use crate::model::{Agent, Conversation, Imported, LineFault, SkippedLine};
use crate::profile::Profile;
use crate::store::{StoreError, Writer};
use crate::update::Update;
use crate::work::Work;

/// A batch ends behind the line that makes it this large.
const BATCH_BYTES: usize = 1 << 20;
/// Or this long.
const BATCH_LINES: usize = 256;
/// The most skipped lines that are told one by one.
const MOST_TOLD: usize = 100;

type Numbered = (u32, Result<Line, Fault>);

/// A file being read.
struct Source {
    reader: Box<dyn BufRead + Send>,
    line: u32,
    bytes: usize,
}

impl Profile {
    /// Takes the lines of an export into the history; `size` is how many bytes there are, if that is known.
    ///
    /// What is here stays unless the line is newer: a conversation whose `activeAt` is later, an answer that ended
    /// later. A line that cannot be taken is named, and the others are taken all the same.
    ///
    /// # Errors
    /// When the source cannot be read or the database not be written before anything was taken.
    pub async fn import<R>(&self, source: R, size: Option<u64>, work: Work) -> Result<Imported, Error>
    where
        R: Read + Send + 'static,
    {
        let shapes = Arc::new(self.inner.store.read(Shapes::of).await?);
        let total = size.map_or(0, |size| usize::try_from(size >> 10).unwrap_or(usize::MAX));
        let mut source = Source { reader: Box::new(BufReader::with_capacity(1 << 16, source)), line: 0, bytes: 0 };
        let mut imported = Imported::default();
        loop {
            let (rest, batch) = match blocking(move || source.batch()).await {
                Ok(next) => next,
                Err(error) => return imported.stopped_by(error),
            };
            source = rest;
            if batch.is_empty() {
                return Ok(imported);
            }
            if imported == Imported::default() && is_no_export(&batch) {
                return Err(Error::NotAnExport);
            }
            let shapes = Arc::clone(&shapes);
            let now = self.now();
            let taken = self.inner.store.write(move |writer| {
                let taken = take(writer, &shapes, batch)?;
                for (row, _) in &taken.conversations {
                    row.iter().try_for_each(|row| writer.note_use(row.id, now))?;
                }
                Ok(taken)
            });
            match taken.await {
                Ok(taken) => self.tell_taken(&mut imported, taken).await,
                Err(error) => return imported.stopped_by(error.into()),
            }
            work.is_at(source.bytes >> 10, total.max(source.bytes >> 10));
            if work.cancelled() {
                return Ok(Imported { cancelled: true, ..imported });
            }
        }
    }

    /// Takes bytes of a file that is to be imported; those at 0 begin a new one.
    ///
    /// # Errors
    /// When they do not follow what is there, or cannot be kept.
    pub async fn hand_over(&self, at: u64, bytes: Vec<u8>) -> Result<(), Error> {
        let path = self.inner.handed_over.clone();
        let kept = blocking(move || {
            let kept = |cause| Error::Disk { doing: "kept", cause };
            let mut file = private_file().create(true).append(true).open(path).map_err(kept)?;
            if at == 0 {
                file.set_len(0).map_err(kept)?;
            }
            let length = file.metadata().map_err(kept)?.len();
            if length != at {
                return Err(kept(io::ErrorKind::InvalidInput.into()));
            }
            file.write_all(&bytes).map_err(kept)
        });
        kept.await
    }

    /// Imports the file that was handed over, and forgets it.
    ///
    /// # Errors
    /// As [`Profile::import`]; when nothing was handed over.
    pub async fn import_handed_over(&self, work: Work) -> Result<Imported, Error> {
        let path = self.inner.handed_over.clone();
        let file = File::open(&path).map_err(|cause| Error::Disk { doing: "read", cause })?;
        let size = file.metadata().ok().map(|facts| facts.len());
        let outcome = self.import(file, size, work).await;
        let _ = std::fs::remove_file(path);
        outcome
    }

    async fn tell_taken(&self, imported: &mut Imported, taken: Taken) {
        for (agent, added) in taken.agents {
            imported.agents += u32::from(added);
            self.tell(&Update::Agent { row: self.inner.keys.judge(agent) });
        }
        for (row, effect) in taken.conversations {
            match effect {
                Effect::Added => imported.conversations += 1,
                Effect::Changed => imported.changed += 1,
                Effect::None => imported.unchanged += 1,
            }
            if let Some(row) = row {
                self.tell_conversation(row);
            }
        }
        imported.turns += taken.turns;
        for skipped in taken.skipped {
            imported.skipped_lines += 1;
            if imported.skipped.len() < MOST_TOLD {
                imported.skipped.push(skipped);
            }
        }
    }
}

impl Imported {
    /// What was taken stays and is told; where nothing was, there is only the error.
    fn stopped_by(self, error: Error) -> Result<Self, Error> {
        if self.conversations + self.changed + self.unchanged + self.agents == 0 {
            return Err(error);
        }
        Ok(Self { stopped: Some(error.problem()), ..self })
    }
}

impl Source {
    /// The next lines; none at the end.
    fn batch(mut self) -> Result<(Self, Vec<Numbered>), Error> {
        let mut batch = Vec::new();
        let mut bytes = 0;
        while bytes < BATCH_BYTES && batch.len() < BATCH_LINES {
            let next = line::next(&mut self.reader).map_err(|cause| Error::Disk { doing: "read", cause })?;
            let Some(next) = next else { break };
            self.line += 1;
            let read = match next {
                Ok(text) => {
                    self.bytes += text.len() + 1;
                    bytes += text.len();
                    // Some editors mark the beginning of a file.
                    let text = text.strip_prefix(b"\xef\xbb\xbf").filter(|_| self.line == 1).unwrap_or(&text);
                    if text.iter().all(u8::is_ascii_whitespace) {
                        continue;
                    }
                    Line::read(text)
                }
                Err(fault) => Err(fault),
            };
            batch.push((self.line, read));
        }
        Ok((self, batch))
    }
}

/// Whether of several lines none has anything of an export: it is another file, not one with faults.
fn is_no_export(batch: &[Numbered]) -> bool {
    let foreign = |fault: &Fault| matches!(fault.kind, LineFault::NotJson | LineFault::NotAnExport);
    batch.len() > 1 && batch.iter().all(|(_, read)| read.as_ref().is_err_and(foreign))
}

/// What became of a batch.
#[derive(Debug, Default)]
struct Taken {
    agents: Vec<(Agent, bool)>,
    conversations: Vec<(Option<Conversation>, Effect)>,
    turns: u32,
    skipped: Vec<SkippedLine>,
}

fn take(writer: &Writer<'_>, shapes: &Shapes, batch: Vec<Numbered>) -> Result<Taken, StoreError> {
    let mut taken = Taken::default();
    let mut agents: Vec<(AgentId, bool)> = Vec::new();
    for (number, line) in batch {
        let fault = match line {
            Err(fault) => fault,
            Ok(line) => match whole(writer, shapes, &line)? {
                Err(fault) => fault,
                Ok(outcome) => {
                    note(writer, &mut taken, &mut agents, &outcome)?;
                    continue;
                }
            },
        };
        taken.skipped.push(SkippedLine { line: number, fault: fault.kind, about: fault.about });
    }
    for (id, added) in agents {
        taken.agents.extend(writer.agent(id)?.map(|agent| (agent, added)));
    }
    Ok(taken)
}

/// A line, whole or not at all.
fn whole(writer: &Writer<'_>, shapes: &Shapes, line: &Line) -> Result<Result<Outcome, Fault>, StoreError> {
    writer.execute_batch("SAVEPOINT line")?;
    match merge(writer, shapes, line) {
        Ok(outcome) => {
            writer.execute_batch("RELEASE line")?;
            Ok(Ok(outcome))
        }
        Err(Refused::Line(fault)) => {
            writer.execute_batch("ROLLBACK TO line; RELEASE line")?;
            Ok(Err(fault))
        }
        Err(Refused::Store(error)) => Err(error),
    }
}

fn note(
    writer: &Writer<'_>,
    taken: &mut Taken,
    agents: &mut Vec<(AgentId, bool)>,
    outcome: &Outcome,
) -> Result<(), StoreError> {
    let agent = outcome.agent;
    if agent.changed && !agents.iter().any(|(known, _)| *known == agent.id) {
        agents.push((agent.id, agent.added));
    }
    taken.turns += outcome.turns;
    if let Some((id, effect)) = outcome.conversation {
        let row: Option<ConversationId> = (effect != Effect::None).then_some(id);
        let row = row.map(|id| writer.conversation(id)).transpose()?.flatten();
        taken.conversations.push((row, effect));
    }
    Ok(())
}
