/** The host of this page: chosen once at the start, or by a test. */
import type { Host } from "./types";

export let host: Host;

export function setHost(chosen: Host): void {
  host = chosen;
}
