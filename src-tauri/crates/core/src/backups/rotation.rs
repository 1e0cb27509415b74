//! Which backups are needed no longer.

use std::collections::BTreeSet;

use super::name;
use crate::model::BackupKind;

const DAY_MS: i64 = 86_400_000;
const WEEK_MS: i64 = 7 * DAY_MS;
/// The newest of so many days.
const DAYS: usize = 7;
/// And of so many weeks.
const WEEKS: usize = 4;
/// So many of those that were made before something was changed, and of those that a person asked for.
const OTHERS: usize = 5;

/// Of these names, those that can go. The newest of each of the last seven days and of each of the last four weeks that
/// have any stay; so do the last five of each other kind.
pub(super) fn superfluous(names: &[String]) -> Vec<&str> {
    let mut backups: Vec<_> =
        names.iter().filter_map(|name| name::read(name).map(|(kind, at)| (at.0, kind, name.as_str()))).collect();
    backups.sort_by(|one, other| (other.0, other.2).cmp(&(one.0, one.2)));
    let mut kept: BTreeSet<&str> = BTreeSet::new();
    let automatic = || backups.iter().filter(|(_, kind, _)| *kind == BackupKind::Automatic);
    for (span, most) in [(DAY_MS, DAYS), (WEEK_MS, WEEKS)] {
        let mut spans = BTreeSet::new();
        for (at, _, name) in automatic() {
            // Weeks begin on Monday; the first day of 1970 was a Thursday.
            let shift = if span == WEEK_MS { 3 * DAY_MS } else { 0 };
            let number = (at + shift).div_euclid(span);
            if !spans.contains(&number) && spans.len() < most {
                spans.insert(number);
                kept.insert(name);
            }
        }
    }
    for wanted in [BackupKind::Manual, BackupKind::Migration, BackupKind::Restore] {
        kept.extend(backups.iter().filter(|(_, kind, _)| *kind == wanted).take(OTHERS).map(|(_, _, name)| name));
    }
    backups.into_iter().map(|(_, _, name)| name).filter(|name| !kept.contains(name)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Timestamp;

    /// 2 March 2026, a Monday.
    const MONDAY: i64 = 1_772_409_600_000;

    fn after(names: Vec<String>) -> Vec<String> {
        let gone: Vec<String> = superfluous(&names).into_iter().map(str::to_owned).collect();
        names.into_iter().filter(|name| !gone.contains(name)).collect()
    }

    #[test]
    fn a_backup_every_hour_for_a_hundred_days_leaves_seven_days_and_four_weeks() {
        let mut names: Vec<String> = Vec::new();
        for hour in 0..100 * 24 {
            names.push(name::of(BackupKind::Automatic, Timestamp(MONDAY + hour * 3_600_000)));
            names = after(names);
        }
        let days: Vec<i64> =
            names.iter().map(|name| (name::read(name).unwrap().1.0 - MONDAY).div_euclid(DAY_MS)).collect();
        // The week of day 98 and 99, and the last days of the three before: 97, 90 and 83.
        assert_eq!(days, [83, 90, 93, 94, 95, 96, 97, 98, 99]);
    }

    #[test]
    fn backups_before_a_change_are_not_pushed_out_by_those_of_every_day() {
        let mut names: Vec<String> =
            (0..20).map(|day| name::of(BackupKind::Automatic, Timestamp(MONDAY + day * DAY_MS))).collect();
        names.extend((0..8).map(|minute| name::of(BackupKind::Migration, Timestamp(MONDAY + minute * 60_000))));
        names.push(name::of(BackupKind::Manual, Timestamp(MONDAY)));
        let kept = after(names);
        assert_eq!(kept.iter().filter(|name| name.contains("migration")).count(), OTHERS);
        assert_eq!(kept.iter().filter(|name| name.contains("manual")).count(), 1);
    }
}
