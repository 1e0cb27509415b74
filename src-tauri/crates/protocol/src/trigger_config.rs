//! How a trigger is set up (official SDKs).

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use crate::words::{numbers, words};

/// One trigger.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub struct TriggerConfig {
    /// Its name.
    #[serde(deserialize_with = "crate::lenient::text")]
    pub name: String,
    /// What fires it.
    #[serde(rename = "Type")]
    pub trigger_type: TriggerType,
    /// When, in the five fields of cron.
    #[serde(deserialize_with = "crate::lenient::text", skip_serializing_if = "String::is_empty")]
    pub cron_expr: String,
    /// Whether the platform's editor shows the fields of cron.
    #[serde(deserialize_with = "crate::lenient::flag")]
    pub show_cron_expr: bool,
    /// What it starts; the configuration of the same name says more.
    pub task_type: TriggerTask,
    /// The question that it asks.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub prompt_config: Option<PromptConfig>,
    /// The tool that it calls.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tool_config: Option<ToolConfig>,
    /// The workflow that it runs.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub workflow_config: Option<WorkflowConfig>,
    /// The `key` of its webhook.
    #[serde(deserialize_with = "crate::lenient::text", skip_serializing_if = "String::is_empty")]
    pub webhook_key: String,
    /// The token of its webhook: a secret, never to be shown or logged.
    #[serde(deserialize_with = "crate::lenient::text", skip_serializing_if = "String::is_empty")]
    pub bearer_token: String,
    /// What the body of the webhook is to hold. The official Java SDK calls it `NodeParameters`.
    #[serde(deserialize_with = "crate::lenient::or_default")]
    pub request_parameter_schema: Vec<Parameter>,
    /// Whatever else the platform adds.
    #[serde(flatten)]
    pub rest: Map<String, Value>,
}

words!(
    /// What fires a trigger.
    TriggerType {
        /// A clock.
        Cron = "Cron",
        /// A webhook.
        Event = "Event",
    }
);

words!(
    /// What a trigger starts.
    TriggerTask {
        /// A question to the agent.
        Prompt = "Prompt",
        /// A tool.
        Plugin = "Plugin",
        /// A workflow.
        Workflow = "Workflow",
    }
);

/// The question that a trigger asks.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub struct PromptConfig {
    /// The question.
    #[serde(deserialize_with = "crate::lenient::text")]
    pub content: String,
    /// The variables by key; values are texts.
    #[serde(deserialize_with = "crate::lenient::or_default")]
    pub inputs: Map<String, Value>,
    /// Whatever else the platform adds.
    #[serde(flatten)]
    pub rest: Map<String, Value>,
}

/// The tool that a trigger calls.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub struct ToolConfig {
    /// Which tool.
    #[serde(rename = "ToolID", deserialize_with = "crate::lenient::text")]
    pub tool_id: String,
    /// Its inputs: JSON as text.
    #[serde(deserialize_with = "crate::lenient::text")]
    pub input_data: String,
    /// The shape of its inputs: JSON as text.
    #[serde(deserialize_with = "crate::lenient::text")]
    pub input_data_schema: String,
    /// Whatever else the platform adds.
    #[serde(flatten)]
    pub rest: Map<String, Value>,
}

/// The workflow that a trigger runs.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub struct WorkflowConfig {
    /// Which workflow.
    #[serde(rename = "WorkflowID", deserialize_with = "crate::lenient::text")]
    pub workflow_id: String,
    /// Its inputs: JSON as text.
    #[serde(deserialize_with = "crate::lenient::text")]
    pub input_data: String,
    /// The shape of its inputs: JSON as text.
    #[serde(deserialize_with = "crate::lenient::text")]
    pub input_data_schema: String,
    /// Whatever else the platform adds.
    #[serde(flatten)]
    pub rest: Map<String, Value>,
}

/// One parameter of a webhook or a node.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub struct Parameter {
    /// Its key.
    #[serde(deserialize_with = "crate::lenient::text")]
    pub name: String,
    /// What it is for.
    #[serde(deserialize_with = "crate::lenient::text")]
    pub desc: String,
    /// Whether it must be given.
    #[serde(deserialize_with = "crate::lenient::flag")]
    pub required: bool,
    /// What it holds. One official SDK reads a text here, another a number.
    #[serde(rename = "Type")]
    pub parameter_type: ParameterType,
    /// The members of an object or of a list of objects.
    #[serde(deserialize_with = "crate::lenient::or_default")]
    pub sub_parameters: Vec<Parameter>,
    /// What it holds where it is not given.
    #[serde(deserialize_with = "crate::lenient::text")]
    pub default: String,
    /// Whether its value must not be shown.
    #[serde(deserialize_with = "crate::lenient::flag")]
    pub is_secret: bool,
    /// Whether people see it; absent is not known.
    #[serde(deserialize_with = "crate::lenient::optional_flag", skip_serializing_if = "Option::is_none")]
    pub is_visible: Option<bool>,
    /// What kind of file it takes.
    #[serde(deserialize_with = "crate::lenient::text", skip_serializing_if = "String::is_empty")]
    pub file_category: String,
    /// What it is for, in English.
    #[serde(deserialize_with = "crate::lenient::text")]
    pub desc_en: String,
    /// What it is for, in simplified Chinese.
    #[serde(deserialize_with = "crate::lenient::text")]
    pub desc_zh_hans: String,
    /// What it is for, in traditional Chinese.
    #[serde(deserialize_with = "crate::lenient::text")]
    pub desc_zh_hant: String,
    /// Whatever else the platform adds.
    #[serde(flatten)]
    pub rest: Map<String, Value>,
}

numbers!(
    /// What a parameter holds.
    ParameterType or Self::Other(Value::Null), {
        /// Anything.
        Any = -1,
        /// A text.
        Text = 0,
        /// A whole number.
        Integer = 1,
        /// A truth.
        Flag = 2,
        /// A number.
        Number = 3,
        /// An object.
        Object = 4,
        /// A list of texts.
        Texts = 5,
        /// A list of whole numbers.
        Integers = 6,
        /// A list of truths.
        Flags = 7,
        /// A list of numbers.
        Numbers = 8,
        /// A list of objects.
        Objects = 9,
        /// A file.
        File = 10,
        /// A list of files.
        Files = 11,
    }
);
