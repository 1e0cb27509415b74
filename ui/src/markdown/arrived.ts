/**
 * Pictures, sound and film that came, as addresses within the page. What scrolls away and back is not fetched again; the
 * oldest go when there are too many, or they are too large together.
 */

const most = 60;
const mostBytes = 160 << 20;

export interface Arrived {
  /** A `blob:` address. */
  url: string;
  /** What its bytes say that it is, such as `audio/wav`. */
  type: string;
  bytes: number;
}

const known = new Map<string, Arrived>();
const coming = new Map<string, Promise<Arrived>>();

export function knownArrived(key: string): Arrived | undefined {
  return known.get(key);
}

/** What belongs to this key, fetched at most once at a time. */
export function arrived(key: string, content: () => Promise<Blob>): Promise<Arrived> {
  const before = known.get(key);
  if (before) return Promise.resolve(before);
  const asked = coming.get(key);
  if (asked) return asked;
  const made = content()
    .then((blob) => keep(key, { url: URL.createObjectURL(blob), type: blob.type, bytes: blob.size }))
    .finally(() => coming.delete(key));
  coming.set(key, made);
  return made;
}

function keep(key: string, made: Arrived): Arrived {
  let together = made.bytes;
  for (const { bytes } of known.values()) together += bytes;
  for (const [oldest, { url, bytes }] of known) {
    if (known.size < most && together <= mostBytes) break;
    known.delete(oldest);
    URL.revokeObjectURL(url);
    together -= bytes;
  }
  known.set(key, made);
  return made;
}
