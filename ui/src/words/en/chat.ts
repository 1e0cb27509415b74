/** English: the header, the log and its turns. */
const whole = new Intl.NumberFormat("en");
const tenths = new Intl.NumberFormat("en", { minimumFractionDigits: 1, maximumFractionDigits: 1 });

const count = (of: number, one: string, more: string) => `${whole.format(of)} ${of === 1 ? one : more}`;
const took = (ms: number) =>
  ms < 59_950 ? `${tenths.format(ms / 1000)} s` : `${Math.floor(ms / 60_000)} min ${Math.floor(ms / 1000) % 60} s`;

export const chat = {
  turns: (turns: number) => count(turns, "turn", "turns"),
  goneThere: "Deleted on the platform",
  offline: "offline",
  synced: "in step with the platform",
  log: "Questions and answers",
  newest: "Latest",
  newestUnseen: "Latest, there is new text",
  older: "Loading older turns…",
  broughtTo: (question: string) => `Here is the question: ${question}`,
  turnGone: "This question is not in the conversation any more.",
  openingQuestions: "Questions to begin with",
  suggestions: "Questions to ask next",
  pressAlt: "Alt+click puts it into the composer",
  question: "Question",
  answer: "Answer",
  showAll: "Show all",
  showLess: "Show less",
  stopped: "Stopped",
  interrupted: "Interrupted: Parlance ended before the answer did",
  empty: "The agent ended without a text.",
  askAgain: "Ask again",
  copyAnswer: "Copy answer",
  copied: "Copied",
  tokens: (tokens: number) => count(tokens, "token", "tokens"),
  inAndOut: (input: number, output: number) => `${count(input, "token", "tokens")} in · ${whole.format(output)} out`,
  firstAfter: (ms: number) => `first ${took(ms)}`,
  inAll: (ms: number) => `${took(ms)} in all`,
  took,
  waiting: {
    sent: "Asking…",
    silent: "Waiting for the agent",
  },
  said: {
    streaming: "The question was asked.",
    done: "The answer is finished.",
    stopped: "The answer was stopped.",
    failed: (title: string) => `The answer failed. ${title}`,
    interrupted: "The answer was interrupted.",
  },
};
