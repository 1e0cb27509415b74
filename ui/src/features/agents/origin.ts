/** Whom an address that is being typed would reach: enough to see a slip before a key is sent there. */

const near = /^(?:localhost|(?:.+\.)?localhost|127\.|10\.|192\.168\.|169\.254\.|172\.(?:1[6-9]|2\d|3[01])\.|\[::1\])/i;

/** Scheme, host and port; empty while it is no address yet. The core has the last word on it. */
export function originOf(address: string): string {
  const text = address.trim().replace("：//", "://");
  if (text === "") return "";
  const whole = text.includes("://") ? text : `${near.test(text) ? "http" : "https"}://${text}`;
  if (!URL.canParse(whole)) return "";
  const { origin, protocol, hostname } = new URL(whole);
  const reachable = protocol === "https:" || protocol === "http:";
  return reachable && (hostname.includes(".") || near.test(hostname)) ? origin : "";
}

/** The host of a stored address, for a place with little room. */
export function hostOf(address: string): string {
  return URL.canParse(address) ? new URL(address).host : address;
}
