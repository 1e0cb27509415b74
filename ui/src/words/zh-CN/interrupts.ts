/** 简体中文：智能体在等待什么。 */
import type { interrupts as english } from "../en/interrupts";

export const interrupts: typeof english = {
  label: "智能体在等待",
  title: {
    decision: "智能体需要你来决定",
    input: "智能体需要你补充信息",
    task: "有一个任务正在进行",
    other: "智能体在等你回答",
  },
  taskBegun: "开始了一个任务",
  kind: (kind) => `平台把它叫作“${kind}”。`,
  confirm: "确认",
  decline: "拒绝",
  more: "补充说明（可不填）",
  answer: "你的回答",
  send: "发送",
  sending: "正在发送…",
  asNext: "会作为下一个问题发出，智能体由此继续。",
  answered: "已回答",
  passed: "没有回答，会话已经继续。",
  taskWaiting: "完成后，回答会作为单独的一轮自动出现，重启 Parlance 也不影响。",
  taskUnnamed: "平台没有给出任务的 ID，无法查询进度。请稍后重新打开这个会话。",
  taskSucceeded: "任务已完成，回答在下面单独的一轮里。",
  taskFailed: "任务失败了。",
  taskLost: "平台上已经没有这个任务。",
  lateTurn: "之前开始的一个任务完成了",
  triggered: "由平台上的触发器提问",
};
