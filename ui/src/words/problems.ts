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
  cancelled: "none",
  storage: "retry",
  internal: "retry",
};

/** Codes whose facts are the platform's own words to the person, or help a report. */
const told = new Set<ProblemCode>([
  "badFile",
  "refused",
  "agentFailed",
  "isWorkflow",
  "workflowFailed",
  "workflowStopped",
  "forbidden",
  "internal",
  "fileNotWritten",
  "storage",
  "damaged",
  "readOnly",
  "newerDatabase",
]);

export interface WordedProblem {
  title: string;
  /** A sentence or two, with the wait where the platform names one. */
  advice: string;
  /** The platform's own words, or facts for a report; empty where they say no more than the title. */
  reason: string;
  /** The platform's request id in words; empty without one. */
  trace: string;
  action: ProblemAction;
}

export function worded({ code, detail, retryAfterMs, trace }: Problem, { problems }: Words): WordedProblem {
  const { title, advice } = problems.codes[code] ?? problems.codes.internal;
  const wait = retryAfterMs > 0 ? ` ${problems.retryAfter(Math.ceil(retryAfterMs / 1000))}` : "";
  return {
    title,
    advice: `${advice}${wait}`,
    reason: told.has(code) ? detail : "",
    trace: trace && problems.trace(trace),
    action: actions[code] ?? "retry",
  };
}
