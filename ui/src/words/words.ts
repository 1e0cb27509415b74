/** The window's words in the reader's language, and numbers and dates as that language writes them. */
import type { Locale, Timestamp } from "../host/types";
import { store, useStore } from "../model/store";
import { en } from "./en";
import { zhCN } from "./zh-CN";

export type Words = typeof en;
export type { Locale };

const all: Record<Locale, Words> = { en, "zh-CN": zhCN };
const locale = store<Locale>("en");

export function setLocale(chosen: Locale): void {
  locale.set(chosen);
  document.documentElement.lang = chosen;
}

export function currentLocale(): Locale {
  return locale.get();
}

export function useLocale(): Locale {
  return useStore(locale);
}

/** Words outside of a component. */
export function words(): Words {
  return all[locale.get()];
}

export function useWords(): Words {
  return all[useLocale()];
}

const DAY_MS = 86_400_000;

function midnight(at: Timestamp): number {
  return new Date(at).setHours(0, 0, 0, 0);
}

/** How many midnights lie between two instants, by this machine's clock. */
export function daysBetween(earlier: Timestamp, later: Timestamp): number {
  return Math.round((midnight(later) - midnight(earlier)) / DAY_MS);
}

/** When something was, as short as it stays clear: a time, a weekday, a date. */
export function shortWhen(at: Timestamp, now: Timestamp, spoken: Locale = locale.get()): string {
  const days = daysBetween(at, now);
  const written = (options: Intl.DateTimeFormatOptions) => new Intl.DateTimeFormat(spoken, options).format(at);
  if (days <= 0) return written({ hour: "2-digit", minute: "2-digit", hourCycle: "h23" });
  if (days === 1) return all[spoken].conversations.yesterday;
  if (days < 7) return written({ weekday: "short" });
  const sameYear = new Date(at).getFullYear() === new Date(now).getFullYear();
  return written(sameYear ? { month: "short", day: "numeric" } : { year: "numeric", month: "numeric", day: "numeric" });
}

/** The time of day. */
export function clock(at: Timestamp, spoken: Locale = locale.get()): string {
  return new Intl.DateTimeFormat(spoken, { hour: "2-digit", minute: "2-digit", hourCycle: "h23" }).format(at);
}

/** The whole instant, for a tooltip or a machine that reads aloud. */
export function longWhen(at: Timestamp, spoken: Locale = locale.get()): string {
  return new Intl.DateTimeFormat(spoken, { dateStyle: "long", timeStyle: "short", hourCycle: "h23" }).format(at);
}

export function number(value: number, spoken: Locale = locale.get()): string {
  return new Intl.NumberFormat(spoken).format(value);
}
