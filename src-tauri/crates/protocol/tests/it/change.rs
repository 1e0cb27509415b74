//! Recorded JSON, changed as deployments change it, read and written again.
//!
//! Two values are the same here when they are so after [`without_blanks`]: null, the empty text, list and object, 0 and
//! false all say what an absent member says.

use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Map, Value, json};

/// Reads a `T` and writes it.
pub(crate) fn through<T: Serialize + DeserializeOwned>(value: &Value) -> Value {
    let read: T = parlance_protocol::from_value(value.clone()).unwrap_or_else(|error| panic!("{error}: {value}"));
    serde_json::to_value(read).unwrap()
}

/// Expects that the value survives as it is, and under every change but new members.
pub(crate) fn survives<T: Serialize + DeserializeOwned>(name: &str, value: &Value) {
    let expected = without_blanks(value);
    assert_eq!(without_blanks(&through::<T>(value)), expected, "{name}");
    for recase in [camel, snake, str::to_uppercase, str::to_lowercase] {
        let changed = recased(value, recase);
        assert_eq!(without_blanks(&through::<T>(&changed)), expected, "{name} as {changed}");
    }
    let changed = stringed(value);
    assert_eq!(without_blanks(&through::<T>(&changed)), expected, "{name} as {changed}");
    for pointer in members(value) {
        let mut nulled = value.clone();
        *nulled.pointer_mut(&pointer).unwrap() = Value::Null;
        let removed = without(value, &pointer);
        let read = through::<T>(&nulled);
        assert_eq!(read, through::<T>(&removed), "{name}: null says what absence says of {pointer}");
        // What is absent may have a default; all else is as it was.
        let others = without(&read, &pointer);
        assert_eq!(without_blanks(&others), without_blanks(&removed), "{name} without {pointer}");
    }
}

fn without(value: &Value, pointer: &str) -> Value {
    let mut value = value.clone();
    let (parent, key) = pointer.rsplit_once('/').unwrap();
    if let Some(Value::Object(parent)) = value.pointer_mut(parent) {
        parent.remove(key);
    }
    value
}

/// Expects that whatever is new in any object of the value survives.
pub(crate) fn keeps_new_members<T: Serialize + DeserializeOwned>(name: &str, value: &Value) {
    for pointer in std::iter::once(String::new()).chain(members(value)) {
        let mut changed = value.clone();
        let Some(Value::Object(object)) = changed.pointer_mut(&pointer) else { continue };
        if object.keys().any(|key| chosen(key)) {
            continue;
        }
        object.insert("somethingNew".into(), json!({"Keep_me": [1, null]}));
        assert_eq!(
            without_blanks(&through::<T>(&changed)),
            without_blanks(&changed),
            "{name} with more in {pointer:?}"
        );
    }
}

/// Keys that people chose, not the platform: of these fixtures, those in Chinese and those of digits alone.
fn chosen(key: &str) -> bool {
    !key.is_ascii() || key.bytes().all(|byte| byte.is_ascii_digit())
}

fn members(value: &Value) -> Vec<String> {
    let mut found = Vec::new();
    match value {
        Value::Object(map) => {
            for (key, inner) in map {
                if !chosen(key) {
                    found.push(format!("/{key}"));
                }
                found.extend(members(inner).into_iter().map(|deeper| format!("/{key}{deeper}")));
            }
        }
        Value::Array(items) => {
            for (at, inner) in items.iter().enumerate() {
                found.extend(members(inner).into_iter().map(|deeper| format!("/{at}{deeper}")));
            }
        }
        _ => {}
    }
    found
}

/// The value without members that say nothing.
pub(crate) fn without_blanks(value: &Value) -> Value {
    match value {
        Value::Object(map) => {
            let said = map.iter().map(|(key, inner)| (key.clone(), without_blanks(inner)));
            said.filter(|(_, inner)| !is_blank(inner)).collect::<Map<_, _>>().into()
        }
        Value::Array(items) => items.iter().map(without_blanks).collect(),
        plain => plain.clone(),
    }
}

fn is_blank(value: &Value) -> bool {
    match value {
        Value::Null | Value::Bool(false) => true,
        Value::Bool(true) => false,
        Value::Number(number) => number.as_f64() == Some(0.0),
        Value::String(text) => text.is_empty(),
        Value::Array(items) => items.is_empty(),
        Value::Object(map) => map.is_empty(),
    }
}

fn recased(value: &Value, recase: fn(&str) -> String) -> Value {
    match value {
        Value::Object(map) => {
            let members = map
                .iter()
                .map(|(key, inner)| (if chosen(key) { key.clone() } else { recase(key) }, recased(inner, recase)));
            members.collect::<Map<_, _>>().into()
        }
        Value::Array(items) => items.iter().map(|inner| recased(inner, recase)).collect(),
        plain => plain.clone(),
    }
}

fn camel(key: &str) -> String {
    key[..1].to_lowercase() + &key[1..].replace('_', "")
}

fn snake(key: &str) -> String {
    let words = key.chars().map(|c| if c.is_uppercase() { format!("_{}", c.to_lowercase()) } else { c.to_string() });
    words.collect::<String>().trim_start_matches('_').to_owned()
}

/// Every number and truth as text, but for those under keys that people chose.
fn stringed(value: &Value) -> Value {
    match value {
        Value::Object(map) => {
            let members = map.iter().map(|(key, inner)| {
                let plain = chosen(key) && !inner.is_object();
                (key.clone(), if plain { inner.clone() } else { stringed(inner) })
            });
            members.collect::<Map<_, _>>().into()
        }
        Value::Array(items) => items.iter().map(stringed).collect(),
        Value::Number(_) | Value::Bool(_) => value.to_string().into(),
        plain => plain.clone(),
    }
}
