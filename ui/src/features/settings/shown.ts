/** Whether the settings are shown. */
import { store } from "../../model/store";

export const settingsOpen = store(false);
