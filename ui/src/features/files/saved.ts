/** What the person is told of a file that was saved: where it is, a way to it, and a warning where it may run. */
import { toast } from "../../design/Toast";
import { host } from "../../host/host";
import type { Saved } from "../../host/types";
import { words } from "../../words/words";
import { sayProblem } from "../problems/say";

/** A warning is read more slowly than a word. */
const WARNING_MS = 15_000;

/** The title of the dialog that asks where; nothing where nobody is to be asked. */
export function asking(choose: boolean): string | null {
  return choose ? words().files.saveAsTitle : null;
}

/** Nothing was saved where the person put the dialog away. */
export function saySaved(saving: Promise<Saved | null>, chosen = false): void {
  saving.then((saved) => {
    if (!saved) return;
    const { name, folder, runs } = saved;
    const { files } = words();
    const said = chosen ? files.savedAs(name) : files.saved(name);
    toast({
      text: runs ? `${said} ${files.runs}` : said,
      bad: runs,
      forMs: runs ? WARNING_MS : undefined,
      action: { label: files.showInFolder, onAction: () => void host.showSaved(folder, name).catch(sayProblem) },
    });
  }, sayProblem);
}
