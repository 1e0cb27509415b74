//! Texts with places that are filled in: `{{node.key}}`.

use std::collections::BTreeMap;

/// What the nodes of a run gave so far, by node and key.
pub(super) type Values = BTreeMap<String, BTreeMap<String, String>>;

/// A text with its places.
#[derive(Debug, Default)]
pub(super) struct Text(Vec<Part>);

#[derive(Debug)]
enum Part {
    Plain(String),
    Place { node: String, key: String },
}

impl Text {
    /// Reads a text; an error says which place is none.
    pub(super) fn read(text: &str) -> Result<Self, String> {
        let mut parts = Vec::new();
        let mut rest = text;
        while let Some((plain, after)) = rest.split_once("{{") {
            let Some((place, left)) = after.split_once("}}") else {
                let begin: String = after.chars().take(20).collect();
                return Err(format!("{{{{{begin} is not closed with }}}}."));
            };
            let Some((node, key)) = place.trim().split_once('.') else {
                let place = place.trim();
                return Err(format!("{{{{{place}}}}} is no place; write it as {{{{node.key}}}}."));
            };
            parts.push(Part::Plain(plain.to_owned()));
            parts.push(Part::Place { node: node.trim().to_owned(), key: key.trim().to_owned() });
            rest = left;
        }
        parts.push(Part::Plain(rest.to_owned()));
        Ok(Self(parts))
    }

    /// The places, as node and key.
    pub(super) fn places(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0.iter().filter_map(|part| match part {
            Part::Plain(_) => None,
            Part::Place { node, key } => Some((node.as_str(), key.as_str())),
        })
    }

    /// The text with its places filled in; what a node that was not run would have given is empty. `None` when it is
    /// longer than `most` bytes: texts that hold each other twice would fill any memory.
    pub(super) fn fill(&self, values: &Values, most: usize) -> Option<String> {
        let mut filled = String::new();
        for part in &self.0 {
            let piece = match part {
                Part::Plain(text) => text,
                Part::Place { node, key } => values.get(node).and_then(|of| of.get(key)).map_or("", String::as_str),
            };
            if filled.len() + piece.len() > most {
                return None;
            }
            filled.push_str(piece);
        }
        Some(filled)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_are_filled_once_and_braces_in_values_stay_as_they_are() {
        let text = Text::read("{{a.x}} and {{ a.y }}{{b.z}}, {not} this").unwrap();
        let given = [("x".to_owned(), "{{a.y}}".to_owned()), ("y".to_owned(), "2".to_owned())];
        let values = Values::from([("a".to_owned(), BTreeMap::from(given))]);
        let filled = "{{a.y}} and 2, {not} this";
        assert_eq!(text.fill(&values, filled.len()).as_deref(), Some(filled));
        assert_eq!(text.fill(&values, filled.len() - 1), None);
        assert_eq!(text.places().collect::<Vec<_>>(), [("a", "x"), ("a", "y"), ("b", "z")]);
    }

    #[test]
    fn a_place_that_is_none_is_shown() {
        assert_eq!(Text::read("{{days}}").unwrap_err(), "{{days}} is no place; write it as {{node.key}}.");
        assert_eq!(Text::read("{{a.x").unwrap_err(), "{{a.x is not closed with }}.");
    }
}
