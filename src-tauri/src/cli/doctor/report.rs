//! What was found, as a table for people or as JSON for programs.

use std::collections::BTreeMap;
use std::io::{self, Write as _};

use parlance_client::{Capability, Client};
use serde::Serialize;

use super::layers;
use crate::cli::words::{either, one_line, said};
use crate::place::Locale;

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
    /// The language of what is seen and advised; names of layers and outcomes are for programs, too, and stay.
    #[serde(skip)]
    pub(super) locale: Locale,
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
    pub(super) fn new(base_url: &str, locale: Locale) -> Self {
        Self {
            locale,
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
        self.checks.push(Check { layer, outcome, saw: one_line(saw), advice: advice.to_owned() });
    }

    fn table(&self) -> String {
        let name = |check: &Check| layers::name(self.locale, check.layer);
        let names = self.checks.iter().map(|check| columns(name(check))).max().unwrap_or_default();
        let marks =
            Outcome::ALL.map(|outcome| columns(outcome.mark(self.locale))).into_iter().max().unwrap_or_default();
        let mut table = String::new();
        let mut layer = "";
        for check in &self.checks {
            let shown = if check.layer == layer { "" } else { name(check) };
            layer = check.layer;
            let mark = check.outcome.mark(self.locale);
            table.push_str(&format!("{}  {}  {}\n", padded(shown, names), padded(mark, marks), check.saw));
            if !check.advice.is_empty() {
                table.push_str(&format!("{}  -> {}\n", padded("", names + 2 + marks), check.advice));
            }
        }
        table.push_str(&self.sum());
        table
    }

    fn sum(&self) -> String {
        let failed = self.checks.iter().filter(|check| check.outcome == Outcome::Failed).count();
        let total = self.checks.len();
        match failed {
            0 => {
                said!(
                    self.locale,
                    "\nAll is well: {total} things were looked at.\n",
                    "\n一切正常：共检查 {total} 项。\n"
                )
            }
            _ => said!(
                self.locale,
                "\n{failed} of {total} things that were looked at failed.\n",
                "\n共检查 {total} 项，其中 {failed} 项失败。\n"
            ),
        }
    }
}

impl Outcome {
    const ALL: [Self; 4] = [Self::Ok, Self::Missing, Self::Failed, Self::Skipped];

    fn mark(self, locale: Locale) -> &'static str {
        match self {
            Self::Ok => either(locale, "ok", "正常"),
            Self::Missing => either(locale, "missing", "没有"),
            Self::Failed => either(locale, "FAILED", "失败"),
            Self::Skipped => either(locale, "skipped", "跳过"),
        }
    }
}

/// How many columns of a terminal a name takes: Chinese characters take two.
fn columns(text: &str) -> usize {
    text.chars().map(|c| if c.is_ascii() { 1 } else { 2 }).sum()
}

fn padded(text: &str, width: usize) -> String {
    format!("{text}{}", " ".repeat(width.saturating_sub(columns(text))))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_names_each_layer_once_with_what_was_seen_and_what_to_do() {
        let mut report = Report::new("https://x.edu", Locale::English);
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

    #[test]
    fn the_table_is_aligned_in_chinese_too_and_its_json_keeps_the_names() {
        let mut report = Report::new("https://x.edu", Locale::Chinese);
        report.ok("address", "https://x.edu/api/proxy/api/v1");
        report.ok("tls", "证书受信任");
        report.failed("key", "密钥不对", "请检查");
        assert_eq!(
            report.table(),
            "地址  正常  https://x.edu/api/proxy/api/v1\n\
             tls   正常  证书受信任\n\
             密钥  失败  密钥不对\n\
             \x20           -> 请检查\n\
             \n共检查 3 项，其中 1 项失败。\n"
        );
        let json = serde_json::to_value(&report).unwrap();
        assert_eq!((&json["checks"][2]["layer"], &json["checks"][2]["outcome"]), (&"key".into(), &"failed".into()));
    }
}
