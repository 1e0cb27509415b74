/** A picture or a diagram by itself, as large as one likes. */
import { type KeyboardEvent, type PointerEvent, type ReactNode, useRef, useState } from "react";
import { Button, IconButton } from "../design/Button";
import { Dialog } from "../design/Dialog";
import css from "./Viewer.module.css";
import { useMarkdown } from "./words";

const steps = [0.1, 0.25, 0.5, 0.75, 1, 1.5, 2, 3, 4, 6, 8];

interface ViewerProps {
  title: string;
  url: string;
  onClose: () => void;
  /** Saves it: where the person chooses, or among the downloads. */
  onSave?: ((choose: boolean) => void) | undefined;
  /** Saves a drawing of ours. */
  onSaveDrawing?: () => void;
  /** Opens it where it comes from. */
  onOpen?: (() => void) | undefined;
}

export function Viewer({ title, url, onClose, onSave, onSaveDrawing, onOpen }: ViewerProps): ReactNode {
  const { words } = useMarkdown();
  const { place, scale, natural, setNatural, zoom, fit, onKey, drag } = useZoom();
  const size = natural && scale ? { inlineSize: natural.width * scale, blockSize: natural.height * scale } : undefined;
  return (
    <Dialog title={title} open onClose={onClose} closeLabel={words.close} wide="full">
      <div className={css.bar}>
        <IconButton small icon="minus" label={words.zoomOut} shortcut="-" onPress={() => zoom(-1)} />
        <span className={css.scale} aria-live="polite">
          {scale ? `${Math.round(scale * 100)} %` : words.zoomFit}
        </span>
        <IconButton small icon="plus" label={words.zoomIn} shortcut="+" onPress={() => zoom(1)} />
        <Button small variant="ghost" onPress={fit}>
          {words.zoomFit}
        </Button>
        <span className={css.ways}>
          {onOpen && (
            <Button small variant="ghost" icon="globe" onPress={onOpen}>
              {words.openLink}
            </Button>
          )}
          {onSaveDrawing && (
            <Button small variant="ghost" icon="export" onPress={onSaveDrawing}>
              {words.saveDiagram}
            </Button>
          )}
          {onSave && (
            <>
              <Button small variant="ghost" icon="export" onPress={() => onSave(false)}>
                {words.keep}
              </Button>
              <Button small variant="ghost" onPress={() => onSave(true)}>
                {words.keepAs}
              </Button>
            </>
          )}
        </span>
      </div>
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex, jsx-a11y/no-noninteractive-element-interactions -- the keyboard scrolls and zooms what it can focus */}
      <section ref={place} className={css.place} aria-label={title} tabIndex={0} data-fit={scale === undefined || undefined} onKeyDown={onKey} {...drag}>
        <img
          src={url}
          alt={title}
          draggable={false}
          style={size}
          onLoad={({ currentTarget: { naturalWidth: width, naturalHeight: height } }) => setNatural({ width, height })}
        />
      </section>
    </Dialog>
  );
}

/** How large it is, undefined for "as it fits", and being dragged about. */
function useZoom() {
  const place = useRef<HTMLElement>(null);
  const [scale, setScale] = useState<number>();
  const [natural, setNatural] = useState<{ width: number; height: number }>();
  const shown = () => (natural && place.current ? (place.current.querySelector("img")?.clientWidth ?? 0) / natural.width : 1) || 1;
  const zoom = (direction: 1 | -1) => {
    const now = scale ?? shown();
    const next = direction > 0 ? steps.find((step) => step > now * 1.01) : steps.findLast((step) => step < now * 0.99);
    setScale(next ?? now);
  };
  const fit = () => setScale(undefined);
  const onKey = (event: KeyboardEvent) => {
    const acts: Record<string, () => void> = { "+": () => zoom(1), "=": () => zoom(1), "-": () => zoom(-1), "0": fit };
    const act = event.ctrlKey || event.metaKey || event.altKey ? undefined : acts[event.key];
    if (!act) return;
    event.preventDefault();
    act();
  };
  const from = useRef<{ x: number; y: number }>(undefined);
  const drag = {
    onPointerDown: (event: PointerEvent<HTMLElement>) => {
      if (event.button !== 0) return;
      from.current = { x: event.clientX, y: event.clientY };
      event.currentTarget.setPointerCapture(event.pointerId);
    },
    onPointerMove: (event: PointerEvent<HTMLElement>) => {
      if (!from.current) return;
      event.currentTarget.scrollBy(from.current.x - event.clientX, from.current.y - event.clientY);
      from.current = { x: event.clientX, y: event.clientY };
    },
    onPointerUp: () => {
      from.current = undefined;
    },
  };
  return { place, scale, natural, setNatural, zoom, fit, onKey, drag };
}
