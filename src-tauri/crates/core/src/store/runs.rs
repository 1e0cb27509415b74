//! Runs of workflows with their nodes, and the inputs being written.

use rusqlite::{OptionalExtension as _, Row};

use super::{
    Reader, Result, Writer, from_json, from_json_or_empty, from_word, number, readable, text, to_json, to_word,
};
use crate::id::{AgentId, RunId, RunNodeId};
use crate::model::{OpenedRun, Run, RunNode, RunText, Timestamp};
use crate::problem::Problem;

/// How many runs of an agent are kept, besides those that go on.
const KEPT: u32 = 100;

impl Run {
    /// Without its nodes.
    fn from_row(row: &Row<'_>) -> rusqlite::Result<Self> {
        Ok(Self {
            id: row.get("id")?,
            agent_id: row.get("agent_id")?,
            platform_id: text(row, "platform_id")?,
            status: from_word(row, "status")?,
            way: from_word(row, "way")?,
            watched: number(row, "watched")?,
            preview: text(row, "preview")?,
            question: text(row, "question")?,
            choices: from_json(row, "choices")?,
            nodes: Vec::new(),
            problem: from_json_or_empty(row, "problem")?,
            started_at: Timestamp(number(row, "started_at")?),
            ended_at: Timestamp(number(row, "ended_at")?),
            took_ms: number(row, "took_ms")?,
            tokens: number(row, "tokens")?,
        })
    }
}

impl RunNode {
    fn from_row(row: &Row<'_>) -> rusqlite::Result<Self> {
        Ok(Self {
            id: row.get("id")?,
            run_id: row.get("run_id")?,
            node_id: text(row, "node_id")?,
            kind: text(row, "kind")?,
            title: text(row, "title")?,
            depth: number(row, "depth")?,
            status: from_word(row, "status")?,
            input: text(row, "input")?,
            output: text(row, "output")?,
            message: text(row, "message")?,
            took_ms: number(row, "took_ms")?,
            tokens: number(row, "tokens")?,
        })
    }
}

impl Reader<'_> {
    /// The runs of an agent, the newest first.
    pub(crate) fn runs(&self, agent: AgentId) -> Result<Vec<Run>> {
        let mut statement = self.prepare_cached(
            "SELECT id, agent_id, platform_id, status, way, watched, preview, question, choices, problem,
                    started_at, ended_at, took_ms, tokens
               FROM run
              WHERE agent_id = ?1
              ORDER BY started_at DESC, id DESC",
        )?;
        let runs = readable(statement.query_map((agent,), Run::from_row)?)?;
        runs.into_iter().map(|run| self.with_nodes(run)).collect()
    }

    /// One run.
    pub(crate) fn run(&self, run: RunId) -> Result<Option<Run>> {
        let mut statement = self.prepare_cached(
            "SELECT id, agent_id, platform_id, status, way, watched, preview, question, choices, problem,
                    started_at, ended_at, took_ms, tokens
               FROM run
              WHERE id = ?1",
        )?;
        statement.query_row((run,), Run::from_row).optional()?.map(|run| self.with_nodes(run)).transpose()
    }

    /// The runs of all agents that are asked after, with their agents.
    pub(crate) fn watched_runs(&self) -> Result<Vec<(RunId, AgentId)>> {
        let mut statement = self.prepare_cached(
            "SELECT id, agent_id FROM run WHERE status IN ('to_start', 'processing') AND watched ORDER BY id",
        )?;
        let runs = statement
            .query_map((), |row| Ok((row.get("id")?, row.get("agent_id")?)))?
            .collect::<rusqlite::Result<_>>()?;
        Ok(runs)
    }

    /// What went in and what came out.
    pub(crate) fn run_text(&self, run: RunId) -> Result<Option<RunText>> {
        let mut statement = self.prepare_cached("SELECT id, input, output FROM run WHERE id = ?1")?;
        let text = statement
            .query_row((run,), |row| {
                Ok(RunText { run_id: row.get("id")?, input: row.get("input")?, output: row.get("output")? })
            })
            .optional()?;
        Ok(text)
    }

    /// The nodes of a run, in order.
    pub(crate) fn run_nodes(&self, run: RunId) -> Result<Vec<RunNode>> {
        let mut statement = self.prepare_cached(
            "SELECT id, run_id, node_id, kind, title, depth, status, input, output, message, took_ms, tokens
               FROM run_node
              WHERE run_id = ?1
              ORDER BY position, id",
        )?;
        let nodes = readable(statement.query_map((run,), RunNode::from_row)?)?;
        Ok(nodes)
    }

    /// One node.
    pub(crate) fn run_node(&self, node: RunNodeId) -> Result<Option<RunNode>> {
        let mut statement = self.prepare_cached(
            "SELECT id, run_id, node_id, kind, title, depth, status, input, output, message, took_ms, tokens
               FROM run_node
              WHERE id = ?1",
        )?;
        Ok(statement.query_row((node,), RunNode::from_row).optional()?)
    }

    /// A run with its texts and its nodes.
    pub(crate) fn whole_run(&self, run: RunId) -> Result<Option<OpenedRun>> {
        let (Some(row), Some(text)) = (self.run(run)?, self.run_text(run)?) else { return Ok(None) };
        Ok(Some(OpenedRun { run: row, text, nodes: self.run_nodes(run)? }))
    }

    /// The input that is being written; empty without one.
    pub(crate) fn run_draft(&self, agent: AgentId) -> Result<String> {
        let mut statement = self.prepare_cached("SELECT text FROM run_draft WHERE agent_id = ?1")?;
        Ok(statement.query_row((agent,), |row| text(row, "text")).optional()?.unwrap_or_default())
    }

    fn with_nodes(&self, run: Run) -> Result<Run> {
        let mut statement = self.prepare_cached("SELECT id FROM run_node WHERE run_id = ?1 ORDER BY position, id")?;
        let nodes = statement.query_map((run.id,), |row| row.get("id"))?.collect::<rusqlite::Result<_>>()?;
        Ok(Run { nodes, ..run })
    }
}

impl Writer<'_> {
    /// Writes a new run.
    pub(crate) fn add_run(&self, run: &Run, input: &str) -> Result<()> {
        self.execute(
            "INSERT INTO run
                 (id, agent_id, platform_id, status, way, watched, preview, input, output, question, choices, problem,
                  started_at, ended_at, took_ms, tokens)
             VALUES (?1, ?2, '', 'to_start', '', 0, ?3, ?4, '', '', '[]', '', ?5, 0, 0, 0)",
            (run.id, run.agent_id, &run.preview, input, run.started_at.0),
        )?;
        self.save_run(run)
    }

    /// Writes how a run is now; its input and its output stay.
    pub(crate) fn save_run(&self, run: &Run) -> Result<()> {
        let problem: String = run.problem.as_ref().map(to_json).transpose()?.unwrap_or_default();
        self.execute(
            "UPDATE run
                SET platform_id = ?2, status = ?3, way = ?4, watched = ?5, question = ?6, choices = ?7, problem = ?8,
                    started_at = ?9, ended_at = ?10, took_ms = ?11, tokens = ?12
              WHERE id = ?1",
            (
                run.id,
                &run.platform_id,
                to_word(run.status)?,
                to_word(run.way)?,
                run.watched,
                &run.question,
                to_json(&run.choices)?,
                problem,
                run.started_at.0,
                run.ended_at.0,
                run.took_ms,
                run.tokens,
            ),
        )?;
        Ok(())
    }

    /// Writes what came out of a run.
    pub(crate) fn set_run_output(&self, run: RunId, output: &str) -> Result<()> {
        self.execute("UPDATE run SET output = ?2 WHERE id = ?1", (run, output))?;
        Ok(())
    }

    /// Writes a node at its place, new or not.
    pub(crate) fn save_run_node(&self, node: &RunNode, position: u32) -> Result<()> {
        self.prepare_cached(
            "INSERT INTO run_node
                 (id, run_id, position, node_id, kind, title, depth, status, input, output, message, took_ms, tokens)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13)
                 ON CONFLICT (id) DO UPDATE
                SET position = excluded.position, kind = excluded.kind, title = excluded.title,
                    depth = excluded.depth, status = excluded.status, input = excluded.input,
                    output = excluded.output, message = excluded.message, took_ms = excluded.took_ms,
                    tokens = excluded.tokens",
        )?
        .execute((
            node.id,
            node.run_id,
            position,
            &node.node_id,
            &node.kind,
            &node.title,
            node.depth,
            to_word(node.status)?,
            &node.input,
            &node.output,
            &node.message,
            node.took_ms,
            node.tokens,
        ))?;
        Ok(())
    }

    /// Runs that no platform has confirmed and nobody waits for any more are unknown from now on.
    pub(crate) fn lose_runs(&self, problem: &Problem, now: Timestamp) -> Result<()> {
        self.execute(
            "UPDATE run
                SET status = 'unknown', watched = 0, problem = ?1, ended_at = ?2
              WHERE platform_id = '' AND status IN ('to_start', 'processing')",
            (to_json(problem)?, now.0),
        )?;
        Ok(())
    }

    /// Forgets the oldest runs of an agent beyond those that are kept; which ones.
    pub(crate) fn prune_runs(&self, agent: AgentId) -> Result<Vec<RunId>> {
        let mut statement = self.prepare_cached(
            "DELETE FROM run
              WHERE agent_id = ?1 AND status NOT IN ('to_start', 'processing')
                AND id NOT IN (SELECT id FROM run WHERE agent_id = ?1 ORDER BY started_at DESC, id DESC LIMIT ?2)
             RETURNING id",
        )?;
        let gone = statement.query_map((agent, KEPT), |row| row.get("id"))?.collect::<rusqlite::Result<_>>()?;
        Ok(gone)
    }

    /// Forgets a run.
    pub(crate) fn remove_run(&self, run: RunId) -> Result<()> {
        self.execute("DELETE FROM run WHERE id = ?1", (run,))?;
        Ok(())
    }

    /// Keeps the input that is being written; an empty one is forgotten.
    pub(crate) fn set_run_draft(&self, agent: AgentId, text: &str) -> Result<()> {
        if text.is_empty() {
            self.execute("DELETE FROM run_draft WHERE agent_id = ?1", (agent,))?;
        } else {
            self.execute(
                "INSERT INTO run_draft (agent_id, text) VALUES (?1, ?2)
                     ON CONFLICT (agent_id) DO UPDATE SET text = excluded.text",
                (agent, text),
            )?;
        }
        Ok(())
    }
}
