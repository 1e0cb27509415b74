// Builds the page on rows of its own (no shell), as it is and with `streamdown` as its renderer, and serves both until it is
// ended. Prints the address, once it listens. Arguments: the folder of the UI, the folder with `streamdown`, the output.
import { createReadStream } from "node:fs";
import { copyFile, stat } from "node:fs/promises";
import { createServer } from "node:http";
import { createRequire } from "node:module";
import { extname, join, resolve } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";

const [ui, modules, output] = process.argv.slice(2).map((path) => resolve(path));
const { build } = await import(pathToFileURL(createRequire(join(ui, "package.json")).resolve("vite")).href);

const adapter = join(modules, "Markdown.tsx");
await copyFile(fileURLToPath(new URL("streamdown.tsx", import.meta.url)), adapter);
const instead = { name: "instead", enforce: "pre", resolveId: (id) => (/\/markdown\/Markdown$/.test(id) ? adapter : null) };

for (const [name, plugins] of [
  ["ours", []],
  ["streamdown", [instead]],
]) {
  await build({
    root: ui,
    configFile: join(ui, "vite.config.ts"),
    mode: "fake",
    base: "./",
    logLevel: "error",
    plugins,
    resolve: { dedupe: ["react", "react-dom"], alias: { react: join(ui, "node_modules/react"), "react-dom": join(ui, "node_modules/react-dom") } },
    build: { outDir: join(output, name), emptyOutDir: true },
  });
}

const types = { ".html": "text/html", ".js": "text/javascript", ".css": "text/css", ".svg": "image/svg+xml", ".woff2": "font/woff2" };
const server = createServer(async (request, response) => {
  const path = join(output, decodeURIComponent(new URL(request.url, "http://localhost").pathname));
  const found = path.startsWith(output) && (await stat(path).then((file) => file.isFile(), () => false));
  if (!found) return void response.writeHead(404).end();
  response.writeHead(200, { "content-type": types[extname(path)] ?? "application/octet-stream" });
  createReadStream(path).pipe(response);
});
server.listen(0, "127.0.0.1", () => console.log(`http://127.0.0.1:${server.address().port}`));
