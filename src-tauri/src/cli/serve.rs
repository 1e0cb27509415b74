//! `parlance serve`: the built-in agent server, in the foreground.

use std::io::Write as _;
use std::process::ExitCode;

use parlance_server::{Options, Server};

use super::{Serve, fail};
use crate::place::{Locale, Place};

pub(super) async fn run(place: Place, locale: Locale, options: Serve) -> ExitCode {
    if let Err(error) = place.make() {
        return fail(&error.to_string());
    }
    let options = Options {
        listen: options.listen,
        data: Some(place.server()),
        agents: options.agents,
        locale: locale.of_the_server(),
        ..Options::default()
    };
    let server = match Server::start(options).await {
        Ok(server) => server,
        Err(error) => return fail(&error.to_string()),
    };
    let ready = serde_json::json!({ "base_url": server.base_url(), "agents": server.agents() });
    let mut out = std::io::stdout();
    if writeln!(out, "{ready}").and_then(|()| out.flush()).is_err() {
        return fail("standard output is closed");
    }
    asked_to_end().await;
    server.stop().await;
    ExitCode::SUCCESS
}

/// Waits for SIGINT or SIGTERM, or Ctrl+C elsewhere.
async fn asked_to_end() {
    #[cfg(unix)]
    {
        use tokio::signal::unix::{SignalKind, signal};
        if let Ok(mut terminate) = signal(SignalKind::terminate()) {
            tokio::select! {
                _ = terminate.recv() => {}
                _ = tokio::signal::ctrl_c() => {}
            }
            return;
        }
    }
    // Without a handler for signals the process ends by itself at the next one.
    let _ = tokio::signal::ctrl_c().await;
}
