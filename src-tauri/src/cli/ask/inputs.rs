//! The variables of a conversation, checked before anything is sent: the platform itself only says "400".

use std::collections::BTreeMap;

use parlance_protocol::{VariableConfig, VariableType};

use crate::cli::words::{either, said};
use crate::place::Locale;

/// The variables by key, or what is wrong with them in one sentence.
pub(super) fn checked(
    locale: Locale,
    given: &[(String, String)],
    variables: &[VariableConfig],
    complete: bool,
) -> Result<BTreeMap<String, String>, String> {
    let inputs: BTreeMap<String, String> = given.iter().cloned().collect();
    for key in inputs.keys() {
        if !variables.iter().any(|variable| variable.key == *key) {
            let known = known(locale, variables);
            return Err(said!(locale, "the agent has no variable {key}; {known}", "智能体没有变量 {key}；{known}"));
        }
    }
    for variable in variables {
        match inputs.get(&variable.key).filter(|value| !value.is_empty()) {
            Some(value) => check(locale, variable, value)?,
            None if variable.required && (complete || inputs.contains_key(&variable.key)) => {
                let (shown, key) = (shown(variable), &variable.key);
                return Err(said!(
                    locale,
                    "the agent needs the variable {shown}; add --input {key}=VALUE",
                    "智能体需要变量 {shown}；请加上 --input {key}=值"
                ));
            }
            None => {}
        }
    }
    Ok(inputs)
}

fn check(locale: Locale, variable: &VariableConfig, value: &str) -> Result<(), String> {
    let key = &variable.key;
    let most = usize::try_from(variable.text_max_length).unwrap_or(0);
    let characters = value.chars().count();
    if variable.variable_type == VariableType::Text && most > 0 && characters > most {
        return Err(said!(
            locale,
            "the variable {key} takes at most {most} characters, not {characters}; shorten it",
            "变量 {key} 最多 {most} 个字符，这里有 {characters} 个；请缩短"
        ));
    }
    let is_choice = variable.variable_type == VariableType::Enum && !variable.enum_values.is_empty();
    if is_choice && !variable.enum_values.iter().any(|choice| choice == value) {
        let choices = variable.enum_values.join(", ");
        return Err(said!(
            locale,
            "the variable {key} is one of: {choices}; not {value}",
            "变量 {key} 只能是：{choices}；不能是 {value}"
        ));
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

fn known(locale: Locale, variables: &[VariableConfig]) -> String {
    let keys: Vec<_> = variables.iter().map(|variable| variable.key.as_str()).collect();
    let keys = keys.join(", ");
    match keys.as_str() {
        "" => either(locale, "it has none", "它没有变量").to_owned(),
        keys => said!(locale, "it has {keys}", "它有 {keys}"),
    }
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
        checked(Locale::English, &given, &variables(), true).err().unwrap_or_default()
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
        let said = checked(Locale::Chinese, &[], &variables(), true).unwrap_err();
        assert_eq!(said, "智能体需要变量 name；请加上 --input name=值");
    }

    #[test]
    fn a_change_of_some_variables_leaves_the_others() {
        assert!(checked(Locale::Chinese, &[("grade".into(), "七".into())], &variables(), false).is_ok());
        assert!(checked(Locale::Chinese, &[("name".into(), String::new())], &variables(), false).is_err());
    }
}
