//! Variables of conversations and inputs of workflows: one set of rules.

use std::collections::BTreeMap;

use parlance_protocol::{VariableConfig, VariableType};
use serde_json::Value;

use crate::refusal::Refusal;

/// Refuses variables that the agent did not ask for in this form.
pub(crate) fn check_inputs(inputs: &BTreeMap<String, String>, variables: &[VariableConfig]) -> Result<(), Refusal> {
    for variable in variables {
        let key = &variable.key;
        let Some(value) = inputs.get(key).filter(|value| !value.is_empty()) else {
            if variable.required {
                return Err(Refusal::parameter(format!("The variable {key} is required.")));
            }
            continue;
        };
        let most = usize::try_from(variable.text_max_length).unwrap_or(0);
        if most > 0 && value.chars().count() > most {
            return Err(Refusal::parameter(format!("The variable {key} has more than {most} characters.")));
        }
        if variable.variable_type == VariableType::Enum && !variable.enum_values.contains(value) {
            let choices = variable.enum_values.join(", ");
            return Err(Refusal::parameter(format!("The variable {key} must be one of: {choices}.")));
        }
    }
    Ok(())
}

/// The inputs of a workflow in the text that carries them.
pub(crate) fn inputs_in(text: &str) -> Result<BTreeMap<String, String>, Refusal> {
    if text.trim().is_empty() {
        return Ok(BTreeMap::new());
    }
    let Ok(Value::Object(map)) = serde_json::from_str(text) else {
        return Err(Refusal::parameter(
            r#"InputData must be a JSON object as text, such as "{\"subject\": \"keys\"}"."#,
        ));
    };
    let mut inputs = BTreeMap::new();
    for (key, value) in map {
        let value = match value {
            Value::Null => continue,
            Value::String(text) => text,
            Value::Bool(_) | Value::Number(_) => value.to_string(),
            Value::Array(_) | Value::Object(_) => {
                return Err(Refusal::parameter(format!("The input {key} must be a text, a number or true or false.")));
            }
        };
        inputs.insert(key, value);
    }
    Ok(inputs)
}
