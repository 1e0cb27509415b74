/** A host without a shell: keeps rows in memory and answers from a script. For tests, and for working on the look in a browser. */
import { agentCommands } from "./fake-agents";
import { answerCommands } from "./fake-answers";
import { conversationCommands } from "./fake-conversations";
import type { Files } from "./fake-files";
import { firstRows, listCommands } from "./fake-lists";
import { historyCommands } from "./fake-history";
import { fileCommands } from "./fake-saving";
import { searchCommands } from "./fake-search";
import { storageCommands } from "./fake-storage";
import { turnCommands } from "./fake-turns";
import { type FakeOptions, World } from "./fake-world";
import { type FakeWorkflows, workflowCommands } from "./fake-workflows";
import { Writing } from "./fake-writing";
import type { Answer, Conversation, Host, Problem, Settings, Update } from "./types";

export type { FakeOptions } from "./fake-world";

export interface Fake extends Host {
  /** Every call, in order: the command's name and what was given. */
  readonly calls: World["calls"];
  /** The next call of this command is rejected. */
  refuse(command: keyof Host, reason: Problem): void;
  /** Tells the page something, as one batch. */
  tell(...batch: Update[]): void;
  /** Lets an answer grow. */
  write(answer: string, piece: string): void;
  /** Lets an answer end. */
  end(answer: string, change?: Partial<Answer>): void;
  /** The workflows and their runs. */
  readonly workflows: FakeWorkflows;
  /** A row as it is now. */
  answer(id: string): Answer;
  conversation(id: string): Conversation;
  /** Files beside unsent questions, and the question that waits. */
  readonly files: Files;
}

export function fakeHost(options: FakeOptions = {}): Fake {
  const world = new World(options);
  const writing = new Writing(world);
  const { calls, refuse, tell, answer, conversation, files, workflows } = world;
  const { write, end } = writing;
  return {
    ...windowCommands(world),
    ...agentCommands(world),
    ...conversationCommands(world),
    ...listCommands(world),
    ...turnCommands(world, writing),
    ...answerCommands(world, writing),
    ...fileCommands(world),
    ...historyCommands(world),
    ...searchCommands(world),
    ...workflowCommands(world),
    ...storageCommands(world),
    calls,
    refuse,
    tell,
    answer,
    conversation,
    files,
    workflows,
    write,
    end,
  };
}

type WindowCommands = "about" | "snapshot" | "updates" | "painted" | "saveSettings" | "openLink";

function windowCommands(world: World): Pick<Host, WindowCommands> {
  return {
    async about() {
      world.enter("about");
      return { version: "0.1.0", locale: world.options.locale, dataDir: "~/.local/share/parlance" };
    },

    async snapshot() {
      world.enter("snapshot");
      return { agents: [...world.agents.values()], conversations: firstRows(world), settings: world.settings, damaged: world.options.damaged };
    },

    async updates(onBatch: (batch: Update[]) => void) {
      world.enter("updates");
      world.onBatch = onBatch;
    },

    async painted() {
      world.enter("painted");
    },

    async saveSettings(settings: Settings) {
      world.enter("saveSettings", settings);
      world.settings = settings;
    },

    async openLink(url: string) {
      world.enter("openLink", url);
    },
  };
}
