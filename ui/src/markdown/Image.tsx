/**
 * A picture in an answer. The page loads nothing: the core fetches it, checks it and hands over its bytes. Files of the
 * agent's own come by themselves; for any other the reader sees the host first, and it comes when they ask for it.
 */
import { type ReactNode, useEffect, useState } from "react";
import { Icon } from "../design/Icon";
import { problemOf } from "../host/types";
import { address } from "./address";
import css from "./Image.module.css";
import { knownPicture, type Picture, picture } from "./pictures";
import { visible } from "./signs";
import { Viewer } from "./Viewer";
import { type MarkdownWords, useMarkdown } from "./words";

type State = { at: "closed" | "coming" } | { at: "there"; picture: Picture } | { at: "failed"; why: string };

export function Image({ src = "", alt = "" }: { src?: string; alt?: string }): ReactNode {
  const { words, isOwnFile } = useMarkdown();
  const own = isOwnFile(src);
  const target = address(src);
  const name = words.image(visible(alt));
  if (!own && !target?.url.startsWith("http")) return <span className={css.closed}>{name}</span>;
  return <Framed key={src} link={target?.url ?? src} name={name} alt={visible(alt)} host={own ? "" : (target?.host ?? "")} />;
}

interface FramedProps {
  link: string;
  name: string;
  alt: string;
  /** Empty for the agent's own. */
  host: string;
}

function Framed({ link, name, alt, host }: FramedProps): ReactNode {
  const { words, onOpenLink } = useMarkdown();
  const { state, load, onBroken } = usePicture(link, host === "");
  const [large, setLarge] = useState(false);
  if (state.at === "there") {
    return (
      <>
        <button type="button" className={css.picture} title={words.enlarge} aria-label={`${words.enlarge}: ${name}`} onClick={() => setLarge(true)}>
          <img src={state.picture.url} alt={alt} draggable={false} onError={onBroken} />
        </button>
        {large && (
          <Viewer title={name} url={state.picture.url} onClose={() => setLarge(false)} {...(host && { onOpen: () => onOpenLink(link) })} />
        )}
      </>
    );
  }
  const note = state.at === "failed" ? state.why : state.at === "coming" ? words.loadingImage : host && words.imageFrom(host);
  const label = host ? words.showImage(alt, host) : name;
  return (
    <button type="button" className={css.closed} title={link} aria-label={state.at === "closed" ? label : undefined} disabled={state.at === "coming"} onClick={load}>
      <Icon name="image" size={15} />
      <span className={css.name}>{name}</span>
      <span className={css.note} data-failed={state.at === "failed" || undefined}>{note}</span>
    </button>
  );
}

function usePicture(link: string, own: boolean) {
  const { words, agent, image } = useMarkdown();
  const key = `${agent} ${link}`;
  const [state, setState] = useState<State>(() => {
    const before = knownPicture(key);
    return before ? { at: "there", picture: before } : { at: own ? "coming" : "closed" };
  });
  const [asked, setAsked] = useState(0);
  const wanted = state.at === "coming";
  useEffect(() => {
    if (!wanted) return;
    let here = true;
    picture(key, () => image(link, asked > 0)).then(
      (made) => here && setState({ at: "there", picture: made }),
      (thrown: unknown) => here && setState({ at: "failed", why: reason(thrown, words) }),
    );
    return () => {
      here = false;
    };
  }, [wanted, key, link, asked, image, words]);
  const load = () => {
    setAsked(asked + 1);
    setState({ at: "coming" });
  };
  return { state, load, onBroken: () => setState({ at: "failed", why: words.imageGone }) };
}

function reason(thrown: unknown, words: MarkdownWords): string {
  const { code } = problemOf(thrown);
  if (code === "tooLarge") return words.imageTooLarge;
  return code === "refused" ? words.imageRefused : words.imageGone;
}
