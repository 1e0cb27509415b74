//! The files of a question, as a history has them.

use parlance_protocol::{FileReference, MessageInfo};

use crate::id::AttachmentId;
use crate::model::FileRef;

/// What a history says of a question's files, as rows of their own.
pub(super) fn read(told: &MessageInfo) -> Vec<FileRef> {
    references(told).iter().filter(|file| !file.url.is_empty() || !file.path.is_empty()).map(row).collect()
}

/// Takes over what a history says, unless it is what is here: then our rows stay, which know more.
pub(super) fn take(ours: &mut Vec<FileRef>, told: &MessageInfo) {
    let theirs = read(told);
    let same = |(our, their): (&FileRef, &FileRef)| {
        our.name == their.name && (our.path == their.path && !our.path.is_empty() || our.url == their.url)
    };
    let known = ours.len() == theirs.len() && ours.iter().zip(&theirs).all(same);
    // A history that says nothing of files does not know of them.
    if !theirs.is_empty() && !known {
        *ours = theirs;
    }
}

fn references(told: &MessageInfo) -> &[FileReference] {
    told.query_extends.as_ref().map(|extends| extends.files.as_slice()).unwrap_or_default()
}

fn row(file: &FileReference) -> FileRef {
    FileRef {
        id: AttachmentId::make(),
        name: file.name.clone(),
        media_type: String::new(),
        size: u32::try_from(file.size.max(0)).unwrap_or(u32::MAX),
        url: file.url.clone(),
        path: file.path.clone(),
        kept: false,
    }
}
