//! The pages of a file one by one, for rows to which no way leads any more: the page that led there is lost, but they are
//! still where they were. A row is known by its number together with its id, so that what was deleted long ago is not taken
//! for it.

use std::collections::HashMap;
use std::fs::File;
use std::io::{Read as _, Seek as _, SeekFrom};
use std::path::Path;

use rusqlite::types::Value;

use crate::store::StoreError;

/// The first byte of a page that holds rows of a table.
const LEAF: u8 = 0x0d;
/// No row is larger.
const LARGEST_ROW: u64 = 256 << 20;

/// A file as pages.
pub(super) struct Pages {
    file: File,
    size: usize,
    /// Without what is reserved at the end of each.
    usable: usize,
    count: u64,
}

impl Pages {
    pub(super) fn of(path: &Path) -> Result<Self, StoreError> {
        let mut file = File::open(path).map_err(StoreError::of_the_folder)?;
        let mut head = [0_u8; 100];
        file.read_exact(&mut head).map_err(StoreError::of_the_folder)?;
        let size = match usize::from(head[16]) << 8 | usize::from(head[17]) {
            1 => 65_536,
            size => size,
        };
        let usable = size.saturating_sub(usize::from(head[20]));
        if !size.is_power_of_two() || usable < 480 {
            return Err(StoreError::Damaged);
        }
        let length = file.metadata().map_err(StoreError::of_the_folder)?.len();
        Ok(Self { file, size, usable, count: length / size as u64 })
    }

    /// Gives away each row of these numbers and ids that is found, as its values from the first column on.
    pub(super) fn find(
        &mut self,
        wanted: &HashMap<i64, String>,
        mut give: impl FnMut(i64, Vec<Value>) -> Result<(), StoreError>,
    ) -> Result<(), StoreError> {
        for number in 1..=self.count {
            let Some(page) = self.page(number) else { continue };
            let at = if number == 1 { 100 } else { 0 };
            if page.get(at) != Some(&LEAF) {
                continue;
            }
            for cell in 0..usize::from(short(&page, at + 3).unwrap_or_default()) {
                let Some(start) = short(&page, at + 8 + 2 * cell) else { break };
                if let Some((row, values)) = self.row(&page, usize::from(start), wanted) {
                    give(row, values)?;
                }
            }
        }
        Ok(())
    }

    fn page(&mut self, number: u64) -> Option<Vec<u8>> {
        let mut page = vec![0; self.size];
        self.file.seek(SeekFrom::Start((number.checked_sub(1)?) * self.size as u64)).ok()?;
        self.file.read_exact(&mut page).ok()?;
        Some(page)
    }

    fn row(&mut self, page: &[u8], start: usize, wanted: &HashMap<i64, String>) -> Option<(i64, Vec<Value>)> {
        let cell = page.get(start..)?;
        let (length, used) = varint(cell)?;
        let (number, more) = varint(cell.get(used..)?)?;
        let number = number.cast_signed();
        let id = wanted.get(&number)?;
        let payload = self.payload(cell.get(used + more..)?, length)?;
        let values = record(&payload)?;
        matches!(values.first(), Some(Value::Text(first)) if first == id).then_some((number, values))
    }

    /// The bytes of a row, of which a long one goes on in other pages.
    fn payload(&mut self, local: &[u8], length: u64) -> Option<Vec<u8>> {
        let length = usize::try_from(length).ok().filter(|length| *length as u64 <= LARGEST_ROW)?;
        let most = self.usable - 35;
        if length <= most {
            return local.get(..length).map(<[u8]>::to_vec);
        }
        let least = (self.usable - 12) * 32 / 255 - 23;
        let fitting = least + (length - least) % (self.usable - 4);
        let here = if fitting <= most { fitting } else { least };
        let mut payload = local.get(..here)?.to_vec();
        let mut next = long(local, here)?;
        while payload.len() < length {
            let page = self.page(u64::from(next)).filter(|_| next != 0)?;
            let rest = (length - payload.len()).min(self.usable - 4);
            payload.extend_from_slice(page.get(4..4 + rest)?);
            next = long(&page, 0)?;
        }
        Some(payload)
    }
}

/// The values of a row in SQLite's own form.
fn record(payload: &[u8]) -> Option<Vec<Value>> {
    let (head, mut at) = varint(payload)?;
    let head = usize::try_from(head).ok()?;
    let (mut body, mut values) = (head, Vec::new());
    while at < head {
        let (kind, used) = varint(payload.get(at..head)?)?;
        at += used;
        let size = match kind {
            0 | 8 | 9 => 0,
            1..=4 => usize::try_from(kind).ok()?,
            5 => 6,
            6 | 7 => 8,
            10 | 11 => return None,
            kind => usize::try_from((kind - 12) / 2).ok()?,
        };
        let bytes = payload.get(body..body.checked_add(size)?)?;
        body += size;
        values.push(match kind {
            0 => Value::Null,
            8 => Value::Integer(0),
            9 => Value::Integer(1),
            1..=6 => {
                let negative = bytes.first().is_some_and(|first| *first >= 0x80);
                Value::Integer(
                    bytes.iter().fold(if negative { -1 } else { 0 }, |sum, byte| sum << 8 | i64::from(*byte)),
                )
            }
            7 => Value::Real(f64::from_be_bytes(bytes.try_into().ok()?)),
            kind if kind % 2 == 0 => Value::Blob(bytes.to_vec()),
            _ => Value::Text(String::from_utf8_lossy(bytes).into_owned()),
        });
    }
    Some(values)
}

/// A number of one to nine bytes, and how many they are.
fn varint(bytes: &[u8]) -> Option<(u64, usize)> {
    let mut value = 0_u64;
    for (at, byte) in bytes.iter().take(9).enumerate() {
        if at == 8 {
            return Some((value << 8 | u64::from(*byte), 9));
        }
        value = value << 7 | u64::from(byte & 0x7f);
        if byte & 0x80 == 0 {
            return Some((value, at + 1));
        }
    }
    None
}

fn short(bytes: &[u8], at: usize) -> Option<u16> {
    Some(u16::from_be_bytes(bytes.get(at..at + 2)?.try_into().ok()?))
}

fn long(bytes: &[u8], at: usize) -> Option<u32> {
    Some(u32::from_be_bytes(bytes.get(at..at + 4)?.try_into().ok()?))
}
