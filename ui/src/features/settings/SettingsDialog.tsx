/** The person's choices; each takes effect at once. */
import { Dialog, DialogBody } from "../../design/Dialog";
import { Segmented } from "../../design/Segmented";
import { sendKeys } from "../../design/keys";
import type { Footer, SendKey, Settings, Theme } from "../../host/types";
import { about, choose, settings, zooms } from "../../model/settings";
import { useStore } from "../../model/store";
import { useWords } from "../../words/words";
import { sayProblem } from "../problems/say";
import { Backups } from "../transfer/Backups";
import { HistorySettings } from "../transfer/HistorySettings";
import css from "./SettingsDialog.module.css";
import { settingsOpen } from "./shown";
import { Storage } from "./Storage";

export function SettingsDialog() {
  const { settings: words, general } = useWords();
  const open = useStore(settingsOpen);
  const chosen = useStore(settings);
  const facts = useStore(about);
  if (!open) return null;

  const save = (change: Partial<Settings>) => choose(change).catch(sayProblem);

  return (
    <Dialog title={words.title} open onClose={() => settingsOpen.set(false)} closeLabel={general.close}>
      <DialogBody>
        <Segmented<Theme>
          label={words.theme}
          value={chosen.theme}
          options={[
            { value: "system", label: words.system },
            { value: "light", label: words.light },
            { value: "dark", label: words.dark },
          ]}
          onChange={(theme) => void save({ theme })}
          testId="settings-theme"
        />
        <Segmented
          label={words.locale}
          value={chosen.locale === "" ? "system" : chosen.locale}
          options={[
            { value: "system", label: words.systemLocale },
            { value: "en", label: "English" },
            { value: "zh-CN", label: "简体中文" },
          ]}
          onChange={(locale) => void save({ locale: locale === "system" ? "" : locale })}
          testId="settings-locale"
        />
        <Segmented
          label={words.zoom}
          value={String(chosen.zoom)}
          options={zooms.map((size) => ({ value: String(size), label: words.percent(size) }))}
          onChange={(size) => void save({ zoom: Number(size) })}
          testId="settings-zoom"
        />
        <Segmented<SendKey>
          label={words.sendKey}
          value={chosen.sendKey}
          options={[
            { value: "enter", label: "Enter" },
            { value: "modEnter", label: sendKeys },
          ]}
          onChange={(sendKey) => void save({ sendKey })}
          testId="settings-send-key"
        />
        <Segmented
          label={words.suggestions}
          value={chosen.suggestionsHidden ? "hidden" : "shown"}
          options={[
            { value: "shown", label: words.shown },
            { value: "hidden", label: words.hidden },
          ]}
          onChange={(shown) => void save({ suggestionsHidden: shown === "hidden" })}
        />
        <Segmented<Footer>
          label={words.footer}
          value={chosen.footer}
          options={[
            { value: "off", label: words.footerOff },
            { value: "short", label: words.footerShort },
            { value: "full", label: words.footerFull },
          ]}
          onChange={(footer) => void save({ footer })}
        />
        <Segmented
          label={words.dollars}
          value={chosen.plainDollars ? "plain" : "formula"}
          options={[
            { value: "formula", label: words.dollarsFormula },
            { value: "plain", label: words.dollarsPlain },
          ]}
          onChange={(dollars) => void save({ plainDollars: dollars === "plain" })}
        />
        <Storage />
        <HistorySettings />
        <Backups />
        <dl className={css.facts}>
          <dt>{words.dataDir}</dt>
          <dd>
            <code>{facts.dataDir}</code>
            <p>{words.keys}</p>
          </dd>
          <dt>{words.version}</dt>
          <dd>{facts.version}</dd>
        </dl>
      </DialogBody>
    </Dialog>
  );
}
