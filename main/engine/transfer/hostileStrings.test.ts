import { join } from "node:path";
import { expect, it } from "vitest";
import { hostileStrings, loneSurrogates } from "../../../shared/model/hostileStrings.fixture.ts";
import { NOW } from "../../../shared/model/index.ts";
import { exportBundle } from "./bundle/exportBundle.ts";
import { importBundle } from "./bundle/importBundle.ts";
import { exportFile } from "./exportFile.ts";
import { importFile } from "./importFile.ts";
import { PLAIN_PLAN } from "./plan.ts";
import { temporaryFile, temporaryFolder } from "./temporaryFiles.fixture.ts";
import { temporaryStore, textsAt } from "./temporaryStores.fixture.ts";

const texts = Object.values(hostileStrings);

/** Every hostile string as a key, as a value, as a member's name, as a tag and as a description. */
async function hostileStore() {
  const store = await temporaryStore({ maxSnapshots: 0 });
  await store.save(Object.fromEntries(texts.map((text) => [text, { [text]: text }])));
  for (const text of texts) {
    const tag = text.slice(0, 200).toWellFormed();
    await store.snapshot({ tags: [tag], description: text, userInfo: { [text]: text } });
  }
  return store;
}

it.each(["export", "json", "conf", "ndjson"] as const)(
  "M5 hostile strings come back from %s as they were",
  async (format) => {
    const store = await hostileStore();
    const path = join(temporaryFolder(), "out");
    await exportFile(store, path, NOW, format);
    const other = await temporaryStore();
    const plan = format === "ndjson" ? { ...PLAIN_PLAN, keyField: "key", valueField: "value" } : PLAIN_PLAN;
    await importFile(other, path, plan, "replace");
    expect(await textsAt(other)).toEqual(await textsAt(store));
  },
);

it("M6 hostile strings come back from a bundle as they were, tags and descriptions too", async () => {
  const store = await hostileStore();
  const path = join(temporaryFolder(), "all.strata");
  await exportBundle(store, path, { kind: "store" });
  const other = await temporaryStore({ maxSnapshots: 0 });
  await importBundle(other, path);
  expect(await textsAt(other)).toEqual(await textsAt(store));
  const facts = async (of: typeof store) =>
    (await of.listSnapshots()).map(({ tags, description, userInfo }) => ({ tags, description, userInfo }));
  expect(await facts(other)).toEqual(await facts(store));
});

it.each(loneSurrogates)("V1 half a pair of surrogates in %j is refused wherever it stands", async (text) => {
  const store = await temporaryStore();
  await expect(store.set(text, 1)).rejects.toThrow(/surrogate|Unicode/i);
  await expect(store.set("key", { [text]: 1 })).rejects.toThrow(/surrogate|Unicode/i);
  await expect(store.set("key", [text])).rejects.toThrow(/surrogate|Unicode/i);
  await expect(store.createSnapshot(text)).rejects.toThrow(/tag/);
  await expect(store.createSnapshot("tag", text)).rejects.toThrow(/description/);
  const { version } = await store.snapshot();
  await expect(store.updateSnapshot(version, { description: text })).rejects.toThrow(/description/);
  await expect(store.updateSnapshot(version, { pinned: true, pinReason: text })).rejects.toThrow(/pinReason/);
  const file = temporaryFile(JSON.stringify({ [text]: text }));
  await expect(importFile(store, file, PLAIN_PLAN, "replace")).rejects.toThrow(/surrogate/i);
  expect(await textsAt(store)).toEqual([]);
});
