/** What cannot be shown shows its source; everything around it is not touched. */
import { Component, type ReactNode } from "react";
import css from "./Markdown.module.css";

interface GuardedProps {
  source: string;
  children: ReactNode;
}

export class Guarded extends Component<GuardedProps, { of: string; broken: boolean }> {
  override state = { of: this.props.source, broken: false };

  static getDerivedStateFromError() {
    return { broken: true };
  }

  /** Another source may be in order again. */
  static getDerivedStateFromProps({ source }: GuardedProps, { of }: { of: string }) {
    return of === source ? null : { of: source, broken: false };
  }

  override render(): ReactNode {
    const { source, children } = this.props;
    return this.state.broken ? <pre className={css.raw}>{source}</pre> : children;
  }
}
