//! The numbers of documents: in the order of time, with gaps so that what comes late still finds a place near its time.
//! In a long history they are near each other, which keeps the index small; in a short one there is room for everything.

use rusqlite::{CachedStatement, Connection, OptionalExtension as _};

use super::super::Result;
use crate::model::Timestamp;

/// Where the first document stands: there is room on both sides.
const MIDDLE: i64 = 1 << 40;
/// Numbers in a row are dealt in stripes; the last ones of each stripe are kept for what comes late.
const STRIPE: i64 = 32;
const DEALT: i64 = 28;
/// Neighbours that are looked at for a gap, and how far in all a document may stand from its place by time.
const NEIGHBOURS: u32 = 1_024;
/// Where a long conversation falls among many others: better far from its place than at an end.
const MOST_NEIGHBOURS: u32 = 65_536;
const SLACK: u32 = 4 * NEIGHBOURS;

/// A place in the order.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Place {
    pub(super) number: i64,
    /// Whether it is near its time.
    pub(super) in_order: bool,
}

/// How far apart documents are put at either end when there are so many.
pub(super) fn stride(documents: u32) -> i64 {
    match documents {
        0..10_000 => 1 << 12,
        10_000..30_000 => 1 << 6,
        30_000..100_000 => 1 << 2,
        _ => 1,
    }
}

/// A number for a document of this time.
pub(super) fn place(connection: &Connection, at: Timestamp, stride: i64) -> Result<Place> {
    let in_order = |number| Ok(Place { number, in_order: true });
    let Some((newest, newest_at)) = end(connection, "SELECT number, at FROM search_row ORDER BY number DESC LIMIT 1")?
    else {
        return in_order(MIDDLE);
    };
    if at.0 >= newest_at {
        return in_order(above(newest, stride));
    }
    let oldest = end(connection, "SELECT number, at FROM search_row ORDER BY number LIMIT 1")?;
    if let Some((oldest, oldest_at)) = oldest
        && at.0 < oldest_at
    {
        return in_order(below(oldest, stride));
    }
    let next = first_newer(connection, at)?.unwrap_or(newest);
    if let Some(number) = gap(connection, next, NEIGHBOURS)? {
        return in_order(number);
    }
    let far = gap(connection, next, MOST_NEIGHBOURS)?;
    Ok(Place { number: far.unwrap_or_else(|| above(newest, stride)), in_order: false })
}

/// The first number whose document is newer than an instant, if there is one.
pub(super) fn first_newer(connection: &Connection, at: Timestamp) -> Result<Option<i64>> {
    let oldest = end(connection, "SELECT number, at FROM search_row ORDER BY number LIMIT 1")?;
    let newest = end(connection, "SELECT number, at FROM search_row ORDER BY number DESC LIMIT 1")?;
    let (Some((mut low, _)), Some((newest, newest_at))) = (oldest, newest) else { return Ok(None) };
    if newest_at <= at.0 {
        return Ok(None);
    }
    let mut high = newest;
    let mut from =
        connection.prepare_cached("SELECT number, at FROM search_row WHERE number >= ?1 ORDER BY number LIMIT 1")?;
    while low < high {
        let middle = low + (high - low) / 2;
        // There is one: `high` is a document's number.
        let (found, found_at) = from.query_row((middle,), pair)?;
        if found_at > at.0 {
            high = middle;
        } else {
            low = found + 1;
        }
    }
    Ok(Some(from.query_row((high,), pair)?.0))
}

/// The number that is so many documents away from one, below it or above.
pub(super) fn far_from(connection: &Connection, number: i64, below: bool) -> Result<i64> {
    let (sql, end) = if below {
        ("SELECT number FROM search_row WHERE number < ?1 ORDER BY number DESC LIMIT 1 OFFSET ?2", i64::MIN)
    } else {
        ("SELECT number FROM search_row WHERE number > ?1 ORDER BY number LIMIT 1 OFFSET ?2", i64::MAX)
    };
    let found = connection.prepare_cached(sql)?.query_row((number, SLACK), |row| row.get(0)).optional()?;
    Ok(found.unwrap_or(end))
}

/// A free number below one that is taken, else one near it.
fn gap(connection: &Connection, taken: i64, neighbours: u32) -> Result<Option<i64>> {
    let mut down =
        connection.prepare_cached("SELECT number FROM search_row WHERE number < ?1 ORDER BY number DESC LIMIT ?2")?;
    let before: Option<i64> = down.query_row((taken, 1), |row| row.get(0)).optional()?;
    let room = before.map_or(1, |before| taken - before - 1);
    if room > 0 {
        // More often than not the next one is a little older.
        return Ok(Some(taken - (room / 4).max(1)));
    }
    let mut up =
        connection.prepare_cached("SELECT number FROM search_row WHERE number > ?1 ORDER BY number LIMIT ?2")?;
    let below = free(&mut down, taken, -1, neighbours)?;
    let above = free(&mut up, taken, 1, neighbours)?;
    Ok(match (below, above) {
        (Some(below), Some(above)) if above - taken < taken - below => Some(above),
        (below, above) => below.or(above),
    })
}

fn free(beside: &mut CachedStatement<'_>, taken: i64, step: i64, neighbours: u32) -> Result<Option<i64>> {
    let mut expected = taken + step;
    let mut seen = 0;
    let mut rows = beside.query((taken, neighbours))?;
    while let Some(row) = rows.next()? {
        if row.get::<_, i64>(0)? != expected {
            return Ok(Some(expected));
        }
        expected += step;
        seen += 1;
    }
    Ok((seen < neighbours).then_some(expected))
}

fn above(number: i64, stride: i64) -> i64 {
    let next = number + stride;
    if stride > 1 || next.rem_euclid(STRIPE) < DEALT { next } else { (next.div_euclid(STRIPE) + 1) * STRIPE }
}

fn below(number: i64, stride: i64) -> i64 {
    let next = number - stride;
    if stride > 1 || next.rem_euclid(STRIPE) < DEALT { next } else { next.div_euclid(STRIPE) * STRIPE + DEALT - 1 }
}

fn end(connection: &Connection, sql: &str) -> Result<Option<(i64, i64)>> {
    Ok(connection.prepare_cached(sql)?.query_row((), pair).optional()?)
}

fn pair(row: &rusqlite::Row<'_>) -> rusqlite::Result<(i64, i64)> {
    Ok((row.get(0)?, row.get(1)?))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn table() -> Connection {
        let connection = Connection::open_in_memory().unwrap();
        connection.execute_batch("CREATE TABLE search_row (number INTEGER PRIMARY KEY, at INTEGER NOT NULL)").unwrap();
        connection
    }

    fn add(connection: &Connection, at: i64, stride: i64) -> Place {
        let found = place(connection, Timestamp(at), stride).unwrap();
        connection.execute("INSERT INTO search_row (number, at) VALUES (?1, ?2)", (found.number, at)).unwrap();
        found
    }

    /// How far the worst document stands from its place, in documents.
    fn disorder(connection: &Connection) -> usize {
        let mut statement = connection.prepare("SELECT at FROM search_row ORDER BY number").unwrap();
        let found: Vec<i64> =
            statement.query_map((), |row| row.get(0)).unwrap().collect::<rusqlite::Result<_>>().unwrap();
        let mut sorted = found.clone();
        sorted.sort_unstable();
        let place = |at: &i64| sorted.binary_search(at).unwrap();
        found.iter().enumerate().map(|(index, at)| place(at).abs_diff(index)).max().unwrap_or_default()
    }

    #[test]
    fn what_comes_in_the_order_of_time_or_against_it_stands_exactly() {
        for stride in [1, 1 << 12] {
            let connection = table();
            for step in 1..=500 {
                assert!(add(&connection, step, stride).in_order && add(&connection, -step, stride).in_order);
            }
            assert_eq!(disorder(&connection), 0);
        }
    }

    #[test]
    fn in_a_short_history_everything_stands_near_its_place() {
        let connection = table();
        for step in 0..1_009 {
            assert!(add(&connection, step * 611 % 1_009, stride(0)).in_order);
        }
        assert!(disorder(&connection) < 200, "{}", disorder(&connection));
    }

    #[test]
    fn a_long_conversation_among_many_never_stands_at_an_end() {
        let connection = table();
        (0..12_000).for_each(|step| assert!(add(&connection, step * 10, 1).in_order));
        for step in 0..1_300 {
            add(&connection, 60_001 + step, 1);
        }
        let end = |order: &str| -> i64 {
            connection
                .query_row(&format!("SELECT at FROM search_row ORDER BY number {order}"), (), |row| row.get(0))
                .unwrap()
        };
        assert_eq!((end("ASC"), end("DESC")), (0, 119_990));
    }
}
