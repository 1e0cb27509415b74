/** How wide a text is: measured where there is something to draw on, else by the usual widths of its letters. */

export interface Font {
  /** In CSS pixels. */
  size: number;
  family: string;
  weight: string;
  style: string;
}

/** Parts of the size above and below the line that letters stand on. */
export const above = 0.93;
export const below = 0.25;

const canvas = typeof OffscreenCanvas === "undefined" ? undefined : new OffscreenCanvas(1, 1).getContext("2d");
const known = new Map<string, number>();
const most = 20_000;

export function widthOf(text: string, font: Font): number {
  if (text === "") return 0;
  const key = `${font.style} ${font.weight} ${font.size}px ${font.family}`;
  const found = known.get(`${key}\n${text}`);
  if (found !== undefined) return found;
  if (known.size > most) known.clear();
  const width = canvas ? measured(canvas, key, text) : guessed(text, font);
  known.set(`${key}\n${text}`, width);
  return width;
}

function measured(on: OffscreenCanvasRenderingContext2D, font: string, text: string): number {
  on.font = font;
  return on.measureText(text).width;
}

function guessed(text: string, { size, weight }: Font): number {
  let width = 0;
  for (const letter of text) width += /[\u1100-\ud7ff\uf900-\ufaff\ufe30-\uffe6]|[\u{1f000}-\u{3ffff}]/u.test(letter) ? 1 : /[A-Zmw@%]/.test(letter) ? 0.72 : /[ilj.,:;'| ]/.test(letter) ? 0.3 : 0.56;
  return width * size * (weight === "bold" || Number(weight) >= 600 ? 1.06 : 1);
}
