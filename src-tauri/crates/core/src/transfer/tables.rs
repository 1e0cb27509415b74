//! Which tables make up a line of an export, and how their columns are called there.
//!
//! The columns themselves are read from the database, so that a new one is exported without a word here.

use rusqlite::Connection;

use crate::store::StoreError;

/// A table, as a member of the object that its rows belong to.
#[derive(Debug)]
pub(super) struct Table {
    /// Its name.
    pub(super) name: &'static str,
    /// The member.
    pub(super) member: &'static str,
    /// The column that names what a row belongs to; it is not written, since the place says it.
    pub(super) parent: &'static str,
    /// In which order rows stand.
    pub(super) order: &'static str,
    /// Whether there is at most one row.
    pub(super) single: bool,
    /// What belongs to a row.
    pub(super) children: &'static [Table],
}

const fn many(
    name: &'static str,
    member: &'static str,
    parent: &'static str,
    order: &'static str,
    children: &'static [Table],
) -> Table {
    Table { name, member, parent, order, single: false, children }
}

const fn single(name: &'static str, member: &'static str, parent: &'static str) -> Table {
    Table { name, member, parent, order: parent, single: true, children: &[] }
}

/// An agent with what belongs to it beside its conversations.
pub(super) const AGENT: Table = many(
    "agent",
    "agent",
    "",
    "position, id",
    &[
        many("preset", "presets", "agent_id", "name, id", &[]),
        many("run", "runs", "agent_id", "started_at, id", &[many("run_node", "nodes", "run_id", "position, id", &[])]),
        single("run_draft", "runDraft", "agent_id"),
    ],
);

/// A conversation with all that it holds.
pub(super) const CONVERSATION: Table = many(
    "conversation",
    "conversation",
    "agent_id",
    "id",
    &[
        single("draft", "draft", "conversation_id"),
        single("queued", "queued", "conversation_id"),
        many("tag", "tags", "conversation_id", "name", &[]),
        many("attachment", "attachments", "conversation_id", "position, id", &[]),
        TURN,
    ],
);

/// A turn with its answers.
pub(super) const TURN: Table = many("turn", "turns", "conversation_id", "seq, id", &[ANSWER]);

/// An answer with what the agent did.
pub(super) const ANSWER: Table = many(
    "answer",
    "answers",
    "turn_id",
    "position, id",
    &[
        many("step", "steps", "answer_id", "position, id", &[single("interrupt", "interrupt", "step_id")]),
        many("frame", "frames", "answer_id", "position", &[]),
        single("trace", "trace", "answer_id"),
    ],
);

/// Columns that are not written: the key is not in the file, and turns are counted anew.
const LEFT_OUT_COLUMNS: &[(&str, &str)] = &[("agent", "key_stored"), ("conversation", "turns")];

/// Columns that hold JSON.
const JSON: &[&str] = &[
    "opening",
    "variables",
    "uploads",
    "variable_values",
    "last_values",
    "problem",
    "usage",
    "suggestions",
    "citations",
    "files",
    "uploaded",
    "choices",
    "rating_reason",
    "rating_problem",
    "used_problem",
    "removal_problem",
];

/// Columns that hold yes or no.
const FLAGS: &[&str] = &[
    "built_in",
    "pinned",
    "unread",
    "purged",
    "running",
    "cut",
    "recovered",
    "used_pending",
    "forgotten",
    "queued",
    "kept",
    "held",
    "watched",
    "archived",
    "named",
    "pinned_there",
    "gone",
    "kept_there",
];

/// How a column's value is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// As it is.
    Plain,
    /// As JSON inside of JSON, where it is an object or a list.
    Json,
    /// As `true` or `false`.
    Flag,
}

/// A column.
#[derive(Debug, Clone)]
pub(super) struct Column {
    /// Its name in the database.
    pub(super) name: String,
    /// Its name in a line.
    pub(super) member: String,
    /// How its value is written.
    pub(super) kind: Kind,
    /// Whether a row can do without.
    pub(super) optional: bool,
}

/// A table as this database has it.
#[derive(Debug)]
pub(super) struct Shape {
    /// The table.
    pub(super) table: &'static Table,
    /// The columns that are written.
    pub(super) columns: Vec<Column>,
    /// `SELECT` of the columns, without what follows `FROM`.
    pub(super) select: String,
    /// What belongs to a row.
    pub(super) children: Vec<Shape>,
}

impl Shape {
    /// Looks at the database.
    pub(super) fn of(connection: &Connection, table: &'static Table) -> Result<Self, StoreError> {
        let mut statement =
            connection.prepare("SELECT name, \"notnull\", dflt_value IS NOT NULL FROM pragma_table_xinfo(?1) WHERE hidden = 0 ORDER BY cid")?;
        let columns = statement
            .query_map((table.name,), |row| {
                Ok((row.get::<_, String>(0)?, row.get::<_, bool>(1)?, row.get::<_, bool>(2)?))
            })?
            .collect::<rusqlite::Result<Vec<_>>>()?;
        let columns: Vec<Column> = columns
            .into_iter()
            .filter(|(name, ..)| name != table.parent && !LEFT_OUT_COLUMNS.contains(&(table.name, name)))
            .map(|(name, required, has_default)| Column {
                member: member_of(&name),
                kind: kind_of(&name),
                optional: !required && name != "id" || has_default,
                name,
            })
            .collect();
        let names: Vec<&str> = columns.iter().map(|column| column.name.as_str()).collect();
        let select = format!("SELECT {} FROM {}", names.join(", "), table.name);
        let children = table.children.iter().map(|child| Self::of(connection, child)).collect::<Result<_, _>>()?;
        Ok(Self { table, columns, select, children })
    }

    /// The child of this name.
    pub(super) fn child(&self, member: &str) -> Option<&Self> {
        self.children.iter().find(|child| child.table.member == member)
    }

    /// The place of a column among those that are written.
    pub(super) fn place(&self, column: &str) -> Option<usize> {
        self.columns.iter().position(|known| known.name == column)
    }
}

fn kind_of(column: &str) -> Kind {
    if JSON.contains(&column) {
        Kind::Json
    } else if FLAGS.contains(&column) {
        Kind::Flag
    } else {
        Kind::Plain
    }
}

/// `variable_values` is `variableValues` in a line.
fn member_of(column: &str) -> String {
    let mut member = String::with_capacity(column.len());
    let mut raise = false;
    for letter in column.chars() {
        if letter == '_' {
            raise = true;
        } else if raise {
            member.push(letter.to_ascii_uppercase());
            raise = false;
        } else {
            member.push(letter);
        }
    }
    member
}
