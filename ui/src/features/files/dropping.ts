/** Files that are dropped on the window: they go to the open conversation, and never lead the window anywhere else. */
import { store } from "../../model/store";

/** Whether files are being dragged over the window while somebody would take them. */
export const dragging = store(false);

type Receiver = (files: File[], folders: number) => void;

let receiver: Receiver | undefined;

/** Takes what is dropped from now on, until the returned function is called. */
export function receiveDrops(by: Receiver): () => void {
  receiver = by;
  return () => {
    if (receiver === by) receiver = undefined;
    dragging.set(false);
  };
}

const holdsFiles = (event: DragEvent) => event.dataTransfer?.types.includes("Files") ?? false;

/** Text may be dropped into a field; a field takes no file. */
function isForField(event: DragEvent): boolean {
  const target = event.target instanceof Element ? event.target.closest("input, textarea") : null;
  return target !== null && !holdsFiles(event);
}

function takes(event: DragEvent): boolean {
  return holdsFiles(event) && receiver !== undefined && document.querySelector('[role="dialog"], [role="alertdialog"]') === null;
}

function unpack(transfer: DataTransfer): { files: File[]; folders: number } {
  const items = [...transfer.items].filter((item) => item.kind === "file");
  const isFolder = (item: DataTransferItem) => item.webkitGetAsEntry?.()?.isDirectory ?? false;
  const files = items.filter((item) => !isFolder(item)).flatMap((item) => item.getAsFile() ?? []);
  return { files, folders: items.filter(isFolder).length };
}

/** Listens until the returned function is called. */
export function listenForDrops(): () => void {
  // How many elements the pointer is in: each is entered before the last one is left.
  let depth = 0;
  const over = (event: DragEvent) => {
    if (isForField(event)) return;
    event.preventDefault();
    if (event.dataTransfer) event.dataTransfer.dropEffect = takes(event) ? "copy" : "none";
  };
  const enter = (event: DragEvent) => {
    over(event);
    depth += 1;
    if (takes(event)) dragging.set(true);
  };
  const leave = () => {
    depth = Math.max(0, depth - 1);
    if (depth === 0) dragging.set(false);
  };
  const drop = (event: DragEvent) => {
    depth = 0;
    dragging.set(false);
    if (isForField(event)) return;
    event.preventDefault();
    if (!takes(event) || !event.dataTransfer) return;
    const { files, folders } = unpack(event.dataTransfer);
    receiver?.(files, folders);
  };
  const listeners = { dragenter: enter, dragover: over, dragleave: leave, drop } as const;
  for (const [name, listener] of Object.entries(listeners)) addEventListener(name, listener as EventListener);
  return () => {
    for (const [name, listener] of Object.entries(listeners)) removeEventListener(name, listener as EventListener);
  };
}
