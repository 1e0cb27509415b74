/** A problem in words: what it is, what to do about it, and the way out that the window offers. */
import type { Problem, ProblemCode } from "../host/types";
import type { Words } from "./words";

export type ProblemAction = "retry" | "replaceKey" | "enterKey" | "newConversation" | "openWorkflow" | "keepForSession" | "none";

const actions: Record<ProblemCode, ProblemAction> = {
  offline: "retry",
  timeout: "retry",
  tls: "retry",
  keyMissing: "enterKey",
  keyRejected: "replaceKey",
  forbidden: "replaceKey",
  gone: "newConversation",
  rateLimited: "retry",
  overloaded: "retry",
  refused: "retry",
  isWorkflow: "openWorkflow",
  agentFailed: "retry",
  cut: "retry",
  notThisApi: "none",
  loginPage: "retry",
  tooLarge: "retry",
  badAddress: "none",
  badUserId: "none",
  badKey: "none",
  badQuestion: "none",
  badVariables: "none",
  badFile: "none",
  notAnExport: "none",
  noUploads: "none",
  uploadKeys: "none",
  fileGone: "none",
  askFirst: "none",
  badInput: "none",
  workflowFailed: "retry",
  workflowStopped: "retry",
  runUnknown: "retry",
  keychainMissing: "keepForSession",
  keychainLocked: "keepForSession",
  keychainDenied: "keepForSession",
  fileNotWritten: "retry",
  diskFull: "retry",
  newerDatabase: "none",
  damaged: "retry",
  partDamaged: "retry",
  readOnly: "retry",
  held: "retry",
  folderUnusable: "retry",
  openElsewhere: "retry",
  historyMissing: "retry",
  badBackup: "none",
  cancelled: "none",
  storage: "retry",
  internal: "retry",
};

export interface WordedProblem {
  title: string;
  /** A sentence or two, with the wait where the platform names one. */
  advice: string;
  /** The title and the advice in one line, for where there is room for no more; what the platform said is quoted. */
  line: string;
  /** What the platform said, in its own words and language: shown as a quotation only. */
  said: string;
  /** For a report: English, and never a part of a sentence. */
  facts: string;
  action: ProblemAction;
}

export function worded({ code, detail, retryAfterMs, trace, said = "", rule = null }: Problem, { problems }: Words): WordedProblem {
  const { title, advice: alone } = (rule && problems.rules[rule]) ?? problems.codes[code] ?? problems.codes.internal;
  const advice = retryAfterMs > 0 ? problems.sentences(alone, problems.retryAfter(Math.ceil(retryAfterMs / 1000))) : alone;
  return {
    title,
    advice,
    line: problems.sentences(problems.sentence(title), advice, said && problems.quoted(said)),
    said,
    facts: [code, detail, trace && problems.trace(trace)].filter(Boolean).join("\n"),
    action: actions[code] ?? "retry",
  };
}
