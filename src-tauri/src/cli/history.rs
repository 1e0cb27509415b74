//! `parlance export` and `parlance import`: the local history out and in, without a window.

use std::fs::File;
use std::io::{self, Read};
use std::path::Path;
use std::process::ExitCode;
use std::sync::Arc;

use parlance_core::{
    AgentId, Clock, ConversationId, Error, Form, Imported, Include, Language, OsVault, ProblemCode, Profile, Scope,
    Work,
};

use super::words::{either, of_the_import, of_the_profile, said};
use super::{Export, FormChoice, Import, IncludeChoice, fail, wrong};
use crate::place::{Locale, Place};

/// Why nothing came of it: one sentence, and whether the command line itself was wrong.
enum Failure {
    Usage(String),
    History(String),
}

fn ended(outcome: Result<ExitCode, Failure>) -> ExitCode {
    match outcome {
        Ok(status) => status,
        Err(Failure::History(sentence)) => fail(&sentence),
        Err(Failure::Usage(sentence)) => wrong(&sentence),
    }
}

/// Writes the history, or a part of it. It works beside an open window: what is written is one moment of it.
pub(super) async fn export(place: Place, locale: Locale, options: Export) -> ExitCode {
    ended(write(&place, locale, &options).await)
}

/// Reads lines into the history. A window would not see them, so it must be closed.
pub(super) async fn import(place: Place, locale: Locale, options: Import) -> ExitCode {
    ended(read(&place, locale, &options).await)
}

fn options(place: &Place) -> parlance_core::Options {
    parlance_core::Options {
        data_dir: place.folder().to_owned(),
        vault: Arc::new(OsVault::new()),
        clock: Clock::system(),
    }
}

async fn open(place: &Place, locale: Locale) -> Result<Profile, Failure> {
    Profile::visit(options(place)).await.map_err(|error| Failure::History(of_the_profile(locale, &error)))
}

/// Whoever only reads needs no place to write in.
async fn open_to_read(place: &Place, locale: Locale) -> Result<Profile, Failure> {
    let opened = match Profile::visit(options(place)).await {
        Err(error) if matches!(error.problem().code, ProblemCode::ReadOnly | ProblemCode::Storage) => {
            Profile::open_to_read(options(place)).await.map_err(|_| error)
        }
        opened => opened,
    };
    opened.map_err(|error| Failure::History(of_the_profile(locale, &error)))
}

async fn write(place: &Place, locale: Locale, options: &Export) -> Result<ExitCode, Failure> {
    let failed = |error: Error| Failure::History(of_the_profile(locale, &error));
    let profile = open_to_read(place, locale).await?;
    let scope = scope(&profile, locale, options).await?;
    let form = options.format.form();
    let include = include(&options.with, locale);
    let Some(path) = &options.output else {
        let outcome = profile.export(scope, form, include, io::stdout(), Work::default()).await;
        return match outcome {
            // Whoever read has had enough, as `head` has.
            Err(Error::Disk { doing: "saved", cause }) if cause.kind() == io::ErrorKind::BrokenPipe => {
                Ok(ExitCode::SUCCESS)
            }
            outcome => outcome.map_err(failed).and_then(|_| whole(&profile, locale)),
        };
    };
    if path.is_dir() && form != Form::Lines {
        profile.export_files(scope, form, include, path.clone(), Work::default()).await.map_err(failed)?;
    } else {
        let written = profile.export_file(scope, form, include, path.clone(), Work::default()).await;
        written.map_err(|error| match error {
            Error::Disk { doing: "saved", cause } => Failure::History(not_written(locale, path, &cause)),
            error => failed(error),
        })?;
    }
    whole(&profile, locale)
}

/// What cannot be read is in no export: whoever keeps it must know.
fn whole(profile: &Profile, locale: Locale) -> Result<ExitCode, Failure> {
    if !profile.is_damaged() {
        return Ok(ExitCode::SUCCESS);
    }
    let lost = either(
        locale,
        "parts of the history cannot be read and are missing in this export; open Parlance: it offers the backups",
        "历史记录有一部分无法读取，这次导出不包含这些内容；请打开 Parlance：它会列出备份",
    );
    Err(Failure::History(lost.to_owned()))
}

fn not_written(locale: Locale, path: &Path, cause: &io::Error) -> String {
    let path = path.display();
    said!(locale, "{path} cannot be written: {cause}", "无法写入 {path}（{cause}）")
}

fn of_the_file(locale: Locale, path: &Path, cause: &io::Error) -> String {
    let path = path.display();
    said!(locale, "{path} cannot be opened: {cause}", "无法打开 {path}（{cause}）")
}

async fn scope(profile: &Profile, locale: Locale, options: &Export) -> Result<Scope, Failure> {
    let snapshot = profile.snapshot().await.map_err(|error| Failure::History(of_the_profile(locale, &error)))?;
    if let Some(given) = &options.conversation {
        let id: Option<ConversationId> = given.parse().ok();
        let known = snapshot.conversations.iter().find(|row| Some(row.id) == id || row.platform_id == *given);
        let row = known.ok_or_else(|| {
            Failure::Usage(said!(
                locale,
                "there is no conversation {given}; `parlance export` shows all with their ids",
                "没有会话 {given}；运行 `parlance export` 可查看所有会话及其 ID"
            ))
        })?;
        return Ok(Scope::Conversations(vec![row.id]));
    }
    let Some(name) = &options.agent else { return Ok(Scope::All) };
    let named: Vec<AgentId> = snapshot
        .agents
        .iter()
        .filter(|agent| agent.name.eq_ignore_ascii_case(name.trim()))
        .map(|agent| agent.id)
        .collect();
    match named.as_slice() {
        [agent] => Ok(Scope::Agent(*agent)),
        found => {
            let known = snapshot.agents.into_iter().map(|agent| agent.name).collect();
            let error = Error::NotOneAgent { name: name.trim().to_owned(), found: found.len(), known };
            Err(Failure::Usage(of_the_profile(locale, &error)))
        }
    }
}

fn include(chosen: &[IncludeChoice], locale: Locale) -> Include {
    let has = |choice| chosen.contains(&choice) || chosen.contains(&IncludeChoice::All);
    Include {
        thoughts: has(IncludeChoice::Thoughts),
        citations: has(IncludeChoice::Citations),
        metrics: has(IncludeChoice::Metrics),
        alternates: has(IncludeChoice::Alternates),
        variables: has(IncludeChoice::Variables),
        language: match locale {
            Locale::English => Language::En,
            Locale::Chinese => Language::ZhCn,
        },
    }
}

impl FormChoice {
    fn form(self) -> Form {
        match self {
            Self::Jsonl => Form::Lines,
            Self::Md => Form::Markdown,
            Self::Html => Form::Page,
            Self::Txt => Form::Text,
        }
    }
}

async fn read(place: &Place, locale: Locale, options: &Import) -> Result<ExitCode, Failure> {
    let path = &options.file;
    let (source, size): (Box<dyn Read + Send>, _) = if path.as_os_str() == "-" {
        (Box::new(io::stdin()), None)
    } else {
        let file = File::open(path).map_err(|cause| Failure::Usage(of_the_file(locale, path, &cause)))?;
        let size = file.metadata().ok().map(|facts| facts.len());
        (Box::new(file), size)
    };
    let _lock = place.lock().map_err(|problem| {
        let sentence = match problem.code {
            ProblemCode::OpenElsewhere => either(
                locale,
                "a window or another import has this history open; import in the window, under Settings, or close it first",
                "有窗口或另一次导入正在使用这份历史记录；请在窗口的“设置”里导入，或先将其关闭",
            ),
            ProblemCode::DiskFull => either(locale, "the disk is full; make room on it", "磁盘已满；请清理磁盘空间"),
            _ => either(
                locale,
                "the history may not be written; allow writing in the data folder",
                "历史记录无法写入；请允许写入数据文件夹",
            ),
        };
        Failure::History(sentence.to_owned())
    })?;
    let profile = open(place, locale).await?;
    let outcome = profile.import(source, size, Work::default()).await;
    let imported = outcome.map_err(|error| Failure::History(of_the_profile(locale, &error)))?;
    report(locale, &imported);
    profile.finish().await;
    let whole = imported.skipped_lines == 0 && imported.stopped.is_none();
    Ok(if whole { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// Standard output stays clean: what was done is told beside it.
fn report(locale: Locale, imported: &Imported) {
    for sentence in of_the_import(locale, imported) {
        super::say(&format!("parlance: {sentence}"));
    }
}
