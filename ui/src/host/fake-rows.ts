/** Rows to look at and to test with: several agents, long and short conversations, every state an answer can be in. */
import type { Agent, Answer, Attachment, Conversation, Feedback, FileRef, Opened, Page, Problem, ProblemCode, Step, Turn } from "./types";

const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;

export interface Rows {
  agents: Agent[];
  conversations: Conversation[];
  turns: Turn[];
  answers: Answer[];
  steps: Step[];
  attachments?: Attachment[];
}

export const noRows: Rows = { agents: [], conversations: [], turns: [], answers: [], steps: [] };

export function agentRow(change: Partial<Agent> & { id: string }): Agent {
  return {
    name: "Agent",
    baseUrl: "https://agent.example.edu/api/proxy/api/v1",
    userId: "reader01",
    builtIn: false,
    kind: "chat",
    key: "stored",
    opening: { message: "", questions: [] },
    variables: [],
    detail: "summary",
    pictures: "ask",
    presets: [],
    uploads: { offer: "nobody", endpoint: "", accessKey: "", secret: "missing", largest: 0 },
    position: 0,
    addedAt: 0,
    ...change,
  };
}

export function conversationRow(change: Partial<Conversation> & { id: string; agentId: string }): Conversation {
  return {
    platformId: "",
    title: "",
    named: false,
    pinned: false,
    archived: false,
    tags: [],
    preview: "",
    draft: "",
    values: {},
    turns: 1,
    running: false,
    unread: false,
    failed: false,
    gone: false,
    sync: "unknown",
    createdAt: 0,
    activeAt: 0,
    ...change,
  };
}

export function answerRow(change: Partial<Answer> & { id: string; turnId: string }): Answer {
  return {
    messageId: `message-${change.id}`,
    state: "done",
    text: "",
    problem: null,
    usage: null,
    suggestions: [],
    steps: [],
    startedAt: 0,
    endedAt: 0,
    feedback: feedbackOf(),
    recovered: false,
    ...change,
  };
}

export function feedbackOf(change: Partial<Feedback> = {}): Feedback {
  return { rating: "none", reason: { problems: [], comment: "" }, delivery: "settled", problem: null, ...change };
}

/** A conversation as it is opened, with these turns in it. */
export function openedRow(conversation: Conversation, page: Partial<Page>): Opened {
  const none: Page = { turns: [], answers: [], steps: [], older: false, newer: false };
  return { conversation, draft: "", attachments: [], queued: null, page: { ...none, ...page }, newest: none, reading: null };
}

export function turnRow(change: Partial<Turn> & { id: string; conversationId: string; answers: string[] }): Turn {
  return {
    seq: 0,
    queryId: `query-${change.id}`,
    question: "",
    files: [],
    askedAt: 0,
    values: {},
    usedAnswer: change.answers.at(-1) ?? "",
    usedPending: false,
    usedProblem: null,
    askedBy: "person",
    removed: null,
    damaged: false,
    onlyHere: false,
    standing: "confirmed",
    ...change,
  };
}

export function attachmentRow(change: Partial<Attachment> & { id: string; conversationId: string }): Attachment {
  return {
    position: 0,
    queued: false,
    kind: "file",
    name: "notes.pdf",
    mediaType: "application/pdf",
    size: 1000,
    characters: 0,
    state: "ready",
    done: 0,
    url: "",
    kept: true,
    problem: null,
    ...change,
  };
}

export function fileRef(change: Partial<FileRef> & { id: string }): FileRef {
  return { name: "notes.pdf", mediaType: "", size: 0, url: "https://files.example.edu/notes.pdf", path: "", kept: false, ...change };
}

export function stepRow(change: Partial<Step> & { id: string; answerId: string; kind: Step["kind"] }): Step {
  return { running: false, title: "", text: "", input: "", citations: [], startedAt: 0, tookMs: 400, cut: false, interrupt: null, ...change };
}

export function problem(code: ProblemCode, change: Partial<Problem> = {}): Problem {
  return { code, detail: "", retryAfterMs: 0, trace: "", ...change };
}

const certificates = `不要关闭证书校验。把学校的根证书交给客户端即可：

\`\`\`rust
let root = Certificate::from_pem(&fs::read("campus-root.pem")?)?;
let client = Client::builder()
    .add_root_certificate(root)
    .timeout(Duration::from_secs(30))
    .build()?;
\`\`\`

如果经过代理，再设置 \`HTTPS_PROXY\`。

| 变量 | 作用 |
| --- | --- |
| \`HTTPS_PROXY\` | 加密请求经过的代理 |
| \`NO_PROXY\` | 直接访问的域名 |`;

const citations = [
  { document: "校园网接入手册.pdf", dataset: "校园网络", text: "客户端须信任学校根证书，证书可在信息中心网站下载。", score: "0.91", link: "", page: 12 },
  { document: "代理使用说明.md", dataset: "校园网络", text: "校内代理地址与端口；命令行程序读取 HTTPS_PROXY。", score: "0.84", link: "https://example.edu/proxy", page: 0 },
  { document: "常见问题.docx", dataset: "校园网络", text: "证书过期或系统时间错误也会导致同样的报错。", score: "0.71", link: "", page: 3 },
];

/** The window of the picture, and what the picture leaves out. */
export function richRows(now: number): Rows {
  const at = (days: number, hour: number, minute: number) =>
    new Date(now - days * DAY_MS).setHours(hour, minute, 0, 0);
  const agents = [
    agentRow({ id: "01KAGENT0001", name: "小开", baseUrl: "https://agent.example.edu.cn/api/proxy/api/v1", position: 0, opening: { message: "你好，我是**小开**。可以问我校园网络、课程与图书馆。", questions: ["怎么连接校园网？", "图书馆几点关门？"] } }),
    agentRow({ id: "01KAGENT0002", name: "法务助手", baseUrl: "https://legal.example.com/api/v1", position: 1, key: "missing" }),
    agentRow({ id: "01KAGENT0003", name: "IT Desk", baseUrl: "https://it.example.com/api/v1", position: 2, key: "session" }),
    agentRow({ id: "01KAGENT0004", name: "Guide", baseUrl: "http://127.0.0.1:41235/api/v1", position: 3, builtIn: true, opening: { message: "I answer from Parlance's own guide.", questions: ["How do I add an agent?"] } }),
  ];
  const agentId = "01KAGENT0001";
  const conversations = [
    conversationRow({ id: "c1", agentId, title: "毕业设计选题", preview: "可以从三个方向收窄：数据、方法、场景，每个方向各有现成的数据集。", pinned: true, activeAt: at(1, 16, 20) }),
    conversationRow({ id: "c2", agentId, title: "校园网代理与证书", preview: "先确认系统是否信任学校的根证书，再检查代理变量。", turns: 5, activeAt: now - 2 * MINUTE_MS }),
    conversationRow({ id: "c3", agentId, title: "课程表导入日历", preview: "可以导出为 ics 文件", running: true, activeAt: now - 4 * MINUTE_MS }),
    conversationRow({ id: "c4", agentId, title: "图书馆预约规则", preview: "每人每天可预约两次，取消需提前一小时。", unread: true, activeAt: now - 6 * MINUTE_MS }),
    conversationRow({ id: "c5", agentId, title: "实验室安全考试题库", preview: "共 120 题，已按章节整理，附答案与解析。", activeAt: at(3, 11, 5) }),
    conversationRow({ id: "c6", agentId, title: "Regex for student IDs", preview: "^(20\\d{2})(\\d{3})(\\d{4})$ matches the year, the school and the number", activeAt: at(4, 9, 0) }),
    conversationRow({ id: "c7", agentId, draft: "请帮我把这份实验报告改得更通顺", turns: 0, activeAt: at(5, 9, 0) }),
    conversationRow({ id: "c8", agentId, title: "A title that goes on for much longer than the list is wide, as titles made of questions do", preview: "Only its beginning is shown.", activeAt: at(40, 9, 0) }),
    conversationRow({ id: "c9", agentId: "01KAGENT0003", title: "VPN on Fedora", preview: "Import the profile with nmcli.", activeAt: at(2, 9, 0) }),
  ];
  const turns = [
    turnRow({ id: "t1", conversationId: "c2", seq: 1, question: "用 reqwest 访问校内接口总报证书错误，怎么信任学校的根证书？", answers: ["a1"], askedAt: now - 9 * MINUTE_MS }),
    turnRow({ id: "t2", conversationId: "c2", seq: 2, question: "证书在 Windows 上怎么导入？", answers: ["a2x", "a2", "a2y"], usedAnswer: "a2", askedAt: now - 7 * MINUTE_MS }),
    turnRow({ id: "t3", conversationId: "c2", seq: 3, question: "给我一份完整的检查清单", answers: ["a3"], askedAt: now - 6 * MINUTE_MS }),
    turnRow({ id: "t4", conversationId: "c2", seq: 4, question: "How is $e^{i\\pi}$ related to this?", answers: ["a4"], askedAt: now - 5 * MINUTE_MS }),
    turnRow({ id: "t5", conversationId: "c2", seq: 5, question: "再说一遍，说短一点。", answers: ["a5"], askedAt: now - 4 * MINUTE_MS }),
  ];
  const answers = [
    answerRow({ id: "a1", turnId: "t1", text: certificates, steps: ["s1", "s2", "s3"], suggestions: ["证书在 Windows 上怎么导入？", "如何只对校内域名走代理？", "自签名证书安全吗？"], usage: { inputTokens: 966, outputTokens: 318, totalTokens: 1284, firstTokenMs: 620, totalMs: 4810 } }),
    answerRow({ id: "a2x", turnId: "t2", text: "双击证书文件，选择 **安装证书** → **当前用户**。", feedback: feedbackOf({ rating: "dislike", delivery: "waiting" }), usage: { inputTokens: 402, outputTokens: 88, totalTokens: 490, firstTokenMs: 510, totalMs: 1900 } }),
    answerRow({ id: "a2", turnId: "t2", text: "双击证书文件，选择 **安装证书** → **本地计算机** → **受信任的根证书颁发机构**。", feedback: feedbackOf({ rating: "like" }), usage: { inputTokens: 402, outputTokens: 120, totalTokens: 522, firstTokenMs: 480, totalMs: 2300 } }),
    answerRow({ id: "a2y", turnId: "t2", text: "运行 `certutil -addstore Root campus-root.crt`，或双击证书文件，选择 **安装证书** → **本地计算机**。", usage: { inputTokens: 402, outputTokens: 96, totalTokens: 498, firstTokenMs: 530, totalMs: 2050 } }),
    answerRow({ id: "a3", turnId: "t3", state: "failed", text: "1. 确认系统时间正确。\n2. 下载根证书。", problem: problem("cut", { trace: "20261123-7f3a" }) }),
    answerRow({ id: "a4", turnId: "t4", state: "stopped", text: "It is Euler's identity, $e^{i\\pi} + 1 = 0$, and it has" }),
    answerRow({ id: "a5", turnId: "t5", state: "interrupted", text: "把根证书装进系统，" }),
  ];
  const steps = [
    stepRow({ id: "s1", answerId: "a1", kind: "think", text: "证书错误多半是根证书不在信任列表中，先给出代码，再说代理。", tookMs: 2100 }),
    stepRow({ id: "s2", answerId: "a1", kind: "knowledge", title: "校园网 根证书", citations, tookMs: 400 }),
    stepRow({ id: "s3", answerId: "a1", kind: "jump", title: "网络服务", tookMs: 100 }),
  ];
  return { agents, conversations, turns, answers, steps };
}

/** What the scripted agent says, piece by piece. */
export const scripted = `可以。下面按**三步**说明，每一步都能单独验证。

1. 在终端里确认证书链：\`openssl s_client -connect host:443\`
2. 把根证书装进系统的信任库。
3. 重新打开程序，再试一次。

\`\`\`sh
sudo cp campus-root.crt /usr/local/share/ca-certificates/
sudo update-ca-certificates
\`\`\`

The same works on most distributions; on Fedora the folder is \`/etc/pki/ca-trust/source/anchors\`.`;
