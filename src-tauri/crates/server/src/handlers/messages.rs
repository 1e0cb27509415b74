//! History: turns, one turn, and what one could ask next.

use std::sync::Arc;

use axum::extract::State;
use axum::response::Response;
use parlance_protocol::{
    GetConversationMessages, GetConversationMessagesResponse, GetMessageInfo, GetMessageInfoResponse,
    GetSuggestedQuestions, GetSuggestedQuestionsResponse, MessageId, QuerySkillAsyncTask, QuerySkillAsyncTaskResponse,
    SkillAsyncTask, TaskStatus,
};
use serde::Serialize;
use serde_json::Value;

use crate::error::StoreError;
use crate::refusal::Refusal;
use crate::router::{App, reply};
use crate::signed::Signed;
use crate::store::{State as Stage, Told};

pub(crate) async fn list(
    State(app): State<Arc<App>>,
    signed: Signed<GetConversationMessages>,
) -> Result<Response, Refusal> {
    let GetConversationMessages { app_conversation_id: id, limit } = signed.request;
    // A limit that is no number reads as 0, and the platform's own is 100.
    let limit = if limit <= 0 { GetConversationMessages::MOST } else { limit.min(GetConversationMessages::MOST) };
    let messages = app.store.turns(signed.owner, id, limit).await?.ok_or_else(Refusal::no_conversation)?;
    history(&GetConversationMessagesResponse { messages, ..Default::default() })
}

pub(crate) async fn info(State(app): State<Arc<App>>, signed: Signed<GetMessageInfo>) -> Result<Response, Refusal> {
    let found = app.store.turn_of(signed.owner, signed.request.message_id).await?;
    let message_info = found.ok_or_else(Refusal::no_message)?;
    history(&GetMessageInfoResponse { message_info, ..Default::default() })
}

pub(crate) async fn suggested(
    State(app): State<Arc<App>>,
    signed: Signed<GetSuggestedQuestions>,
) -> Result<Response, Refusal> {
    let found = app.store.suggestions(signed.owner, signed.request.message_id).await?;
    let suggested_questions = found.ok_or_else(Refusal::no_message)?;
    Ok(reply(&GetSuggestedQuestionsResponse { suggested_questions, ..Default::default() }))
}

/// How far tasks are, and answers that go on without their listener: the task of an answer is the answer itself.
pub(crate) async fn tasks(
    State(app): State<Arc<App>>,
    signed: Signed<QuerySkillAsyncTask>,
) -> Result<Response, Refusal> {
    let QuerySkillAsyncTask { app_conversation_id: conversation, task_ids } = signed.request;
    let known = app.store.inner_conversation(signed.owner.clone(), conversation.clone()).await?;
    known.ok_or_else(Refusal::no_conversation)?;
    let mut infos = Vec::new();
    for task_id in task_ids {
        let owner = signed.owner.clone();
        if let Some(known) = app.store.task(owner, conversation.clone(), task_id.clone()).await? {
            infos.push(known);
            continue;
        }
        let told = app.store.told(signed.owner.clone(), MessageId::new(task_id.clone())).await?;
        infos.push(task(task_id, told.filter(|told| told.conversation == conversation)));
    }
    Ok(reply(&QuerySkillAsyncTaskResponse { infos, ..Default::default() }))
}

fn task(task_id: String, told: Option<Told>) -> SkillAsyncTask {
    let (status, reason) = match told.map(|told| told.state) {
        None => (TaskStatus::Invalid, "There is no such task in this conversation."),
        Some(Stage::Running) => (TaskStatus::Processing, ""),
        Some(Stage::Done) => (TaskStatus::Succeed, ""),
        Some(Stage::Stopped) => (TaskStatus::Failed, "The answer was stopped."),
        Some(Stage::Failed) => (TaskStatus::Failed, "The agent did not come to the end of the answer."),
    };
    let id = |there: bool| MessageId::new(if there { task_id.as_str() } else { "" });
    SkillAsyncTask {
        origin_message_id: id(status != TaskStatus::Invalid),
        message_id: id(status == TaskStatus::Succeed),
        task_id,
        status,
        reason: reason.into(),
        ..SkillAsyncTask::default()
    }
}

/// A reply with files spelt both ways: the official Python SDK reads lower-case names in histories.
fn history<T: Serialize>(response: &T) -> Result<Response, Refusal> {
    let mut value = serde_json::to_value(response).map_err(StoreError::from)?;
    for pointer in ["/Messages", "/MessageInfo"] {
        match value.pointer_mut(pointer) {
            Some(Value::Array(turns)) => turns.iter_mut().for_each(spell_files),
            Some(turn) => spell_files(turn),
            None => {}
        }
    }
    Ok(reply(&value))
}

fn spell_files(turn: &mut Value) {
    let Some(Value::Array(files)) = turn.pointer_mut("/QueryExtends/Files") else { return };
    for file in files.iter_mut().filter_map(Value::as_object_mut) {
        let spelt: Vec<_> = file.iter().map(|(key, value)| (key.to_lowercase(), value.clone())).collect();
        file.extend(spelt);
    }
}
