//! A backup's name says when it was made and why, so that the folder can be read without Parlance.

use crate::model::{BackupKind, Timestamp};
use crate::transfer::{compact, instant};

const BEGINNING: &str = "parlance-";
const ENDING: &str = ".sqlite";
const KINDS: [(BackupKind, &str); 4] = [
    (BackupKind::Automatic, "automatic"),
    (BackupKind::Manual, "manual"),
    (BackupKind::Migration, "migration"),
    (BackupKind::Restore, "restore"),
];

const ASIDE: &str = "set-aside-";

/// The folder of a database that was set aside, such as `set-aside-20260301T090500.123Z`.
pub(super) fn of_aside(stamp: &str) -> String {
    format!("{ASIDE}{stamp}")
}

/// When the database in a folder of such a name was set aside; `None` for any other name.
pub(super) fn read_aside(name: &str) -> Option<Timestamp> {
    instant(name.strip_prefix(ASIDE)?)
}

/// Such as `parlance-20260301T090500.123Z-automatic.sqlite`.
pub(super) fn of(kind: BackupKind, at: Timestamp) -> String {
    let word = KINDS.iter().find(|(known, _)| *known == kind).map_or("manual", |(_, word)| word);
    format!("{BEGINNING}{}-{word}{ENDING}", compact(at))
}

/// What such a name says; `None` for any other name.
pub(super) fn read(name: &str) -> Option<(BackupKind, Timestamp)> {
    let (at, word) = name.strip_prefix(BEGINNING)?.strip_suffix(ENDING)?.split_once('-')?;
    let (kind, _) = KINDS.iter().find(|(_, known)| *known == word)?;
    Some((*kind, instant(at)?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_says_what_it_was_made_of_and_no_other_name_says_anything() {
        for at in [0, 1, 951_782_400_000, 1_772_355_900_123, 4_107_542_399_999] {
            for (kind, _) in KINDS {
                assert_eq!(read(&of(kind, Timestamp(at))), Some((kind, Timestamp(at))));
            }
        }
        assert_eq!(
            of(BackupKind::Automatic, Timestamp(1_772_355_900_123)),
            "parlance-20260301T090500.123Z-automatic.sqlite"
        );
        for other in [
            "parlance.sqlite",
            "../parlance-20260301T090500.123Z-automatic.sqlite",
            "parlance-20260301T090500.123Z-automatic.sqlite/..",
            "parlance-20261301T090500.123Z-automatic.sqlite",
            "parlance-20260301T090500.123Z-other.sqlite",
            ".parlance-20260301T090500.123Z-manual.sqlite.partial",
        ] {
            assert_eq!(read(other), None, "{other}");
            assert_eq!(read_aside(other), None, "{other}");
        }
        assert_eq!(read_aside(&of_aside("20260301T090500.123Z")), Some(Timestamp(1_772_355_900_123)));
        assert_eq!(read_aside("set-aside-20260301T090500.123Z/.."), None);
    }
}
