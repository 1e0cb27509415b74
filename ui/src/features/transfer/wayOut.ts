/** Whether the person looks for a way out of a damaged history that is open. */
import { store } from "../../model/store";

export const wayOutShown = store(false);
