import { act, fireEvent, screen, waitFor, within } from "@testing-library/react";
import { beforeEach, describe, expect, it } from "vitest";
import { given, openWindow } from "../../desk";
import type { Fake } from "../../host/fake";
import { agentRow, answerRow, conversationRow, noRows, problem, type Rows, turnRow } from "../../host/fake-rows";
import type { Agent, Values, Variable } from "../../host/types";
import { setLocale } from "../../words/words";

function variable(change: Partial<Variable> & { key: string }): Variable {
  return { name: "", description: "", required: false, kind: "text", choices: [], maxLength: 0, ...change };
}

const colleges = ["Law", "Medicine", "Physics", "计算机", "Philosophy", "Art"];
const variables = [
  variable({ key: "name", name: "Name", required: true, maxLength: 6, description: "As on the card" }),
  variable({ key: "college", name: "College", kind: "choice", choices: colleges }),
  variable({ key: "language", name: "Language", kind: "choice", choices: ["", "English", " ", "中文"] }),
  variable({ key: "about", name: "About you", kind: "paragraph" }),
];

const agent = agentRow({ id: "agent", name: "Tutor", variables, opening: { message: "Hello **{{name}}**.", questions: ["What now?"] } });

function rowsWith(change: Partial<Rows> = {}, of: Agent = agent): Rows {
  return { ...noRows, agents: [of], conversations: [conversationRow({ id: "c", agentId: "agent", turns: 0 })], ...change };
}

/** One question was asked with these values; the conversation has others by now. */
function asked(before: Values, now: Values = before, of: Agent = agent): Rows {
  return rowsWith(
    {
      conversations: [conversationRow({ id: "c", agentId: "agent", title: "T", turns: 1, values: now })],
      turns: [turnRow({ id: "t", conversationId: "c", seq: 1, question: "Why?", answers: ["a"], values: before })],
      answers: [answerRow({ id: "a", turnId: "t", text: "Because." })],
    },
    of,
  );
}

const field = (key: string) => screen.getAllByTestId("variable-input").find((one) => one.dataset["key"] === key) as HTMLInputElement;
const form = () => screen.getByTestId("variables-form");
const save = () => screen.getByTestId("variables-save");
const composer = () => screen.getByTestId<HTMLTextAreaElement>("composer-input");

/** Lets the page apply what it was told and paint. */
async function painted(): Promise<void> {
  await act(() => new Promise((done) => requestAnimationFrame(() => done(undefined))));
}

beforeEach(() => setLocale("en"));

it("a variable may be called like what every object has", async () => {
  const odd = agentRow({ ...agent, variables: ["constructor", "__proto__", "toString"].map((key) => variable({ key, required: true })) });
  const { fake, user } = await openWindow({ rows: rowsWith({}, odd) });
  for (const key of ["constructor", "__proto__", "toString"]) {
    expect(field(key).value).toBe("");
    await user.type(field(key), key);
  }
  await user.click(save());
  const kept = given(fake, "setVariables").at(-1)?.[1] as Values;
  expect(Object.entries(kept)).toEqual(["constructor", "__proto__", "toString"].map((key) => [key, key]));
});

describe("before the first question", () => {
  let fake: Fake;
  let user: Awaited<ReturnType<typeof openWindow>>["user"];

  beforeEach(async () => {
    ({ fake, user } = await openWindow({ rows: rowsWith() }));
  });

  it("the form stands below the greeting, says what is needed, and is kept", async () => {
    expect(field("name").required || field("name").getAttribute("aria-required")).toBeTruthy();
    await user.click(save());
    expect(within(form()).getByText("Fill this in to go on.")).toBeDefined();
    expect(document.activeElement).toBe(field("name"));
    await user.type(field("name"), "Li");
    expect(screen.getByTestId("opening-message").textContent).toBe("Hello Li.");
    await user.click(within(field("language")).getByLabelText("中文"));
    await user.type(field("about"), "A{Enter}B");
    await user.click(save());
    expect(given(fake, "setVariables")).toEqual([["c", { name: "Li", language: "中文", about: "A\nB" }]]);
    expect(await within(form()).findByText("Saved")).toBeDefined();
  });

  it("a line that is too long is said to be while it is written, and nothing of it is cut", async () => {
    await user.type(field("name"), "Elisabeth");
    expect(field("name").value).toBe("Elisabeth");
    expect(within(form()).getByText("9 characters, but the agent takes at most 6.")).toBeDefined();
    expect(within(form()).getByText("9 / 6")).toBeDefined();
    await user.click(save());
    expect(given(fake, "setVariables")).toEqual([]);
  });

  it("a question waits for what is missing, and then goes with what is written", async () => {
    await user.type(composer(), "Why?{Enter}");
    await waitFor(() => expect(document.activeElement).toBe(field("name")));
    expect(composer().value).toBe("Why?");
    expect(within(form()).getByText("Fill this in to go on.")).toBeDefined();
    await user.type(field("name"), "Li");
    await user.type(composer(), "{Enter}");
    await waitFor(() => expect(given(fake, "ask")).toEqual([["c", "Why?"], ["c", "Why?"]]));
    expect(given(fake, "setVariables")).toEqual([["c", { name: "Li" }]]);
    expect((await screen.findByTestId("question-text")).textContent).toBe("Why?");
    expect(screen.queryByTestId("variables-form")).toBeNull();
  });

  it("an opening question waits in the composer", async () => {
    await user.click(screen.getByTestId("opening-question"));
    await waitFor(() => expect(composer().value).toBe("What now?"));
    expect(document.activeElement).toBe(field("name"));
  });

  it("an opening question is put into the composer by the keyboard", async () => {
    screen.getByTestId("opening-question").focus();
    await user.keyboard("{Shift>}{Enter}{/Shift}");
    expect(composer().value).toBe("What now?");
    expect(given(fake, "ask")).toEqual([]);
  });

  it("an input method keeps its Enter in every kind of field", async () => {
    for (const key of ["name", "college", "about"]) {
      const input = field(key);
      fireEvent.change(input, { target: { value: "李" } });
      for (const composing of [{ isComposing: true }, { keyCode: 229 }]) fireEvent.keyDown(input, { key: "Enter", ...composing });
      expect(field(key).value).toBe("李");
    }
    expect(given(fake, "setVariables")).toEqual([]);
  });

  it("Enter in a line keeps the form, where all is well", async () => {
    await user.type(field("name"), "Li{Enter}");
    expect(given(fake, "setVariables")).toEqual([["c", { name: "Li" }]]);
  });

  it("what is written stays while another conversation is open", async () => {
    await user.type(field("name"), "Li");
    await act(async () => fake.tell({ type: "conversation", row: conversationRow({ id: "d", agentId: "agent", title: "Other", activeAt: 1, turns: 1 }) }));
    const items = () => screen.getAllByTestId("conversation-item");
    await user.click(items().find((item) => item.dataset["conversationId"] === "d") as HTMLElement);
    await waitFor(() => expect(screen.queryByTestId("variables-form")).toBeNull());
    await user.click(items().find((item) => item.dataset["conversationId"] === "c") as HTMLElement);
    await screen.findByTestId("variables-form");
    expect(field("name").value).toBe("Li");
  });
});

describe("a long list of choices", () => {
  it("is searched by writing, and Enter takes the one that fits", async () => {
    const { fake, user } = await openWindow({ rows: rowsWith() });
    await user.type(field("name"), "Li");
    await user.type(field("college"), "ph");
    const list = await screen.findByRole("listbox");
    expect(within(list).getAllByRole("option").map((option) => option.textContent)).toEqual(["Physics", "Philosophy"]);
    await user.type(field("college"), "il{Enter}");
    expect(field("college").value).toBe("Philosophy");
    expect(screen.queryByRole("listbox")).toBeNull();
    await user.click(save());
    expect(given(fake, "setVariables")).toEqual([["c", { name: "Li", college: "Philosophy" }]]);
  });

  it("can be looked through, and what is none of it is said to be none", async () => {
    const { user } = await openWindow({ rows: rowsWith() });
    await user.click(screen.getByRole("button", { name: /Show all choices/ }));
    expect(within(await screen.findByRole("listbox")).getAllByRole("option")).toHaveLength(6);
    await user.click(screen.getByRole("option", { name: "计算机" }));
    expect(field("college").value).toBe("计算机");
    await user.clear(field("college"));
    await user.type(field("college"), "Alchemy");
    expect(await screen.findByText("No choice fits what is written.")).toBeDefined();
    await user.keyboard("{Escape}");
    await user.click(composer());
    expect(field("college").value).toBe("Alchemy");
    expect(within(form()).getByText("Choose one from the list.")).toBeDefined();
  });
});

describe("after the first question", () => {
  it("the values are chips, which open the form at their field", async () => {
    const { user } = await openWindow({ rows: asked({ name: "Li", college: "Law" }) });
    await painted();
    const chips = screen.getByRole("group", { name: "Variables" });
    expect(within(chips).getAllByRole("button").map((chip) => chip.textContent)).toEqual(["Name: Li", "College: Law", "+2"]);
    await user.click(within(chips).getByText("College: Law"));
    expect(screen.getByRole("dialog", { name: "Variables" })).toBeDefined();
    await waitFor(() => expect(document.activeElement).toBe(field("college")));
  });

  it("a change is kept, and the log says that it applies from the next question on", async () => {
    const { fake, user } = await openWindow({ rows: asked({ name: "Li" }) });
    await painted();
    await user.click(screen.getByText("Name: Li"));
    await user.clear(field("name"));
    await user.type(field("name"), "Wu");
    await user.click(within(field("language")).getByLabelText("English"));
    await user.click(save());
    expect(given(fake, "setVariables")).toEqual([["c", { name: "Wu", language: "English" }]]);
    await waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());
    expect(await screen.findByText("From your next question on: Name = Wu · Language = English")).toBeDefined();
    await user.type(composer(), "And?{Enter}");
    expect(await screen.findByText("From here on: Name = Wu · Language = English")).toBeDefined();
    expect(screen.queryByText(/From your next question/)).toBeNull();
  });

  it("what the platform does not take stays written, with the reason", async () => {
    const { fake, user } = await openWindow({ rows: asked({ name: "Li" }) });
    await painted();
    await user.click(screen.getByText("Name: Li"));
    await user.type(field("name"), "na");
    fake.refuse("setVariables", problem("refused", { said: "Not in this term." }));
    await user.click(save());
    await user.click(await screen.findByRole("button", { name: "Details" }));
    expect(await screen.findByText("Not in this term.")).toBeDefined();
    expect(field("name").value).toBe("Lina");
    await user.keyboard("{Escape}");
    expect(screen.getByText("Name: Li")).toBeDefined();
    await user.click(screen.getByText("Name: Li"));
    expect(field("name").value).toBe("Lina");
    await user.click(screen.getByText("Discard changes"));
    expect(field("name").value).toBe("Li");
  });

  it("what the agent asks for by now is asked for, and what it does not any more is shown to be read", async () => {
    const { fake, user } = await openWindow({ rows: asked({ name: "Li", hall: "North\nwing" }) });
    await painted();
    const year = variable({ key: "year", name: "Year", required: true });
    await act(async () => fake.tell({ type: "agent", row: { ...agent, variables: [...variables, year] } }));
    expect(screen.getByText("Year: missing")).toBeDefined();
    fake.refuse("ask", problem("badVariables", { detail: "the agent needs the variable year" }));
    await user.type(composer(), "And?{Enter}");
    await waitFor(() => expect(document.activeElement).toBe(field("year")));
    expect(within(form()).getByText("hall").nextSibling?.textContent).toBe("North\nwing");
    await user.type(field("year"), "2{Enter}");
    expect(given(fake, "setVariables")).toEqual([["c", { name: "Li", year: "2" }]]);
    await waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());
    expect(composer().value).toBe("And?");
  });

  it("another conversation can be begun with the same values", async () => {
    const { fake, user } = await openWindow({ rows: asked({ name: "Li" }) });
    await user.click(screen.getByRole("button", { name: "Actions for T" }));
    await user.click(await screen.findByRole("menuitem", { name: "New conversation with these variables" }));
    expect(given(fake, "newConversationLike")).toEqual([["c"]]);
    await waitFor(() => expect(field("name").value).toBe("Li"));
  });
});

describe("presets", () => {
  const preset = { id: "p", name: "Law student", values: { college: "Law" } };

  it("fill in the form, and can be taken back", async () => {
    const { user } = await openWindow({ rows: rowsWith({}, { ...agent, presets: [preset] }) });
    await user.type(field("name"), "Li");
    await user.click(screen.getByText("Presets"));
    await user.click(await screen.findByRole("menuitem", { name: "Law student" }));
    expect([field("name").value, field("college").value]).toEqual(["", "Law"]);
    await user.click(screen.getByText("Undo"));
    expect([field("name").value, field("college").value]).toEqual(["Li", ""]);
  });

  it("keep what the form shows, are renamed, and are deleted with a way back", async () => {
    const { fake, user } = await openWindow({ rows: rowsWith({}, { ...agent, presets: [preset] }) });
    await user.type(field("name"), "Li");
    await user.click(screen.getByText("Presets"));
    await user.click(await screen.findByRole("menuitem", { name: "Save as preset…" }));
    await user.keyboard("Mine{Enter}");
    expect(given(fake, "savePreset")).toEqual([["agent", "Mine", { name: "Li" }]]);
    await user.click(screen.getByText("Presets"));
    await user.click(await screen.findByRole("menuitem", { name: "Manage presets…" }));
    await user.click(screen.getByRole("button", { name: "Rename Law student" }));
    await user.clear(screen.getByLabelText("Name of the preset"));
    await user.keyboard("Mine{Enter}");
    expect(screen.getByText("There is another one of this name.")).toBeDefined();
    await user.keyboard(" too{Enter}");
    expect(given(fake, "renamePreset")).toEqual([["p", "Mine too"]]);
    await user.click(await screen.findByRole("button", { name: "Delete Mine too" }));
    await user.click(await screen.findByText("Undo"));
    expect(given(fake, "savePreset").at(-1)).toEqual(["agent", "Mine too", { college: "Law" }]);
  });
});

describe("suggestions", () => {
  it("are asked for where the answer brought none", async () => {
    const { fake, user } = await openWindow({ rows: asked({ name: "Li" }), suggestions: ["And then?"] });
    await painted();
    await user.click(screen.getByText("Suggest questions"));
    expect(given(fake, "suggest")).toEqual([["a"]]);
    expect((await screen.findByTestId("suggestion")).textContent).toBe("And then?");
  });

  it("may be none, and a platform may have none at all", async () => {
    const { fake, user } = await openWindow({ rows: asked({ name: "Li" }) });
    await painted();
    fake.refuse("suggest", problem("overloaded"));
    await user.click(screen.getByText("Suggest questions"));
    expect(await screen.findByText("The platform cannot answer now")).toBeDefined();
    await user.click(screen.getByText("Suggest questions"));
    expect(await screen.findByText("The agent suggests nothing.")).toBeDefined();
    expect(screen.queryByText("Suggest questions")).toBeNull();
  });

  it("can be turned off", async () => {
    const rows = asked({ name: "Li" });
    rows.answers = rows.answers.map((row) => ({ ...row, suggestions: ["And then?"] }));
    const { user } = await openWindow({ rows });
    await painted();
    expect(screen.getByTestId("suggestion")).toBeDefined();
    await user.click(screen.getByTestId("settings-open"));
    const choice = screen.getByRole("radiogroup", { name: "Suggested questions below an answer" });
    await user.click(within(choice).getByLabelText("Hide"));
    expect(screen.queryByTestId("suggestion")).toBeNull();
  });
});
