//! Every action, with a recorded question and answer.

use std::collections::BTreeMap;
use std::path::Path;

use parlance_protocol::*;
use serde_json::{Value, json};

use crate::change::{keeps_new_members, survives, through, without_blanks};

/// The fixtures in a directory, by name.
pub(crate) fn fixtures(directory: &str) -> BTreeMap<String, Value> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../tests/fixtures").join(directory);
    let files = std::fs::read_dir(path).unwrap().map(|entry| entry.unwrap().path()).filter(|path| path.is_file());
    files
        .map(|path| {
            let name = path.file_stem().unwrap().to_str().unwrap().to_owned();
            (name, serde_json::from_slice(&std::fs::read(path).unwrap()).unwrap())
        })
        .collect()
}

fn exchange<E: Endpoint>(fixtures: &mut BTreeMap<String, Value>) {
    let name = E::ACTION.replace('/', "_");
    let fixture = fixtures.remove(&name).unwrap_or_else(|| panic!("no fixture for {name}"));
    let request = &fixture["request"];
    assert_eq!(&through::<E>(request), request, "{name}: what is sent is exactly this");
    survives::<E>(&name, request);
    // The webhook's body is the caller's own; every other request is read without what it does not name.
    if E::ACTION != "trigger/webhook" {
        let mut signed = request.clone();
        signed["UserID"] = json!("u");
        signed["AppKey"] = json!("k");
        assert_eq!(&through::<E>(&signed), request, "{name}: the signature is no part of the request");
    }
    let response = &fixture["response"];
    assert!(E::EXPECTED.is_empty() || E::EXPECTED.iter().any(|key| response.get(key).is_some()), "{name}");
    survives::<E::Response>(&name, response);
    if response != &json!({}) {
        keeps_new_members::<E::Response>(&name, response);
    }
    for odd in fixture["odd_responses"].as_array().unwrap() {
        let read = through::<E::Response>(odd);
        let (read, odd) = (without_blanks(&read), without_blanks(&numbered(odd)));
        assert_eq!(read, odd, "{name}");
    }
}

/// Numbers that came as text, as numbers: `created_at` is the one field of the odd answers that does so.
fn numbered(value: &Value) -> Value {
    let mut value = value.clone();
    if let Some(seconds) = value["created_at"].as_str().and_then(|text| text.parse::<i64>().ok()) {
        value["created_at"] = seconds.into();
    }
    value
}

#[test]
fn every_action_survives_the_wire() {
    let mut fixtures = fixtures("wire");
    exchange::<GetAppConfigPreview>(&mut fixtures);
    exchange::<GetApp>(&mut fixtures);
    exchange::<GetOpeningConfig>(&mut fixtures);
    exchange::<GetAppUserVariables>(&mut fixtures);
    exchange::<SetAppUserVariables>(&mut fixtures);
    exchange::<ListOauth2Token>(&mut fixtures);
    exchange::<QueryMessageOauthStatus>(&mut fixtures);
    exchange::<CreateConversation>(&mut fixtures);
    exchange::<GetConversationList>(&mut fixtures);
    exchange::<GetConversationInputs>(&mut fixtures);
    exchange::<UpdateConversation>(&mut fixtures);
    exchange::<DeleteConversation>(&mut fixtures);
    exchange::<SetConversationTop>(&mut fixtures);
    exchange::<CancelConversationTop>(&mut fixtures);
    exchange::<ClearMessage>(&mut fixtures);
    exchange::<ChatQuery>(&mut fixtures);
    exchange::<ChatQueryV2>(&mut fixtures);
    exchange::<QueryAgain>(&mut fixtures);
    exchange::<QueryAgainV2>(&mut fixtures);
    exchange::<ChatContinue>(&mut fixtures);
    exchange::<StopMessage>(&mut fixtures);
    exchange::<GetConversationMessages>(&mut fixtures);
    exchange::<GetMessageInfo>(&mut fixtures);
    exchange::<DeleteMessage>(&mut fixtures);
    exchange::<Feedback>(&mut fixtures);
    exchange::<SetMessageAnswerUsed>(&mut fixtures);
    exchange::<GetSuggestedQuestions>(&mut fixtures);
    exchange::<ListLongMemory>(&mut fixtures);
    exchange::<UpdateLongMemory>(&mut fixtures);
    exchange::<DeleteLongMemory>(&mut fixtures);
    exchange::<ClearLongMemory>(&mut fixtures);
    exchange::<RunAppWorkflow>(&mut fixtures);
    exchange::<SyncRunAppWorkflow>(&mut fixtures);
    exchange::<QueryRunAppProcess>(&mut fixtures);
    exchange::<AsyncResumeAppWorkflow>(&mut fixtures);
    exchange::<SyncResumeAppWorkflow>(&mut fixtures);
    exchange::<QuerySkillAsyncTask>(&mut fixtures);
    exchange::<TriggerWebhook>(&mut fixtures);
    exchange::<QueryTriggerRunRecords>(&mut fixtures);
    assert!(fixtures.is_empty(), "fixtures without an action: {:?}", fixtures.keys());
}
