import react from "@vitejs/plugin-react";
import type { Plugin } from "vite";
import { defineConfig } from "vitest/config";

/** What the built page may load and whom it may talk to; the shell carries the same policy. */
const policy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' blob:",
  "media-src blob:",
  "font-src 'self'",
  "connect-src ipc: http://ipc.localhost",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-src 'none'",
  "object-src 'none'",
].join("; ");

/** The development server adds inline script of its own, so only the built page carries the policy. */
const withPolicy: Plugin = {
  name: "policy",
  apply: "build",
  transformIndexHtml: (html) =>
    html.replace("<head>", `<head>\n    <meta http-equiv="Content-Security-Policy" content="${policy}" />`),
};

export default defineConfig({
  plugins: [react(), withPolicy],
  clearScreen: false,
  server: { port: 1420, strictPort: true, fs: { allow: [".", "../tests/fixtures", "../src-tauri/crates/server/guide"] } },
  build: { target: "es2023", assetsInlineLimit: 0, chunkSizeWarningLimit: 1500 },
  worker: { format: "es" },
  test: {
    environment: "jsdom",
    restoreMocks: true,
    testTimeout: 60_000,
    setupFiles: ["src/test.ts"],
    css: { modules: { classNameStrategy: "non-scoped" } },
  },
});
