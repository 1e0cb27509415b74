/**
 * A text as it is compared: letter case, accents, and the width of characters are no difference. The core compares the
 * same way; here every unit of the result knows which unit of the text it comes from, so that what is found can be shown.
 */

export interface Folded {
  text: string;
  /** For each unit of `text`, and for its end: the unit of the original. */
  from: number[];
}

const mark = /^\p{Mn}$/u;

export function fold(original: string): Folded {
  let text = "";
  const from: number[] = [];
  let at = 0;
  for (const character of original) {
    if (!mark.test(character)) {
      const folded = foldOne(character);
      text += folded;
      for (let unit = 0; unit < folded.length; unit += 1) from.push(at);
    }
    at += character.length;
  }
  from.push(at);
  return { text, from };
}

const plain = /^[\u0020-\u0040\u005b-\u007e\n\t\u4e00-\u9fff]$/;

function foldOne(character: string): string {
  if (plain.test(character)) return character;
  const parts = character.normalize("NFKD").toLowerCase();
  return parts.replace(/\p{Mn}/gu, "").normalize("NFC");
}

/** Where the words stand in the original, in order and apart; of two that overlap, the first. */
export function placesOf(original: string, words: readonly string[]): { start: number; end: number }[] {
  const { text, from } = fold(original);
  const found = words
    .map((word) => fold(word).text)
    .filter((word) => word !== "")
    .flatMap((word) => allOf(text, word))
    .sort((one, other) => one.start - other.start || other.end - one.end);
  const apart: { start: number; end: number }[] = [];
  for (const { start, end } of found) {
    const place = { start: from[start] ?? 0, end: from[end] ?? original.length };
    if (place.start >= (apart.at(-1)?.end ?? 0) && place.end > place.start) apart.push(place);
  }
  return apart;
}

function allOf(text: string, word: string): { start: number; end: number }[] {
  const places = [];
  for (let at = text.indexOf(word); at >= 0; at = text.indexOf(word, at + word.length)) places.push({ start: at, end: at + word.length });
  return places;
}

/** What a search for this text looks for: its words, and what stands in quotes as one. */
export function wordsOf(query: string): string[] {
  const words: string[] = [];
  for (const [, quoted, word] of query.matchAll(/["“”]([^"“”]*)["“”]?|([^\s"“”]+)/g)) {
    const wanted = (quoted ?? word ?? "").trim();
    if (wanted !== "") words.push(wanted);
  }
  return words;
}
