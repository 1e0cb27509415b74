/** The drawings of the window: lines in the colour of their text, beside a name that says what they stand for. */
import css from "./Icon.module.css";

const paths = {
  arrow: ["M5 12h12m0 0-4-4m4 4-4 4"],
  book: ["M4 5h12a3 3 0 0 1 3 3v12H7a3 3 0 0 1-3-3V5z", "M8 9h7M8 13h5"],
  bulb: ["M9 18h6M10 21h4M12 3a6 6 0 0 0-3.5 10.9c.6.5 1 1.2 1 2.1h5c0-.9.4-1.6 1-2.1A6 6 0 0 0 12 3z"],
  check: ["m5 12.5 4.5 4.5L19 7.5"],
  chevronDown: ["m6 10 6 6 6-6"],
  chevronLeft: ["m14 6-6 6 6 6"],
  chevronRight: ["m10 6 6 6-6 6"],
  chevronUp: ["m6 14 6-6 6 6"],
  clip: ["m20 11-8.5 8.5a5 5 0 0 1-7-7L13 4a3.3 3.3 0 0 1 4.7 4.7l-8.5 8.4a1.7 1.7 0 0 1-2.4-2.4L14.5 7"],
  close: ["M6 6l12 12M18 6 6 18"],
  compare: ["M12 4v16M4 7h5M4 12h5M4 17h5M15 7h5M15 12h5M15 17h5"],
  copy: ["M10 8h8a2 2 0 0 1 2 2v8a2 2 0 0 1-2 2h-8a2 2 0 0 1-2-2v-8a2 2 0 0 1 2-2z", "M16 8V6a2 2 0 0 0-2-2H6a2 2 0 0 0-2 2v8a2 2 0 0 0 2 2h2"],
  dislike: ["M17 13V4h3v9h-3zm0 0-4 8a2.2 2.2 0 0 1-2.2-2.6l.6-3.4H6a2 2 0 0 1-2-2.3l1-6.4A2.7 2.7 0 0 1 7.7 4H17"],
  down: ["M12 5v13m0 0 5-5m-5 5-5-5"],
  export: ["M12 4v11m0 0 4-4m-4 4-4-4M5 20h14"],
  flow: ["M4.5 4h4A1.5 1.5 0 0 1 10 5.5v3A1.5 1.5 0 0 1 8.5 10h-4A1.5 1.5 0 0 1 3 8.5v-3A1.5 1.5 0 0 1 4.5 4z", "M15.5 14h4a1.5 1.5 0 0 1 1.5 1.5v3a1.5 1.5 0 0 1-1.5 1.5h-4a1.5 1.5 0 0 1-1.5-1.5v-3a1.5 1.5 0 0 1 1.5-1.5z", "M6.5 10v4a3 3 0 0 0 3 3H14"],
  gear: ["M15 12a3 3 0 1 1-6 0 3 3 0 0 1 6 0z", "M12 2.8v2.4M12 18.8v2.4M2.8 12h2.4M18.8 12h2.4M5.5 5.5l1.7 1.7M16.8 16.8l1.7 1.7M5.5 18.5l1.7-1.7M16.8 7.2l1.7-1.7"],
  globe: ["M21 12a9 9 0 1 1-18 0 9 9 0 0 1 18 0z", "M3 12h18M12 3c2.5 2.5 3.8 5.5 3.8 9s-1.3 6.5-3.8 9c-2.5-2.5-3.8-5.5-3.8-9S9.5 5.5 12 3z"],
  key: ["M12 15.5a4.5 4.5 0 1 1-9 0 4.5 4.5 0 0 1 9 0z", "M10.7 12.3 20 3m-4 4 3 3"],
  like: ["M7 11v9H4v-9h3zm0 0 4-8a2.2 2.2 0 0 1 2.2 2.6L12.6 9H18a2 2 0 0 1 2 2.3l-1 6.4A2.7 2.7 0 0 1 16.3 20H7"],
  list: ["M4 6h16M4 12h16M4 18h10"],
  lock: ["M6.5 11h11A1.5 1.5 0 0 1 19 12.5v6a1.5 1.5 0 0 1-1.5 1.5h-11A1.5 1.5 0 0 1 5 18.5v-6A1.5 1.5 0 0 1 6.5 11z", "M8 11V8a4 4 0 0 1 8 0v3"],
  more: ["M5.5 12h.01M12 12h.01M18.5 12h.01"],
  offline: ["M3 3l18 18M5 12.5a10 10 0 0 1 4.5-2.6M19 12.5a10 10 0 0 0-5.5-2.9M8.5 16a5 5 0 0 1 6.5-.5M12 19.5h.01"],
  panel: ["M5.5 4.5h13a2 2 0 0 1 2 2v11a2 2 0 0 1-2 2h-13a2 2 0 0 1-2-2v-11a2 2 0 0 1 2-2z", "M14.5 4.5v15"],
  pencil: ["M4 20h4L19 9a2.8 2.8 0 0 0-4-4L4 16v4zM13.5 6.5l4 4"],
  pin: ["M9 4h6l-1 6 3 3H7l3-3-1-6zM12 13v7"],
  plus: ["M12 5v14M5 12h14"],
  regenerate: ["M20 11a8 8 0 1 0-2.3 6M20 5v6h-6"],
  search: ["M17.5 11a6.5 6.5 0 1 1-13 0 6.5 6.5 0 0 1 13 0z", "m20 20-4-4"],
  send: ["M12 19V6m0 0-5.5 5.5M12 6l5.5 5.5"],
  stop: ["M7 5h10a2 2 0 0 1 2 2v10a2 2 0 0 1-2 2H7a2 2 0 0 1-2-2V7a2 2 0 0 1 2-2z"],
  tool: ["M14.5 6.5a4 4 0 0 0-5 5L4 17v3h3l5.5-5.5a4 4 0 0 0 5-5L15 12l-3-3 2.5-2.5z"],
  trash: ["M5 7h14M10 7V4.5h4V7M7 7l.8 12.5h8.4L17 7M10.3 10.5v5.5M13.7 10.5v5.5"],
  warning: ["M12 4 2.8 19.5h18.4L12 4z", "M12 10v4.5M12 17h.01"],
  wrap: ["M4 6h16M4 12h13a3 3 0 0 1 0 6h-4m0 0 2-2m-2 2 2 2M4 18h5"],
} as const;

export type IconName = keyof typeof paths;

const filled = new Set<IconName>(["stop"]);

export function Icon({ name, size = 16 }: { name: IconName; size?: number }) {
  return (
    <svg className={css.icon} viewBox="0 0 24 24" width={size} height={size} aria-hidden="true" focusable="false">
      {paths[name].map((path) => (
        <path key={path} d={path} {...(filled.has(name) ? { fill: "currentColor" } : undefined)} />
      ))}
    </svg>
  );
}
