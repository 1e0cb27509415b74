/** The window as a whole: what breaks somewhere in it leaves words and a way out, never an empty page. */
import { Component, type ReactNode } from "react";
import { problemOf, type Problem } from "./host/types";
import { choose } from "./model/settings";
import { StartFailure } from "./StartFailure";
import { words } from "./words/words";

export class Whole extends Component<{ children: ReactNode }, { problem?: Problem }> {
  override state: { problem?: Problem } = {};

  static getDerivedStateFromError(thrown: unknown) {
    return { problem: problemOf(thrown) };
  }

  override render(): ReactNode {
    const { problem } = this.state;
    if (!problem) return this.props.children;
    const { general } = words();
    return <StartFailure problem={problem} lead={general.broke} retry={general.openElsewhere} onRetry={openElsewhere} onRescued={reload} />;
  }
}

/** What broke may be what is open: the window begins again without it. */
function openElsewhere(): void {
  choose({ agent: "", conversation: "" }).then(reload, reload);
}

function reload(): void {
  location.reload();
}
