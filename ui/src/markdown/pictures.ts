/**
 * Pictures that came, as addresses within the page. A picture that scrolls away and back is not fetched again; the
 * oldest go when there are too many.
 */

const most = 60;

export interface Picture {
  /** A `blob:` address. */
  url: string;
}

const known = new Map<string, Picture>();
const coming = new Map<string, Promise<Picture>>();

/** Any raster type will do, decoders look at the bytes; with it the bytes are never read as SVG. */
const type = "image/png";

export function knownPicture(key: string): Picture | undefined {
  return known.get(key);
}

/** The picture of this key, fetched at most once at a time. */
export function picture(key: string, bytes: () => Promise<ArrayBuffer>): Promise<Picture> {
  const before = known.get(key);
  if (before) return Promise.resolve(before);
  const asked = coming.get(key);
  if (asked) return asked;
  const made = bytes()
    .then((data) => keep(key, { url: URL.createObjectURL(new Blob([data], { type })) }))
    .finally(() => coming.delete(key));
  coming.set(key, made);
  return made;
}

function keep(key: string, made: Picture): Picture {
  const [oldest] = known;
  if (oldest && known.size >= most) {
    known.delete(oldest[0]);
    URL.revokeObjectURL(oldest[1].url);
  }
  known.set(key, made);
  return made;
}
