//! Escapes that are half a character.
//!
//! A platform that cuts its tokens in the middle of an emoji sends `\ud83d` alone; JSON readers refuse the whole text
//! for it. Here such a half becomes U+FFFD, so that only the half is lost.

/// JSON text with U+FFFD for each half character; `None` when there is none.
#[must_use]
pub fn mended(raw: &str) -> Option<String> {
    let mut out = String::with_capacity(raw.len());
    let mut rest = raw;
    let mut changed = false;
    while let Some(at) = rest.find('\\') {
        out.push_str(&rest[..at]);
        rest = &rest[at..];
        let length = match unit(rest) {
            Some(0xd800..=0xdbff) if matches!(rest.get(6..).and_then(unit), Some(0xdc00..=0xdfff)) => 12,
            Some(0xd800..=0xdfff) => {
                out.push_str("\\ufffd");
                rest = &rest[6..];
                changed = true;
                continue;
            }
            Some(_) => 6,
            // The backslash and the character that it escapes.
            None => rest.char_indices().nth(2).map_or(rest.len(), |(end, _)| end),
        };
        out.push_str(&rest[..length]);
        rest = &rest[length..];
    }
    out.push_str(rest);
    changed.then_some(out)
}

/// The UTF-16 unit of an escape `\uXXXX` at the beginning of a text.
fn unit(text: &str) -> Option<u16> {
    let digits = text.strip_prefix("\\u")?.get(..4)?;
    u16::from_str_radix(digits, 16).ok().filter(|_| digits.bytes().all(|digit| digit.is_ascii_hexdigit()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(raw: &str) -> String {
        let mended = mended(raw);
        serde_json::from_str(mended.as_deref().unwrap_or(raw)).unwrap()
    }

    #[test]
    fn only_the_half_is_lost() {
        assert_eq!(text(r#""a\ud83d b""#), "a\u{fffd} b");
        assert_eq!(text(r#""\ude00\ud83d""#), "\u{fffd}\u{fffd}");
        assert_eq!(text(r#""\ud83d\ud83d\ude00é""#), "\u{fffd}\u{1f600}é");
    }

    #[test]
    fn whole_characters_and_escaped_backslashes_stay() {
        assert_eq!(text(r#""\ud83d\ude00""#), "\u{1f600}");
        assert_eq!(text(r#""\\ud83d \n \ud83d""#), "\\ud83d \n \u{fffd}");
    }

    #[test]
    fn what_holds_no_half_is_left_alone() {
        for raw in ["", "so it goes \\", "\\u", "\\ud8", r#""\u00e9é""#] {
            assert_eq!(mended(raw), None);
        }
    }
}
