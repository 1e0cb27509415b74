import { beforeEach, expect, it } from "vitest";
import { agentRow } from "../../host/fake-rows";
import { setLocale } from "../../words/words";
import { attachFiles } from "./attach";

beforeEach(() => setLocale("en"));

const refused = (file: File) => attachFiles("c", agentRow({ id: "agent" }), [file]);

it("what may be a folder is not called an empty file", async () => {
  expect(await refused(new File([], "Photos"))).toEqual(["Photos is a folder or an empty file. Neither can be attached."]);
  expect(await refused(new File([], "notes.txt", { type: "text/plain" }))).toEqual(["notes.txt is empty."]);
});

it("a name that deceives the eye is refused by what it is", async () => {
  expect(await refused(new File([], "a\u202etxt.exe", { type: "text/plain" }))).toEqual(["a⟨U+202E⟩txt.exe is empty."]);
});
