import react from "@vitejs/plugin-react";
import { defineConfig } from "vitest/config";

export default defineConfig({
  plugins: [react()],
  clearScreen: false,
  server: { port: 1420, strictPort: true },
  build: { target: "es2023", assetsInlineLimit: 0 },
  worker: { format: "es" },
  test: { environment: "jsdom", restoreMocks: true, css: { modules: { classNameStrategy: "non-scoped" } } },
});
