import { cpSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import type { Key } from "../../../../../shared/model/index.ts";
import { freshDirectory, openStore } from "../../../stores.fixture.ts";
import { recoverStore } from "./index.ts";

/** More than the maximum number of arguments of a call. */
const VERSIONS = 140_000;
const AT_ONCE = 1000;

it("F12 a key with 140,000 versions, and a log of as many revisions, are read and recovered whole", {
  timeout: 240_000,
}, async () => {
  const basePath = await freshDirectory();
  const options = { cacheStrategy: "none", durability: "normal", deltaStrategy: "none" } as const;
  const store = await openStore({ basePath, ...options });
  for (let n = 0; n < VERSIONS; n += AT_ONCE)
    await Promise.all(Array.from({ length: AT_ONCE }, (_, k) => store.set("a", n + k)));
  const versions = await store.history("a" as Key, { limit: 2 * VERSIONS });
  expect(versions).toHaveLength(VERSIONS);
  expect(versions.every(({ text }, n) => text === String(VERSIONS - 1 - n))).toBe(true);
  expect(await store.revisions({ limit: 2 * VERSIONS })).toHaveLength(VERSIONS);
  expect(await store.verify()).toMatchObject({ ok: true, checkedValues: VERSIONS });
  // With its log, as a kill leaves it.
  const left = join(await freshDirectory(), "left");
  cpSync(basePath, left, { recursive: true });
  const recovered = await recoverStore(left, join(await freshDirectory(), "recovered"));
  expect(recovered).toMatchObject({
    revision: VERSIONS,
    lostRevisions: null,
    lostValues: 0,
    present: { entries: 1, exact: true },
  });
});
