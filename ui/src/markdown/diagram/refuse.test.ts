import { expect, test } from "vitest";
import { kinds } from "./kinds";
import { refusal } from "./refuse";

test.each(Object.entries(kinds))("a harmless diagram of the kind %s is drawn", (_name, source) => {
  expect(refusal(source)).toBeUndefined();
});

test.each([
  'flowchart LR\n  A["see https://example.com"] --> B[click here]',
  'flowchart LR\n  A["a <b>bold</b> word<br/>and more"] --> B[data: the rest]',
  "mindmap\n  root\n    link budget\n    callback hell",
  "sequenceDiagram\n  A->>B: link: the page",
  "flowchart LR\n  online = on --> B",
])("words that only look like it are no reason: %s", (source) => {
  expect(refusal(source)).toBeUndefined();
});

test.each([
  'flowchart LR\n  A@{ img: "x" }',
  'flowchart LR\n  A@{\n shape: rect,\n  img : "x" }',
  "flowchart LR\n  A --> B\n  CLICK A call x()",
  "flowchart LR\n  A[\"<IMG src=x>\"]",
  "flowchart LR\n  A[\"&#60;img src=x&#62;\"]",
  "flowchart LR\n  A[\"#60;script#62;\"]",
  "flowchart LR\n  A[\"java#115;cript:alert(1)\"]",
  "flowchart LR\n  style A fill:URL (x)",
  "flowchart LR\n  A[\"<b onmouseover=x>\"]",
  "flowchart LR\n  A[\"data:text/html,x\"]",
  "flowchart LR\n  A[\"file:///etc/passwd\"]",
  'C4Context\n  Person(a, "A", $sprite = "x")',
])("what acts is refused: %s", (source) => {
  expect(refusal(source)).toBe("refused");
});
