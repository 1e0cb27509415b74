//! How the platform says no.

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

/// `{"ResponseMetadata":{…,"Error":{…}}}`, with any HTTP status including 200.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub struct ErrorBody {
    /// The envelope; present in errors only.
    pub response_metadata: ResponseMetadata,
    /// Whatever else the platform adds.
    #[serde(flatten)]
    pub rest: Map<String, Value>,
}

/// The envelope around an error.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub struct ResponseMetadata {
    /// What the platform's own staff can look up.
    #[serde(deserialize_with = "crate::lenient::text")]
    pub request_id: String,
    /// Empty on known deployments.
    #[serde(deserialize_with = "crate::lenient::text")]
    pub action: String,
    /// Empty on known deployments.
    #[serde(deserialize_with = "crate::lenient::text")]
    pub version: String,
    /// Empty on known deployments.
    #[serde(deserialize_with = "crate::lenient::text")]
    pub service: String,
    /// Empty on known deployments.
    #[serde(deserialize_with = "crate::lenient::text")]
    pub region: String,
    /// The error itself.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub error: Option<ErrorDetail>,
    /// Whatever else the platform adds.
    #[serde(flatten)]
    pub rest: Map<String, Value>,
}

/// What went wrong. No list of codes is public, so both are shown as they are.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub struct ErrorDetail {
    /// A word for programs; always a string (the official Python SDK raises on a number).
    #[serde(deserialize_with = "crate::lenient::text")]
    pub code: String,
    /// A sentence for people.
    #[serde(deserialize_with = "crate::lenient::text")]
    pub message: String,
    /// Whatever else the platform adds.
    #[serde(flatten)]
    pub rest: Map<String, Value>,
}
