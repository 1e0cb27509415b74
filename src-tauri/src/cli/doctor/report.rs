//! What was found, as a table for people or as JSON for programs.

use std::collections::BTreeMap;
use std::io::{self, Write as _};

use parlance_client::{Capability, Client};
use serde::Serialize;

use super::layers;

/// How one thing was found.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub(super) enum Outcome {
    /// As it should be.
    Ok,
    /// Not there, and that is no fault.
    Missing,
    /// Not as it should be.
    Failed,
    /// Not looked at.
    Skipped,
}

/// One thing that was looked at.
#[derive(Debug, Serialize)]
struct Check {
    layer: &'static str,
    outcome: Outcome,
    saw: String,
    /// What to do; empty where there is nothing to do.
    advice: String,
}

/// Everything that was found.
#[derive(Debug, Serialize)]
pub(super) struct Report {
    base_url: String,
    /// Whether nothing failed.
    well: bool,
    /// What the agent calls itself.
    agent: String,
    /// How questions are answered: `v1`, `v2`, or `auto` where that was not seen.
    dialect: String,
    checks: Vec<Check>,
    /// By action.
    capabilities: BTreeMap<String, Capability>,
}

impl Report {
    pub(super) fn new(base_url: &str) -> Self {
        Self {
            base_url: base_url.to_owned(),
            well: true,
            agent: String::new(),
            dialect: "auto".to_owned(),
            checks: Vec::new(),
            capabilities: BTreeMap::new(),
        }
    }

    pub(super) fn ok(&mut self, layer: &'static str, saw: &str) {
        self.add(layer, Outcome::Ok, saw, "");
    }

    pub(super) fn missing(&mut self, layer: &'static str, saw: &str) {
        self.add(layer, Outcome::Missing, saw, "");
    }

    pub(super) fn failed(&mut self, layer: &'static str, saw: &str, advice: &str) {
        self.add(layer, Outcome::Failed, saw, advice);
    }

    pub(super) fn skipped(&mut self, layer: &'static str, saw: &str, advice: &str) {
        self.add(layer, Outcome::Skipped, saw, advice);
    }

    /// Notes who was met.
    pub(super) fn meets(&mut self, agent: &str) {
        agent.clone_into(&mut self.agent);
    }

    /// Notes what the client learned on the way.
    pub(super) fn knows(&mut self, client: &Client) {
        self.dialect = client.dialect().to_string();
        let known = client.capabilities();
        self.capabilities = known.tried().map(|action| (action.to_owned(), client.capability(action))).collect();
    }

    pub(super) fn is_well(&self) -> bool {
        self.well
    }

    /// Prints everything by layer, each in the order of its finding.
    pub(super) fn print(&mut self, json: bool) -> io::Result<()> {
        self.checks.sort_by_key(|check| layers::ALL.iter().position(|layer| *layer == check.layer));
        let mut out = io::stdout().lock();
        if json {
            writeln!(out, "{}", serde_json::to_string(self).map_err(io::Error::other)?)?;
        } else {
            out.write_all(self.table().as_bytes())?;
        }
        out.flush()
    }

    fn add(&mut self, layer: &'static str, outcome: Outcome, saw: &str, advice: &str) {
        self.well &= outcome != Outcome::Failed;
        self.checks.push(Check { layer, outcome, saw: saw.to_owned(), advice: advice.to_owned() });
    }

    fn table(&self) -> String {
        let width = self.checks.iter().map(|check| check.layer.len()).max().unwrap_or_default();
        let mut table = String::new();
        let mut layer = "";
        for check in &self.checks {
            let shown = if check.layer == layer { "" } else { check.layer };
            layer = check.layer;
            let mark = match check.outcome {
                Outcome::Ok => "ok",
                Outcome::Missing => "missing",
                Outcome::Failed => "FAILED",
                Outcome::Skipped => "skipped",
            };
            table.push_str(&format!("{shown:width$}  {mark:7}  {}\n", check.saw));
            if !check.advice.is_empty() {
                table.push_str(&format!("{:width$}           -> {}\n", "", check.advice));
            }
        }
        let failed = self.checks.iter().filter(|check| check.outcome == Outcome::Failed).count();
        let total = self.checks.len();
        table.push_str(&match failed {
            0 => format!("\nAll is well: {total} things were looked at.\n"),
            _ => format!("\n{failed} of {total} things that were looked at failed.\n"),
        });
        table
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_names_each_layer_once_with_what_was_seen_and_what_to_do() {
        let mut report = Report::new("https://x.edu");
        report.ok("address", "https://x.edu/api/proxy/api/v1");
        report.ok("capabilities", "get_conversation_list works");
        report.missing("capabilities", "clear_message");
        report.failed("key", "the key is wrong", "check it");
        assert_eq!(
            report.table(),
            "address       ok       https://x.edu/api/proxy/api/v1\n\
             capabilities  ok       get_conversation_list works\n\
             \x20             missing  clear_message\n\
             key           FAILED   the key is wrong\n\
             \x20                      -> check it\n\
             \n1 of 4 things that were looked at failed.\n"
        );
        assert!(!report.is_well());
    }
}
