/** What the details panel shows: whether it is there, about which turn, and which of its pages. */
import { useCallback, useSyncExternalStore } from "react";
import type { ConversationId, TurnId } from "../../host/types";
import { openings, turns } from "../../model/rows";
import { choose, settings } from "../../model/settings";
import { store, useStore } from "../../model/store";
import { newestOf } from "../../model/stretch";
import type { Wake } from "../../model/table";
import { sayProblem } from "../problems/say";

export type DetailsPage = "process" | "citations" | "events";

export const detailsPage = store<DetailsPage>("process");

const tightMedia = typeof matchMedia === "function" ? matchMedia("(max-width: 1099px)") : undefined;

/** Whether the window is too narrow for the panel beside the conversation: it is then laid over it. */
export const tight = store(tightMedia?.matches ?? false);

/** Whether it is laid over the conversation. Not kept: a window does not begin with something lying over it. */
export const detailsDrawer = store(false);

tightMedia?.addEventListener("change", (event) => {
  tight.set(event.matches);
  detailsDrawer.set(false);
});

export function useDetailsShown(): boolean {
  const over = useStore(detailsDrawer);
  const beside = useStore(settings).details;
  return useStore(tight) ? over : beside;
}

export function detailsShown(): boolean {
  return tight.get() ? detailsDrawer.get() : settings.get().details;
}

export function showDetails(shown: boolean): void {
  if (tight.get()) detailsDrawer.set(shown);
  else choose({ details: shown }).catch(sayProblem);
}

interface Followed {
  conversation: ConversationId;
  turn: TurnId;
  /** The newest turn at that time: with the next question the panel follows that. */
  newest: TurnId;
}

const followed = store<Followed | undefined>(undefined);

/** The turn that the panel is about: the one that was chosen, else the newest. */
export function useFollowed(conversation: ConversationId, turnIds: readonly TurnId[]): TurnId {
  const chosen = useStore(followed);
  const newest = useNewest(conversation, turnIds);
  const holds = chosen?.conversation === conversation && chosen.newest === newest && turnIds.includes(chosen.turn);
  return holds && !turns.get(chosen.turn)?.removed ? chosen.turn : newest;
}

/** The newest turn that was not deleted, also when one is deleted or comes back. */
export function useNewest(conversation: ConversationId, turnIds: readonly TurnId[]): TurnId {
  const watch = useCallback(
    (wake: Wake) => {
      const ends = [openings.watch(conversation, wake), ...turnIds.map((id) => turns.watch(id, wake))];
      return () => ends.forEach((end) => end());
    },
    [conversation, turnIds],
  );
  return useSyncExternalStore(watch, () => newestOf(conversation));
}

export function follow(conversation: ConversationId, turn: TurnId, newest: TurnId): void {
  followed.set({ conversation, turn, newest });
}

/** Follows the newest turn again. */
export function followNewest(): void {
  followed.set(undefined);
}

/** Everything as at the start of the program. */
export function forgetDetails(): void {
  detailsPage.set("process");
  detailsDrawer.set(false);
  followed.set(undefined);
}
