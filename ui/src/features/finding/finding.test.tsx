import { act, fireEvent, screen, waitFor } from "@testing-library/react";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { given, openWindow, threeConversations } from "../../desk";
import { answerRow, stepRow, turnRow } from "../../host/fake-rows";
import { liveText } from "../../model/live";

/** The web view's registry of marks, which is not here. */
class Marks extends Set<Range> {
  priority = 0;
  constructor(...ranges: Range[]) {
    super(ranges);
  }
}

/** What the primitives announce by: it has the role of the conversation's log, and stands before it. */
const announcer = document.createElement("div");
announcer.setAttribute("role", "log");

beforeEach(() => {
  document.body.prepend(announcer);
  Object.assign(globalThis, { Highlight: Marks });
  Object.assign(CSS, { highlights: new Map<string, Marks>() });
});

afterEach(() => announcer.remove());
afterEach(() => Reflect.deleteProperty(globalThis, "Highlight"));

const marked = (name: "found" | "found-here") => [...((CSS.highlights as unknown as Map<string, Marks>).get(name) ?? [])].map(String);
const markedIn = () => [...((CSS.highlights as unknown as Map<string, Marks>).get("found-here") ?? [])].map((range) => range.startContainer.parentElement?.closest("[data-testid]")?.getAttribute("data-testid"));

const longQuestion = ["Root of it all?", ...Array.from({ length: 20 }, (_, line) => `line ${line}`)].join("\n");

async function opened() {
  const window = await openWindow({
    rows: {
      ...threeConversations(),
      turns: [
        turnRow({ id: "t1", conversationId: "c1", seq: 1, question: longQuestion, answers: ["a1"] }),
        turnRow({ id: "t2", conversationId: "c1", seq: 2, question: "And then?", answers: ["a2", "a2b"], usedAnswer: "a2b" }),
      ],
      answers: [
        answerRow({ id: "a1", turnId: "t1", text: "The **ro**ot, and again the root.", steps: ["s"] }),
        answerRow({ id: "a2", turnId: "t2", text: "A third ROOT." }),
        answerRow({ id: "a2b", turnId: "t2", text: "Nothing of the kind." }),
      ],
      steps: [stepRow({ id: "s", answerId: "a1", kind: "think", text: "roots of trees" })],
    },
  });
  await screen.findAllByTestId("answer-text");
  act(() => screen.getByTestId("message-log").focus());
  await window.user.keyboard("{Control>}f{/Control}");
  return { ...window, line: screen.getByTestId<HTMLInputElement>("find-input") };
}

const count = () => screen.getByRole("search", { name: "Find in this conversation" }).querySelector("[role=status]")?.textContent;

describe("what is looked for in a conversation", () => {
  it("is counted in all of its texts, and gone through with Enter, round and round", async () => {
    const { user, line } = await opened();
    await user.type(line, "root");
    await waitFor(() => expect(count()).toBe("1 / 4"));
    await waitFor(() => expect(markedIn()).toEqual(["question-text"]));
    await user.keyboard("{Enter}");
    expect(count()).toBe("2 / 4");
    await waitFor(() => expect(markedIn()).toEqual(["step"]));
    await user.keyboard("{Enter}");
    await waitFor(() => expect(markedIn()).toEqual(["answer-text"]));
    expect(marked("found-here")).toEqual(["root"]);
    await user.keyboard("{Enter}{Enter}");
    expect(count()).toBe("1 / 4");
    await user.keyboard("{Shift>}{Enter}{/Shift}");
    expect(count()).toBe("4 / 4");
  });

  it("is marked wherever it is shown, across the formatting", async () => {
    const { user, line } = await opened();
    await user.type(line, "root");
    await waitFor(() => expect(marked("found").filter((text) => text === "root").length).toBeGreaterThanOrEqual(2));
    expect(marked("found")).toContain("Root");
  });

  it("is shown in an answer that is not on view, and in a step that is folded", async () => {
    const { user, line } = await opened();
    await user.type(line, "third");
    await waitFor(() => expect(screen.getByTestId("answer-position").textContent).toBe("1 / 2"));
    await waitFor(() => expect(marked("found-here")).toEqual(["third"]));
    await user.clear(line);
    await user.type(line, "trees");
    await waitFor(() => expect(marked("found-here")).toEqual(["trees"]));
    expect(screen.getByTestId("step").textContent).toContain("roots of trees");
  });

  it("is unfolded with the question that holds it", async () => {
    const { user, line } = await opened();
    expect(screen.getByRole("button", { name: "Show all" })).toBeTruthy();
    await user.type(line, "line 19");
    await waitFor(() => expect(count()).toBe("1 / 1"));
    await waitFor(() => expect(marked("found-here")).toEqual(["line 19"]));
  });

  it("is gone through with F3 from anywhere", async () => {
    const { user, line } = await opened();
    await user.type(line, "root");
    await waitFor(() => expect(count()).toBe("1 / 4"));
    act(() => screen.getByTestId("composer-input").focus());
    await user.keyboard("{F3}");
    expect(count()).toBe("2 / 4");
    await user.keyboard("{Shift>}{F3}{/Shift}");
    expect(count()).toBe("1 / 4");
  });

  it("and is not there says so", async () => {
    const { user, line } = await opened();
    await user.type(line, "leaf");
    await waitFor(() => expect(count()).toBe("Not found"));
    expect(marked("found")).toEqual([]);
  });

  it("is looked for once the composition has ended, whose Enter goes nowhere", async () => {
    const { fake, user, line } = await opened();
    await user.type(line, "root");
    await waitFor(() => expect(count()).toBe("1 / 4"));
    const before = given(fake, "find").length;
    fireEvent.compositionStart(line);
    fireEvent.change(line, { target: { value: "rootzheng" } });
    fireEvent.keyDown(line, { key: "Enter", isComposing: true });
    expect(count()).toBe("1 / 4");
    expect(given(fake, "find")).toHaveLength(before);
    fireEvent.change(line, { target: { value: "root" } });
    fireEvent.compositionEnd(line);
    expect(count()).toBe("1 / 4");
  });

  it("counts what is answered meanwhile", async () => {
    const { fake, user, line } = await opened();
    await user.type(line, "root");
    await waitFor(() => expect(count()).toBe("1 / 4"));
    await act(() => fake.ask("c1", "More on the root?"));
    await waitFor(() => expect(count()).toBe("1 / 5"));
    expect(liveText("answer-1")).toBe("");
  });
});

describe("the line", () => {
  it("goes with Esc, and the focus goes back; a running answer goes on", async () => {
    const { fake, user, line } = await opened();
    await act(() => fake.ask("c1", "How long?"));
    await user.type(line, "root");
    await user.keyboard("{Escape}");
    expect(screen.queryByTestId("find-input")).toBeNull();
    expect(document.activeElement).toBe(screen.getByTestId("message-log"));
    expect(given(fake, "stop")).toEqual([]);
    expect(marked("found")).toEqual([]);
  });

  it("goes with Esc from the log, too, before the running answer is stopped", async () => {
    const { fake, user } = await opened();
    await act(() => fake.ask("c1", "How long?"));
    act(() => screen.getByTestId("message-log").focus());
    await user.keyboard("{Escape}");
    expect(screen.queryByTestId("find-input")).toBeNull();
    expect(given(fake, "stop")).toEqual([]);
    await user.keyboard("{Escape}");
    expect(given(fake, "stop")).toHaveLength(1);
  });

  it("goes when another conversation is opened", async () => {
    const { user, line } = await opened();
    await user.type(line, "root");
    await user.click(screen.getAllByTestId("conversation-item")[1] as HTMLElement);
    expect(screen.queryByTestId("find-input")).toBeNull();
    await user.click(screen.getAllByTestId("conversation-item")[0] as HTMLElement);
    expect(screen.queryByTestId("find-input")).toBeNull();
  });
});
