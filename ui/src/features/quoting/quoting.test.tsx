import { act, fireEvent, screen, waitFor } from "@testing-library/react";
import { beforeEach, describe, expect, it } from "vitest";
import { openWindow, threeConversations } from "../../desk";
import { answerRow, turnRow } from "../../host/fake-rows";
import { quoteAt } from "../composer/quote";

const question = "How do I trust\nthe root?";
const answer = "Download it first.\n\n- Import **it**\n- Restart $x^2$ times";

async function opened() {
  const rows = threeConversations();
  return openWindow({
    rows: {
      ...rows,
      turns: [turnRow({ id: "t", conversationId: "c1", answers: ["a"], question })],
      answers: [answerRow({ id: "a", turnId: "t", text: answer })],
    },
  });
}

const field = () => screen.getByTestId<HTMLTextAreaElement>("composer-input");

function select(from: Node, to: Node): void {
  const range = document.createRange();
  range.setStartBefore(from);
  range.setEndAfter(to);
  act(() => {
    document.getSelection()?.removeAllRanges();
    document.getSelection()?.addRange(range);
    document.dispatchEvent(new Event("selectionchange"));
  });
}

beforeEach(() => {
  document.getSelection()?.removeAllRanges();
  // There is no editing by command here: as the browser has it.
  document.execCommand = (_command: string, _ui?: boolean, text = "") => {
    const element = document.activeElement as HTMLTextAreaElement;
    element.setRangeText(text, element.selectionStart, element.selectionEnd, "end");
    fireEvent.input(element);
    return true;
  };
});

describe("a passage that is quoted", () => {
  it("stands alone in an empty question, with a line below it to write on", () => {
    expect(quoteAt("", "", "One\n\nTwo\n")).toBe("> One\n>\n> Two\n\n");
  });

  it("is a paragraph of its own between what is written", () => {
    expect(quoteAt("Before", "behind", "One")).toBe("\n\n> One\n\n\n");
    expect(quoteAt("Before\n", "\nbehind", "One")).toBe("\n> One\n\n");
    expect(quoteAt("Before\n\n", "", "One")).toBe("> One\n\n");
  });
});

describe("what is selected in the log", () => {
  it("goes into the question with a press, and the focus with it", async () => {
    const { user } = await opened();
    await user.type(field(), "Why this?");
    const text = await screen.findByTestId("answer-text");
    select(text, text);
    await user.click(await screen.findByRole("button", { name: "Quote" }));
    expect(field().value).toBe("Why this?\n\n> Download it first.\n>\n> Import it\n> Restart $x^2$ times\n\n");
    expect(document.activeElement).toBe(field());
    expect(field().selectionStart).toBe(field().value.length);
    await waitFor(() => expect(screen.queryByRole("button", { name: "Quote" })).toBeNull());
  });

  it("goes there with the keys, from a question as well", async () => {
    const { user } = await opened();
    const text = await screen.findByTestId("question-text");
    select(text, text);
    await user.keyboard("{Control>}{Shift>}>{/Shift}{/Control}");
    expect(field().value).toBe("> How do I trust\n> the root?\n\n");
  });

  it("is not offered while the pointer still draws the selection", async () => {
    await opened();
    const text = await screen.findByTestId("answer-text");
    fireEvent.pointerDown(text);
    select(text, text);
    await new Promise((resolve) => requestAnimationFrame(resolve));
    expect(screen.queryByRole("button", { name: "Quote" })).toBeNull();
    fireEvent.pointerUp(text);
    expect(await screen.findByRole("button", { name: "Quote" })).toBeTruthy();
  });

  it("is not offered when it lies outside of the log, and the keys then do nothing", async () => {
    const { user } = await opened();
    const item = screen.getAllByTestId("conversation-item")[0] as HTMLElement;
    select(item, item);
    await user.keyboard("{Control>}{Shift>}>{/Shift}{/Control}");
    expect(screen.queryByRole("button", { name: "Quote" })).toBeNull();
    expect(field().value).toBe("");
  });
});
