/** Which conversations the list shows. */
import type { ListQuery } from "../../host/types";
import { store, useStore } from "../../model/store";
import { useView } from "../../model/view";

export interface Filter {
  /** Those of every agent. */
  everyAgent: boolean;
  archived: boolean;
  /** Empty for any. */
  tag: string;
  text: string;
}

export const noFilter: Filter = { everyAgent: false, archived: false, tag: "", text: "" };

export const filter = store<Filter>(noFilter);

export function setFilter(change: Partial<Filter>): void {
  filter.set({ ...filter.get(), ...change });
}

export function isFiltered({ archived, tag, text }: Filter): boolean {
  return archived || tag !== "" || text !== "";
}

/** What the list is asked for; nothing changes while it stays the same. */
export function useQuery(): ListQuery {
  const { agent } = useView();
  const { everyAgent, archived, tag, text } = useStore(filter);
  return { agent: everyAgent || agent === "" ? null : agent, archived, tag, text };
}
