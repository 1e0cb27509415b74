/** Pasting into the composer: its rules, and the ways back from what they did. */
import { type ClipboardEvent, type KeyboardEvent, type RefObject, useRef, useState } from "react";
import type { ConversationId } from "../../host/types";
import { words } from "../../words/words";
import { sayProblem } from "../problems/say";
import { attachText, bytesOf, detach } from "../files/attach";
import { insert } from "../../design/insert";
import { holdsMod } from "../../design/keys";
import { judge } from "./paste";
import type { Said } from "./useSending";

interface Options {
  conversation: ConversationId;
  field: RefObject<HTMLTextAreaElement | null>;
  /** Whether a picture could go along. */
  takesPictures: boolean;
  onFiles: (files: File[]) => void;
  say: (said: Said) => void;
}

export interface Pasting {
  onPaste: (event: ClipboardEvent<HTMLTextAreaElement>) => void;
  /** Looks at a key before anybody else; says whether that was all. */
  onKey: (event: KeyboardEvent) => boolean;
  /** The picture of what was pasted as text. */
  offer: { accept: () => void; dismiss: () => void } | undefined;
  /** Something was written since. */
  forget: () => void;
}

export function usePaste({ conversation, field, takesPictures, onFiles, say }: Options): Pasting {
  const [offered, setOffered] = useState<{ text: string; picture: File }>();
  const plainNext = useRef(false);
  /** The long text that was just put beside the question. */
  const folded = useRef<string>(undefined);

  const fold = async (text: string) => {
    folded.current = undefined;
    try {
      const id = await attachText(conversation, words().files.pastedText, text);
      folded.current = id;
      say({ lines: [words().files.longPaste([...text].length)] });
    } catch (thrown) {
      insert(field.current, text);
      sayProblem(thrown);
    }
  };
  const unfold = async (id: string) => {
    folded.current = undefined;
    say(undefined);
    insert(field.current, await (await bytesOf(id)).text());
    await detach(id);
  };

  const onPaste = (event: ClipboardEvent<HTMLTextAreaElement>) => {
    const clipboard = { text: event.clipboardData.getData("text/plain"), files: [...event.clipboardData.files] };
    const pasted = judge(clipboard, plainNext.current);
    plainNext.current = false;
    setOffered(undefined);
    if (pasted.kind === "text") return;
    if (pasted.kind === "cells") {
      if (takesPictures) setOffered(pasted);
      return;
    }
    event.preventDefault();
    if (pasted.kind === "long") void fold(pasted.text);
    else onFiles(pasted.files.map(named));
  };
  const onKey = (event: KeyboardEvent): boolean => {
    const key = event.key.toLowerCase();
    if (key === "v" && (event.ctrlKey || event.metaKey)) plainNext.current = event.shiftKey;
    const id = folded.current;
    if (id === undefined || key !== "z" || !holdsMod(event)) return false;
    event.preventDefault();
    unfold(id).catch(sayProblem);
    return true;
  };
  const accept = () => {
    if (!offered) return;
    const element = field.current;
    // The text goes, where it still stands as it was pasted.
    const at = element ? element.value.lastIndexOf(offered.text) : -1;
    if (element && at >= 0) {
      element.focus();
      element.setSelectionRange(at, at + offered.text.length);
      document.execCommand("delete");
    }
    onFiles([named(offered.picture)]);
    setOffered(undefined);
  };
  const forget = () => {
    folded.current = undefined;
  };
  return { onPaste, onKey, offer: offered && { accept, dismiss: () => setOffered(undefined) }, forget };
}

/** Pictures of a clipboard are all called the same. */
function named(file: File): File {
  if (!/^image\.\w+$/.test(file.name) || !file.type.startsWith("image/")) return file;
  return new File([file], `${words().files.pastedPicture}.${file.name.split(".").at(-1)}`, { type: file.type });
}
