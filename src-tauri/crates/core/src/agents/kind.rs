//! Whether an agent is asked or run. No platform says it in one documented place, so this is a guess to begin with; a
//! person's choice counts more.

use parlance_client::{Category, Client, Error, ErrorKind};
use parlance_protocol::{AgentMode, AppConfig, QueryRunAppProcess, RunId};

use crate::model::AgentKind;

/// A run that no platform has.
const NO_RUN: &str = "00000000000000000000000000000000";

/// What one seems to do with the agent behind a door, by what it says of itself, else by how its platform speaks of a
/// run that is not there. Asking after a run changes nothing.
pub(super) async fn guess(client: &Client, config: &AppConfig) -> AgentKind {
    if let AgentMode::Other(mode) = &config.agent_mode
        && mode.to_lowercase().contains("workflow")
    {
        return AgentKind::Workflow;
    }
    match client.call(&QueryRunAppProcess { run_id: RunId::new(NO_RUN) }).await {
        Err(error) if knows_runs(&error) => AgentKind::Workflow,
        _ => AgentKind::Chat,
    }
}

/// Whether a refusal says that this one run is not there, and nothing against runs as such.
fn knows_runs(error: &Error) -> bool {
    let ErrorKind::Rejected { message, .. } = &error.kind else { return false };
    let message = message.to_lowercase();
    let says = |words: &[&str]| words.iter().any(|word| message.contains(word));
    matches!(error.category(), Category::Refused | Category::Gone)
        && says(&["no such run", "run not found", "run does not exist", "运行记录不存在"])
        && !says(&["chat", "not a workflow", "not of a workflow"])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_refusal_that_is_about_the_one_run_makes_a_workflow() {
        let refused = |status, message: &str| {
            let kind = ErrorKind::Rejected { status, code: None, message: message.into(), retry_after: None };
            knows_runs(&kind.into())
        };
        assert!(refused(400, "There is no such run for this API key and UserID."));
        assert!(refused(404, "workflow run not found"));
        assert!(!refused(400, "This key is that of an agent that chats, not of a workflow. There is no such run."));
        assert!(!refused(400, "record not found"));
        assert!(!refused(500, "run not found"));
    }
}
