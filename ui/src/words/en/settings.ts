export const settings = {
  title: "Settings",
  open: "Settings",
  theme: "Appearance",
  system: "System",
  light: "Light",
  dark: "Dark",
  locale: "Language",
  systemLocale: "System",
  dataDir: "Your history is stored in",
  keys: "API keys are in the system's keychain, not in this folder.",
  version: "Version",
};
