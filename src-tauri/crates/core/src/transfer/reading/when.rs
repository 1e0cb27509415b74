//! Instants in a document: the same wherever it is read, so in UTC.

use crate::model::Timestamp;

const DAY_MS: i64 = 86_400_000;

/// Such as `2026-03-01 09:05 UTC`.
pub(in crate::transfer) fn minute(at: Timestamp) -> String {
    let (year, month, day) = date(at);
    let minutes = at.0.rem_euclid(DAY_MS) / 60_000;
    format!("{year:04}-{month:02}-{day:02} {:02}:{:02} UTC", minutes / 60, minutes % 60)
}

/// Such as `2026-03-01`.
pub(in crate::transfer) fn day(at: Timestamp) -> String {
    let (year, month, day) = date(at);
    format!("{year:04}-{month:02}-{day:02}")
}

/// Such as `20260301T090500.123Z`.
pub(crate) fn compact(at: Timestamp) -> String {
    let (year, month, day) = date(at);
    let of_day = at.0.rem_euclid(DAY_MS);
    let (seconds, millis) = (of_day / 1_000, of_day % 1_000);
    let (hour, minute, second) = (seconds / 3_600, seconds / 60 % 60, seconds % 60);
    format!("{year:04}{month:02}{day:02}T{hour:02}{minute:02}{second:02}.{millis:03}Z")
}

/// The instant that was written so.
pub(crate) fn instant(text: &str) -> Option<Timestamp> {
    let field = |from: usize, to: usize| text.get(from..to)?.parse::<i64>().ok();
    let (year, month, day) = (field(0, 4)?, field(4, 6)?, field(6, 8)?);
    let (hour, minute, second, millis) = (field(9, 11)?, field(11, 13)?, field(13, 15)?, field(16, 19)?);
    // Days since 1970, by the same eras.
    let shifted = if month <= 2 { year - 1 } else { year };
    let (era, of_era) = (shifted.div_euclid(400), shifted.rem_euclid(400));
    let of_year = (153 * (if month > 2 { month - 3 } else { month + 9 }) + 2) / 5 + day - 1;
    let days = era * 146_097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719_468;
    let at = Timestamp(days * DAY_MS + ((hour * 60 + minute) * 60 + second) * 1_000 + millis);
    // A month of 13 or a day of 40 would be another day's name.
    (compact(at) == text).then_some(at)
}

/// The date of the Gregorian calendar, counted in eras of 400 years that begin in March.
fn date(at: Timestamp) -> (i64, i64, i64) {
    let days = at.0.div_euclid(DAY_MS) + 719_468;
    let era = days.div_euclid(146_097);
    let of_era = days.rem_euclid(146_097);
    let year = (of_era - of_era / 1_460 + of_era / 36_524 - of_era / 146_096) / 365;
    let of_year = of_era - (365 * year + year / 4 - year / 100);
    let month = (5 * of_year + 2) / 153;
    let day = of_year - (153 * month + 2) / 5 + 1;
    let month = if month < 10 { month + 3 } else { month - 9 };
    (year + era * 400 + i64::from(month <= 2), month, day)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn instants_are_dates_of_the_calendar() {
        for (at, expected) in [
            (0, "1970-01-01 00:00 UTC"),
            (951_782_400_000, "2000-02-29 00:00 UTC"),
            (1_772_355_900_000, "2026-03-01 09:05 UTC"),
            (4_107_542_399_999, "2100-02-28 23:59 UTC"),
            (-1, "1969-12-31 23:59 UTC"),
        ] {
            assert_eq!(minute(Timestamp(at)), expected);
        }
    }
}
