/** What is saved, fetched and put beside a question, in the host without a shell. */
import { problem } from "./fake-rows";
import type { World } from "./fake-world";
import type { AttachmentKind, Host, NewAttachment } from "./types";

type Commands =
  | "attach"
  | "attachSlice"
  | "attachLink"
  | "detach"
  | "uploadAgain"
  | "sendAs"
  | "fileContent"
  | "saveFile"
  | "content"
  | "saveText"
  | "saveLinked"
  | "showSaved";

/** A picture of one transparent point. */
const onePoint = Uint8Array.from(atob("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg=="), (letter) => letter.charCodeAt(0));

export function fileCommands(world: World): Pick<Host, Commands> {
  return {
    async attach(id: string, file: NewAttachment) {
      world.enter("attach", id, file);
      return world.files.begin(id, file);
    },

    async attachSlice(id: string, at: number, bytes: Uint8Array) {
      world.enter("attachSlice", id, at, bytes.length);
      world.files.take(id, at, bytes);
    },

    async attachLink(id: string, url: string, name: string) {
      world.enter("attachLink", id, url, name);
      return world.files.add(id, { kind: "link", url, name: name || url.split("/").at(-1) || url, size: 0, mediaType: "", kept: false });
    },

    async detach(id: string) {
      world.enter("detach", id);
      world.files.remove(id);
    },

    async uploadAgain(id: string) {
      world.enter("uploadAgain", id);
      world.files.again(id);
    },

    async sendAs(id: string, kind: AttachmentKind) {
      world.enter("sendAs", id, kind);
      world.files.as(id, kind);
    },

    async fileContent(id: string) {
      world.enter("fileContent", id);
      return new Blob([world.files.bytes(id)], { type: world.files.type(id) });
    },

    async saveFile(turn: string, file: string, dialog: string | null) {
      world.enter("saveFile", turn, file, dialog);
      const name = world.turn(turn).files.find((known) => known.id === file)?.name ?? "file";
      return { name, folder: "~/Downloads", runs: name.endsWith(".exe") };
    },

    async content(agent: string, link: string, asked: boolean) {
      world.enter("content", agent, link, asked);
      if (!asked && world.agent(agent).pictures !== "allowed" && /^https?:/.test(link) && !link.includes("/down?")) throw problem("askFirst");
      if (/\.(?:wav|mp3)/.test(link)) return new Blob([new Uint8Array(44)], { type: "audio/wav" });
      return new Blob([onePoint], { type: "image/png" });
    },

    async saveText(name: string, text: string) {
      world.enter("saveText", name, text);
      return { name, folder: "/downloads", runs: false };
    },

    async saveLinked(agent: string, link: string, name: string, dialog: string | null) {
      world.enter("saveLinked", agent, link, name, dialog);
      return { name, folder: "/downloads", runs: false };
    },

    async showSaved(folder: string, name: string) {
      world.enter("showSaved", folder, name);
    },
  };
}
