import { readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

/** Where each environment's build lists the packages that it bundled (Vite's `build.license`), inside its own folder. */
export const LICENSES_FILE = "licenses.json";

export const NOTICES_FILE = "THIRD-PARTY-NOTICES.md";

/**
 * What ships and Vite does not list: typefaces, what only a web worker of the page bundles, and what stays a package of its
 * own. A test compares what is listed with what is bundled.
 */
const ALSO = ["@fontsource-variable/inter", "@fontsource-variable/jetbrains-mono", "better-sqlite3"];

interface Licensed {
  readonly name: string;
  readonly version: string;
  /** SPDX. */
  readonly identifier: string | null;
  readonly text?: string;
}

const packages = fileURLToPath(new URL("../node_modules/", import.meta.url));

/** Makes one file of the lists that the builds into these folders left, and removes those. */
export function writeNotices(folders: readonly string[], target: string): void {
  const all = new Map<string, Licensed>();
  for (const folder of folders) {
    const list = join(folder, LICENSES_FILE);
    for (const one of JSON.parse(readFileSync(list, "utf8")) as Licensed[]) {
      all.set(`${one.name}@${one.version}`, one);
    }
    rmSync(list);
  }
  for (const name of ALSO) {
    const one = readPackage(name);
    all.set(`${one.name}@${one.version}`, one);
  }
  const sorted = [...all.values()].sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0));
  writeFileSync(target, [HEAD, ...sorted.map(section)].join("\n"));
}

const HEAD = `# Third-party notices

Strata contains these packages. The desktop app also contains Electron and Chromium, whose licences lie beside it as
\`LICENSE.electron.txt\` and \`LICENSES.chromium.html\`; \`better-sqlite3\` contains SQLite, which is in the public domain.
`;

function section(one: Licensed): string {
  const text = one.text ?? readPackage(one.name).text ?? standardText(one);
  return `## ${one.name} ${one.version} (${one.identifier ?? "no identifier"})\n\n${indented(text)}\n`;
}

/** As a block of code, so that nothing in a licence is markup. */
function indented(text: string): string {
  return text
    .trim()
    .split(/\r?\n/)
    .map((line) => (line === "" ? "" : `    ${line}`))
    .join("\n");
}

function readPackage(name: string): Licensed {
  const folder = join(packages, name);
  const { version, license } = manifestOf(name);
  const file = readdirSync(folder).find((found) => /^licen[cs]e(?:[.-]|$)/i.test(found));
  const text = file === undefined ? {} : { text: readFileSync(join(folder, file), "utf8") };
  return { name, version, identifier: license ?? null, ...text };
}

interface Manifest {
  readonly version: string;
  readonly license?: string;
  readonly author?: string | { readonly name?: string };
}

function manifestOf(name: string): Manifest {
  return JSON.parse(readFileSync(join(packages, name, "package.json"), "utf8")) as Manifest;
}

/** For a package that names the MIT licence and does not bring its text. */
function standardText({ name, identifier }: Licensed): string {
  if (identifier !== "MIT") {
    throw new Error(
      `${name} is bundled, and brings no text of its licence (${identifier}). Add one to scripts/notices.ts.`,
    );
  }
  const { author } = manifestOf(name);
  const holder = (typeof author === "string" ? author : author?.name) ?? `the authors of ${name}`;
  return `MIT License

Copyright (c) ${holder}

Permission is hereby granted, free of charge, to any person obtaining a copy of this software and associated
documentation files (the "Software"), to deal in the Software without restriction, including without limitation the
rights to use, copy, modify, merge, publish, distribute, sublicense, and/or sell copies of the Software, and to permit
persons to whom the Software is furnished to do so, subject to the following conditions:

The above copyright notice and this permission notice shall be included in all copies or substantial portions of the
Software.

THE SOFTWARE IS PROVIDED "AS IS", WITHOUT WARRANTY OF ANY KIND, EXPRESS OR IMPLIED, INCLUDING BUT NOT LIMITED TO THE
WARRANTIES OF MERCHANTABILITY, FITNESS FOR A PARTICULAR PURPOSE AND NONINFRINGEMENT. IN NO EVENT SHALL THE AUTHORS OR
COPYRIGHT HOLDERS BE LIABLE FOR ANY CLAIM, DAMAGES OR OTHER LIABILITY, WHETHER IN AN ACTION OF CONTRACT, TORT OR
OTHERWISE, ARISING FROM, OUT OF OR IN CONNECTION WITH THE SOFTWARE OR THE USE OR OTHER DEALINGS IN THE SOFTWARE.`;
}
