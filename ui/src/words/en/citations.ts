/** English: what an answer may rest on. */
const whole = new Intl.NumberFormat("en");
const count = (of: number, one: string, more: string) => `${whole.format(of)} ${of === 1 ? one : more}`;

export const citations = {
  label: "Citations",
  name: (place: number, document: string) => `Citation ${place}, ${document}`,
  documents: (documents: number) => count(documents, "document", "documents"),
  passages: (passages: number) => count(passages, "passage", "passages"),
  /** How much was found that is no document. */
  besides: {
    qa: (found: number) => count(found, "prepared answer", "prepared answers"),
    terminology: (found: number) => count(found, "term", "terms"),
    graph: (found: number) => `${whole.format(found)} from the knowledge graph`,
    memory: (found: number) => count(found, "memory", "memories"),
  },
  page: (page: number) => `page ${page}`,
  score: (score: string) => `score ${score}`,
  open: (host: string) => `Open at ${host}`,
  more: (more: number) => `Show ${whole.format(more)} more`,
  copy: "Copy passage",
  copied: "Copied",
  /** Where passages were found. */
  origins: {
    knowledge: "Documents",
    qa: "Prepared answers",
    terminology: "Terms",
    graph: "Knowledge graph",
    memory: "Memory",
  },
};
