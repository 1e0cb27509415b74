import type { storage as English } from "../en/storage";

const whole = new Intl.NumberFormat("zh-CN");

export const storage: typeof English = {
  title: "本机存储",
  measuring: "正在统计…",
  clearing: "正在清理…",
  compacting: "正在压缩…",
  holds: (conversations, size) => `${whole.format(conversations)} 个会话，${size}`,
  total: (database, files, backups) => `数据库 ${database}，文件 ${files}，备份 ${backups}`,
  clear: "清理缓存",
  clearTitle: (agent) => `清理“${agent}”的缓存？`,
  goes: "将移除平台上与本机一致的问答以及原始事件。再次打开会话时会重新取回，但不含中间过程、输入输出用量和当时的变量；在此之前无法离线查看或搜索。",
  stays: "密钥、草稿、标签、标题以及仅在本机的问答都会保留。",
  cleared: (turns) => `已移除 ${whole.format(turns)} 轮问答。`,
  clearedInPart: (turns) => `已提前结束，移除了 ${whole.format(turns)} 轮问答。`,
  compact: (free) => `压缩（可释放 ${free}）`,
  compacted: "数据库已压缩。",
  keep: "保留不再使用的会话",
  period: (days) => (days === 0 ? "始终" : days === 365 ? "1 年" : `${days} 天`),
  keepsAll: "不会按时间删除任何内容。",
  keeps: (days) =>
    `${days} 天内既没有新内容、也没有打开过的会话会从本机删除，平台上仍保留。仅在本机的内容，以及置顶、归档、有标签、评价过或有草稿的会话不受影响。`,
  retireTitle: (count) => `从本机删除 ${whole.format(count)} 个会话？`,
  retireAbout: (days) => `它们在${days === 365 ? "一年" : ` ${days} 天`}内没有新内容，也没有打开过。平台上仍保留。以后达到这个期限的会话也会删除。`,
  retireBackup: "最近的备份里还有它们，会再保留约一周；之后本机上就没有了。",
  retire: (count) => `删除 ${whole.format(count)} 个会话`,
};
