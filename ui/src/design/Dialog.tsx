/** Something that must be settled, or put away, before the rest goes on. */
import type { ReactNode } from "react";
import { Dialog as AriaDialog, Heading, Modal, ModalOverlay } from "react-aria-components";
import { IconButton } from "./Button";
import css from "./Dialog.module.css";

interface Props {
  title: string;
  open: boolean;
  onClose: () => void;
  /** The name of the button that puts it away. */
  closeLabel: string;
  /** A question that must be answered: a press outside does not put it away. */
  alert?: boolean | undefined;
  wide?: boolean | "full" | undefined;
  children: ReactNode;
}

export function Dialog({ title, open, onClose, closeLabel, alert, wide, children }: Props) {
  return (
    <ModalOverlay
      isOpen={open}
      onOpenChange={(stays) => !stays && onClose()}
      isDismissable={!alert}
      className={css.scrim ?? ""}
    >
      <Modal className={css.modal ?? ""} data-wide={wide === true ? "" : wide || undefined}>
        <AriaDialog className={css.dialog ?? ""} role={alert ? "alertdialog" : "dialog"}>
          <header className={css.header}>
            <Heading slot="title" className={css.title ?? ""}>
              {title}
            </Heading>
            {!alert && <IconButton icon="close" label={closeLabel} small onPress={onClose} />}
          </header>
          {children}
        </AriaDialog>
      </Modal>
    </ModalOverlay>
  );
}

/** What a dialog says and asks for; it scrolls where it is too long. */
export function DialogBody({ children }: { children: ReactNode }) {
  return <div className={css.body}>{children}</div>;
}

/** A dialog's ways on, the most likely one last. */
export function DialogActions({ children }: { children: ReactNode }) {
  return <footer className={css.actions}>{children}</footer>;
}
