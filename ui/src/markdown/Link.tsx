/** Addresses and images of an answer. Neither is followed or loaded by itself: the reader's click asks for it. */
import type { Element, Nodes } from "hast";
import type { MouseEvent, ReactNode } from "react";
import { address, misleads, visible } from "./address";
import css from "./Markdown.module.css";
import { useMarkdown } from "./words";

interface LinkProps {
  href?: string;
  node?: Element;
  children?: ReactNode;
}

export function Link({ href = "", node, children }: LinkProps): ReactNode {
  const { onOpenLink } = useMarkdown();
  const target = address(href);
  const text = node ? textOf(node) : "";
  const shown = visible(text) === text ? children : visible(text);
  if (!target) return shown;
  const open = (event: MouseEvent) => {
    event.preventDefault();
    if (event.button === 0 || event.button === 1) onOpenLink(target.url);
  };
  return (
    <>
      <a href={target.url} title={target.url} rel="noreferrer noopener" draggable={false} onClick={open} onAuxClick={open}>
        {shown}
      </a>
      {misleads(text, target) && <span className={css.host}>{target.host}</span>}
    </>
  );
}

export function Image({ src = "", alt = "" }: { src?: string; alt?: string }): ReactNode {
  const { onOpenLink, words } = useMarkdown();
  const target = address(src);
  const label = words.image(visible(alt), target?.host ?? "");
  if (!target) return <span className={css.image}>{label}</span>;
  return (
    <button type="button" className={css.image} title={target.url} onClick={() => onOpenLink(target.url)}>
      {label}
    </button>
  );
}

function textOf(node: Nodes): string {
  if (node.type === "text") return node.value;
  return "children" in node ? node.children.map(textOf).join("") : "";
}
