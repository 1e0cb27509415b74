/** The shell's end of the page: the one file that knows it. */
import { Channel, invoke } from "@tauri-apps/api/core";
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
    // Bytes travel as the body of a call and of an answer, which the generated commands do not know of.
    attachSlice: (file, at, bytes) => invoke("attach_slice", bytes, { headers: { file, at: String(at) } }),
    fileBytes: (file) => invoke<ArrayBuffer>("file_bytes", { file }),
    image: (agent, link, asked) => invoke<ArrayBuffer>("image", { agent, link, asked }),
  };
}
