//! Files: up with any signature or none, down for everybody who knows the path.
//!
//! A path is made of the digest of the bytes, so that only who has the file, or was told, can ask for it. What comes down
//! is never shown by a browser as a page of this server.

use std::collections::HashMap;
use std::sync::Arc;

use axum::Json;
use axum::body::Bytes;
use axum::extract::{Query, Request, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use parlance_protocol::{
    DeleteFile, DownloadKey, FileReply, KeepFile, KeptFile, ResponseMetadata, StoredFile, from_value,
};
use serde::Serialize;
use serde::de::DeserializeOwned;
use sha2::{Digest, Sha256};

use crate::answering::unix_seconds;
use crate::id;
use crate::refusal::Refusal;
use crate::router::App;
use crate::signed::read;
use crate::store::{Upload, path_of, sha256_in};

type Words = HashMap<String, String>;

/// How long a file is kept where nothing is said: a day.
const DAY: i64 = 24 * 60 * 60;

pub(crate) async fn up(
    State(app): State<Arc<App>>,
    Query(query): Query<Words>,
    request: Request,
) -> Result<Response, Refusal> {
    let (head, body) = request.into_parts();
    let body = read(body).await?;
    match word(&query, "Action") {
        "UploadRaw" => upload(&app, &query, &head.headers, body).await,
        "LongLive" => {
            let KeepFile { path, id } = json(&body)?;
            let sha256 = sha256_in(&path).ok_or_else(no_file)?;
            let size = app.store.keep_for_good(sha256.clone(), id).await?.ok_or_else(no_file)?;
            Ok(answer(&query, KeptFile { path: path_of(&sha256), size, ..KeptFile::default() }))
        }
        "DownloadKey" => {
            let sha256 = sha256_in(word(&query, "Path")).ok_or_else(no_file)?;
            let file = app.store.file(sha256, unix_seconds()).await?.ok_or_else(no_file)?;
            // Everybody may download what they know the path of, so that any key will do.
            let size = i64::try_from(file.bytes.len()).ok();
            Ok(answer(&query, DownloadKey { key: id::key(), size, ..DownloadKey::default() }))
        }
        "Delete" => {
            let DeleteFile { id, sha256 } = json(&body)?;
            let found = app.store.delete_file(sha256.to_ascii_lowercase(), id).await?;
            found.then(|| answer(&query, serde_json::Map::new())).ok_or_else(no_file)
        }
        other => Err(Refusal::parameter(format!(
            "There is no Action {other:?} here. It must be UploadRaw, LongLive, DownloadKey or Delete."
        ))),
    }
}

pub(crate) async fn down(State(app): State<Arc<App>>, Query(query): Query<Words>) -> Result<Response, Refusal> {
    let action = word(&query, "Action");
    if !["", "Download"].contains(&action) {
        return Err(Refusal::parameter(format!("There is no Action {action:?} here. It must be Download.")));
    }
    let nothing = || Refusal::new(StatusCode::NOT_FOUND, "NotFound", "There is no file at this Path.");
    let sha256 = sha256_in(word(&query, "Path")).ok_or_else(nothing)?;
    let file = app.store.file(sha256, unix_seconds()).await?.ok_or_else(nothing)?;
    let name: String = file.name.bytes().map(escaped).collect();
    let headers = [
        (header::CONTENT_TYPE, file.media_type),
        (header::CONTENT_DISPOSITION, format!("attachment; filename*=UTF-8''{name}")),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff".into()),
        (header::CONTENT_SECURITY_POLICY, "sandbox; default-src 'none'".into()),
    ];
    Ok((headers, file.bytes).into_response())
}

async fn upload(app: &App, query: &Words, headers: &HeaderMap, body: Bytes) -> Result<Response, Refusal> {
    let sha256: String = Sha256::digest(&body).iter().map(|byte| format!("{byte:02x}")).collect();
    let told = |name: &str| headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default().to_owned();
    for claimed in [word(query, "Sha256").to_owned(), told("x-content-sha256")] {
        let is_digest = claimed.len() == 64 && claimed.bytes().all(|b| b.is_ascii_hexdigit());
        if is_digest && !claimed.eq_ignore_ascii_case(&sha256) {
            return Err(Refusal::parameter(format!(
                "The file did not arrive as it was sent: its SHA-256 is {sha256}, not {claimed}."
            )));
        }
    }
    let media_type = [word(query, "ContentType").to_owned(), told("content-type")].into_iter();
    let media_type = media_type.map(|text| text.trim().to_owned()).find(|text| is_media_type(text));
    let now = unix_seconds();
    let upload = Upload {
        id: word(query, "Id").to_owned(),
        sha256,
        name: Some(word(query, "Filename")).filter(|name| !name.is_empty()).unwrap_or("file").to_owned(),
        media_type: media_type.unwrap_or_else(|| "application/octet-stream".into()),
        bytes: body.into(),
        expires_at: now.saturating_add(seconds(word(query, "Expire"))),
        now,
    };
    let stored: Option<StoredFile> = app.store.keep_file(upload).await?;
    let stored = stored.ok_or_else(|| {
        let message = "This server keeps no more files. Delete some of them.";
        Refusal::new(StatusCode::INSUFFICIENT_STORAGE, "NoRoom", message)
    })?;
    Ok(answer(query, stored))
}

/// A duration such as `15h`; a day where it is none.
fn seconds(text: &str) -> i64 {
    let (number, unit) = text.split_at(text.len() - text.chars().last().map_or(0, char::len_utf8));
    let unit = match unit {
        "s" => 1,
        "m" => 60,
        "h" => 60 * 60,
        "d" => DAY,
        _ => return DAY,
    };
    number.parse::<i64>().ok().filter(|number| *number > 0).map_or(DAY, |number| number.saturating_mul(unit))
}

fn is_media_type(text: &str) -> bool {
    text.contains('/') && text.bytes().all(|b| b.is_ascii_graphic() || b == b' ')
}

/// A byte of a file's name, as a header takes it.
fn escaped(byte: u8) -> String {
    if byte.is_ascii_alphanumeric() || b"-._".contains(&byte) {
        char::from(byte).to_string()
    } else {
        format!("%{byte:02X}")
    }
}

/// A word of the query, whatever the case of its name.
fn word<'a>(query: &'a Words, name: &str) -> &'a str {
    query.iter().find(|(key, _)| key.eq_ignore_ascii_case(name)).map(|(_, value)| value.as_str()).unwrap_or_default()
}

fn json<T: DeserializeOwned>(body: &Bytes) -> Result<T, Refusal> {
    let value = serde_json::from_slice(body).and_then(from_value);
    value.map_err(|error| Refusal::parameter(format!("The body does not fit: {error}.")))
}

fn answer<T: Serialize>(query: &Words, result: T) -> Response {
    let response_metadata = ResponseMetadata {
        request_id: id::ulid(),
        action: word(query, "Action").to_owned(),
        version: word(query, "Version").to_owned(),
        service: "up".into(),
        ..ResponseMetadata::default()
    };
    Json(FileReply { response_metadata, result: Some(result) }).into_response()
}

fn no_file() -> Refusal {
    Refusal::parameter("There is no such file. It may have been deleted, or its time was over.")
}
