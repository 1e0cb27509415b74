/** An input to begin with, made of what the workflow asks for. */
import type { Variable } from "../../host/types";

export function templateOf(variables: readonly Variable[]): string {
  if (variables.length === 0) return "{}";
  const values = variables.map(({ key, kind, choices }) => [key, kind === "choice" ? (choices[0] ?? "") : ""] as const);
  return JSON.stringify(Object.fromEntries(values), undefined, 2);
}
