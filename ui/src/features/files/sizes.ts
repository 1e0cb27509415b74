/** Sizes of files in words. */
import type { Locale } from "../../words/words";

const units = ["B", "kB", "MB", "GB"] as const;

/** As short as it stays clear: `512 B`, `12 kB`, `1.4 MB`. */
export function size(bytes: number, locale: Locale): string {
  let value = bytes;
  let unit = 0;
  while (value >= 1000 && unit < units.length - 1) {
    value /= 1024;
    unit += 1;
  }
  const maximumFractionDigits = unit > 1 && value < 10 ? 1 : 0;
  return `${new Intl.NumberFormat(locale, { maximumFractionDigits }).format(value)} ${units[unit]}`;
}
