/** A file handed over piece by piece, so that none of it is held as a whole, and imported. */
import type { Host, Imported, Progress } from "../../host/types";

const pieceBytes = 1 << 20;

export async function importFile(host: Host, file: File, onProgress: (at: Progress) => void): Promise<Imported> {
  // An empty file is one piece as well: it takes the place of what was handed over before.
  let at = 0;
  do {
    await host.handOver(at, new Uint8Array(await file.slice(at, at + pieceBytes).arrayBuffer()));
    at += pieceBytes;
  } while (at < file.size);
  return host.importHandedOver(onProgress);
}
