// Measures, frame by frame, what the page's own code costs while an answer grows. It must be in the page before the answer
// begins. Time is that of callbacks of frames up to the end of the microtasks behind them, where rendering is done. What the
// shell calls cannot be wrapped; it only appends strings and asks for a frame, and would show in the gaps between frames.
const real = window.requestAnimationFrame.bind(window);
const meter = { on: false, script: 0, rows: [] };
window.meter = meter;

const timed = (work) => (...given) => {
  const began = performance.now();
  try {
    return work(...given);
  } finally {
    queueMicrotask(() => (meter.script += performance.now() - began));
  }
};
window.requestAnimationFrame = (work) => real(timed(work));

meter.begin = () => {
  meter.on = true;
  meter.script = 0;
  let last = performance.now();
  const answer = [...document.querySelectorAll("[data-testid=answer-text]")].at(-1);
  const look = () => {
    const now = performance.now();
    meter.rows.push([now - last, meter.script, answer.textContent.length]);
    last = now;
    meter.script = 0;
    if (meter.on) real(look);
  };
  real(look);
};
