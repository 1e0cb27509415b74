//! Where a file is saved. Half a file is no file: what does not come to its end leaves nothing behind.

use std::fs::{self, File};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use super::shelf::private;
use super::{kinds, name};
use crate::error::Error;
use crate::model::Saved;

/// The most files of one name in a folder.
const MOST_NUMBERS: u32 = 999;

/// Where a file is saved.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Destination {
    /// In this folder, under its own name, or with a number behind it where another file has that.
    Folder(PathBuf),
    /// As this file, which the person chose. What stands there gives way once all of the new one is written.
    File(PathBuf),
}

/// A file that is being saved.
#[derive(Debug)]
pub(super) struct Saving {
    file: File,
    folder: PathBuf,
    name: String,
    /// The name that it gets at its end, where that is another.
    becomes: Option<String>,
    whole: bool,
}

impl Saving {
    /// Begins one; `name` is what it is called where nobody chose.
    pub(super) fn begin(to: &Destination, called: &str) -> io::Result<Self> {
        match to {
            Destination::Folder(folder) => {
                fs::create_dir_all(folder)?;
                let (file, name) = make(folder, &name::clean(called))?;
                Ok(Self { file, folder: folder.clone(), name, becomes: None, whole: false })
            }
            Destination::File(path) => {
                let (Some(folder), Some(chosen)) = (path.parent(), path.file_name()) else {
                    return Err(io::ErrorKind::InvalidInput.into());
                };
                let chosen = chosen.to_string_lossy().into_owned();
                let (file, name) = make(folder, &format!("{}.part", name::clean(&chosen)))?;
                Ok(Self { file, folder: folder.to_owned(), name, becomes: Some(chosen), whole: false })
            }
        }
    }

    pub(super) fn write(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.file.write_all(bytes)
    }

    /// Everything of another file.
    pub(super) fn copy(&mut self, from: &mut File) -> io::Result<()> {
        io::copy(from, &mut self.file).map(drop)
    }

    /// All of it is there.
    pub(super) fn finish(mut self) -> io::Result<Saved> {
        if let Some(chosen) = self.becomes.take() {
            fs::rename(self.folder.join(&self.name), self.folder.join(&chosen))?;
            self.name = chosen;
        }
        self.whole = true;
        let (name, folder) = (self.name.clone(), self.folder.display().to_string());
        Ok(Saved { runs: kinds::runs(&name), name, folder })
    }
}

impl Drop for Saving {
    fn drop(&mut self) {
        if !self.whole {
            let _ = fs::remove_file(self.folder.join(&self.name));
        }
    }
}

/// A new file of this name, or with a number behind it.
fn make(folder: &Path, name: &str) -> io::Result<(File, String)> {
    for number in 1..=MOST_NUMBERS {
        let tried = if number == 1 { name.to_owned() } else { name::numbered(name, number) };
        match private().create_new(true).write(true).open(folder.join(&tried)) {
            Ok(file) => return Ok((file, tried)),
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
            Err(error) => return Err(error),
        }
    }
    Err(io::ErrorKind::AlreadyExists.into())
}

pub(super) fn not_saved(cause: io::Error) -> Error {
    Error::Disk { doing: "saved", cause }
}
