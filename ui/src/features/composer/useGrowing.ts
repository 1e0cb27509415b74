/** A field that is as high as its text, up to what its style allows, and at least as high as it was pulled. */
import { type RefObject, useLayoutEffect } from "react";

export function useGrowing(field: RefObject<HTMLTextAreaElement | null>, text: string, large = false, least = 0): void {
  useLayoutEffect(() => {
    const element = field.current;
    if (!element) return;
    const fit = () => {
      element.style.blockSize = "auto";
      element.style.minBlockSize = large || least === 0 ? "" : `${least}px`;
      if (!large) element.style.blockSize = `${element.scrollHeight}px`;
    };
    fit();
    addEventListener("resize", fit);
    return () => removeEventListener("resize", fit);
  }, [field, text, large, least]);
}
