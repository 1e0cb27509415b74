/** The shell's end of the page: the one file that knows it. */
import { Channel, invoke } from "@tauri-apps/api/core";
import { commands } from "./bindings";
import type { Host, Update } from "./types";

function told<Message>(tell: (message: Message) => void): Channel<Message> {
  const channel = new Channel<Message>();
  channel.onmessage = tell;
  return channel;
}

/** The first line says what the rest is. */
function shown(body: ArrayBuffer): Blob {
  const bytes = new Uint8Array(body);
  const end = bytes.indexOf(10);
  return new Blob([bytes.subarray(end + 1)], { type: new TextDecoder().decode(bytes.subarray(0, end)) });
}

export function tauriHost(): Host {
  return {
    ...commands,
    updates: (onBatch) => commands.updates(told<Update[]>(onBatch)),
    storage: (tell) => commands.storage(told(tell)),
    clearCache: (agent, tell) => commands.clearCache(agent, told(tell)),
    compact: (tell) => commands.compact(told(tell)),
    saveExport: (scope, form, include, onProgress) => commands.saveExport(scope, form, include, told(onProgress)),
    handOver: (at, bytes) => invoke("hand_over", bytes, { headers: { at: String(at) } }),
    importHandedOver: (onProgress) => commands.importHandedOver(told(onProgress)),
    checkHistory: (onProgress) => commands.checkHistory(told(onProgress)),
    backUp: (onProgress) => commands.backUp(told(onProgress)),
    // Bytes travel as the body of a call and of an answer, which the generated commands do not know of.
    attachSlice: (file, at, bytes) => invoke("attach_slice", bytes, { headers: { file, at: String(at) } }),
    fileContent: (file) => invoke<ArrayBuffer>("file_content", { file }).then(shown),
    content: (agent, link, asked) => invoke<ArrayBuffer>("content", { agent, link, asked }).then(shown),
  };
}
