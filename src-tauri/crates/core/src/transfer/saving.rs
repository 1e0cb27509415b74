//! Exports as files: under a name of their own once they are whole, and not at all before.

use std::fs;
use std::io::{self, BufWriter};
use std::path::{Path, PathBuf};

use rusqlite::Connection;

use super::choosing::{Chosen, chosen};
use super::lines::not_saved;
use super::reading::day;
use super::{blocking, write};
use crate::error::Error;
use crate::files::{clean_name, numbered_name, private_file};
use crate::model::{Form, Include, Saved, Scope, Timestamp};
use crate::profile::Profile;
use crate::store::{StoreError, spared};
use crate::work::Work;

/// The most files or folders of one name in a folder.
const MOST_NUMBERS: u32 = 999;
/// How much of an id makes a name its own.
const MARK: usize = 8;

/// How an export is written.
#[derive(Debug, Clone, Copy)]
struct Manner {
    form: Form,
    include: Include,
}

impl Profile {
    /// Saves an export in a folder under a name that nothing else there has: one file, or, of several conversations to be
    /// read, a folder with a file each. `None` where the work was cancelled: then nothing is left of it.
    ///
    /// # Errors
    /// As [`Profile::export`]; when the folder cannot be written.
    pub async fn save_export(
        &self,
        scope: Scope,
        form: Form,
        include: Include,
        folder: PathBuf,
        work: Work,
    ) -> Result<Option<Saved>, Error> {
        let (beside, now) = (self.inner.store.beside(), self.now());
        blocking(move || {
            beside.read(|connection| {
                let chosen = chosen(connection, &scope)?;
                let manner = Manner { form, include };
                fs::create_dir_all(&folder).map_err(not_saved)?;
                let title = named(connection, &chosen, now)?;
                let several = form != Form::Lines && chosen.iter().filter(|one| one.conversation.is_some()).count() > 1;
                let ending = if several { String::new() } else { format!(".{}", form.ending()) };
                let unfinished = folder.join(format!(".{}{ending}.partial", clean_name(&title)));
                let whole = if several {
                    fs::create_dir_all(&unfinished)
                        .map_err(not_saved)
                        .and_then(|()| files(connection, &chosen, manner, &unfinished, &work))
                } else {
                    file(connection, &chosen, manner, &unfinished, &work)
                };
                let kept = match whole {
                    Ok(true) => settle(&unfinished, &folder, &format!("{}{ending}", clean_name(&title)))
                        .map(Some)
                        .map_err(not_saved),
                    Ok(false) => Ok(None),
                    Err(error) => Err(error),
                };
                if !matches!(kept, Ok(Some(_))) {
                    forget(&unfinished);
                }
                Ok(kept?.map(|name| Saved { name, folder: folder.display().to_string(), runs: false }))
            })
        })
        .await
    }

    /// Writes a file anew. What it held before stays until all is written, and where nothing comes of it; whether all was
    /// written, or the work was cancelled.
    ///
    /// # Errors
    /// As [`Profile::export`]; when the file cannot be written.
    pub async fn export_file(
        &self,
        scope: Scope,
        form: Form,
        include: Include,
        path: PathBuf,
        work: Work,
    ) -> Result<bool, Error> {
        let beside = self.inner.store.beside();
        blocking(move || {
            beside.read(|connection| {
                let (chosen, manner) = (chosen(connection, &scope)?, Manner { form, include });
                // A link stays one, and what is no file, as a pipe, holds nothing that could be lost.
                let path = path.canonicalize().unwrap_or(path);
                if path.exists() && !path.is_file() {
                    return file(connection, &chosen, manner, &path, &work);
                }
                let name = path.file_name().unwrap_or_default().to_string_lossy();
                let unfinished = path.with_file_name(format!(".{name}.partial"));
                let whole = file(connection, &chosen, manner, &unfinished, &work).and_then(|whole| {
                    if whole {
                        fs::rename(&unfinished, &path).map_err(not_saved)?;
                    }
                    Ok(whole)
                });
                if !matches!(whole, Ok(true)) {
                    forget(&unfinished);
                }
                whole
            })
        })
        .await
    }

    /// Writes one file for each conversation into a folder, under names that stay the same from export to export; whether
    /// all were written.
    ///
    /// # Errors
    /// As [`Profile::export`]; when the folder cannot be written.
    pub async fn export_files(
        &self,
        scope: Scope,
        form: Form,
        include: Include,
        folder: PathBuf,
        work: Work,
    ) -> Result<bool, Error> {
        let beside = self.inner.store.beside();
        blocking(move || {
            beside.read(|connection| {
                let chosen = chosen(connection, &scope)?;
                fs::create_dir_all(&folder).map_err(not_saved)?;
                files(connection, &chosen, Manner { form, include }, &folder, &work)
            })
        })
        .await
    }
}

fn file(connection: &Connection, chosen: &[Chosen], manner: Manner, path: &Path, work: &Work) -> Result<bool, Error> {
    let file = private_file().create(true).write(true).truncate(true).open(path).map_err(not_saved)?;
    let mut out = BufWriter::with_capacity(1 << 16, file);
    let whole = write(connection, chosen, manner.form, manner.include, &mut out, work)?;
    let file = out.into_inner().map_err(|error| not_saved(error.into_error()))?;
    // A pipe has nothing that could be on the disk.
    if file.metadata().is_ok_and(|found| found.is_file()) {
        file.sync_data().map_err(not_saved)?;
    }
    Ok(whole)
}

fn files(
    connection: &Connection,
    chosen: &[Chosen],
    manner: Manner,
    folder: &Path,
    work: &Work,
) -> Result<bool, Error> {
    for (done, one) in chosen.iter().enumerate() {
        if work.cancelled() {
            return Ok(false);
        }
        let Some(id) = &one.conversation else { continue };
        // One that cannot be read leaves the others as they are.
        let Some(title) = spared(title(connection, id).map(Some))? else { continue };
        let mark = id.get(id.len().saturating_sub(MARK)..).unwrap_or(id);
        let name = clean_name(&format!("{title} {mark}.{}", manner.form.ending()));
        let unfinished = folder.join(format!(".{mark}.partial"));
        let written = file(connection, std::slice::from_ref(one), manner, &unfinished, &Work::default());
        written
            .and_then(|_| fs::rename(&unfinished, folder.join(name)).map_err(not_saved))
            .inspect_err(|_| forget(&unfinished))?;
        work.is_at(done + 1, chosen.len());
    }
    Ok(true)
}

/// One conversation gives its title, several the day.
fn named(connection: &Connection, chosen: &[Chosen], now: Timestamp) -> Result<String, StoreError> {
    if let [Chosen { conversation: Some(id), .. }] = chosen {
        return title(connection, id);
    }
    Ok(format!("Parlance {}", day(now)))
}

fn title(connection: &Connection, conversation: &str) -> Result<String, StoreError> {
    let mut statement = connection.prepare_cached("SELECT title FROM conversation WHERE id = ?1")?;
    let title: String = statement.query_row((conversation,), |row| row.get(0))?;
    // A slash would be taken for a folder, and what is before it be lost.
    let title: String =
        title.chars().map(|letter| if matches!(letter, '/' | '\\') { '_' } else { letter }).take(80).collect();
    Ok(if title.trim().is_empty() { "Parlance".to_owned() } else { title })
}

/// Gives what is whole its name, or the name with a number.
fn settle(unfinished: &Path, folder: &Path, name: &str) -> io::Result<String> {
    for number in 1..=MOST_NUMBERS {
        let tried = if number == 1 { name.to_owned() } else { numbered_name(name, number) };
        let path = folder.join(&tried);
        if !path.exists() {
            fs::rename(unfinished, path)?;
            return Ok(tried);
        }
    }
    Err(io::ErrorKind::AlreadyExists.into())
}

fn forget(unfinished: &Path) {
    let _ = if unfinished.is_dir() { fs::remove_dir_all(unfinished) } else { fs::remove_file(unfinished) };
}
