/** 简体中文：对一轮问答的操作，以及删除后平台那边的情况。 */
import type { turns as english } from "../en/turns";

export const turns: typeof english = {
  actions: "这个问题的操作",
  edit: "修改后重新提问",
  editField: "修改后的问题",
  editAbout: "会先删除最后一轮（平台上的也一并删除），再按修改后的内容提问。",
  editHint: "Enter 提问 · Esc 放弃修改",
  ask: "提问",
  asking: "正在提问…",
  edited: "已替换最后一轮。平台会先删除旧的一轮，再回答。",
  askBelow: "在下方重新提问",
  askedBelow: "已作为新的一轮重新提问。之前说过的内容仍在智能体的上下文里，无法截断。",
  copy: "复制问题",
  remove: "删除这一轮",
  removed: "已删除这一轮，稍后也会从平台的上下文中删除。",
  removedHere: "已删除这一轮。平台上从未有过它。",
  waiting: "这里删除过一轮。暂时没能通知平台，平台的上下文里还保留着它。",
  refused: "这里删除过一轮。平台拒绝删除，平台的上下文里还保留着它。",
  tellAgain: "重试",
  telling: "正在通知平台…",
  onlyHere: "仅保留在本机：平台的上下文里已经没有这一轮。",
};
