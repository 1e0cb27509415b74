/** A table that scrolls by itself and can be copied into a spreadsheet. */
import { type ReactNode, useRef } from "react";
import { CopyButton } from "./CopyButton";
import css from "./Markdown.module.css";
import { useMarkdown } from "./words";

export function Table({ children }: { children?: ReactNode }): ReactNode {
  const { words } = useMarkdown();
  const table = useRef<HTMLTableElement>(null);
  return (
    <div className={css.table}>
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- the keyboard scrolls what it can focus */}
      <section className={css.scroll} aria-label={words.table} tabIndex={0}>
        <table ref={table}>{children}</table>
      </section>
      <div className={css.tableActions}>
        <CopyButton label={words.copyTable} text={() => tabbed(rows(table.current))} html={() => marked(rows(table.current))} />
      </div>
    </div>
  );
}

function rows(table: HTMLTableElement | null): string[][] {
  return Array.from(table?.rows ?? [], (row) => Array.from(row.cells, cellText));
}

/** A formula counts with its TeX, a line break as a space. */
function cellText(cell: HTMLTableCellElement): string {
  const copy = cell.cloneNode(true) as HTMLTableCellElement;
  for (const maths of copy.querySelectorAll<HTMLElement>("[data-tex]")) maths.textContent = maths.dataset.tex ?? "";
  for (const line of copy.querySelectorAll("br")) line.replaceWith(" ");
  return (copy.textContent ?? "").replace(/\s+/g, " ").trim();
}

const tabbed = (cells: string[][]) => cells.map((row) => row.join("\t")).join("\n");

const escaped = (text: string) => text.replace(/&/g, "&amp;").replace(/</g, "&lt;");

const rowMarkup = (cells: string[]) => `<tr>${cells.map((cell) => `<td>${escaped(cell)}</td>`).join("")}</tr>`;
const marked = (cells: string[][]) => `<table>${cells.map(rowMarkup).join("")}</table>`;
