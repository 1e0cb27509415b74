/** An address in an answer. It is never followed by itself: the reader's click hands it to their own browser. */
import type { Element, Nodes } from "hast";
import { type MouseEvent, type ReactNode, useRef, useState } from "react";
import { Icon } from "../design/Icon";
import { ContextMenu } from "../design/Menu";
import { address, misleads } from "./address";
import { putText } from "./clipboard";
import { fileName } from "./file";
import css from "./Link.module.css";
import { visible } from "./signs";
import { useMarkdown } from "./words";

interface LinkProps {
  href?: string;
  node?: Element;
  children?: ReactNode;
}

export function Link({ href = "", node, children }: LinkProps): ReactNode {
  const { isOwnFile } = useMarkdown();
  const text = node ? textOf(node) : "";
  if (isOwnFile(href)) return <FileLink link={href} text={text} />;
  const target = address(href);
  const shown = visible(text) === text ? children : visible(text);
  if (!target) return shown;
  // A picture has a button of its own, which cannot stand inside a link.
  if (node && holdsPicture(node)) {
    return (
      <>
        {children} <Anchor url={target.url}>{target.host || target.url}</Anchor>
      </>
    );
  }
  return (
    <>
      <Anchor url={target.url}>{shown}</Anchor>
      {misleads(text, target) && (
        <>
          {" "}
          <span className={css.host}>{target.host}</span>
        </>
      )}
    </>
  );
}

function Anchor({ url, children }: { url: string; children: ReactNode }): ReactNode {
  const { onOpenLink, words } = useMarkdown();
  const anchor = useRef<HTMLAnchorElement>(null);
  const [asked, setAsked] = useState(false);
  const open = (event: MouseEvent) => {
    event.preventDefault();
    if (event.button === 0 || event.button === 1) onOpenLink(url);
  };
  const menu = (event: MouseEvent) => {
    event.preventDefault();
    setAsked(true);
  };
  return (
    <>
      <a ref={anchor} href={url} title={url} rel="noreferrer noopener" draggable={false} onClick={open} onAuxClick={open} onContextMenu={menu}>
        {children}
      </a>
      {asked && (
        <ContextMenu
          label={url}
          beside={anchor}
          open
          onOpenChange={setAsked}
          actions={[
            { id: "open", label: words.openLink, icon: "globe", onAction: () => onOpenLink(url) },
            { id: "copy", label: words.copyLink, icon: "copy", onAction: () => void putText(url).catch(() => undefined) },
          ]}
        />
      )}
    </>
  );
}

/** A file of the agent's own: its name, which shows it, and the way to have it. */
function FileLink({ link, text }: { link: string; text: string }): ReactNode {
  const { words, onSaveFile, onShowFile } = useMarkdown();
  const named = fileName(text, link);
  const name = visible(named);
  return (
    <span className={css.file}>
      <button type="button" className={css.show} title={words.showFile(name)} aria-label={words.showFile(name)} onClick={() => onShowFile(link, named)}>
        <Icon name="clip" size={14} />
        <span className={css.name}>{name}</span>
      </button>
      <button type="button" className={css.save} title={words.file(name)} aria-label={words.file(name)} onClick={() => onSaveFile(link, named, false)}>
        <Icon name="export" size={14} />
      </button>
    </span>
  );
}

function holdsPicture(node: Nodes): boolean {
  if (node.type === "element" && node.tagName === "img") return true;
  return "children" in node && node.children.some(holdsPicture);
}

function textOf(node: Nodes): string {
  if (node.type === "text") return node.value;
  return "children" in node ? node.children.map(textOf).join("") : "";
}
