/** Files from outside, put beside the question: checked first, then handed to the core slice by slice. */
import { host } from "../../host/host";
import { type Agent, type AttachmentKind, type ConversationId, problemOf } from "../../host/types";
import { applyRow } from "../../model/apply";
import { attachmentLists, attachments } from "../../model/rows";
import { visible } from "../../markdown/signs";
import { worded } from "../../words/problems";
import { currentLocale, words } from "../../words/words";
import { isText, longestText, readsAsText } from "./kinds";
import { size } from "./sizes";

/** The most files of a question, as the core has it. */
export const mostFiles = 10;
/** How much is handed over at a time. */
const sliceBytes = 1 << 20;
const looksAtBytes = 4096;

/** What was read on this page, so that it can be shown at once. */
const known = new Map<string, Blob>();

/** A file that is on this computer, with what it is: as the page read it, else as its bytes say. */
export async function bytesOf(id: string): Promise<Blob> {
  const blob = known.get(id);
  if (blob) return blob;
  const read = await host.fileContent(id);
  known.set(id, read);
  return read;
}

/** Whether an agent's files can be uploaded. */
export function canUpload({ uploads }: Pick<Agent, "uploads">): boolean {
  return uploads.offer === "builtIn" || (uploads.offer === "service" && uploads.secret !== "missing");
}

/** How many files there are beside the question that is being written. */
function besides(conversation: ConversationId): number {
  return (attachmentLists.get(conversation) ?? []).filter((id) => attachments.get(id)?.queued === false).length;
}

/** Puts files beside the question. What could not go along is said, file by file. */
export async function attachFiles(conversation: ConversationId, agent: Agent, files: readonly File[]): Promise<string[]> {
  const said: string[] = [];
  for (const file of files) {
    if (besides(conversation) >= mostFiles) {
      said.push(words().files.tooMany(mostFiles));
      break;
    }
    try {
      const refusal = await attachFile(conversation, agent, file);
      if (refusal) said.push(refusal);
    } catch (thrown) {
      said.push(words().problems.about(visible(file.name), worded(problemOf(thrown), words()).line));
    }
  }
  return said;
}

async function attachFile(conversation: ConversationId, agent: Agent, file: File): Promise<string | undefined> {
  const { files } = words();
  const name = visible(file.name);
  const head = await file.slice(0, looksAtBytes).arrayBuffer().catch(() => undefined);
  // A folder is a file that cannot be read.
  if (!head) return files.unreadable(name);
  // To some web views a folder is a file without contents; it has no kind, and more cannot be known of it.
  if (file.size === 0) return file.type === "" ? files.emptyOrFolder(name) : files.empty(name);
  const kind = kindOf(agent, file, new Uint8Array(head));
  if (!kind) return files.notTaken(name);
  const most = kind === "text" ? longestText : agent.uploads.largest;
  if (file.size > most) return files.tooLarge(name, size(file.size, currentLocale()), size(most, currentLocale()));
  await handOver(conversation, file, kind);
}

function kindOf(agent: Agent, file: File, head: Uint8Array): AttachmentKind | undefined {
  if (canUpload(agent)) return "file";
  return isText(file) && readsAsText(head) ? "text" : undefined;
}

/** Puts a text beside the question as a part of it; its row. */
export async function attachText(conversation: ConversationId, name: string, text: string): Promise<string> {
  return handOver(conversation, new File([text], name, { type: "text/plain" }), "text");
}

async function handOver(conversation: ConversationId, file: File, kind: AttachmentKind): Promise<string> {
  const row = await host.attach(conversation, { kind, name: file.name, mediaType: file.type, size: file.size });
  known.set(row.id, file);
  applyRow({ type: "attachment", row });
  try {
    for (let at = 0; at < file.size; at += sliceBytes) {
      // Somebody took it away meanwhile.
      if (!attachments.get(row.id)) return row.id;
      await host.attachSlice(row.id, at, new Uint8Array(await file.slice(at, at + sliceBytes).arrayBuffer()));
    }
  } catch (thrown) {
    if (attachments.get(row.id)) await host.detach(row.id);
    throw thrown;
  }
  return row.id;
}

/** Takes a file away. */
export function detach(id: string): Promise<unknown> {
  known.delete(id);
  return host.detach(id);
}
