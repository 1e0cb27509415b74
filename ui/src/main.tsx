import { createRoot, type Root } from "react-dom/client";
import "./design/base.css";
import { App } from "./App";
import { wayOutShown } from "./features/transfer/wayOut";
import { host, setHost } from "./host/host";
import { tauriHost } from "./host/tauri";
import { type Host, problemOf } from "./host/types";
import { start } from "./model/open";
import { takeAddress } from "./model/settings";
import { StartFailure } from "./StartFailure";
import { Whole } from "./Whole";

/** A hidden window paints no frames, so a frame is not waited for longer than this. */
const NO_FRAME_MS = 80;

/** In a browser the window can be looked at without a shell; the program's own build has no such host in it. */
async function chosenHost(): Promise<Host> {
  if (import.meta.env.DEV || import.meta.env.MODE === "fake") {
    if (new URLSearchParams(location.search).get("host") === "fake") return (await import("./host/fake-scenes")).shownHost(location.search);
  }
  return tauriHost();
}

/** The shell shows the window when it hears of the first paint. */
function sayPainted(): void {
  let said = false;
  const say = () => {
    if (said) return;
    said = true;
    host.painted().catch(() => undefined);
  };
  requestAnimationFrame(say);
  setTimeout(say, NO_FRAME_MS);
}

async function begin(root: Root): Promise<void> {
  const again = () => void begin(root);
  try {
    await start();
    wayOutShown.set(false);
    root.render(
      <Whole>
        <App onBegin={again} />
      </Whole>,
    );
  } catch (thrown) {
    const retry = () => void host.openAgain().catch(() => undefined).then(again);
    root.render(<StartFailure problem={problemOf(thrown)} onRetry={retry} onRescued={again} />);
  }
  sayPainted();
}

const place = document.getElementById("root");
if (!place) throw new Error("the page has no root");
takeAddress(location.search);
setHost(await chosenHost());
await begin(createRoot(place));
