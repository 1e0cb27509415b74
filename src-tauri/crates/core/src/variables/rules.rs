//! What an agent takes as the value of a variable. Pure.

use crate::error::Refusal;
use crate::model::{Values, Variable, VariableKind};

/// The values that the agent has a variable for; a blank one is none.
pub(crate) fn known(variables: &[Variable], values: &Values) -> Values {
    let known = variables.iter().filter_map(|variable| values.get_key_value(&variable.key));
    known.filter(|(_, value)| !value.trim().is_empty()).map(|(key, value)| (key.clone(), value.clone())).collect()
}

/// Those of the known values that keep the rules.
pub(crate) fn usable(variables: &[Variable], values: &Values) -> Values {
    let mut usable = known(variables, values);
    for variable in variables {
        if usable.get(&variable.key).is_some_and(|value| judge(variable, value).is_err()) {
            usable.remove(&variable.key);
        }
    }
    usable
}

/// Says which rule is broken first, in the agent's order.
pub(crate) fn check(variables: &[Variable], values: &Values) -> Result<(), Refusal> {
    for variable in variables {
        match values.get(&variable.key).filter(|value| !value.trim().is_empty()) {
            Some(value) => judge(variable, value)?,
            None if variable.required => return Err(Refusal::VariableMissing { key: variable.key.clone() }),
            None => {}
        }
    }
    Ok(())
}

/// The limit is that of a line: a platform that states one for a paragraph, too, may or may not mean it.
fn judge(variable: &Variable, value: &str) -> Result<(), Refusal> {
    let key = || variable.key.clone();
    match variable.kind {
        VariableKind::Text => {
            let (characters, most) = (value.chars().count(), usize::try_from(variable.max_length).unwrap_or(0));
            if most > 0 && characters > most {
                return Err(Refusal::VariableTooLong { key: key(), characters, most });
            }
        }
        VariableKind::Choice if !variable.choices.is_empty() && !variable.choices.iter().any(|one| one == value) => {
            return Err(Refusal::VariableNotAChoice { key: key() });
        }
        VariableKind::Choice | VariableKind::Paragraph => {}
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn variables() -> Vec<Variable> {
        let variable = |key: &str, kind| Variable { key: key.into(), kind, ..Variable::default() };
        vec![
            Variable { required: true, max_length: 3, ..variable("name", VariableKind::Text) },
            Variable { choices: vec!["七".into(), "八".into()], ..variable("grade", VariableKind::Choice) },
            Variable { max_length: 3, ..variable("about", VariableKind::Paragraph) },
        ]
    }

    fn values(given: &[(&str, &str)]) -> Values {
        given.iter().map(|(key, value)| ((*key).to_owned(), (*value).to_owned())).collect()
    }

    #[test]
    fn values_keep_the_agents_rules() {
        let judged = |given: &[(&str, &str)]| check(&variables(), &values(given));
        assert_eq!(judged(&[("name", "李小明"), ("grade", "七"), ("about", "longer than three")]), Ok(()));
        let (key, characters) = ("name".to_owned(), 4);
        assert_eq!(judged(&[("name", "🙂🙂🙂🙂")]), Err(Refusal::VariableTooLong { key, characters, most: 3 }));
        assert_eq!(judged(&[("name", "L"), ("grade", "9")]), Err(Refusal::VariableNotAChoice { key: "grade".into() }));
        for missing in [&[][..], &[("name", " \u{3000}")]] {
            assert_eq!(judged(missing), Err(Refusal::VariableMissing { key: "name".into() }));
        }
    }

    #[test]
    fn a_choice_without_choices_takes_any_text() {
        let free = [Variable { key: "k".into(), kind: VariableKind::Choice, ..Variable::default() }];
        assert_eq!(check(&free, &values(&[("k", "anything")])), Ok(()));
    }

    #[test]
    fn what_the_agent_does_not_know_or_take_is_left_out() {
        let given = values(&[("name", "much too long"), ("grade", "七"), ("about", " "), ("gone", "x")]);
        assert_eq!(known(&variables(), &given), values(&[("name", "much too long"), ("grade", "七")]));
        assert_eq!(usable(&variables(), &given), values(&[("grade", "七")]));
    }
}
