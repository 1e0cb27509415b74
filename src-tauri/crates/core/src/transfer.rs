//! What leaves the history and what comes into it: JSON Lines, which hold everything and can be read back, and pages to be
//! read by people.
//!
//! An export is one moment of the database, whatever is asked meanwhile; nothing is held in memory but a row at a time.
//! Keys are in no export: the database does not hold them. The format is described in `FORMAT.md`.

mod choosing;
mod import;
mod line;
mod lines;
mod merge;
mod people;
mod proof;
mod reading;
mod rows;
mod saving;
mod tables;

use std::io::Write;

use crate::error::Error;
use crate::model::{Form, Include, Scope};
use crate::profile::Profile;
use crate::work::Work;
use choosing::{Chosen, chosen};
pub(crate) use reading::{compact, instant};

/// The format of lines that are written, and the newest that is read.
pub(crate) const FORMAT: u32 = 1;

impl Profile {
    /// Writes conversations into `out`, one after the other; whether all were, or the work was cancelled before its end.
    ///
    /// # Errors
    /// When one of the conversations is gone, the database cannot be read, or `out` takes no more.
    pub async fn export<W>(&self, scope: Scope, form: Form, include: Include, out: W, work: Work) -> Result<bool, Error>
    where
        W: Write + Send + 'static,
    {
        let beside = self.inner.store.beside();
        blocking(move || {
            beside.read(|connection| {
                let chosen = chosen(connection, &scope)?;
                let mut out = std::io::BufWriter::with_capacity(1 << 16, out);
                let whole = write(connection, &chosen, form, include, &mut out, &work)?;
                out.flush().map_err(lines::not_saved)?;
                Ok(whole)
            })
        })
        .await
    }
}

/// Writes everything that a database holds as lines.
pub(crate) fn all_lines(connection: &rusqlite::Connection, out: &mut dyn Write) -> Result<(), Error> {
    let chosen = chosen(connection, &Scope::All)?;
    write(connection, &chosen, Form::Lines, Include::default(), out, &Work::default())?;
    out.flush().map_err(lines::not_saved)
}

fn write(
    connection: &rusqlite::Connection,
    chosen: &[Chosen],
    form: Form,
    include: Include,
    out: &mut dyn Write,
    work: &Work,
) -> Result<bool, Error> {
    if form != Form::Lines {
        return reading::write(connection, chosen, form, include, out, work);
    }
    let lines = lines::Lines::of(connection)?;
    for (done, one) in chosen.iter().enumerate() {
        if work.cancelled() {
            return Ok(false);
        }
        match &one.conversation {
            Some(conversation) => lines.conversation(&one.agent, conversation, out)?,
            None => lines.agent(&one.agent, out)?,
        }
        work.is_at(done + 1, chosen.len());
    }
    Ok(true)
}

/// Work that waits for the disk.
async fn blocking<T: Send + 'static>(work: impl FnOnce() -> Result<T, Error> + Send + 'static) -> Result<T, Error> {
    tokio::task::spawn_blocking(work).await.unwrap_or(Err(Error::Store(crate::store::StoreError::Closed)))
}
