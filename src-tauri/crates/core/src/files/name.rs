//! Names of files, fit for every disk and every screen.

use url::Url;

/// The most characters of a name.
const LONGEST: usize = 120;
/// Names that Windows keeps for devices.
const DEVICES: [&str; 22] = [
    "con", "prn", "aux", "nul", "com1", "com2", "com3", "com4", "com5", "com6", "com7", "com8", "com9", "lpt1", "lpt2",
    "lpt3", "lpt4", "lpt5", "lpt6", "lpt7", "lpt8", "lpt9",
];

/// The last part of a name, without anything that a disk, a header or a screen would take for something else.
pub fn clean(name: &str) -> String {
    let last = name.rsplit(['/', '\\']).next().unwrap_or_default();
    let kept: String = last.chars().filter(|letter| !is_hidden(*letter)).map(plain).collect();
    let kept = kept.trim().trim_start_matches('.').trim_end_matches(['.', ' ']);
    let kept = shortened(kept);
    let stem = kept.split('.').next().unwrap_or_default().to_ascii_lowercase();
    if kept.is_empty() {
        "file".to_owned()
    } else if DEVICES.contains(&stem.as_str()) {
        format!("_{kept}")
    } else {
        kept
    }
}

/// The name of what an address leads to.
pub(super) fn of(url: &Url) -> String {
    let last = url.path_segments().and_then(|mut parts| parts.next_back()).unwrap_or_default();
    let last = percent_decoded(last);
    if last.trim().is_empty() { url.host_str().unwrap_or_default().to_owned() } else { last }
}

/// The same name with a number, for a folder that has one of this name.
pub(crate) fn numbered(name: &str, number: u32) -> String {
    match name.rsplit_once('.') {
        Some((stem, extension)) if !stem.is_empty() => format!("{stem} ({number}).{extension}"),
        _ => format!("{name} ({number})"),
    }
}

/// Characters that turn the order of a name around, or show nothing.
fn is_hidden(letter: char) -> bool {
    letter.is_control()
        || matches!(letter, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}')
}

fn plain(letter: char) -> char {
    if "<>:\"|?*".contains(letter) { '_' } else { letter }
}

/// A name that is not too long; it keeps what it ends with.
fn shortened(name: &str) -> String {
    let length = name.chars().count();
    if length <= LONGEST {
        return name.to_owned();
    }
    let (stem, end) = match name.rsplit_once('.') {
        Some((stem, extension)) if extension.chars().count() <= 12 => (stem, format!(".{extension}")),
        _ => (name, String::new()),
    };
    let room = LONGEST - end.chars().count();
    format!("{}{end}", stem.chars().take(room).collect::<String>().trim_end())
}

fn percent_decoded(text: &str) -> String {
    let bytes = text.as_bytes();
    let mut decoded = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while at < bytes.len() {
        let pair = text.get(at + 1..at + 3).filter(|_| bytes[at] == b'%');
        match pair.and_then(|pair| u8::from_str_radix(pair, 16).ok()) {
            Some(byte) => {
                decoded.push(byte);
                at += 3;
            }
            None => {
                decoded.push(bytes[at]);
                at += 1;
            }
        }
    }
    String::from_utf8_lossy(&decoded).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_holds_nothing_that_could_be_taken_for_something_else() {
        for (name, expected) in [
            ("报告 final.pdf", "报告 final.pdf"),
            ("../../etc/passwd", "passwd"),
            ("C:\\Users\\me\\a.txt", "a.txt"),
            ("a\u{202e}fdp.exe", "afdp.exe"),
            ("line\nbreak\0.md", "linebreak.md"),
            ("what?*.md", "what__.md"),
            (".bashrc", "bashrc"),
            ("con.txt", "_con.txt"),
            ("trailing. . ", "trailing"),
            ("..", "file"),
            ("", "file"),
        ] {
            assert_eq!(clean(name), expected, "{name:?}");
        }
    }

    #[test]
    fn a_long_name_keeps_its_extension() {
        let long = clean(&format!("{}.docx", "长".repeat(500)));
        assert!(long.ends_with("长.docx") && long.chars().count() == LONGEST, "{long}");
    }

    #[test]
    fn an_address_names_its_file_or_its_host() {
        let named = |url: &str| of(&Url::parse(url).unwrap());
        assert_eq!(named("https://x.edu/a/%E6%97%A9%20b.pdf?key=1"), "早 b.pdf");
        assert_eq!(named("https://x.edu/100%"), "100%");
        assert_eq!(named("https://x.edu/"), "x.edu");
    }

    #[test]
    fn numbers_stand_before_the_extension() {
        assert_eq!((numbered("a.tar.gz", 2), numbered("read me", 3)), ("a.tar (2).gz".into(), "read me (3)".into()));
    }
}
