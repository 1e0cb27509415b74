/** Languages of code: their name without what stands beside it, and the ending of a file of theirs. */

const endings: Record<string, string> = {
  bash: "sh", c: "c", "c#": "cs", "c++": "cpp", clojure: "clj", cpp: "cpp", cs: "cs", csharp: "cs", css: "css", csv: "csv",
  dart: "dart", diff: "diff", dockerfile: "dockerfile", elixir: "ex", erlang: "erl", fsharp: "fs", go: "go", golang: "go",
  graphql: "graphql", haskell: "hs", html: "html", ini: "ini", java: "java", javascript: "js", js: "js", json: "json",
  jsonc: "json", jsx: "jsx", julia: "jl", kotlin: "kt", latex: "tex", less: "less", lua: "lua", makefile: "mk", markdown: "md",
  matlab: "m", md: "md", mermaid: "mmd", nix: "nix", objectivec: "m", ocaml: "ml", pascal: "pas", patch: "patch", perl: "pl",
  php: "php", powershell: "ps1", proto: "proto", protobuf: "proto", ps1: "ps1", py: "py", python: "py", r: "r", rb: "rb",
  rs: "rs", ruby: "rb", rust: "rs", sass: "sass", scala: "scala", scss: "scss", sh: "sh", shell: "sh", sql: "sql",
  svelte: "svelte", svg: "svg", swift: "swift", tex: "tex", toml: "toml", ts: "ts", tsx: "tsx", typescript: "ts", vb: "vb",
  vue: "vue", xml: "xml", yaml: "yaml", yml: "yaml", zig: "zig", zsh: "sh",
};

/** `rust,no_run` and `{.python}` as `rust` and `python`. */
export function languageOf(written: string): string {
  return /[\p{L}\p{N}+#_.-]+/u.exec(written)?.[0]?.replace(/^\.+/, "").toLowerCase() ?? "";
}

/** What a file with this code is called. */
export function codeFile(written: string): string {
  const language = languageOf(written);
  return `code.${Object.hasOwn(endings, language) ? endings[language] : "txt"}`;
}
