/** Which steps a reader has unfolded or folded: that stays so, also while the step goes on and when it scrolls out of sight. */
import type { StepId } from "../../host/types";
import { store } from "../../model/store";
import { Table, useRow } from "../../model/table";

/** Of this run only. */
const choices = new Table<StepId, boolean>();

export interface Unfolding {
  unfolded: boolean;
  toggle: () => void;
}

/** `otherwise` holds as long as the reader has not chosen. */
export function useUnfolded(id: StepId, otherwise: boolean): Unfolding {
  const unfolded = useRow(choices, id) ?? otherwise;
  return { unfolded, toggle: () => choices.put(id, !unfolded) };
}

/** Shows what there is to a step, as if the reader had unfolded it. */
export function unfold(id: StepId): void {
  choices.put(id, true);
  revealed.set(id);
}

/** The step that somebody was brought to: it is shown even where earlier ones are left out. */
export const revealed = store<StepId | undefined>(undefined);

export function forgetUnfolded(): void {
  choices.clear();
}
