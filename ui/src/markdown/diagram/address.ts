/** Drawings as addresses within the page, there from the first render on; the oldest go when there are too many. */

const most = 80;
const known = new Map<string, string>();

export function addressOf(svg: string): string {
  const before = known.get(svg);
  if (before) return before;
  const [oldest] = known;
  if (oldest && known.size >= most) {
    known.delete(oldest[0]);
    URL.revokeObjectURL(oldest[1]);
  }
  const made = URL.createObjectURL(new Blob([svg], { type: "image/svg+xml" }));
  known.set(svg, made);
  return made;
}
