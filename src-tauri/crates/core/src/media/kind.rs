//! What a file's first bytes say that it is. Pure.

/// Anything that cannot be told.
const UNKNOWN: &str = "application/octet-stream";
/// A container of pages says in its first ones what they hold.
const FIRST_PAGES: usize = 512;

/// The media type of a file that begins so. Pages and drawings that are written as text are texts.
pub(super) fn of(head: &[u8]) -> &'static str {
    match head {
        [0x89, b'P', b'N', b'G', b'\r', b'\n', 0x1a, b'\n', ..] => "image/png",
        [b'G', b'I', b'F', b'8', b'7' | b'9', b'a', ..] => "image/gif",
        [0xff, 0xd8, 0xff, ..] => "image/jpeg",
        [b'R', b'I', b'F', b'F', _, _, _, _, rest @ ..] => of_riff(rest),
        [_, _, _, _, b'f', b't', b'y', b'p', brand @ ..] => of_boxes(brand),
        [b'I', b'D', b'3', ..] => "audio/mpeg",
        [0xff, second, third, ..] if second & 0xe0 == 0xe0 => of_frames(*second, *third),
        [b'f', b'L', b'a', b'C', ..] => "audio/flac",
        [b'O', b'g', b'g', b'S', ..] if holds(head, b"theora") => "video/ogg",
        [b'O', b'g', b'g', b'S', ..] => "audio/ogg",
        [0x1a, 0x45, 0xdf, 0xa3, ..] if holds(head, b"webm") => "video/webm",
        [0x1a, 0x45, 0xdf, 0xa3, ..] => "video/x-matroska",
        [b'F', b'O', b'R', b'M', _, _, _, _, b'A', b'I', b'F', b'F' | b'C', ..] => "audio/aiff",
        [b'#', b'!', b'A', b'M', b'R', ..] => "audio/amr",
        [0, 0, 1, 0xba, ..] => "video/mpeg",
        [b'F', b'L', b'V', 1, ..] => "video/x-flv",
        [b'%', b'P', b'D', b'F', b'-', ..] => "application/pdf",
        [b'P', b'K', 3, 4, ..] => "application/zip",
        _ if is_text(head) => "text/plain",
        _ => UNKNOWN,
    }
}

fn of_riff(rest: &[u8]) -> &'static str {
    match rest {
        [b'W', b'E', b'B', b'P', ..] => "image/webp",
        [b'W', b'A', b'V', b'E', ..] => "audio/wav",
        [b'A', b'V', b'I', b' ', ..] => "video/x-msvideo",
        _ => UNKNOWN,
    }
}

fn of_boxes(brand: &[u8]) -> &'static str {
    match brand {
        [b'a', b'v', b'i', b'f' | b's', ..] => "image/avif",
        [b'h', b'e', b'i' | b'v', ..] | [b'm', b'i', b'f', b'1', ..] => UNKNOWN,
        [b'M', b'4', b'A' | b'B', ..] => "audio/mp4",
        [b'q', b't', b' ', b' ', ..] => "video/quicktime",
        _ => "video/mp4",
    }
}

/// Sound in frames without a head: MPEG layers and AAC.
fn of_frames(second: u8, third: u8) -> &'static str {
    let (version, layer, rate) = (second >> 3 & 3, second >> 1 & 3, third >> 4);
    match layer {
        0 if second & 0xf0 == 0xf0 => "audio/aac",
        // The first layer is not in use, and begins as texts in UTF-16 do.
        1 | 2 if version != 1 && rate != 0xf => "audio/mpeg",
        _ => UNKNOWN,
    }
}

fn holds(head: &[u8], word: &[u8]) -> bool {
    head[..head.len().min(FIRST_PAGES)].windows(word.len()).any(|part| part == word)
}

/// Letters to the end, of which the last may be cut.
fn is_text(head: &[u8]) -> bool {
    let whole = std::str::from_utf8(head).map_or_else(|error| error.error_len().is_none(), |_| true);
    whole && !head.is_empty() && !head.contains(&0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_what_it_begins_like() {
        for (head, kind) in [
            (&b"\x89PNG\r\n\x1a\n...."[..], "image/png"),
            (b"GIF89a", "image/gif"),
            (b"\xff\xd8\xff\xe0", "image/jpeg"),
            (b"RIFF....WEBPVP8 ", "image/webp"),
            (b"RIFF....WAVEfmt ", "audio/wav"),
            (b"RIFF....AVI LIST", "video/x-msvideo"),
            (b"\0\0\0\x1cftypavif", "image/avif"),
            (b"\0\0\0\x1cftypM4A ", "audio/mp4"),
            (b"\0\0\0\x1cftypisom", "video/mp4"),
            (b"\0\0\0\x14ftypqt  ", "video/quicktime"),
            (b"\0\0\0\x14ftypheic", UNKNOWN),
            (b"ID3\x03\0", "audio/mpeg"),
            (b"\xff\xfb\x90\x64", "audio/mpeg"),
            (b"\xff\xf1\x50\x80", "audio/aac"),
            (b"\xff\xfe\0h\0i", UNKNOWN),
            (b"fLaC\0", "audio/flac"),
            (b"OggS\0\x02........................\x01\x1eOpusHead", "audio/ogg"),
            (b"OggS\0\x02........................\x01\x2a\x80theora", "video/ogg"),
            (b"\x1a\x45\xdf\xa3\x9fB\x86\x81\x01B\x82\x84webm", "video/webm"),
            (b"\x1a\x45\xdf\xa3\x9fB\x86\x81\x01B\x82\x88matroska", "video/x-matroska"),
            (b"%PDF-1.7", "application/pdf"),
            (b"PK\x03\x04", "application/zip"),
            (b"MZ\x90\0\x03", UNKNOWN),
            ("早上好".as_bytes(), "text/plain"),
            (&"早上好".as_bytes()[..8], "text/plain"),
            (b"<svg onload=1/>", "text/plain"),
            (b"<html><video src=x>", "text/plain"),
            (b"\xc4\xe3\xba\xc3 gbk", UNKNOWN),
            (b"", UNKNOWN),
        ] {
            assert_eq!(of(head), kind, "{head:?}");
            for end in 0..head.len() {
                // Cut anywhere it is no panic.
                let _ = of(&head[..end]);
            }
        }
    }
}
