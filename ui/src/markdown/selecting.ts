/**
 * Copying what was selected. A formula is made of hundreds of letters that say nothing in another program, so that its
 * TeX goes onto the clipboard instead; everything else goes as it stands. Without a formula the browser does it all.
 */

let listening = false;

/** From now on what is copied has its formulas as TeX. */
export function listenToCopies(): void {
  if (listening) return;
  listening = true;
  document.addEventListener("copy", (event) => {
    const taken = event.clipboardData && taking(document.getSelection());
    if (!taken) return;
    event.clipboardData?.setData("text/plain", taken.text);
    event.clipboardData?.setData("text/html", taken.html);
    event.preventDefault();
  });
}

/** The selection with its formulas as TeX; nothing where there is none in it. */
export function taking(selection: Selection | null): { text: string; html: string } | undefined {
  const part = partOf(selection);
  if (!part?.formulas) return undefined;
  const html = part.element;
  const text = textOf(html);
  for (const node of html.querySelectorAll("*")) for (const name of node.getAttributeNames()) if (!kept.has(name)) node.removeAttribute(name);
  return { text, html: new XMLSerializer().serializeToString(html) };
}

/** What is selected, as text with its formulas as TeX; empty without a selection. */
export function selectedText(selection: Selection | null): string {
  const part = partOf(selection);
  return part ? textOf(part.element) : "";
}

/** A copy of what is selected, formulas whole and as TeX, without what acts. */
function partOf(selection: Selection | null): { element: HTMLElement; formulas: number } | undefined {
  if (!selection || selection.isCollapsed || selection.rangeCount === 0) return undefined;
  const range = selection.getRangeAt(0).cloneRange();
  const first = formulaAround(range.startContainer);
  const last = formulaAround(range.endContainer);
  if (first) range.setStartBefore(first);
  if (last) range.setEndAfter(last);
  const element = document.createElement("div");
  element.append(range.cloneContents());
  const formulas = element.querySelectorAll<HTMLElement>("[data-tex]");
  for (const formula of formulas) formula.replaceWith(texOf(formula));
  for (const tool of element.querySelectorAll("button, figcaption, [aria-hidden=true], input")) tool.remove();
  return { element, formulas: formulas.length };
}

function textOf(part: HTMLElement): string {
  return plain(part).replace(/[ \t]+\n/g, "\n").replace(/\n{3,}/g, "\n\n").trim();
}

const kept = new Set(["href", "dir", "lang", "align", "start"]);

function formulaAround(node: Node): Element | null {
  const element = node instanceof Element ? node : node.parentElement;
  return element?.closest("[data-tex]") ?? null;
}

function texOf(formula: HTMLElement): string {
  const tex = formula.dataset.tex ?? "";
  return formula.dataset.display === undefined ? `$${tex}$` : `\n$$\n${tex}\n$$\n`;
}

const blocks = new Set(["P", "LI", "H1", "H2", "H3", "H4", "H5", "H6", "PRE", "BLOCKQUOTE", "FIGURE", "SECTION", "UL", "OL", "TABLE", "DIV", "ARTICLE", "HR"]);
const apart = new Set(["P", "PRE", "BLOCKQUOTE", "TABLE", "H1", "H2", "H3", "H4", "H5", "H6"]);

/** What stands between their parts says nothing. */
const between = new Set(["UL", "OL"]);

function plain(node: Node): string {
  if (node.nodeType === Node.TEXT_NODE) return between.has(node.parentNode?.nodeName.toUpperCase() ?? "") ? "" : (node.nodeValue ?? "");
  const name = node.nodeName.toUpperCase();
  if (name === "BR") return "\n";
  const inside = Array.from(node.childNodes, plain).join("");
  if (name === "TD" || name === "TH") return `${inside.trim()}\t`;
  if (name === "TR") return `${inside.replace(/\t$/, "")}\n`;
  // The pieces of code are lines of their own.
  if (name === "SPAN" && node.parentNode?.nodeName.toUpperCase() === "CODE" && node.nextSibling) return `${inside}\n`;
  if (name === "LI") return `${inside.trim()}\n`;
  if (!blocks.has(name)) return inside;
  return apart.has(name) ? `\n${inside}\n\n` : `\n${inside}\n`;
}
