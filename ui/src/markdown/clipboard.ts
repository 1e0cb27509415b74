/** The clipboard: a text, and the same with its formatting where there is one. */

const as = (type: string, value: string | Promise<string>) => ({
  [type]: Promise.resolve(value).then((text) => new Blob([text], { type })),
});

/** `html` may still be on its way: the clipboard must be asked for in the moment of the press. */
export async function putText(text: string, html?: string | Promise<string>): Promise<void> {
  if (html === undefined || typeof ClipboardItem === "undefined") return navigator.clipboard.writeText(text);
  return navigator.clipboard.write([new ClipboardItem({ ...as("text/plain", text), ...as("text/html", html) })]);
}
