/** The day it is, told to those who show dates when another one begins. */
import { store, useStore } from "../../model/store";

const CHECK_MS = 60_000;
const day = store(new Date().setHours(0, 0, 0, 0));

function check(): void {
  day.set(new Date().setHours(0, 0, 0, 0));
}

setInterval(check, CHECK_MS);

/** The beginning of today. */
export function useToday(): number {
  return useStore(day);
}
