/** 简体中文 */
import type { en } from "./en";
import { agents } from "./zh-CN/agents";
import { answers } from "./zh-CN/answers";
import { chat } from "./zh-CN/chat";
import { citations } from "./zh-CN/citations";
import { composer } from "./zh-CN/composer";
import { conversations } from "./zh-CN/conversations";
import { copying } from "./zh-CN/copying";
import { details } from "./zh-CN/details";
import { files } from "./zh-CN/files";
import { general } from "./zh-CN/general";
import { interrupts } from "./zh-CN/interrupts";
import { markdown } from "./zh-CN/markdown";
import { problems } from "./zh-CN/problems";
import { search } from "./zh-CN/search";
import { settings } from "./zh-CN/settings";
import { steps } from "./zh-CN/steps";
import { storage } from "./zh-CN/storage";
import { transfer } from "./zh-CN/transfer";
import { turns } from "./zh-CN/turns";
import { uploads } from "./zh-CN/uploads";
import { variables } from "./zh-CN/variables";
import { workflow } from "./zh-CN/workflow";

export const zhCN: typeof en = {
  agents,
  answers,
  chat,
  citations,
  composer,
  conversations,
  copying,
  details,
  files,
  general,
  interrupts,
  markdown,
  problems,
  search,
  settings,
  steps,
  storage,
  transfer,
  turns,
  uploads,
  variables,
  workflow,
};
