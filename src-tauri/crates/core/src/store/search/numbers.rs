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
    match gap(connection, next)? {
        Some(number) => in_order(number),
        None => Ok(Place { number: above(newest, stride), in_order: false }),
    }
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
fn gap(connection: &Connection, taken: i64) -> Result<Option<i64>> {
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
    let below = free(&mut down, taken, -1)?;
    let above = free(&mut up, taken, 1)?;
    Ok(match (below, above) {
        (Some(below), Some(above)) if above - taken < taken - below => Some(above),
        (below, above) => below.or(above),
    })
}

fn free(neighbours: &mut CachedStatement<'_>, taken: i64, step: i64) -> Result<Option<i64>> {
    let mut expected = taken + step;
    let mut seen = 0;
    let mut rows = neighbours.query((taken, NEIGHBOURS))?;
    while let Some(row) = rows.next()? {
        if row.get::<_, i64>(0)? != expected {
            return Ok(Some(expected));
        }
        expected += step;
        seen += 1;
    }
    Ok((seen < NEIGHBOURS).then_some(expected))
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
