/** 简体中文：输入框。 */
import type { composer as english } from "../en/composer";

const whole = new Intl.NumberFormat("zh-CN");

/** A name within Chinese text: where it begins or ends in other letters or in figures, there is a space. */
const within = (name: string) => `${name}`.replace(/^(?=[\p{Script=Latin}\p{N}])/u, " ").replace(/(?<=[\p{Script=Latin}\p{N}])$/u, " ");

export const composer: typeof english = {
  label: "问题",
  placeholder: (agent) => `给${within(agent)}发消息…`,
  send: "发送",
  stop: "停止",
  queue: "排队",
  queueAbout: "回答结束后立即提问",
  hint: {
    enter: "Enter 发送 · Shift+Enter 换行 · Esc 停止",
    modEnter: (mod) => `${mod} 发送 · Enter 换行 · Esc 停止`,
  },
  length: (length, limit) => `${whole.format(length)} / ${whole.format(limit)} 个字符`,
  expand: "放大编辑",
  collapse: "缩小编辑",
  resize: "输入框高度",
  quote: "引用",
  waiting: {
    label: "等待发送的问题",
    next: "下一个问题：回答结束后发送",
    held: "已暂缓：上一个回答没有正常结束",
    edit: "编辑",
    remove: "移除等待发送的问题",
    removed: "已移除等待发送的问题。",
    stopAndSend: "停止并发送",
    sendNow: "立即发送",
  },
};
