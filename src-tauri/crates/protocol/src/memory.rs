//! What an agent keeps of its user beyond one conversation (documented by the vendor, from v2.0.1 on).

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use crate::endpoint::{BaseResp, Empty, Endpoint};
use crate::words::words;

/// `list_long_memory`: what the agent keeps, page by page.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub struct ListLongMemory {
    /// Order and page; absent is the platform's choice.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub list_opt: Option<ListOpt>,
    /// Which memories; absent is all.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub filter: Option<LongMemoryFilter>,
}

impl Endpoint for ListLongMemory {
    const ACTION: &'static str = "list_long_memory";
    const EXPECTED: &'static [&'static str] = &["Items", "Total"];
    type Response = ListLongMemoryResponse;
}

/// Order and page of a list.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub struct ListOpt {
    /// What to sort by, the first first.
    #[serde(deserialize_with = "crate::lenient::or_default")]
    pub sort: Vec<Sorter>,
    /// Counted from 1 (inferred: the vendor does not say).
    #[serde(deserialize_with = "crate::lenient::integer")]
    pub page_number: i64,
    /// How many entries a page has.
    #[serde(deserialize_with = "crate::lenient::integer")]
    pub page_size: i64,
}

/// One rule of an order.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub struct Sorter {
    /// A field in snake case, such as `created_at`.
    #[serde(deserialize_with = "crate::lenient::text")]
    pub sort_field: String,
    /// Absent is [`SortOrder::Desc`].
    #[serde(skip_serializing_if = "SortOrder::is_empty")]
    pub sort_order: SortOrder,
}

words!(
    /// Which end comes first.
    SortOrder {
        /// The greatest, or the newest.
        Desc = "desc",
        /// The smallest, or the oldest.
        Asc = "asc",
    }
);

/// Which memories to list. An empty field does not choose.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub struct LongMemoryFilter {
    /// The earliest, in RFC 3339.
    #[serde(deserialize_with = "crate::lenient::text")]
    pub start_time: String,
    /// The latest, in RFC 3339.
    #[serde(deserialize_with = "crate::lenient::text")]
    pub end_time: String,
    /// Words that the memory holds.
    #[serde(deserialize_with = "crate::lenient::text")]
    pub keyword: String,
}

/// One page of memories.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub struct ListLongMemoryResponse {
    /// The page; none is an empty list or null.
    #[serde(deserialize_with = "crate::lenient::or_default")]
    pub items: Vec<LongMemory>,
    /// How many there are on all pages.
    #[serde(deserialize_with = "crate::lenient::integer")]
    pub total: i64,
    /// Almost always null.
    pub base_resp: Option<BaseResp>,
    /// Whatever else the platform adds.
    #[serde(flatten)]
    pub rest: Map<String, Value>,
}

/// One memory.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub struct LongMemory {
    /// Its id.
    #[serde(rename = "MemoryID", deserialize_with = "crate::lenient::text")]
    pub memory_id: String,
    /// What is kept, in words.
    #[serde(deserialize_with = "crate::lenient::text")]
    pub memory: String,
    /// How many numbers its vector has.
    #[serde(deserialize_with = "crate::lenient::integer")]
    pub memory_vector_raw_dim: i64,
    /// Unix seconds.
    #[serde(deserialize_with = "crate::lenient::integer")]
    pub create_timestamp: i64,
    /// Unix seconds.
    #[serde(deserialize_with = "crate::lenient::integer")]
    pub update_timestamp: i64,
    /// Whatever else the platform adds.
    #[serde(flatten)]
    pub rest: Map<String, Value>,
}

/// `update_long_memory`: rewords one memory.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub struct UpdateLongMemory {
    /// Which memory.
    #[serde(rename = "MemoryID", deserialize_with = "crate::lenient::text")]
    pub memory_id: String,
    /// The new words.
    #[serde(deserialize_with = "crate::lenient::text")]
    pub memory: String,
}

impl Endpoint for UpdateLongMemory {
    const ACTION: &'static str = "update_long_memory";
    type Response = Empty;
}

/// `delete_long_memory`: forgets some memories.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct DeleteLongMemory {
    /// Which memories.
    #[serde(rename = "MemoryIDs", deserialize_with = "crate::lenient::texts")]
    pub memory_ids: Vec<String>,
}

impl Endpoint for DeleteLongMemory {
    const ACTION: &'static str = "delete_long_memory";
    type Response = Empty;
}

/// `clear_long_memory`: forgets everything.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct ClearLongMemory {}

impl Endpoint for ClearLongMemory {
    const ACTION: &'static str = "clear_long_memory";
    type Response = Empty;
}
