import { fireEvent, screen, waitFor, within } from "@testing-library/react";
import { describe, expect, it } from "vitest";
import { given, openWindow, threeConversations } from "../../desk";
import { agentRow, conversationRow } from "../../host/fake-rows";
import { currentView } from "../../model/view";
import { fit } from "./fuzzy";

async function opened() {
  const rows = threeConversations();
  const agents = [...rows.agents, agentRow({ id: "agent-b", name: "法务助手", position: 1 })];
  const conversations = [...rows.conversations, conversationRow({ id: "d1", agentId: "agent-b", title: "合同审查", activeAt: 5 })];
  const window = await openWindow({ rows: { ...rows, agents, conversations } });
  await window.user.keyboard("{Control>}k{/Control}");
  return { ...window, line: screen.getByRole<HTMLInputElement>("combobox") };
}

const options = () => screen.getAllByRole("option");
const labels = () => options().map((option) => option.textContent);

describe("how well a text fits", () => {
  const best = (written: string, ...texts: string[]) => texts.map((text) => ({ text, score: fit(written, text)?.score ?? -Infinity })).sort((one, other) => other.score - one.score)[0]?.text;

  it("a beginning before a word in it, before a piece of a word, before letters here and there", () => {
    expect(best("cal", "Local", "The calendar", "Calendar", "Central, all")).toBe("Calendar");
    expect(best("cal", "Local", "The calendar", "Central, all")).toBe("The calendar");
    expect(best("cal", "Local", "Central, all")).toBe("Local");
  });

  it("letters fit in their order only, beginnings of words best", () => {
    expect(fit("nc", "New conversation")).toBeDefined();
    expect(fit("cn", "Find")).toBeUndefined();
    expect(best("nc", "Runic", "New conversation")).toBe("New conversation");
    expect(best("nc", "announce it", "New conversation")).toBe("announce it");
    expect(best("nwc", "announce what comes", "New conversation")).toBe("New conversation");
  });

  it("says which letters those are, whatever their case, accents and width", () => {
    expect(fit("CAFE", "Le café")?.marks).toEqual([{ start: 3, end: 7 }]);
    expect(fit("vpn", "ＶＰＮ 设置")?.marks).toEqual([{ start: 0, end: 3 }]);
    expect(fit("设置", "外观设置")?.marks).toEqual([{ start: 2, end: 4 }]);
    expect(fit("fb", "foo bar")?.marks).toEqual([{ start: 0, end: 1 }, { start: 4, end: 5 }]);
  });
});

describe("the palette", () => {
  it("offers agents, conversations and commands before anything is written", async () => {
    await opened();
    expect(screen.getAllByRole("group").map((group) => group.getAttribute("aria-label"))).toEqual(["Agents", "Conversations", "Commands"]);
  });

  it("goes to an agent", async () => {
    const { user, line } = await opened();
    await user.type(line, "法务");
    expect(within(options()[0] as HTMLElement).getByText("法务")).toBeTruthy();
    await user.keyboard("{Enter}");
    await waitFor(() => expect(currentView()).toEqual({ agent: "agent-b", conversation: "d1" }));
    expect(screen.queryByRole("combobox")).toBeNull();
  });

  it("goes to a conversation of any agent, by letters of its title", async () => {
    const { user, line } = await opened();
    await user.type(line, "clndr");
    expect(labels()[0]).toContain("Calendar");
    await user.keyboard("{Enter}");
    await waitFor(() => expect(currentView().conversation).toBe("c2"));
  });

  it("does what can be done, by what it is called", async () => {
    const { user, line } = await opened();
    await user.type(line, "settings{Enter}");
    expect(await screen.findByRole("dialog", { name: "Settings" })).toBeTruthy();
  });

  it("changes a setting", async () => {
    const { fake, user, line } = await opened();
    await user.type(line, "dark");
    expect(labels()[0]).toBe("Appearance: Dark");
    await user.keyboard("{Enter}");
    expect(document.documentElement.dataset.theme).toBe("dark");
    expect(given(fake, "saveSettings").at(-1)?.[0]).toMatchObject({ theme: "dark" });
  });

  it("has what was chosen last at its top", async () => {
    const { user, line } = await opened();
    await user.type(line, "calendar{Enter}");
    await user.keyboard("{Control>}k{/Control}");
    expect(screen.getAllByRole("group")[0]?.getAttribute("aria-label")).toBe("Recent");
    expect(labels()[0]).toContain("Calendar");
  });

  it("goes over to the search with Tab, and with what is written", async () => {
    const { user, line } = await opened();
    await user.type(line, "root");
    await user.keyboard("{Tab}");
    expect(screen.getByTestId<HTMLInputElement>("search-input").value).toBe("root");
  });

  it("chooses nothing with the Enter of an input method, and offers nothing for what is being composed", async () => {
    const { line } = await opened();
    const before = labels();
    fireEvent.compositionStart(line);
    fireEvent.change(line, { target: { value: "he'tong" } });
    expect(labels()).toEqual(before);
    fireEvent.keyDown(line, { key: "Enter", isComposing: true });
    expect(screen.getByRole("combobox")).toBe(line);
    fireEvent.change(line, { target: { value: "合同" } });
    fireEvent.compositionEnd(line);
    await waitFor(() => expect(labels()[0]).toContain("合同审查"));
    fireEvent.keyDown(line, { key: "Enter", keyCode: 229 });
    expect(screen.getByRole("combobox")).toBe(line);
  });

  it("says how much fits, and which of it is meant", async () => {
    const { user, line } = await opened();
    await user.type(line, "certificates");
    const list = screen.getByRole("listbox");
    expect(line.getAttribute("aria-controls")).toBe(list.id);
    expect(line.getAttribute("aria-activedescendant")).toBe(options()[0]?.id);
    expect(screen.getByText("1 match")).toBeTruthy();
    await user.keyboard("{ArrowDown}");
    expect(line.getAttribute("aria-activedescendant")).toBe(options()[1]?.id);
    expect(options()[1]?.textContent).toContain("Search all messages for “certificates”");
  });
});
