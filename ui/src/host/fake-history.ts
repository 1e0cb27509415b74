/** The history as a whole, in the host without a shell: what is saved, imported and backed up is only remembered. */
import type { World } from "./fake-world";
import type { Backup, Form, Host, Imported, Include, Progress, Scope, WayOut } from "./types";

type Commands =
  | "saveExport"
  | "handOver"
  | "importHandedOver"
  | "cancelWork"
  | "backups"
  | "backupProblem"
  | "backUp"
  | "checkHistory"
  | "deleteBackup"
  | "restoreBackup"
  | "rescue"
  | "openAgain";

const nothing: Imported = { agents: 0, conversations: 0, changed: 0, unchanged: 0, turns: 0, skipped: [], skippedLines: 0, cancelled: false, stopped: null };
const endings: Record<Form, string> = { lines: "jsonl", markdown: "md", page: "html", text: "txt" };

export function historyCommands(world: World): Pick<Host, Commands> {
  const handed: number[] = [];
  const made = (at: number, kind: Backup["kind"]): Backup => ({
    name: `parlance-${new Date(at).toISOString().replace(/[-:]/g, "")}-${kind}.sqlite`,
    kind,
    at,
    kibibytes: 340,
    holds: { agents: world.agents.size, conversations: world.conversations.size, turns: world.rows.turns.length, activeAt: at },
  });
  const now = world.options.now();
  const list: Backup[] = [made(now - 86_400_000, "automatic")];
  if (world.options.damaged) list.push({ ...made(now - 172_800_000, "setAside"), holds: null });
  return {
    async saveExport(scope: Scope, form: Form, include: Include, onProgress: (at: Progress) => void) {
      world.enter("saveExport", scope, form, include);
      onProgress({ done: 1, total: 1 });
      return { name: `export.${endings[form]}`, folder: "/downloads", runs: false };
    },

    async handOver(at: number, bytes: Uint8Array) {
      world.enter("handOver", at, bytes.length);
      if (at === 0) handed.length = 0;
      handed.push(bytes.length);
    },

    async importHandedOver(onProgress: (at: Progress) => void) {
      world.enter("importHandedOver");
      onProgress({ done: 1, total: 1 });
      return { ...nothing, unchanged: handed.length };
    },

    async cancelWork() {
      world.enter("cancelWork");
    },

    async backups() {
      world.enter("backups");
      return [...list];
    },

    async backupProblem() {
      world.enter("backupProblem");
      return world.options.backupProblem;
    },

    async backUp() {
      world.enter("backUp");
      const backup = made(world.options.now(), "manual");
      list.unshift(backup);
      return backup;
    },

    async checkHistory(onProgress: (at: Progress) => void) {
      world.enter("checkHistory");
      onProgress({ done: 0, total: 0 });
      return !world.options.damaged;
    },

    async deleteBackup(name: string) {
      world.enter("deleteBackup", name);
      list.splice(list.findIndex((backup) => backup.name === name), 1);
    },

    async restoreBackup(name: string) {
      world.enter("restoreBackup", name);
    },

    async rescue(way: WayOut) {
      world.enter("rescue", way);
      const holds = { agents: world.agents.size, conversations: world.conversations.size, turns: world.rows.turns.length, activeAt: 0 };
      return { holds, added: nothing, lost: way.kind === "rest" ? 2 : 0 };
    },

    async openAgain() {
      world.enter("openAgain");
    },
  };
}
