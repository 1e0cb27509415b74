/** Where conversations are being read; one that is followed to its end has no entry. */
import { host } from "../host/host";
import type * as core from "../host/types";
import type { ConversationId, TurnId } from "../host/types";

export interface Reading {
  /** The turn at the top of what is shown. */
  turn: TurnId;
  /** How much of it is above that, as a share of its height; 0 is right before it. */
  above: number;
  /** Heights as they were measured. */
  sizes: readonly Height[];
}

/** The height of a turn, as the log's list remembers it. */
interface Height {
  key: string | number | bigint;
  index: number;
  start: number;
  end: number;
  size: number;
  lane: number;
}

const millionths = 1_000_000;

export const readings = new Map<ConversationId, Reading>();

/** What was kept last of a conversation, so that it is kept when it changes and not at every look. */
const kept = new Map<ConversationId, string>();

/** Where it was read in an earlier run. */
export function takeReading(conversation: ConversationId, reading: core.Reading): void {
  kept.set(conversation, written(reading));
  readings.set(conversation, { turn: reading.turn, above: reading.above / millionths, sizes: [] });
}

/** Keeps where a conversation is being read for the next run. */
export function keepReading(conversation: ConversationId, reading: Reading | undefined): void {
  const next = reading ? { turn: reading.turn, above: Math.round(reading.above * millionths) } : null;
  if ((kept.get(conversation) ?? written(null)) === written(next)) return;
  kept.set(conversation, written(next));
  // A convenience: failing to remember it is nothing to say.
  host.saveReading(conversation, next).catch(() => undefined);
}

function written(reading: core.Reading | null): string {
  return reading ? `${reading.turn} ${reading.above}` : "";
}

export function forgetReadings(): void {
  readings.clear();
  kept.clear();
}
