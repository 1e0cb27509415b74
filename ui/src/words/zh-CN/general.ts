import type { general as English } from "../en/general";

export const general: typeof English = {
  cancel: "取消",
  close: "关闭",
  save: "保存",
  back: "返回",
  retry: "重试",
  undo: "撤销",
  dismiss: "关闭提示",
  details: "详情",
  copyDetails: "复制详情",
  notices: "提示",
  broke: "窗口的某一部分出错了",
  openElsewhere: "重新开始",
  startFailed: "Parlance 无法打开历史记录",
};
