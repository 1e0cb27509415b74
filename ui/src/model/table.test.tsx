import { act, render, screen } from "@testing-library/react";
import { expect, it, vi } from "vitest";
import { Table, useRow } from "./table";

it("wakes those who show a row, and nobody else", () => {
  const table = new Table<string, string>();
  table.put("a", "one");
  table.put("b", "two");
  const shown = vi.fn();
  const Shown = ({ id }: { id: string }) => {
    shown(id);
    return <p>{useRow(table, id)}</p>;
  };
  render([<Shown key="a" id="a" />, <Shown key="b" id="b" />]);
  shown.mockClear();

  act(() => table.put("a", "three"));

  expect(screen.getByText("three")).toBeDefined();
  expect(shown.mock.calls).toEqual([["a"]]);
});

it("wakes nobody for a row that is the same", () => {
  const table = new Table<string, object>();
  const row = {};
  const wake = vi.fn();
  table.put("a", row);
  table.watch("a", wake);

  table.put("a", row);
  expect(wake).not.toHaveBeenCalled();
  table.put("a", {});
  expect(wake).toHaveBeenCalledOnce();
});

it("tells watchers that a row is gone, until they stop watching", () => {
  const table = new Table<string, string>();
  const wake = vi.fn();
  table.put("a", "one");
  const end = table.watch("a", wake);

  table.remove("a");
  table.remove("a");
  expect(wake).toHaveBeenCalledOnce();

  end();
  table.put("a", "again");
  expect(wake).toHaveBeenCalledOnce();
});
