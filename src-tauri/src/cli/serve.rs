//! `parlance serve`: the built-in agent server, in the foreground.

use std::io::Write as _;
use std::process::ExitCode;

use parlance_server::{Options, Server};

use super::words::{either, of_the_folder, of_the_server};
use super::{Serve, fail};
use crate::place::{Locale, Place};

pub(super) async fn run(place: Place, locale: Locale, options: Serve) -> ExitCode {
    if let Err(error) = place.make() {
        return fail(&of_the_folder(locale, &error));
    }
    let options = Options {
        listen: options.listen,
        data: Some(place.server()),
        agents: options.agents,
        allow_origin: options.allow_origin,
        locale: locale.of_the_server(),
        ..Options::default()
    };
    let server = match Server::start(options).await {
        Ok(server) => server,
        Err(error) => return fail(&of_the_server(locale, &error)),
    };
    // Whoever reads the line may end the program at once.
    let end = asked_to_end();
    let ready = serde_json::json!({ "base_url": server.base_url(), "agents": server.agents() });
    let mut out = std::io::stdout();
    if writeln!(out, "{ready}").and_then(|()| out.flush()).is_err() {
        return fail(either(locale, "standard output is closed", "标准输出已关闭"));
    }
    end.await;
    server.stop().await;
    ExitCode::SUCCESS
}

/// SIGINT or SIGTERM, or Ctrl+C elsewhere; listened for from now on.
fn asked_to_end() -> impl Future<Output = ()> {
    #[cfg(unix)]
    let terminate = {
        use tokio::signal::unix::{SignalKind, signal};
        [SignalKind::terminate(), SignalKind::interrupt()].map(|kind| signal(kind).ok())
    };
    async move {
        #[cfg(unix)]
        if let [Some(mut terminate), Some(mut interrupt)] = terminate {
            tokio::select! {
                _ = terminate.recv() => {}
                _ = interrupt.recv() => {}
            }
            return;
        }
        // Without a handler for signals the process ends by itself at the next one.
        let _ = tokio::signal::ctrl_c().await;
    }
}
