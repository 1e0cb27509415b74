/** How a state looks. */
import type { IconName } from "../../design/Icon";
import type { Run, RunStatus } from "../../host/types";

export const statusIcons: Record<RunStatus, IconName> = {
  to_start: "clock",
  processing: "clock",
  success: "check",
  failed: "warning",
  interrupted: "ask",
  stopped: "stop",
  unknown: "ask",
};

export function goesOn({ status }: Pick<Run, "status">): boolean {
  return status === "to_start" || status === "processing";
}
