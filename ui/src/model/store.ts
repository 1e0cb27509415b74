/** One value and those who watch it. */
import { useSyncExternalStore } from "react";
import type { Wake } from "./table";

export interface Store<Value> {
  get: () => Value;
  set: (value: Value) => void;
  watch: (wake: Wake) => () => void;
}

export function store<Value>(initial: Value): Store<Value> {
  let value = initial;
  const watchers = new Set<Wake>();
  return {
    get: () => value,
    set: (next) => {
      if (Object.is(next, value)) return;
      value = next;
      for (const wake of watchers) wake();
    },
    watch: (wake) => {
      watchers.add(wake);
      return () => watchers.delete(wake);
    },
  };
}

export function useStore<Value>(of: Store<Value>): Value {
  return useSyncExternalStore(of.watch, of.get);
}
