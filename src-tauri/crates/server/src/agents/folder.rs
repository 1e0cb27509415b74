//! The agents that come from files: the sample that is built in, and a folder of the person's own.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;
use std::{fs, io};

use super::guide::Guide;
use super::workflow::{Fault, Trigger, Workflow};
use super::{Door, Served};
use crate::error::Error;
use crate::id;
use crate::server::Locale;

/// The sample, then the workflows of a folder by the names of their files. Each has a key for this run.
pub(crate) fn workflows(
    folder: Option<&Path>,
    locale: Locale,
    library: &Arc<Guide>,
    pace: Duration,
) -> Result<Vec<Served>, Error> {
    let sample = Workflow::sample(locale, library.clone(), pace).map_err(|fault| fault.of("study-plan.toml".into()))?;
    let mut served = vec![serve("study-plan", sample)];
    for path in files(folder)? {
        let text = fs::read_to_string(&path).map_err(|source| Error::Agents { path: path.clone(), source })?;
        let name = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
        let workflow = Workflow::read(&text, library.clone(), pace).map_err(|fault| fault.of(path.clone()))?;
        if let Some(trigger) = &workflow.trigger
            && served.iter().filter_map(trigger_of).any(|other| other.key == trigger.key)
        {
            let message = "Another workflow has a trigger with the same key; each needs its own.".to_owned();
            return Err(Fault { line: line_of(&text, &trigger.key), message }.of(path));
        }
        served.push(serve(&format!("file-{name}"), workflow));
    }
    Ok(served)
}

fn trigger_of(served: &Served) -> Option<&Trigger> {
    match &served.door {
        Door::Workflow(workflow) => workflow.trigger.as_ref(),
        Door::Chat(_) => None,
    }
}

fn line_of(text: &str, words: &str) -> usize {
    text.lines().position(|line| line.contains(words)).map_or(1, |before| before + 1)
}

fn serve(id: &str, workflow: Workflow) -> Served {
    Served { id: format!("workflow-{id}"), key: id::key(), door: Door::Workflow(Arc::new(workflow)) }
}

fn files(folder: Option<&Path>) -> Result<Vec<PathBuf>, Error> {
    let Some(folder) = folder else { return Ok(Vec::new()) };
    let list = || -> io::Result<Vec<PathBuf>> {
        let mut files = Vec::new();
        for entry in fs::read_dir(folder)? {
            let path = entry?.path();
            if path.extension().is_some_and(|extension| extension == "toml") {
                files.push(path);
            }
        }
        files.sort();
        Ok(files)
    };
    list().map_err(|source| Error::Agents { path: folder.to_owned(), source })
}
