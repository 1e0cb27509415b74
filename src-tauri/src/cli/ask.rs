//! `parlance ask`: one question, the answer to standard output as it arrives.

mod inputs;
mod output;

use std::process::ExitCode;
use std::time::Duration;

use futures_util::StreamExt as _;
use parlance_client::{Address, Answering, ApiKey, Client, Dialect};
use parlance_core::{Clock, OsVault, Profile};
use parlance_protocol::{
    AppConfig, AppConversationId, ChatQuery, CreateConversation, GetAppConfigPreview, ResponseMode, UpdateConversation,
    UserId,
};
use parlance_server::Server;

use super::advice::{of_the_profile, one_line, sentence};
use super::{Ask, DialectChoice, KEY, NOBODY, fail, wrong};
use crate::place::{Locale, Place};
use output::Output;

/// Why there is no answer: one sentence, and whether the command line itself was wrong.
enum Failure {
    Usage(String),
    Answer(String),
}

pub(super) async fn run(place: Place, locale: Locale, options: Ask) -> ExitCode {
    let limit = options.timeout.map(Duration::from_secs);
    let mut output = Output::new(options.json);
    let work = ask(place, locale, options, &mut output);
    let outcome = match limit {
        None => work.await,
        Some(limit) => tokio::time::timeout(limit, work).await.unwrap_or_else(|_| {
            Err(Failure::Answer(format!(
                "no whole answer within {} s; allow more with --timeout, or look whether the agent's server is reachable",
                limit.as_secs()
            )))
        }),
    };
    // The line that was begun is ended, so that an error stands on its own.
    let ended = output.end();
    match outcome.and(ended) {
        Ok(()) => ExitCode::SUCCESS,
        Err(Failure::Answer(sentence)) => fail(&sentence),
        Err(Failure::Usage(sentence)) => wrong(&sentence),
    }
}

async fn ask(place: Place, locale: Locale, options: Ask, output: &mut Output) -> Result<(), Failure> {
    if options.question.trim().is_empty() {
        return Err(Failure::Usage("the question is empty; write it as the last argument".to_owned()));
    }
    let user = options.user_id.as_deref().map(UserId::parse).transpose().map_err(usage)?;
    let (client, server) = door(&place, locale, &options, user).await?;
    let outcome = stream(&client, &options, output).await;
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
        return Ok((options.app_id.as_deref().map_or(client.clone(), |id| client.with_app_id(id)), None));
    }
    if let Some(name) = &options.agent {
        let of_profile = |error| Failure::Answer(of_the_profile(&error));
        let profile = Profile::visit(parlance_core::Options {
            data_dir: place.folder().to_owned(),
            vault: std::sync::Arc::new(OsVault::new()),
            clock: Clock::system(),
        })
        .await
        .map_err(of_profile)?;
        return Ok((profile.door(name, user).await.map_err(of_profile)?, None));
    }
    place.make().map_err(|error| Failure::Answer(error.to_string()))?;
    let server = Server::start(parlance_server::Options {
        data: Some(place.server()),
        locale: locale.of_the_server(),
        ..parlance_server::Options::default()
    })
    .await
    .map_err(|error| {
        Failure::Answer(format!("{}; choose another folder with --data-dir", one_line(&error.to_string())))
    })?;
    let address = Address::parse(server.base_url()).map_err(usage)?;
    let key = server.agents().first().map(|agent| agent.api_key.clone()).unwrap_or_default();
    Ok((client(address, &key, user.map_or_else(nobody, Ok)?)?, Some(server)))
}

fn client(address: Address, key: &str, user: UserId) -> Result<Client, Failure> {
    let key = ApiKey::parse(key).map_err(usage)?;
    Client::new(address, key, user).map_err(|error| failed(&error))
}

async fn stream(client: &Client, options: &Ask, output: &mut Output) -> Result<(), Failure> {
    let conversation = match &options.conversation {
        Some(id) => go_on(client, AppConversationId::new(id.as_str()), options).await?,
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
    let answering = client.ask(&query, dialect).await.map_err(|error| failed(&error))?;
    print(answering, output).await
}

async fn begin(client: &Client, options: &Ask) -> Result<AppConversationId, Failure> {
    let config = config(client).await?;
    let variables = config.map(|config| config.variable_configs);
    let inputs = match &variables {
        Some(variables) => inputs::checked(&options.input, variables, true).map_err(Failure::Usage)?,
        None => options.input.iter().cloned().collect(),
    };
    let made = client.call(&CreateConversation { inputs }).await.map_err(|error| failed(&error))?;
    made.id().cloned().ok_or_else(|| {
        Failure::Answer(
            "the platform made a conversation without an id; check that the address is the agent API's".to_owned(),
        )
    })
}

/// Changes the variables of a conversation that there is, where any are given.
async fn go_on(client: &Client, id: AppConversationId, options: &Ask) -> Result<AppConversationId, Failure> {
    if options.input.is_empty() {
        return Ok(id);
    }
    let inputs = match config(client).await? {
        Some(config) => inputs::checked(&options.input, &config.variable_configs, false).map_err(Failure::Usage)?,
        None => options.input.iter().cloned().collect(),
    };
    let change = UpdateConversation { app_conversation_id: id.clone(), inputs: Some(inputs), conversation_name: None };
    client.call(&change).await.map_err(|error| failed(&error))?;
    Ok(id)
}

/// What the agent says of itself; a platform that does not tell is asked without.
async fn config(client: &Client) -> Result<Option<AppConfig>, Failure> {
    client.call_if_there(&GetAppConfigPreview {}).await.map_err(|error| failed(&error))
}

async fn print(mut answering: Answering, output: &mut Output) -> Result<(), Failure> {
    let mut failure = None;
    while let Some(frame) = answering.next().await {
        match frame {
            Ok(frame) => failure = failure.or(output.say(&frame)?),
            Err(error) => return Err(Failure::Answer(failure.unwrap_or_else(|| sentence(&error)))),
        }
    }
    failure.map_or(Ok(()), |sentence| Err(Failure::Answer(sentence)))
}

fn failed(error: &parlance_client::Error) -> Failure {
    Failure::Answer(sentence(error))
}

fn usage(error: impl std::fmt::Display) -> Failure {
    Failure::Usage(one_line(&error.to_string()))
}
