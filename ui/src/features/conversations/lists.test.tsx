import { act, fireEvent, screen, waitFor, within } from "@testing-library/react";
import { describe, expect, it } from "vitest";
import { given, openWindow, threeConversations } from "../../desk";
import { agentRow, conversationRow } from "../../host/fake-rows";
import { listed } from "../../model/list";

const items = () => screen.queryAllByTestId("conversation-item");
const titles = () => items().map((item) => item.querySelector("b")?.textContent);

function item(title: string): HTMLElement {
  const found = items().find((each) => each.querySelector("b")?.textContent === title);
  if (!found) throw new Error(`“${title}” is not in the list`);
  return found;
}

/** More conversations than anybody would read at once; the first one is the last active. */
function thousands(count: number, now = Date.now()) {
  const rows = threeConversations(now);
  const conversations = Array.from({ length: count }, (_, place) =>
    conversationRow({ id: `c${String(count - place).padStart(6, "0")}`, agentId: "agent-a", title: `Number ${place}`, activeAt: now - place * 1000 }),
  );
  return { ...rows, conversations };
}

function two() {
  const rows = threeConversations();
  const other = agentRow({ id: "agent-b", name: "Library desk", position: 1 });
  const theirs = conversationRow({ id: "d1", agentId: "agent-b", title: "Loans", activeAt: Date.now() - 500 });
  return { ...rows, agents: [...rows.agents, other], conversations: [...rows.conversations, theirs] };
}

describe("a list of twenty thousand", () => {
  it("has few elements, and reads what one comes near to", async () => {
    const { fake } = await openWindow({ rows: thousands(20_000) });
    await waitFor(() => expect(listed.get().loading).toBe(false));
    expect(items().length).toBeGreaterThan(5);
    expect(items().length).toBeLessThan(40);
    expect(listed.get().ids.length).toBeLessThan(500);
    const pages = given(fake, "conversations").length;
    expect(pages).toBeLessThan(5);
  });

  it("stays in order when a row that was not read yet comes to the top", async () => {
    const { fake } = await openWindow({ rows: thousands(20_000) });
    await waitFor(() => expect(listed.get().loading).toBe(false));
    const before = listed.get().ids.length;
    act(() => fake.tell({ type: "conversation", row: { ...fake.conversation("c000001"), title: "From far below", activeAt: Date.now() + 5000 } }));
    expect(titles()[0]).toBe("From far below");
    expect(listed.get().ids.length).toBe(before + 1);
  });

  it("is read on until the one that was opened is in it", async () => {
    const rows = thousands(2000);
    const { fake } = await openWindow({ rows, settings: { agent: "agent-a", conversation: "c001500" } });
    await waitFor(() => expect(listed.get().ids).toContain("c001500"));
    expect(given(fake, "conversations").length).toBeLessThan(12);
  });

  it("leaves a row that sinks below what was read to the page it is on", async () => {
    const { fake } = await openWindow({ rows: thousands(20_000) });
    await waitFor(() => expect(listed.get().loading).toBe(false));
    const before = listed.get().ids.length;
    act(() => fake.tell({ type: "conversation", row: { ...fake.conversation("c019999"), activeAt: 1 } }));
    expect(titles()).not.toContain("Number 1");
    expect(listed.get().ids.length).toBe(before - 1);
  });
});

describe("the filter", () => {
  it("shows what fits, and says when nothing does", async () => {
    const { user } = await openWindow({ rows: threeConversations() });
    const field = screen.getByRole("textbox", { name: "Filter conversations" });
    await user.type(field, "ＣＡＬ");
    await waitFor(() => expect(titles()).toEqual(["Calendar"]));
    await user.type(field, "x");
    expect(await screen.findByText("No conversation fits")).toBeDefined();
    await user.keyboard("{Escape}");
    await waitFor(() => expect(titles()).toHaveLength(3));
  });

  it("waits for the end of a composition", async () => {
    const { fake } = await openWindow({ rows: threeConversations() });
    const field = screen.getByRole("textbox", { name: "Filter conversations" });
    fireEvent.compositionStart(field);
    fireEvent.change(field, { target: { value: "ca" } });
    const asked = given(fake, "conversations").length;
    await new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)));
    expect(given(fake, "conversations")).toHaveLength(asked);
    fireEvent.change(field, { target: { value: "Cal" } });
    fireEvent.compositionEnd(field);
    await waitFor(() => expect(titles()).toEqual(["Calendar"]));
  });

  it("brings the conversations of every agent together, each with whose it is", async () => {
    const { user } = await openWindow({ rows: two() });
    expect(titles()).toEqual(["Certificates", "Calendar", "Library"]);
    await user.click(screen.getByRole("button", { name: "Which conversations" }));
    await user.click(screen.getByRole("menuitemradio", { name: "All agents" }));
    await waitFor(() => expect(titles()).toEqual(["Certificates", "Loans", "Calendar", "Library"]));
    expect(within(item("Loans")).getByRole("img", { name: "Library desk" })).toBeDefined();
    await user.click(item("Loans"));
    expect(item("Loans").getAttribute("aria-current")).toBe("true");
    expect(titles()).toHaveLength(4);
    await user.click(screen.getByRole("button", { name: "Not only: All agents" }));
    await waitFor(() => expect(titles()).toEqual(["Loans"]));
  });
});

describe("the archive", () => {
  it("takes a conversation out of the list, with a way back", async () => {
    const { fake, user } = await openWindow({ rows: threeConversations() });
    await user.pointer({ keys: "[MouseRight]", target: item("Library") });
    await user.click(screen.getByRole("menuitem", { name: "Archive" }));
    expect(titles()).toEqual(["Certificates", "Calendar"]);
    await user.click(screen.getByRole("button", { name: "Which conversations" }));
    await user.click(await screen.findByRole("menuitemradio", { name: "Archived" }));
    await waitFor(() => expect(titles()).toEqual(["Library"]));
    await user.click(screen.getByRole("button", { name: "Undo" }));
    await waitFor(() => expect(given(fake, "archiveConversations")).toEqual([[["c3"], true], [["c3"], false]]));
    expect(screen.getByText("Nothing is archived")).toBeDefined();
  });
});

describe("tags", () => {
  it("are written, shown in the row, and filtered by", async () => {
    const { fake, user } = await openWindow({ rows: threeConversations() });
    await user.pointer({ keys: "[MouseRight]", target: item("Library") });
    await user.click(screen.getByRole("menuitem", { name: "Tags…" }));
    await user.type(screen.getByRole("textbox", { name: "New tag" }), "to  read{Enter}");
    expect(given(fake, "tagConversations")).toEqual([[["c3"], "to read", true]]);
    await user.click(screen.getByRole("button", { name: "Done" }));
    expect(within(item("Library")).getByText("to read")).toBeDefined();
    await user.click(screen.getByRole("button", { name: "Which conversations" }));
    await user.click(await screen.findByRole("menuitemradio", { name: "to read" }));
    await waitFor(() => expect(titles()).toEqual(["Library"]));
  });
});

describe("a tag's name", () => {
  it("is changed in all conversations, and taken from all when it is left empty", async () => {
    const rows = threeConversations();
    const conversations = rows.conversations.map((row) => ({ ...row, tags: ["law"] }));
    const { fake, user } = await openWindow({ rows: { ...rows, conversations } });
    await user.pointer({ keys: "[MouseRight]", target: item("Library") });
    await user.click(screen.getByRole("menuitem", { name: "Tags…" }));
    await user.click(await screen.findByRole("button", { name: "Rename the tag “law” everywhere" }));
    const field = screen.getByRole("textbox", { name: "Rename the tag “law” everywhere" });
    await user.clear(field);
    await user.type(field, "rules{Enter}");
    expect(given(fake, "renameTag")).toEqual([["law", "rules"]]);
    expect(screen.getByRole("checkbox", { name: "rules" })).toHaveProperty("checked", true);
    expect(fake.conversation("c1").tags).toEqual(["rules"]);
    await user.click(screen.getByRole("button", { name: "Rename the tag “rules” everywhere" }));
    await user.clear(screen.getByRole("textbox", { name: "Rename the tag “rules” everywhere" }));
    await user.keyboard("{Enter}");
    expect(fake.conversation("c1").tags).toEqual([]);
  });
});

describe("several at once", () => {
  it("are chosen with Ctrl and Shift, counted, and deleted with a way back", async () => {
    const { fake, user } = await openWindow({ rows: threeConversations() });
    await user.keyboard("{Control>}");
    await user.click(item("Certificates"));
    await user.keyboard("{/Control}{Shift>}");
    await user.click(item("Library"));
    await user.keyboard("{/Shift}");
    expect(screen.getByText("3 chosen")).toBeDefined();
    expect(items().every((each) => each.getAttribute("aria-pressed") === "true")).toBe(true);
    await user.keyboard("{Control>}");
    await user.click(item("Calendar"));
    await user.keyboard("{/Control}");
    expect(screen.getByText("2 chosen")).toBeDefined();
    act(() => item("Library").focus());
    await user.keyboard("{Delete}");
    expect(given(fake, "removeConversations")).toEqual([[["c1", "c3"], true]]);
    expect(titles()).toEqual(["Calendar"]);
    await user.click(screen.getByRole("button", { name: "Undo" }));
    await waitFor(() => expect(titles()).toHaveLength(3));
    expect(screen.queryByText("2 chosen")).toBeNull();
  });

  it("are all of the list with Ctrl A, also what was not read, and none with Esc", async () => {
    const { user } = await openWindow({ rows: thousands(1000) });
    act(() => items()[0]?.focus());
    await user.keyboard("{Control>}a{/Control}");
    expect(await screen.findByText("1000 chosen")).toBeDefined();
    await user.keyboard("{Escape}");
    expect(screen.queryByText("1000 chosen")).toBeNull();
  });
});

describe("more than one sees at once", () => {
  it("is not deleted without a question", async () => {
    const { fake, user } = await openWindow({ rows: thousands(1000) });
    act(() => items()[0]?.focus());
    await user.keyboard("{Control>}a{/Control}");
    await screen.findByText("1000 chosen");
    await user.keyboard("{Delete}");
    const question = await screen.findByRole("alertdialog", { name: "Delete 1,000 conversations?" });
    await user.click(within(question).getByRole("button", { name: "Cancel" }));
    expect(given(fake, "removeConversations")).toEqual([]);
    act(() => items()[0]?.focus());
    await user.keyboard("{Delete}");
    await user.click(await screen.findByTestId("remove-many"));
    await waitFor(() => expect(given(fake, "removeConversations")).toHaveLength(1));
  });
});

describe("the marks of a row", () => {
  it("say in words what is the matter", async () => {
    const { fake } = await openWindow({ rows: threeConversations() });
    act(() =>
      fake.tell(
        { type: "conversation", row: { ...fake.conversation("c1"), failed: true } },
        { type: "conversation", row: { ...fake.conversation("c2"), draft: "Half" } },
        { type: "conversation", row: { ...fake.conversation("c3"), gone: true } },
      ),
    );
    expect(within(item("Certificates")).getByRole("img", { name: "The newest question has no whole answer" })).toBeDefined();
    expect(within(item("Calendar")).getByRole("img", { name: "There is a draft" })).toBeDefined();
    expect(within(item("Library")).getByRole("img", { name: "Deleted on the platform; kept here" })).toBeDefined();
  });
});

describe("details", () => {
  it("say ids and counts", async () => {
    const rows = threeConversations();
    const [first, ...others] = rows.conversations;
    const conversations = first ? [{ ...first, platformId: "platform-1" }, ...others] : others;
    const { user } = await openWindow({ rows: { ...rows, conversations } });
    await user.pointer({ keys: "[MouseRight]", target: item("Certificates") });
    await user.click(screen.getByRole("menuitem", { name: "Details…" }));
    const dialog = screen.getByRole("dialog", { name: "Details of “Certificates”" });
    expect(within(dialog).getByText("platform-1")).toBeDefined();
    expect(await within(dialog).findByText("0 questions, 0 answers, 0 files")).toBeDefined();
    expect(within(dialog).getByRole("button", { name: "Copy: Id on the platform" })).toBeDefined();
  });

  it("the menu offers to delete here only what the platform has", async () => {
    const rows = threeConversations();
    const [first, ...others] = rows.conversations;
    const conversations = first ? [{ ...first, platformId: "platform-1" }, ...others] : others;
    const { fake, user } = await openWindow({ rows: { ...rows, conversations } });
    await user.pointer({ keys: "[MouseRight]", target: item("Library") });
    expect(screen.queryByRole("menuitem", { name: /Delete here only/ })).toBeNull();
    await user.keyboard("{Escape}");
    await user.pointer({ keys: "[MouseRight]", target: item("Certificates") });
    await user.click(screen.getByRole("menuitem", { name: /Delete here only/ }));
    expect(given(fake, "removeConversations")).toEqual([[["c1"], false]]);
    expect(screen.getByText("“Certificates” was deleted here. The platform keeps it.")).toBeDefined();
  });
});
