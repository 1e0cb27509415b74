//! What a retrieval found. An odd member costs itself and nothing beside it: a passage is worth more than its shape.

use serde::{Deserialize, Deserializer, Serialize};
use serde_json::{Map, Value};

/// The hits of one retrieval. On the wire an object; one deployment sends the bare list, which is read too.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct Docs {
    /// The hits, best first.
    #[serde(rename = "outputList")]
    pub output_list: Vec<Document>,
    /// The text handed to the model.
    pub response_for_model: String,
    /// Whatever else the platform adds.
    #[serde(flatten)]
    pub rest: Map<String, Value>,
}

/// One hit.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Document {
    /// The passage.
    #[serde(deserialize_with = "crate::lenient::any_text")]
    pub output: String,
    /// Where it stands.
    #[serde(deserialize_with = "crate::lenient::if_readable")]
    pub metadata: DocumentMetadata,
    /// Whatever else the platform adds.
    #[serde(flatten)]
    pub rest: Map<String, Value>,
}

/// Where a passage stands; every field may be missing.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct DocumentMetadata {
    /// As the retriever scores; scales differ, so it is shown as given.
    #[serde(deserialize_with = "crate::lenient::optional_number", skip_serializing_if = "Option::is_none")]
    pub score: Option<f64>,
    /// The collection's id.
    #[serde(deserialize_with = "crate::lenient::any_text")]
    pub dataset_id: String,
    /// The collection's name.
    #[serde(deserialize_with = "crate::lenient::any_text")]
    pub dataset_name: String,
    /// The document's id.
    #[serde(deserialize_with = "crate::lenient::any_text")]
    pub document_id: String,
    /// The document's name; question-and-answer hits have none.
    #[serde(deserialize_with = "crate::lenient::any_text")]
    pub document_name: String,
    /// A link to the document, often empty.
    #[serde(deserialize_with = "crate::lenient::any_text")]
    pub document_url: String,
    /// The document's path on the platform's object store.
    #[serde(deserialize_with = "crate::lenient::any_text")]
    pub document_obs_url: String,
    /// The passage's id.
    #[serde(deserialize_with = "crate::lenient::any_text")]
    pub segment_id: String,
    /// Pages and places in them.
    #[serde(deserialize_with = "crate::lenient::readable_list", skip_serializing_if = "Vec::is_empty")]
    pub orientations: Vec<Orientation>,
    /// Whatever else the platform adds.
    #[serde(flatten)]
    pub rest: Map<String, Value>,
}

/// A place in a paged document.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Orientation {
    /// Counted from 1.
    #[serde(deserialize_with = "crate::lenient::integer")]
    pub page_number: i64,
    /// Rectangles, of undocumented shape.
    pub rects: Value,
    /// Whatever else the platform adds.
    #[serde(flatten)]
    pub rest: Map<String, Value>,
}

impl<'de> Deserialize<'de> for Docs {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        #[derive(Deserialize)]
        struct FullDocs {
            #[serde(rename = "outputList", default, deserialize_with = "crate::lenient::or_default")]
            output_list: Vec<Value>,
            #[serde(default, deserialize_with = "crate::lenient::any_text")]
            response_for_model: String,
            #[serde(flatten)]
            rest: Map<String, Value>,
        }
        match Value::deserialize(deserializer)? {
            Value::Null => Ok(Self::default()),
            Value::Array(hits) => Ok(Self { output_list: passages(hits), ..Self::default() }),
            full => {
                let FullDocs { output_list, response_for_model, rest } =
                    crate::from_value(full).map_err(serde::de::Error::custom)?;
                Ok(Self { output_list: passages(output_list), response_for_model, rest })
            }
        }
    }
}

/// The hits that are some; one that is none costs no other.
fn passages(hits: Vec<Value>) -> Vec<Document> {
    hits.into_iter().filter_map(crate::lenient::readable).collect()
}
