import { act, screen, within } from "@testing-library/react";
import { describe, expect, it } from "vitest";
import { given, openWindow, threeConversations } from "../../desk";
import { conversationRow } from "../../host/fake-rows";

const DAY_MS = 86_400_000;
const items = () => screen.getAllByTestId("conversation-item");
const titles = () => items().map((item) => item.querySelector("b")?.textContent);
const item = (title: string) => screen.getByRole("button", { name: new RegExp(`^${title}`) });

describe("the list", () => {
  it("marks the open conversation", async () => {
    const { user } = await openWindow({ rows: threeConversations() });
    expect(item("Certificates").getAttribute("aria-current")).toBe("true");
    await user.click(item("Library"));
    expect(item("Library").getAttribute("aria-current")).toBe("true");
    expect(item("Certificates").getAttribute("aria-current")).toBeNull();
  });

  it("is cut by pins and days", async () => {
    const now = Date.now();
    const row = (id: string, days: number, pinned = false) =>
      conversationRow({ id, agentId: "agent-a", title: id, activeAt: now - days * DAY_MS, pinned });
    const rows = threeConversations(now);
    await openWindow({ rows: { ...rows, conversations: [row("A", 90, true), row("B", 0), row("C", 1), row("D", 4), row("E", 90)] } });
    const groups = ["Pinned", "Today", "Yesterday", "Last 7 days", "Earlier"].map((name) =>
      within(screen.getByRole("region", { name })).getByTestId("conversation-item").getAttribute("data-conversation-id"),
    );
    expect(groups).toEqual(["A", "B", "C", "D", "E"]);
  });

  it("says in words what its dots mean", async () => {
    const { fake } = await openWindow({ rows: threeConversations() });
    act(() =>
      fake.tell(
        { type: "conversation", row: { ...fake.conversation("c2"), running: true } },
        { type: "conversation", row: { ...fake.conversation("c3"), unread: true } },
      ),
    );
    expect(within(item("Calendar")).getByRole("img", { name: "An answer is being written" })).toBeDefined();
    expect(within(item("Library")).getByRole("img", { name: "New answer" })).toBeDefined();
  });

  it("shows the beginning of a draft", async () => {
    const { fake } = await openWindow({ rows: threeConversations() });
    act(() => fake.tell({ type: "conversation", row: { ...fake.conversation("c2"), draft: "Please look" } }));
    expect(within(item("Calendar")).getByText("Draft: Please look")).toBeDefined();
  });

  it("is one stop for Tab, and the arrow keys walk through it", async () => {
    const { user } = await openWindow({ rows: threeConversations() });
    expect(items().filter((each) => each.tabIndex === 0)).toEqual([item("Certificates")]);
    act(() => item("Certificates").focus());
    await user.keyboard("{ArrowDown}{ArrowDown}");
    expect(document.activeElement).toBe(item("Library"));
    await user.keyboard("{Home}");
    expect(document.activeElement).toBe(item("Certificates"));
    await user.keyboard("{End}{Enter}");
    expect(item("Library").getAttribute("aria-current")).toBe("true");
  });
});

describe("deleting", () => {
  it("is done at once, goes to the next one, and can be undone", async () => {
    const { fake, user } = await openWindow({ rows: threeConversations() });
    await user.click(screen.getByTestId("conversation-delete"));
    expect(given(fake, "removeConversations")).toEqual([[["c1"], true]]);
    expect(titles()).toEqual(["Calendar", "Library"]);
    expect(item("Calendar").getAttribute("aria-current")).toBe("true");

    expect(screen.getByText("“Certificates” was deleted.")).toBeDefined();
    await user.click(screen.getByRole("button", { name: "Undo" }));
    expect(given(fake, "restoreConversations")).toEqual([[["c1"]]]);
    expect(titles()).toEqual(["Certificates", "Calendar", "Library"]);
    expect(item("Certificates").getAttribute("aria-current")).toBe("true");
    expect(screen.queryByText("“Certificates” was deleted.")).toBeNull();
  });

  it("works by the Delete key on a row, and leaves the open one open", async () => {
    const { fake, user } = await openWindow({ rows: threeConversations() });
    act(() => item("Library").focus());
    await user.keyboard("{Delete}");
    expect(given(fake, "removeConversations")).toEqual([[["c3"], true]]);
    expect(item("Certificates").getAttribute("aria-current")).toBe("true");
  });

  it("of the last one begins a new one", async () => {
    const rows = threeConversations();
    const { fake, user } = await openWindow({ rows: { ...rows, conversations: rows.conversations.slice(0, 1) } });
    await user.click(screen.getByTestId("conversation-delete"));
    expect(given(fake, "newConversation")).toHaveLength(1);
    expect(titles()).toEqual(["New conversation"]);
  });
});

describe("renaming", () => {
  it("is done where the title stands, with F2 and Enter", async () => {
    const { fake, user } = await openWindow({ rows: threeConversations() });
    act(() => item("Calendar").focus());
    await user.keyboard("{F2}");
    await user.keyboard("Timetable{Enter}");
    expect(given(fake, "renameConversation")).toEqual([["c2", "Timetable"]]);
    expect(titles()).toEqual(["Certificates", "Timetable", "Library"]);
  });

  it("is left by Esc, with the old title", async () => {
    const { fake, user } = await openWindow({ rows: threeConversations() });
    await user.dblClick(item("Calendar"));
    await user.keyboard("Something{Escape}");
    expect(given(fake, "renameConversation")).toEqual([]);
    expect(titles()).toContain("Calendar");
  });

  it("is in the menu of a row, beside pinning", async () => {
    const { fake, user } = await openWindow({ rows: threeConversations() });
    await user.pointer({ keys: "[MouseRight]", target: item("Library") });
    await user.click(screen.getByRole("menuitem", { name: "Pin" }));
    expect(given(fake, "pinConversation")).toEqual([["c3", true]]);
    expect(within(screen.getByRole("region", { name: "Pinned" })).getByTestId("conversation-item")).toBe(item("Library"));
  });
});
