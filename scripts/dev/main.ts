import { resolve } from "node:path";
import { parseArgs } from "node:util";
import { inProject } from "../setup/paths.js";
import { BrowserMain, freePort } from "./browserMain.ts";
import { DesktopMain } from "./desktopMain.ts";
import { servePage } from "./page.ts";
import { onSourceChange } from "./sources.ts";

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { electron: { type: "boolean", default: false }, port: { type: "string", default: "5173" } },
});
const from = process.env["INIT_CWD"] ?? process.cwd();
const paths = positionals.map((path) => resolve(from, path));
/** A place of its own, so that what is tried here reaches no store that somebody needs. */
const data = process.env["STRATA_USER_DATA"] ?? inProject("node_modules", ".cache", "strata-dev");

const main = values.electron ? new DesktopMain(data) : new BrowserMain(data, await freePort());
const page = await servePage(Number(values.port), main.proxy);
await main.start(paths, page.origin);
console.log(main.hint(page));

const stopListening = onSourceChange(["main", "preload", "shared"], () => main.restart());
for (const signal of ["SIGINT", "SIGTERM"] as const) {
  process.once(signal, async () => {
    await stopListening();
    await Promise.all([main.stop(), page.close()]);
    process.exit(0);
  });
}
