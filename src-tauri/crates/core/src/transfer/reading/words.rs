//! What stands in a document beside the words of the conversation, in either language.

use crate::model::{Answer, AnswerState, Language, StepKind};

/// The words of one language.
pub(super) struct Words {
    pub(super) tag: &'static str,
    pub(super) untitled: &'static str,
    pub(super) agent: &'static str,
    pub(super) begun: &'static str,
    pub(super) variables: &'static str,
    pub(super) question: &'static str,
    pub(super) answer: &'static str,
    pub(super) thoughts: &'static str,
    pub(super) citations: &'static str,
    pub(super) files: &'static str,
    pub(super) page: fn(u32) -> String,
    place: fn((usize, usize)) -> String,
    tokens: fn(u32, u32, u32) -> String,
    seconds: fn(f64) -> String,
    states: [&'static str; 4],
    kinds: fn(StepKind) -> &'static str,
}

impl Words {
    pub(super) fn of(language: Language) -> &'static Self {
        match language {
            Language::En => &EN,
            Language::ZhCn => &ZH,
        }
    }

    /// What an answer is called: with its place among others.
    pub(super) fn answer_of(&self, place: Option<(usize, usize)>) -> String {
        place.map_or_else(|| self.answer.to_owned(), self.place)
    }

    /// Why an answer has no proper end; `None` where it has.
    pub(super) fn ending(&self, answer: &Answer) -> Option<&'static str> {
        let [running, stopped, failed, interrupted] = self.states;
        match answer.state {
            AnswerState::Done => None,
            AnswerState::Streaming => Some(running),
            AnswerState::Stopped => Some(stopped),
            AnswerState::Failed => Some(failed),
            AnswerState::Interrupted => Some(interrupted),
        }
    }

    /// Tokens and seconds, as far as the platform said them; empty otherwise.
    pub(super) fn metrics(&self, answer: &Answer) -> String {
        let Some(usage) = &answer.usage else { return String::new() };
        let mut facts = vec![(self.tokens)(usage.input_tokens, usage.output_tokens, usage.total_tokens)];
        if usage.total_ms > 0 {
            facts.push((self.seconds)(f64::from(usage.total_ms) / 1_000.0));
        }
        facts.join(" · ")
    }

    /// What a step of this family does.
    pub(super) fn kind(&self, kind: StepKind) -> &'static str {
        (self.kinds)(kind)
    }
}

const EN: Words = Words {
    tag: "en",
    untitled: "New conversation",
    agent: "Agent",
    begun: "Begun",
    variables: "Variables",
    question: "Question",
    answer: "Answer",
    thoughts: "What the agent did",
    citations: "Citations",
    files: "Files",
    page: |page| format!("p. {page}"),
    place: |(place, of)| format!("Answer {place} of {of}"),
    tokens: |input, output, total| match (input, output) {
        (0, 0) => format!("{total} tokens"),
        _ => format!("{total} tokens ({input} in, {output} out)"),
    },
    seconds: |seconds| format!("{seconds:.1} s"),
    states: ["Still being written", "Stopped", "Failed", "Interrupted"],
    kinds: |kind| match kind {
        StepKind::Think => "Thought",
        StepKind::Knowledge => "Searched the knowledge base",
        StepKind::Qa => "Searched questions and answers",
        StepKind::Terminology => "Searched terms",
        StepKind::Memory => "Remembered",
        StepKind::Graph => "Searched the knowledge graph",
        StepKind::Tool => "Used a tool",
        StepKind::Jump | StepKind::TakeOver => "Handed over",
        StepKind::Intention => "Took the question to mean",
        StepKind::DeepSearch => "Deep search",
        StepKind::Flow => "Flow",
        StepKind::Interrupt => "Waited",
        StepKind::Other => "Event",
    },
};

const ZH: Words = Words {
    tag: "zh-CN",
    untitled: "新会话",
    agent: "智能体",
    begun: "开始于",
    variables: "变量",
    question: "问题",
    answer: "回答",
    thoughts: "过程",
    citations: "引用",
    files: "文件",
    page: |page| format!("第 {page} 页"),
    place: |(place, of)| format!("回答 {place}/{of}"),
    tokens: |input, output, total| match (input, output) {
        (0, 0) => format!("{total} 个 token"),
        _ => format!("{total} 个 token（输入 {input}，输出 {output}）"),
    },
    seconds: |seconds| format!("{seconds:.1} 秒"),
    states: ["仍在生成", "已停止", "失败", "中断"],
    kinds: |kind| match kind {
        StepKind::Think => "思考",
        StepKind::Knowledge => "检索知识库",
        StepKind::Qa => "检索问答",
        StepKind::Terminology => "检索术语",
        StepKind::Memory => "记忆",
        StepKind::Graph => "检索知识图谱",
        StepKind::Tool => "使用工具",
        StepKind::Jump | StepKind::TakeOver => "转交",
        StepKind::Intention => "理解意图",
        StepKind::DeepSearch => "深度搜索",
        StepKind::Flow => "流程",
        StepKind::Interrupt => "等待",
        StepKind::Other => "事件",
    },
};
