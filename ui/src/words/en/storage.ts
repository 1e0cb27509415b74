const whole = new Intl.NumberFormat("en");

export const storage = {
  title: "Storage on this computer",
  measuring: "Measuring…",
  clearing: "Clearing…",
  compacting: "Compacting…",
  holds: (conversations: number, size: string) => (conversations === 1 ? `1 conversation, ${size}` : `${whole.format(conversations)} conversations, ${size}`),
  total: (database: string, files: string, backups: string) => `Database ${database}, files ${files}, backups ${backups}`,
  clear: "Clear cache",
  clearTitle: (agent: string) => `Clear the cache of “${agent}”?`,
  goes: "Turns that the platform has as they are here are taken out, and raw events with them. They come back when their conversation is opened, without what the agent did in between, the tokens in and out, and the variables of then; until then they cannot be read or searched offline.",
  stays: "Keys, drafts, tags, titles, and turns that are only here stay.",
  cleared: (turns: number) => (turns === 1 ? "One turn was taken out." : `${whole.format(turns)} turns were taken out.`),
  clearedInPart: (turns: number) => `Ended early: ${whole.format(turns)} turns were taken out.`,
  compact: (free: string) => `Compact (${free} free)`,
  compacted: "The database was compacted.",
  keep: "Keep conversations that are not used",
  period: (days: number) => (days === 0 ? "Always" : days === 365 ? "1 year" : `${days} days`),
  keepsAll: "Nothing is deleted by age.",
  keeps: (days: number) =>
    `What was neither written in nor opened for ${whole.format(days)} days is deleted here; the platform keeps its copies. What is only here stays, and so do pinned, archived, tagged and rated conversations and those with a draft.`,
  retireTitle: (count: number) => (count === 1 ? "Delete one conversation here?" : `Delete ${whole.format(count)} conversations here?`),
  retireAbout: (days: number) =>
    `${days === 365 ? "For a year" : `For ${whole.format(days)} days`} nothing was written in them, and nobody opened them. The platform keeps its copies. Later ones follow when they are as old.`,
  retireBackup: "The last backup holds them for about a week; after that they are not on this computer any more.",
  retire: (count: number) => (count === 1 ? "Delete one conversation" : `Delete ${whole.format(count)} conversations`),
};
