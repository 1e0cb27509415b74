/** English. */
import { agents } from "./en/agents";
import { answers } from "./en/answers";
import { chat } from "./en/chat";
import { citations } from "./en/citations";
import { composer } from "./en/composer";
import { conversations } from "./en/conversations";
import { copying } from "./en/copying";
import { details } from "./en/details";
import { files } from "./en/files";
import { general } from "./en/general";
import { interrupts } from "./en/interrupts";
import { markdown } from "./en/markdown";
import { problems } from "./en/problems";
import { search } from "./en/search";
import { settings } from "./en/settings";
import { steps } from "./en/steps";
import { storage } from "./en/storage";
import { transfer } from "./en/transfer";
import { turns } from "./en/turns";
import { uploads } from "./en/uploads";
import { variables } from "./en/variables";
import { workflow } from "./en/workflow";

export const en = {
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
