//! What is wrong with an input, and where: as JSON, and by what the workflow asks for.

use std::collections::HashSet;
use std::fmt;

use serde::de::{Deserialize, Deserializer, MapAccess, Visitor};
use serde_json::{Map, Value};

use crate::model::{InputFault, InputFaultKind, Variable, VariableKind};

/// The most characters of a run's input in a list.
const PREVIEW: usize = 120;

/// The first thing that is wrong with an input. An empty one stands for an object without anything in it.
pub(crate) fn fault(input: &str, variables: &[Variable]) -> Option<InputFault> {
    if input.trim().is_empty() {
        return missing(&Map::new(), variables, input, 0);
    }
    let start = input.len() - input.trim_start().len();
    match serde_json::from_str(input) {
        Ok(Value::Object(inputs)) => {
            let said_twice = said_twice(input)
                .map(|(place, name)| InputFault { subject: name, ..at(input, place, InputFaultKind::SaidTwice) });
            said_twice
                .or_else(|| missing(&inputs, variables, input, start))
                .or_else(|| unfit(&inputs, variables, input))
        }
        Ok(_) => Some(at(input, start, InputFaultKind::NotAnObject)),
        Err(error) => Some(of_json(input, &error)),
    }
}

/// The beginning of an input as one line: its values, or itself where it is no object.
pub(crate) fn preview(input: &str) -> String {
    let line = match serde_json::from_str(input) {
        Ok(Values(values)) => {
            values.iter().map(as_text).filter(|text| !text.is_empty()).collect::<Vec<_>>().join(" · ")
        }
        Err(_) => input.to_owned(),
    };
    let mut words = line.split_whitespace().collect::<Vec<_>>().join(" ");
    if let Some((end, _)) = words.char_indices().nth(PREVIEW) {
        words.truncate(end);
        words.push('…');
    }
    words
}

fn missing(inputs: &Map<String, Value>, variables: &[Variable], input: &str, start: usize) -> Option<InputFault> {
    let given = |variable: &&Variable| inputs.get(&variable.key).is_some_and(|value| !as_text(value).is_empty());
    let variable = variables.iter().filter(|variable| variable.required).find(|variable| !given(variable))?;
    let place = place_of(input, &variable.key).unwrap_or(start);
    Some(InputFault { subject: variable.key.clone(), ..at(input, place, InputFaultKind::Missing) })
}

fn unfit(inputs: &Map<String, Value>, variables: &[Variable], input: &str) -> Option<InputFault> {
    variables.iter().find_map(|variable| {
        let text = inputs.get(&variable.key).map(as_text).filter(|text| !text.is_empty())?;
        let most = usize::try_from(variable.max_length).unwrap_or(usize::MAX);
        let (kind, allowed) = if variable.kind == VariableKind::Choice && !variable.choices.contains(&text) {
            (InputFaultKind::NotAChoice, variable.choices.join(", "))
        } else if most > 0 && text.chars().count() > most {
            (InputFaultKind::TooLong, most.to_string())
        } else {
            return None;
        };
        let place = place_of(input, &variable.key).unwrap_or_default();
        Some(InputFault { subject: variable.key.clone(), allowed, ..at(input, place, kind) })
    })
}

/// The values of an object in the order in which they stand.
struct Values(Vec<Value>);

impl<'de> Deserialize<'de> for Values {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct InOrder;

        impl<'de> Visitor<'de> for InOrder {
            type Value = Values;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Values, A::Error> {
                let mut values = Vec::new();
                while let Some((_, value)) = map.next_entry::<String, Value>()? {
                    values.push(value);
                }
                Ok(Values(values))
            }
        }

        deserializer.deserialize_map(InOrder)
    }
}

fn as_text(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::String(text) => text.clone(),
        other => other.to_string(),
    }
}

/// The place in bytes, with the character that stands there.
fn at(input: &str, place: usize, kind: InputFaultKind) -> InputFault {
    let place = (0..=place.min(input.len())).rev().find(|&place| input.is_char_boundary(place)).unwrap_or_default();
    let (before, after) = input.split_at(place);
    let line_start = before.rfind('\n').map_or(0, |newline| newline + 1);
    let count = |number: usize| u32::try_from(number).unwrap_or(u32::MAX);
    InputFault {
        line: count(before.matches('\n').count() + 1),
        column: count(before[line_start..].chars().count() + 1),
        at: count(before.encode_utf16().count()),
        kind,
        subject: after.chars().next().filter(|c| !c.is_control()).map(String::from).unwrap_or_default(),
        allowed: String::new(),
    }
}

/// What the parser says, at a place that a person would point to.
fn of_json(input: &str, error: &serde_json::Error) -> InputFault {
    if error.is_eof() {
        return InputFault { subject: String::new(), ..at(input, input.trim_end().len(), InputFaultKind::Unfinished) };
    }
    let line_start = match error.line() {
        0 | 1 => 0,
        line => input.match_indices('\n').nth(line - 2).map_or(0, |(newline, _)| newline + 1),
    };
    // A line break that may not be there has no column of its own.
    let place = if error.column() == 0 { line_start.saturating_sub(1) } else { line_start + error.column() - 1 };
    let said = error.to_string();
    let says = |words: &str| said.starts_with(words);
    if says("number out of range") {
        // The parser stops inside or behind the number.
        let begins = |c: char| !matches!(c, '0'..='9' | '+' | '-' | '.' | 'e' | 'E');
        let start = input.get(..place).and_then(|before| before.rfind(begins)).map_or(0, |before| before + 1);
        return at(input, start, InputFaultKind::TooLarge);
    }
    if says("trailing comma") {
        let comma = input.get(..place).and_then(|before| before.rfind(',')).unwrap_or(place);
        return at(input, comma, InputFaultKind::TrailingComma);
    }
    at(
        input,
        place,
        if says("key must be a string") {
            InputFaultKind::NameExpected
        } else if says("expected `:`") {
            InputFaultKind::ColonExpected
        } else if says("expected `,`") {
            InputFaultKind::CommaExpected
        } else if says("expected value") || says("expected ident") {
            InputFaultKind::ValueExpected
        } else if says("trailing characters") {
            InputFaultKind::TextAfterEnd
        } else if says("control character") {
            InputFaultKind::ControlCharacter
        } else if says("invalid escape")
            || says("invalid unicode")
            || says("lone leading")
            || says("unexpected end of hex")
        {
            InputFaultKind::BadEscape
        } else if says("invalid number") {
            InputFaultKind::BadNumber
        } else {
            InputFaultKind::NotJson
        },
    )
}

/// Where the value of a name stands in an object that reads as JSON, in bytes.
fn place_of(input: &str, name: &str) -> Option<usize> {
    let named = names(input).find(|found| found.depth == 1 && found.name == name)?;
    Some(named.value)
}

/// The first name that an object inside of an input gives twice, and where: only the last of the values would count.
fn said_twice(input: &str) -> Option<(usize, String)> {
    let mut seen = HashSet::new();
    names(input).find(|found| !seen.insert((found.object, found.name.clone()))).map(|found| (found.place, found.name))
}

/// A name in an object.
struct Named {
    /// How many brackets are open around it.
    depth: usize,
    /// Where its object begins, in bytes.
    object: usize,
    /// Where it stands itself, behind its quotation mark.
    place: usize,
    /// Where its value stands.
    value: usize,
    name: String,
}

/// The names in a text that reads as JSON, in their order.
fn names(input: &str) -> impl Iterator<Item = Named> + '_ {
    let mut open: Vec<usize> = Vec::new();
    let mut rest = input.char_indices();
    std::iter::from_fn(move || {
        while let Some((start, c)) = rest.next() {
            match c {
                '{' | '[' => open.push(start),
                '}' | ']' => drop(open.pop()),
                '"' => {
                    let mut end = start;
                    while let Some((at, c)) = rest.next() {
                        match c {
                            '\\' => drop(rest.next()),
                            '"' => {
                                end = at;
                                break;
                            }
                            _ => {}
                        }
                    }
                    let (text, after) = (input.get(start..=end)?, input.get(end + 1..)?);
                    let Some(value) = after.trim_start().strip_prefix(':') else { continue };
                    let value = input.len() - value.trim_start().len();
                    let Ok(name) = serde_json::from_str(text) else { continue };
                    return Some(Named { depth: open.len(), object: *open.last()?, place: start + 1, value, name });
                }
                _ => {}
            }
        }
        None
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn variables() -> Vec<Variable> {
        let subject = Variable { key: "subject".into(), required: true, max_length: 8, ..Variable::default() };
        let choices = vec!["calm".into(), "quick".into()];
        let pace = Variable { key: "pace".into(), kind: VariableKind::Choice, choices, ..Variable::default() };
        vec![subject, pace]
    }

    fn found(input: &str) -> (u32, u32, InputFaultKind, String) {
        let fault = fault(input, &variables()).unwrap_or_else(|| panic!("{input} is right"));
        (fault.line, fault.column, fault.kind, fault.subject)
    }

    #[test]
    fn what_is_no_json_is_pointed_to_by_line_and_column() {
        use InputFaultKind as Kind;
        for (input, line, column, kind, subject) in [
            ("{\"subject\": \"x\"", 1, 16, Kind::Unfinished, ""),
            ("{\n  \"subject\": \"密钥\" \"pace\": 1\n}", 2, 19, Kind::CommaExpected, "\""),
            ("{\n  \"a\": 1,\n}", 2, 9, Kind::TrailingComma, ","),
            ("{\"a\"：1}", 1, 5, Kind::ColonExpected, "："),
            ("{“a”: 1}", 1, 2, Kind::NameExpected, "“"),
            ("{'a': 1}", 1, 2, Kind::NameExpected, "'"),
            ("{\"a\": }", 1, 7, Kind::ValueExpected, "}"),
            ("{\"a\": 1} extra", 1, 10, Kind::TextAfterEnd, "e"),
            ("{\"a\": \"two\nlines\"}", 1, 11, Kind::ControlCharacter, ""),
            ("{\"a\": 01}", 1, 8, Kind::BadNumber, "1"),
            ("{\"a\": 1e999}", 1, 7, Kind::TooLarge, "1"),
            ("{\"a\": [2, -1.5e+999 ], \"b\": 3}", 1, 11, Kind::TooLarge, "-"),
            ("1e999", 1, 1, Kind::TooLarge, "1"),
            ("  [1]", 1, 3, Kind::NotAnObject, "["),
            ("hello", 1, 1, Kind::ValueExpected, "h"),
        ] {
            assert_eq!(found(input), (line, column, kind, subject.to_owned()), "{input}");
        }
    }

    #[test]
    fn what_the_workflow_asks_for_is_looked_after() {
        use InputFaultKind as Kind;
        for (input, line, column, kind, subject) in [
            ("", 1, 1, Kind::Missing, "subject"),
            ("{}", 1, 1, Kind::Missing, "subject"),
            ("{\n  \"pace\": \"calm\",\n  \"subject\": \"\"\n}", 3, 14, Kind::Missing, "subject"),
            ("{\"subject\": \"一二三四五六七八九\"}", 1, 13, Kind::TooLong, "subject"),
            ("{\"in\": {\"pace\": 1}, \"subject\": \"a\", \"pace\": \"odd\"}", 1, 45, Kind::NotAChoice, "pace"),
        ] {
            assert_eq!(found(input), (line, column, kind, subject.to_owned()), "{input}");
        }
        for (input, column, name) in [
            ("{\"subject\": \"a\", \"subject\": \"b\"}", 19, "subject"),
            ("{\"subject\": \"a\", \"in\": [{\"x\": {}, \"\\u0078\" : 1}]}", 36, "x"),
        ] {
            assert_eq!(found(input), (1, column, Kind::SaidTwice, name.to_owned()), "{input}");
        }
        for right in [
            "{\"subject\": \"a\", \"more\": [{\"x\": \"subject\"}, {\"x\": \"x\"}, {\"subject\": 1}]}",
            "{\"subject\": \"a\"}",
            " {\"subject\": 12, \"more\": [1, {}]} ",
        ] {
            assert_eq!(fault(right, &variables()), None, "{right}");
        }
    }

    #[test]
    fn a_preview_is_what_was_filled_in() {
        assert_eq!(preview("{\"b\": \"API keys\", \"a\": 2, \"c\": \"\"}"), "API keys · 2");
        assert_eq!(preview(""), "");
        assert_eq!(preview(&format!("{{\"a\": \"{}\"}}", "长 ".repeat(200))).chars().count(), PREVIEW + 1);
    }

    proptest! {
        #[test]
        fn any_text_is_read_and_a_fault_lies_inside_of_it(input in "[\\PC\\n\"{}:,\\\\一]{0,40}") {
            if let Some(fault) = fault(&input, &variables()) {
                prop_assert!(fault.at as usize <= input.encode_utf16().count());
                prop_assert!(fault.line >= 1 && fault.column >= 1);
            }
            preview(&input);
        }
    }
}
