/** English: taking answers elsewhere. */
export const copying = {
  /** Names the menu beside the copy button. */
  more: "Copy in another form",
  markdown: "Copy as Markdown",
  plain: "Copy as plain text",
  rich: "Copy with formatting",
};
