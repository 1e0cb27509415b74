/** The elements of the log in which something can be found, by the rows that they show. */
import type { ConversationId, TurnId } from "../../host/types";
import { turnLists } from "../../model/rows";
import type { Here } from "./lit";

/** By its handle: what announces things to screen readers has the same role. */
export function logElement(): HTMLElement | null {
  return document.querySelector<HTMLElement>('[data-testid="message-log"]');
}

/** The element of a turn; nothing while it is not near to what is shown. */
export function turnElement(conversation: ConversationId, turn: TurnId): HTMLElement | null {
  const index = turnLists.get(conversation)?.indexOf(turn) ?? -1;
  return index < 0 ? null : (logElement()?.querySelector<HTMLElement>(`[data-index="${index}"]`) ?? null);
}

/** The texts of a turn, or of all that are rendered. */
export function textElements(within: Element): Element[] {
  return [...within.querySelectorAll('[data-testid="question-text"], [data-testid="answer-text"], [data-step-id]')];
}

/** What shows the text that was found; the whole turn where that has no element of its own. */
export function elementOf(conversation: ConversationId, here: Here): Element | null {
  const turn = turnElement(conversation, here.turn);
  if (!turn) return null;
  if (here.step !== null) return turn.querySelector(`[data-step-id="${CSS.escape(here.step)}"]`) ?? turn;
  if (here.kind === "question") return turn.querySelector('[data-testid="question-text"]') ?? turn;
  if (here.kind === "answer") return turn.querySelector('[data-testid="answer-text"]') ?? turn;
  return turn;
}

/** The first turn in sight, among those that are here; where there is none, the last. */
export function turnInSight(conversation: ConversationId): number {
  const log = logElement();
  const top = log?.getBoundingClientRect().top ?? 0;
  const shown = [...(log?.querySelectorAll<HTMLElement>("[data-index]") ?? [])].find((element) => element.getBoundingClientRect().bottom >= top);
  return shown ? Number(shown.dataset.index) : (turnLists.get(conversation)?.length ?? 0) - 1;
}

/** Opens everything that is folded in it; menus are none. */
export function unfoldIn(element: Element): void {
  for (const button of element.querySelectorAll<HTMLElement>('button[aria-expanded="false"]:not([aria-haspopup])')) button.click();
}
