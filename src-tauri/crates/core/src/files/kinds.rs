//! What kind of file a name speaks of.

/// Kinds that a question often carries, by extension.
const KINDS: [(&str, &str); 34] = [
    ("avif", "image/avif"),
    ("bmp", "image/bmp"),
    ("c", "text/plain"),
    ("cpp", "text/plain"),
    ("css", "text/css"),
    ("csv", "text/csv"),
    ("doc", "application/msword"),
    ("docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
    ("gif", "image/gif"),
    ("html", "text/html"),
    ("jpeg", "image/jpeg"),
    ("jpg", "image/jpeg"),
    ("js", "text/javascript"),
    ("json", "application/json"),
    ("log", "text/plain"),
    ("md", "text/markdown"),
    ("mp3", "audio/mpeg"),
    ("mp4", "video/mp4"),
    ("pdf", "application/pdf"),
    ("png", "image/png"),
    ("ppt", "application/vnd.ms-powerpoint"),
    ("pptx", "application/vnd.openxmlformats-officedocument.presentationml.presentation"),
    ("py", "text/x-python"),
    ("rs", "text/plain"),
    ("sh", "text/plain"),
    ("svg", "image/svg+xml"),
    ("toml", "text/plain"),
    ("tsv", "text/tab-separated-values"),
    ("txt", "text/plain"),
    ("webp", "image/webp"),
    ("xls", "application/vnd.ms-excel"),
    ("xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    ("yaml", "text/plain"),
    ("yml", "text/plain"),
];

/// Kinds that some system runs when they are opened.
const PROGRAMS: [&str; 33] = [
    "apk", "app", "appimage", "bash", "bat", "bin", "cmd", "com", "command", "cpl", "deb", "desktop", "dll", "dmg",
    "exe", "hta", "jar", "js", "jse", "lnk", "msi", "pkg", "ps1", "py", "reg", "rpm", "run", "scr", "sh", "url", "vbs",
    "wsf", "zsh",
];

/// What a name ends with, in lower case.
pub(super) fn extension(name: &str) -> Option<String> {
    let (stem, extension) = name.rsplit_once('.')?;
    (!stem.is_empty() && !extension.is_empty() && extension.len() <= 12).then(|| extension.to_ascii_lowercase())
}

/// What somebody says that a file is, if it can be that; else what its name says; else nothing.
pub(super) fn media_type(told: &str, name: &str) -> String {
    let told = told.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    let word =
        |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_alphanumeric() || b"!#$&^_.+-".contains(&b));
    if told.len() <= 127 && told.split_once('/').is_some_and(|(kind, of)| word(kind) && word(of)) {
        return told;
    }
    let known = extension(name).and_then(|extension| KINDS.iter().find(|(known, _)| *known == extension));
    known.map(|(_, kind)| (*kind).to_owned()).unwrap_or_default()
}

/// Whether a system may run a file of this name as a program.
pub(super) fn runs(name: &str) -> bool {
    extension(name).is_some_and(|extension| PROGRAMS.contains(&extension.as_str()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_kind_is_taken_from_whoever_says_it_in_a_way_that_a_header_can_carry() {
        for (told, name, kind) in [
            ("image/PNG; q=1", "x", "image/png"),
            ("", "报告.PDF", "application/pdf"),
            ("text\r\nX: y/z", "a.md", "text/markdown"),
            ("nonsense", "a", ""),
            ("", ".png", ""),
        ] {
            assert_eq!(media_type(told, name), kind, "{told} {name}");
        }
    }

    #[test]
    fn what_a_system_may_run_is_known() {
        assert!(runs("setup.EXE") && runs("a.pdf.sh") && !runs("a.pdf") && !runs("exe"));
    }
}
