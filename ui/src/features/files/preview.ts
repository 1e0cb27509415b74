/** What can be seen or heard of a file. */
import { useEffect, useState } from "react";
import { type Problem, problemOf } from "../../host/types";
import { bytesOf } from "./attach";
import { isPicture, isText } from "./kinds";

/** The most of a text that is shown. */
const mostShown = 200_000;

export interface Previewed {
  name: string;
  id: string;
  mediaType: string;
  /** Whether its bytes can be had. */
  kept: boolean;
  /** Has them where they are not those of a file beside a question. */
  load?: () => Promise<Blob>;
}

export type Preview =
  | { state: "none" | "loading"; type: string }
  | { state: "failed"; type: string; problem: Problem }
  | { state: "picture" | "audio" | "video"; type: string; url: string }
  | { state: "text"; type: string; text: string };

/** An address of a picture, sound or film, or a text, for as long as it is shown. */
export function usePreview(file: Previewed, wanted = true): Preview {
  const { id, name, mediaType, load } = file;
  const able = wanted && file.kept;
  const [preview, setPreview] = useState<Preview>({ state: able ? "loading" : "none", type: mediaType });
  useEffect(() => {
    if (!able) return setPreview({ state: "none", type: mediaType });
    let over = false;
    let url = "";
    const show = async () => {
      const blob = await (load?.() ?? bytesOf(id));
      const type = typeOf(blob, mediaType);
      const state = kindOf(type, name);
      if (over) return;
      if (state === "none" || blob.size === 0) return setPreview({ state: "none", type });
      if (state === "text") {
        const text = await blob.slice(0, mostShown).text();
        if (!over) setPreview({ state, type, text });
      } else {
        url = URL.createObjectURL(blob.type === type ? blob : new Blob([blob], { type }));
        setPreview({ state, type, url });
      }
    };
    show().catch((thrown: unknown) => !over && setPreview({ state: "failed", type: mediaType, problem: problemOf(thrown) }));
    return () => {
      over = true;
      if (url) URL.revokeObjectURL(url);
    };
  }, [id, name, mediaType, load, able]);
  return preview;
}

/** As the bytes say; a drawing that is written as text is one only where it was said to be. */
function typeOf(blob: Blob, said: string): string {
  return isPicture(said) || blob.type === "" || blob.type === "application/octet-stream" ? said || blob.type : blob.type;
}

function kindOf(type: string, name: string): "picture" | "audio" | "video" | "text" | "none" {
  if (isPicture(type)) return "picture";
  if (type.startsWith("audio/")) return "audio";
  if (type.startsWith("video/")) return "video";
  return isText({ name, type }) ? "text" : "none";
}
