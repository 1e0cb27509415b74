//! Any body as the reply to any action: an answer or an error, never the key, and what was understood stays so.
#![no_main]

use libfuzzer_sys::fuzz_target;
use parlance_client::fuzzing::{KEY, judge, reread};
use parlance_protocol as protocol;

fuzz_target!(|body: &[u8]| {
    let last = body.last().copied().unwrap_or_default();
    let status = [200, 200, 200, 200, 204, 400, 404, 500][usize::from(last % 8)];
    let content_type = if last == b' ' { "text/html" } else { "application/json" };
    match judge(status, content_type, body) {
        Err(error) => {
            let words = format!("{error} {error:?} {:?}", error.category());
            assert!(!words.contains(KEY), "an error holds the key: {words}");
        }
        Ok(object) => {
            reread::<protocol::GetAppConfigPreview>(&object);
            reread::<protocol::CreateConversation>(&object);
            reread::<protocol::GetConversationInputs>(&object);
            reread::<protocol::GetConversationList>(&object);
            reread::<protocol::GetConversationMessages>(&object);
            reread::<protocol::GetMessageInfo>(&object);
            reread::<protocol::GetSuggestedQuestions>(&object);
            reread::<protocol::GetOpeningConfig>(&object);
            reread::<protocol::GetAppUserVariables>(&object);
            reread::<protocol::ListLongMemory>(&object);
            reread::<protocol::ListOauth2Token>(&object);
            reread::<protocol::QueryMessageOauthStatus>(&object);
            reread::<protocol::QueryRunAppProcess>(&object);
            reread::<protocol::QuerySkillAsyncTask>(&object);
            reread::<protocol::QueryTriggerRunRecords>(&object);
            reread::<protocol::RunAppWorkflow>(&object);
            reread::<protocol::SyncRunAppWorkflow>(&object);
            reread::<protocol::TriggerWebhook>(&object);
        }
    }
});
