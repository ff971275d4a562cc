import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { expect, it } from "vitest";

const project = fileURLToPath(new URL("..", import.meta.url));
const at = (path: string) => `${project}/${path}`;

it("docs/reference/strata.api.md is the library's interface as it is built; npm run reference updates it", async () => {
  if (!existsSync(at("dist/types"))) throw new Error("Nothing is built: npm run build does it.");
  const extractor = at("node_modules/@microsoft/api-extractor/bin/api-extractor");
  // Without --local it changes nothing, and fails where the report is not that of the declarations.
  const run = promisify(execFile)(process.execPath, [
    extractor,
    "run",
    "-c",
    at("scripts/api-extractor.json"),
  ]);
  await expect(run).resolves.toMatchObject({ stderr: "" });
}, 120_000);
