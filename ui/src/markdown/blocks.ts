/**
 * A text as its top-level Markdown blocks, kept while the text grows.
 *
 * `Blocks.update(text)` gives the same blocks as splitting the whole text, but reads again only from the last block
 * that more text could still change. A block that came out the same is the same object. Definitions of links and
 * footnotes belong to the whole text, so a block carries those it refers to from elsewhere and changes with them.
 */
import type { Definition, FootnoteDefinition, Nodes, RootContent } from "mdast";
import { normalizeIdentifier } from "micromark-util-normalize-identifier";
import { parse } from "./parse";

type Defined = Definition | FootnoteDefinition;

export interface Block {
  /** Its Markdown, from the start of its first line. */
  readonly source: string;
  /** The position of `source` in the text. */
  readonly start: number;
  readonly node: RootContent;
  /** What it refers to and does not define itself. */
  readonly definitions: readonly Defined[];
}

interface Read {
  block: Block;
  /** Normalised labels that stand in brackets in the block. */
  labels: readonly string[];
  defines: readonly Defined[];
}

const openFence = /^(`{3,}|~{3,})[^\n]*\n/;

export class Blocks {
  #text = "";
  #read: Read[] = [];
  #blocks: readonly Block[] = [];

  /** The blocks of `text`, which usually is the text before and some more. */
  update(text: string): readonly Block[] {
    if (text === this.#text) return this.#blocks;
    if (!text.startsWith(this.#text)) this.#read = [];
    else if (this.#extendFence(text)) return this.#settle(text);
    const keep = firm(this.#text, this.#read);
    const from = this.#read[keep]?.block.start ?? 0;
    const old = this.#read.splice(keep);
    const fresh = read(text, from).map((next, index) => same(old[index], next));
    this.#read.push(...fresh);
    this.#refer([...old, ...fresh].some(({ defines }) => defines.length > 0) ? 0 : keep);
    return this.#settle(text);
  }

  #settle(text: string): readonly Block[] {
    this.#text = text;
    this.#blocks = this.#read.map(({ block }) => block);
    return this.#blocks;
  }

  /** Inside an open fence more text is only more code, as long as no line of it closes the fence. */
  #extendFence(text: string): boolean {
    const last = this.#read.at(-1);
    const fence = last && openFence.exec(last.block.source);
    if (!last || !fence || last.block.node.type !== "code") return false;
    if (last.block.start + last.block.source.length !== this.#text.length) return false;
    const source = text.slice(last.block.start);
    if (source.includes("\r", last.block.source.length)) return false;
    const line = source.lastIndexOf("\n", last.block.source.length - 1) + 1;
    const mark = fence[1] ?? "```";
    const closing = new RegExp(`^ {0,3}${mark[0]}{${mark.length},}[ \\t]*$`, "m");
    if (closing.test(source.slice(Math.max(line, fence[0].length)))) return false;
    if (closing.test(last.block.source.slice(fence[0].length))) return false;
    const value = source.slice(fence[0].length).replace(/\n$/, "");
    last.block = { ...last.block, source, node: { ...last.block.node, value } };
    return true;
  }

  /** Gives each block from `first` on what it refers to; the first definition of a label counts. */
  #refer(first: number): void {
    const known = new Map<string, Defined>();
    for (const { defines } of this.#read)
      for (const definition of defines) if (!known.has(name(definition))) known.set(name(definition), definition);
    if (known.size === 0 && first > 0) return;
    for (const entry of this.#read.slice(first)) {
      if (entry.labels.length === 0) continue;
      const found = entry.labels.map((label) => known.get(label)).filter((one) => one !== undefined);
      const definitions = found.filter((one) => !entry.defines.includes(one));
      if (!equal(definitions, entry.block.definitions)) entry.block = { ...entry.block, definitions };
    }
  }
}

/** The blocks of a text that grows no more. */
export function split(text: string): readonly Block[] {
  return new Blocks().update(text);
}

function read(text: string, from: number): Read[] {
  const tail = from === 0 ? text : text.slice(from);
  return parse(tail).children.map((node) => {
    const start = tail.lastIndexOf("\n", offset(node) - 1) + 1;
    const source = tail.slice(start, node.position?.end.offset);
    const block = { source, start: from + start, node, definitions: [] };
    return { block, labels: labels(source), defines: source.includes("]:") ? defined(node) : [] };
  });
}

const offset = (node: RootContent) => node.position?.start.offset ?? 0;

/** The old block where nothing but its being read again has happened. */
function same(old: Read | undefined, next: Read): Read {
  const unchanged =
    old?.block.source === next.block.source &&
    old.block.start === next.block.start &&
    old.block.node.type === next.block.node.type;
  return unchanged ? old : next;
}

/** How many blocks no further text can change. */
function firm(text: string, blocks: readonly Read[]): number {
  const last = blocks.length - 1;
  if (last <= 0) return 0;
  if (parted(text, blocks, last)) return last;
  let first = last - 1;
  while (first > 0 && blocks[first - 1]?.block.node.type === "definition" && !gap(text, blocks, first)) first--;
  return first;
}

function gap(text: string, blocks: readonly Read[], index: number): boolean {
  const before = blocks[index - 1]?.block;
  const after = blocks[index]?.block;
  return !before || !after || /\n[ \t]*\r?\n/.test(text.slice(before.start + before.source.length, after.start));
}

/** Whether the block at `index` is there to stay apart from the one before. */
function parted(text: string, blocks: readonly Read[], index: number): boolean {
  const before = blocks[index - 1]?.block;
  const block = blocks[index]?.block;
  if (!before || !block || !gap(text, blocks, index)) return false;
  if (before.node.type !== "list" && before.node.type !== "footnoteDefinition" && before.node.type !== "code") return true;
  // Digits may yet become the number of an item, and white space its indentation.
  return block.node.type === "paragraph" && !/^\s*\d{0,9}$/.test(block.source);
}

function labels(source: string): string[] {
  const found = source.matchAll(/\[((?:[^[\]\\]|\\.)+)\]/gs);
  return [...new Set(Array.from(found, (match) => normalizeIdentifier(match[1] ?? "")))];
}

function name(definition: Defined): string {
  const mark = definition.type === "footnoteDefinition" ? "^" : "";
  return normalizeIdentifier(mark + (definition.label ?? definition.identifier));
}

function defined(node: Nodes): Defined[] {
  const own = node.type === "definition" || node.type === "footnoteDefinition" ? [node] : [];
  return "children" in node ? [...own, ...node.children.flatMap(defined)] : own;
}

function equal(some: readonly Defined[], others: readonly Defined[]): boolean {
  return some.length === others.length && some.every((one, index) => alike(one, others[index]));
}

/** A footnote is referred to by its label only; a link by all that its definition says. */
function alike(one: Defined, other: Defined | undefined): boolean {
  if (one === other) return true;
  if (one.type !== other?.type || one.label !== other.label) return false;
  return one.type !== "definition" || (other.type === "definition" && one.url === other.url && one.title === other.title);
}
