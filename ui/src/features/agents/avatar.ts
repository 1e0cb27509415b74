/** An agent's face in the rail: a letter or two, on a colour that stays with its id. */

const COLOURS = 6;

/** From 1: the number of the token. */
export function colourOf(id: string): number {
  let sum = 0;
  for (const unit of id) sum = (sum * 31 + (unit.codePointAt(0) ?? 0)) % 9973;
  return (sum % COLOURS) + 1;
}

export function initialOf(name: string): string {
  const trimmed = name.trim();
  const capitals = /^[A-Z]{2}(?![A-Za-z])/.exec(trimmed);
  const [first = "?"] = trimmed;
  return capitals ? capitals[0] : first.toLocaleUpperCase();
}
