/** Writes a text where the caret is, or over what is selected, as typing does: the field's own undo takes it back. */

/** The web view inserts line by line, each slower than the one before: a text of more lines is put in at once, beyond undo. */
const MOST_LINES = 200;

export function insert(field: HTMLInputElement | HTMLTextAreaElement | null, text: string): void {
  if (!field) return;
  field.focus();
  const asTyped = text.split("\n", MOST_LINES + 1).length <= MOST_LINES && typeof document.execCommand === "function";
  if (asTyped && document.execCommand("insertText", false, text)) return;
  field.setRangeText(text, field.selectionStart ?? field.value.length, field.selectionEnd ?? field.value.length, "end");
  field.dispatchEvent(new InputEvent("input", { bubbles: true, inputType: "insertText", data: text }));
}
