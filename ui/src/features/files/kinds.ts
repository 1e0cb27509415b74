/** What can be shown of a file, and what can become a part of a question. */

const pictures = new Set(["image/png", "image/jpeg", "image/gif", "image/webp", "image/bmp", "image/avif", "image/svg+xml"]);
const textual = /^(?:text\/|application\/(?:json|xml|yaml|toml|x-sh|javascript|sql)|[^;]+\+(?:json|xml)$)/;
const textNames =
  /\.(?:txt|md|markdown|rst|csv|tsv|json|jsonl|ya?ml|toml|ini|cfg|conf|xml|html?|css|scss|jsx?|mjs|tsx?|vue|py|rs|go|java|kt|c|h|cc|cpp|hpp|cs|rb|php|pl|lua|sql|sh|bash|zsh|ps1|bat|log|tex|bib|srt|diff|patch|gitignore|env|r|m|swift|dart|gradle|properties|proto|svg)$/i;

/** The most bytes of a text that becomes a part of a question, as the core has it. */
export const longestText = 400_000;

interface Named {
  name: string;
  type: string;
}

/** Whether a picture of this kind can be shown. */
export function isPicture(mediaType: string): boolean {
  return pictures.has(mediaType);
}

/** Whether a file is most likely a text. */
export function isText({ name, type }: Named): boolean {
  return textual.test(type) || (textNames.test(name) && !type.startsWith("image/"));
}

/** Whether bytes are a text: the core looks again, at all of them. */
export function readsAsText(bytes: Uint8Array): boolean {
  if (bytes.includes(0)) return false;
  try {
    // A letter may be cut at the end.
    new TextDecoder("utf-8", { fatal: true }).decode(bytes, { stream: true });
    return true;
  } catch {
    return false;
  }
}
