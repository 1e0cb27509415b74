/** The person's choices, and what follows from them for the page. */
import { host } from "../host/host";
import type { About, Locale, Settings, Theme } from "../host/types";
import { setLocale } from "../words/words";
import { store } from "./store";

const initial: Settings = { theme: "system", locale: "", agent: "", conversation: "", details: false, suggestionsHidden: false, footer: "full", sendKey: "enter", copyAs: "markdown", plainDollars: false, keepDays: 0, zoom: 100 };

export const settings = store<Settings>(initial);
export const about = store<About>({ version: "", locale: "en", dataDir: "" });

const dark = typeof matchMedia === "function" ? matchMedia("(prefers-color-scheme: dark)") : undefined;
dark?.addEventListener("change", () => paintTheme(settings.get().theme));

/** Colours the page; `system` follows the system for as long as it is chosen. */
export function paintTheme(theme: Theme): void {
  const shown = theme === "system" ? (dark?.matches ? "dark" : "light") : theme;
  document.documentElement.dataset.theme = shown;
}

function speak(locale: string, otherwise: Locale): void {
  setLocale(locale === "en" || locale === "zh-CN" ? locale : otherwise);
}

/** What was chosen earlier. */
export function takeSettings(chosen: Settings, facts: About): void {
  about.set(facts);
  settings.set(chosen);
  paintTheme(chosen.theme);
  speak(chosen.locale, facts.locale);
}

/** Changes some of the choices, here at once and for the next start. */
export function choose(change: Partial<Settings>): Promise<unknown> {
  const before = settings.get();
  const next = { ...before, ...change };
  if (Object.entries(next).every(([key, value]) => before[key as keyof Settings] === value)) return Promise.resolve();
  settings.set(next);
  paintTheme(next.theme);
  speak(next.locale, about.get().locale);
  return host.saveSettings(next);
}

/** How large everything can be, in percent. */
export const zooms = [50, 67, 80, 90, 100, 110, 125, 150, 175, 200] as const;

/** Everything one step larger or smaller; `0` as it was made. */
export function zoom(by: 1 | -1 | 0): Promise<unknown> {
  const now = settings.get().zoom;
  const next = by > 0 ? zooms.find((size) => size > now) : zooms.findLast((size) => size < now);
  return choose({ zoom: by === 0 ? 100 : (next ?? now) });
}

/** The shell puts the chosen colours and language into the address, so that the first paint has them. */
export function takeAddress(search: string): void {
  const asked = new URLSearchParams(search);
  const theme = asked.get("theme");
  paintTheme(theme === "light" || theme === "dark" ? theme : "system");
  speak(asked.get("locale") ?? "", navigator.language.toLowerCase().startsWith("zh") ? "zh-CN" : "en");
}
