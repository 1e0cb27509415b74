/** What every component test starts from and leaves behind. */
import { cleanup, configure } from "@testing-library/react";
import { afterEach } from "vitest";

afterEach(cleanup);

// How fast a busy machine is, is not what these tests ask.
configure({ asyncUtilTimeout: 20_000 });

// What works away from the window is tested without one.
if (typeof document !== "undefined") {
  // There is no layout here: what scrolls is given a height, else the log would show no turn.
  Object.defineProperty(HTMLElement.prototype, "clientHeight", { configurable: true, get: () => 600 });

  // Nor is there CSS.escape, which the popovers look for.
  globalThis.CSS ??= { escape: (text: string) => text } as typeof CSS;

  // jsdom has no layout, so nothing in it can be scrolled to, and what is selected or found has no place.
  Element.prototype.scrollIntoView ??= () => undefined;
  Range.prototype.getBoundingClientRect ??= () => new DOMRect();
}
