/** Draws diagrams where neither the window nor the network can be reached. */
import { drawn } from "./mermaid";
import type { Order, Reply } from "./order";

// Nothing here is meant to ask anybody for anything.
for (const way of ["fetch", "XMLHttpRequest", "WebSocket", "WebSocketStream", "EventSource", "WebTransport", "importScripts", "indexedDB", "caches", "BroadcastChannel", "Worker", "SharedWorker"])
  Object.defineProperty(self, way, { value: undefined });

// oxlint-disable-next-line unicorn/require-post-message-target-origin -- a worker has none
const answer = (reply: Reply) => self.postMessage(reply);

self.addEventListener("message", ({ data: { id, source, look } }: MessageEvent<Order>) => {
  drawn(source, look).then(
    (drawing) => answer({ id, drawing }),
    () => answer({ id, drawing: undefined }),
  );
});
