//! The actions that change something, all of them in one conversation that is made for this and deleted again.

use std::collections::BTreeMap;

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
use crate::cli::advice::{advice, one_line};

const QUESTION: &str = "Please answer with one word: hello.";

/// Makes a conversation, uses it, and deletes it whatever happened.
pub(super) async fn use_and_delete(client: &Client, config: &AppConfig, report: &mut Report) {
    let request = CreateConversation { inputs: inputs(&config.variable_configs) };
    let Some(made) = try_out(client, &request, About::Something, Since::Ever, report).await else { return };
    let Some(conversation) = made.id().cloned() else {
        return report.failed(CAPABILITIES, "create_conversation gave no id", "is something else behind this address?");
    };
    use_it(client, &conversation, report).await;
    let request = DeleteConversation { app_conversation_id: conversation.clone() };
    try_out(client, &request, About::Something, Since::Ever, report).await;
    let request = GetConversationMessages { app_conversation_id: conversation.clone(), limit: 1 };
    if client.call(&request).await.is_ok_and(|history| !history.messages.is_empty()) {
        let saw = format!("the conversation {conversation} is still there after it was deleted");
        report.failed(CAPABILITIES, &saw, "delete it in the platform's console");
    }
}

async fn use_it(client: &Client, conversation: &AppConversationId, report: &mut Report) {
    let question =
        ChatQuery { app_conversation_id: conversation.clone(), query: QUESTION.to_owned(), ..ChatQuery::default() };
    let first = answered(client.ask(&question, Dialect::Auto).await).await;
    let Some(first) = tell(client, "a question", first, report) else { return };
    let whole = ChatQuery { response_mode: ResponseMode::Blocking, ..question.clone() };
    let newest =
        tell(client, "a question in one piece", answered(client.ask(&whole, Dialect::Auto).await).await, report);
    if client.dialect() == Dialect::V2 {
        match answered(client.ask(&question, Dialect::V1).await).await {
            Err(error) if error.is_missing(ChatQuery::ACTION) => {
                report.missing(DIALECT, "this platform has no older dialect");
            }
            outcome => drop(tell(client, "a question in the older dialect", outcome, report)),
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
        return report.missing(CAPABILITIES, "query_again: this platform has no such action");
    }
    let Some(again) = tell(client, "another answer", outcome, report) else { return };
    if again.id == *answer {
        report.failed(CAPABILITIES, "another answer has the id of the first", "show this to the platform's makers");
        return;
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

/// Notes how an answer came; hands it on where it can be worked with.
fn tell(client: &Client, what: &str, outcome: Result<Whole, Error>, report: &mut Report) -> Option<Whole> {
    let whole = match outcome {
        Ok(whole) => whole,
        Err(error) => {
            report.failed(DIALECT, &format!("{what}: {}", one_line(&error.to_string())), help(&error));
            return None;
        }
    };
    if let Some(words) = &whole.failed {
        let words = if words.is_empty() { "without a reason".to_owned() } else { one_line(words) };
        report.failed(DIALECT, &format!("{what}: the agent failed: {words}"), "show this to whoever built the agent");
        return None;
    }
    if whole.characters == 0 || whole.id.is_empty() {
        let lacks = if whole.characters == 0 { "text" } else { "an id" };
        let saw = format!("{what}: {} events, and none has {lacks}", whole.events);
        report.failed(DIALECT, &saw, "show this to the platform's makers");
        return None;
    }
    let (events, characters) = (whole.events, whole.characters);
    let mut saw = format!("{what} was answered: {events} events, {characters} characters{}", form(client, what));
    if !whole.unknown.is_empty() {
        saw.push_str(&format!("; events without a name here: {}", whole.unknown.join(", ")));
    }
    report.ok(DIALECT, &saw);
    Some(whole)
}

/// What the last answer looked like.
fn form(client: &Client, what: &str) -> &'static str {
    let known = client.capabilities();
    let action = match (what, client.dialect()) {
        ("another answer", Dialect::V1) => QueryAgain::ACTION,
        ("another answer", _) => QueryAgainV2::ACTION,
        ("a question in the older dialect", _) | (_, Dialect::V1) => ChatQuery::ACTION,
        _ => ChatQueryV2::ACTION,
    };
    match known.form(action) {
        Some(Form::V1) => ", framed as v1",
        Some(Form::V2) => ", framed as v2",
        Some(Form::Whole) => ", as JSON in one piece",
        None => "",
    }
}

fn help(error: &Error) -> &'static str {
    match error.category() {
        Category::Timeout | Category::Cut => {
            "a gateway may cut long answers; allow more with --timeout, or ask whoever runs the platform"
        }
        category => advice(category),
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
