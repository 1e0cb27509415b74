import type { settings as English } from "../en/settings";

export const settings: typeof English = {
  title: "设置",
  open: "设置",
  theme: "外观",
  system: "跟随系统",
  light: "浅色",
  dark: "深色",
  locale: "语言",
  systemLocale: "跟随系统",
  suggestions: "回答下方的建议问题",
  usage: "回答下方的用量和用时",
  shown: "显示",
  hidden: "隐藏",
  sendKey: "发送方式",
  dollars: "单个美元符号之间的文字，如 $x$",
  dollarsFormula: "像公式时按公式显示",
  dollarsPlain: "始终按普通文字显示",
  dataDir: "历史记录保存在",
  keys: "API 密钥保存在系统钥匙串中，不在此文件夹。",
  version: "版本",
};
