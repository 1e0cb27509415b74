import type { copying as English } from "../en/copying";

export const copying: typeof English = {
  more: "以其他形式复制",
  markdown: "复制为 Markdown",
  plain: "复制为纯文本",
  rich: "复制并保留格式",
};
