/**
 * What is selected stays so while the text goes on: React writes a grown text anew, and whoever does that loses what was
 * selected in it.
 */
import { Component, type ReactNode } from "react";

/** An end of the selection, and what stands before it in its node. */
interface End {
  node: Node;
  offset: number;
  before: string;
}

interface Ends {
  anchor: End;
  focus: End;
}

export class SelectionKept extends Component<{ children: ReactNode }> {
  override getSnapshotBeforeUpdate(): Ends | null {
    const selection = document.getSelection();
    if (!selection?.anchorNode || !selection.focusNode || selection.isCollapsed) return null;
    return { anchor: endAt(selection.anchorNode, selection.anchorOffset), focus: endAt(selection.focusNode, selection.focusOffset) };
  }

  override componentDidUpdate(_props: unknown, _state: unknown, ends: Ends | null): void {
    const selection = document.getSelection();
    if (!ends || !selection || !(stands(ends.anchor) && stands(ends.focus))) return;
    const { anchor, focus } = ends;
    const same = selection.anchorNode === anchor.node && selection.anchorOffset === anchor.offset;
    if (same && selection.focusNode === focus.node && selection.focusOffset === focus.offset) return;
    selection.setBaseAndExtent(anchor.node, anchor.offset, focus.node, focus.offset);
  }

  override render(): ReactNode {
    return this.props.children;
  }
}

function endAt(node: Node, offset: number): End {
  return { node, offset, before: node instanceof Text ? node.data.slice(0, offset) : "" };
}

/** Whether an end is still where it was. */
function stands({ node, offset, before }: End): boolean {
  if (!node.isConnected) return false;
  return node instanceof Text ? node.data.startsWith(before) : offset <= node.childNodes.length;
}
