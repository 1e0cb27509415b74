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
  | "fileBytes"
  | "saveFile"
  | "image"
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

    async fileBytes(id: string) {
      world.enter("fileBytes", id);
      return world.files.bytes(id);
    },

    async saveFile(turn: string, file: string) {
      world.enter("saveFile", turn, file);
      const name = world.turn(turn).files.find((known) => known.id === file)?.name ?? "file";
      return { name, folder: "~/Downloads", runs: name.endsWith(".exe") };
    },

    async image(agent: string, link: string, asked: boolean) {
      world.enter("image", agent, link, asked);
      if (!asked && /^https?:/.test(link) && !link.includes("/down?")) throw problem("refused", { detail: "ask first" });
      return onePoint.slice().buffer;
    },

    async saveText(name: string, text: string) {
      world.enter("saveText", name, text);
      return { name, folder: "/downloads", runs: false };
    },

    async saveLinked(agent: string, link: string, name: string) {
      world.enter("saveLinked", agent, link, name);
      return { name, folder: "/downloads", runs: false };
    },

    async showSaved(folder: string, name: string) {
      world.enter("showSaved", folder, name);
    },
  };
}
