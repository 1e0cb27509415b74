/** 简体中文：智能体的上传服务。 */
import type { uploads as english } from "../en/uploads";

export const uploads: typeof english = {
  menu: "上传服务…",
  title: (name) => `“${name}”的上传服务`,
  intro: "智能体的接口本身没有上传功能。填写平台上传服务的地址和密钥后，即可随问题发送文件。",
  endpoint: "服务地址",
  endpointHelp: "以平台给出的为准，例如 https://up.example.com",
  accessKey: "访问密钥（AK）",
  secretKey: "私有密钥（SK）",
  secretHelp: "保存在系统钥匙串中，不写入任何文件。",
  secretKept: "留空则沿用此前为该地址输入的密钥。",
  goesTo: (origin) => `密钥只用于签名发往 ${origin} 的内容，私有密钥本身不会发送。`,
  save: "测试并保存",
  saving: "正在上传少量数据进行测试…",
  saved: "现在可以上传文件了。",
  remove: "移除该服务",
  removed: "已移除上传服务。",
};
