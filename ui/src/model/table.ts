/** Rows by id, outside of React. A change wakes only those who show that row. */
import { useCallback, useSyncExternalStore } from "react";

export type Wake = () => void;

export class Table<Id extends string, Row> {
  readonly #rows = new Map<Id, Row>();
  readonly #watchers = new Map<Id, Set<Wake>>();

  get(id: Id): Row | undefined {
    return this.#rows.get(id);
  }

  ids(): IterableIterator<Id> {
    return this.#rows.keys();
  }

  rows(): IterableIterator<Row> {
    return this.#rows.values();
  }

  put(id: Id, row: Row): void {
    if (this.#rows.get(id) === row) return;
    this.#rows.set(id, row);
    this.#wake(id);
  }

  remove(id: Id): void {
    if (this.#rows.delete(id)) this.#wake(id);
  }

  clear(): void {
    const ids = [...this.#rows.keys()];
    this.#rows.clear();
    for (const id of ids) this.#wake(id);
  }

  /** Calls `wake` when the row changes or goes; returns what ends it. */
  watch(id: Id, wake: Wake): () => void {
    const watchers = this.#watchers.get(id) ?? new Set();
    this.#watchers.set(id, watchers.add(wake));
    return () => {
      watchers.delete(wake);
      if (watchers.size === 0 && this.#watchers.get(id) === watchers) this.#watchers.delete(id);
    };
  }

  #wake(id: Id): void {
    for (const wake of this.#watchers.get(id) ?? []) wake();
  }
}

export function useRow<Id extends string, Row>(table: Table<Id, Row>, id: Id): Row | undefined {
  const watch = useCallback((wake: Wake) => table.watch(id, wake), [table, id]);
  return useSyncExternalStore(watch, () => table.get(id));
}
