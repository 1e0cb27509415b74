//! What every action has in common.

use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

/// One action of the platform: `POST {base}/{ACTION}` with this value as the body.
///
/// The body on the wire also carries `UserID` and may carry `AppKey`; the client adds them and the server reads
/// them, so that no request type repeats them.
pub trait Endpoint: Serialize + DeserializeOwned + Send + Sync {
    /// The last segment of the path, in snake case.
    const ACTION: &'static str;
    /// Keys of which a successful answer has at least one; where it has none, something else has answered.
    const EXPECTED: &'static [&'static str] = &[];
    /// What a successful answer holds.
    type Response: Serialize + DeserializeOwned;
}

/// The answer of an action that has nothing to say: `{}`.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Empty {}

/// The status that thrift-side answers carry; almost always absent or null.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub struct BaseResp {
    /// 0 is success.
    #[serde(default, deserialize_with = "crate::lenient::integer")]
    pub status_code: i64,
    /// Words for a failure.
    #[serde(default, deserialize_with = "crate::lenient::text")]
    pub status_message: String,
    /// Whatever else the platform adds.
    #[serde(flatten)]
    pub rest: Map<String, Value>,
}
