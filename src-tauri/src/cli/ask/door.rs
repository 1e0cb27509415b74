//! Who is asked: the agent at an address, an agent of the profile, or the built-in one.

use std::sync::Arc;

use parlance_client::{Address, ApiKey, Client};
use parlance_core::{Clock, OsVault, Profile};
use parlance_protocol::UserId;
use parlance_server::Server;

use super::Failure;
use crate::cli::words::{
    of_the_address, of_the_folder, of_the_key, of_the_profile, of_the_server, of_the_user, said, sentence,
};
use crate::cli::{Ask, KEY, NOBODY};
use crate::place::{Locale, Place};

/// The agent's door; the built-in agent's comes with the server behind it.
pub(super) async fn of(place: &Place, locale: Locale, options: &Ask) -> Result<(Client, Option<Server>), Failure> {
    let user = |id: &str| UserId::parse(id).map_err(|error| Failure::Usage(of_the_user(locale, &error)));
    let named = options.user_id.as_deref().map(user).transpose()?;
    let anyone = named.clone().map_or_else(|| user(NOBODY), Ok)?;
    if let Some(url) = &options.base_url {
        let client = at(locale, url, anyone)?;
        return Ok((options.app_id.as_deref().map_or(client.clone(), |id| client.with_app_id(id)), None));
    }
    if let Some(name) = &options.agent
        && let Some(client) = of_the_name(place, locale, name, named).await?
    {
        return Ok((client, None));
    }
    let server = built_in(place, locale).await?;
    let key = server.agents().first().map(|agent| agent.api_key.clone()).unwrap_or_default();
    Ok((client(locale, address(locale, server.base_url())?, &key, anyone)?, Some(server)))
}

fn at(locale: Locale, url: &str, user: UserId) -> Result<Client, Failure> {
    let address = address(locale, url)?;
    let key = std::env::var(KEY).map_err(|_| {
        Failure::Usage(said!(
            locale,
            "put the agent's API key into the environment variable {KEY}",
            "请把智能体的 API 密钥放入环境变量 {KEY}"
        ))
    })?;
    client(locale, address, &key, user)
}

/// The agent of the profile by its name; `None` for the built-in one, whose server is not running without a window.
async fn of_the_name(
    place: &Place,
    locale: Locale,
    name: &str,
    user: Option<UserId>,
) -> Result<Option<Client>, Failure> {
    let failed = |error| Failure::Answer(of_the_profile(locale, &error));
    let profile = Profile::visit(parlance_core::Options {
        data_dir: place.folder().to_owned(),
        vault: Arc::new(OsVault::new()),
        clock: Clock::system(),
    })
    .await
    .map_err(failed)?;
    let agents = profile.snapshot().await.map_err(failed)?.agents;
    let mut named = agents.iter().filter(|agent| agent.name.eq_ignore_ascii_case(name.trim()));
    // Before the first window there is no row of it yet.
    let built_in = match (named.next(), named.next()) {
        (Some(agent), None) => agent.built_in,
        (None, _) => name.trim().eq_ignore_ascii_case(BUILT_IN) && !agents.iter().any(|agent| agent.built_in),
        _ => false,
    };
    if built_in { Ok(None) } else { profile.door(name, user).await.map(Some).map_err(failed) }
}

/// What the built-in agent calls itself.
const BUILT_IN: &str = "Guide";

async fn built_in(place: &Place, locale: Locale) -> Result<Server, Failure> {
    place.make().map_err(|error| Failure::Answer(of_the_folder(locale, &error)))?;
    let options = parlance_server::Options {
        data: Some(place.server()),
        locale: locale.of_the_server(),
        ..parlance_server::Options::default()
    };
    Server::start(options).await.map_err(|error| Failure::Answer(of_the_server(locale, &error)))
}

fn address(locale: Locale, url: &str) -> Result<Address, Failure> {
    Address::parse(url).map_err(|error| Failure::Usage(of_the_address(locale, &error)))
}

fn client(locale: Locale, address: Address, key: &str, user: UserId) -> Result<Client, Failure> {
    let key = ApiKey::parse(key).map_err(|error| Failure::Usage(of_the_key(locale, &error)))?;
    Client::new(address, key, user).map_err(|error| Failure::Answer(sentence(locale, &error)))
}
