/** What a paste is: text, files, or a text so long that it is better put beside the question. Pure. */

/** A text of more characters becomes a file. */
export const longPaste = 8_000;

export type Pasted =
  /** The field takes it. */
  | { kind: "text" }
  | { kind: "files"; files: File[] }
  /** Cells of a spreadsheet come as a text and as a picture: the text counts, the picture is offered. */
  | { kind: "cells"; text: string; picture: File }
  | { kind: "long"; text: string };

/** What the clipboard holds, as far as this looks at it. */
export interface Clipboard {
  text: string;
  files: readonly File[];
}

export function judge({ text, files }: Clipboard, plain: boolean): Pasted {
  if (plain) return { kind: "text" };
  const [picture] = files;
  if (picture && (text === "" || namesFiles(text) || !files.every((file) => file.type.startsWith("image/")))) {
    return { kind: "files", files: [...files] };
  }
  if (text.length > longPaste) return { kind: "long", text };
  return picture ? { kind: "cells", text, picture } : { kind: "text" };
}

/** Files that were copied in a file manager come with their paths as text. */
function namesFiles(text: string): boolean {
  const lines = text.trim().split(/\r?\n/);
  return lines.every((line) => /^(?:file:\/\/|\/[^/]|[A-Za-z]:\\)/.test(line) || line === "copy" || line === "x-special/nautilus-clipboard");
}
