//! Files on the platform's object store. These calls are no actions of an agent: they go to their own address as
//! `POST …/up?Action=…`, signed with a key pair instead of an `Apikey` (official SDKs; seen working).

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use crate::error::ResponseMetadata;

/// What every file call answers with: an envelope that also stands around good answers.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub struct FileReply<T> {
    /// The envelope, with the error if there is one.
    pub response_metadata: ResponseMetadata,
    /// What was asked for; absent in errors.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub result: Option<T>,
}

/// A stored file: the result of `UploadRaw`, whose request is the file's bytes.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub struct StoredFile {
    /// Its path on the object store: `upload/full/` and the SHA-256 as 2, 2 and 60 hex digits.
    #[serde(deserialize_with = "crate::lenient::text")]
    pub path: String,
    /// Bytes.
    #[serde(deserialize_with = "crate::lenient::integer")]
    pub size: i64,
    /// Of the bytes, in hex.
    #[serde(deserialize_with = "crate::lenient::text")]
    pub sha256: String,
    /// A short link to it, on some deployments.
    #[serde(deserialize_with = "crate::lenient::text", skip_serializing_if = "String::is_empty")]
    pub short_link: String,
    /// A key that opens it, on some deployments.
    #[serde(deserialize_with = "crate::lenient::text", skip_serializing_if = "String::is_empty")]
    pub presign_key: String,
    /// Whatever else the platform adds.
    #[serde(flatten)]
    pub rest: Map<String, Value>,
}

/// `LongLive`: keeps an uploaded file for good.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub struct KeepFile {
    /// Its path.
    #[serde(deserialize_with = "crate::lenient::text")]
    pub path: String,
    /// The id that it was uploaded under.
    #[serde(deserialize_with = "crate::lenient::text")]
    pub id: String,
}

/// The result of `LongLive`.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub struct KeptFile {
    /// Its path, which may have changed.
    #[serde(deserialize_with = "crate::lenient::text")]
    pub path: String,
    /// Bytes.
    #[serde(deserialize_with = "crate::lenient::integer")]
    pub size: i64,
    /// Whatever else the platform adds.
    #[serde(flatten)]
    pub rest: Map<String, Value>,
}

/// The result of `DownloadKey`, which names the path in its query.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub struct DownloadKey {
    /// What `Action=Download` takes as its `Key`.
    #[serde(deserialize_with = "crate::lenient::text")]
    pub key: String,
    /// Bytes, where the platform says.
    #[serde(deserialize_with = "crate::lenient::optional_integer", skip_serializing_if = "Option::is_none")]
    pub size: Option<i64>,
    /// Whatever else the platform adds.
    #[serde(flatten)]
    pub rest: Map<String, Value>,
}

/// `Delete`: removes an uploaded file.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub struct DeleteFile {
    /// The id that it was uploaded under.
    #[serde(deserialize_with = "crate::lenient::text")]
    pub id: String,
    /// Of its bytes, in hex.
    #[serde(deserialize_with = "crate::lenient::text")]
    pub sha256: String,
}
