//! The events of an answer's stream.

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use crate::id::RunId;
use crate::retrieval::Docs;

/// One event, without the ids that all of them carry (see [`crate::EventIds`]).
///
/// The name is the `event` key inside the JSON; the SSE `event:` line always says `text`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "event", rename_all = "snake_case")]
pub enum ChatEvent {
    /// The platform took the question.
    MessageStart {},
    /// A block of text begins; an answer may have several.
    MessageOutputStart {},
    /// A block of text ends; the answer may go on.
    MessageOutputEnd {},
    /// The next piece of the answer's text.
    Message {
        /// The piece.
        #[serde(default, alias = "Answer", deserialize_with = "crate::lenient::text")]
        answer: String,
    },
    /// Tokens and latencies; may come more than once, then it adds up.
    MessageCost(Cost),
    /// The end of a good answer.
    MessageEnd {
        /// The whole text of a v1 blocking answer; empty or absent otherwise.
        #[serde(default, alias = "Answer", deserialize_with = "crate::lenient::text")]
        answer: String,
    },
    /// The end of a bad one.
    #[serde(alias = "error")]
    MessageFailed {
        /// The reason; other fields may say it instead.
        #[serde(default, deserialize_with = "crate::lenient::text")]
        error: String,
        /// The reason, on some deployments.
        #[serde(default, deserialize_with = "crate::lenient::text")]
        error_msg: String,
        /// The reason, on some deployments.
        #[serde(default, deserialize_with = "crate::lenient::text")]
        message: String,
    },
    /// The agent could not go on.
    AgentError {
        /// The reason.
        #[serde(default, deserialize_with = "crate::lenient::text")]
        error_msg: String,
    },
    /// Throws away the text so far (moderation).
    MessageReplace {
        /// What stands in its place.
        #[serde(default, deserialize_with = "crate::lenient::text")]
        answer: String,
    },
    /// Reasoning begins.
    ThinkMessageOutputStart {},
    /// The next piece of reasoning.
    ThinkMessage {
        /// The piece.
        #[serde(default, deserialize_with = "crate::lenient::text")]
        answer: String,
    },
    /// Reasoning ends.
    ThinkMessageOutputEnd {},
    /// A message node of a workflow begins to speak.
    ToolMessageOutputStart {
        /// The node's title.
        #[serde(default, deserialize_with = "crate::lenient::text")]
        message_title: String,
    },
    /// The next piece of what the node says: text for the person who asked.
    ToolMessage {
        /// The piece.
        #[serde(default, deserialize_with = "crate::lenient::text")]
        answer: String,
        /// The node's title.
        #[serde(default, deserialize_with = "crate::lenient::text")]
        message_title: String,
    },
    /// The node has spoken.
    ToolMessageOutputEnd {
        /// The node's title.
        #[serde(default, deserialize_with = "crate::lenient::text")]
        message_title: String,
    },
    /// The agent calls a tool.
    AgentThought(AgentThought),
    /// The tool is still working.
    AgentThoughtUpdate(ThoughtResult),
    /// The tool answered.
    AgentThoughtEnd(ThoughtResult),
    /// The question is handed to another agent.
    AgentJump {
        /// Why.
        #[serde(default, deserialize_with = "crate::lenient::text")]
        jump_reason: String,
        /// Seconds that the decision took.
        #[serde(default, deserialize_with = "crate::lenient::number")]
        jump_latency: f64,
        /// To whom.
        #[serde(default, deserialize_with = "crate::lenient::text")]
        jump_to: String,
    },
    /// Another agent takes the question.
    AgentTakeOver {
        /// Who.
        #[serde(default, deserialize_with = "crate::lenient::text")]
        agent: String,
        /// Why.
        #[serde(default, deserialize_with = "crate::lenient::text")]
        reason: String,
    },
    /// What the agent takes the question to mean.
    #[serde(alias = "intention")]
    AgentIntention {
        /// In a word.
        #[serde(default, deserialize_with = "crate::lenient::text")]
        intention: String,
        /// Of undocumented shape.
        #[serde(default)]
        data: Value,
    },
    /// A search of the knowledge base begins.
    #[serde(alias = "knowledge_retrieve_start")]
    KnowledgeRetrieve(KnowledgeQuery),
    /// What it found.
    KnowledgeRetrieveEnd(Retrieved),
    /// A search of question-and-answer pairs begins.
    QaRetrieve(WordQuery),
    /// What it found.
    QaRetrieveEnd(Retrieved),
    /// A search of terms begins.
    TerminologyRetrieve(WordQuery),
    /// What it found.
    TerminologyRetrieveEnd(Retrieved),
    /// A search of the knowledge graph begins.
    KnowledgeGraphRetrieve(GraphQuery),
    /// What it found.
    KnowledgeGraphRetrieveEnd(Retrieved),
    /// A search of long-term memory begins.
    LongTermMemoryRetrieve {
        /// For what.
        #[serde(default, deserialize_with = "crate::lenient::any_text")]
        query: String,
    },
    /// What it found.
    LongTermMemoryRetrieveEnd {
        /// In words.
        #[serde(default, deserialize_with = "crate::lenient::any_text")]
        answer: String,
        /// Seconds.
        #[serde(default, deserialize_with = "crate::lenient::number")]
        latency: f64,
    },
    /// The agent waits for something.
    Interrupted(Interrupted),
    /// Questions one could ask next.
    Suggestion {
        /// The questions.
        #[serde(default, deserialize_with = "crate::lenient::or_default")]
        suggested_questions: Vec<String>,
    },
    /// What making the suggestions cost.
    SuggestionCost(Cost),
    /// Deep search: a thought begins.
    DeepSearchThinkStart {},
    /// Deep search: the next piece of a thought.
    DeepSearchThink {
        /// The piece.
        #[serde(default, deserialize_with = "crate::lenient::text")]
        content: String,
    },
    /// Deep search: the thought ends.
    DeepSearchThinkEnd {},
    /// Deep search: a query begins.
    DeepSearchQueryStart {},
    /// Deep search: the next piece of a query.
    DeepSearchQuery {
        /// The piece.
        #[serde(default, deserialize_with = "crate::lenient::text")]
        content: String,
    },
    /// Deep search: the query ends.
    DeepSearchQueryEnd {},
    /// Deep search: an extraction begins.
    DeepSearchExtractionStart {},
    /// Deep search: the next piece of an extraction.
    DeepSearchExtraction {
        /// The piece.
        #[serde(default, deserialize_with = "crate::lenient::text")]
        content: String,
    },
    /// Deep search: the extraction ends.
    DeepSearchExtractionEnd {},
    /// A chat flow begins to run.
    FlowStart {
        /// The run.
        #[serde(default)]
        run_id: RunId,
    },
    /// The chat flow has run.
    FlowEnd {
        /// The run.
        #[serde(default)]
        run_id: RunId,
    },
    /// The end, as a few deployments and tests of clients spell it.
    Done {},
    /// Anything this version has no name for, and any known event of an unexpected shape.
    #[serde(untagged)]
    Unknown(Map<String, Value>),
}

/// Tokens and latencies.
#[derive(Debug, Clone, Copy, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Cost {
    /// Tokens of the question and its context.
    #[serde(deserialize_with = "crate::lenient::integer")]
    pub input_tokens: i64,
    /// Tokens of the answer.
    #[serde(deserialize_with = "crate::lenient::integer")]
    pub output_tokens: i64,
    /// When the first token came: Unix milliseconds.
    #[serde(deserialize_with = "crate::lenient::integer")]
    pub start_time_first_resp: i64,
    /// How long the first token took: milliseconds.
    #[serde(deserialize_with = "crate::lenient::integer")]
    pub latency_first_resp: i64,
    /// How long everything took: seconds.
    #[serde(deserialize_with = "crate::lenient::number")]
    pub latency: f64,
}

/// A tool call, as it begins.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct AgentThought {
    /// Which call of this answer; the result carries the same number.
    #[serde(deserialize_with = "crate::lenient::integer")]
    pub position: i64,
    /// Why the agent calls.
    #[serde(deserialize_with = "crate::lenient::any_text")]
    pub thought: String,
    /// What kind of skill it is.
    #[serde(deserialize_with = "crate::lenient::any_text")]
    pub skill_type: String,
    /// Which tool.
    #[serde(deserialize_with = "crate::lenient::any_text")]
    pub tool: String,
    /// Its input, JSON as text.
    #[serde(deserialize_with = "crate::lenient::any_text")]
    pub tool_input: String,
}

/// A tool call, as it went.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct ThoughtResult {
    /// Which call of this answer.
    #[serde(deserialize_with = "crate::lenient::integer")]
    pub position: i64,
    /// What the tool said.
    #[serde(deserialize_with = "crate::lenient::any_text")]
    pub observation: String,
    /// Seconds in all.
    #[serde(deserialize_with = "crate::lenient::number")]
    pub latency: f64,
    /// Seconds in the tool.
    #[serde(deserialize_with = "crate::lenient::number")]
    pub tool_latency: f64,
    /// Seconds of thinking.
    #[serde(deserialize_with = "crate::lenient::number")]
    pub thought_latency: f64,
}

/// What a knowledge base is asked.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct KnowledgeQuery {
    /// The workspace.
    #[serde(deserialize_with = "crate::lenient::any_text")]
    pub workspace_id: String,
    /// The collections.
    #[serde(deserialize_with = "crate::lenient::any_texts")]
    pub dataset_ids: Vec<String>,
    /// The query.
    #[serde(deserialize_with = "crate::lenient::any_text")]
    pub query: String,
    /// How many hits at most.
    #[serde(deserialize_with = "crate::lenient::integer")]
    pub top_k: i64,
    /// The least score of a hit.
    #[serde(deserialize_with = "crate::lenient::number")]
    pub score_threshold: f64,
}

/// What question-and-answer pairs or terms are asked.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct WordQuery {
    /// The workspace.
    #[serde(deserialize_with = "crate::lenient::any_text")]
    pub workspace_id: String,
    /// The collections.
    #[serde(deserialize_with = "crate::lenient::any_texts")]
    pub dataset_ids: Vec<String>,
    /// The query.
    #[serde(deserialize_with = "crate::lenient::any_text")]
    pub query: String,
}

/// What a knowledge graph is asked.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct GraphQuery {
    /// The workspace.
    #[serde(deserialize_with = "crate::lenient::any_text")]
    pub workspace_id: String,
    /// The collections.
    #[serde(deserialize_with = "crate::lenient::any_texts")]
    pub dataset_ids: Vec<String>,
    /// The query.
    #[serde(deserialize_with = "crate::lenient::any_text")]
    pub query: String,
    /// How many hits at most.
    #[serde(deserialize_with = "crate::lenient::integer")]
    pub top_k: i64,
    /// How many edges away.
    #[serde(deserialize_with = "crate::lenient::integer")]
    pub search_depth: i64,
    /// Of undocumented meaning.
    #[serde(deserialize_with = "crate::lenient::integer")]
    pub search_type: i64,
}

/// What a retrieval found. The query's own fields are repeated by platforms whose clients insist on them.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Retrieved {
    /// The hits.
    pub docs: Docs,
    /// Seconds.
    #[serde(deserialize_with = "crate::lenient::number")]
    pub latency: f64,
    /// The query again, and whatever else the platform adds.
    #[serde(flatten)]
    pub rest: Map<String, Value>,
}

/// Why the agent waits.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Interrupted {
    /// Words for the person who asked.
    #[serde(deserialize_with = "crate::lenient::text")]
    pub interrupted_msg: String,
    /// `async_task` is the only known kind.
    #[serde(deserialize_with = "crate::lenient::text")]
    pub interrupted_type: String,
}
