/** How long a question may be, counted as the core counts: in characters, not in units of UTF-16. */

export const longest = 100_000;
/** From here on the composer says how much is left. */
const tellFrom = 90_000;

/** The number of characters where it matters: nothing for a text that is far from the limit. */
export function lengthToTell(text: string): number | undefined {
  if (text.length < tellFrom) return undefined;
  let length = 0;
  for (let at = 0; at < text.length; at += (text.codePointAt(at) ?? 0) > 0xffff ? 2 : 1) length += 1;
  return length < tellFrom ? undefined : length;
}
