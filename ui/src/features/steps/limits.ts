/** What a search was limited to, in words. */
import type { Words } from "../../words/words";

export function limitsOf(input: string, words: Words["steps"]["card"]): string[] {
  const said = read(input);
  const number = (key: string) => (typeof said[key] === "number" ? said[key] : 0);
  const datasets = Array.isArray(said.dataset_ids) ? said.dataset_ids.length : 0;
  return [
    number("top_k") > 0 && words.atMost(number("top_k")),
    number("score_threshold") > 0 && words.scoreFrom(String(number("score_threshold"))),
    number("search_depth") > 0 && words.depth(number("search_depth")),
    datasets > 0 && words.datasets(datasets),
  ].filter((fact) => fact !== false);
}

function read(input: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(input);
    return typeof value === "object" && value !== null ? (value as Record<string, unknown>) : {};
  } catch {
    return {};
  }
}
