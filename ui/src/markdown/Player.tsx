/** Sound or film with its controls. One plays at a time, and none by itself. */
import { type ReactNode, useRef, useState } from "react";
import { IconButton } from "../design/Button";
import { type Action, MenuButton } from "../design/Menu";
import { Slider } from "../design/Slider";
import css from "./Player.module.css";
import type { MarkdownWords } from "./words";

interface Props {
  url: string;
  kind: "audio" | "video";
  name: string;
  words: MarkdownWords;
  /** Saves it: where the person chooses, or among the downloads. */
  onSave?: ((choose: boolean) => void) | undefined;
  /** Opens it where it comes from. */
  onOpen?: (() => void) | undefined;
  /** It cannot be played here. */
  onBroken: () => void;
}

let heard: HTMLMediaElement | undefined;

export function Player({ url, kind, name, words, onSave, onOpen, onBroken }: Props): ReactNode {
  const { media, playing, at, length, muted, events, toggle, seek, mute } = usePlaying(onBroken);
  const actions: Action[] = [
    ...(onSave
      ? [
          { id: "save", label: words.keep, icon: "export" as const, onAction: () => onSave(false) },
          { id: "choose", label: words.keepAs, icon: "export" as const, onAction: () => onSave(true) },
        ]
      : []),
    ...(onOpen ? [{ id: "open", label: words.openLink, icon: "globe" as const, onAction: onOpen }] : []),
  ];
  return (
    <span className={css.player} role="group" aria-label={name} data-kind={kind}>
      {kind === "video" ? (
        // oxlint-disable-next-line jsx-a11y/media-has-caption -- what an agent sends has no captions of its own
        <video ref={media} className={css.film} src={url} preload="metadata" playsInline onClick={toggle} {...events} />
      ) : (
        // oxlint-disable-next-line jsx-a11y/media-has-caption -- what an agent sends has no captions of its own
        <audio ref={media} src={url} preload="metadata" {...events} />
      )}
      <span className={css.bar}>
        <IconButton small icon={playing ? "pause" : "play"} label={`${playing ? words.pause : words.play}: ${name}`} onPress={toggle} />
        <span className={css.about}>
          <bdi className={css.name}>{name}</bdi>
          <span className={css.line}>
            <Slider label={words.position} value={Math.min(at, length)} most={length || 1} step={0.1} said={words.positionOf(time(at), time(length))} disabled={length === 0} onChange={seek} />
            <span className={css.time}>{`${time(at)} / ${time(length)}`}</span>
          </span>
        </span>
        <IconButton small icon={muted ? "muted" : "sound"} label={words.mute} pressed={muted} onPress={mute} />
        {actions.length > 0 && <MenuButton small label={words.moreAbout(name)} actions={actions} />}
      </span>
    </span>
  );
}

function usePlaying(onBroken: () => void) {
  const media = useRef<HTMLVideoElement>(null);
  const [playing, setPlaying] = useState(false);
  const [at, setAt] = useState(0);
  const [length, setLength] = useState(0);
  const [muted, setMuted] = useState(false);
  const events = {
    onPlay: () => {
      if (heard !== media.current) heard?.pause();
      heard = media.current ?? undefined;
      setPlaying(true);
    },
    onPause: () => setPlaying(false),
    onEnded: () => setPlaying(false),
    onTimeUpdate: () => setAt(media.current?.currentTime ?? 0),
    onDurationChange: () => setLength(finite(media.current?.duration)),
    onVolumeChange: () => setMuted(media.current?.muted ?? false),
    onError: onBroken,
  };
  const toggle = () => {
    const element = media.current;
    if (!element) return;
    if (!element.paused) return element.pause();
    // It may be paused before it began, which is no fault of it.
    element.play().catch((thrown: unknown) => thrown instanceof DOMException && thrown.name === "NotSupportedError" && onBroken());
  };
  const seek = (to: number) => {
    if (media.current) media.current.currentTime = to;
    setAt(to);
  };
  const mute = () => {
    if (media.current) media.current.muted = !media.current.muted;
  };
  return { media, playing, at, length, muted, events, toggle, seek, mute };
}

function finite(seconds = 0): number {
  return Number.isFinite(seconds) ? seconds : 0;
}

/** `1:05`, and `1:02:03` where it is long. */
function time(seconds: number): string {
  const whole = Math.floor(seconds);
  const [hours, minutes, rest] = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60, whole % 60];
  const two = (part: number) => String(part).padStart(2, "0");
  return hours > 0 ? `${hours}:${two(minutes)}:${two(rest)}` : `${minutes}:${two(rest)}`;
}
