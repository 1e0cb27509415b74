/** English: the composer. */
const whole = new Intl.NumberFormat("en");

export const composer = {
  label: "Question",
  placeholder: (agent: string) => `Message ${agent}…`,
  send: "Send",
  stop: "Stop",
  hint: "Enter to send · Shift+Enter for a new line · Esc stops",
  waits: "The answer is still being written. Your question stays here until you send it.",
  length: (length: number, limit: number) => `${whole.format(length)} of ${whole.format(limit)} characters`,
};
