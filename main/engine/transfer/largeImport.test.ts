import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, it } from "vitest";
import { minify } from "../../../shared/json/index.ts";
import type { JsonText, Key } from "../../../shared/model/index.ts";
import { answeredDuring, largeText } from "../largeValues.fixture.ts";
import { freshDirectory, openStore } from "../stores.fixture.ts";
import { importFile } from "./importFile.ts";
import { PLAIN_PLAN } from "./plan.ts";

it("F12 other calls are answered while one large value is imported, into an empty store and over another value", async () => {
  const store = await openStore({ cacheStrategy: "none" });
  await store.set("small", 1);
  const file = join(await freshDirectory(), "data.json");
  for (const note of ["first", "second"]) {
    const text = largeText(note, "\n  ");
    await writeFile(file, `{"small": 1, "large": ${text}}`);
    const { result, answered } = await answeredDuring(store, () =>
      importFile(store, file, PLAIN_PLAN, "replace"),
    );
    expect(result.entries).toBe(2);
    expect(answered).toBeGreaterThan(text.length / 2 ** 18);
    expect((await store.getText("large")) === minify(text)).toBe(true);
  }
  expect(await store.verify()).toMatchObject({ ok: true });
});

it("F12 other calls are answered while a large value of a source is checked and hashed, or refused", async () => {
  const store = await openStore({ cacheStrategy: "none" });
  await store.set("small", 1);
  const text = largeText("source", " ");
  const replace = (value: string) =>
    store.replace([{ key: "large" as Key, text: value as JsonText }], { operation: "import", keep: true });
  const taken = await answeredDuring(store, () => replace(text));
  expect(taken.answered).toBeGreaterThan(text.length / 2 ** 19);
  expect((await store.getText("large")) === minify(text)).toBe(true);
  const refused = await answeredDuring(store, () =>
    replace(`${text}]`).catch((error: Error) => error.message),
  );
  expect(refused.result).toContain("Expected the end of the text");
  expect(refused.answered).toBeGreaterThan(text.length / 2 ** 19);
});
