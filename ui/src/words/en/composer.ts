/** English: the composer. */
const whole = new Intl.NumberFormat("en");

export const composer = {
  label: "Question",
  placeholder: (agent: string) => `Message ${agent}…`,
  send: "Send",
  stop: "Stop",
  queue: "Queue",
  queueAbout: "Asked as soon as the answer has ended",
  hint: {
    enter: "Enter to send · Shift+Enter for a new line · Esc stops",
    modEnter: (mod: string) => `${mod} to send · Enter for a new line · Esc stops`,
  },
  length: (length: number, limit: number) => `${whole.format(length)} of ${whole.format(limit)} characters`,
  expand: "Large editor",
  collapse: "Small editor",
  resize: "Height of the field",
  quote: "Quote",
  waiting: {
    label: "Question that waits",
    next: "Next: asked when the answer has ended",
    held: "Held back: the answer did not end well",
    edit: "Edit",
    remove: "Remove the question that waits",
    removed: "The question that waited was removed.",
    stopAndSend: "Stop and send",
    sendNow: "Send now",
  },
};
