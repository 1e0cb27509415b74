//! The actions that change something, all of them in one conversation that is made for this and deleted again.

use std::collections::BTreeMap;
use std::time::Duration;

use futures_util::StreamExt as _;
use parlance_client::{Answering, Category, Client, Dialect, Error, Form};
use parlance_protocol::{
    AppConfig, AppConversationId, CancelConversationTop, ChatEvent, ChatQuery, ChatQueryV2, ClearMessage,
    CreateConversation, DeleteConversation, DeleteMessage, Endpoint, Feedback, GetConversationMessages,
    GetSuggestedQuestions, LikeType, MessageId, QueryAgain, QueryAgainV2, ResponseMode, SetConversationTop,
    SetMessageAnswerUsed, StopMessage, TaskId, UpdateConversation, VariableConfig, VariableType,
};

use super::layers::{CAPABILITIES, DIALECT};
use super::reading::{About, Since, note, try_out};
use super::report::Report;
use super::running;
use crate::cli::words::{advice_on, either, one_line, problem, said};
use crate::place::Locale;

const QUESTION: &str = "Please answer with one word: hello.";

/// Makes a conversation, uses it, and deletes it whatever happened. A workflow has no conversations and is run instead.
pub(super) async fn use_and_delete(client: &Client, config: &AppConfig, limit: Duration, report: &mut Report) {
    let inputs = inputs(&config.variable_configs);
    let made = client.call(&CreateConversation { inputs: inputs.clone() }).await;
    let refused =
        made.as_ref().is_err_and(|error| matches!(error.category(), Category::Refused | Category::IsWorkflow));
    if refused && running::run(client, &inputs, limit, report).await {
        return;
    }
    let locale = report.locale;
    let made = match made {
        Ok(made) => made,
        Err(error) => return note::<CreateConversation>(client, Some(error), About::Something, Since::Ever, report),
    };
    note::<CreateConversation>(client, None, About::Something, Since::Ever, report);
    let Some(conversation) = made.id().cloned() else {
        let saw = either(locale, "create_conversation gave no id", "create_conversation 没有给出 ID");
        let advice = either(locale, "is something else behind this address?", "这个地址后面是别的东西吗？");
        return report.failed(CAPABILITIES, saw, advice);
    };
    use_it(client, &conversation, report).await;
    let request = DeleteConversation { app_conversation_id: conversation.clone() };
    try_out(client, &request, About::Something, Since::Ever, report).await;
    let request = GetConversationMessages { app_conversation_id: conversation.clone(), limit: 1 };
    if client.call(&request).await.is_ok_and(|history| !history.messages.is_empty()) {
        let saw = said!(
            locale,
            "the conversation {conversation} is still there after it was deleted",
            "会话 {conversation} 删除之后还在"
        );
        report.failed(
            CAPABILITIES,
            &saw,
            either(locale, "delete it in the platform's console", "请在平台的控制台删除"),
        );
    }
}

async fn use_it(client: &Client, conversation: &AppConversationId, report: &mut Report) {
    let question =
        ChatQuery { app_conversation_id: conversation.clone(), query: QUESTION.to_owned(), ..ChatQuery::default() };
    let first = answered(client.ask(&question, Dialect::Auto).await).await;
    let Some(first) = tell(client, What::Question, first, report) else { return };
    let whole = ChatQuery { response_mode: ResponseMode::Blocking, ..question.clone() };
    let newest = tell(client, What::Piece, answered(client.ask(&whole, Dialect::Auto).await).await, report);
    if client.dialect() == Dialect::V2 {
        match answered(client.ask(&question, Dialect::V1).await).await {
            Err(error) if error.is_missing(ChatQuery::ACTION) => {
                let saw = either(report.locale, "this platform has no older dialect", "这个平台没有旧形式");
                report.missing(DIALECT, saw);
            }
            outcome => drop(tell(client, What::Older, outcome, report)),
        }
    }
    let newest = newest_answer(client, conversation).await.or(newest.map(|answer| answer.id)).unwrap_or(first.id);
    rate(client, &newest, report).await;
    regenerate(client, conversation, &newest, report).await;
    tidy(client, conversation, report).await;
}

async fn rate(client: &Client, answer: &MessageId, report: &mut Report) {
    for like_type in [LikeType::Like, LikeType::None] {
        let feedback = Feedback { message_id: answer.clone(), like_type, feedback_info: None };
        if let Err(error) = client.call(&feedback).await {
            return note::<Feedback>(client, Some(error), About::Something, Since::Ever, report);
        }
    }
    note::<Feedback>(client, None, About::Something, Since::Ever, report);
    try_out(client, &GetSuggestedQuestions { message_id: answer.clone() }, About::Something, Since::Ever, report).await;
}

async fn regenerate(client: &Client, conversation: &AppConversationId, answer: &MessageId, report: &mut Report) {
    let outcome = answered(client.ask_again(conversation, answer, Dialect::Auto).await).await;
    if outcome
        .as_ref()
        .is_err_and(|error| error.is_missing(QueryAgain::ACTION) || error.is_missing(QueryAgainV2::ACTION))
    {
        let saw =
            either(report.locale, "query_again: this platform has no such action", "query_again：这个平台没有此功能");
        return report.missing(CAPABILITIES, saw);
    }
    let Some(again) = tell(client, What::Again, outcome, report) else { return };
    if again.id == *answer {
        let saw = either(report.locale, "another answer has the id of the first", "另一个回答的 ID 与第一个相同");
        return report.failed(CAPABILITIES, saw, to_the_makers(report.locale));
    }
    let used = SetMessageAnswerUsed { message_id: answer.clone() };
    try_out(client, &used, About::Something, Since::Ever, report).await;
    // It has ended: there is nothing to stop, and saying so is as good.
    let stop = StopMessage { message_id: again.id.clone(), task_id: TaskId::new(again.id.as_str()) };
    try_out(client, &stop, About::Nothing, Since::Ever, report).await;
    try_out(client, &DeleteMessage::answer(again.id), About::Something, Since::Ever, report).await;
}

async fn tidy(client: &Client, conversation: &AppConversationId, report: &mut Report) {
    let rename = UpdateConversation {
        app_conversation_id: conversation.clone(),
        conversation_name: Some("Parlance doctor".to_owned()),
        inputs: None,
    };
    try_out(client, &rename, About::Something, Since::Ever, report).await;
    let top = SetConversationTop { app_conversation_id: conversation.clone() };
    if try_out(client, &top, About::Something, Since::Later, report).await.is_some() {
        let cancel = CancelConversationTop { app_conversation_id: conversation.clone() };
        try_out(client, &cancel, About::Something, Since::Later, report).await;
    }
    let clear = ClearMessage { app_conversation_id: conversation.clone() };
    try_out(client, &clear, About::Something, Since::Later, report).await;
}

/// An answer that was read to its end.
struct Whole {
    id: MessageId,
    events: usize,
    unknown: Vec<String>,
    characters: usize,
    failed: Option<String>,
}

async fn answered(answering: Result<Answering, Error>) -> Result<Whole, Error> {
    let mut answering = answering?;
    let (mut text, mut end) = (String::new(), String::new());
    let mut whole = Whole { id: MessageId::default(), events: 0, unknown: Vec::new(), characters: 0, failed: None };
    while let Some(frame) = answering.next().await {
        let frame = frame?;
        whole.events += 1;
        let is_edge = matches!(frame.event, ChatEvent::MessageStart {} | ChatEvent::MessageEnd { .. });
        if let Some(id) = frame.ids.answer_id().filter(|_| is_edge || whole.id.is_empty()) {
            whole.id = id;
        }
        match frame.event {
            ChatEvent::Message { answer } | ChatEvent::ToolMessage { answer, .. } => text.push_str(&answer),
            ChatEvent::MessageReplace { answer } => text = answer,
            ChatEvent::MessageEnd { answer } => end = answer,
            ChatEvent::MessageFailed { error, error_msg, message } => {
                whole.failed = [error, error_msg, message].into_iter().find(|words| !words.is_empty());
                whole.failed.get_or_insert_default();
            }
            ChatEvent::AgentError { error_msg } => whole.failed = Some(error_msg),
            ChatEvent::Unknown(map) => {
                whole.unknown.push(map.get("event").and_then(|name| name.as_str()).unwrap_or("?").to_owned());
            }
            _ => {}
        }
    }
    whole.characters = if text.is_empty() { end.chars().count() } else { text.chars().count() };
    Ok(whole)
}

/// What was asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum What {
    Question,
    Piece,
    Older,
    Again,
}

impl What {
    fn words(self, locale: Locale) -> &'static str {
        match self {
            Self::Question => either(locale, "a question", "提问"),
            Self::Piece => either(locale, "a question in one piece", "提问，要求整段返回"),
            Self::Older => either(locale, "a question in the older dialect", "用旧形式提问"),
            Self::Again => either(locale, "another answer", "重新回答"),
        }
    }
}

fn to_the_makers(locale: Locale) -> &'static str {
    either(locale, "show this to the platform's makers", "请把这句话转给平台方")
}

/// Notes how an answer came; hands it on where it can be worked with.
fn tell(client: &Client, what: What, outcome: Result<Whole, Error>, report: &mut Report) -> Option<Whole> {
    let (locale, words) = (report.locale, what.words(report.locale));
    let whole = match outcome {
        Ok(whole) => whole,
        Err(error) => {
            let problem = one_line(&problem(locale, &error));
            report.failed(DIALECT, &said!(locale, "{words}: {problem}", "{words}：{problem}"), help(locale, &error));
            return None;
        }
    };
    if let Some(reason) = &whole.failed {
        let reason = one_line(reason);
        let reason = if reason.is_empty() { either(locale, "without a reason", "没有说明原因") } else { &reason };
        let saw = said!(locale, "{words}: the agent failed: {reason}", "{words}：智能体没能回答：{reason}");
        let advice = either(locale, "show this to whoever built the agent", "请把这句话转给智能体的开发者");
        report.failed(DIALECT, &saw, advice);
        return None;
    }
    let (events, characters) = (whole.events, whole.characters);
    if characters == 0 || whole.id.is_empty() {
        let lacks = if characters == 0 { either(locale, "text", "文字") } else { either(locale, "an id", "ID") };
        let saw =
            said!(locale, "{words}: {events} events, and none has {lacks}", "{words}：{events} 个事件，都没有{lacks}");
        report.failed(DIALECT, &saw, to_the_makers(locale));
        return None;
    }
    let form = form(locale, client, what);
    let mut saw = said!(
        locale,
        "{words} was answered: {events} events, {characters} characters{form}",
        "{words}：收到回答，{events} 个事件，{characters} 个字符{form}"
    );
    if !whole.unknown.is_empty() {
        let unknown = whole.unknown.join(", ");
        saw.push_str(&said!(locale, "; events without a name here: {unknown}", "；不认识的事件：{unknown}"));
    }
    report.ok(DIALECT, &saw);
    Some(whole)
}

/// What the last answer looked like.
fn form(locale: Locale, client: &Client, what: What) -> &'static str {
    let known = client.capabilities();
    let action = match (what, client.dialect()) {
        (What::Again, Dialect::V1) => QueryAgain::ACTION,
        (What::Again, _) => QueryAgainV2::ACTION,
        (What::Older, _) | (_, Dialect::V1) => ChatQuery::ACTION,
        _ => ChatQueryV2::ACTION,
    };
    match known.form(action) {
        Some(Form::V1) => either(locale, ", framed as v1", "，v1 格式"),
        Some(Form::V2) => either(locale, ", framed as v2", "，v2 格式"),
        Some(Form::Whole) => either(locale, ", as JSON in one piece", "，整段 JSON"),
        None => "",
    }
}

fn help(locale: Locale, error: &Error) -> &'static str {
    match error.category() {
        Category::Timeout | Category::Cut => either(
            locale,
            "a gateway may cut long answers; allow more with --timeout, or ask whoever runs the platform",
            "网关可能切断了较长的回答；请用 --timeout 延长等待，或联系平台管理员",
        ),
        _ => advice_on(locale, error),
    }
}

/// The newest answer of the conversation, as its history has it.
async fn newest_answer(client: &Client, conversation: &AppConversationId) -> Option<MessageId> {
    let request =
        GetConversationMessages { app_conversation_id: conversation.clone(), limit: GetConversationMessages::MOST };
    let history = client.call(&request).await.ok()?;
    let answers = history.messages.into_iter().filter_map(|turn| turn.answer_info);
    answers.max_by_key(|answer| (answer.created_time, answer.message_id.clone())).map(|answer| answer.message_id)
}

/// Values that keep the rules of an agent's variables.
fn inputs(variables: &[VariableConfig]) -> BTreeMap<String, String> {
    variables
        .iter()
        .filter(|variable| variable.required)
        .map(|variable| (variable.key.clone(), value(variable)))
        .collect()
}

fn value(variable: &VariableConfig) -> String {
    if variable.variable_type == VariableType::Enum
        && let Some(choice) = variable.enum_values.first()
    {
        return choice.clone();
    }
    let most = usize::try_from(variable.text_max_length).ok().filter(|most| *most > 0).unwrap_or(usize::MAX);
    "test".chars().take(most).collect()
}
