import { act, fireEvent, render, screen } from "@testing-library/react";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { clearToasts, toast, type ToastContent, Toasts } from "./Toast";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => {
  act(clearToasts);
  vi.useRealTimers();
});

function say(content: ToastContent): void {
  render(<Toasts label="Notices" dismissLabel="Dismiss" />);
  act(() => void toast(content));
}

const pass = (ms: number) => act(() => void vi.advanceTimersByTime(ms));
const said = (text: string) => screen.queryByText(text) !== null;

describe("a notice", () => {
  it("that all went well is gone soon, unless somebody points at it", () => {
    say({ text: "Campus was added." });
    pass(3000);
    fireEvent.pointerEnter(screen.getByRole("status"));
    pass(60_000);
    expect(said("Campus was added.")).toBe(true);
    fireEvent.pointerLeave(screen.getByRole("status"));
    pass(4000);
    expect(said("Campus was added.")).toBe(false);
  });

  it("with a way back that closes is there for as long as that, and no longer", () => {
    say({ text: "Deleted.", action: { label: "Undo", onAction: () => undefined }, forMs: 8000 });
    fireEvent.pointerEnter(screen.getByRole("status"));
    pass(7900);
    expect(said("Deleted.")).toBe(true);
    pass(100);
    expect(said("Deleted.")).toBe(false);
  });

  it("of something that went wrong tells its facts to whoever asks, and stays while they are read", () => {
    say({ text: "The disk is full.", bad: true, more: { label: "Details", text: "diskFull" } });
    expect(said("diskFull")).toBe(false);
    fireEvent.click(screen.getByRole("button", { name: "Details" }));
    pass(60_000);
    expect(said("diskFull")).toBe(true);
  });
});
