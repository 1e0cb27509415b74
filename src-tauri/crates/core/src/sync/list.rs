//! The platform's list of conversations meets ours.
//!
//! Pure. Nothing of ours is lost: what the list leaves out is marked, if the list reaches that far. The title that a
//! person gave stays; one that was made gives way to a name from elsewhere.

use std::collections::HashMap;

use parlance_protocol::ConversationBrief;

use crate::id::ConversationId;
use crate::model::Timestamp;

/// The most conversations that are taken over from a list: the last active ones.
const MOST: usize = 2_000;
/// A list shorter than this is not cut short by any platform.
const SURELY_WHOLE: usize = 50;
/// How far the clocks of two machines may be apart.
const CLOCKS_MS: i64 = 5 * 60_000;
const HOUR_MS: i64 = 3_600_000;
const QUARTER_MS: i64 = HOUR_MS / 4;
/// No zone is further from UTC than this.
const FURTHEST_MS: i64 = 14 * HOUR_MS;
/// The zone in which the platform is at home.
const HOME_MS: i64 = 8 * HOUR_MS;
/// What a conversation is called that nobody has named.
const UNNAMED: [&str; 4] = ["", "新的会话", "新会话", "New conversation"];

/// A conversation of ours that the platform knows; also one that was removed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct KnownThere {
    /// Its id here.
    pub(crate) id: ConversationId,
    /// Its id there.
    pub(crate) platform_id: String,
    /// Its title.
    pub(crate) title: String,
    /// The person gave it.
    pub(crate) named: bool,
    /// The name that the platform had last.
    pub(crate) name_there: String,
    /// When something was last said in it, as far as is known here.
    pub(crate) active_at: Timestamp,
    /// It was removed here.
    pub(crate) removed: bool,
    /// It was missing on the platform before.
    pub(crate) gone: bool,
    /// Something is going on in it: the list may be older than that.
    pub(crate) busy: bool,
}

/// What a list has of new.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum News {
    /// It was begun elsewhere.
    Begun { platform_id: String, name: Option<String>, created_at: Timestamp, active_at: Timestamp },
    /// It is now so.
    Changed { id: ConversationId, title: Option<String>, name_there: String, active_at: Timestamp, gone: bool },
}

/// What is to be written so that ours says what the platform's list says.
pub(crate) fn compare(known: &[KnownThere], told: &[ConversationBrief], now: Timestamp) -> Vec<News> {
    let ours: HashMap<&str, &KnownThere> = known.iter().map(|row| (row.platform_id.as_str(), row)).collect();
    let zone = zone(&ours, told);
    let mut told: Vec<(Timestamp, &ConversationBrief)> = told
        .iter()
        .filter(|brief| !brief.app_conversation_id.is_empty())
        .map(|brief| (at(brief, zone, now), brief))
        .collect();
    told.sort_by_key(|(at, _)| std::cmp::Reverse(*at));
    let mut news = Vec::new();
    for (active_at, brief) in told.iter().take(MOST) {
        match ours.get(brief.app_conversation_id.as_str()) {
            Some(row) if row.removed => {}
            Some(row) => news.extend(changed(row, brief, *active_at)),
            None if brief.empty_conversation => {}
            None => news.push(News::Begun {
                platform_id: brief.app_conversation_id.to_string(),
                name: name(brief).map(str::to_owned),
                created_at: moment(&brief.create_time, zone, now).unwrap_or(*active_at),
                active_at: *active_at,
            }),
        }
    }
    news.extend(missing(known, &told));
    news
}

fn changed(row: &KnownThere, brief: &ConversationBrief, told_at: Timestamp) -> Option<News> {
    let theirs = brief.conversation_name.trim();
    let told = name(brief).filter(|_| theirs != row.name_there);
    let title = told.filter(|theirs| !row.named && *theirs != row.title).or_else(|| {
        // Both may have been named anew since they were the same: then ours stays, and the platform is told.
        told.filter(|theirs| row.named && row.title == row.name_there && *theirs != row.title)
    });
    let later = told_at.0 > row.active_at.0.saturating_add(CLOCKS_MS);
    let active_at = if later && !row.busy { told_at } else { row.active_at };
    let same = title.is_none() && theirs == row.name_there && active_at == row.active_at && !row.gone;
    (!same).then(|| News::Changed {
        id: row.id,
        title: title.map(str::to_owned),
        name_there: theirs.to_owned(),
        active_at,
        gone: false,
    })
}

/// Those of ours that the list should have and has not. An empty list says nothing: somebody else may have been asked.
fn missing(known: &[KnownThere], told: &[(Timestamp, &ConversationBrief)]) -> Vec<News> {
    let Some((oldest, _)) = told.last() else { return Vec::new() };
    let listed: std::collections::HashSet<&str> =
        told.iter().map(|(_, brief)| brief.app_conversation_id.as_str()).collect();
    let reached = |row: &KnownThere| told.len() < SURELY_WHOLE || row.active_at > *oldest;
    let gone = known.iter().filter(|row| !row.removed && !row.busy && !row.gone);
    gone.filter(|row| !listed.contains(row.platform_id.as_str()) && reached(row))
        .map(|row| News::Changed {
            id: row.id,
            title: None,
            name_there: row.name_there.clone(),
            active_at: row.active_at,
            gone: true,
        })
        .collect()
}

/// The name that somebody gave.
fn name(brief: &ConversationBrief) -> Option<&str> {
    Some(brief.conversation_name.trim()).filter(|name| !UNNAMED.contains(name))
}

/// How far the platform's clock is ahead of UTC: its times have no zone, but of conversations that are known on both
/// sides ours have one.
fn zone(ours: &HashMap<&str, &KnownThere>, told: &[ConversationBrief]) -> i64 {
    let mut zones: Vec<i64> = told
        .iter()
        .filter_map(|brief| {
            let row = ours.get(brief.app_conversation_id.as_str())?;
            let ahead = civil(&brief.last_chat_time)?.checked_sub(row.active_at.0)?;
            let rounded = (ahead + QUARTER_MS / 2).div_euclid(QUARTER_MS) * QUARTER_MS;
            (rounded.abs() <= FURTHEST_MS && (ahead - rounded).abs() < CLOCKS_MS).then_some(rounded)
        })
        .collect();
    zones.sort_unstable();
    zones.get(zones.len() / 2).copied().unwrap_or(HOME_MS)
}

fn at(brief: &ConversationBrief, zone: i64, now: Timestamp) -> Timestamp {
    let told = [&brief.last_chat_time, &brief.create_time];
    told.into_iter().find_map(|text| moment(text, zone, now)).unwrap_or(Timestamp(0))
}

/// An instant from a time without a zone; nothing was said in the future.
fn moment(text: &str, zone: i64, now: Timestamp) -> Option<Timestamp> {
    civil(text).map(|civil| Timestamp(civil - zone).min(now))
}

/// `2026-11-27 03:04:05` as milliseconds, as if it were UTC.
fn civil(text: &str) -> Option<i64> {
    let mut numbers = text.split(|c: char| !c.is_ascii_digit()).filter(|part| !part.is_empty()).map(str::parse::<i64>);
    let mut next = || numbers.next()?.ok();
    let (year, month, day) = (next()?, next()?, next()?);
    let (hour, minute, second) = (next().unwrap_or(0), next().unwrap_or(0), next().unwrap_or(0));
    let sane = (1970..=9999).contains(&year) && (1..=12).contains(&month) && (1..=31).contains(&day) && hour < 24;
    if !sane || minute > 59 || second > 60 {
        return None;
    }
    // Days since 1970 in years that begin in March, so that a leap day is a year's last.
    let (years, months) = if month > 2 { (year, month - 3) } else { (year - 1, month + 9) };
    let days = 365 * years + years / 4 - years / 100 + years / 400 + (153 * months + 2) / 5 + day - 719_469;
    Some(((days * 24 + hour) * 60 + minute) * 60_000 + second * 1000)
}

#[cfg(test)]
mod tests {
    use parlance_protocol::AppConversationId;

    use super::*;

    const NOW: Timestamp = Timestamp(1_800_000_000_000);

    fn known(platform_id: &str, active_at: i64) -> KnownThere {
        KnownThere {
            id: ConversationId::make(),
            platform_id: platform_id.into(),
            title: "Made".into(),
            named: false,
            name_there: String::new(),
            active_at: Timestamp(active_at),
            removed: false,
            gone: false,
            busy: false,
        }
    }

    fn told(id: &str, name: &str, chatted: &str) -> ConversationBrief {
        ConversationBrief {
            app_conversation_id: AppConversationId::new(id),
            conversation_name: name.into(),
            last_chat_time: chatted.into(),
            ..ConversationBrief::default()
        }
    }

    #[test]
    fn a_time_without_a_zone_is_read() {
        assert_eq!(civil("1970-01-01 00:00:00"), Some(0));
        assert_eq!(civil("2024-02-29 12:00:01"), Some(1_709_208_001_000));
        assert_eq!(civil("2026/11/27T03:04:05Z"), Some(1_795_748_645_000));
        assert_eq!((civil(""), civil("yesterday"), civil("2026-13-01")), (None, None, None));
    }

    #[test]
    fn the_platforms_zone_is_learned_from_what_both_know() {
        let ours = known("a", civil("2026-11-27 03:00:00").unwrap());
        // Two in the morning over there, five hours behind UTC and some seconds late.
        let list = [told("a", "", "2026-11-26 22:00:40"), told("b", "Begun", "2026-11-26 23:00:00")];
        let news = compare(std::slice::from_ref(&ours), &list, NOW);
        let at = Timestamp(civil("2026-11-27 04:00:00").unwrap());
        assert!(matches!(&news[..], [News::Begun { active_at, .. }] if *active_at == at), "{news:?}");
        let unknown = compare(&[], &list[1..], NOW);
        let at = Timestamp(civil("2026-11-26 15:00:00").unwrap());
        assert!(matches!(&unknown[..], [News::Begun { active_at, .. }] if *active_at == at), "{unknown:?}");
    }

    #[test]
    fn what_was_removed_or_is_empty_is_not_brought_in() {
        let removed = KnownThere { removed: true, ..known("a", 5) };
        let empty = ConversationBrief { empty_conversation: true, ..told("b", "新的会话", "") };
        assert_eq!(compare(&[removed], &[told("a", "A", ""), empty], NOW), []);
    }

    #[test]
    fn a_persons_title_stays_and_a_made_one_gives_way() {
        let title = |row: KnownThere, name: &str| match &compare(&[row], &[told("a", name, "")], NOW)[..] {
            [News::Changed { title, .. }] => title.clone(),
            [] => None,
            other => panic!("{other:?}"),
        };
        assert_eq!(title(known("a", 5), "Theirs"), Some("Theirs".into()));
        assert_eq!(title(known("a", 5), "新的会话"), None);
        let named = KnownThere { title: "Mine".into(), named: true, ..known("a", 5) };
        assert_eq!(title(named.clone(), "Theirs"), None);
        let same = KnownThere { name_there: "Mine".into(), ..named.clone() };
        assert_eq!(title(same, "Theirs"), Some("Theirs".into()), "it was named anew elsewhere");
        let both = KnownThere { name_there: "Before".into(), ..named };
        assert_eq!(title(both, "Theirs"), None, "it was named anew on both sides");
    }

    #[test]
    fn what_a_list_leaves_out_is_marked_if_the_list_reaches_it() {
        let is_gone = |row: KnownThere, list: &[ConversationBrief]| {
            let id = row.id;
            compare(&[row], list, NOW)
                .iter()
                .any(|news| matches!(news, News::Changed { id: of, gone: true, .. } if *of == id))
        };
        let short = [told("b", "B", "2026-11-01 00:00:00")];
        assert!(is_gone(known("a", 5), &short));
        assert!(!is_gone(KnownThere { busy: true, ..known("a", 5) }, &short));
        assert!(!is_gone(known("a", 5), &[]), "an empty list says nothing");
        let long: Vec<_> = (0..60).map(|n| told(&format!("b{n}"), "B", "2026-11-01 00:00:00")).collect();
        assert!(!is_gone(known("a", 5), &long), "the list may be cut before it");
        assert!(is_gone(known("a", civil("2026-11-02 00:00:00").unwrap()), &long));
        let back = KnownThere { gone: true, ..known("b", 5) };
        let news = compare(&[back], &short, NOW);
        assert!(matches!(&news[..], [News::Changed { gone: false, .. }]), "{news:?}");
    }
}
