//! The command line: a window without a subcommand, the built-in server and single questions with one.

mod ask;
mod doctor;
mod history;
mod serve;
mod words;

use std::io::{self, Write as _};
use std::net::SocketAddr;
use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Parser, Subcommand, ValueEnum};

use crate::desktop;
use crate::place::{Locale, Place};

/// Where the key of an agent is read from that is named by its address.
const KEY: &str = "PARLANCE_API_KEY";
/// Who asks when nobody is named: one fixed name, so that a conversation can be continued.
const NOBODY: &str = "parlance-cli";

#[derive(Parser)]
#[command(version, about = "Chat with the agents of the HiAgent platform", long_about = None)]
struct Arguments {
    /// Everything Parlance writes goes below this folder
    #[arg(long, global = true, value_name = "DIR", env = "PARLANCE_DATA_DIR")]
    data_dir: Option<PathBuf>,

    /// The language (default: the system's)
    #[arg(long, global = true, value_name = "LOCALE")]
    locale: Option<Locale>,

    #[command(subcommand)]
    action: Option<Action>,
}

#[derive(Subcommand)]
enum Action {
    /// Run the built-in agent server in the foreground
    Serve(Serve),
    /// Ask an agent one question and print the answer as it arrives
    Ask(Ask),
    /// Look at an agent's address layer by layer: what works, what does not, and what to do
    Doctor(Doctor),
    /// Write the history as JSON Lines, one conversation a line, or to be read by people
    Export(Export),
    /// Read exported JSON Lines into the history; what is there stays
    Import(Import),
}

#[derive(clap::Args)]
struct Serve {
    /// Where to listen; port 0 takes a free one
    #[arg(long, value_name = "ADDRESS:PORT", default_value = "127.0.0.1:0")]
    listen: SocketAddr,

    /// A folder of further agents: each TOML file in it is a workflow
    #[arg(long, value_name = "DIR")]
    agents: Option<PathBuf>,

    /// A web page that may use the server from a browser, such as http://localhost:5173
    #[arg(long, value_name = "ORIGIN", value_parser = origin)]
    allow_origin: Option<String>,
}

#[derive(clap::Args)]
struct Ask {
    /// The agent's address; its key is read from the environment variable PARLANCE_API_KEY
    #[arg(long, value_name = "URL", conflicts_with = "agent")]
    base_url: Option<String>,

    /// An agent of the profile, by name; its key is in the keychain
    #[arg(long, value_name = "NAME")]
    agent: Option<String>,

    /// Who asks: 1 to 20 letters, digits, `_` and `-`
    #[arg(long, value_name = "ID")]
    user_id: Option<String>,

    /// The AppID, where the deployment wants it in the body instead of the key
    #[arg(long, value_name = "ID", requires = "base_url")]
    app_id: Option<String>,

    /// Continue this conversation (its AppConversationID)
    #[arg(long, value_name = "ID")]
    conversation: Option<String>,

    /// Say on standard error which conversation it is, to continue it with --conversation
    #[arg(long)]
    show_conversation: bool,

    /// A variable of the conversation; may be repeated
    #[arg(long, value_name = "KEY=VALUE", value_parser = pair)]
    input: Vec<(String, String)>,

    /// How to speak to the platform
    #[arg(long, value_enum, default_value_t = DialectChoice::Auto)]
    dialect: DialectChoice,

    /// Ask for the answer in one piece
    #[arg(long)]
    blocking: bool,

    /// Print one JSON object a line for every event
    #[arg(long)]
    json: bool,

    /// Give up after this many seconds
    #[arg(long, value_name = "SECONDS", value_parser = clap::value_parser!(u64).range(1..))]
    timeout: Option<u64>,

    /// The question
    question: String,
}

#[derive(clap::Args)]
struct Doctor {
    /// The agent's address; its key is read from the environment variable PARLANCE_API_KEY
    #[arg(long, value_name = "URL")]
    base_url: String,

    /// Who asks: 1 to 20 letters, digits, `_` and `-`
    #[arg(long, value_name = "ID", default_value = NOBODY)]
    user_id: String,

    /// The AppID, where the deployment wants it in the body instead of the key
    #[arg(long, value_name = "ID")]
    app_id: Option<String>,

    /// Make a conversation, ask, regenerate and rate in it, and delete it again; run a workflow
    #[arg(long)]
    write: bool,

    /// Print one JSON object instead of a table
    #[arg(long)]
    json: bool,

    /// How long one call, or a silence in an answer, may take
    #[arg(long, value_name = "SECONDS", default_value_t = 60, value_parser = clap::value_parser!(u64).range(1..))]
    timeout: u64,
}

#[derive(clap::Args)]
struct Export {
    /// How to write it; only `jsonl` holds everything and can be imported
    #[arg(long, value_enum, default_value_t = FormChoice::Jsonl)]
    format: FormChoice,

    /// Only the conversations of this agent, by name
    #[arg(long, value_name = "NAME", conflicts_with = "conversation")]
    agent: Option<String>,

    /// Only this conversation: its id here, or its AppConversationID
    #[arg(long, value_name = "ID")]
    conversation: Option<String>,

    /// What to write beside questions and answers, where the format is one to be read
    #[arg(long, value_name = "WHAT", value_delimiter = ',', default_value = "citations")]
    with: Vec<IncludeChoice>,

    /// A file, or a folder that gets one file for each conversation (default: standard output)
    #[arg(long, short, value_name = "PATH")]
    output: Option<PathBuf>,
}

#[derive(clap::Args)]
struct Import {
    /// A file of JSON Lines; `-` reads standard input
    #[arg(value_name = "FILE")]
    file: PathBuf,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum FormChoice {
    Jsonl,
    Md,
    Html,
    Txt,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum IncludeChoice {
    Thoughts,
    Citations,
    Metrics,
    Alternates,
    Variables,
    All,
    None,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum DialectChoice {
    Auto,
    V1,
    V2,
}

fn pair(text: &str) -> Result<(String, String), String> {
    match text.split_once('=') {
        Some((key, value)) if !key.is_empty() => Ok((key.to_owned(), value.to_owned())),
        _ => Err("expected KEY=VALUE".to_owned()),
    }
}

/// An origin as browsers write it: scheme, host and port, nothing behind.
fn origin(text: &str) -> Result<String, String> {
    let origin = url::Url::parse(text.trim()).map(|url| url.origin().ascii_serialization()).unwrap_or_default();
    if ["http://", "https://"].iter().any(|scheme| origin.starts_with(scheme)) {
        Ok(origin)
    } else {
        Err("expected something like http://localhost:5173".to_owned())
    }
}

/// Reads the arguments and does what they say.
pub(crate) fn run() -> ExitCode {
    let Arguments { data_dir, locale, action } = Arguments::parse();
    let locale = locale.unwrap_or_else(Locale::of_the_system);
    let Some(place) = Place::find(data_dir) else {
        return fail(words::either(
            locale,
            "the system names no folder for application data; choose one with --data-dir",
            "系统没有指定应用数据文件夹；请用 --data-dir 指定",
        ));
    };
    match action {
        None => desktop::run(place, locale),
        Some(Action::Serve(options)) => block_on(serve::run(place, locale, options)),
        Some(Action::Ask(options)) => block_on(ask::run(place, locale, options)),
        Some(Action::Doctor(options)) => block_on(doctor::run(locale, options)),
        Some(Action::Export(options)) => block_on(history::export(place, locale, options)),
        Some(Action::Import(options)) => block_on(history::import(place, locale, options)),
    }
}

fn block_on(work: impl Future<Output = ExitCode>) -> ExitCode {
    match tokio::runtime::Builder::new_multi_thread().enable_all().build() {
        Ok(runtime) => {
            let status = runtime.block_on(work);
            runtime.shutdown_background();
            status
        }
        Err(error) => fail(&format!("cannot start: {error}")),
    }
}

/// One line on standard error; exit status 1.
pub(crate) fn fail(sentence: &str) -> ExitCode {
    say(&format!("parlance: {}", words::one_line(sentence)));
    ExitCode::from(1)
}

/// A line on standard error. That nobody reads it any more changes no exit status.
pub(crate) fn say(line: &str) {
    let _ = writeln!(io::stderr(), "{line}");
}

/// The same for a command line that is wrong; exit status 2.
fn wrong(sentence: &str) -> ExitCode {
    fail(sentence);
    ExitCode::from(2)
}
