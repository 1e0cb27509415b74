//! Reads JSON whose keys come in any case.
//!
//! The platform seems to match keys without regard to case, some clients rely on it, and a middle layer in front of
//! it re-cases everything. So keys are matched to a type's fields by their letters and digits alone. A null member
//! counts as absent.

use serde::de::value::{MapDeserializer, SeqDeserializer};
use serde::de::{DeserializeOwned, Deserializer, IntoDeserializer, Visitor};
use serde::forward_to_deserialize_any;
use serde_json::{Map, Value};

/// Reads a `T` from JSON text, keys in any case.
///
/// # Errors
/// When the text is not JSON or does not have the shape of `T`.
pub fn from_str<T: DeserializeOwned>(text: &str) -> Result<T, serde_json::Error> {
    from_value(serde_json::from_str(text)?)
}

/// Reads a `T` from a JSON value, keys in any case.
///
/// # Errors
/// When the value does not have the shape of `T`.
pub fn from_value<T: DeserializeOwned>(value: Value) -> Result<T, serde_json::Error> {
    T::deserialize(AnyCase(value))
}

struct AnyCase(Value);

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
            Value::Object(map) => visitor.visit_map(members(map)),
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

    use super::from_str;

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

    #[test]
    fn the_exact_name_wins_over_one_that_looks_alike() {
        let read: Inner = from_str(r#"{"messageid":"wrong","MessageID":"right"}"#).unwrap();
        assert_eq!(read.id, "right");
    }
}
