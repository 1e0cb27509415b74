/** 简体中文：回答所依据的内容。 */
import type { citations as english } from "../en/citations";

const whole = new Intl.NumberFormat("zh-CN");

export const citations: typeof english = {
  label: "引用",
  name: (place, document) => `引用 ${place}：${document}`,
  documents: (documents) => `${whole.format(documents)} 篇文档`,
  passages: (passages) => `${whole.format(passages)} 个段落`,
  besides: {
    qa: (found) => `${whole.format(found)} 条预设问答`,
    terminology: (found) => `${whole.format(found)} 个术语`,
    graph: (found) => `${whole.format(found)} 条图谱结果`,
    memory: (found) => `${whole.format(found)} 条记忆`,
  },
  page: (page) => `第 ${page} 页`,
  score: (score) => `得分 ${score}`,
  open: (host) => `在 ${host} 打开`,
  more: (more) => `再显示 ${whole.format(more)} 条`,
  copy: "复制段落",
  copied: "已复制",
  origins: {
    knowledge: "文档",
    qa: "预设问答",
    terminology: "术语",
    graph: "知识图谱",
    memory: "长期记忆",
  },
};
