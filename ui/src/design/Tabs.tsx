/** Pages beside each other, one of them in sight. */
import type { ReactNode } from "react";
import { Tab, TabList, TabPanel, Tabs as AriaTabs } from "react-aria-components";
import css from "./Tabs.module.css";

interface Props<Page extends string> {
  label: string;
  page: Page;
  pages: readonly { page: Page; label: string }[];
  onTurn: (page: Page) => void;
  /** Beside the names of the pages. */
  beside?: ReactNode;
  /** What is on the page that is in sight. */
  children: ReactNode;
}

export function Tabs<Page extends string>({ label, page, pages, onTurn, beside, children }: Props<Page>) {
  return (
    <AriaTabs className={css.tabs ?? ""} selectedKey={page} onSelectionChange={(key) => onTurn(key as Page)}>
      <header className={css.header}>
        <TabList className={css.list ?? ""} aria-label={label}>
          {pages.map((one) => (
            <Tab key={one.page} id={one.page} className={css.tab ?? ""} data-page={one.page}>
              {one.label}
            </Tab>
          ))}
        </TabList>
        {beside}
      </header>
      <TabPanel key={page} id={page} className={css.page ?? ""}>
        {children}
      </TabPanel>
    </AriaTabs>
  );
}
