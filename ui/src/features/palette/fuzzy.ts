/** How well a text fits what is written, letter by letter. Pure. */
import type { Part } from "../../design/Marked";
import { fold } from "../finding/fold";

export interface Fit {
  /** Larger is better; only to be compared with that of another text for the same words. */
  score: number;
  /** The letters that fit, as ranges of the text. */
  marks: Part[];
}

/** A whole piece is worth more than letters here and there, a beginning of a word more than its middle. */
const whole = 1000;
const atStart = 300;
const atWord = 200;
const following = 8;
const wordLetter = 6;

/** Nothing where a letter does not occur in its order. */
export function fit(written: string, text: string): Fit | undefined {
  const wanted = fold(written.trim()).text;
  if (wanted === "") return { score: 0, marks: [] };
  const { text: folded, from } = fold(text);
  const at = bestPlace(folded, wanted);
  const units = at === undefined ? inOrder(folded, wanted.replaceAll(/\s/g, "")) : Array.from(wanted, (_, index) => at + index);
  if (!units) return undefined;
  const short = -folded.length / 10;
  const score = at === undefined ? scattered(folded, units) : whole + (at === 0 ? atStart : beginsWord(folded, at) ? atWord : 0);
  return { score: score + short, marks: joined(units.map((unit) => ({ start: from[unit] ?? 0, end: from[unit + 1] ?? text.length }))) };
}

function beginsWord(text: string, at: number): boolean {
  return at === 0 || !/[\p{L}\p{N}]/u.test(text[at - 1] ?? "");
}

/** Of all the places of a piece, the first that begins a word. */
function bestPlace(text: string, piece: string): number | undefined {
  const places = [];
  for (let at = text.indexOf(piece); at >= 0; at = text.indexOf(piece, at + 1)) places.push(at);
  return places.find((at) => beginsWord(text, at)) ?? places[0];
}

/** Each letter at its first place after the one before. */
function inOrder(text: string, letters: string): number[] | undefined {
  const units: number[] = [];
  for (const letter of letters.split("")) {
    const at = text.indexOf(letter, (units.at(-1) ?? -1) + 1);
    if (at < 0) return undefined;
    units.push(at);
  }
  return units;
}

function scattered(text: string, units: readonly number[]): number {
  const worth = units.map((unit, index) => (unit === (units[index - 1] ?? -2) + 1 ? following : 0) + (beginsWord(text, unit) ? wordLetter : 0));
  const spread = (units.at(-1) ?? 0) - (units[0] ?? 0) - units.length;
  return worth.reduce((sum, value) => sum + value, 0) - spread;
}

function joined(parts: readonly Part[]): Part[] {
  const marks: Part[] = [];
  for (const part of parts) {
    const last = marks.at(-1);
    if (last && last.end >= part.start) last.end = part.end;
    else marks.push({ ...part });
  }
  return marks;
}
