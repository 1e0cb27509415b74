/** 简体中文：输入框。 */
import type { composer as english } from "../en/composer";

const whole = new Intl.NumberFormat("zh-CN");

export const composer: typeof english = {
  label: "问题",
  placeholder: (agent) => `给${agent}发消息…`,
  send: "发送",
  stop: "停止",
  hint: "Enter 发送 · Shift+Enter 换行 · Esc 停止",
  waits: "回答还没有结束。你的问题会留在这里，等你发送。",
  length: (length, limit) => `${whole.format(length)} / ${whole.format(limit)} 个字符`,
};
