//! Readers for fields that deployments spell differently: numbers as strings, null for empty.

use std::collections::BTreeMap;

use serde::de::DeserializeOwned;
use serde::{Deserialize, Deserializer};
use serde_json::Value;

/// A text; null is empty, a number or a boolean is its spelling.
///
/// # Errors
/// When the value is a list or an object.
pub fn text<'de, D: Deserializer<'de>>(deserializer: D) -> Result<String, D::Error> {
    match Value::deserialize(deserializer)? {
        Value::Null => Ok(String::new()),
        Value::String(text) => Ok(text),
        Value::Number(number) => Ok(number.to_string()),
        Value::Bool(flag) => Ok(flag.to_string()),
        Value::Array(_) | Value::Object(_) => Err(serde::de::Error::custom("expected a text")),
    }
}

/// A text of whatever shape: a list or an object is its JSON, all else is as [`text`] reads it.
///
/// # Errors
/// Only those of the input itself.
pub fn any_text<'de, D: Deserializer<'de>>(deserializer: D) -> Result<String, D::Error> {
    Ok(spelled(Value::deserialize(deserializer)?))
}

/// A whole number; a numeric string counts, null and anything else is 0.
///
/// # Errors
/// Only those of the input itself.
pub fn integer<'de, D: Deserializer<'de>>(deserializer: D) -> Result<i64, D::Error> {
    Ok(as_integer(&Value::deserialize(deserializer)?).unwrap_or(0))
}

/// A number; a numeric string counts, null and anything else is 0.
///
/// # Errors
/// Only those of the input itself.
pub fn number<'de, D: Deserializer<'de>>(deserializer: D) -> Result<f64, D::Error> {
    Ok(as_number(&Value::deserialize(deserializer)?).unwrap_or(0.0))
}

/// A number that may be missing; null and anything that is no number is `None`.
///
/// # Errors
/// Only those of the input itself.
pub fn optional_number<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<f64>, D::Error> {
    Ok(as_number(&Value::deserialize(deserializer)?))
}

/// A whole number that may be missing; null and anything that is no number is `None`.
///
/// # Errors
/// Only those of the input itself.
pub fn optional_integer<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<i64>, D::Error> {
    Ok(as_integer(&Value::deserialize(deserializer)?))
}

/// A truth; numbers other than 0 and the words `true` and `1` count, all else is false.
///
/// # Errors
/// Only those of the input itself.
pub fn flag<'de, D: Deserializer<'de>>(deserializer: D) -> Result<bool, D::Error> {
    Ok(as_flag(&Value::deserialize(deserializer)?))
}

/// A truth that may be missing; null and the empty text are `None`.
///
/// # Errors
/// Only those of the input itself.
pub fn optional_flag<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<bool>, D::Error> {
    let value = Value::deserialize(deserializer)?;
    Ok(if value.is_null() || value == "" { None } else { Some(as_flag(&value)) })
}

/// A list of texts of whatever shape, each read as [`any_text`] reads it; anything but a list is none.
///
/// # Errors
/// Only those of the input itself.
pub fn any_texts<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<String>, D::Error> {
    match Value::deserialize(deserializer)? {
        Value::Array(members) => Ok(members.into_iter().map(spelled).collect()),
        _ => Ok(Vec::new()),
    }
}

/// A list of texts; null is none, and its members are read as [`text`] reads them.
///
/// # Errors
/// When the value is no list, or a member is a list or an object.
pub fn texts<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<String>, D::Error> {
    let members = Option::<Vec<Value>>::deserialize(deserializer)?.unwrap_or_default();
    members.into_iter().map(|member| text(member).map_err(serde::de::Error::custom)).collect()
}

/// A value whose null means "as if it were not there".
///
/// # Errors
/// When the value is neither null nor a `T`.
pub fn or_default<'de, D: Deserializer<'de>, T: Deserialize<'de> + Default>(deserializer: D) -> Result<T, D::Error> {
    Ok(Option::<T>::deserialize(deserializer)?.unwrap_or_default())
}

/// A value that counts only where it can be read: anything else is as if it were not there.
///
/// # Errors
/// Only those of the input itself.
pub fn if_readable<'de, D: Deserializer<'de>, T: DeserializeOwned + Default>(deserializer: D) -> Result<T, D::Error> {
    Ok(readable(Value::deserialize(deserializer)?).unwrap_or_default())
}

/// The members of a list that can be read; what is no list is a list of itself.
///
/// # Errors
/// Only those of the input itself.
pub fn readable_list<'de, D: Deserializer<'de>, T: DeserializeOwned>(deserializer: D) -> Result<Vec<T>, D::Error> {
    match Value::deserialize(deserializer)? {
        Value::Array(members) => Ok(members.into_iter().filter_map(readable).collect()),
        only => Ok(readable(only).into_iter().collect()),
    }
}

/// The members of an object that can be read; anything but an object has none.
///
/// # Errors
/// Only those of the input itself.
pub fn readable_members<'de, D, T>(deserializer: D) -> Result<BTreeMap<String, T>, D::Error>
where
    D: Deserializer<'de>,
    T: DeserializeOwned,
{
    match Value::deserialize(deserializer)? {
        Value::Object(members) => {
            Ok(members.into_iter().filter_map(|(name, member)| Some((name, readable(member)?))).collect())
        }
        _ => Ok(BTreeMap::new()),
    }
}

/// A value, keys in any case, where it has the shape.
pub(crate) fn readable<T: DeserializeOwned>(value: Value) -> Option<T> {
    crate::from_value(value).ok()
}

fn spelled(value: Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::String(text) => text,
        other => other.to_string(),
    }
}

fn as_flag(value: &Value) -> bool {
    match value {
        Value::Bool(flag) => *flag,
        Value::Number(number) => number.as_f64().is_some_and(|n| n != 0.0),
        Value::String(text) => text.eq_ignore_ascii_case("true") || text == "1",
        _ => false,
    }
}

fn as_number(value: &Value) -> Option<f64> {
    match value {
        Value::Number(number) => number.as_f64(),
        Value::String(text) => text.trim().parse().ok().filter(|number: &f64| number.is_finite()),
        _ => None,
    }
}

fn as_integer(value: &Value) -> Option<i64> {
    value.as_i64().or_else(|| as_number(value).map(to_integer))
}

#[expect(clippy::cast_possible_truncation, reason = "saturating is what a wrong number deserves")]
fn to_integer(number: f64) -> i64 {
    number as i64
}
