/** What is open. The address behind `#` is the route: `#/<agent>/<conversation>`. */
import type { AgentId, ConversationId } from "../host/types";
import { store, useStore } from "./store";

export interface View {
  /** Empty before there is an agent. */
  agent: AgentId | "";
  /** Empty when none of the agent's conversations is open. */
  conversation: ConversationId | "";
}

const view = store<View>(read(location.hash));

function read(hash: string): View {
  const [agent = "", conversation = ""] = hash.replace(/^#\/?/, "").split("/").map(decodeURIComponent);
  return { agent, conversation };
}

function written({ agent, conversation }: View): string {
  return `#/${[agent, conversation].filter(Boolean).map(encodeURIComponent).join("/")}`;
}

export function currentView(): View {
  return view.get();
}

/** Shows this. A place in the window is no step in a history: nothing goes back to it. */
export function show(next: View): void {
  const { agent, conversation } = view.get();
  if (agent === next.agent && conversation === next.conversation) return;
  view.set(next);
  history.replaceState(null, "", `${location.pathname}${location.search}${written(next)}`);
}

export function useView(): View {
  return useStore(view);
}

/** Whether the network is there, as far as the system knows. */
export const online = store(navigator.onLine);

addEventListener("online", () => online.set(true));
addEventListener("offline", () => online.set(false));

/** Whether the list is laid over the conversation; only where the window is narrow. */
export const drawer = store(false);

const narrowMedia = typeof matchMedia === "function" ? matchMedia("(max-width: 899px)") : undefined;

/** Whether the window is too narrow for the list beside the conversation. */
export const narrow = store(narrowMedia?.matches ?? false);

narrowMedia?.addEventListener("change", (event) => {
  narrow.set(event.matches);
  drawer.set(false);
});
