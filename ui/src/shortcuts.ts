/** Keys that work wherever the focus is. Whatever is nearer to the focus has the first word: it prevents or stops the event. */
import { composes } from "./design/composing";
import { holdsMod } from "./design/keys";
import { begin, renaming, step } from "./features/conversations/acts";
import { sayProblem } from "./features/problems/say";
import { closeFind, finding, openFind, step as findStep } from "./features/finding/find";
import { paletteShown } from "./features/palette/shown";
import { showSearch } from "./features/search/sought";
import { detailsDrawer, detailsShown, showDetails } from "./features/details/shown";
import { settingsOpen } from "./features/settings/shown";
import { selectAgent, stopRunning } from "./model/open";
import { agentIds } from "./model/rows";
import { zoom } from "./model/settings";
import { currentView, drawer, narrow } from "./model/view";
import { beginRun, isWorkflow, stepRun } from "./model/workflow";

/** What the web view would do with these keys would lose something: reload, print, save, go back. */
function belongsToBrowser(event: KeyboardEvent): boolean {
  if (event.key === "F5") return true;
  if (event.altKey && (event.key === "ArrowLeft" || event.key === "ArrowRight")) return true;
  return holdsMod(event) && ["r", "p", "s", "g"].includes(event.key.toLowerCase());
}

/** Which way a key makes everything larger or smaller: the plus is on a Shift of some keyboards. Nothing is too busy for it. */
function zoomOf(event: KeyboardEvent): 1 | -1 | 0 | undefined {
  const plain = holdsMod(event);
  if ((plain || holdsMod(event, { shift: true })) && (event.key === "+" || event.key === "=")) return 1;
  return plain ? ({ "-": -1, "0": 0 } as const)[event.key as "-" | "0"] : undefined;
}

function zooms(event: KeyboardEvent): boolean {
  const by = zoomOf(event);
  if (by !== undefined) zoom(by).catch(sayProblem);
  return by !== undefined;
}

function beginHere(): void {
  const { agent } = currentView();
  if (isWorkflow(agent)) beginRun(agent);
  else begin();
}

function stepHere(by: 1 | -1): void {
  const { agent } = currentView();
  if (isWorkflow(agent)) stepRun(agent, by).catch(sayProblem);
  else step(by);
}

function withMod(event: KeyboardEvent): boolean {
  const key = event.key.toLowerCase();
  const nth = /^[1-9]$/.test(key) ? agentIds()[Number(key) - 1] : undefined;
  if (key === "n") beginHere();
  else if (key === ",") settingsOpen.set(true);
  else if (key === "b" && narrow.get()) drawer.set(!drawer.get());
  else if (key === "i" && currentView().conversation !== "") showDetails(!detailsShown());
  else if (key === "k") paletteShown.set(true);
  else if (key === "f" && currentView().conversation !== "") openFind(currentView().conversation);
  else if (nth !== undefined) selectAgent(nth).catch(sayProblem);
  else return false;
  return true;
}

function withModAndShift(key: string): boolean {
  if (key === "o") beginHere();
  else if (key === "k") showSearch();
  else return false;
  return true;
}

/** To the next place of what is looked for; without that, to the line for it. */
function findNext(by: 1 | -1): boolean {
  const { conversation } = currentView();
  if (finding.get()) findStep(by);
  else if (conversation !== "") openFind(conversation);
  return true;
}

function rename(): boolean {
  const { conversation } = currentView();
  if (conversation !== "") renaming.set({ conversation, place: "header" });
  return conversation !== "";
}

function escape(): boolean {
  const over = [drawer, detailsDrawer].find((laid) => laid.get());
  if (!over && finding.get()) {
    closeFind();
    return true;
  }
  if (!over) return stopRunning();
  over.set(false);
  return true;
}

function acts(event: KeyboardEvent): boolean {
  if (holdsMod(event)) return withMod(event);
  if (holdsMod(event, { shift: true })) {
    return withModAndShift(event.key.toLowerCase());
  }
  if (event.key === "F3" && !event.ctrlKey && !event.metaKey && !event.altKey) return findNext(event.shiftKey ? -1 : 1);
  if (event.ctrlKey || event.metaKey || event.shiftKey) return false;
  if (event.altKey) {
    const by = ({ ArrowDown: 1, ArrowUp: -1 } as const)[event.key as "ArrowDown" | "ArrowUp"];
    if (by) stepHere(by);
    return by !== undefined;
  }
  if (event.key === "F2") return rename();
  return event.key === "Escape" && escape();
}

function onKeyDown(event: KeyboardEvent): void {
  if (event.defaultPrevented || composes(event)) return;
  const busy = document.querySelector('[role="dialog"], [role="alertdialog"], [role="menu"]') !== null;
  if (belongsToBrowser(event) || zooms(event) || (!busy && acts(event))) event.preventDefault();
}

/** Listens until the returned function is called. */
export function listen(): () => void {
  addEventListener("keydown", onKeyDown);
  return () => removeEventListener("keydown", onKeyDown);
}
