/**
 * Characters that deceive the eye, made visible. In prose only those that turn text around or smuggle it in unseen; in
 * code and addresses, where nothing is meant to be invisible, all of them.
 */

/** Overrides, embeddings and isolates of direction. */
const turning = "\\u202a-\\u202e\\u2066-\\u2069";
/** Tags: a copy of ASCII that no font shows. Flags of regions end with one and are left alone. */
const tags = "(?<!\\u{1f3f4}[\\u{e0020}-\\u{e007e}]{0,7})[\\u{e0001}-\\u{e007f}]";
/** Marks of direction, spaces of no width, joiners that join nothing, fillers. */
const unseen = "\\u00ad\\u061c\\u115f\\u1160\\u180e\\u200b\\u200e\\u200f\\u2028\\u2029\\u2060-\\u2064\\u206a-\\u206f\\u3164\\ufeff\\uffa0\\ufff9-\\ufffb";

const inProse = new RegExp(`[${turning}]|${tags}`, "gu");
const anywhere = new RegExp(`[${turning}${unseen}]|[\\u{e0001}-\\u{e007f}]`, "gu");

const shown = (mark: string) => `⟨U+${(mark.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, "0")}⟩`;

/** For code, names and addresses. */
export function visible(text: string): string {
  return text.replace(anywhere, shown);
}

/** For running text. */
export function readable(text: string): string {
  return text.replace(inProse, shown);
}

const seen = /[^\s\p{Cc}\p{Default_Ignorable_Code_Point}\u2800]/u;

/** Whether there is nothing in it that anybody could see. */
export function isBlank(text: string): boolean {
  return !seen.test(text);
}

const foreign = /[\p{Script=Cyrillic}\p{Script=Greek}\p{Script=Armenian}\p{Script=Cherokee}]|[\u{1d400}-\u{1d7ff}]/u;
const word = /[\p{L}\p{M}\p{N}_]+/gu;
const most = 5;

/** Words of code that mix Latin letters with letters of other alphabets that look like them. */
export function lookalikes(code: string): string[] {
  if (!foreign.test(code)) return [];
  const found = new Set<string>();
  for (const [one] of code.matchAll(word)) {
    if (foreign.test(one) && /\p{Script=Latin}/u.test(one)) found.add(one);
    if (found.size === most) break;
  }
  return [...found];
}
