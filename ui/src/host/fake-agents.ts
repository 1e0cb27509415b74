/** Agents of the host without a shell. */
import { agentRow, problem } from "./fake-rows";
import type { World } from "./fake-world";
import type { AgentDraft, Detail, Host, Keep, Pictures, Preset, Probed, UploadsDraft, Values } from "./types";

type Commands =
  | "probe"
  | "addAgent"
  | "replaceKey"
  | "renameAgent"
  | "removeAgent"
  | "setDetail"
  | "setPictures"
  | "setUploads"
  | "removeUploads"
  | "savePreset"
  | "renamePreset"
  | "removePreset";

export function agentCommands(world: World): Pick<Host, Commands> {
  const changePresets = (change: (preset: Preset) => Preset[]) => {
    for (const { id, presets } of world.agents.values()) world.changeAgent(id, { presets: presets.flatMap(change) });
  };
  return {
    async probe(draft: AgentDraft, key: string) {
      world.enter("probe", draft, key);
      return probed(draft, key);
    },

    async addAgent(draft: AgentDraft, key: string, keep: Keep) {
      world.enter("addAgent", draft, key, keep);
      const found = probed(draft, key);
      const row = agentRow({
        id: world.id("agent"),
        name: draft.name || found.name,
        baseUrl: found.baseUrl,
        userId: draft.userId || "made0001",
        kind: draft.kind ?? found.kind,
        key: keep,
        position: world.agents.size,
        addedAt: world.options.now(),
      });
      world.agents.set(row.id, row);
      world.tell({ type: "agent", row });
      return row;
    },

    async replaceKey(agent: string, key: string, keep: Keep) {
      world.enter("replaceKey", agent, key, keep);
      if (key.includes("wrong")) throw problem("keyRejected");
      return world.changeAgent(agent, { key: keep });
    },

    async renameAgent(agent: string, name: string) {
      world.enter("renameAgent", agent, name);
      world.changeAgent(agent, { name });
    },

    async removeAgent(agent: string) {
      world.enter("removeAgent", agent);
      world.agents.delete(agent);
      for (const row of world.conversations.values()) if (row.agentId === agent) world.conversations.delete(row.id);
      world.tell({ type: "removed", row: { kind: "agent", id: agent } });
    },

    async setDetail(agent: string, detail: Detail) {
      world.enter("setDetail", agent, detail);
      world.changeAgent(agent, { detail });
    },

    async setPictures(agent: string, pictures: Pictures) {
      world.enter("setPictures", agent, pictures);
      world.changeAgent(agent, { pictures });
    },

    async setUploads(agent: string, draft: UploadsDraft, secret: string, keep: Keep) {
      world.enter("setUploads", agent, draft, secret, keep);
      if (secret.includes("wrong")) throw problem("uploadKeys");
      return world.changeAgent(agent, { uploads: { ...draft, offer: "service", secret: keep, largest: 64 << 20 } });
    },

    async removeUploads(agent: string) {
      world.enter("removeUploads", agent);
      return world.changeAgent(agent, { uploads: { offer: "nobody", endpoint: "", accessKey: "", secret: "missing", largest: 0 } });
    },

    async savePreset(agent: string, name: string, values: Values) {
      world.enter("savePreset", agent, name, values);
      const { presets } = world.agent(agent);
      const kept = presets.filter((preset) => preset.name !== name);
      world.changeAgent(agent, { presets: [...kept, { id: world.id("preset"), name, values }] });
    },

    async renamePreset(id: string, name: string) {
      world.enter("renamePreset", id, name);
      changePresets((preset) => (preset.id === id ? [{ ...preset, name }] : [preset]));
    },

    async removePreset(id: string) {
      world.enter("removePreset", id);
      changePresets((preset) => (preset.id === id ? [] : [preset]));
    },
  };
}

/** Addresses without a scheme and keys with "wrong" in them are refused; a key that begins with "flow" is a workflow's. */
function probed(draft: AgentDraft, key: string): Probed {
  if (!/^https?:\/\/./.test(draft.address)) throw problem("badAddress", { detail: "no scheme" });
  if (key.includes("wrong")) throw problem("keyRejected");
  return { name: "IT Desk", baseUrl: `${new URL(draft.address).origin}/api/proxy/api/v1`, opening: { message: "", questions: [] }, kind: key.startsWith("flow") ? "workflow" : "chat" };
}
