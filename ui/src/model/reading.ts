/** Where conversations were being read when they were left; one that was followed to its end has no entry. */
import type { ConversationId, TurnId } from "../host/types";

export interface Reading {
  /** The turn at the top of what was shown. */
  turn: TurnId;
  /** How much of it was above that, as a share of its height; 0 is right before it. */
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

export const readings = new Map<ConversationId, Reading>();
