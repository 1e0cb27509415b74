import { screen, waitFor, within } from "@testing-library/react";
import { describe, expect, it } from "vitest";
import { given, openWindow, threeConversations } from "../../desk";

async function opened() {
  const desk = await openWindow({ rows: threeConversations() });
  await desk.user.click(screen.getByTestId("settings-open"));
  const section = await screen.findByRole("region", { name: "Storage on this computer" });
  await within(section).findByText("Campus");
  return { ...desk, section };
}

describe("storage in the settings", () => {
  it("says what each agent takes up", async () => {
    const { section } = await opened();
    expect(within(section).getByText("3 conversations, 36 kB")).toBeDefined();
    expect(within(section).queryByRole("progressbar")).toBeNull();
  });

  it("clears an agent's cache after saying what goes and what stays", async () => {
    const { fake, user, section } = await opened();
    await user.click(within(section).getByRole("button", { name: "Clear cache" }));
    const question = screen.getByRole("alertdialog", { name: "Clear the cache of “Campus”?" });
    expect(within(question).getByText(/Keys, drafts, tags, titles/)).toBeDefined();
    await user.click(within(question).getByRole("button", { name: "Cancel" }));
    expect(given(fake, "clearCache")).toEqual([]);
    await user.click(within(section).getByRole("button", { name: "Clear cache" }));
    await user.click(within(screen.getByRole("alertdialog")).getByRole("button", { name: "Clear cache" }));
    expect(given(fake, "clearCache")).toEqual([["agent-a"]]);
    expect(await screen.findByText("3 turns were taken out.")).toBeDefined();
    await waitFor(() => expect(within(section).getByRole("button", { name: "Clear cache" }).hasAttribute("disabled")).toBe(true));
  });

  it("keeps everything unless the person wants otherwise", async () => {
    const { fake, user, section } = await opened();
    expect(within(section).getByText("Nothing is deleted by age.")).toBeDefined();
    fake.retiring = async () => 0;
    await user.click(within(section).getByRole("radio", { name: "90 days" }));
    await waitFor(() => expect(given(fake, "saveSettings").at(-1)).toMatchObject([{ keepDays: 90 }]));
    expect(within(section).getByText(/nor opened for 90 days is deleted here/)).toBeDefined();
  });

  it("asks before conversations go by their age", async () => {
    const { fake, user, section } = await opened();
    fake.retiring = async () => 1204;
    await user.click(within(section).getByRole("radio", { name: "30 days" }));
    const question = await screen.findByRole("alertdialog", { name: "Delete 1,204 conversations here?" });
    await user.click(within(question).getByRole("button", { name: "Cancel" }));
    expect(given(fake, "saveSettings").at(-1)).toMatchObject([{ keepDays: 0 }]);
    expect(within(section).getByRole<HTMLInputElement>("radio", { name: "Always" }).checked).toBe(true);
    await user.click(within(section).getByRole("radio", { name: "30 days" }));
    await user.click(await screen.findByTestId("retire"));
    await waitFor(() => expect(given(fake, "saveSettings").at(-1)).toMatchObject([{ keepDays: 30 }]));
  });

  it("shows work that takes long, and ends it", async () => {
    const { fake, user, section } = await opened();
    let tell: (at: { done: number; total: number }) => void = () => undefined;
    let end: (done: boolean) => void = () => undefined;
    fake.compact = (told) => {
      tell = told;
      return new Promise((resolve) => (end = resolve));
    };
    await user.click(within(section).getByRole("button", { name: /^Compact/ }));
    expect(await within(section).findByText("Compacting…", {}, { timeout: 20_000 })).toBeDefined();
    tell({ done: 1, total: 4 });
    await waitFor(() => expect(within(section).getByRole("progressbar").getAttribute("value")).toBe("1"));
    await user.click(within(section).getByRole("button", { name: "Cancel" }));
    expect(given(fake, "stopTidying")).toHaveLength(1);
    end(false);
    await waitFor(() => expect(within(section).queryByText("Compacting…")).toBeNull());
  });
});
