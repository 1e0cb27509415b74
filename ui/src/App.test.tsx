import { act, fireEvent, render, screen } from "@testing-library/react";
import { userEvent } from "@testing-library/user-event";
import { describe, expect, it, vi } from "vitest";
import { given, openWindow, threeConversations } from "./desk";
import { agentRow, noRows, problem } from "./host/fake-rows";
import type { Settings } from "./host/types";
import { online } from "./model/view";
import { StartFailure } from "./StartFailure";

describe("a window", () => {
  it("without an agent says how to get one", async () => {
    const { user } = await openWindow();
    expect(screen.getByRole("heading", { name: "No agent yet" })).toBeDefined();
    await user.click(screen.getAllByRole("button", { name: "Add an agent" })[1] as HTMLElement);
    expect(screen.getByRole("dialog", { name: "Add an agent" })).toBeDefined();
  });

  it("says when there is no network, and that the built-in agent needs none", async () => {
    const rows = threeConversations();
    const { user } = await openWindow({ rows: { ...rows, agents: [...rows.agents, agentRow({ id: "g", name: "Guide", builtIn: true, position: 1 })] } });
    act(() => online.set(false));
    expect(screen.getByText("Offline")).toBeDefined();
    await user.click(screen.getByRole("button", { name: "Guide" }));
    expect(screen.queryByText("Offline")).toBeNull();
    expect(screen.getByText("Runs inside Parlance")).toBeDefined();
    act(() => online.set(true));
  });

  it("that cannot begin explains why, and tries again when asked to", async () => {
    const onRetry = vi.fn();
    render(<StartFailure problem={problem("newerDatabase", { detail: "version 7" })} onRetry={onRetry} onRescued={() => undefined} />);
    expect(screen.getByRole("heading", { name: "Your history was written by a newer Parlance" })).toBeDefined();
    await userEvent.click(screen.getByRole("button", { name: "Details" }));
    expect(screen.getByText(/version 7/)).toBeDefined();
    await userEvent.click(screen.getByRole("button", { name: "Try again" }));
    expect(onRetry).toHaveBeenCalledOnce();
  });
});

describe("settings", () => {
  it("change the language and the colours at once, and are kept", async () => {
    const { fake, user } = await openWindow({ rows: threeConversations() });
    await user.keyboard("{Control>},{/Control}");
    await user.click(screen.getByRole("radio", { name: "Dark" }));
    expect(document.documentElement.dataset.theme).toBe("dark");
    await user.click(screen.getByRole("radio", { name: "简体中文" }));
    expect(screen.getByRole("dialog", { name: "设置" })).toBeDefined();
    expect(document.documentElement.lang).toBe("zh-CN");
    expect(given(fake, "saveSettings").at(-1)).toEqual([{ theme: "dark", locale: "zh-CN", agent: "agent-a", conversation: "c1", details: false, suggestionsHidden: false, footer: "full", sendKey: "enter", copyAs: "markdown", plainDollars: false, keepDays: 0, zoom: 100 }]);
  });
});

describe("keys", () => {
  it("begin a conversation, and go to the next one", async () => {
    const { fake, user } = await openWindow({ rows: threeConversations() });
    await user.keyboard("{Alt>}{ArrowDown}{/Alt}");
    expect(given(fake, "openConversation").at(-1)).toEqual(["c2", null]);
    await user.keyboard("{Control>}n{/Control}");
    expect(given(fake, "newConversation")).toEqual([["agent-a"]]);
  });

  it("go to the n-th agent", async () => {
    const rows = { ...noRows, agents: [agentRow({ id: "a", name: "A" }), agentRow({ id: "b", name: "B", position: 1 })] };
    const { user } = await openWindow({ rows });
    await user.keyboard("{Control>}2{/Control}");
    expect(screen.getByRole("button", { name: "B" }).getAttribute("aria-current")).toBe("true");
  });

  it("stop the running answer with Esc, wherever the focus is", async () => {
    const { fake, user } = await openWindow({ rows: threeConversations() });
    await act(() => fake.ask("c1", "How long?"));
    act(() => screen.getAllByTestId("conversation-item")[1]?.focus());
    await user.keyboard("{Escape}");
    expect(given(fake, "stop")).toEqual([["answer-1"]]);
  });

  it("close a dialog with Esc first, and let the answer go on", async () => {
    const { fake, user } = await openWindow({ rows: threeConversations() });
    await act(() => fake.ask("c1", "How long?"));
    await user.click(screen.getByTestId("settings-open"));
    await user.keyboard("{Escape}");
    expect(screen.queryByRole("dialog")).toBeNull();
    expect(given(fake, "stop")).toEqual([]);
  });

  it("make everything larger and smaller in steps, within limits, also above a dialog, and keep it", async () => {
    const { fake, user } = await openWindow({ rows: threeConversations() });
    const before = given(fake, "saveSettings").length;
    const sizes = () => given(fake, "saveSettings").slice(before).map(([chosen]) => (chosen as Settings).zoom);
    await user.keyboard("{Control>}={/Control}{Control>},{/Control}{Control>}+{/Control}");
    expect(sizes()).toEqual([110, 125]);
    expect(screen.getByRole<HTMLInputElement>("radio", { name: "125 %" }).checked).toBe(true);
    await user.keyboard("{Control>}0{/Control}{Control>}-{/Control}");
    expect(sizes()).toEqual([110, 125, 100, 90]);
    await user.click(screen.getByRole("radio", { name: "200 %" }));
    fireEvent.keyDown(document.body, { key: "+", ctrlKey: true, shiftKey: true });
    expect(sizes()).toEqual([110, 125, 100, 90, 200]);
  });

  it("that would reload, print or leave the page do nothing", async () => {
    await openWindow({ rows: threeConversations() });
    for (const key of [{ key: "r", ctrlKey: true }, { key: "F5" }, { key: "p", ctrlKey: true }, { key: "ArrowLeft", altKey: true }]) {
      expect(fireEvent.keyDown(document.body, key)).toBe(false);
    }
  });

  it("that an input method composes with are left to it", async () => {
    const { fake } = await openWindow({ rows: threeConversations() });
    fireEvent.keyDown(document.body, { key: "n", ctrlKey: true, isComposing: true });
    expect(given(fake, "newConversation")).toEqual([]);
  });
});
