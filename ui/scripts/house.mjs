/** What the page promises beyond types: colours have one home, no raw HTML, one door to the shell, one kind of text field. */
import { readdirSync, readFileSync } from "node:fs";
import { join, relative } from "node:path";
import { fileURLToPath } from "node:url";

/** @type {{ says: string, finds: RegExp, files: RegExp, except: RegExp }[]} */
const rules = [
  {
    says: "a colour is named in design/tokens.css only",
    finds: /#[0-9a-f]{3,8}\b(?![^\n]*\*\/)|\b(?:rgba?|hsla?|oklch|oklab|lch|lab|hwb)\(/i,
    files: /\.css$/,
    except: /^design\/tokens\.css$/,
  },
  {
    says: "text becomes elements, never HTML",
    finds: /\b(?:inner|outer)HTML\b|dangerouslySetInnerHTML|insertAdjacentHTML|document\.write/,
    files: /\.tsx?$/,
    except: /\.test\.tsx?$/,
  },
  {
    says: "only host/tauri.ts knows the shell",
    finds: /@tauri-apps\//,
    files: /\.tsx?$/,
    except: /^host\/(?:tauri|bindings)\.ts$/,
  },
  {
    says: "every text field is one of design/Field, which leaves an input method its keys",
    finds: /<(?:input(?! type="checkbox")|textarea)\b|contentEditable|(?:===?|!==?|case) ["']Enter["']/,
    files: /\.tsx?$/,
    except: /^design\/|\.test\.tsx?$/,
  },
  {
    says: "only design/ knows the primitives' library",
    finds: /from "react-aria/,
    files: /\.tsx?$/,
    except: /^design\//,
  },
];

const root = fileURLToPath(new URL("../src", import.meta.url));
let broken = 0;
for (const entry of readdirSync(root, { recursive: true, withFileTypes: true })) {
  if (!entry.isFile()) continue;
  const path = join(entry.parentPath, entry.name);
  const name = relative(root, path).replaceAll("\\", "/");
  const applying = rules.filter((rule) => rule.files.test(name) && !rule.except.test(name));
  if (applying.length === 0) continue;
  for (const [index, line] of readFileSync(path, "utf8").split("\n").entries()) {
    for (const rule of applying) {
      if (!rule.finds.test(line)) continue;
      broken += 1;
      console.error(`src/${name}:${index + 1}: ${rule.says}\n    ${line.trim()}`);
    }
  }
}
if (broken > 0) process.exit(1);
