/** Addresses in answers: which may be opened, and what a reader should know about them. */

const allowed = new Set(["http:", "https:", "mailto:"]);

export interface Address {
  url: string;
  /** As the network sees it: names in other scripts are in their ASCII form. Empty for mail without a domain. */
  host: string;
}

/** The address in `text`, if it is one that may be opened. */
export function address(text: string): Address | undefined {
  if (!/^(?:https?:\/\/|mailto:)/i.test(text.trim()) || !URL.canParse(text.trim())) return undefined;
  const url = new URL(text.trim());
  if (!allowed.has(url.protocol)) return undefined;
  const host = url.protocol === "mailto:" ? (url.pathname.split("@").at(-1) ?? "") : url.host;
  return { url: url.href, host };
}

const named = /(?:^|[^\p{L}\p{N}.-])((?:[\p{L}\p{N}](?:[\p{L}\p{N}-]*[\p{L}\p{N}])?\.)+\p{L}{2,})(?![\p{L}\p{N}])/giu;
const bare = (host: string) => host.replace(/^www\./, "").replace(/:\d+$/, "");

/** Whether a link's text lets one expect another host than it leads to, or its host only looks familiar. */
export function misleads(text: string, { host }: Address): boolean {
  if (host.split(".").some((label) => label.startsWith("xn--"))) return true;
  return Array.from(text.matchAll(named), (match) => match[1] ?? "").some((name) => {
    const other = URL.canParse(`http://${name}`) ? new URL(`http://${name}`).host : name;
    return bare(other) !== bare(host);
  });
}
