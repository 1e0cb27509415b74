import { createEvent, fireEvent, render, screen } from "@testing-library/react";
import { useState } from "react";
import { beforeEach, expect, it, vi } from "vitest";
import { TextField } from "./Field";

const onEnter = vi.fn();
const onEscape = vi.fn();
const onOuterKey = vi.fn();

function Field() {
  const [value, setValue] = useState("");
  return (
    <div role="presentation" onKeyDown={onOuterKey}>
      <TextField label="Title" value={value} onChange={setValue} onEnter={onEnter} onEscape={onEscape} />
    </div>
  );
}

let field: HTMLElement;

beforeEach(() => {
  for (const spy of [onEnter, onEscape, onOuterKey]) spy.mockClear();
  render(<Field />);
  field = screen.getByRole("textbox", { name: "Title" });
});

/** An event at this instant; the clock of events cannot be set otherwise. */
function at(ms: number, event: Event) {
  Object.defineProperty(event, "timeStamp", { value: ms });
  fireEvent(field, event);
}

it("gives Enter to the one who listens", () => {
  fireEvent.keyDown(field, { key: "Enter" });
  expect(onEnter).toHaveBeenCalledOnce();
});

it.each([
  ["while it composes", { key: "Enter", isComposing: true }],
  ["when the web view only says that the input method has it", { key: "Enter", keyCode: 229 }],
  ["when the key is the input method's by name", { key: "Process" }],
])("leaves Enter to the input method %s", (_, key) => {
  fireEvent.keyDown(field, key);
  expect(onEnter).not.toHaveBeenCalled();
  expect(onOuterKey).not.toHaveBeenCalled();
});

it("leaves Esc to the input method while it composes", () => {
  fireEvent.keyDown(field, { key: "Escape", isComposing: true });
  expect(onEscape).not.toHaveBeenCalled();
  fireEvent.keyDown(field, { key: "Escape" });
  expect(onEscape).toHaveBeenCalledOnce();
});

it("swallows the Enter that WebKit reports just behind the end of a composition", () => {
  at(1000, createEvent.compositionEnd(field, { data: "你好" }));
  at(1002, createEvent.keyDown(field, { key: "Enter" }));
  expect(onEnter).not.toHaveBeenCalled();
});

it("takes the next Enter, once the key of the composition is up", () => {
  at(1000, createEvent.compositionEnd(field, { data: "你好" }));
  at(1002, createEvent.keyDown(field, { key: "Enter" }));
  at(1040, createEvent.keyUp(field, { key: "Enter" }));
  at(1080, createEvent.keyDown(field, { key: "Enter" }));
  expect(onEnter).toHaveBeenCalledOnce();
});

it("takes an Enter that comes a while after a composition that a click ended", () => {
  at(1000, createEvent.compositionEnd(field, { data: "你好" }));
  at(1900, createEvent.keyDown(field, { key: "Enter" }));
  expect(onEnter).toHaveBeenCalledOnce();
});
