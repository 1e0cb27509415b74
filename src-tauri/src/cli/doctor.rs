//! `parlance doctor`: an agent's address, looked at layer by layer.
//!
//! Without `--write` nothing is changed on the platform and no question is asked. With it, a conversation is made, used
//! and deleted again, also where something in between fails.

mod layers;
mod reading;
mod report;
mod writing;

use std::process::ExitCode;
use std::time::Duration;

use parlance_client::{Address, ApiKey, Client, Options};
use parlance_protocol::UserId;

use super::advice::one_line;
use super::{Doctor, KEY, fail, wrong};
use layers::Found;
use report::Report;

/// Looks, prints, and says whether all is well: 0 when nothing failed, 1 when something did, 2 for wrong usage.
pub(super) async fn run(options: Doctor) -> ExitCode {
    let Ok(key) = std::env::var(KEY) else {
        return wrong(&format!("put the agent's API key into the environment variable {KEY}"));
    };
    let key = match ApiKey::parse(&key) {
        Ok(key) => key,
        Err(error) => return wrong(&error.to_string()),
    };
    let user = match UserId::parse(&options.user_id) {
        Ok(user) => user,
        Err(error) => return wrong(&error.to_string()),
    };
    let mut report = Report::new(&options.base_url);
    walk(&options, key, user, &mut report).await;
    match report.print(options.json) {
        Ok(()) if report.is_well() => ExitCode::SUCCESS,
        Ok(()) => ExitCode::from(1),
        Err(_) => fail("standard output was closed; nobody reads the report"),
    }
}

async fn walk(options: &Doctor, key: ApiKey, user: UserId, report: &mut Report) {
    let address = match Address::parse(&options.base_url) {
        Ok(address) => address,
        Err(error) => return report.failed(layers::ADDRESS, &one_line(&error.to_string()), layers::BAD_ADDRESS),
    };
    report.ok(layers::ADDRESS, &address.to_string());
    if !layers::reach(&address, report).await {
        return;
    }
    let limit = Duration::from_secs(options.timeout);
    let limits = Options { idle: limit, call: limit, ..Options::default() };
    let client = match Client::with_options(address, key, user, limits) {
        Ok(client) => options.app_id.as_deref().map_or(client.clone(), |id| client.with_app_id(id)),
        Err(error) => return report.failed(layers::TLS, &one_line(&error.to_string()), "please report this"),
    };
    let Some(Found { config }) = layers::meet(&client, report).await else { return };
    let there = reading::look(&client, report).await;
    if options.write {
        writing::use_and_delete(&client, &config, report).await;
    } else {
        report.skipped(layers::DIALECT, &reading::expected(&there), "add --write to ask a question and see");
    }
    report.knows(&client);
}
