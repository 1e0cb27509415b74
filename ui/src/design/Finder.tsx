/** A line to write in, and a list of what fits below it: one walks through the list while one goes on writing. */
import { type KeyboardEvent, type ReactNode, useEffect, useId, useLayoutEffect, useRef, useState } from "react";
import { Dialog, Modal, ModalOverlay } from "react-aria-components";
import { TextField } from "./Field";
import css from "./Finder.module.css";
import { Icon } from "./Icon";

export interface Entry {
  id: string;
  /** What it belongs to; entries of the same group stand together. */
  group?: string | undefined;
  content: ReactNode;
  onChoose: () => void;
  testId?: string | undefined;
  data?: Readonly<Record<`data-${string}`, string>> | undefined;
}

interface FinderProps {
  label: string;
  /** The name of the list. */
  listLabel: string;
  placeholder: string;
  value: string;
  onChange: (value: string) => void;
  /** What is written, once no input method is composing it. */
  onSettled?: ((value: string) => void) | undefined;
  entries: readonly Entry[];
  /** They fit what was written before; the others are on their way, and Enter waits for them. */
  behind?: boolean;
  /** The list was gone through nearly to its end. */
  onEnd?: (() => void) | undefined;
  onClose: () => void;
  /** Keys that the field and the list have no use for. */
  onKey?: ((event: KeyboardEvent) => void) | undefined;
  /** Between the line and the list. */
  tools?: ReactNode;
  /** Where there is nothing in the list. */
  empty?: ReactNode;
  /** Below the list. */
  footer?: ReactNode;
  /** Said to a screen reader when it changes. */
  status: string;
  testId?: string | undefined;
}

const page = 8;
/** More is asked for when this few are left. */
const fewLeft = 10;

export function Finder(props: FinderProps): ReactNode {
  const { label, onClose, tools, footer, status } = props;
  return (
    <ModalOverlay isOpen onOpenChange={(stays) => !stays && onClose()} isDismissable className={css.scrim ?? ""}>
      <Modal className={css.modal ?? ""}>
        <Dialog className={css.dialog ?? ""} aria-label={label}>
          <Walked {...props} tools={tools} />
          {footer && <footer className={css.footer}>{footer}</footer>}
          <p role="status" className={css.said}>
            {status}
          </p>
        </Dialog>
      </Modal>
    </ModalOverlay>
  );
}

function Walked({ label, listLabel, placeholder, value, onChange, onSettled, entries, behind = false, onEnd, onClose, onKey, tools, empty, testId }: FinderProps): ReactNode {
  const base = useId();
  const list = useRef<HTMLDivElement>(null);
  const [chosen, setChosen] = useState<string>();
  const at = Math.max(0, entries.findIndex(({ id }) => id === chosen));
  const active = entries[at];
  const elementOf = (id: string) => `${base}-${id}`;
  useEffect(() => {
    if (entries.length - at <= fewLeft) onEnd?.();
  }, [entries.length, at, onEnd]);
  useScrolledTo(list, chosen === undefined ? undefined : elementOf(chosen), value);

  const enter = useEnter(behind, active);
  const change = (next: string) => {
    setChosen(undefined);
    enter.forget();
    onChange(next);
  };
  const walk = (event: KeyboardEvent) => {
    const by = { ArrowDown: 1, ArrowUp: -1, PageDown: page, PageUp: -page }[event.key];
    if (by === undefined || event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return onKey?.(event);
    event.preventDefault();
    // One step goes round; a page stays at the end.
    const next = Math.abs(by) === 1 ? (at + by + entries.length) % entries.length : Math.min(entries.length - 1, Math.max(0, at + by));
    setChosen(entries[next]?.id);
  };
  const onScroll = () => {
    const { scrollTop = 0, scrollHeight = 0, clientHeight = 0 } = list.current ?? {};
    if (scrollHeight - scrollTop < 2 * clientHeight) onEnd?.();
  };
  return (
    <>
      <div className={css.line}>
        <Icon name="search" />
        <TextField
          label={label}
          labelHidden
          bare
          autoFocus
          value={value}
          onChange={change}
          onSettled={onSettled}
          onEnter={(event) => {
            event.preventDefault();
            if (!event.repeat) enter.press();
          }}
          onEscape={onClose}
          onKey={walk}
          placeholder={placeholder}
          list={{ id: base, active: active && elementOf(active.id) }}
          testId={testId}
        />
      </div>
      {tools}
      <div ref={list} id={base} role="listbox" aria-label={listLabel} aria-busy={behind} className={css.list} onScroll={onScroll}>
        {grouped(entries).map(([group, members]) => (
          <Group key={group} name={group}>
            {members.map((entry) => (
              <Option key={entry.id} id={elementOf(entry.id)} entry={entry} active={entry === active} onPoint={() => setChosen(entry.id)} />
            ))}
          </Group>
        ))}
      </div>
      {entries.length === 0 && empty}
    </>
  );
}

/** Chooses the entry that is walked to, as soon as the list is that of what is written. */
function useEnter(behind: boolean, active: Entry | undefined): { press: () => void; forget: () => void } {
  const pressed = useRef(false);
  useEffect(() => {
    if (behind || !pressed.current) return;
    pressed.current = false;
    active?.onChoose();
  }, [behind, active]);
  return {
    press: () => {
      if (behind) pressed.current = true;
      else active?.onChoose();
    },
    forget: () => {
      pressed.current = false;
    },
  };
}

/** Keeps what was walked to in sight, and begins at the top of another list. */
function useScrolledTo(list: React.RefObject<HTMLElement | null>, element: string | undefined, value: string): void {
  useLayoutEffect(() => {
    if (element === undefined) return;
    document.getElementById(element)?.scrollIntoView({ block: "nearest" });
  }, [element]);
  useLayoutEffect(() => {
    if (list.current) list.current.scrollTop = 0;
  }, [list, value]);
}

function grouped(entries: readonly Entry[]): [name: string, members: Entry[]][] {
  const groups = new Map<string, Entry[]>();
  for (const entry of entries) {
    const members = groups.get(entry.group ?? "");
    if (members) members.push(entry);
    else groups.set(entry.group ?? "", [entry]);
  }
  return [...groups];
}

function Group({ name, children }: { name: string; children: ReactNode }): ReactNode {
  if (name === "") return children;
  return (
    <div role="group" aria-label={name}>
      <p className={css.group} aria-hidden="true">
        {name}
      </p>
      {children}
    </div>
  );
}

interface OptionProps {
  id: string;
  entry: Entry;
  active: boolean;
  onPoint: () => void;
}

function Option({ id, entry, active, onPoint }: OptionProps): ReactNode {
  return (
    // oxlint-disable-next-line jsx-a11y/click-events-have-key-events -- the keys are the line's, which keeps the focus
    <div
      id={id}
      role="option"
      aria-selected={active}
      tabIndex={-1}
      className={css.option}
      data-testid={entry.testId}
      {...entry.data}
      // The focus stays in the line.
      onMouseDown={(event) => event.preventDefault()}
      // Of the pointer alone: what is scrolled below a resting one is not pointed at.
      onMouseMove={() => !active && onPoint()}
      onClick={entry.onChoose}
    >
      {entry.content}
    </div>
  );
}
