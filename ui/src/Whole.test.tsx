import { render, screen, waitFor } from "@testing-library/react";
import { userEvent } from "@testing-library/user-event";
import { expect, it, vi } from "vitest";
import { given } from "./desk";
import { fakeHost } from "./host/fake";
import { setHost } from "./host/host";
import { choose } from "./model/settings";
import { Whole } from "./Whole";

function Breaks(): never {
  throw new Error("no such thing");
}

it("says what broke and leads out, instead of an empty page", async () => {
  vi.spyOn(console, "error").mockReturnValue();
  const fake = fakeHost();
  setHost(fake);
  await choose({ agent: "agent-a", conversation: "c1" });
  const reload = vi.fn();
  vi.stubGlobal("location", { ...location, reload });
  render(
    <Whole>
      <Breaks />
    </Whole>,
  );
  expect(screen.getByText("Something in the window broke")).toBeDefined();
  await userEvent.click(screen.getByRole("button", { name: "Begin again" }));
  await waitFor(() => expect(reload).toHaveBeenCalled());
  expect(given(fake, "saveSettings").at(-1)).toMatchObject([{ agent: "", conversation: "" }]);
});
