/** The shell's end of the page: the one file that knows it. */
import { Channel } from "@tauri-apps/api/core";
import { commands } from "./bindings";
import type { Host, Update } from "./types";

export function tauriHost(): Host {
  return {
    ...commands,
    updates: (onBatch) => {
      const channel = new Channel<Update[]>();
      channel.onmessage = onBatch;
      return commands.updates(channel);
    },
  };
}
