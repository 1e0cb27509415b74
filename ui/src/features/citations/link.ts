/** The way to a citation's document. */
import type { Citation } from "../../host/types";
import { type Address, address } from "../../markdown/address";

/** The address of the document, where it may be opened; at the page, where a viewer of pages will understand that. */
export function linkOf(citation: Citation): Address | undefined {
  const target = address(citation.link);
  if (!target || citation.page === 0 || !target.url.startsWith("http")) return target;
  const url = new URL(target.url);
  if (url.hash !== "" || !/\.pdf$/i.test(url.pathname)) return target;
  url.hash = `page=${citation.page}`;
  return { ...target, url: url.href };
}
