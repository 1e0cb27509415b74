/** Files that answers link to: which are the agent's own, and what they are called. */

/** The same rule as the core's, which decides: it fetches only what it calls the agent's own. */
export function isFileOf(baseUrl: string, link: string): boolean {
  const text = link.trim();
  if (text.startsWith("/api/proxy/down?")) return true;
  if (text.startsWith("upload/")) return !text.includes("..");
  if (!/^https?:\/\//i.test(text) || !URL.canParse(text) || !URL.canParse(baseUrl)) return false;
  const url = new URL(text);
  const own = url.origin === new URL(baseUrl).origin && url.pathname.endsWith("/down");
  return url.search !== "" && (own || url.pathname.endsWith("/api/proxy/down"));
}

const ending = /\.[\p{L}\p{N}]{1,8}$/u;

/** What a file ends with where nothing but its bytes says what it is. */
const endings: Partial<Record<string, string>> = {
  "image/png": ".png",
  "image/jpeg": ".jpg",
  "image/gif": ".gif",
  "image/webp": ".webp",
  "image/avif": ".avif",
  "audio/wav": ".wav",
  "audio/mpeg": ".mp3",
  "audio/aac": ".aac",
  "audio/flac": ".flac",
  "audio/ogg": ".ogg",
  "audio/mp4": ".m4a",
  "video/mp4": ".mp4",
  "video/quicktime": ".mov",
  "video/webm": ".webm",
  "video/ogg": ".ogv",
  "video/x-matroska": ".mkv",
};

/** What a file is called: as its link says, else as its address does, else as it is. */
export function fileName(text: string, link: string, type = ""): string {
  const said = text.trim();
  if (ending.test(said)) return said;
  const url = URL.canParse(link, "http://x/") ? new URL(link, "http://x/") : undefined;
  const named = [url?.searchParams.get("Filename"), url?.searchParams.get("Path"), url?.pathname];
  const last = named.map((one) => one?.split("/").at(-1) ?? "").find((one) => ending.test(one));
  return last ?? `${said || "file"}${endings[type] ?? ""}`;
}
