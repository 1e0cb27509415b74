/** Whether the file of the history can be read throughout, as far as it is known. */
import { store } from "./store";

export const damaged = store(false);
