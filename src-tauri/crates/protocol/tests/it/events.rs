//! Every event of a chat, recorded, and as deployments change it.

use parlance_protocol::{ChatEvent, Frame};
use serde_json::{Map, Value, json};

use crate::change::without_blanks;
use crate::exchanges::fixtures;

/// Names that say the same as another.
const ALIASES: [(&str, &str); 3] =
    [("knowledge_retrieve_start", "knowledge_retrieve"), ("intention", "agent_intention"), ("error", "message_failed")];

fn recorded() -> Vec<Map<String, Value>> {
    let events = fixtures("wire/values")["chat_events"].clone();
    serde_json::from_value(events).unwrap()
}

/// What the types make of an event: its own fields and the ids together.
fn through(event: &Map<String, Value>) -> Value {
    let frame = Frame::read(Value::Object(event.clone()).to_string(), "text").unwrap();
    assert!(!matches!(frame.event, ChatEvent::Unknown(_)), "it has a name: {event:?}");
    let mut all = serde_json::to_value(frame.event).unwrap();
    let ids = serde_json::to_value(frame.ids).unwrap();
    all.as_object_mut().unwrap().extend(ids.as_object().unwrap().clone());
    without_blanks(&all)
}

#[test]
fn every_event_of_a_chat_has_a_name_and_survives_the_wire() {
    let recorded = recorded();
    assert_eq!(recorded.len(), 45);
    for event in &recorded {
        assert_eq!(through(event), without_blanks(&Value::Object(event.clone())));
    }
    for (alias, name) in ALIASES {
        let mut event = recorded.iter().find(|event| event["event"] == name).unwrap().clone();
        event.insert("event".into(), alias.into());
        assert_eq!(through(&event)["event"], name);
    }
}

#[test]
fn an_event_with_nulls_or_with_numbers_as_text_is_still_the_same_event() {
    for event in recorded() {
        for (key, value) in event.iter().filter(|(key, _)| *key != "event") {
            let mut nulled = event.clone();
            nulled.insert(key.clone(), Value::Null);
            let mut removed = event.clone();
            removed.remove(key);
            assert_eq!(through(&nulled), through(&removed), "{key} of {}", event["event"]);
            if value.is_number() {
                let mut as_text = event.clone();
                as_text.insert(key.clone(), value.to_string().into());
                assert_eq!(through(&as_text), through(&event), "{key} of {}", event["event"]);
            }
        }
    }
}

#[test]
fn what_an_event_has_more_than_is_known_is_kept_as_it_came() {
    for mut event in recorded() {
        event.insert("somethingNew".into(), json!({"Keep_me": [1, null]}));
        let raw = Value::Object(event.clone()).to_string();
        let frame = Frame::read(raw.clone(), "text").unwrap();
        assert!(!matches!(frame.event, ChatEvent::Unknown(_)), "{raw}");
        assert_eq!(frame.raw, raw);
    }
}
