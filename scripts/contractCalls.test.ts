import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, it } from "vitest";
import { engineContract } from "../shared/contract/index.ts";

const project = fileURLToPath(new URL("..", import.meta.url));

/** Called only by a test, to see the settings of a store in the worker. */
const ONLY_TESTED = ["stores.metrics"];

it("every call of the engine contract is made by the page", async () => {
  const names = await readdir(join(project, "renderer"), { recursive: true });
  const sources = names.filter((name) => /\.tsx?$/.test(name) && !/\.(test|fixture)\./.test(name));
  const texts = await Promise.all(sources.map((name) => readFile(join(project, "renderer", name), "utf8")));
  const page = texts.join("\n");
  const unused = Object.entries(engineContract).flatMap(([group, calls]) =>
    Object.keys(calls)
      // The name of the client may be missing, as after `const { history } = engine`.
      .filter((call) => !new RegExp(`\\b${group}\\s*\\.\\s*${call}\\b`).test(page))
      .map((call) => `${group}.${call}`),
  );
  expect(unused).toEqual(ONLY_TESTED);
});
