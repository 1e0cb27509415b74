//! Files beside unsent questions.

use std::collections::HashSet;

use rusqlite::{OptionalExtension as _, Row};
use serde::{Deserialize, Serialize};

use super::{Reader, Result, Writer, from_json_or_empty, from_word, number, text, to_json, to_word};
use crate::id::{AttachmentId, ConversationId};
use crate::model::{Attachment, AttachmentState, FileRef, Timestamp};

/// Where an upload service has a file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Uploaded {
    /// Its path on the object store.
    pub(crate) path: String,
    /// The id that it was uploaded under.
    pub(crate) id: String,
    /// Of its bytes, in hex.
    pub(crate) sha256: String,
    /// When.
    pub(crate) at: Timestamp,
}

impl Attachment {
    fn from_row(row: &Row<'_>) -> rusqlite::Result<Self> {
        Ok(Self {
            id: row.get("id")?,
            conversation_id: row.get("conversation_id")?,
            position: number(row, "position")?,
            queued: number(row, "queued")?,
            kind: from_word(row, "kind")?,
            name: text(row, "name")?,
            media_type: text(row, "media_type")?,
            size: number(row, "size")?,
            characters: number(row, "characters")?,
            state: from_word(row, "state")?,
            done: 0,
            url: text(row, "url")?,
            kept: number(row, "kept")?,
            problem: from_json_or_empty(row, "problem")?,
        })
    }
}

impl Reader<'_> {
    /// The files beside the unsent questions of a conversation, in order.
    pub(crate) fn attachments(&self, conversation: ConversationId) -> Result<Vec<Attachment>> {
        let mut statement = self.prepare_cached(
            "SELECT id, conversation_id, position, queued, kind, name, media_type, size, characters, state, problem, url,
                    kept
               FROM attachment
              WHERE conversation_id = ?1
              ORDER BY position, id",
        )?;
        let rows = statement.query_map((conversation,), Attachment::from_row)?.collect::<rusqlite::Result<_>>()?;
        Ok(rows)
    }

    /// One file beside an unsent question.
    pub(crate) fn attachment(&self, attachment: AttachmentId) -> Result<Option<Attachment>> {
        let mut statement = self.prepare_cached(
            "SELECT id, conversation_id, position, queued, kind, name, media_type, size, characters, state, problem, url,
                    kept
               FROM attachment
              WHERE id = ?1",
        )?;
        Ok(statement.query_row((attachment,), Attachment::from_row).optional()?)
    }

    /// Where the upload service has a file.
    pub(crate) fn uploaded(&self, attachment: AttachmentId) -> Result<Option<Uploaded>> {
        let mut statement = self.prepare_cached("SELECT uploaded FROM attachment WHERE id = ?1")?;
        let found = statement.query_row((attachment,), |row| from_json_or_empty(row, "uploaded")).optional()?;
        Ok(found.flatten())
    }

    /// The ids of all files whose bytes are needed.
    pub(crate) fn kept_files(&self) -> Result<HashSet<AttachmentId>> {
        let mut statement = self.prepare("SELECT id FROM attachment")?;
        let mut kept = statement.query_map((), |row| row.get("id"))?.collect::<rusqlite::Result<HashSet<_>>>()?;
        let mut statement = self.prepare("SELECT files FROM turn WHERE files <> '[]'")?;
        for files in statement.query_map((), |row| super::from_json::<Vec<FileRef>>(row, "files"))? {
            kept.extend(files?.into_iter().map(|file| file.id));
        }
        Ok(kept)
    }
}

impl Writer<'_> {
    /// Adds a file behind the others of its conversation and says where it stands.
    pub(crate) fn add_attachment(&self, row: &Attachment) -> Result<u32> {
        let position = self.query_row(
            "SELECT COALESCE(MAX(position) + 1, 0) FROM attachment WHERE conversation_id = ?1",
            (row.conversation_id,),
            |row| row.get(0),
        )?;
        self.execute(
            "INSERT INTO attachment
                 (id, conversation_id, position, queued, kind, name, media_type, size, characters, state, problem, url,
                  kept)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, '', ?11, ?12)",
            (
                row.id,
                row.conversation_id,
                position,
                row.queued,
                to_word(row.kind)?,
                &row.name,
                &row.media_type,
                row.size,
                row.characters,
                to_word(row.state)?,
                &row.url,
                row.kept,
            ),
        )?;
        Ok(position)
    }

    /// A file is now so; says whether it is still there.
    pub(crate) fn save_attachment(&self, row: &Attachment) -> Result<bool> {
        // What is being uploaded has not got anywhere yet.
        let state = if row.state == AttachmentState::Uploading { AttachmentState::Waiting } else { row.state };
        let problem = row.problem.as_ref().map(to_json).transpose()?.unwrap_or_default();
        let changed = self.execute(
            "UPDATE attachment
                SET kind = ?2, characters = ?3, state = ?4, problem = ?5, url = ?6, kept = ?7
              WHERE id = ?1",
            (row.id, to_word(row.kind)?, row.characters, to_word(state)?, problem, &row.url, row.kept),
        )?;
        Ok(changed > 0)
    }

    /// Says where the upload service has a file.
    pub(crate) fn set_uploaded(&self, attachment: AttachmentId, uploaded: &Uploaded) -> Result<()> {
        self.execute("UPDATE attachment SET uploaded = ?2 WHERE id = ?1", (attachment, to_json(uploaded)?))?;
        Ok(())
    }

    /// Forgets a file.
    pub(crate) fn remove_attachment(&self, attachment: AttachmentId) -> Result<()> {
        self.execute("DELETE FROM attachment WHERE id = ?1", (attachment,))?;
        Ok(())
    }

    /// Moves the files of a conversation from the question being written to the one that waits, or back.
    pub(crate) fn queue_attachments(&self, conversation: ConversationId, queued: bool) -> Result<()> {
        self.execute("UPDATE attachment SET queued = ?2 WHERE conversation_id = ?1", (conversation, queued))?;
        Ok(())
    }

    /// Files whose bytes never came, because the program ended while they were read.
    pub(crate) fn unread_attachments(&self) -> Result<Vec<Attachment>> {
        let mut statement = self.prepare(
            "SELECT id, conversation_id, position, queued, kind, name, media_type, size, characters, state, problem, url,
                    kept
               FROM attachment
              WHERE state = 'waiting' AND kept = 0",
        )?;
        let rows = statement.query_map((), Attachment::from_row)?.collect::<rusqlite::Result<_>>()?;
        Ok(rows)
    }
}
