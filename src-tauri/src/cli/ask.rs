//! `parlance ask`: one question, the answer to standard output as it arrives.

use std::io::{self, Write as _};
use std::process::ExitCode;
use std::time::Duration;

use futures_util::StreamExt as _;
use parlance_client::{Address, Answering, ApiKey, Category, Client, Dialect};
use parlance_core::{Clock, OsVault, Profile};
use parlance_protocol::{AppConversationId, ChatEvent, ChatQuery, CreateConversation, Frame, ResponseMode, UserId};
use parlance_server::Server;
use serde_json::{Value, json};

use super::{Ask, DialectChoice, fail};
use crate::place::{Locale, Place};

/// Who asks when nobody is named: one fixed name, so that a conversation can be continued.
const NOBODY: &str = "parlance-cli";
const KEY: &str = "PARLANCE_API_KEY";

/// Why there is no answer: one sentence, and whether the command line itself was wrong.
enum Failure {
    Usage(String),
    Answer(String),
}

pub(super) async fn run(place: Place, locale: Locale, options: Ask) -> ExitCode {
    let limit = options.timeout.map(Duration::from_secs);
    let work = ask(place, locale, options);
    let outcome = match limit {
        None => work.await,
        Some(limit) => tokio::time::timeout(limit, work).await.unwrap_or_else(|_| {
            Err(Failure::Answer(format!(
                "no answer within {} s; allow more with --timeout, or look whether the agent's server is reachable",
                limit.as_secs()
            )))
        }),
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(Failure::Answer(sentence)) => fail(&sentence),
        Err(Failure::Usage(sentence)) => {
            fail(&sentence);
            ExitCode::from(2)
        }
    }
}

async fn ask(place: Place, locale: Locale, options: Ask) -> Result<(), Failure> {
    if options.question.trim().is_empty() {
        return Err(Failure::Usage("the question is empty; write it as the last argument".to_owned()));
    }
    let user = options.user_id.as_deref().map(UserId::parse).transpose().map_err(usage)?;
    let (client, server) = door(&place, locale, &options, user).await?;
    let outcome = stream(&client, &options).await;
    if let Some(server) = server {
        server.stop().await;
    }
    outcome
}

/// The agent's door: the named address, the named agent of the profile, or the built-in agent.
async fn door(
    place: &Place,
    locale: Locale,
    options: &Ask,
    user: Option<UserId>,
) -> Result<(Client, Option<Server>), Failure> {
    let nobody = || UserId::parse(NOBODY).map_err(usage);
    if let Some(url) = &options.base_url {
        let address = Address::parse(url).map_err(usage)?;
        let key = std::env::var(KEY)
            .map_err(|_| Failure::Usage(format!("put the agent's API key into the environment variable {KEY}")))?;
        let client = client(address, &key, user.map_or_else(nobody, Ok)?)?;
        return Ok((client, None));
    }
    if let Some(name) = &options.agent {
        let profile = Profile::visit(parlance_core::Options {
            data_dir: place.folder().to_owned(),
            vault: std::sync::Arc::new(OsVault::new()),
            clock: Clock::system(),
        })
        .await
        .map_err(|error| Failure::Answer(error.to_string()))?;
        let client = profile.door(name, user).await.map_err(|error| Failure::Answer(error.to_string()))?;
        return Ok((client, None));
    }
    let server = Server::start(parlance_server::Options {
        data: Some(place.server()),
        locale: locale.of_the_server(),
        ..parlance_server::Options::default()
    })
    .await
    .map_err(|error| Failure::Answer(error.to_string()))?;
    let address = Address::parse(server.base_url()).map_err(usage)?;
    let key = server.agents().first().map(|agent| agent.api_key.clone()).unwrap_or_default();
    Ok((client(address, &key, user.map_or_else(nobody, Ok)?)?, Some(server)))
}

fn client(address: Address, key: &str, user: UserId) -> Result<Client, Failure> {
    let key = ApiKey::parse(key).map_err(usage)?;
    Client::new(address, key, user).map_err(|error| Failure::Answer(sentence(&error)))
}

async fn stream(client: &Client, options: &Ask) -> Result<(), Failure> {
    let conversation = match &options.conversation {
        Some(id) => AppConversationId::new(id.as_str()),
        None => begin(client, options).await?,
    };
    let query = ChatQuery {
        app_conversation_id: conversation,
        query: options.question.clone(),
        response_mode: if options.blocking { ResponseMode::Blocking } else { ResponseMode::Streaming },
        ..ChatQuery::default()
    };
    let dialect = match options.dialect {
        DialectChoice::Auto => Dialect::Auto,
        DialectChoice::V1 => Dialect::V1,
        DialectChoice::V2 => Dialect::V2,
    };
    let answering = client.ask(&query, dialect).await.map_err(|error| Failure::Answer(sentence(&error)))?;
    if options.json { print_events(answering).await } else { print_text(answering).await }
}

async fn begin(client: &Client, options: &Ask) -> Result<AppConversationId, Failure> {
    let request = CreateConversation { inputs: options.input.iter().cloned().collect() };
    let made = client.call(&request).await.map_err(|error| Failure::Answer(sentence(&error)))?;
    made.id().cloned().ok_or_else(|| {
        Failure::Answer(
            "the platform made a conversation without an id; check that the address is the agent API's".to_owned(),
        )
    })
}

async fn print_text(mut answering: Answering) -> Result<(), Failure> {
    let mut out = io::stdout();
    let mut wrote = false;
    let mut failure = None;
    while let Some(frame) = answering.next().await {
        let frame = match frame {
            Ok(frame) => frame,
            Err(error) => {
                failure = Some(sentence(&error));
                break;
            }
        };
        match &frame.event {
            ChatEvent::Message { answer } | ChatEvent::ToolMessage { answer, .. } => {
                write(&mut out, answer)?;
                wrote |= !answer.is_empty();
            }
            ChatEvent::MessageReplace { answer } => {
                write(&mut out, &format!("\n{answer}"))?;
                wrote = true;
            }
            ChatEvent::MessageEnd { answer } if !wrote => {
                write(&mut out, answer)?;
                wrote = !answer.is_empty();
            }
            _ => failure = failure.or_else(|| failed(&frame)),
        }
    }
    if wrote {
        write(&mut out, "\n")?;
    }
    failure.map_or(Ok(()), |sentence| Err(Failure::Answer(sentence)))
}

async fn print_events(mut answering: Answering) -> Result<(), Failure> {
    let mut out = io::stdout();
    let mut failure = None;
    while let Some(frame) = answering.next().await {
        match frame {
            Ok(frame) => {
                write(&mut out, &format!("{}\n", line(&frame)))?;
                failure = failure.or_else(|| failed(&frame));
            }
            Err(error) => failure = Some(sentence(&error)),
        }
    }
    failure.map_or(Ok(()), |sentence| Err(Failure::Answer(sentence)))
}

/// The event as it came, on one line; one that the SSE line named gets its name back.
fn line(frame: &Frame) -> Value {
    let mut value: Value = serde_json::from_str(&frame.raw).unwrap_or_else(|_| json!({}));
    if let (Some(map), Ok(Value::Object(event))) = (value.as_object_mut(), serde_json::to_value(&frame.event))
        && !map.contains_key("event")
        && let Some(name) = event.get("event")
    {
        map.insert("event".to_owned(), name.clone());
    }
    value
}

/// The platform's own words for an answer that failed.
fn failed(frame: &Frame) -> Option<String> {
    let said = match &frame.event {
        ChatEvent::MessageFailed { error, error_msg, message } => {
            [error, error_msg, message].into_iter().find(|words| !words.is_empty()).cloned().unwrap_or_default()
        }
        ChatEvent::AgentError { error_msg } => error_msg.clone(),
        _ => return None,
    };
    let said = if said.is_empty() { "it gave no reason".to_owned() } else { said.replace('\n', " ") };
    Some(format!("the agent could not answer: {said}; ask again, or show this to whoever built the agent"))
}

fn write(out: &mut io::Stdout, text: &str) -> Result<(), Failure> {
    out.write_all(text.as_bytes())
        .and_then(|()| out.flush())
        .map_err(|_| Failure::Answer("standard output was closed".to_owned()))
}

fn usage(error: impl std::fmt::Display) -> Failure {
    Failure::Usage(error.to_string())
}

/// What went wrong and what to do, in one line.
fn sentence(error: &parlance_client::Error) -> String {
    let advice = match error.category() {
        Category::Offline => "check the address and the network",
        Category::Timeout => "try again later, or allow more with --timeout",
        Category::Tls => "add the server's root certificate to the system's trust store",
        Category::KeyRejected => "check the API key and that it belongs to this address",
        Category::Forbidden => "the key may not do this; ask whoever gave it to you",
        Category::Gone => "check the conversation's id, or begin a new one by leaving --conversation out",
        Category::RateLimited { .. } => "wait a little and ask again",
        Category::Overloaded => "the platform is busy; ask again later",
        Category::Cut => "the answer may still be finished on the platform; ask again if it is not",
        Category::NotThisApi => "the address should look like https://HOST/api/proxy/api/v1",
        Category::LoginPage => "the address leads to a login page; ask for the address of the agent API",
        Category::TooLarge => "ask for less in one answer",
        Category::Refused | Category::AgentFailed => "change the request, or show this to whoever built the agent",
        Category::Internal => "please report this",
    };
    format!("{error}; {advice}")
}
