import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, it } from "vitest";
import { engineContract } from "../shared/contract/index.ts";

const project = fileURLToPath(new URL("..", import.meta.url));

/** Through which a test sees the settings that a store of the worker has. */
const ONLY_TESTED = ["stores.metrics"];

it("every call of the engine contract is made by the page", async () => {
  const names = await readdir(join(project, "renderer"), { recursive: true });
  const sources = names.filter((name) => /\.tsx?$/.test(name) && !/\.(test|fixture)\./.test(name));
  const texts = await Promise.all(sources.map((name) => readFile(join(project, "renderer", name), "utf8")));
  const page = texts.join("\n");
  const unused = Object.entries(engineContract).flatMap(([group, calls]) =>
    Object.keys(calls)
      // Also where the group was taken out of the client first: `const { history } = engine`.
      .filter((call) => !new RegExp(`\\b${group}\\s*\\.\\s*${call}\\b`).test(page))
      .map((call) => `${group}.${call}`),
  );
  expect(unused).toEqual(ONLY_TESTED);
});
