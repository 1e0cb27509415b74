use rusqlite::{Connection, StatementStatus};

use super::*;
use crate::id::{AgentId, AnswerId};
use crate::store::prepare;

const PAGE: u32 = 30;

/// A conversation of so many turns beside another one of as many.
fn conversation_of(turns: u32) -> (Connection, ConversationId, Vec<TurnId>) {
    let mut connection = Connection::open_in_memory().unwrap();
    prepare(&mut connection).unwrap();
    let agent = AgentId::make();
    connection
        .execute(
            "INSERT INTO agent (id, name, base_url, user_id, built_in, key_stored, opening, variables, position, added_at)
             VALUES (?1, '', '', '', 0, 0, '{}', '[]', 0, 0)",
            (agent,),
        )
        .unwrap();
    let (ours, other) = (ConversationId::make(), ConversationId::make());
    for conversation in [ours, other] {
        connection
            .execute(
                "INSERT INTO conversation
                     (id, agent_id, platform_id, title, pinned, preview, turns, unread, created_at, active_at)
                 VALUES (?1, ?2, '', '', 0, '', ?3, 0, 0, 0)",
                (conversation, agent, turns),
            )
            .unwrap();
    }
    let mut ids = Vec::new();
    for seq in 0..turns {
        for conversation in [ours, other] {
            let id = TurnId::make();
            connection
                .execute(
                    "INSERT INTO turn (id, conversation_id, seq, query_id, question, asked_at, used_answer_id)
                     VALUES (?1, ?2, ?3, '', '', 0, ?4)",
                    (id, conversation, seq, AnswerId::make()),
                )
                .unwrap();
            ids.extend((conversation == ours).then_some(id));
        }
    }
    (connection, ours, ids)
}

/// Steps that SQLite takes for a page at this turn.
fn steps(connection: &Connection, sql: &str, conversation: ConversationId, turn: TurnId) -> i32 {
    let cursor = Reader(connection).cursor(conversation, turn).unwrap().unwrap();
    let mut statement = connection.prepare(sql).unwrap();
    let rows = statement.query_map((conversation, cursor.seq, cursor.turn, PAGE), |_| Ok(())).unwrap();
    assert_eq!(rows.count(), PAGE as usize);
    assert_eq!(statement.get_status(StatementStatus::FullscanStep), 0, "no row is looked at that is not in the page");
    statement.get_status(StatementStatus::VmStep)
}

#[test]
fn a_page_costs_the_same_in_a_long_conversation_as_in_a_short_one() {
    let (short, in_short, few) = conversation_of(120);
    let (long, in_long, many) = conversation_of(10_000);
    for sql in [BEFORE, UP_TO, AFTER] {
        let expected = steps(&short, sql, in_short, few[60]);
        for at in [40, 5_000, 9_940] {
            assert_eq!(steps(&long, sql, in_long, many[at]), expected, "at {at}: {sql}");
        }
    }
}

#[test]
fn a_page_is_read_along_the_index() {
    let (connection, ..) = conversation_of(0);
    for sql in [BEFORE, UP_TO, AFTER] {
        let mut statement = connection.prepare(&format!("EXPLAIN QUERY PLAN {sql}")).unwrap();
        let plan: Vec<String> = statement
            .query_map(("", 0, "", PAGE), |row| row.get("detail"))
            .unwrap()
            .collect::<rusqlite::Result<_>>()
            .unwrap();
        let first = plan.first().unwrap();
        assert!(first.starts_with("SEARCH turn USING INDEX turn_in_order (conversation_id=? AND seq"), "{plan:?}");
    }
}

#[test]
fn turns_of_the_same_number_are_all_read_once() {
    let (connection, conversation, mut ids) = conversation_of(9);
    // As within a merge that deals the numbers anew.
    connection.execute("UPDATE turn SET seq = 4 WHERE seq BETWEEN 3 AND 6", ()).unwrap();
    ids[3..=6].sort_unstable();
    let reader = Reader(&connection);
    let mut seen = Vec::new();
    let mut cursor = Cursor::START;
    loop {
        let page = reader.page_after(conversation, cursor, 2).unwrap();
        seen.extend(page.turns.iter().map(|turn| turn.id));
        if !page.newer {
            break;
        }
        cursor = reader.cursor(conversation, *seen.last().unwrap()).unwrap().unwrap();
    }
    assert_eq!(seen, ids);
}

#[test]
fn a_page_says_on_which_sides_there_is_more() {
    let (connection, conversation, ids) = conversation_of(9);
    let reader = Reader(&connection);
    let at = |index: usize| reader.cursor(conversation, ids[index]).unwrap().unwrap();
    let sides = |page: Page| (page.turns.iter().map(|turn| turn.seq).collect::<Vec<_>>(), page.older, page.newer);
    assert_eq!(sides(reader.page_before(conversation, Cursor::END, 3).unwrap()), (vec![6, 7, 8], true, false));
    assert_eq!(sides(reader.page_before(conversation, at(2), 3).unwrap()), (vec![0, 1], false, true));
    assert_eq!(sides(reader.page_after(conversation, Cursor::START, 3).unwrap()), (vec![0, 1, 2], false, true));
    assert_eq!(sides(reader.page_after(conversation, at(6), 3).unwrap()), (vec![7, 8], true, false));
    assert_eq!(sides(reader.page_around(conversation, at(4), 4).unwrap()), (vec![2, 3, 4, 5, 6], true, true));
    assert_eq!(sides(reader.page_around(conversation, at(0), 4).unwrap()), (vec![0, 1, 2], false, true));
    assert_eq!(sides(reader.page_around(conversation, at(8), 4).unwrap()), (vec![6, 7, 8], true, false));
}
