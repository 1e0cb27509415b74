/** Tells the primitives which language their own words are in. */
import type { ReactNode } from "react";
import { I18nProvider } from "react-aria-components";

export function Language({ locale, children }: { locale: string; children: ReactNode }) {
  return <I18nProvider locale={locale}>{children}</I18nProvider>;
}
