//! A line into the database. What is here and not in the line stays; what is in both stays as it is here unless the line
//! is newer: a conversation whose `activeAt` is later, an answer that ended later or, ended at the same time, says more.
//! A row that was deleted here and has its content in the line comes back.

use std::collections::HashMap;

use rusqlite::OptionalExtension as _;
use rusqlite::types::Value as Cell;

use super::line::{Line, Object};
use super::people::Placed;
use super::rows::{Taken, insert, insert_children, members, number, text, update};
use super::tables::{AGENT, CONVERSATION, Shape};
use crate::id::ConversationId;
use crate::store::{Reader, StoreError, Writer};

/// The tables as this database has them.
#[derive(Debug)]
pub(super) struct Shapes {
    pub(super) agent: Shape,
    conversation: Shape,
}

impl Shapes {
    pub(super) fn of(reader: &Reader<'_>) -> Result<Self, StoreError> {
        Ok(Self { agent: Shape::of(reader, &AGENT)?, conversation: Shape::of(reader, &CONVERSATION)? })
    }
}

/// What became of a line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Outcome {
    /// Its agent, and whether it was not known.
    pub(super) agent: Placed,
    /// Its conversation, if it has one.
    pub(super) conversation: Option<(ConversationId, Effect)>,
    /// Turns that were not known.
    pub(super) turns: u32,
}

/// What a line did to a conversation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Effect {
    Added,
    Changed,
    None,
}

/// Takes a line, whole or not at all: the caller undoes what a refused one has written.
pub(super) fn merge(writer: &Writer<'_>, shapes: &Shapes, line: &Line) -> Taken<Outcome> {
    let agent = super::people::place(writer, shapes, &line.agent)?;
    let Some(object) = &line.conversation else { return Ok(Outcome { agent, conversation: None, turns: 0 }) };
    let shape = &shapes.conversation;
    let turn_shape = shape.child("turns").expect("a conversation has turns");
    let answer_shape = turn_shape.child("answers").expect("a turn has answers");
    let mut merging = Merging { writer, shape, turn_shape, answer_shape, newer: false, turns: 0, changed: false };
    let conversation = merging.conversation(&agent, object)?;
    let id: ConversationId = conversation.0.parse().map_err(|_| StoreError::Damaged)?;
    super::proof::readable(writer, agent.id, conversation.1, id)?;
    Ok(Outcome { agent, conversation: Some((id, conversation.1)), turns: merging.turns })
}

struct Merging<'a> {
    writer: &'a Writer<'a>,
    shape: &'a Shape,
    turn_shape: &'a Shape,
    answer_shape: &'a Shape,
    newer: bool,
    turns: u32,
    changed: bool,
}

impl Merging<'_> {
    fn conversation(&mut self, agent: &Placed, object: &Object) -> Taken<(String, Effect)> {
        let id = text(object, self.shape, "id")?;
        let platform_id = text(object, self.shape, "platformId")?;
        let Some((known, active_at, removed)) = self.known(agent, id, platform_id)? else {
            self.turns = u32::try_from(members(self.turn_shape, object)?.len()).unwrap_or(u32::MAX);
            let own = [("agent_id", Cell::from(agent.id.to_string())), ("turns", Cell::Integer(0))];
            insert(self.writer, self.shape, object, &own)?;
            self.count(id)?;
            self.use_what_is_there(id)?;
            return Ok((id.to_owned(), Effect::Added));
        };
        self.newer = removed || number(object, "activeAt") > active_at;
        if self.newer {
            let own = [("removed_at", Cell::Integer(0)), ("purged", Cell::Integer(0))];
            update(self.writer, self.shape, object, &known, &own)?;
            self.unsent(object, &known)?;
            self.changed = true;
        }
        let mut named = self.named(&known)?;
        for turn in members(self.turn_shape, object)? {
            self.turn(&known, turn, &mut named)?;
        }
        if self.changed {
            self.number_turns(&known)?;
            self.count(&known)?;
            self.use_what_is_there(&known)?;
        }
        Ok((known, if self.changed { Effect::Changed } else { Effect::None }))
    }

    /// The conversation of this id, else the one that the platform means, too: its id, when it was last active, and
    /// whether it was deleted.
    fn known(&self, agent: &Placed, id: &str, platform_id: &str) -> Taken<Option<(String, i64, bool)>> {
        let found = self
            .writer
            .prepare_cached(
                "SELECT id, active_at, removed_at <> 0
                   FROM conversation
                  WHERE id = ?1 OR agent_id = ?2 AND platform_id = ?3 AND ?3 <> ''
                  ORDER BY id = ?1 DESC
                  LIMIT 1",
            )?
            .query_row((id, agent.id, platform_id), |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))
            .optional()?;
        Ok(found)
    }

    /// What was written and not sent: it stays as it is here where there is something.
    fn unsent(&self, object: &Object, conversation: &str) -> Taken<()> {
        for child in self.shape.children.iter().filter(|child| child.table.name != "turn") {
            let sql = format!("SELECT 1 FROM {} WHERE {} = ?1", child.table.name, child.table.parent);
            if self.writer.prepare_cached(&sql)?.exists((conversation,))? {
                continue;
            }
            for row in members(child, object)? {
                insert(self.writer, child, row, &[(child.table.parent, Cell::from(conversation.to_owned()))])?;
            }
        }
        Ok(())
    }

    /// The turns that the platform knows, by its ids of the question and of the answers.
    fn named(&self, conversation: &str) -> Taken<HashMap<String, String>> {
        let mut statement = self.writer.prepare_cached(
            "SELECT query_id, id FROM turn WHERE conversation_id = ?1 AND query_id <> ''
              UNION ALL
             SELECT message_id, turn_id
               FROM answer JOIN turn ON turn.id = answer.turn_id
              WHERE conversation_id = ?1 AND message_id <> ''",
        )?;
        let found = statement.query_map((conversation,), |row| Ok((row.get(0)?, row.get(1)?)))?;
        Ok(found.collect::<rusqlite::Result<_>>()?)
    }

    /// The platform's ids in a turn of the line.
    fn names<'o>(&self, turn: &'o Object) -> Taken<Vec<&'o str>> {
        let mut names = vec![text(turn, self.turn_shape, "queryId")?];
        for answer in members(self.answer_shape, turn)? {
            names.push(text(answer, self.answer_shape, "messageId")?);
        }
        names.retain(|name| !name.is_empty());
        Ok(names)
    }

    fn turn(&mut self, conversation: &str, object: &Object, named: &mut HashMap<String, String>) -> Taken<()> {
        let shape = self.turn_shape;
        let (id, names) = (text(object, shape, "id")?, self.names(object)?);
        let here: Option<(String, bool)> = self
            .writer
            .prepare_cached("SELECT conversation_id, removed_at <> 0 FROM turn WHERE id = ?1")?
            .query_row((id,), |row| Ok((row.get(0)?, row.get(1)?)))
            .optional()?;
        let removed_there = number(object, "removedAt") != 0;
        match here {
            Some((place, _)) if place != conversation => Ok(()),
            Some((_, true)) if !removed_there => {
                self.writer.prepare_cached("DELETE FROM turn WHERE id = ?1")?.execute((id,))?;
                self.add_turn(conversation, object)
            }
            Some(_) if removed_there => Ok(()),
            Some(_) => {
                self.answers(id, object)?;
                if self.newer { self.renew_turn(id, object) } else { Ok(()) }
            }
            None => match names.iter().find_map(|name| named.get(*name)) {
                Some(_) if removed_there => Ok(()),
                Some(known) => self.answers(&known.clone(), object),
                None => {
                    named.extend(names.iter().map(|name| ((*name).to_owned(), id.to_owned())));
                    self.add_turn(conversation, object)
                }
            },
        }
    }

    fn add_turn(&mut self, conversation: &str, object: &Object) -> Taken<()> {
        self.turns += 1;
        self.changed = true;
        insert(self.writer, self.turn_shape, object, &[("conversation_id", Cell::from(conversation.to_owned()))])
    }

    /// The answer that counts is one that is here.
    fn renew_turn(&self, id: &str, object: &Object) -> Taken<()> {
        let shape = self.turn_shape;
        let used = text(object, shape, "usedAnswerId")?;
        let mut there = self.writer.prepare_cached("SELECT 1 FROM answer WHERE id = ?1 AND turn_id = ?2")?;
        let used = if there.exists((used, id))? {
            used.to_owned()
        } else {
            let mut known = self.writer.prepare_cached("SELECT used_answer_id FROM turn WHERE id = ?1")?;
            known.query_row((id,), |row| row.get(0))?
        };
        update(self.writer, shape, object, id, &[("used_answer_id", Cell::from(used))])
    }

    fn answers(&mut self, turn: &str, object: &Object) -> Taken<()> {
        let shape = self.answer_shape;
        for answer in members(shape, object)? {
            let (id, message_id) = (text(answer, shape, "id")?, text(answer, shape, "messageId")?);
            let here = self
                .writer
                .prepare_cached(
                    "SELECT id, turn_id, state, ended_at, length(CAST(text AS BLOB))
                       FROM answer
                      WHERE id = ?1 OR turn_id = ?2 AND message_id = ?3 AND ?3 <> ''
                      ORDER BY id = ?1 DESC
                      LIMIT 1",
                )?
                .query_row((id, turn, message_id), Here::from_row)
                .optional()?;
            match here {
                None => self.add_answer(shape, turn, answer)?,
                Some(here) if here.id == id && here.turn == turn && here.older_than(answer, shape)? => {
                    self.replace_answer(shape, &here, answer)?;
                }
                Some(_) => {}
            }
        }
        Ok(())
    }

    fn add_answer(&mut self, shape: &Shape, turn: &str, answer: &Object) -> Taken<()> {
        self.changed = true;
        insert(self.writer, shape, answer, &[("turn_id", Cell::from(turn.to_owned()))])
    }

    /// A newer answer in the place of the one here; what a person thinks of it here stays where the line says nothing.
    fn replace_answer(&mut self, shape: &Shape, here: &Here, answer: &Object) -> Taken<()> {
        self.changed = true;
        let rated = answer.get("rating").is_some_and(|rating| rating != "none");
        let mut own = vec![("turn_id", Cell::from(here.turn.clone()))];
        if !rated {
            for column in shape.columns.iter().filter(|column| column.name.starts_with("rating")) {
                let sql = format!("SELECT {} FROM answer WHERE id = ?1", column.name);
                let kept = self.writer.prepare_cached(&sql)?.query_row((&here.id,), |row| row.get::<_, Cell>(0))?;
                own.push((column.name.as_str(), kept));
            }
        }
        for child in &shape.children {
            let sql = format!("DELETE FROM {} WHERE {} = ?1", child.table.name, child.table.parent);
            self.writer.prepare_cached(&sql)?.execute((&here.id,))?;
        }
        update(self.writer, shape, answer, &here.id, &own)?;
        insert_children(self.writer, shape, answer, &here.id)
    }

    /// Turns of two histories may have the same numbers, and pages go by them.
    fn number_turns(&self, conversation: &str) -> Taken<()> {
        let mut twice = self
            .writer
            .prepare_cached("SELECT 1 FROM turn WHERE conversation_id = ?1 GROUP BY seq HAVING COUNT(*) > 1 LIMIT 1")?;
        if twice.exists((conversation,))? {
            self.writer
                .prepare_cached(
                    "UPDATE turn
                        SET seq = dealt.number
                       FROM (SELECT id AS turn, ROW_NUMBER() OVER (ORDER BY asked_at, seq, id) - 1 AS number
                               FROM turn
                              WHERE conversation_id = ?1) AS dealt
                      WHERE id = dealt.turn",
                )?
                .execute((conversation,))?;
        }
        Ok(())
    }

    /// The answer that counts is one of the turn's: of turns where it is not, the last.
    fn use_what_is_there(&self, conversation: &str) -> Taken<()> {
        self.writer
            .prepare_cached(
                "UPDATE turn
                    SET used_answer_id = (SELECT id FROM answer WHERE turn_id = turn.id ORDER BY position DESC, id DESC)
                  WHERE conversation_id = ?1
                    AND EXISTS (SELECT 1 FROM answer WHERE turn_id = turn.id)
                    AND NOT EXISTS (SELECT 1 FROM answer WHERE turn_id = turn.id AND id = used_answer_id)",
            )?
            .execute((conversation,))?;
        Ok(())
    }

    fn count(&self, conversation: &str) -> Taken<()> {
        self.writer
            .prepare_cached(
                "UPDATE conversation
                    SET turns = (SELECT COUNT(*) FROM turn WHERE conversation_id = ?1 AND removed_at = 0)
                  WHERE id = ?1",
            )?
            .execute((conversation,))?;
        Ok(())
    }
}

/// An answer as it is here.
struct Here {
    id: String,
    turn: String,
    state: String,
    ended_at: i64,
    length: i64,
}

impl Here {
    fn from_row(row: &rusqlite::Row<'_>) -> rusqlite::Result<Self> {
        Ok(Self { id: row.get(0)?, turn: row.get(1)?, state: row.get(2)?, ended_at: row.get(3)?, length: row.get(4)? })
    }

    /// Whether the line's answer is newer. One that is being written here is the newest there is.
    fn older_than(&self, answer: &Object, shape: &Shape) -> Taken<bool> {
        let length = i64::try_from(text(answer, shape, "text")?.len()).unwrap_or(i64::MAX);
        let newer = (number(answer, "endedAt"), length) > (self.ended_at, self.length);
        Ok(self.state != "streaming" && newer)
    }
}
