/** What the history of the host without a shell takes up. */
import type { World } from "./fake-world";
import type { Cleared, Host, Progress, Storage } from "./types";

type Commands = "storage" | "clearCache" | "retiring" | "compact" | "stopTidying";

export function storageCommands(world: World): Pick<Host, Commands> {
  const cleared = new Set<string>();
  const of = (agentId: string) => {
    const own = [...world.conversations.values()].filter((row) => row.agentId === agentId);
    const turns = cleared.has(agentId) ? 0 : own.reduce((sum, row) => sum + row.turns, 0);
    return { agentId, conversations: own.length, turns, texts: turns * 4096, events: turns * 8192 };
  };
  return {
    async storage(tell: (at: Progress) => void): Promise<Storage> {
      world.enter("storage");
      const agents = [...world.agents.keys()].map(of);
      tell({ done: agents.length, total: agents.length });
      const database = agents.reduce((sum, { texts, events }) => sum + texts + events, 65_536);
      return { database, free: cleared.size * 8192, files: 0, backups: 340 * 1024, agents };
    },

    async clearCache(agent: string): Promise<Cleared> {
      world.enter("clearCache", agent);
      const { turns } = of(agent);
      cleared.add(agent);
      return { turns, cancelled: false };
    },

    async retiring(days: number) {
      world.enter("retiring", days);
      const before = world.options.now() - days * 86_400_000;
      return days === 0 ? 0 : [...world.conversations.values()].filter((row) => row.activeAt < before).length;
    },

    async compact() {
      world.enter("compact");
      cleared.clear();
      return true;
    },

    async stopTidying() {
      world.enter("stopTidying");
    },
  };
}
