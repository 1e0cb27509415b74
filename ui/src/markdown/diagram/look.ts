/** How diagrams look: the window's own colours and letters. */
import type { MermaidConfig } from "mermaid";

export interface Look {
  dark: boolean;
  /** Of letters, in CSS pixels. */
  size: number;
  family: string;
  /** The window's tokens by name, without the dashes. */
  colours: Record<string, string>;
}

const tokens = ["bg", "bg-side", "bg-raised", "code-bg", "fg", "fg-2", "fg-3", "line", "line-strong", "accent", "accent-soft", "accent-ink", "warn", "warn-soft", "bad", "bad-soft", "good", "c1", "c2", "c3", "c4"];

/** As the window looks now, in the theme that it was painted in. */
export function currentLook(theme: string | undefined): Look {
  const style = getComputedStyle(document.documentElement);
  const colours = Object.fromEntries(tokens.map((name) => [name, style.getPropertyValue(`--${name}`).trim()]));
  return { dark: theme === "dark", size: 14, family: style.getPropertyValue("--font-ui").trim(), colours };
}

/** What Mermaid makes of it. */
export function theme({ dark, size, family, colours }: Look): MermaidConfig {
  const colour = (name: string, otherwise: string) => colours[name] || otherwise;
  const [bg, side, fg, soft] = [colour("bg", "#ffffff"), colour("bg-side", "#f6f6f4"), colour("fg", "#1d1d1b"), colour("fg-2", "#5d5d58")];
  const [accent, accentSoft, line] = [colour("accent", "#2f6f5e"), colour("accent-soft", "#e3efe9"), colour("line-strong", "#d4d4ce")];
  const slices = ["accent", "c2", "c3", "c4", "warn", "good", "bad"].map((name) => colour(name, accent));
  const pie = Object.fromEntries(Array.from({ length: 12 }, (_, at) => [`pie${at + 1}`, slices[at % slices.length]]));
  const scale = Object.fromEntries(Array.from({ length: 12 }, (_, at) => [[`cScale${at}`, slices[at % slices.length]], [`cScaleLabel${at}`, bg], [`cScalePeer${at}`, line]]).flat());
  const git = Object.fromEntries(Array.from({ length: 8 }, (_, at) => [[`git${at}`, slices[at % slices.length]], [`gitBranchLabel${at}`, bg], [`gitInv${at}`, line]]).flat());
  return {
    theme: "base",
    look: "classic",
    fontFamily: family,
    fontSize: size,
    // What the theme leaves black, or in the colour of the ground.
    themeCSS: [
      `.grid .tick line { stroke: ${line}; }`,
      `.lineWrapper line { stroke: ${soft} !important; }`,
      `[id$="-arrowhead"] > path { fill: ${soft}; }`,
      `.mindmap-node > .label[transform^="translate(0,"] text { text-anchor: middle; }`,
    ].join("\n"),
    themeVariables: {
      darkMode: dark,
      background: bg,
      fontFamily: family,
      fontSize: `${size}px`,
      primaryColor: accentSoft,
      primaryTextColor: fg,
      primaryBorderColor: accent,
      secondaryColor: colour("code-bg", side),
      secondaryTextColor: fg,
      secondaryBorderColor: line,
      tertiaryColor: side,
      tertiaryTextColor: fg,
      tertiaryBorderColor: line,
      lineColor: soft,
      textColor: fg,
      titleColor: fg,
      mainBkg: accentSoft,
      nodeBorder: accent,
      clusterBkg: side,
      clusterBorder: line,
      edgeLabelBackground: bg,
      noteBkgColor: colour("warn-soft", "#fdf1dc"),
      noteTextColor: fg,
      noteBorderColor: colour("warn", "#a35b00"),
      actorBkg: accentSoft,
      actorBorder: accent,
      actorTextColor: fg,
      actorLineColor: line,
      signalColor: soft,
      signalTextColor: fg,
      labelBoxBkgColor: side,
      labelBoxBorderColor: line,
      labelTextColor: fg,
      loopTextColor: fg,
      activationBkgColor: side,
      activationBorderColor: soft,
      sequenceNumberColor: bg,
      gridColor: line,
      todayLineColor: colour("bad", "#b3261e"),
      pieTitleTextColor: fg,
      pieSectionTextColor: bg,
      pieLegendTextColor: fg,
      pieStrokeColor: bg,
      pieOuterStrokeColor: line,
      commitLabelColor: fg,
      commitLabelBackground: side,
      tagLabelColor: fg,
      tagLabelBackground: accentSoft,
      tagLabelBorder: accent,
      xyChart: { backgroundColor: bg, titleColor: fg, xAxisLabelColor: fg, yAxisLabelColor: fg, xAxisTitleColor: fg, yAxisTitleColor: fg, xAxisLineColor: line, yAxisLineColor: line, xAxisTickColor: line, yAxisTickColor: line, plotColorPalette: slices.join(",") },
      ...pie,
      ...git,
      ...scale,
    },
  };
}
