/** What the window and its drawing worker say to each other. */
import type { Clean } from "./clean";
import type { Look } from "./look";

export interface Order {
  id: number;
  source: string;
  look: Look;
}

export interface Reply {
  id: number;
  /** None where it could not be drawn. */
  drawing: Clean | undefined;
}
