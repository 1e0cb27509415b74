import { screen, within } from "@testing-library/react";
import { describe, expect, it } from "vitest";
import { given, openWindow, threeConversations } from "../../desk";
import { agentRow, noRows, problem } from "../../host/fake-rows";
import type { ProblemCode } from "../../host/types";

type User = Awaited<ReturnType<typeof openWindow>>["user"];

async function fill(user: User, address = "https://it.example.com", key = "good-key") {
  await user.click(screen.getByTestId("add-agent"));
  await user.type(screen.getByRole("textbox", { name: "Address" }), address);
  await user.type(screen.getByLabelText("API key"), key);
}

const press = (user: User, name: string) => user.click(screen.getByRole("button", { name }));
const outcome = () => screen.getByTestId("agent-status").textContent;

describe("adding an agent", () => {
  it("says whom the key is sent to while the address is typed", async () => {
    const { user } = await openWindow();
    await fill(user, "it.example.com/some/page");
    expect(screen.getByText("The key is sent to https://it.example.com and nowhere else.")).toBeDefined();
  });

  it("keeps the key out of sight", async () => {
    const { user } = await openWindow();
    await fill(user);
    expect(screen.getByTestId("agent-api-key").getAttribute("type")).toBe("password");
  });

  it("names the agent that a good test found", async () => {
    const { user } = await openWindow();
    await fill(user);
    await press(user, "Test connection");
    expect(outcome()).toContain("Connected: IT Desk");
    expect(outcome()).toContain("https://it.example.com/api/proxy/api/v1");
  });

  it("adds it, opens it, and lets one ask", async () => {
    const { fake, user } = await openWindow({ rows: threeConversations() });
    await fill(user);
    await press(user, "Add agent");
    expect(given(fake, "addAgent")).toEqual([[{ name: "", address: "https://it.example.com", userId: "", kind: null }, "good-key", "stored"]]);
    expect(screen.queryByRole("dialog")).toBeNull();
    expect(screen.getByRole("button", { name: "IT Desk" }).getAttribute("aria-current")).toBe("true");
    expect(given(fake, "newConversation")).toHaveLength(1);
  });

  it("is done by Enter too", async () => {
    const { fake, user } = await openWindow();
    await fill(user);
    await user.keyboard("{Enter}");
    expect(given(fake, "addAgent")).toHaveLength(1);
  });

  it("cannot be asked for without an address and a key", async () => {
    const { user } = await openWindow();
    await user.click(screen.getByTestId("add-agent"));
    expect(screen.getByTestId("agent-save")).toHaveProperty("disabled", true);
    expect(screen.getByTestId("agent-test")).toHaveProperty("disabled", true);
  });

  it.each<[ProblemCode, string]>([
    ["keyRejected", "The API key was not accepted"],
    ["offline", "No connection to the agent's server"],
    ["notThisApi", "This address has no agent API"],
    ["loginPage", "This address leads to a login page"],
    ["tls", "The server's certificate is not trusted"],
    ["badUserId", "This user id cannot be used"],
  ])("says what a test found: %s", async (code, title) => {
    const { fake, user } = await openWindow();
    await fill(user);
    fake.refuse("probe", problem(code));
    await press(user, "Test connection");
    expect(outcome()).toContain(title);
  });

  it("takes an outcome back when what was tested changes", async () => {
    const { user } = await openWindow();
    await fill(user, "https://it.example.com", "wrong");
    await press(user, "Test connection");
    expect(outcome()).toContain("The API key was not accepted");
    await user.type(screen.getByLabelText("API key"), "-no");
    expect(outcome()).toBe("");
  });

  it.each<[ProblemCode, string]>([
    ["keychainMissing", "No keychain is running"],
    ["keychainLocked", "The keychain is locked"],
    ["keychainDenied", "The keychain refused access"],
  ])("offers to keep the key for this run: %s", async (code, title) => {
    const { fake, user } = await openWindow();
    await fill(user);
    fake.refuse("addAgent", problem(code));
    await press(user, "Add agent");
    expect(outcome()).toContain(title);
    await press(user, "Keep the key for this run only");
    expect(given(fake, "addAgent").map((call) => call[2])).toEqual(["stored", "session"]);
    expect(screen.queryByRole("dialog")).toBeNull();
  });

  it("tries the keychain again when asked to", async () => {
    const { fake, user } = await openWindow();
    await fill(user);
    fake.refuse("addAgent", problem("keychainLocked"));
    await press(user, "Add agent");
    await press(user, "Try again");
    expect(given(fake, "addAgent").map((call) => call[2])).toEqual(["stored", "stored"]);
  });
});

describe("a workflow", () => {
  it("is what the test says, or what the person chooses", async () => {
    const { fake, user } = await openWindow();
    await fill(user, "https://it.example.com", "flow-key");
    await press(user, "Test connection");
    expect(outcome()).toContain("Connected: IT Desk, a workflow");
    expect(screen.getByRole<HTMLInputElement>("radio", { name: "Workflow" }).checked).toBe(true);
    await user.click(screen.getByRole("radio", { name: "Chat" }));
    await press(user, "Add agent");
    expect(given(fake, "addAgent")[0]?.[0]).toMatchObject({ kind: "chat" });
    expect(given(fake, "newConversation")).toHaveLength(1);
  });

  it("is run from then on where its agent was asked, and asked again when told so", async () => {
    const { fake, user } = await openWindow({ rows: threeConversations() });
    await user.pointer({ keys: "[MouseRight]", target: screen.getByRole("button", { name: "Campus" }) });
    await user.click(screen.getByRole("menuitem", { name: "Use as a workflow" }));
    expect(await screen.findByTestId("workflow-input")).toBeDefined();
    await user.pointer({ keys: "[MouseRight]", target: screen.getByRole("button", { name: "Campus" }) });
    await user.click(screen.getByRole("menuitem", { name: "Use as a chat agent" }));
    expect(await screen.findByTestId("composer-input")).toBeDefined();
    expect(given(fake, "chooseKind")).toEqual([["agent-a", "workflow"], ["agent-a", "chat"]]);
  });

  it("is looked for where there is none yet", async () => {
    const { user } = await openWindow({ rows: threeConversations() });
    await user.click(screen.getByTestId("workflow-open"));
    expect(screen.getByRole<HTMLInputElement>("radio", { name: "Workflow" }).checked).toBe(true);
  });
});

describe("an agent without its key", () => {
  const rows = { ...noRows, agents: [agentRow({ id: "a", name: "Legal", key: "missing" })] };

  it("says so, and takes one where it says it", async () => {
    const { fake, user } = await openWindow({ rows });
    expect(screen.getByRole("button", { name: "Legal, Key missing" })).toBeDefined();
    await user.click(screen.getByRole("button", { name: /Enter the key/ }));
    await user.type(screen.getByLabelText("New API key"), "fresh");
    await press(user, "Save");
    expect(given(fake, "replaceKey")).toEqual([["a", "fresh", "stored"]]);
    expect(screen.queryByText(/has no key for this agent/)).toBeNull();
  });

  it("keeps the dialog open with the reason when the new key is wrong as well", async () => {
    const { user } = await openWindow({ rows });
    await user.click(screen.getByRole("button", { name: /Enter the key/ }));
    await user.type(screen.getByLabelText("New API key"), "wrong");
    await press(user, "Save");
    expect(outcome()).toContain("The API key was not accepted");
  });
});

describe("the menu of an agent", () => {
  const choose = async (user: User, item: string) => {
    await user.pointer({ keys: "[MouseRight]", target: screen.getByRole("button", { name: "Campus" }) });
    await user.click(screen.getByRole("menuitem", { name: item }));
  };

  it("renames it", async () => {
    const { user } = await openWindow({ rows: threeConversations() });
    await choose(user, "Rename");
    const field = screen.getByRole("textbox", { name: "Name" });
    await user.clear(field);
    await user.type(field, "University{Enter}");
    expect(screen.getByRole("heading", { name: "University", level: 1 })).toBeDefined();
  });

  it("removes it only after a question that names its server", async () => {
    const { fake, user } = await openWindow({ rows: threeConversations() });
    await choose(user, "Remove");
    const question = screen.getByRole("alertdialog", { name: "Remove Campus?" });
    expect(within(question).getByText(/campus\.example\.edu/)).toBeDefined();
    expect(given(fake, "removeAgent")).toEqual([]);
    await user.click(within(question).getByRole("button", { name: "Remove agent" }));
    expect(given(fake, "removeAgent")).toEqual([["agent-a"]]);
    expect(screen.getByRole("heading", { name: "No agent yet" })).toBeDefined();
  });

  it("does not offer to remove the built-in agent or its key", async () => {
    const { user } = await openWindow({ rows: { ...noRows, agents: [agentRow({ id: "g", name: "Guide", builtIn: true })] } });
    await user.pointer({ keys: "[MouseRight]", target: screen.getByRole("button", { name: "Guide" }) });
    expect(screen.getAllByRole("menuitem").map((item) => item.textContent)).toEqual(["Rename"]);
  });
});
