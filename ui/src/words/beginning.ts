/** How a text begins that is named in a sentence: a long one must not push everything else away. */
const longest = 60;

export function beginning(text: string): string {
  const characters = Array.from(text.slice(0, 4 * longest));
  return characters.length > longest ? `${characters.slice(0, longest).join("").trimEnd()}…` : text;
}
