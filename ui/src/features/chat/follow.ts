/**
 * Whether the log follows the end of an answer. It does while the reader is at the end and lets go at the first sign
 * that they are not: whatever scrolls up, a key that would, or text that is being selected. Pure; `Log` feeds it.
 */

/** Where a scroll container stands, in CSS pixels. */
export interface Place {
  /** From the top of the content to the top of what is shown. */
  top: number;
  /** Of the content. */
  height: number;
  /** Of what is shown. */
  view: number;
}

export interface Follow {
  following: boolean;
  place: Place;
}

export type Sign =
  /** The container was scrolled, by whomever. `shrank`: its content was shorter for a moment since it last was. */
  | { type: "scrolled"; place: Place; shrank?: boolean }
  /** The reader began to scroll up, or to select. */
  | { type: "held" }
  /** The reader asked for the end. */
  | { type: "jumped" };

/** Coming down this close to the end takes hold of it again. */
const near = 64;
/** Fractions of a pixel are no distance. */
const none = 1;

export const atStart: Follow = { following: true, place: { top: 0, height: 0, view: 0 } };

export function followed(state: Follow, sign: Sign): Follow {
  if (sign.type === "held") return state.following ? { ...state, following: false } : state;
  if (sign.type === "jumped") return state.following ? state : { ...state, following: true };
  const { place, shrank = false } = sign;
  const before = state.place;
  const distance = place.height - place.view - place.top;
  const up = place.top < before.top - none;
  const down = place.top > before.top + none;
  // A smaller content or a taller view moves the top without the reader.
  const moved = !shrank && place.height >= before.height && place.view <= before.view;
  if (state.following) return { following: !(up && moved && distance > none), place };
  return { following: down && distance <= near, place };
}

/** Whether a key, pressed in the log, scrolls up. */
export function scrollsUp(key: string, shift: boolean): boolean {
  return key === "ArrowUp" || key === "PageUp" || key === "Home" || (key === " " && shift);
}
