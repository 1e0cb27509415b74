//! What a request cannot do without, so that what is forgotten is named instead of not being found.

use parlance_protocol as protocol;
use parlance_protocol::Endpoint;
use serde_json::Value;

use crate::refusal::Refusal;

/// A key, and where its value comes from.
type Need = (&'static str, &'static str);

const CONVERSATION: Need = ("AppConversationID", "create_conversation and get_conversation_list give it.");
const ANY_CONVERSATION: Need = ("ConversationID", "Take the AppConversationID that create_conversation gives.");
const MESSAGE: Need = ("MessageID", "It is the id in an answer's message_start, and in get_conversation_messages.");
const TASK: Need = ("TaskID", "");
const MEMORY: Need = ("MemoryID", "list_long_memory gives it.");
const RUN: Need = ("RunID", "run_app_workflow and sync_run_app_workflow give it.");

/// By action: groups of keys, of each of which one must be there.
const NEEDS: &[(&str, &[&[Need]])] = &[
    (protocol::GetConversationInputs::ACTION, &[&[CONVERSATION]]),
    (protocol::UpdateConversation::ACTION, &[&[CONVERSATION]]),
    (protocol::SetConversationTop::ACTION, &[&[CONVERSATION]]),
    (protocol::CancelConversationTop::ACTION, &[&[CONVERSATION]]),
    (protocol::ClearMessage::ACTION, &[&[CONVERSATION]]),
    (protocol::DeleteConversation::ACTION, &[&[CONVERSATION]]),
    (protocol::ChatQuery::ACTION, &[&[CONVERSATION]]),
    (protocol::ChatQueryV2::ACTION, &[&[CONVERSATION]]),
    (protocol::QueryAgain::ACTION, &[&[CONVERSATION], &[MESSAGE]]),
    (protocol::QueryAgainV2::ACTION, &[&[CONVERSATION], &[MESSAGE]]),
    (protocol::ChatContinue::ACTION, &[&[MESSAGE]]),
    (protocol::StopMessage::ACTION, &[&[MESSAGE, TASK]]),
    (protocol::GetConversationMessages::ACTION, &[&[CONVERSATION]]),
    (protocol::GetMessageInfo::ACTION, &[&[MESSAGE]]),
    (protocol::GetSuggestedQuestions::ACTION, &[&[MESSAGE]]),
    (protocol::QuerySkillAsyncTask::ACTION, &[&[CONVERSATION]]),
    (protocol::Feedback::ACTION, &[&[MESSAGE]]),
    (protocol::SetMessageAnswerUsed::ACTION, &[&[MESSAGE]]),
    (protocol::UpdateLongMemory::ACTION, &[&[MEMORY]]),
    (protocol::GetAppUserVariables::ACTION, &[&[ANY_CONVERSATION]]),
    (protocol::SetAppUserVariables::ACTION, &[&[ANY_CONVERSATION]]),
    (protocol::QueryMessageOauthStatus::ACTION, &[&[MESSAGE]]),
    (protocol::QueryRunAppProcess::ACTION, &[&[RUN]]),
    (protocol::AsyncResumeAppWorkflow::ACTION, &[&[RUN]]),
    (protocol::SyncResumeAppWorkflow::ACTION, &[&[RUN]]),
];

/// Refuses a body in which a key is missing, null or empty that the action cannot do without.
pub(crate) fn check(action: &str, body: &Value) -> Result<(), Refusal> {
    let groups = NEEDS.iter().find(|(of, _)| *of == action).map_or(&[][..], |(_, groups)| groups);
    let missing = groups.iter().find(|group| !group.iter().any(|(key, _)| is_there(body, key)));
    let Some([(key, from), others @ ..]) = missing else { return Ok(()) };
    let or: String = others.iter().map(|(other, _)| format!(" (or {other})")).collect();
    Err(Refusal::parameter(format!("{key}{or} is missing. {from}")))
}

/// Whether a body holds something under a key, in any case and with or without underscores.
fn is_there(body: &Value, key: &str) -> bool {
    let letters = |text: &str| -> String {
        text.chars().filter(char::is_ascii_alphanumeric).map(|c| c.to_ascii_lowercase()).collect()
    };
    let wanted = letters(key);
    body.as_object().into_iter().flatten().any(|(found, value)| {
        letters(found) == wanted && !value.is_null() && value.as_str().is_none_or(|text| !text.trim().is_empty())
    })
}
