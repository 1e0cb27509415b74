//! Histories that nobody wrote: every table and every column filled, by the schema that is there.

use std::path::Path;

use parlance_core::{AgentId, AnswerId, ConversationId, PresetId, RunId, RunNodeId, StepId, TurnId};
use rusqlite::types::Value as Cell;
use rusqlite::{Connection, params_from_iter};
use serde_json::{Value, json};

/// Numbers that look like chance and are the same for a seed.
pub(crate) struct Chance(u64);

impl Chance {
    pub(crate) fn new(seed: u64) -> Self {
        Self(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1)
    }

    pub(crate) fn below(&mut self, most: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0 % most
    }

    fn of<'a>(&mut self, choices: &[&'a str]) -> &'a str {
        choices[usize::try_from(self.below(choices.len() as u64)).unwrap()]
    }

    /// Words with everything that a file, a page or JSON could stumble over.
    fn words(&mut self) -> String {
        const PARTS: [&str; 14] = [
            "word ",
            "归并排序",
            "\n",
            "\"quoted\" ",
            "\\n ",
            "{\"a\":1}",
            "😀",
            "\u{0}",
            "\u{2028}",
            "\r\n",
            "<b>x</b> ",
            "| a | b |\n|---|---|\n",
            "$x^2$ ",
            "\t",
        ];
        (0..self.below(9)).map(|_| self.of(&PARTS)).collect()
    }
}

/// The tables of the history with their columns.
pub(crate) fn schema(database: &Connection) -> Vec<(String, Vec<String>)> {
    let mut tables = database
        .prepare("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY name")
        .unwrap();
    let names: Vec<String> = tables.query_map((), |row| row.get(0)).unwrap().map(Result::unwrap).collect();
    names
        .into_iter()
        .map(|name| {
            let mut columns = database.prepare("SELECT name FROM pragma_table_info(?1)").unwrap();
            let columns = columns.query_map((&name,), |row| row.get(0)).unwrap().map(Result::unwrap).collect();
            (name, columns)
        })
        .collect()
}

/// What is made of the other rows and can be made again.
pub(crate) fn is_derived(table: &str) -> bool {
    table.starts_with("search")
}

pub(crate) fn member(column: &str) -> String {
    let mut parts = column.split('_');
    let first = parts.next().unwrap().to_owned();
    parts.fold(first, |name, part| format!("{name}{}{}", part[..1].to_uppercase(), &part[1..]))
}

pub(crate) fn parent_of(table: &str) -> Option<&'static str> {
    Some(match table {
        "conversation" | "preset" | "run" | "run_draft" => "agent_id",
        "run_node" => "run_id",
        "turn" | "draft" | "queued" | "attachment" | "tag" => "conversation_id",
        "answer" => "turn_id",
        "step" | "frame" | "trace" => "answer_id",
        "interrupt" => "step_id",
        _ => return None,
    })
}

/// The rows of a table in exported lines.
pub(crate) fn rows_of<'a>(lines: &'a [Value], table: &str) -> Vec<&'a Value> {
    fn under<'a>(rows: Vec<&'a Value>, member: &str) -> Vec<&'a Value> {
        let found = rows.into_iter().filter_map(|row| row.get(member));
        found.flat_map(|found| found.as_array().map_or_else(|| vec![found], |list| list.iter().collect())).collect()
    }
    let path: &[&str] = match table {
        "agent" => &["agent"],
        "preset" => &["agent", "presets"],
        "run" => &["agent", "runs"],
        "run_node" => &["agent", "runs", "nodes"],
        "run_draft" => &["agent", "runDraft"],
        "conversation" => &["conversation"],
        "tag" => &["conversation", "tags"],
        "draft" => &["conversation", "draft"],
        "queued" => &["conversation", "queued"],
        "attachment" => &["conversation", "attachments"],
        "turn" => &["conversation", "turns"],
        "answer" => &["conversation", "turns", "answers"],
        "step" => &["conversation", "turns", "answers", "steps"],
        "frame" => &["conversation", "turns", "answers", "frames"],
        "trace" => &["conversation", "turns", "answers", "trace"],
        "interrupt" => &["conversation", "turns", "answers", "steps", "interrupt"],
        _ => return Vec::new(),
    };
    path.iter().fold(lines.iter().collect(), |rows, member| under(rows, member))
}

struct Filling<'a> {
    database: &'a Connection,
    schema: Vec<(String, Vec<String>)>,
    chance: Chance,
}

/// Fills the database of a folder.
pub(crate) fn fill(folder: &Path, seed: u64) {
    let database = Connection::open(folder.join("parlance.sqlite")).unwrap();
    let schema = schema(&database);
    let mut filling = Filling { database: &database, schema, chance: Chance::new(seed) };
    database.execute_batch("BEGIN").unwrap();
    filling.agents();
    database.execute_batch("COMMIT").unwrap();
}

/// Fills it with so many small conversations.
pub(crate) fn many(folder: &Path, conversations: u64) {
    let database = Connection::open(folder.join("parlance.sqlite")).unwrap();
    let schema = schema(&database);
    let mut filling = Filling { database: &database, schema, chance: Chance::new(1) };
    database.execute_batch("BEGIN").unwrap();
    let agent = AgentId::make().to_string();
    filling.row("agent", &[("id", text(&agent)), ("position", Cell::Integer(0))]);
    for _ in 0..conversations {
        let id = ConversationId::make().to_string();
        filling.row("conversation", &[("id", text(&id)), ("agent_id", text(&agent)), ("platform_id", text(&id))]);
        filling.turn(&id, 0);
    }
    database.execute_batch("COMMIT").unwrap();
}

fn text(text: &str) -> Cell {
    Cell::Text(text.to_owned())
}

impl Filling<'_> {
    fn agents(&mut self) {
        for position in 0..3 {
            let agent = AgentId::make().to_string();
            self.row("agent", &[("id", text(&agent)), ("position", Cell::Integer(position))]);
            for number in 0..2 {
                let id = PresetId::make().to_string();
                let own =
                    [("id", text(&id)), ("agent_id", text(&agent)), ("name", Cell::Text(format!("Set {number}")))];
                self.row("preset", &own);
                let run = RunId::make().to_string();
                self.row("run", &[("id", text(&run)), ("agent_id", text(&agent))]);
                let node = RunNodeId::make().to_string();
                self.row("run_node", &[("id", text(&node)), ("run_id", text(&run))]);
            }
            self.row("run_draft", &[("agent_id", text(&agent))]);
            for _ in 0..=self.chance.below(3) {
                self.conversation(&agent);
            }
        }
    }

    fn conversation(&mut self, agent: &str) {
        let id = ConversationId::make().to_string();
        let platform = ConversationId::make().to_string();
        let own = [("id", text(&id)), ("agent_id", text(agent)), ("platform_id", text(&platform))];
        self.row("conversation", &own);
        for name in ["exam", "期末 \"A\""] {
            self.row("tag", &[("name", text(name)), ("conversation_id", text(&id))]);
        }
        for table in ["draft", "queued"] {
            self.row(table, &[("conversation_id", text(&id))]);
        }
        let file = StepId::make().to_string();
        self.row("attachment", &[("id", text(&file)), ("conversation_id", text(&id))]);
        for seq in 0..1 + self.chance.below(5) {
            self.turn(&id, seq);
        }
    }

    fn turn(&mut self, conversation: &str, seq: u64) {
        let id = TurnId::make().to_string();
        let answers: Vec<String> = (0..=self.chance.below(3)).map(|_| AnswerId::make().to_string()).collect();
        let own = [
            ("id", text(&id)),
            ("conversation_id", text(conversation)),
            ("seq", Cell::Integer(i64::try_from(seq).unwrap())),
            ("query_id", text(&id)),
            ("used_answer_id", text(&answers[0])),
        ];
        self.row("turn", &own);
        for (position, answer) in answers.iter().enumerate() {
            let position = Cell::Integer(i64::try_from(position).unwrap());
            let own =
                [("id", text(answer)), ("turn_id", text(&id)), ("position", position), ("message_id", text(answer))];
            self.row("answer", &own);
            for position in 0..2 {
                self.row("frame", &[("answer_id", text(answer)), ("position", Cell::Integer(position))]);
                let step = StepId::make().to_string();
                let place = Cell::Integer(position);
                let kind = if position == 0 { "interrupt" } else { "think" };
                let own = [("id", text(&step)), ("answer_id", text(answer)), ("position", place), ("kind", text(kind))];
                self.row("step", &own);
                if position == 0 {
                    self.row("interrupt", &[("step_id", text(&step))]);
                }
            }
            self.row("trace", &[("answer_id", text(answer))]);
        }
    }

    fn row(&mut self, table: &str, own: &[(&str, Cell)]) {
        let columns = self.schema.iter().find(|(name, _)| name == table).unwrap().1.clone();
        let cells: Vec<Cell> = columns
            .iter()
            .map(|column| match own.iter().find(|(name, _)| name == column) {
                Some((_, cell)) => cell.clone(),
                None => self.cell(table, column),
            })
            .collect();
        let places: Vec<String> = (1..=cells.len()).map(|place| format!("?{place}")).collect();
        let sql = format!("INSERT INTO {table} ({}) VALUES ({})", columns.join(", "), places.join(", "));
        self.database.execute(&sql, params_from_iter(cells)).unwrap();
    }

    fn cell(&mut self, table: &str, column: &str) -> Cell {
        let chance = &mut self.chance;
        let problem = json!({ "code": "offline", "detail": "no \"line\"", "retryAfterMs": 3, "trace": "" });
        let values = json!({ "level": chance.words(), "空": "值" });
        let empty_or =
            |chance: &mut Chance, value: &Value| if chance.below(2) == 0 { String::new() } else { value.to_string() };
        Cell::Text(match (table, column) {
            ("agent", "base_url") => "https://agent.example.edu/api/proxy/api/v1".into(),
            ("agent", "user_id") => format!("user-{}", chance.below(1_000)),
            ("agent", "kind") => chance.of(&["chat", "workflow"]).into(),
            ("agent", "detail") => chance.of(&["off", "summary", "full"]).into(),
            ("agent", "pictures") => chance.of(&["blocked", "ask", "allowed"]).into(),
            ("agent", "opening") => json!({ "message": chance.words(), "questions": [chance.words()] }).to_string(),
            ("agent", "variables") => {
                json!([{ "key": "level", "name": chance.words(), "description": "", "required": true,
                "kind": "choice", "choices": ["a", "b"], "maxLength": 3 }])
                .to_string()
            }
            ("agent", "uploads") => {
                let uploads = json!({ "accessKey": "AK", "endpoint": "https://up.example.edu", "secretStored": true });
                empty_or(chance, &uploads)
            }
            (_, "variable_values" | "last_values") => values.to_string(),
            ("attachment", "kind") => chance.of(&["link", "file", "text"]).into(),
            ("attachment", "state") => chance.of(&["ready", "failed"]).into(),
            ("attachment", "uploaded") => empty_or(chance, &json!({ "at": 1, "id": "x", "path": "p", "sha256": "00" })),
            ("turn", "asked_by") => chance.of(&["person", "trigger", "task"]).into(),
            ("turn", "files") => {
                json!([{ "id": TurnId::make(), "name": "a.pdf", "mediaType": "", "size": 3, "url": "https://x",
                "path": "", "kept": true }])
                .to_string()
            }
            ("answer", "state") => chance.of(&["done", "stopped", "failed", "interrupted"]).into(),
            ("answer", "usage") => empty_or(
                chance,
                &json!({ "inputTokens": 1, "outputTokens": 2, "totalTokens": 3,
                "firstTokenMs": 4, "totalMs": 5 }),
            ),
            ("answer", "suggestions") | ("run", "choices") => json!([chance.words(), "b"]).to_string(),
            ("answer", "rating" | "rating_settled") => chance.of(&["none", "like", "dislike"]).into(),
            ("answer", "rating_delivery") => chance.of(&["settled", "waiting"]).into(),
            ("answer", "rating_reason") => empty_or(chance, &json!({ "comment": chance_words(), "problems": ["x"] })),
            ("step", "citations") => {
                json!([{ "document": chance.words(), "dataset": "d", "text": chance.words(), "score": "0.5",
                "link": "https://x", "page": 2 }])
                .to_string()
            }
            (_, "problem" | "rating_problem" | "used_problem" | "removal_problem") => empty_or(chance, &problem),
            ("interrupt", "wants") => chance.of(&["decision", "input", "task", "other"]).into(),
            ("interrupt", "state") => chance.of(&["waiting", "answered", "succeeded", "failed", "lost"]).into(),
            ("run", "status") | ("run_node", "status") => {
                chance.of(&["success", "failed", "stopped", "unknown"]).into()
            }
            ("run", "way") => chance.of(&["background", "oneCall"]).into(),
            _ => return self.by_type(table, column),
        })
    }

    /// A column that nothing is said of: what its type allows.
    fn by_type(&mut self, table: &str, column: &str) -> Cell {
        const FLAGS: [&str; 10] =
            ["pinned", "unread", "cut", "recovered", "used_pending", "queued", "kept", "held", "watched", "key_stored"];
        let sql = "SELECT type, COALESCE(dflt_value, '') FROM pragma_table_info(?1) WHERE name = ?2";
        let (kind, default): (String, String) =
            self.database.query_row(sql, (table, column), |row| Ok((row.get(0)?, row.get(1)?))).unwrap();
        match kind.as_str() {
            // What was deleted, and what still runs, is another test's.
            "INTEGER" if matches!(column, "removed_at" | "purged" | "running" | "built_in" | "forgotten") => {
                Cell::Integer(0)
            }
            "INTEGER" if FLAGS.contains(&column) || !default.is_empty() => {
                Cell::Integer(i64::try_from(self.chance.below(2)).unwrap())
            }
            "INTEGER" => Cell::Integer(i64::try_from(self.chance.below(1 << 31)).unwrap()),
            _ if default.len() > 2 => Cell::Text(default.trim_matches('\'').to_owned()),
            _ => Cell::Text(self.chance.words()),
        }
    }
}

fn chance_words() -> &'static str {
    "because \"so\"\n"
}
