//! What a picture's first bytes say of its size. Pure.

/// Formats that are pictures and nothing else. SVG is not among them: it is a page.
pub(super) const WANTED: &str = "image/avif,image/webp,image/png,image/jpeg,image/gif";

/// A picture is drawn from its points, four bytes each, however few bytes it came in.
const MOST_POINTS: u64 = 50_000_000;
/// Where the size of an AVIF is looked for.
const HEAD: usize = 64 << 10;

/// Whether these bytes are a picture of a known format and of a size that can be drawn.
pub(super) fn may_be_drawn(bytes: &[u8]) -> bool {
    size(bytes).is_some_and(|(width, height)| {
        let points = u64::from(width) * u64::from(height);
        points > 0 && points <= MOST_POINTS
    })
}

fn size(bytes: &[u8]) -> Option<(u32, u32)> {
    match bytes {
        [0x89, b'P', b'N', b'G', b'\r', b'\n', 0x1a, b'\n', ..] => Some((big(bytes, 16)?, big(bytes, 20)?)),
        [b'G', b'I', b'F', b'8', b'7' | b'9', b'a', ..] => Some((little(bytes, 6)?, little(bytes, 8)?)),
        [0xff, 0xd8, 0xff, ..] => jpeg(bytes),
        [b'R', b'I', b'F', b'F', _, _, _, _, b'W', b'E', b'B', b'P', ..] => webp(bytes),
        [_, _, _, _, b'f', b't', b'y', b'p', b'a', b'v', b'i', b'f' | b's', ..] => avif(bytes),
        _ => None,
    }
}

/// The frame header stands behind segments of known length.
fn jpeg(bytes: &[u8]) -> Option<(u32, u32)> {
    let mut at = 2;
    loop {
        if *bytes.get(at)? != 0xff {
            return None;
        }
        match *bytes.get(at + 1)? {
            0xff => at += 1,
            0x01 | 0xd0..=0xd8 => at += 2,
            0xc4 | 0xc8 | 0xcc => at += 2 + length(bytes, at)?,
            0xc0..=0xcf => return Some((big_half(bytes, at + 7)?, big_half(bytes, at + 5)?)),
            0xd9 | 0xda => return None,
            _ => at += 2 + length(bytes, at)?,
        }
    }
}

fn length(bytes: &[u8], segment: usize) -> Option<usize> {
    usize::try_from(big_half(bytes, segment + 2)?).ok().filter(|length| *length >= 2)
}

fn webp(bytes: &[u8]) -> Option<(u32, u32)> {
    let three = |at: usize| Some(u32::from(*bytes.get(at + 2)?) << 16 | little(bytes, at)?);
    match bytes.get(12..16)? {
        b"VP8 " => Some((little(bytes, 26)? & 0x3fff, little(bytes, 28)? & 0x3fff)),
        b"VP8L" => {
            let bits = little(bytes, 23)? << 16 | little(bytes, 21)?;
            Some(((bits & 0x3fff) + 1, (bits >> 14 & 0x3fff) + 1))
        }
        b"VP8X" => Some((three(24)? + 1, three(27)? + 1)),
        _ => None,
    }
}

/// The largest of the sizes that its parts have.
fn avif(bytes: &[u8]) -> Option<(u32, u32)> {
    let head = &bytes[..bytes.len().min(HEAD)];
    let places = head.windows(4).enumerate().filter(|(_, word)| word == b"ispe").map(|(at, _)| at);
    let sizes = places.filter_map(|at| Some((big(bytes, at + 8)?, big(bytes, at + 12)?)));
    sizes.max_by_key(|(width, height)| u64::from(*width) * u64::from(*height))
}

fn big(bytes: &[u8], at: usize) -> Option<u32> {
    Some(u32::from_be_bytes(bytes.get(at..at + 4)?.try_into().ok()?))
}

fn big_half(bytes: &[u8], at: usize) -> Option<u32> {
    Some(u16::from_be_bytes(bytes.get(at..at + 2)?.try_into().ok()?).into())
}

fn little(bytes: &[u8], at: usize) -> Option<u32> {
    Some(u16::from_le_bytes(bytes.get(at..at + 2)?.try_into().ok()?).into())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn png(width: u32, height: u32) -> Vec<u8> {
        let mut bytes = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR".to_vec();
        bytes.extend(width.to_be_bytes());
        bytes.extend(height.to_be_bytes());
        bytes
    }

    #[test]
    fn each_format_tells_its_size() {
        let mut lossless = b"RIFF....WEBPVP8L....\x2f".to_vec();
        lossless.extend((6_u32 | 4_u32 << 14).to_le_bytes());
        let mut avif = b"\0\0\0\x1cftypavif....ispe\0\0\0\0".to_vec();
        avif.extend([7_u32.to_be_bytes(), 5_u32.to_be_bytes()].concat());
        let jpeg = b"\xff\xd8\xff\xe0\0\x04ab\xff\xff\xc0\0\x11\x08\0\x05\0\x07rest".to_vec();
        for (name, bytes) in [
            ("png", png(7, 5)),
            ("gif", b"GIF89a\x07\0\x05\0".to_vec()),
            ("jpeg", jpeg),
            ("lossy webp", b"RIFF....WEBPVP8 ..........\x07\0\x05\0".to_vec()),
            ("lossless webp", lossless),
            ("extended webp", b"RIFF....WEBPVP8X........\x06\0\0\x04\0\0".to_vec()),
            ("avif", avif),
        ] {
            assert_eq!(size(&bytes), Some((7, 5)), "{name}");
            assert!(may_be_drawn(&bytes), "{name}");
            for end in 0..bytes.len() {
                // Cut anywhere it is no panic.
                let _ = size(&bytes[..end]);
            }
        }
    }

    #[test]
    fn pages_bombs_and_anything_else_are_no_pictures() {
        for bytes in [
            &b"<svg xmlns='http://www.w3.org/2000/svg'/>"[..],
            b"<?xml version='1.0'?><svg/>",
            b"\xef\xbb\xbf<svg/>",
            b"<html><script>1</script>",
            b"%PDF-1.7",
            b"BM\0\0\0\0",
            b"\0\0\x01\0",
            b"\xff\xd8\xff\xd9",
            b"\xff\xd8\xff\xe0\0\0",
            b"RIFF....WAVEfmt ",
            b"\0\0\0\x1cftypmp42",
            b"",
        ] {
            assert!(!may_be_drawn(bytes), "{bytes:?}");
        }
        assert!(
            !may_be_drawn(&png(0, 10))
                && !may_be_drawn(&png(60_000, 60_000))
                && !may_be_drawn(&png(u32::MAX, u32::MAX))
        );
        assert!(may_be_drawn(&png(8_000, 6_000)));
    }
}
