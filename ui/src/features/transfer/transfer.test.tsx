import { act, render, screen, waitFor, within } from "@testing-library/react";
import { userEvent } from "@testing-library/user-event";
import { describe, expect, it, vi } from "vitest";
import { given, openWindow, threeConversations } from "../../desk";
import { type FakeOptions, fakeHost } from "../../host/fake";
import { problem } from "../../host/fake-rows";
import { setHost } from "../../host/host";
import { StartFailure } from "../../StartFailure";

async function settings(options: FakeOptions = {}) {
  const desk = await openWindow({ rows: threeConversations(), ...options });
  await desk.user.click(screen.getByTestId("settings-open"));
  await screen.findByTestId("export-all");
  return desk;
}

describe("exporting", () => {
  it("saves the open conversation with the parts that are wanted, and says where", async () => {
    const { fake, user } = await openWindow({ rows: threeConversations() });
    await user.click(screen.getByTestId("conversation-export"));
    const dialog = screen.getByRole("dialog", { name: "Export “Certificates”" });
    await user.click(within(dialog).getByRole("radio", { name: "Web page" }));
    await user.click(within(dialog).getByRole("checkbox", { name: "What the agent did" }));
    await user.click(within(dialog).getByTestId("export-save"));
    const [[scope, form, include]] = given(fake, "saveExport") as [[unknown, unknown, unknown]];
    expect([scope, form]).toEqual([{ kind: "conversations", of: ["c1"] }, "page"]);
    expect(include).toMatchObject({ thoughts: true, citations: true, metrics: false, language: "en" });
    expect(await screen.findByText("“export.html” is in your Downloads.")).toBeDefined();
    await user.click(screen.getByRole("button", { name: "Show in folder" }));
    expect(given(fake, "showSaved")).toEqual([["/downloads", "export.html"]]);
  });

  it("has nothing to choose where everything is written", async () => {
    const { user } = await settings();
    await user.click(screen.getByTestId("export-all"));
    const dialog = screen.getByRole("dialog", { name: "Export everything" });
    await user.click(within(dialog).getByRole("radio", { name: "JSON Lines" }));
    expect(within(dialog).queryByRole("checkbox")).toBeNull();
    expect(within(dialog).getByText(/keys are not in it/)).toBeDefined();
  });

  it("is ended with its dialog, and a problem is said in it", async () => {
    const { fake, user } = await openWindow({ rows: threeConversations() });
    fake.refuse("saveExport", problem("diskFull"));
    await user.click(screen.getByTestId("conversation-export"));
    await user.click(screen.getByTestId("export-save"));
    expect(await screen.findByText("The disk is full")).toBeDefined();
    let end: (saved: null) => void = () => undefined;
    fake.saveExport = () => new Promise((resolve) => (end = resolve));
    await user.click(screen.getByTestId("export-save"));
    await user.click(within(screen.getByRole("dialog")).getByRole("button", { name: "Cancel" }));
    expect(given(fake, "cancelWork")).toHaveLength(1);
    end(null);
    await waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());
  });
});

describe("importing", () => {
  it("hands a file over piece by piece and says line by line what could not be taken", async () => {
    const { fake, user } = await settings();
    fake.importHandedOver = async () => ({
      agents: 1,
      conversations: 2,
      changed: 0,
      unchanged: 1,
      turns: 5,
      skipped: [{ line: 3, fault: "missing", about: "conversation.title" }],
      skippedLines: 1,
      cancelled: false,
      stopped: problem("diskFull"),
    });
    const file = new File([new Uint8Array((1 << 20) + 5)], "history.jsonl");
    await user.upload(screen.getByTestId("import-file"), file);
    const outcome = await screen.findByTestId("import-outcome");
    expect(given(fake, "handOver")).toEqual([
      [0, 1 << 20],
      [1 << 20, 5],
    ]);
    for (const said of ["2 conversations added, 0 brought up to date, 1 left as they were.", "1 agent was added without a key. Enter it when you first ask.", "conversation.title"]) {
      expect(within(outcome).getByText(said)).toBeDefined();
    }
    expect(outcome.textContent).toContain("The import stopped before its end: The disk is full.");
    expect(outcome.textContent).toContain("Line 3: a field is missing");
  });
});

describe("backups", () => {
  it("are shown, made, and put back after saying what happens", async () => {
    const { fake, user } = await settings();
    const section = await screen.findByRole("region", { name: "Backups" });
    expect(await within(section).findByText("1 agent, 3 conversations, 0 turns")).toBeDefined();
    await user.click(within(section).getByTestId("back-up"));
    expect(await within(section).findAllByTestId("backup-item")).toHaveLength(2);
    await user.click(within(section).getAllByRole("button", { name: "Restore…" })[1] as HTMLElement);
    const question = screen.getByRole("alertdialog");
    expect(within(question).getByText(/which is backed up first/)).toBeDefined();
    await user.click(within(question).getByRole("button", { name: "Restore" }));
    expect(given(fake, "restoreBackup")).toHaveLength(1);
    expect(await screen.findByText("The backup is restored.")).toBeDefined();
  });
});

describe("a backup that was due", () => {
  it("is said not to have been made, and why", async () => {
    await settings({ backupProblem: problem("diskFull") });
    expect((await screen.findByTestId("backup-problem")).textContent).toContain("The last automatic backup could not be made.");
  });
});

describe("what takes up space beside the history", () => {
  it("is listed with what was set aside, and deleted after a question", async () => {
    const { fake, user } = await openWindow({ rows: threeConversations(), damaged: true });
    await user.click(screen.getByTestId("settings-open"));
    const section = await screen.findByRole("region", { name: "Backups" });
    expect(await within(section).findAllByTestId("backup-item")).toHaveLength(2);
    expect(within(section).getAllByRole("button", { name: "Restore…" })).toHaveLength(1);
    await user.click(within(section).getAllByRole("button", { name: "Delete" })[1] as HTMLElement);
    await user.click(within(screen.getByRole("alertdialog")).getByTestId("delete-backup"));
    expect(given(fake, "deleteBackup")).toMatchObject([[expect.stringContaining("setAside")]]);
    expect(await within(section).findAllByTestId("backup-item")).toHaveLength(1);
  });
});

describe("a history that cannot be opened", () => {
  it("is said to be damaged, and a backup takes its place", async () => {
    const fake = fakeHost({ rows: threeConversations() });
    setHost(fake);
    const onRescued = vi.fn();
    render(<StartFailure problem={problem("damaged", { detail: "the file is damaged" })} onRetry={() => undefined} onRescued={onRescued} />);
    expect(screen.getByRole("heading", { name: "The file of your history is damaged" })).toBeDefined();
    const user = userEvent.setup();
    await user.click(await screen.findByRole("button", { name: "Restore this backup" }));
    expect(given(fake, "rescue")).toMatchObject([[{ kind: "backup" }]]);
    expect(await screen.findByText("Nothing is known to be lost. The file as it was is kept aside in the folder “backups”.")).toBeDefined();
    await user.click(screen.getByRole("button", { name: "Open my history" }));
    await waitFor(() => expect(onRescued).toHaveBeenCalled());
  });

  it("says how much of what can still be read was saved, and that something was lost", async () => {
    const fake = fakeHost({ rows: threeConversations() });
    setHost(fake);
    render(<StartFailure problem={problem("damaged")} onRetry={() => undefined} onRescued={() => undefined} />);
    await userEvent.setup().click(screen.getByRole("button", { name: "Go on with what can still be read" }));
    const outcome = await screen.findByTestId("rescue-outcome");
    expect(outcome.textContent).toContain("1 agent, 3 conversations, 0 turns");
    expect(outcome.textContent).toContain("2 parts of the damaged file could not be read.");
  });

  it("is not taken away by a backup where it is only newer or not to be written", async () => {
    setHost(fakeHost({ rows: threeConversations() }));
    render(<StartFailure problem={problem("readOnly")} onRetry={() => undefined} onRescued={() => undefined} />);
    const restore = await screen.findByRole("button", { name: "Restore this backup" });
    expect(screen.getByRole("button", { name: "Try again" }).dataset.variant).toBe("primary");
    expect(restore.dataset.variant).toBe("plain");
  });

  it("asks before it is left behind for an empty one", async () => {
    const fake = fakeHost();
    setHost(fake);
    render(<StartFailure problem={problem("newerDatabase")} onRetry={() => undefined} onRescued={() => undefined} />);
    const user = userEvent.setup();
    expect(screen.queryByRole("button", { name: "Go on with what can still be read" })).toBeNull();
    await user.click(screen.getByRole("button", { name: "Begin with an empty history" }));
    const question = await screen.findByRole("alertdialog");
    expect(given(fake, "rescue")).toEqual([]);
    await user.click(within(question).getByRole("button", { name: "Begin with an empty history" }));
    expect(given(fake, "rescue")).toEqual([[{ kind: "empty" }]]);
  });
});

describe("a history that is damaged while it is open", () => {
  it("is said lastingly and has its ways out, and a way back", async () => {
    const { fake, user } = await openWindow({ rows: threeConversations() });
    expect(screen.queryByTestId("damage-banner")).toBeNull();
    act(() => fake.tell({ type: "history", damaged: true }));
    await user.click(within(screen.getByTestId("damage-banner")).getByRole("button", { name: "Look for a way out…" }));
    expect(screen.getByRole("heading", { name: "The file of your history is damaged" })).toBeDefined();
    expect(await screen.findByRole("button", { name: "Restore this backup" })).toBeDefined();
    await user.click(screen.getByRole("button", { name: "Back" }));
    expect(given(fake, "openAgain")).toHaveLength(1);
  });

  it("is found by a check, from where a way leads out", async () => {
    const { user } = await openWindow({ rows: threeConversations(), damaged: true });
    await user.click(screen.getByTestId("settings-open"));
    await user.click(await screen.findByTestId("check-history"));
    expect(await screen.findByText("The file of your history is damaged.")).toBeDefined();
    await user.click(within(screen.getByRole("dialog")).getByRole("button", { name: "Look for a way out…" }));
    expect(await screen.findByTestId("recovery")).toBeDefined();
  });

  it("is said to be sound where it is", async () => {
    const { user } = await settings();
    await user.click(await screen.findByTestId("check-history"));
    expect(await screen.findByText("The file of your history is sound.")).toBeDefined();
  });
});
