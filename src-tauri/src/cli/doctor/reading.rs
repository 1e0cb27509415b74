//! The actions that change nothing.

use parlance_client::{Capability, Category, Client, Dialect, Error, ErrorKind};
use parlance_protocol::{
    AppConversationId, ChatContinue, Endpoint, GetAppUserVariables, GetConversationInputs, GetConversationList,
    GetConversationMessages, GetMessageInfo, GetOpeningConfig, InnerConversationId, ListLongMemory, ListOauth2Token,
    MessageId, QueryMessageOauthStatus, QueryRunAppProcess, QuerySkillAsyncTask, QueryTriggerRunRecords, RunId,
};

use super::layers::CAPABILITIES;
use super::report::Report;
use crate::cli::words::{advice_on, either, one_line, problem, said};
use crate::place::Locale;

/// What nobody has.
const NO_CONVERSATION: &str = "00000000000000000000";
const NO_MESSAGE: &str = "00000000000000000000000000";
const NO_RUN: &str = "00000000000000000000000000000000";

/// Whether what an action is asked about exists.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum About {
    /// It does, so that a refusal is a fault.
    Something,
    /// It may not, so that a refusal shows that the action is there.
    Nothing,
}

/// Whether every known version of the platform has an action.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Since {
    Ever,
    Later,
}

/// Whether actions of later versions are there.
pub(super) struct There {
    newer: bool,
}

/// Tries every action that reads.
pub(super) async fn look(client: &Client, report: &mut Report) -> There {
    use About::{Nothing, Something};
    use Since::{Ever, Later};
    let list = client.call(&GetConversationList::default()).await;
    let conversation = list.as_ref().ok().and_then(|list| list.conversation_list.first());
    let (about, conversation) = match conversation {
        Some(found) => (Something, found.app_conversation_id.clone()),
        None => (Nothing, AppConversationId::new(NO_CONVERSATION)),
    };
    note::<GetConversationList>(client, list.err(), Something, Ever, report);

    let history = GetConversationMessages { app_conversation_id: conversation.clone(), limit: 1 };
    let history = client.call(&history).await;
    let newest = history.as_ref().ok().and_then(|history| history.messages.first());
    let newest = newest.and_then(|turn| turn.answer_info.as_ref()).map(|answer| answer.message_id.clone());
    let inner = history.as_ref().ok().and_then(|history| history.messages.first());
    let inner = inner.map(|turn| turn.conversation_id.clone()).unwrap_or_default();
    note::<GetConversationMessages>(client, history.err(), about, Ever, report);
    let (of_answer, answer) = match newest.filter(|id| !id.is_empty()) {
        Some(id) => (Something, id),
        None => (Nothing, MessageId::new(NO_MESSAGE)),
    };

    let inputs = GetConversationInputs { app_conversation_id: conversation.clone() };
    try_out(client, &inputs, about, Ever, report).await;
    try_out(client, &GetMessageInfo { message_id: answer.clone() }, of_answer, Ever, report).await;
    try_out(client, &ListOauth2Token::default(), Something, Later, report).await;
    // Which kind of conversation's id it wants is not documented.
    let conversation_id = if inner.is_empty() { InnerConversationId::new(NO_MESSAGE) } else { inner };
    let variables = GetAppUserVariables { conversation_id: conversation_id.to_string() };
    try_out(client, &variables, Nothing, Later, report).await;
    try_out(client, &QueryMessageOauthStatus { message_id: answer.clone() }, Nothing, Later, report).await;
    try_out(client, &GetOpeningConfig::default(), Nothing, Later, report).await;
    try_out(client, &ListLongMemory::default(), Nothing, Later, report).await;
    let tasks = QuerySkillAsyncTask { app_conversation_id: conversation, task_ids: vec![NO_RUN.to_owned()] };
    try_out(client, &tasks, Nothing, Later, report).await;
    try_out(client, &QueryRunAppProcess { run_id: RunId::new(NO_RUN) }, Nothing, Later, report).await;
    let records = QueryTriggerRunRecords { run_ids: vec![RunId::new(NO_RUN)], page: 1, size: 1 };
    try_out(client, &records, Nothing, Later, report).await;
    // An answer that is not being written has nothing to listen to; only that the action is there is of interest.
    let heard = client.listen_again(&answer, Dialect::Auto).await;
    note::<ChatContinue>(client, heard.err(), Nothing, Later, report);
    let newer = [ListLongMemory::ACTION, ChatContinue::ACTION].iter();
    There { newer: newer.into_iter().any(|action| client.capability(action) != Capability::Missing) }
}

/// The dialect that a platform with these actions is known to have.
pub(super) fn expected(locale: Locale, there: &There) -> String {
    let version = if there.newer { "2.0" } else { "1.5" };
    said!(
        locale,
        "no question was asked; by its actions the platform is of version {version} or later",
        "没有提问；从功能看，平台版本为 {version} 或更新"
    )
}

/// Tries one action and notes how it went.
pub(super) async fn try_out<E: Endpoint>(
    client: &Client,
    request: &E,
    about: About,
    since: Since,
    report: &mut Report,
) -> Option<E::Response> {
    match client.call(request).await {
        Ok(answer) => {
            note::<E>(client, None, about, since, report);
            Some(answer)
        }
        Err(error) => {
            note::<E>(client, Some(error), about, since, report);
            None
        }
    }
}

/// Notes how the try of an action went.
pub(super) fn note<E: Endpoint>(
    client: &Client,
    error: Option<Error>,
    about: About,
    since: Since,
    report: &mut Report,
) {
    let (action, locale) = (E::ACTION, report.locale);
    let Some(error) = error else {
        return report.ok(CAPABILITIES, &said!(locale, "{action} works", "{action} 可用"));
    };
    let empty = matches!(error.kind, ErrorKind::Unfamiliar { .. });
    let refused = empty
        || matches!(
            error.category(),
            Category::Refused | Category::IsWorkflow | Category::Gone | Category::AgentFailed
        );
    if error.is_missing(action) {
        return is_missing(action, since, report);
    }
    if refused && about == About::Nothing {
        let saw = said!(
            locale,
            "{action} is there; it has nothing to say of what does not exist",
            "{action} 存在；这里没有可查的内容"
        );
        return report.ok(CAPABILITIES, &saw);
    }
    // What only an agent of another kind can do is no fault of this one.
    if error.category() == Category::Forbidden && since == Since::Later {
        let saw = said!(locale, "{action}: this key may not use it", "{action}：这个密钥不能用它");
        return report.missing(CAPABILITIES, &saw);
    }
    let before = client.capability(action) == Capability::Works;
    let known = if before { either(locale, ", though it worked before", "，先前却可用") } else { "" };
    let what = one_line(&problem(locale, &error));
    let saw = said!(locale, "{action}: {what}{known}", "{action}：{what}{known}");
    report.failed(CAPABILITIES, &saw, advice_on(locale, &error));
}

fn is_missing(action: &str, since: Since, report: &mut Report) {
    let locale = report.locale;
    match since {
        Since::Later => {
            let saw = said!(locale, "{action}: this platform has no such action", "{action}：这个平台没有此功能");
            report.missing(CAPABILITIES, &saw);
        }
        Since::Ever => {
            let advice = either(
                locale,
                "every known version of the platform has it; is something else behind this address?",
                "已知的各版平台都有它；这个地址后面是别的东西吗？",
            );
            report.failed(CAPABILITIES, &said!(locale, "{action} is missing", "缺少 {action}"), advice);
        }
    }
}
