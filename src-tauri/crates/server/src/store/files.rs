//! Files, by what is in them.

use parlance_protocol::StoredFile;
use rusqlite::{OptionalExtension, Transaction, params};

use super::{Result, Store};

/// The most bytes of all files together.
const MOST_IN_ALL: i64 = 512 * 1024 * 1024;

/// A file that is to be kept.
#[derive(Debug)]
pub(crate) struct Upload {
    /// What the uploader calls it; who knows it may delete the file.
    pub(crate) id: String,
    pub(crate) sha256: String,
    pub(crate) name: String,
    pub(crate) media_type: String,
    pub(crate) bytes: Vec<u8>,
    /// Unix seconds.
    pub(crate) expires_at: i64,
    pub(crate) now: i64,
}

/// A file as it is given out.
#[derive(Debug)]
pub(crate) struct Download {
    pub(crate) name: String,
    pub(crate) media_type: String,
    pub(crate) bytes: Vec<u8>,
}

/// `upload/full/` and the digest as 2, 2 and 60 digits.
pub(crate) fn path_of(sha256: &str) -> String {
    let (one, rest) = sha256.split_at(2.min(sha256.len()));
    let (two, rest) = rest.split_at(2.min(rest.len()));
    format!("upload/full/{one}/{two}/{rest}")
}

/// The digest in a path.
pub(crate) fn sha256_in(path: &str) -> Option<String> {
    let digest: String = path.trim_start_matches('/').strip_prefix("upload/full/")?.split('/').collect();
    (digest.len() == 64 && digest.bytes().all(|b| b.is_ascii_hexdigit())).then_some(digest)
}

impl Store {
    /// Keeps a file and forgets those whose time is over; `None` when there is no room.
    pub(crate) async fn keep_file(&self, upload: Upload) -> Result<Option<StoredFile>> {
        self.run(move |connection| {
            let transaction = connection.transaction()?;
            transaction.execute("DELETE FROM upload WHERE expires_at <= ?1", (upload.now,))?;
            drop_unclaimed(&transaction)?;
            let size = i64::try_from(upload.bytes.len()).unwrap_or(i64::MAX);
            let all: i64 = transaction.query_row("SELECT coalesce(sum(size), 0) FROM file", (), |row| row.get(0))?;
            if all.saturating_add(size) > MOST_IN_ALL {
                return Ok(None);
            }
            transaction.execute(
                "INSERT INTO file (sha256, name, media_type, size, bytes) VALUES (?1, ?2, ?3, ?4, ?5)
                 ON CONFLICT (sha256) DO UPDATE SET name = excluded.name, media_type = excluded.media_type",
                params![upload.sha256, upload.name, upload.media_type, size, upload.bytes],
            )?;
            transaction.execute(
                "INSERT INTO upload (sha256, id, expires_at) VALUES (?1, ?2, ?3)
                 ON CONFLICT (sha256, id) DO UPDATE SET expires_at = excluded.expires_at",
                (&upload.sha256, &upload.id, upload.expires_at),
            )?;
            transaction.commit()?;
            Ok(Some(StoredFile { path: path_of(&upload.sha256), size, sha256: upload.sha256, ..StoredFile::default() }))
        })
        .await
    }

    /// Keeps a file for good. Its size; `None` when there is no such file under this id.
    pub(crate) async fn keep_for_good(&self, sha256: String, id: String) -> Result<Option<i64>> {
        self.run(move |connection| {
            let sql = "UPDATE upload SET expires_at = NULL WHERE sha256 = ?1 AND id = ?2";
            if connection.execute(sql, (&sha256, id))? == 0 {
                return Ok(None);
            }
            let size = connection.query_row("SELECT size FROM file WHERE sha256 = ?1", (sha256,), |row| row.get(0));
            Ok(size.optional()?)
        })
        .await
    }

    /// A file; `None` when there is none or its time is over.
    pub(crate) async fn file(&self, sha256: String, now: i64) -> Result<Option<Download>> {
        self.run(move |connection| {
            let sql = "SELECT name, media_type, bytes
                         FROM file
                        WHERE sha256 = ?1
                          AND EXISTS (SELECT 1 FROM upload u
                                       WHERE u.sha256 = file.sha256 AND coalesce(u.expires_at, ?2 + 1) > ?2)";
            let download = |row: &rusqlite::Row<'_>| {
                Ok(Download { name: row.get(0)?, media_type: row.get(1)?, bytes: row.get(2)? })
            };
            Ok(connection.query_row(sql, (sha256, now), download).optional()?)
        })
        .await
    }

    /// Deletes what was uploaded under an id; the bytes go with their last upload. False when there is no such upload.
    pub(crate) async fn delete_file(&self, sha256: String, id: String) -> Result<bool> {
        self.run(move |connection| {
            let transaction = connection.transaction()?;
            let found = transaction.execute("DELETE FROM upload WHERE sha256 = ?1 AND id = ?2", (sha256, id))? > 0;
            drop_unclaimed(&transaction)?;
            transaction.commit()?;
            Ok(found)
        })
        .await
    }
}

fn drop_unclaimed(transaction: &Transaction<'_>) -> Result<()> {
    transaction.execute("DELETE FROM file WHERE sha256 NOT IN (SELECT sha256 FROM upload)", ())?;
    Ok(())
}
