/**
 * A picture in an answer, or sound or film in its place. The page loads nothing: the core fetches it, looks at what it is
 * and hands over its bytes. Files of the agent's own come by themselves; for any other the reader sees the host first, and
 * it comes when they ask for it, unless they have it otherwise for this agent. Nothing plays by itself.
 */
import { type ReactNode, useEffect, useState } from "react";
import { Icon } from "../design/Icon";
import { problemOf } from "../host/types";
import { address } from "./address";
import { type Arrived, arrived, knownArrived } from "./arrived";
import { fileName } from "./file";
import css from "./Image.module.css";
import { Player } from "./Player";
import { visible } from "./signs";
import { Viewer } from "./Viewer";
import { type MarkdownWords, useMarkdown } from "./words";

type State = { at: "closed" | "coming" } | { at: "there"; came: Arrived } | { at: "failed"; why: string; kept: boolean };

export function Image({ src = "", alt = "" }: { src?: string; alt?: string }): ReactNode {
  const { words, isOwnFile, pictures } = useMarkdown();
  const own = isOwnFile(src);
  const target = address(src);
  const name = words.image(visible(alt));
  if (!own && !target?.url.startsWith("http")) return <span className={css.closed}>{name}</span>;
  const host = own ? "" : (target?.host ?? "");
  if (!own && pictures === "blocked") {
    return (
      <span className={css.closed} title={target?.url}>
        <Icon name="image" size={15} />
        <span className={css.name}>{name}</span>
        <span className={css.note}>{words.blocked(host)}</span>
      </span>
    );
  }
  const link = target?.url ?? src;
  return <Framed key={`${pictures} ${src}`} link={link} name={name} alt={visible(alt)} host={host} comes={own || pictures === "allowed"} />;
}

interface FramedProps {
  link: string;
  name: string;
  alt: string;
  /** Empty for the agent's own. */
  host: string;
  /** By itself. */
  comes: boolean;
}

function Framed({ link, name, alt, host, comes }: FramedProps): ReactNode {
  const { words, onOpenLink, onSaveFile } = useMarkdown();
  const { state, load, onBroken } = useArrival(link, comes);
  const [large, setLarge] = useState(false);
  const save = (type: string) => (choose: boolean) => onSaveFile(link, fileName(alt, link, type), choose);
  if (state.at !== "there") return <Closed state={state} link={link} name={name} host={host} load={load} onSave={save("")} />;
  const { url, type } = state.came;
  const open = host === "" ? undefined : () => onOpenLink(link);
  if (!type.startsWith("image/")) {
    const kind = type.startsWith("audio/") ? "audio" : "video";
    return <Player url={url} kind={kind} name={alt || fileName(alt, link, type)} words={words} onSave={save(type)} onOpen={open} onBroken={() => onBroken(words.unplayable)} />;
  }
  return (
    <>
      <button type="button" className={css.picture} title={words.enlarge} aria-label={`${words.enlarge}: ${name}`} onClick={() => setLarge(true)}>
        <img src={url} alt={alt} draggable={false} onError={() => onBroken(words.imageGone)} />
      </button>
      {large && <Viewer title={name} url={url} onClose={() => setLarge(false)} onSave={save(type)} onOpen={open} />}
    </>
  );
}

interface ClosedProps extends Omit<FramedProps, "alt" | "comes"> {
  state: Exclude<State, { at: "there" }>;
  load: () => void;
  onSave: (choose: boolean) => void;
}

/** What stands in its place until it is there. */
function Closed({ state, link, name, host, load, onSave }: ClosedProps): ReactNode {
  const { words, pictures, onAllow } = useMarkdown();
  const failed = state.at === "failed";
  const note = failed ? state.why : state.at === "coming" ? words.loadingImage : host ? words.imageFrom(host) : words.large;
  const label = `${words.show}: ${name} ${note}`;
  return (
    <span className={css.frame}>
      <button type="button" className={css.closed} title={link} aria-label={state.at === "closed" ? label : undefined} disabled={state.at === "coming"} onClick={load}>
        <Icon name="image" size={15} />
        <span className={css.name}>{name}</span>{" "}
        <span className={css.note} data-failed={failed || undefined}>{note}</span>
      </button>
      {failed && state.kept && (
        <button type="button" className={css.aside} onClick={() => onSave(false)}>
          {words.keep}
        </button>
      )}
      {host && pictures === "ask" && state.at === "closed" && (
        <button type="button" className={css.aside} title={words.alwaysAbout} onClick={onAllow}>
          {words.always}
        </button>
      )}
    </span>
  );
}

const shown = /^(?:image|audio|video)\//;

function useArrival(link: string, comes: boolean) {
  const { words, agent, content } = useMarkdown();
  const key = `${agent} ${link}`;
  const [state, setState] = useState<State>(() => {
    const before = knownArrived(key);
    return before ? { at: "there", came: before } : { at: comes ? "coming" : "closed" };
  });
  const [asked, setAsked] = useState(0);
  const wanted = state.at === "coming";
  useEffect(() => {
    if (!wanted) return;
    let here = true;
    const settle = (next: State) => here && setState(next);
    const load = async () => {
      const blob = await content(link, asked > 0);
      // There is a file, and it is saved rather than shown.
      if (!shown.test(blob.type)) throw new Other();
      return blob;
    };
    arrived(key, load).then(
      (came) => settle({ at: "there", came }),
      (thrown: unknown) => settle(notThere(thrown, words)),
    );
    return () => {
      here = false;
    };
  }, [wanted, key, link, asked, content, words]);
  const load = () => {
    setAsked(asked + 1);
    setState({ at: "coming" });
  };
  return { state, load, onBroken: (why: string) => setState({ at: "failed", why, kept: true }) };
}

class Other extends Error {}

function notThere(thrown: unknown, words: MarkdownWords): State {
  if (thrown instanceof Other) return { at: "failed", why: words.imageRefused, kept: true };
  const { code } = problemOf(thrown);
  if (code === "askFirst") return { at: "closed" };
  if (code === "tooLarge") return { at: "failed", why: words.imageTooLarge, kept: true };
  return { at: "failed", why: code === "refused" ? words.imageRefused : words.imageGone, kept: false };
}
