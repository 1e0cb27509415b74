/** Data as it is read. */

/** Longer texts are shown as they came: laying them out would stop the window. */
const longest = 200_000;

/** JSON with line breaks; any other text as it is. */
export function pretty(text: string): { code: string; language: string } {
  const plain = { code: text, language: "" };
  if (text.length > longest || !/^\s*[{[]/.test(text)) return plain;
  try {
    return { code: JSON.stringify(JSON.parse(text), null, 2), language: "json" };
  } catch {
    return plain;
  }
}
