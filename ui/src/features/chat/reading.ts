/** Where conversations were being read when they were left; one that was followed to its end has no entry. */
import type { VirtualItem } from "@tanstack/react-virtual";
import type { ConversationId, TurnId } from "../../host/types";

export interface Reading {
  /** The turn at the top of what was shown. */
  turn: TurnId;
  /** How far into it, in CSS pixels. */
  offset: number;
  /** Heights as they were measured. */
  sizes: VirtualItem[];
}

/** Of this run only. */
export const readings = new Map<ConversationId, Reading>();
