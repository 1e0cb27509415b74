//! Words that nobody can guess.

use ulid::Ulid;

/// So many characters of `[a-z0-9]`, five random bits each.
pub(crate) fn word(length: usize) -> String {
    let mut word = String::with_capacity(length + 16);
    while word.len() < length {
        // The first ten characters of a ULID are its time, the other sixteen are random.
        word.push_str(&Ulid::generate().to_string().to_ascii_lowercase()[10..]);
    }
    word.truncate(length);
    word
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_has_its_length_and_is_new_each_time() {
        let (one, two) = (word(20), word(20));
        assert!(one.len() == 20 && one.bytes().all(|b| b.is_ascii_digit() || b.is_ascii_lowercase()), "{one}");
        assert_ne!(one, two);
    }
}
