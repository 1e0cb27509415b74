//! Texts as people and agents write them, in length and in how often words come, always the same ones: 60 % Chinese,
//! 25 % English, the rest mixed.

/// Words of each language, and how many characters the Chinese ones are made of.
const WORDS: usize = 60_000;
const CHARACTERS: usize = 3_500;
/// English words come out of these.
const SYLLABLES: &[&str] = &[
    "ta", "re", "in", "co", "st", "al", "on", "er", "pro", "de", "ment", "ing", "ab", "le", "or", "mi", "tion", "un",
    "sa", "ne", "ver", "ly", "po", "ra", "es", "ic", "at", "lo", "cu", "vi", "ma", "en", "per", "qu", "sh", "ow",
];

/// Numbers that look like chance and are the same in every run.
pub(crate) struct Chance(u64);

impl Chance {
    pub(crate) fn new(seed: u64) -> Self {
        Self(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1)
    }

    /// From 0 up to 1.
    pub(crate) fn fraction(&mut self) -> f64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 >> 11) as f64 / (1_u64 << 53) as f64
    }

    pub(crate) fn below(&mut self, limit: usize) -> usize {
        (self.fraction() * limit as f64) as usize
    }

    /// Around 0, mostly within 1.
    fn normal(&mut self) -> f64 {
        (0..12).map(|_| self.fraction()).sum::<f64>() - 6.0
    }
}

/// What comes first comes often.
struct Ranks(Vec<f64>);

impl Ranks {
    fn new(count: usize) -> Self {
        let mut sum = 0.0;
        let steps = (1..=count).map(|rank| {
            sum += 1.0 / (rank as f64 + 2.7);
            sum
        });
        Self(steps.collect())
    }

    fn draw(&self, chance: &mut Chance) -> usize {
        let at = chance.fraction() * self.0.last().copied().unwrap_or_default();
        self.0.partition_point(|&step| step < at).min(self.0.len() - 1)
    }
}

/// Two languages.
pub(crate) struct Corpus {
    ranks: Ranks,
    chinese: Vec<String>,
    pub(crate) english: Vec<String>,
}

impl Corpus {
    pub(crate) fn new() -> Self {
        let mut chance = Chance::new(7);
        let characters = Ranks::new(CHARACTERS);
        // Spread over the block, so that neighbours in it are no neighbours in texts.
        let character = |rank: usize| char::from_u32(0x4E00 + (rank as u32 * 7_919) % 20_902).unwrap_or('的');
        let chinese = (0..WORDS).map(|_| {
            let length = [1, 2, 2, 2, 2, 2, 2, 3, 3, 4][chance.below(10)];
            (0..length).map(|_| character(characters.draw(&mut chance))).collect()
        });
        let chinese = chinese.collect();
        let mut chance = Chance::new(11);
        let english = (0..WORDS).map(|rank| {
            let syllables = 1 + chance.below(2) + usize::from(rank > 200) + usize::from(rank > 5_000) * chance.below(2);
            (0..syllables).map(|_| SYLLABLES[chance.below(SYLLABLES.len())]).collect()
        });
        Self { ranks: Ranks::new(WORDS), chinese, english: english.collect() }
    }

    pub(crate) fn question(&self, chance: &mut Chance) -> String {
        let words = (2.3 + 0.8 * chance.normal()).exp();
        self.text(chance, words)
    }

    pub(crate) fn answer(&self, chance: &mut Chance) -> String {
        let words = (4.0 + 0.7 * chance.normal()).exp();
        self.text(chance, words)
    }

    fn text(&self, chance: &mut Chance, words: f64) -> String {
        let kind = chance.fraction();
        let mut text = String::new();
        for _ in 0..(words as usize).clamp(1, 600) {
            let (word, mark) = (self.ranks.draw(chance), chance.fraction());
            if kind < 0.6 || (kind >= 0.85 && chance.fraction() < 0.7) {
                text.push_str(&self.chinese[word]);
                text.push_str(if mark < 0.08 {
                    "，"
                } else if mark < 0.12 {
                    "。"
                } else {
                    ""
                });
            } else {
                text.push(' ');
                text.push_str(&self.english[word]);
                text.push_str(if mark < 0.05 {
                    ","
                } else if mark < 0.1 {
                    "."
                } else {
                    ""
                });
            }
        }
        text.trim().to_owned()
    }
}
