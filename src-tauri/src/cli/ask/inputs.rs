//! The variables of a conversation, checked before anything is sent: the platform itself only says "400".

use std::collections::BTreeMap;

use parlance_protocol::{VariableConfig, VariableType};

/// The variables by key, or what is wrong with them in one sentence.
pub(super) fn checked(
    given: &[(String, String)],
    variables: &[VariableConfig],
    complete: bool,
) -> Result<BTreeMap<String, String>, String> {
    let inputs: BTreeMap<String, String> = given.iter().cloned().collect();
    for key in inputs.keys() {
        if !variables.iter().any(|variable| variable.key == *key) {
            return Err(format!("the agent has no variable {key}; {}", known(variables)));
        }
    }
    for variable in variables {
        match inputs.get(&variable.key).filter(|value| !value.is_empty()) {
            Some(value) => check(variable, value)?,
            None if variable.required && (complete || inputs.contains_key(&variable.key)) => {
                return Err(format!(
                    "the agent needs the variable {}; add --input {}=VALUE",
                    shown(variable),
                    variable.key
                ));
            }
            None => {}
        }
    }
    Ok(inputs)
}

fn check(variable: &VariableConfig, value: &str) -> Result<(), String> {
    let most = usize::try_from(variable.text_max_length).unwrap_or(0);
    let characters = value.chars().count();
    if variable.variable_type == VariableType::Text && most > 0 && characters > most {
        let key = &variable.key;
        return Err(format!("the variable {key} takes at most {most} characters, not {characters}; shorten it"));
    }
    let is_choice = variable.variable_type == VariableType::Enum && !variable.enum_values.is_empty();
    if is_choice && !variable.enum_values.iter().any(|choice| choice == value) {
        let choices = variable.enum_values.join(", ");
        return Err(format!("the variable {} is one of: {choices}; not {value}", variable.key));
    }
    Ok(())
}

fn shown(variable: &VariableConfig) -> String {
    match variable.name.as_str() {
        "" => variable.key.clone(),
        name if name == variable.key => variable.key.clone(),
        name => format!("{} ({name})", variable.key),
    }
}

fn known(variables: &[VariableConfig]) -> String {
    if variables.is_empty() {
        return "it has none".to_owned();
    }
    let keys: Vec<_> = variables.iter().map(|variable| variable.key.as_str()).collect();
    format!("it has {}", keys.join(", "))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn variables() -> Vec<VariableConfig> {
        let variable =
            |key: &str, variable_type| VariableConfig { key: key.into(), variable_type, ..VariableConfig::default() };
        vec![
            VariableConfig { required: true, text_max_length: 3, ..variable("name", VariableType::Text) },
            VariableConfig { enum_values: vec!["七".into(), "八".into()], ..variable("grade", VariableType::Enum) },
            VariableConfig { text_max_length: 3, ..variable("about", VariableType::Paragraph) },
        ]
    }

    fn wrong(given: &[(&str, &str)]) -> String {
        let given: Vec<_> = given.iter().map(|(key, value)| ((*key).to_owned(), (*value).to_owned())).collect();
        checked(&given, &variables(), true).err().unwrap_or_default()
    }

    #[test]
    fn variables_keep_the_agents_rules() {
        assert_eq!(wrong(&[("name", "李小明"), ("grade", "七"), ("about", "long enough")]), "");
        assert_eq!(wrong(&[("name", "Lima")]), "the variable name takes at most 3 characters, not 4; shorten it");
        assert_eq!(wrong(&[("name", "L"), ("grade", "9")]), "the variable grade is one of: 七, 八; not 9");
        assert_eq!(wrong(&[("name", "L"), ("age", "9")]), "the agent has no variable age; it has name, grade, about");
        for missing in [&[][..], &[("name", "")]] {
            assert_eq!(wrong(missing), "the agent needs the variable name; add --input name=VALUE");
        }
    }

    #[test]
    fn a_change_of_some_variables_leaves_the_others() {
        assert!(checked(&[("grade".into(), "七".into())], &variables(), false).is_ok());
        assert!(checked(&[("name".into(), String::new())], &variables(), false).is_err());
    }
}
