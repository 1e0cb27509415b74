/** A table that scrolls by itself, keeps its head in sight, and can be taken elsewhere. */
import type { Element } from "hast";
import { type ReactNode, useRef } from "react";
import { Icon } from "../design/Icon";
import { CopyButton } from "./CopyButton";
import { csv, marked, rows, tabbed } from "./cells";
import { markdownTable } from "./inline";
import css from "./Table.module.css";
import { useMarkdown } from "./words";

export function Table({ node, children }: { node?: Element; children?: ReactNode }): ReactNode {
  const { words, onSaveText } = useMarkdown();
  const table = useRef<HTMLTableElement>(null);
  return (
    <div className={css.table}>
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- the keyboard scrolls what it can focus */}
      <div className={css.scroll} role="group" aria-label={words.table} tabIndex={0}>
        <table ref={table} dir="auto">
          {children}
        </table>
      </div>
      <div className={css.actions}>
        <CopyButton label={words.copyTable} icon="table" text={() => tabbed(rows(table.current))} html={() => marked(rows(table.current))} />
        {node && <CopyButton label={words.copyTableSource} text={() => markdownTable(node)} />}
        <button type="button" title={words.saveTable} aria-label={words.saveTable} onClick={() => onSaveText("table.csv", csv(rows(table.current)))}>
          <Icon name="export" size={14} />
        </button>
      </div>
    </div>
  );
}
