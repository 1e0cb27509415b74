/** The cells of a table as it stands in the page, and the forms in which other programs take them. */

export function rows(table: HTMLTableElement | null): string[][] {
  return Array.from(table?.rows ?? [], (row) => Array.from(row.cells, cellText));
}

/** A formula counts with its TeX, a line break as a space. */
function cellText(cell: HTMLTableCellElement): string {
  const copy = cell.cloneNode(true) as HTMLTableCellElement;
  for (const maths of copy.querySelectorAll<HTMLElement>("[data-tex]")) maths.textContent = maths.dataset.tex ?? "";
  for (const line of copy.querySelectorAll("br")) line.replaceWith(" ");
  return (copy.textContent ?? "").replace(/\s+/g, " ").trim();
}

export const tabbed = (cells: string[][]) => cells.map((row) => row.join("\t")).join("\n");

export const escaped = (text: string) => text.replace(/&/g, "&amp;").replace(/</g, "&lt;").replace(/>/g, "&gt;").replace(/"/g, "&quot;");

export function marked(cells: string[][]): string {
  const row = (one: string[], tag: string) => `<tr>${one.map((cell) => `<${tag}>${escaped(cell)}</${tag}>`).join("")}</tr>`;
  return `<table>${cells.map((one, index) => row(one, index === 0 ? "th" : "td")).join("")}</table>`;
}

/** A spreadsheet takes a cell that begins with one of these for a formula, which could do something. */
const formula = /^[=+\-@\t\r]/;
const plainNumber = /^[+-]?[\d.,\s]+%?$/;

/** With the mark that tells spreadsheets that it is UTF-8. */
export function csv(cells: string[][]): string {
  const field = (cell: string) => {
    const safe = formula.test(cell) && !plainNumber.test(cell) ? `'${cell}` : cell;
    return /[",\n\r;']/.test(safe) ? `"${safe.replace(/"/g, '""')}"` : safe;
  };
  return `\ufeff${cells.map((row) => row.map(field).join(",")).join("\r\n")}\r\n`;
}
