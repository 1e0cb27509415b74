//! Reads JSON whose keys come in any case.
//!
//! The platform seems to match keys without regard to case, some clients rely on it, and a middle layer in front of
//! it re-cases everything. So keys are matched to a type's fields by their letters and digits alone. A null member
//! counts as absent.

mod known;

use std::fmt;

use serde::de::value::{MapDeserializer, SeqDeserializer};
use serde::de::{DeserializeOwned, Deserializer, IntoDeserializer, Visitor};
use serde::forward_to_deserialize_any;
use serde_json::{Map, Value};

use crate::surrogate::mended;

use known::WITH_REST;

/// Reads a `T` from JSON text, keys in any case.
///
/// # Errors
/// When the text is not JSON or does not have the shape of `T`.
pub fn from_str<T: DeserializeOwned>(text: &str) -> Result<T, serde_json::Error> {
    let value = serde_json::from_str(text)
        .or_else(|error| mended(text).map_or(Err(error), |text| serde_json::from_str(&text)))?;
    from_value(value)
}

/// Reads a `T` from a JSON value, keys in any case.
///
/// # Errors
/// When the value does not have the shape of `T`.
pub fn from_value<T: DeserializeOwned>(value: Value) -> Result<T, serde_json::Error> {
    T::deserialize(AnyCase(value))
}

struct AnyCase(Value);

struct Expected<'a, V>(&'a V);

impl<'de, V: Visitor<'de>> fmt::Display for Expected<'_, V> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.expecting(f)
    }
}

fn fields_beside_a_rest<'de, V: Visitor<'de>>(visitor: &V) -> Option<&'static [&'static str]> {
    let expected = Expected(visitor).to_string();
    let name = expected.strip_prefix("struct ")?;
    WITH_REST.iter().find(|(known, _)| *known == name).map(|(_, fields)| *fields)
}

fn members(
    map: Map<String, Value>,
) -> MapDeserializer<'static, impl Iterator<Item = (String, AnyCase)>, serde_json::Error> {
    MapDeserializer::new(map.into_iter().map(|(key, value)| (key, AnyCase(value))))
}

fn letters(key: &str) -> impl Iterator<Item = char> + '_ {
    key.chars().filter(|c| c.is_alphanumeric()).map(|c| c.to_ascii_lowercase())
}

/// Gives every member the name of the field it means. An exact name wins over one that only looks alike.
fn named(map: Map<String, Value>, fields: &'static [&'static str]) -> Map<String, Value> {
    let mut exact = Map::new();
    let mut alike = Vec::new();
    for (key, value) in map {
        if value.is_null() {
            continue;
        }
        if fields.contains(&key.as_str()) {
            exact.insert(key, value);
        } else {
            alike.push((key, value));
        }
    }
    for (key, value) in alike {
        match fields.iter().find(|field| letters(field).eq(letters(&key))) {
            Some(field) => {
                exact.entry(*field).or_insert(value);
            }
            None => {
                exact.insert(key, value);
            }
        }
    }
    exact
}

impl<'de> IntoDeserializer<'de, serde_json::Error> for AnyCase {
    type Deserializer = Self;

    fn into_deserializer(self) -> Self {
        self
    }
}

impl<'de> Deserializer<'de> for AnyCase {
    type Error = serde_json::Error;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Self::Error> {
        match self.0 {
            Value::Array(items) => visitor.visit_seq(SeqDeserializer::new(items.into_iter().map(AnyCase))),
            Value::Object(map) => match fields_beside_a_rest(&visitor) {
                Some(fields) => visitor.visit_map(members(named(map, fields))),
                None => visitor.visit_map(members(map)),
            },
            plain => plain.deserialize_any(visitor),
        }
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _name: &'static str,
        fields: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Self::Error> {
        match self.0 {
            Value::Object(map) => visitor.visit_map(members(named(map, fields))),
            other => AnyCase(other).deserialize_any(visitor),
        }
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Self::Error> {
        if self.0.is_null() { visitor.visit_none() } else { visitor.visit_some(self) }
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        _name: &'static str,
        visitor: V,
    ) -> Result<V::Value, Self::Error> {
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        name: &'static str,
        variants: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Self::Error> {
        self.0.deserialize_enum(name, variants, visitor)
    }

    forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf unit unit_struct seq tuple
        tuple_struct map identifier ignored_any
    }
}

#[cfg(test)]
mod tests {
    use serde::Deserialize;

    use serde::Serialize;
    use serde::de::DeserializeOwned;
    use serde_json::{Map, Value, json};

    use super::{WITH_REST, from_str, from_value};
    use crate::*;

    #[derive(Debug, PartialEq, Deserialize)]
    struct Inner {
        #[serde(rename = "MessageID")]
        id: String,
    }

    #[derive(Debug, PartialEq, Deserialize)]
    #[serde(rename_all = "PascalCase")]
    struct Outer {
        answer_info: Inner,
        #[serde(default)]
        like: Vec<Inner>,
        note: Option<String>,
    }

    #[test]
    fn keys_match_in_any_case_at_every_depth_and_null_is_absent() {
        let read: Outer =
            from_str(r#"{"answer_info":{"messageId":"m"},"LIKE":[{"message_id":"n"}],"note":null}"#).unwrap();
        let expected =
            Outer { answer_info: Inner { id: "m".into() }, like: vec![Inner { id: "n".into() }], note: None };
        assert_eq!(read, expected);
    }

    fn recased(value: Value, recase: fn(&str) -> String) -> Value {
        match value {
            Value::Object(map) => {
                map.into_iter().map(|(key, value)| (recase(&key), recased(value, recase))).collect::<Map<_, _>>().into()
            }
            Value::Array(items) => items.into_iter().map(|item| recased(item, recase)).collect(),
            plain => plain,
        }
    }

    fn camel(key: &str) -> String {
        key[..1].to_lowercase() + &key[1..].replace('_', "")
    }

    fn snake(key: &str) -> String {
        let words =
            key.chars().map(|c| if c.is_uppercase() { format!("_{}", c.to_lowercase()) } else { c.to_string() });
        words.collect::<String>().trim_start_matches('_').to_owned()
    }

    /// Gives every field of the type a value, in every case, and expects each back.
    fn reads_in_any_case<T: DeserializeOwned + Serialize>(name: &str, mut full: Value) {
        full["somethingNew"] = json!({"keep_Me": 1});
        let plain = serde_json::to_value(from_value::<T>(full.clone()).unwrap()).unwrap();
        let (_, fields) = WITH_REST.iter().find(|(known, _)| *known == name).unwrap();
        for field in *fields {
            assert_eq!(plain.get(field), full.get(field), "{name}.{field}");
        }
        assert_eq!(plain["somethingNew"]["keep_Me"], 1, "{name}");
        for recase in [camel, snake, |key: &str| key.to_uppercase(), |key: &str| key.to_lowercase()] {
            let rest = full.as_object_mut().unwrap().remove("somethingNew");
            let read: T = from_value(recased(full.clone(), recase)).unwrap();
            let mut read = serde_json::to_value(read).unwrap();
            full["somethingNew"] = rest.clone().unwrap();
            read["somethingNew"] = rest.unwrap();
            assert_eq!(read, plain, "{name}");
        }
    }

    #[test]
    fn types_that_keep_the_rest_read_their_fields_in_any_case_too() {
        let variable = json!({"Key": "k", "Name": "n", "Description": "d", "Required": true, "VariableType": "Enum",
            "EnumValues": ["a"], "TextMaxLength": 9});
        let base = json!({"StatusCode": 3, "StatusMessage": "m"});
        let answer = json!({"Answer": "a", "MessageID": "m", "CreatedTime": 1, "TaskID": "t", "Like": 1,
            "TotalTokens": 2, "Latency": 0.5, "TracingJsonStr": "[]", "RetrieverResource": true});
        let metadata = json!({"score": 0.5, "dataset_id": "d", "dataset_name": "n", "document_id": "i",
            "document_name": "m", "document_url": "u", "document_obs_url": "o", "segment_id": "s",
            "orientations": [{"page_number": 1, "rects": [1.0]}]});
        reads_in_any_case::<VariableConfig>("VariableConfig", variable.clone());
        reads_in_any_case::<BaseResp>("BaseResp", base.clone());
        reads_in_any_case::<ErrorDetail>("ErrorDetail", json!({"Code": "c", "Message": "m"}));
        reads_in_any_case::<AppConfig>(
            "AppConfig",
            json!({"Name": "n", "OpenMessage": "o", "OpenQuery": ["q"], "VariableConfigs": [variable], "Icon": "i",
                "Background": "b", "Image": "p", "MessageTimes": 1, "SuggestEnabled": true, "AgentMode": "Multi",
                "AgentNodeSuggestEnabledMap": {}, "VoiceConfig": {}, "WorkspaceID": "w", "TenantID": "t",
                "BaseResp": base}),
        );
        reads_in_any_case::<ConversationBrief>(
            "ConversationBrief",
            json!({"AppConversationID": "a", "ConversationName": "n", "CreateTime": "c", "LastChatTime": "l",
                "EmptyConversation": true}),
        );
        reads_in_any_case::<AnswerInfo>("AnswerInfo", answer.clone());
        reads_in_any_case::<MessageInfo>(
            "MessageInfo",
            json!({"ConversationID": "c", "QueryID": "q", "Query": "?", "AnswerInfo": answer, "OtherAnswers": [],
                "QueryExtends": {"Files": []}, "Inputs": {}, "SendByTrigger": true, "SendByAsyncWorkflow": true}),
        );
        reads_in_any_case::<BlockingAnswer>(
            "BlockingAnswer",
            json!({"event": "message", "task_id": "t", "id": "i", "conversation_id": "c", "answer": "a",
                "created_at": 1, "think_messages": ["t"], "tool_messages": ["u"]}),
        );
        reads_in_any_case::<DocumentMetadata>("DocumentMetadata", metadata.clone());
        reads_in_any_case::<Document>("Document", json!({"output": "o", "metadata": metadata.clone()}));
        reads_in_any_case::<Retrieved>(
            "Retrieved",
            json!({"docs": {"outputList": [{"output": "o", "metadata": metadata}], "response_for_model": "r"},
                "latency": 0.5}),
        );
    }

    #[test]
    fn keys_that_people_chose_are_left_alone() {
        let read: CreateConversation = from_str(r#"{"inputs":{"name":"a","BaseResp":"b"}}"#).unwrap();
        assert_eq!(
            read.inputs.into_iter().collect::<Vec<_>>(),
            [("BaseResp".to_owned(), "b".to_owned()), ("name".to_owned(), "a".to_owned())]
        );
    }

    #[test]
    fn the_exact_name_wins_over_one_that_looks_alike() {
        let read: Inner = from_str(r#"{"messageid":"wrong","MessageID":"right"}"#).unwrap();
        assert_eq!(read.id, "right");
    }
}
