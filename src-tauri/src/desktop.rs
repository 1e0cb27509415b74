//! The window: an adapter between the profile and a page.

#[cfg(test)]
mod bindings;
mod commands;
mod destination;
mod updates;
mod window;

use std::collections::HashSet;
use std::fs::File;
use std::io;
use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::{Arc, Mutex, PoisonError, RwLock};

use parlance_core::{Clock, Options, OsVault, Problem, ProblemCode, Profile, Work};
use parlance_server::{AgentKind, Server};
use tauri::{AppHandle, Manager, RunEvent, Wry};
use tauri_specta::{Builder, ErrorHandlingMode};
use tokio::sync::watch;

use crate::place::{self, Locale, Place};

/// What the commands work on.
struct Desktop {
    /// The profile, or why there is none: the window then shows the reason and the ways out.
    profile: RwLock<Result<Profile, Problem>>,
    place: Place,
    locale: Locale,
    feed: updates::Feed,
    server: Mutex<Option<Server>>,
    /// The work on the profile's size that the page may end.
    tidying: Mutex<Option<Work>>,
    /// The export, import or backup that was begun last.
    work: Mutex<Work>,
    /// Files that were written for the person in this run.
    written: Mutex<HashSet<PathBuf>>,
    /// True once the built-in agent is in the rail, or cannot be.
    welcomed: watch::Sender<bool>,
    /// Held while the window works on the profile.
    lock: Mutex<Option<File>>,
}

impl Desktop {
    fn profile(&self) -> Result<Profile, Problem> {
        self.profile.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Takes the folder, where another had it at the start or it could not be written.
    fn hold(&self) -> Result<(), Problem> {
        let mut held = self.lock.lock().unwrap_or_else(PoisonError::into_inner);
        if held.is_none() {
            *held = Some(self.place.lock()?);
        }
        Ok(())
    }

    /// From now on this is the profile, or why there is none.
    fn take(&self, profile: Result<Profile, Problem>) {
        *self.profile.write().unwrap_or_else(PoisonError::into_inner) = profile;
    }
}

/// Opens the window and stays until it is closed.
pub(crate) fn run(place: Place, locale: Locale) -> ExitCode {
    let api = api();
    if let Err(sentence) = a_display() {
        return crate::cli::fail(sentence);
    }
    let built = single(&place)
        .plugin(tauri_plugin_opener::init())
        .invoke_handler(api.invoke_handler())
        .setup(move |app| {
            let lock = place.lock();
            let profile = match &lock {
                Ok(_) => tauri::async_runtime::block_on(start(&place)),
                Err(problem) => Err(problem.clone()),
            };
            let settings = profile
                .as_ref()
                .ok()
                .and_then(|profile| tauri::async_runtime::block_on(profile.snapshot()).ok())
                .map(|snapshot| snapshot.settings)
                .unwrap_or_default();
            let desktop = Desktop {
                profile: RwLock::new(profile),
                place,
                locale,
                feed: updates::Feed::default(),
                server: Mutex::default(),
                tidying: Mutex::default(),
                work: Mutex::default(),
                written: Mutex::default(),
                welcomed: watch::Sender::new(false),
                lock: Mutex::new(lock.ok()),
            };
            // First of all: the page and the welcome ask for it as soon as they are there.
            app.manage(desktop);
            let desktop = app.state::<Desktop>();
            window::open(app.handle(), &desktop, &settings)?;
            if let Ok(profile) = desktop.profile() {
                tauri::async_runtime::spawn(welcome(app.handle().clone(), profile));
            }
            Ok(())
        })
        .build(tauri::generate_context!());
    match built {
        Ok(app) => {
            let status = app.run_return(|app, event| {
                if let RunEvent::Exit = event {
                    end(app);
                }
            });
            u8::try_from(status).map_or(ExitCode::FAILURE, ExitCode::from)
        }
        Err(error) => crate::cli::fail(&format!("the window cannot be opened: {error}")),
    }
}

/// Looks for a display before the toolkit does, which panics without one.
fn a_display() -> Result<(), &'static str> {
    let named = |name| std::env::var_os(name).is_some_and(|value| !value.is_empty());
    if cfg!(target_os = "linux") && !named("DISPLAY") && !named("WAYLAND_DISPLAY") {
        return Err("there is no display to open a window on; `parlance ask` and `parlance serve` work without one");
    }
    Ok(())
}

/// The commands and their types; the same value makes the handler and the page's bindings.
fn api() -> Builder<Wry> {
    Builder::<Wry>::new()
        .commands(commands::all())
        .error_handling(ErrorHandlingMode::Throw)
        .typ::<parlance_core::Update>()
        .disable_serde_phases()
        .dangerously_cast_bigints_to_number()
}

fn options(place: &Place) -> Options {
    Options { data_dir: place.folder().to_owned(), vault: Arc::new(OsVault::new()), clock: Clock::system() }
}

async fn start(place: &Place) -> Result<Profile, Problem> {
    Profile::start(options(place)).await.map_err(|error| error.problem())
}

/// Starts the built-in agent and adds it, or tells the profile where it listens this time.
async fn welcome(app: AppHandle, profile: Profile) {
    let desktop = app.state::<Desktop>();
    let keeper = profile.clone();
    tauri::async_runtime::spawn(async move { keeper.keep_backups().await });
    // A history that was opened again has its server already.
    let earlier = desktop.server.lock().ok().and_then(|mut slot| slot.take());
    if let Some(server) = earlier {
        server.stop().await;
    }
    let key = profile.built_in_key().await;
    let options = parlance_server::Options {
        data: Some(desktop.place.server()),
        key: Some(key),
        locale: desktop.locale.of_the_server(),
        ..parlance_server::Options::default()
    };
    let started = Server::start(options).await;
    profile.set_built_in_problem(started.as_ref().err().map(unstarted));
    // Where it fails the agent stays in the rail and says at the first question what is wrong.
    if let Ok(server) = started {
        let _ = profile.welcome_built_in(server.base_url()).await;
        if let Some(workflow) = server.agents().iter().find(|agent| agent.kind == AgentKind::Workflow) {
            let _ = profile.welcome_built_in_workflow(server.base_url(), &workflow.api_key).await;
        }
        if let Ok(mut slot) = desktop.server.lock() {
            *slot = Some(server);
        }
    }
    desktop.welcomed.send_replace(true);
    // Without a keychain its key lives for this run, and the next start makes another.
    let _ = profile.store_built_in_key().await;
}

/// Why the built-in server did not start: what stands behind it all says it best.
fn unstarted(error: &parlance_server::Error) -> Problem {
    let mut innermost: &dyn std::error::Error = error;
    let mut full = false;
    while let Some(deeper) = innermost.source() {
        innermost = deeper;
        let said_by_the_system = deeper.downcast_ref::<io::Error>().map(io::Error::kind);
        // The server's own database says it in words alone.
        full |= said_by_the_system == Some(io::ErrorKind::StorageFull) || deeper.to_string().contains("disk is full");
    }
    Problem::new(if full { ProblemCode::DiskFull } else { ProblemCode::Internal }, &format!("{error}: {innermost}"))
}

/// One window a profile: a second start shows the first one's window.
fn single(place: &Place) -> tauri::Builder<Wry> {
    let builder = tauri::Builder::default();
    #[cfg(not(target_os = "linux"))]
    if place.chosen() {
        return builder;
    }
    let mut plugin = tauri_plugin_single_instance::Builder::new().callback(|app, _, _| window::show(app));
    if place.chosen() {
        plugin = plugin.dbus_id(format!("app.parlance.desktop.at_{:016x}", window::fingerprint(place.folder())));
    }
    builder.plugin(plugin.build())
}

/// Writes down what is running before the process ends.
fn end(app: &AppHandle) {
    let desktop = app.state::<Desktop>();
    let _ = std::fs::remove_dir_all(place::web_elsewhere());
    if let Ok(profile) = desktop.profile() {
        tauri::async_runtime::block_on(profile.finish());
    }
    let server = desktop.server.lock().ok().and_then(|mut slot| slot.take());
    if let Some(server) = server {
        tauri::async_runtime::block_on(server.stop());
    }
}
