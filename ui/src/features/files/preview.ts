/** What can be seen of a file whose bytes are on this computer. */
import { useEffect, useState } from "react";
import { bytesOf } from "./attach";
import { isPicture, isText } from "./kinds";

/** The most of a text that is shown. */
const mostShown = 200_000;

export interface Previewed {
  name: string;
  id: string;
  mediaType: string;
  kept: boolean;
}

export type Preview = { state: "none" } | { state: "loading" } | { state: "picture"; url: string } | { state: "text"; text: string };

/** Whether there is something to show. */
export function canPreview({ kept, mediaType, name }: Previewed): boolean {
  return kept && (isPicture(mediaType) || isText({ name, type: mediaType }));
}

/** A picture's address or a text, for as long as it is shown. */
export function usePreview(file: Previewed, wanted = true): Preview {
  const { id, mediaType } = file;
  const able = wanted && canPreview(file);
  const [preview, setPreview] = useState<Preview>({ state: able ? "loading" : "none" });
  useEffect(() => {
    if (!able) return setPreview({ state: "none" });
    let over = false;
    let url = "";
    const show = async () => {
      const blob = await bytesOf(id, mediaType);
      if (isPicture(mediaType)) {
        if (over) return;
        url = URL.createObjectURL(blob.type === mediaType ? blob : new Blob([blob], { type: mediaType }));
        setPreview({ state: "picture", url });
      } else {
        const text = await blob.slice(0, mostShown).text();
        if (!over) setPreview({ state: "text", text });
      }
    };
    show().catch(() => !over && setPreview({ state: "none" }));
    return () => {
      over = true;
      if (url) URL.revokeObjectURL(url);
    };
  }, [id, mediaType, able]);
  return preview;
}
