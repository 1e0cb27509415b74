/** Search over the rows of the host without a shell: plain text, letter case aside. */
import type { World } from "./fake-world";
import type { Answer, Conversation, Hit, HitKind, Hits, Host, SearchCursor, SearchQuery, Spot, Step, Turn } from "./types";

const PAGE = 50;
const AROUND = 60;

interface Searched {
  conversations: Conversation[];
  turns: Turn[];
  answers: Answer[];
  steps: Step[];
}

interface Part {
  kind: HitKind;
  text: string;
  at: number;
  conversation: Conversation;
  turn?: Turn;
  answer?: Answer;
  step?: Step;
}

export function searchCommands(world: World): Pick<Host, "search" | "find"> {
  const rows = (): Searched => ({ ...world.rows, conversations: [...world.conversations.values()] });
  return {
    async search(query: SearchQuery, after: SearchCursor | null) {
      world.enter("search", query, after);
      return search(rows(), query, after);
    },

    async find(conversation: string, text: string) {
      world.enter("find", conversation, text);
      return find(rows(), conversation, text);
    },
  };
}

/** Pages are counted: a cursor is how many hits came before. */
function search(rows: Searched, query: SearchQuery, after: string | null): Hits {
  const words = query.text.toLowerCase().split(/\s+/).filter(Boolean);
  if (words.length === 0) return { hits: [], more: null, indexing: null };
  const all = rows.conversations.flatMap((conversation) => parts(rows, conversation));
  const found = all
    .filter((part) => wanted(query, part))
    .filter(({ text }) => words.every((word) => text.toLowerCase().includes(word)))
    .sort((one, other) => other.at - one.at);
  const from = Number(after ?? 0);
  const hits = found.slice(from, from + PAGE).map((part) => hit(part, words));
  return { hits, more: from + PAGE < found.length ? String(from + PAGE) : null, indexing: null };
}

function find(rows: Searched, conversation: string, text: string): Spot[] {
  const word = text.toLowerCase();
  const row = rows.conversations.find(({ id }) => id === conversation);
  if (word === "" || !row) return [];
  return parts(rows, row).flatMap(({ kind, turn, answer, step, ...part }) => {
    const count = part.text.toLowerCase().split(word).length - 1;
    return turn && count > 0 ? [{ turnId: turn.id, answerId: answer?.id ?? null, stepId: step?.id ?? null, kind, count }] : [];
  });
}

function wanted(query: SearchQuery, { kind, at, conversation, answer }: Part): boolean {
  return (
    (query.agent ?? conversation.agentId) === conversation.agentId &&
    (query.conversation ?? conversation.id) === conversation.id &&
    (query.kinds.length === 0 || query.kinds.includes(kind)) &&
    (query.rating === null || query.rating === answer?.feedback.rating) &&
    (query.from ?? at) <= at &&
    (query.until ?? at) >= at
  );
}

function parts({ turns, answers, steps }: Searched, conversation: Conversation): Part[] {
  const of = turns.filter((turn) => turn.conversationId === conversation.id);
  return [
    { kind: "title", text: conversation.title, at: conversation.activeAt, conversation },
    ...of.flatMap((turn): Part[] => {
      const asked = (kind: HitKind, text: string): Part => ({ kind, text, at: turn.askedAt, conversation, turn });
      const named = [...turn.files.map(({ name }) => asked("file", name)), ...Object.values(turn.values).map((value) => asked("variable", value ?? ""))];
      const said = answers.filter(({ turnId }) => turnId === turn.id).flatMap((answer) => answered(steps, answer, { conversation, turn }));
      return [[asked("question", turn.question)], named, said].flat();
    }),
  ];
}

function answered(steps: Step[], answer: Answer, place: Pick<Part, "conversation" | "turn">): Part[] {
  const part = (kind: HitKind, text: string, step?: Step): Part => ({ kind, text, at: place.turn?.askedAt ?? 0, ...place, answer, step });
  const done = steps.filter(({ answerId }) => answerId === answer.id);
  const cited = (step: Step) => step.citations.map(({ document, text }) => part("citation", `${document}\n${text}`, step));
  const thoughts = done.map((step) => [part("thought", [step.title, step.input, step.text].filter(Boolean).join("\n"), step), cited(step)]);
  return [...thoughts.flat(2), part("answer", answer.text)];
}

function hit({ kind, text, at, conversation, turn, answer, step }: Part, words: string[]): Hit {
  const first = Math.min(...words.map((word) => text.toLowerCase().indexOf(word)));
  const snippet = text.slice(Math.max(0, first - AROUND), first + 2 * AROUND).replaceAll(/\s+/g, " ");
  const places = words.map((word) => ({ start: snippet.toLowerCase().indexOf(word), length: word.length }));
  const marks = places.filter(({ start }) => start >= 0).map(({ start, length }) => ({ start, end: start + length }));
  marks.sort((one, other) => one.start - other.start);
  const apart = marks.filter(({ start }, index) => start >= (marks[index - 1]?.end ?? 0));
  const ids = { turnId: turn?.id ?? null, queryId: turn?.queryId ?? "", answerId: answer?.id ?? null, stepId: step?.id ?? null };
  return { kind, agentId: conversation.agentId, conversationId: conversation.id, title: conversation.title, ...ids, snippet, marks: apart, at };
}
