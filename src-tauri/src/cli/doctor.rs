//! `parlance doctor`: an agent's address, looked at layer by layer.
//!
//! Without `--write` nothing is changed on the platform and no question is asked. With it, a conversation is made, used
//! and deleted again, also where something in between fails; a workflow, which nobody can talk to, is run once each way.

mod layers;
mod reading;
mod report;
mod running;
mod writing;

use std::process::ExitCode;
use std::time::Duration;

use parlance_client::{Address, ApiKey, Category, Client, Options};
use parlance_protocol::UserId;

use super::words::{advice, either, of_the_address, of_the_key, of_the_user, problem, said};
use super::{Doctor, KEY, fail, wrong};
use crate::place::Locale;
use layers::Found;
use report::Report;

/// Looks, prints, and says whether all is well: 0 when nothing failed, 1 when something did, 2 for wrong usage.
pub(super) async fn run(locale: Locale, options: Doctor) -> ExitCode {
    let Ok(key) = std::env::var(KEY) else {
        return wrong(&said!(
            locale,
            "put the agent's API key into the environment variable {KEY}",
            "请把智能体的 API 密钥放入环境变量 {KEY}"
        ));
    };
    let key = match ApiKey::parse(&key) {
        Ok(key) => key,
        Err(error) => return wrong(&of_the_key(locale, &error)),
    };
    let user = match UserId::parse(&options.user_id) {
        Ok(user) => user,
        Err(error) => return wrong(&of_the_user(locale, &error)),
    };
    let mut report = Report::new(&options.base_url, locale);
    walk(&options, key, user, &mut report).await;
    match report.print(options.json) {
        Ok(()) if report.is_well() => ExitCode::SUCCESS,
        Ok(()) => ExitCode::from(1),
        Err(_) => fail(either(
            locale,
            "standard output was closed; nobody reads the report",
            "标准输出已关闭，没有人在读这份报告",
        )),
    }
}

async fn walk(options: &Doctor, key: ApiKey, user: UserId, report: &mut Report) {
    let locale = report.locale;
    let address = match Address::parse(&options.base_url) {
        Ok(address) => address,
        Err(error) => {
            let saw = of_the_address(locale, &error);
            return report.failed(layers::ADDRESS, &saw, layers::bad_address(locale));
        }
    };
    report.ok(layers::ADDRESS, &address.to_string());
    if !layers::reach(&address, report).await {
        return;
    }
    let limit = Duration::from_secs(options.timeout);
    let limits = Options { idle: limit, call: limit, ..Options::default() };
    let client = match Client::with_options(address, key, user, limits) {
        Ok(client) => options.app_id.as_deref().map_or(client.clone(), |id| client.with_app_id(id)),
        Err(error) => return report.failed(layers::TLS, &problem(locale, &error), advice(locale, Category::Internal)),
    };
    let Some(Found { config }) = layers::meet(&client, report).await else { return };
    let there = reading::look(&client, report).await;
    if options.write {
        writing::use_and_delete(&client, &config, limit, report).await;
    } else {
        let ask = either(locale, "add --write to ask a question and see", "加上 --write，提一个问题来看");
        report.skipped(layers::DIALECT, &reading::expected(locale, &there), ask);
    }
    report.knows(&client);
}
