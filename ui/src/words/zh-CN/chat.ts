/** 简体中文：标题栏、记录与各轮问答。 */
import type { chat as english } from "../en/chat";

const whole = new Intl.NumberFormat("zh-CN");
const tenths = new Intl.NumberFormat("zh-CN", { minimumFractionDigits: 1, maximumFractionDigits: 1 });

const took = (ms: number) =>
  ms < 59_950 ? `${tenths.format(ms / 1000)} s` : `${Math.floor(ms / 60_000)} 分 ${Math.floor(ms / 1000) % 60} 秒`;

export const chat: typeof english = {
  turns: (turns) => `${whole.format(turns)} 轮`,
  goneThere: "平台上已删除",
  offline: "离线",
  synced: "已同步",
  log: "问题与回答",
  newest: "最新",
  newestUnseen: "最新，有新内容",
  older: "正在加载更早的问答…",
  broughtTo: (question: string) => `已定位到问题：${question}`,
  turnGone: "这个问题已不在会话中。",
  openingQuestions: "可以这样开始",
  suggestions: "可以接着问",
  pressAlt: "按住 Alt 点击，放入输入框",
  question: "问题",
  answer: "回答",
  showAll: "显示全部",
  showLess: "收起",
  stopped: "已停止",
  interrupted: "已中断：Parlance 在回答结束前退出",
  empty: "智能体没有给出文字。",
  askAgain: "重新提问",
  copyAnswer: "复制回答",
  copied: "已复制",
  tokens: (tokens) => `${whole.format(tokens)} 词元`,
  inAndOut: (input, output) => `输入 ${whole.format(input)} 词元 · 输出 ${whole.format(output)}`,
  firstAfter: (ms) => `首字 ${took(ms)}`,
  inAll: (ms) => `共 ${took(ms)}`,
  took,
  waiting: {
    sent: "正在提问…",
    silent: "等待智能体回答",
  },
  said: {
    streaming: "问题已发出。",
    done: "回答完毕。",
    stopped: "回答已停止。",
    failed: (title) => `回答失败。${title}`,
    interrupted: "回答已中断。",
  },
};
