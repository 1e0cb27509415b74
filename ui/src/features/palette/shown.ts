/** Whether the palette lies over the window. */
import { store } from "../../model/store";

export const paletteShown = store(false);
