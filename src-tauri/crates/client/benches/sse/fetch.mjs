// Node's fetch and eventsource-parser over a recording that is served over HTTP. Prints the number of events and the CPU time.
import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";

const [base, modules] = process.argv.slice(2);
const { createParser } = createRequire(pathToFileURL(`${modules}/`))("eventsource-parser");

const before = process.cpuUsage();
let count = 0;
let length = 0;
const parser = createParser({
  onEvent: (event) => {
    length += JSON.parse(event.data).answer.length;
    count += 1;
  },
});
const body = JSON.stringify({ Query: "?" });
const response = await fetch(`${base}/chat_query_v2`, { method: "POST", body });
const text = new TextDecoder();
for await (const piece of response.body) parser.feed(text.decode(piece, { stream: true }));
const used = process.cpuUsage(before);
if (length === 0) throw new Error("no text was read");
console.log(`${count} ${(used.user + used.system) * 1000}`);
