import type { storage as English } from "../en/storage";

export const storage: typeof English = {
  title: "本机存储",
  measuring: "正在统计…",
  clearing: "正在清理…",
  compacting: "正在压缩…",
  holds: (conversations, size) => `${conversations} 个会话，${size}`,
  total: (database, files) => `数据库 ${database}，文件 ${files}`,
  clear: "清理缓存",
  clearTitle: (agent) => `清理“${agent}”的缓存？`,
  goes: "将移除平台上与本机一致的问答以及原始事件。再次打开会话时会重新取回，但不含中间过程；在此之前无法离线查看或搜索。",
  stays: "密钥、草稿、标签、标题以及仅在本机的问答都会保留。",
  cleared: (turns) => `已移除 ${turns} 轮问答。`,
  clearedInPart: (turns) => `已提前结束，移除了 ${turns} 轮问答。`,
  compact: (free) => `压缩（可释放 ${free}）`,
  compacted: "数据库已压缩。",
  keep: "保留不再使用的会话",
  period: (days) => (days === 0 ? "始终" : days === 365 ? "1 年" : `${days} 天`),
  keepsAll: "不会按时间删除任何内容。",
  keeps: (days) => `超过 ${days} 天未使用的会话会从本机删除，平台上仍保留。置顶、归档、有标签或有草稿的会话不受影响。`,
};
