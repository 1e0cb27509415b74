/** What was chosen in the palette, the last first. Of this run only. */

const most = 20;
let keys: readonly string[] = [];

export function remember(key: string): void {
  keys = [key, ...keys.filter((known) => known !== key)].slice(0, most);
}

/** 0 for what was chosen last; infinite for what was not. */
export function recentRank(key: string): number {
  const at = keys.indexOf(key);
  return at < 0 ? Infinity : at;
}

export function forgetRecent(): void {
  keys = [];
}
