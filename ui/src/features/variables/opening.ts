/** Names of variables in what an agent says first, as `{{college}}`, replaced by what was filled in. Nothing of it is sent. */
import type { Values, Variable } from "../../host/types";
import { isBlank } from "./rules";
import { valueOf } from "./value";

const placeholder = /\{\{\s*([^{}\n]{1,100}?)\s*\}\}/g;
const special = /[\\`*_{}[\]()#+\-.!|<>~$&:]/g;

function replaced(text: string, variables: readonly Variable[], shown: (variable: Variable) => string | undefined): string {
  return text.replaceAll(placeholder, (whole, name: string) => {
    const variable = variables.find(({ key }) => key === name) ?? variables.find((other) => other.name === name);
    return (variable && shown(variable)) ?? whole;
  });
}

/** In Markdown: what is filled in stands as it was written, and what is not, by its name. */
export function resolvedMarkdown(text: string, variables: readonly Variable[], values: Values): string {
  return replaced(text, variables, ({ key, name }) => {
    const value = valueOf(values, key);
    return isBlank(value) ? `‹${escaped(name || key)}›` : escaped(value ?? "");
  });
}

function escaped(value: string): string {
  return value.trim().replace(/\s+/g, " ").replace(special, "\\$&");
}

/** In a question: what is not filled in stays as it is. */
export function resolvedQuestion(text: string, variables: readonly Variable[], values: Values): string {
  return replaced(text, variables, ({ key }) => (isBlank(valueOf(values, key)) ? undefined : valueOf(values, key)?.trim()));
}
