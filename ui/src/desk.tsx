/** A whole window in a test, on a host that does what it is told. */
import { render } from "@testing-library/react";
import { userEvent } from "@testing-library/user-event";
import { App } from "./App";
import { clearToasts } from "./design/Toast";
import { closeAgentDialog } from "./features/agents/dialogs";
import { forgetDetails } from "./features/details/shown";
import { detailed, renaming, tagged } from "./features/conversations/acts";
import { filter, noFilter } from "./features/conversations/filter";
import { clearSelection } from "./features/conversations/selection";
import { closeFind } from "./features/finding/find";
import { lit } from "./features/finding/lit";
import { forgetRecent } from "./features/palette/recent";
import { paletteShown } from "./features/palette/shown";
import { forgetSearch } from "./features/search/sought";
import { settingsOpen } from "./features/settings/shown";
import { exporting } from "./features/transfer/exporting";
import { wayOutShown } from "./features/transfer/wayOut";
import { forgetEdits } from "./features/variables/edits";
import { variablesShown } from "./features/variables/shown";
import { type Fake, type FakeOptions, fakeHost } from "./host/fake";
import { agentRow, conversationRow, noRows } from "./host/fake-rows";
import { setHost } from "./host/host";
import { start } from "./model/open";
import { show } from "./model/view";

/** One agent with three conversations, the first of them the last active. */
export function threeConversations(now = Date.now()) {
  const agent = agentRow({ id: "agent-a", name: "Campus", baseUrl: "https://campus.example.edu/api/v1" });
  const conversations = ["Certificates", "Calendar", "Library"].map((title, index) =>
    conversationRow({ id: `c${index + 1}`, agentId: agent.id, title, activeAt: now - index * 1000 }),
  );
  return { ...noRows, agents: [agent], conversations };
}

/** Opens the window as at a start of the program. */
export async function openWindow(options: FakeOptions = {}): Promise<{ fake: Fake; user: ReturnType<typeof userEvent.setup> }> {
  clearToasts();
  closeAgentDialog();
  settingsOpen.set(false);
  exporting.set(undefined);
  wayOutShown.set(false);
  paletteShown.set(false);
  forgetRecent();
  forgetSearch();
  closeFind();
  lit.set(undefined);
  renaming.set(undefined);
  detailed.set("");
  tagged.set([]);
  filter.set(noFilter);
  clearSelection();
  variablesShown.set(undefined);
  forgetEdits();
  forgetDetails();
  show({ agent: "", conversation: "" });
  const fake = fakeHost(options);
  setHost(fake);
  await start();
  render(<App />);
  return { fake, user: userEvent.setup() };
}

/** What a command was given, each time it was called. */
export function given(fake: Fake, command: Fake["calls"][number][0]): unknown[][] {
  return fake.calls.filter(([name]) => name === command).map(([, ...rest]) => rest);
}
