/** What an answer may rest on: the passages that its steps found, each once, numbered as they were found. */
import type { Citation, Step, StepKind } from "../../host/types";

/** Where a passage was found; documents first, the others apart from them. */
export const origins = ["knowledge", "qa", "terminology", "graph", "memory"] as const;
export type Origin = (typeof origins)[number];

export interface Source {
  /** From 1, over all origins: what a marker in the text refers to. */
  number: number;
  origin: Origin;
  citation: Citation;
}

/** The passages of one document. */
export interface Document {
  origin: Origin;
  name: string;
  sources: readonly Source[];
}

export function sourcesOf(steps: readonly Step[]): readonly Source[] {
  const found = origins.flatMap((origin) =>
    steps.filter((step) => originOf(step.kind) === origin).flatMap((step) => passagesOf(step).map((citation) => ({ origin, citation }))),
  );
  const seen = new Set<string>();
  const fresh = found.filter(({ origin, citation }) => {
    const key = JSON.stringify([origin, citation.document, citation.dataset, citation.page, citation.text]);
    return !seen.has(key) && seen.add(key);
  });
  return fresh.map(({ origin, citation }, index) => ({ number: index + 1, origin, citation }));
}

/** A search in rounds reads documents, and so does whatever else brings passages. */
export function originOf(kind: StepKind): Origin {
  return origins.find((origin) => origin === kind) ?? "knowledge";
}

/** A memory comes as a text of its own. */
function passagesOf(step: Step): readonly Citation[] {
  if (step.kind !== "memory" || step.text.trim() === "") return step.citations;
  return [...step.citations, { document: "", dataset: "", text: step.text, score: "", link: "", page: 0 }];
}

/** The number of a passage; nothing where it is none of these. */
export function numberOf(citation: Citation, sources: readonly Source[]): number | undefined {
  return sources.find((source) => source.citation === citation || sameAs(source.citation, citation))?.number;
}

function sameAs(one: Citation, other: Citation): boolean {
  return one.text === other.text && one.page === other.page && nameOf(one) === nameOf(other);
}

/** The name that a passage goes by; empty where it has none. */
export function nameOf({ document, dataset }: Citation): string {
  return document || dataset;
}

/** By document, in the order in which the first passage of each was found. */
export function documentsOf(sources: readonly Source[]): readonly Document[] {
  const known = new Map<string, { origin: Origin; name: string; sources: Source[] }>();
  for (const source of sources) {
    const name = nameOf(source.citation);
    const key = `${source.origin} ${name}`;
    const document = known.get(key);
    if (document) document.sources.push(source);
    else known.set(key, { origin: source.origin, name, sources: [source] });
  }
  return [...known.values()];
}
