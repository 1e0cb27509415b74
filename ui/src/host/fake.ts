/** A host without a shell: keeps rows in memory and answers from a script. For tests, and for working on the look in a browser. */
import { Files } from "./fake-files";
import { longText, manyTurns } from "./fake-long";
import { agentRow, answerRow, conversationRow, noRows, problem, richRows, type Rows, scripted, stepRow, turnRow } from "./fake-rows";
import { FakeWorkflows, type WorkflowRows } from "./fake-workflows";
import type {
  Agent,
  AgentDraft,
  AgentKind,
  Answer,
  Attachment,
  AttachmentKind,
  Conversation,
  Detail,
  Found,
  Frame,
  Host,
  Keep,
  Locale,
  NewAttachment,
  Opened,
  Page,
  Preset,
  Problem,
  Rating,
  Reason,
  RowId,
  RunWay,
  Settings,
  Theme,
  Turn,
  Update,
  UploadsDraft,
  Values,
} from "./types";

export interface FakeOptions {
  rows?: Rows;
  runs?: WorkflowRows;
  settings?: Partial<Settings>;
  locale?: Locale;
  /** Raw events and records by answer. */
  frames?: Record<string, Frame[]>;
  traces?: Record<string, string>;
  /** Whether answers write themselves, as in a browser, or wait for `write` and `end`, as in a test. */
  paced?: "timer" | "hand";
  now?: () => number;
  /** What an answer says that writes itself, and how many characters at once. */
  script?: string;
  piece?: number;
  /** What the platform suggests when it is asked. */
  suggestions?: string[];
}

export interface Fake extends Host {
  /** Every call, in order: the command's name and what was given. */
  readonly calls: [name: keyof Host, ...given: unknown[]][];
  /** The next call of this command is rejected. */
  refuse(command: keyof Host, reason: Problem): void;
  /** Tells the page something, as one batch. */
  tell(...batch: Update[]): void;
  /** Lets an answer grow. */
  write(answer: string, piece: string): void;
  /** Lets an answer end. */
  end(answer: string, change?: Partial<Answer>): void;
  /** The workflows and their runs. */
  readonly workflows: FakeWorkflows;
  /** A row as it is now. */
  answer(id: string): Answer;
  conversation(id: string): Conversation;
  /** Files beside unsent questions, and the question that waits. */
  readonly files: Files;
}

const PIECE_MS = 40;

/** A picture of one transparent point. */
const onePoint = Uint8Array.from(atob("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg=="), (letter) => letter.charCodeAt(0));

class World implements Fake {
  readonly calls: Fake["calls"] = [];
  readonly workflows: FakeWorkflows;
  readonly #agents: Map<string, Agent>;
  readonly #conversations: Map<string, Conversation>;
  readonly #removed = new Map<string, Conversation>();
  readonly #removedTurns = new Map<string, Turn>();
  readonly #rows: Rows;
  readonly #drafts = new Map<string, string>();
  readonly #frames: Map<string, Frame[]>;
  readonly #traces: Map<string, string>;
  readonly #refusals = new Map<keyof Host, Problem>();
  readonly files: Files;
  readonly #options: Required<Omit<FakeOptions, "settings">>;
  #settings: Settings;
  #onBatch: (batch: Update[]) => void = () => undefined;
  #made = 0;

  constructor({ settings, ...options }: FakeOptions) {
    this.#options = { rows: noRows, runs: {}, frames: {}, traces: {}, locale: "en", paced: "hand", now: Date.now, script: scripted, piece: 6, suggestions: [], ...options };
    this.#settings = { theme: "system", locale: "", agent: "", conversation: "", details: false, suggestionsHidden: false, usageHidden: false, sendKey: "enter", copyAs: "markdown", plainDollars: false, ...settings };
    this.files = new Files((...batch) => this.tell(...batch), this.#options.paced === "timer", this.#options.rows.attachments ?? []);
    const { agents, conversations, turns, answers, steps } = this.#options.rows;
    this.#rows = { agents: [], conversations: [], turns: [...turns], answers: [...answers], steps: [...steps] };
    this.#frames = new Map(Object.entries(this.#options.frames));
    this.#traces = new Map(Object.entries(this.#options.traces));
    this.#agents = new Map(agents.map((row) => [row.id, row]));
    this.#conversations = new Map(conversations.map((row) => [row.id, row]));
    this.workflows = new FakeWorkflows(this.#options.runs, (...batch) => this.tell(...batch), this.#options.now);
    for (const row of conversations) if (row.draft) this.#drafts.set(row.id, row.draft);
  }

  refuse(command: keyof Host, reason: Problem): void {
    this.#refusals.set(command, reason);
  }

  tell(...batch: Update[]): void {
    this.#onBatch(batch);
  }

  answer(id: string): Answer {
    return this.#find(this.#rows.answers, id);
  }

  conversation(id: string): Conversation {
    return this.#present(this.#conversations.get(id));
  }

  write(id: string, piece: string): void {
    const row = this.answer(id);
    this.#putAnswer({ ...row, text: row.text + piece });
    this.tell({ type: "text", of: { kind: "answer", id }, at: row.text.length, append: piece });
  }

  end(id: string, change: Partial<Answer> = {}): void {
    const row: Answer = { ...this.answer(id), state: "done", endedAt: this.#options.now(), ...change };
    this.#putAnswer(row);
    const turn = this.#find(this.#rows.turns, row.turnId);
    const conversation = this.#changed(turn.conversationId, { running: false, preview: row.text.slice(0, 120) });
    const used = row.state === "done" && turn.usedAnswer !== id ? [this.#changeTurn(turn.id, { usedAnswer: id })] : [];
    this.tell(...used, { type: "answer", row }, conversation);
    if (row.state === "done") this.#askQueued(turn.conversationId);
    else this.files.hold(turn.conversationId);
  }

  async about() {
    this.#enter("about");
    return { version: "0.1.0", locale: this.#options.locale, dataDir: "~/.local/share/parlance" };
  }

  async snapshot() {
    this.#enter("snapshot");
    return { agents: [...this.#agents.values()], conversations: [...this.#conversations.values()], settings: this.#settings };
  }

  async updates(onBatch: (batch: Update[]) => void) {
    this.#enter("updates");
    this.#onBatch = onBatch;
  }

  async painted() {
    this.#enter("painted");
  }

  async probe(draft: AgentDraft, key: string) {
    this.#enter("probe", draft, key);
    if (!/^https?:\/\/./.test(draft.address)) throw problem("badAddress", { detail: "no scheme" });
    if (key.includes("wrong")) throw problem("keyRejected");
    return { name: "IT Desk", baseUrl: `${new URL(draft.address).origin}/api/proxy/api/v1`, opening: { message: "", questions: [] }, kind: key.startsWith("flow") ? ("workflow" as const) : ("chat" as const) };
  }

  async addAgent(draft: AgentDraft, key: string, keep: Keep) {
    this.#enter("addAgent", draft, key, keep);
    const probed = await this.#probed(draft, key);
    const row = agentRow({
      id: this.#id("agent"),
      name: draft.name || probed.name,
      baseUrl: probed.baseUrl,
      userId: draft.userId || "made0001",
      kind: draft.kind ?? probed.kind,
      key: keep,
      position: this.#agents.size,
      addedAt: this.#options.now(),
    });
    this.#agents.set(row.id, row);
    this.tell({ type: "agent", row });
    return row;
  }

  async replaceKey(agent: string, key: string, keep: Keep) {
    this.#enter("replaceKey", agent, key, keep);
    if (key.includes("wrong")) throw problem("keyRejected");
    return this.#changeAgent(agent, { key: keep });
  }

  async renameAgent(agent: string, name: string) {
    this.#enter("renameAgent", agent, name);
    this.#changeAgent(agent, { name });
  }

  async removeAgent(agent: string) {
    this.#enter("removeAgent", agent);
    this.#agents.delete(agent);
    for (const row of this.#conversations.values()) if (row.agentId === agent) this.#conversations.delete(row.id);
    this.tell({ type: "removed", row: { kind: "agent", id: agent } });
  }

  async setDetail(agent: string, detail: Detail) {
    this.#enter("setDetail", agent, detail);
    this.#changeAgent(agent, { detail });
  }

  async setUploads(agent: string, draft: UploadsDraft, secret: string, keep: Keep) {
    this.#enter("setUploads", agent, draft, secret, keep);
    if (secret.includes("wrong")) throw problem("uploadKeys");
    return this.#changeAgent(agent, { uploads: { ...draft, offer: "service", secret: keep, largest: 64 << 20 } });
  }

  async removeUploads(agent: string) {
    this.#enter("removeUploads", agent);
    return this.#changeAgent(agent, { uploads: { offer: "nobody", endpoint: "", accessKey: "", secret: "missing", largest: 0 } });
  }

  async newConversation(agent: string) {
    this.#enter("newConversation", agent);
    for (const row of this.#conversations.values()) if (row.agentId === agent && row.turns === 0) return row;
    const now = this.#options.now();
    const row = conversationRow({ id: this.#id("conversation"), agentId: agent, turns: 0, createdAt: now, activeAt: now });
    this.#conversations.set(row.id, row);
    return row;
  }

  async newConversationLike(other: string) {
    this.#enter("newConversationLike", other);
    const { agentId, values } = this.conversation(other);
    const row = await this.newConversation(agentId);
    this.calls.pop();
    this.#changed(row.id, { values });
    return this.conversation(row.id);
  }

  async setVariables(id: string, values: Values) {
    this.#enter("setVariables", id, values);
    this.tell(this.#changed(id, { values }));
  }

  async savePreset(agent: string, name: string, values: Values) {
    this.#enter("savePreset", agent, name, values);
    const { presets } = this.#present(this.#agents.get(agent));
    const kept = presets.filter((preset) => preset.name !== name);
    this.#changeAgent(agent, { presets: [...kept, { id: this.#id("preset"), name, values }] });
  }

  async renamePreset(id: string, name: string) {
    this.#enter("renamePreset", id, name);
    this.#changePresets((preset) => (preset.id === id ? [{ ...preset, name }] : [preset]));
  }

  async removePreset(id: string) {
    this.#enter("removePreset", id);
    this.#changePresets((preset) => (preset.id === id ? [] : [preset]));
  }

  async openConversation(id: string): Promise<Opened> {
    this.#enter("openConversation", id);
    this.#changed(id, { unread: false });
    return { conversation: this.conversation(id), draft: this.#drafts.get(id) ?? "", attachments: this.files.of(id), queued: this.files.queued(id), page: this.#page(id) };
  }

  async closeConversation(id: string) {
    this.#enter("closeConversation", id);
  }

  async older(id: string, before: string): Promise<Page> {
    this.#enter("older", id, before);
    return { turns: [], answers: [], steps: [], more: false };
  }

  async renameConversation(id: string, title: string) {
    this.#enter("renameConversation", id, title);
    this.tell(this.#changed(id, { title }));
  }

  async pinConversation(id: string, pinned: boolean) {
    this.#enter("pinConversation", id, pinned);
    this.tell(this.#changed(id, { pinned }));
  }

  async removeConversation(id: string) {
    this.#enter("removeConversation", id);
    this.#removed.set(id, this.conversation(id));
    this.#conversations.delete(id);
    this.tell({ type: "removed", row: { kind: "conversation", id } });
  }

  async restoreConversation(id: string) {
    this.#enter("restoreConversation", id);
    const row = this.#present(this.#removed.get(id));
    this.#conversations.set(id, row);
    this.tell({ type: "conversation", row });
  }

  async saveDraft(id: string, text: string) {
    this.#enter("saveDraft", id, text);
    this.#drafts.set(id, text);
    this.tell(this.#changed(id, { draft: text.slice(0, 120) }));
  }

  async ask(id: string, question: string) {
    this.#enter("ask", id, question);
    const turn = await this.#asked(id, question, () => this.files.goAlong(id, false));
    this.#drafts.delete(id);
    this.tell(this.#changed(id, { draft: "" }));
    return turn;
  }

  async askAside(id: string, question: string) {
    this.#enter("askAside", id, question);
    return this.#asked(id, question);
  }

  async queue(id: string, question: string) {
    this.#enter("queue", id, question);
    this.#drafts.delete(id);
    this.files.wait(id, question);
    if (!this.conversation(id).running) this.#askQueued(id);
  }

  async unqueue(id: string) {
    this.#enter("unqueue", id);
    return this.files.takeOut(id);
  }

  async dropQueued(id: string) {
    this.#enter("dropQueued", id);
    return this.files.takeOut(id);
  }

  async sendQueued(id: string) {
    this.#enter("sendQueued", id);
    const running = this.#rows.answers.find((answer) => answer.state === "streaming");
    if (running) this.end(running.id, { state: "stopped" });
    this.#askQueued(id);
  }

  async attach(id: string, file: NewAttachment) {
    this.#enter("attach", id, file);
    return this.files.begin(id, file);
  }

  async attachSlice(id: string, at: number, bytes: Uint8Array) {
    this.#enter("attachSlice", id, at, bytes.length);
    this.files.take(id, at, bytes);
  }

  async attachLink(id: string, url: string, name: string) {
    this.#enter("attachLink", id, url, name);
    return this.files.add(id, { kind: "link", url, name: name || url.split("/").at(-1) || url, size: 0, mediaType: "", kept: false });
  }

  async detach(id: string) {
    this.#enter("detach", id);
    this.files.remove(id);
  }

  async uploadAgain(id: string) {
    this.#enter("uploadAgain", id);
    this.files.again(id);
  }

  async sendAs(id: string, kind: AttachmentKind) {
    this.#enter("sendAs", id, kind);
    this.files.as(id, kind);
  }

  async fileBytes(id: string) {
    this.#enter("fileBytes", id);
    return this.files.bytes(id);
  }

  async saveFile(turn: string, file: string) {
    this.#enter("saveFile", turn, file);
    const name = this.#find(this.#rows.turns, turn).files.find((known) => known.id === file)?.name ?? "file";
    return { name, folder: "~/Downloads", runs: name.endsWith(".exe") };
  }

  async askAgain(id: string) {
    this.#enter("askAgain", id);
    const turn = this.#find(this.#rows.turns, id);
    const answer = this.#id("answer");
    const whole = turn.answers.some((known) => this.answer(known).state === "done");
    const told = this.#changeTurn(id, { answers: [...turn.answers, answer], usedAnswer: whole ? turn.usedAnswer : answer });
    this.#begin(answer, id, [told, this.#changed(turn.conversationId, { running: true })]);
    return answer;
  }

  async askInstead(id: string, question: string) {
    this.#enter("askInstead", id, question);
    const { conversationId } = this.#find(this.#rows.turns, id);
    this.#hideTurn(id);
    return this.#asked(conversationId, question);
  }

  async askBelow(id: string) {
    this.#enter("askBelow", id);
    const { conversationId, question } = this.#find(this.#rows.turns, id);
    return this.#asked(conversationId, question);
  }

  async removeTurn(id: string) {
    this.#enter("removeTurn", id);
    this.#hideTurn(id);
  }

  async restoreTurn(id: string) {
    this.#enter("restoreTurn", id);
    const row = this.#present(this.#removedTurns.get(id));
    this.#removedTurns.delete(id);
    this.#rows.turns.push(row);
    this.tell(...row.answers.map((answer): Update => ({ type: "answer", row: this.answer(answer) })), { type: "turn", row });
  }

  async chooseAnswer(id: string) {
    this.#enter("chooseAnswer", id);
    const turn = this.#find(this.#rows.turns, this.answer(id).turnId);
    this.tell(this.#changeTurn(turn.id, { usedAnswer: id, usedPending: this.#options.paced === "hand", usedProblem: null }));
  }

  async rate(id: string, rating: Rating, reason: Reason) {
    this.#enter("rate", id, rating, reason);
    const delivery = this.#options.paced === "hand" ? "sending" : "settled";
    this.#putAnswer({ ...this.answer(id), feedback: { rating, reason, delivery, problem: null } });
    this.tell({ type: "answer", row: this.answer(id) });
  }

  async stop(answer: string) {
    this.#enter("stop", answer);
    this.end(answer, { state: "stopped" });
  }

  async suggest(id: string) {
    this.#enter("suggest", id);
    const suggestions = this.#options.suggestions;
    this.#putAnswer({ ...this.answer(id), suggestions });
    this.tell({ type: "answer", row: this.answer(id) });
    return suggestions;
  }

  async answerInterrupt(id: string, answer: string) {
    this.#enter("answerInterrupt", id, answer);
    const step = this.#find(this.#rows.steps, id);
    const interrupt = step.interrupt && { ...step.interrupt, state: "answered" as const, answer };
    const row = { ...step, interrupt };
    this.#rows.steps[this.#rows.steps.indexOf(step)] = row;
    this.tell({ type: "step", row });
    const turn = this.#find(this.#rows.turns, this.answer(step.answerId).turnId);
    return this.#asked(turn.conversationId, answer);
  }

  async look(id: string): Promise<Found> {
    this.#enter("look", id);
    return "noMore";
  }

  async refresh(row: RowId) {
    this.#enter("refresh", row);
    if (row.kind === "answer") this.tell({ type: "answer", row: this.answer(row.id) });
  }

  async frames(answer: string, from: number) {
    this.#enter("frames", answer, from);
    return (this.#frames.get(answer) ?? []).slice(from);
  }

  async trace(answer: string) {
    this.#enter("trace", answer);
    return this.#traces.get(answer) ?? "";
  }

  async fetchTrace(answer: string) {
    this.#enter("fetchTrace", answer);
    return this.#traces.get(answer) ?? "";
  }

  async curl(answer: string) {
    this.#enter("curl", answer);
    return `curl 'https://agent.example.edu/chat_query_v2' --header "Apikey: $PARLANCE_API_KEY" # ${answer}`;
  }

  async saveFrames(answer: string) {
    this.#enter("saveFrames", answer);
    return "~/Downloads/Parlance events.jsonl";
  }

  async openWorkflow(agent: string) {
    this.#enter("openWorkflow", agent);
    return this.workflows.opened(agent);
  }

  async chooseKind(agent: string, kind: AgentKind) {
    this.#enter("chooseKind", agent, kind);
    return this.#changeAgent(agent, { kind });
  }

  async checkInput(agent: string, input: string) {
    this.#enter("checkInput", agent, input);
    return this.workflows.fault(input);
  }

  async saveInput(agent: string, text: string) {
    this.#enter("saveInput", agent, text);
    this.workflows.drafts.set(agent, text);
  }

  async runWorkflow(agent: string, input: string, way: RunWay) {
    this.#enter("runWorkflow", agent, input, way);
    return this.workflows.begin(this.#id("run"), agent, input, way);
  }

  async runAgain(id: string) {
    this.#enter("runAgain", id);
    const { run, text } = this.workflows.whole(id);
    return this.workflows.begin(this.#id("run"), run.agentId, text.input, run.way);
  }

  async openRun(id: string) {
    this.#enter("openRun", id);
    return this.workflows.whole(id);
  }

  async answerRun(id: string, answer: string, literal: boolean) {
    this.#enter("answerRun", id, answer, literal);
    this.workflows.change(id, { status: "processing", question: "", choices: [], watched: true });
  }

  async watchRun(id: string) {
    this.#enter("watchRun", id);
    this.workflows.change(id, { watched: true });
  }

  async unwatchRun(id: string) {
    this.#enter("unwatchRun", id);
    this.workflows.change(id, { watched: false });
  }

  async removeRun(id: string) {
    this.#enter("removeRun", id);
    this.workflows.remove(id);
  }

  async saveSettings(settings: Settings) {
    this.#enter("saveSettings", settings);
    this.#settings = settings;
  }

  async openLink(url: string) {
    this.#enter("openLink", url);
  }

  async image(agent: string, link: string, asked: boolean) {
    this.#enter("image", agent, link, asked);
    if (!asked && /^https?:/.test(link) && !link.includes("/down?")) throw problem("refused", { detail: "ask first" });
    return onePoint.slice().buffer;
  }

  async saveText(name: string, text: string) {
    this.#enter("saveText", name, text);
    return { name, folder: "/downloads", runs: false };
  }

  async saveLinked(agent: string, link: string, name: string) {
    this.#enter("saveLinked", agent, link, name);
    return { name, folder: "/downloads", runs: false };
  }

  async showSaved(folder: string, name: string) {
    this.#enter("showSaved", folder, name);
  }

  #enter(name: keyof Host, ...given: unknown[]): void {
    this.calls.push([name, ...given]);
    const reason = this.#refusals.get(name);
    this.#refusals.delete(name);
    if (reason) throw reason;
  }

  async #probed(draft: AgentDraft, key: string) {
    const probed = await this.probe(draft, key);
    this.calls.pop();
    return probed;
  }

  async #asked(id: string, question: string, along: () => readonly Attachment[] = () => []): Promise<string> {
    if (question.trim() === "" || question.length > 100_000) throw problem("badQuestion");
    const { agentId, values } = this.conversation(id);
    const { variables } = this.#present(this.#agents.get(agentId));
    if (variables.some(({ key, required }) => required && !values[key])) throw problem("badVariables");
    const answers = [this.#id("answer")];
    const now = this.#options.now();
    const seq = this.#rows.turns.filter((turn) => turn.conversationId === id).length + 1;
    const files = along().map(({ id: file, name, mediaType, size, url, kept }) => ({ id: file, name, mediaType, size, url, path: "", kept }));
    const turn = turnRow({ id: this.#id("turn"), conversationId: id, seq, question, files, answers, askedAt: now, values });
    this.#rows.turns.push(turn);
    const title = this.conversation(id).title || question.slice(0, 40);
    this.#begin(answers[0] ?? "", turn.id, [{ type: "turn", row: turn }, this.#changed(id, { running: true, title, turns: seq, activeAt: now })]);
    return turn.id;
  }

  #hideTurn(id: string): void {
    const row = this.#find(this.#rows.turns, id);
    this.#removedTurns.set(id, row);
    this.#rows.turns = this.#rows.turns.filter((turn) => turn !== row);
    this.tell({ type: "removed", row: { kind: "turn", id } });
  }

  #begin(id: string, turnId: string, told: Update[]): void {
    const row = answerRow({ id, turnId, state: "streaming", startedAt: this.#options.now() });
    this.#rows.answers.push(row);
    this.tell(...told, { type: "answer", row });
    if (this.#options.paced === "timer") this.#perform(row);
  }

  /** A step, then the script in pieces, until its end or somebody stops it. */
  #perform({ id }: Answer): void {
    const step = stepRow({ id: this.#id("step"), answerId: id, kind: "knowledge", running: true, title: "根证书", tookMs: 0 });
    this.#putAnswer({ ...this.answer(id), steps: [step.id] });
    this.tell({ type: "step", row: step }, { type: "answer", row: this.answer(id) });
    const { script, piece } = this.#options;
    let at = 0;
    const timer = setInterval(() => {
      if (this.answer(id).state !== "streaming") return clearInterval(timer);
      if (at === 0) this.tell({ type: "step", row: { ...step, running: false, tookMs: 380 } });
      this.write(id, script.slice(at, at + piece));
      at += piece;
      if (at < script.length) return;
      clearInterval(timer);
      this.end(id, { usage: { inputTokens: 512, outputTokens: 204, totalTokens: 716, firstTokenMs: 380, totalMs: 4200 } });
    }, PIECE_MS);
  }

  #askQueued(id: string): void {
    if (!this.files.queued(id)) return;
    const along = this.files.goAlong(id, true);
    void this.#asked(id, this.files.takeOut(id, true), () => along);
  }

  #page(id: string): Page {
    const turns = this.#rows.turns.filter((turn) => turn.conversationId === id);
    const answers = this.#rows.answers.filter((answer) => turns.some((turn) => turn.id === answer.turnId));
    const steps = this.#rows.steps.filter((step) => answers.some((answer) => answer.id === step.answerId));
    return { turns, answers, steps, more: false };
  }

  #changed(id: string, change: Partial<Conversation>): Update {
    const row = { ...this.conversation(id), ...change };
    this.#conversations.set(id, row);
    return { type: "conversation", row };
  }

  #changeAgent(id: string, change: Partial<Agent>): Agent {
    const row = { ...this.#present(this.#agents.get(id)), ...change };
    this.#agents.set(id, row);
    this.tell({ type: "agent", row });
    return row;
  }

  #changePresets(change: (preset: Preset) => Preset[]): void {
    for (const { id, presets } of this.#agents.values()) this.#changeAgent(id, { presets: presets.flatMap(change) });
  }

  #changeTurn(id: string, change: Partial<Turn>): Update {
    const turn = this.#find(this.#rows.turns, id);
    const row = { ...turn, ...change };
    this.#rows.turns[this.#rows.turns.indexOf(turn)] = row;
    return { type: "turn", row };
  }

  #putAnswer(row: Answer): void {
    this.#rows.answers = this.#rows.answers.map((known) => (known.id === row.id ? row : known));
  }

  #find<Row extends { id: string }>(rows: Row[], id: string): Row {
    return this.#present(rows.find((row) => row.id === id));
  }

  #present<Row>(row: Row | undefined): Row {
    if (row === undefined) throw problem("gone");
    return row;
  }

  #id(kind: string): string {
    this.#made += 1;
    return `${kind}-${this.#made}`;
  }
}

export function fakeHost(options: FakeOptions = {}): Fake {
  return new World(options);
}

/**
 * The host for looking at the window in a browser; the address says which state: `&show=empty|failed|alone|long`, `&theme=`,
 * `&locale=`, and `&length=`, the characters of the next answer, which is then written at two thousand a second.
 */
export function shownHost(search: string): Fake {
  const asked = new URLSearchParams(search);
  const { rows, failing } = scene(asked.get("show") ?? "");
  const length = Number(asked.get("length") ?? 0);
  const fake = fakeHost({
    rows,
    ...(length > 0 && { script: longText(length), piece: 2 * PIECE_MS }),
    paced: "timer",
    locale: asked.get("locale") === "zh-CN" ? "zh-CN" : "en",
    settings: { theme: (asked.get("theme") ?? "system") as Theme, locale: asked.get("locale") ?? "" },
  });
  if (failing) fake.refuse("snapshot", failing);
  return fake;
}

function scene(name: string): { rows: Rows; failing?: Problem } {
  const rows = richRows(Date.now());
  if (name === "empty") return { rows: noRows };
  if (name === "long") return { rows: manyTurns(200) };
  if (name === "alone") return { rows: { ...noRows, agents: rows.agents.filter((agent) => agent.builtIn) } };
  if (name === "failed") return { rows: noRows, failing: problem("newerDatabase", { detail: "the file has version 7, this Parlance reads up to 3" }) };
  return { rows };
}
