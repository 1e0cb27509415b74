/**
 * The corpus of hostile answers, for the tests. In its files `⟪text×9⟫` stands for nine times the text, `⟦202E⟧` for a
 * character that should not stand in a file, and `SINK` for a server that listens.
 */

export function expanded(written: string, sink: string): string {
  return written
    .replace(/⟦([0-9A-F]+)⟧/g, (_, digits: string) => String.fromCodePoint(Number.parseInt(digits, 16)))
    .replace(/⟪([^⟫]*)×(\d+)⟫/g, (_, text: string, times: string) => text.repeat(Number(times)))
    .replaceAll("SINK", sink);
}

const files = import.meta.glob<string>("../../tests/fixtures/hostile/*.md", { query: "?raw", import: "default", eager: true });

export const hostile: [name: string, text: string][] = Object.entries(files).map(([path, text]) => [
  path.split("/").at(-1)?.replace(".md", "") ?? path,
  expanded(text, "http://127.0.0.1:9"),
]);
