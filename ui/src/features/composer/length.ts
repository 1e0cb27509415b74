/** How long a question may be, counted as the core counts: in characters, not in units of UTF-16. */

export const longest = 100_000;
/** From here on the composer says how much is left. */
const tellFrom = 90_000;

/** The number of characters where it matters, with those of texts beside it; nothing where that is far from the limit. */
export function lengthToTell(text: string, beside = 0): number | undefined {
  if (text.length + beside < tellFrom) return undefined;
  let length = beside;
  for (let at = 0; at < text.length; at += (text.codePointAt(at) ?? 0) > 0xffff ? 2 : 1) length += 1;
  return length < tellFrom ? undefined : length;
}
