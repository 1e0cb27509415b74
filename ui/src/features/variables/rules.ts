/** What an agent takes as the value of a variable, and where values differ. The core has the last word. */
import type { Values, Variable } from "../../host/types";
import { valueOf } from "./value";

export type Wrong = { key: string } & ({ rule: "missing" } | { rule: "tooLong"; characters: number; most: number } | { rule: "noChoice" });

/** Characters as the platform counts them. */
export function lengthOf(text: string): number {
  let length = 0;
  for (const _ of text) length += 1;
  return length;
}

export function isBlank(text: string | undefined): boolean {
  return text === undefined || text.trim() === "";
}

/** What is wrong with the value of one variable. A limit is that of a line: whether a paragraph's is meant, nobody knows. */
export function wrongWith({ key, kind, required, choices, maxLength }: Variable, value: string | undefined): Wrong | undefined {
  if (value === undefined || isBlank(value)) return required ? { key, rule: "missing" } : undefined;
  const characters = lengthOf(value);
  if (kind === "text" && maxLength > 0 && characters > maxLength) return { key, rule: "tooLong", characters, most: maxLength };
  if (kind === "choice" && choices.length > 0 && !choices.includes(value)) return { key, rule: "noChoice" };
  return undefined;
}

export function wrongs(variables: readonly Variable[], values: Values): Wrong[] {
  return variables.flatMap((variable) => wrongWith(variable, valueOf(values, variable.key)) ?? []);
}

/** The values that the agent has a variable for; a blank one is none. */
export function known(variables: readonly Variable[], values: Values): Values {
  const entries = variables.flatMap(({ key }) => (isBlank(valueOf(values, key)) ? [] : [[key, valueOf(values, key) ?? ""] as const]));
  return Object.fromEntries(entries);
}

/** The values that the agent has no variable for any more. */
export function stale(variables: readonly Variable[], values: Values): [key: string, value: string][] {
  return Object.entries(values).filter(([key]) => !variables.some((variable) => variable.key === key));
}

export interface Difference {
  key: string;
  /** Undefined where there is none any more. */
  value: string | undefined;
}

/** What changed, in the agent's order; variables it does not have any more come last. */
export function differences(variables: readonly Variable[], before: Values, after: Values): Difference[] {
  const order = variables.map(({ key }) => key);
  const others = Object.keys({ ...before, ...after }).filter((key) => !order.includes(key));
  return [...order, ...others]
    .filter((key) => (valueOf(before, key) ?? "") !== (valueOf(after, key) ?? ""))
    .map((key) => ({ key, value: valueOf(after, key) }));
}

export function nameOf(variables: readonly Variable[], key: string): string {
  return variables.find((variable) => variable.key === key)?.name || key;
}
