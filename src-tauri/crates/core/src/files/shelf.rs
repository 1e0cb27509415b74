//! The bytes of files, in a folder of their own, each under its id.

use std::collections::HashSet;
use std::fs::{self, File, OpenOptions};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use crate::id::AttachmentId;
use crate::model::Size;

/// The folder `files` of the data folder.
#[derive(Debug, Clone)]
pub(crate) struct Shelf(PathBuf);

impl Shelf {
    pub(crate) fn new(data_dir: &Path) -> Self {
        Self(data_dir.join("files"))
    }

    /// Makes an empty file.
    pub(crate) async fn begin(&self, id: AttachmentId) -> io::Result<()> {
        let (folder, file) = (self.0.clone(), self.file(id));
        blocking(move || {
            make_folder(&folder)?;
            private().create_new(true).write(true).open(file).map(drop)
        })
        .await
    }

    /// Adds bytes; false, and nothing is added, where they do not follow what is there.
    pub(crate) async fn append(&self, id: AttachmentId, at: u64, bytes: Vec<u8>, last: bool) -> io::Result<bool> {
        let file = self.file(id);
        blocking(move || {
            let mut file = OpenOptions::new().append(true).open(file)?;
            if file.metadata()?.len() != at {
                return Ok(false);
            }
            file.write_all(&bytes)?;
            if last {
                file.sync_data()?;
            }
            Ok(true)
        })
        .await
    }

    pub(crate) async fn read(&self, id: AttachmentId) -> io::Result<Vec<u8>> {
        let file = self.file(id);
        blocking(move || fs::read(file)).await
    }

    /// Opens the file of these bytes.
    pub(crate) async fn open(&self, id: AttachmentId) -> io::Result<File> {
        let file = self.file(id);
        blocking(move || File::open(file)).await
    }

    /// Forgets bytes; those that cannot be removed now are swept away at a start.
    pub(crate) async fn remove(&self, id: AttachmentId) {
        let file = self.file(id);
        let _ = blocking(move || fs::remove_file(file)).await;
    }

    /// Removes every file that is not among these.
    pub(crate) async fn sweep(&self, kept: HashSet<AttachmentId>) {
        let folder = self.0.clone();
        let _ = blocking(move || {
            for entry in fs::read_dir(folder)? {
                let entry = entry?;
                let id = entry.file_name().to_str().and_then(|name| name.parse::<AttachmentId>().ok());
                if id.is_some_and(|id| !kept.contains(&id)) {
                    fs::remove_file(entry.path())?;
                }
            }
            Ok(())
        })
        .await;
    }

    /// What all files take up.
    pub(crate) async fn size(&self) -> Size {
        let folder = self.0.clone();
        let size = blocking(move || {
            let files = fs::read_dir(folder)?.filter_map(|entry| entry.ok()?.metadata().ok());
            Ok(Size(files.map(|found| found.len()).sum()))
        });
        // Where there is no folder yet there are no files.
        size.await.unwrap_or_default()
    }

    fn file(&self, id: AttachmentId) -> PathBuf {
        self.0.join(id.to_string())
    }
}

/// A file that is its owner's alone.
pub(crate) fn private() -> OpenOptions {
    let mut options = OpenOptions::new();
    #[cfg(unix)]
    {
        use std::os::unix::fs::OpenOptionsExt as _;
        options.mode(0o600);
    }
    options
}

fn make_folder(folder: &Path) -> io::Result<()> {
    let mut builder = fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    {
        use std::os::unix::fs::DirBuilderExt as _;
        builder.mode(0o700);
    }
    builder.create(folder)
}

/// Work that waits for the disk.
pub(super) async fn blocking<T: Send + 'static>(
    work: impl FnOnce() -> io::Result<T> + Send + 'static,
) -> io::Result<T> {
    tokio::task::spawn_blocking(work).await.unwrap_or_else(|stopped| Err(io::Error::other(stopped)))
}
