import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { stateOnDisk, textOnDisk } from "../disk.ts";
import { expect, test } from "../fixtures.ts";
import type { Strata } from "../pages/strata.ts";

/** A store with one key, which no failing import may change. */
async function storeWithOneKey(strata: Strata): Promise<void> {
  await strata.welcome.createStore("Precious");
  await strata.explorer.add("kept");
  await strata.editor.change("kept", '{"as":"it is"}');
}

const untouched = { kept: { as: "it is" } };

const refused = [
  {
    what: "a truncated JSON file",
    name: "truncated.json",
    content: '{\n  "first": {"a": 1},\n  "second": {"b": [1, 2',
    says: /truncated\.json.*(ends|end of|cut|incomplete)/i,
  },
  {
    what: "a text file",
    name: "letter.txt",
    content: "Dear reader,\nthis is not JSON.\n",
    says: /letter\.txt.*line 1/i,
  },
  {
    what: "a nesting of 600 levels",
    name: "deep.json",
    content: `{"deep": ${"[".repeat(600)}${"]".repeat(600)}}`,
    says: /deep\.json.*500/i,
  },
];

for (const { what, name, content, says } of refused) {
  test(`${what} is refused with a clear message, and the store stays as it was`, async ({
    strata,
    dataDirectory,
  }) => {
    await storeWithOneKey(strata);
    const file = join(dataDirectory, name);
    await writeFile(file, content);

    await strata.app.choosingFile(file, () => strata.page.keyboard.press("ControlOrMeta+i"));
    const refusal = strata.importDialog.error.or(strata.alert(says));
    await expect(refusal.first()).toContainText(says);
    if (await strata.importDialog.dialog.isVisible()) {
      await expect(strata.importDialog.dialog.getByRole("button", { name: /^Import|^Merge/ })).toBeDisabled();
      await strata.importDialog.cancel();
    }

    await expect(strata.explorer.keys.getByRole("option")).toHaveCount(1);
    expect(await stateOnDisk(dataDirectory)).toEqual(untouched);
  });
}

test("a file that breaks off far behind its preview is refused, and the store stays as it was", async ({
  strata,
  dataDirectory,
}) => {
  await storeWithOneKey(strata);
  const file = join(dataDirectory, "broken.json");
  const members = Array.from({ length: 300_000 }, (_, index) => `"key${index}": {"index": ${index}}`);
  await writeFile(file, `{${members.join(",")},"last": tru`);

  await strata.chooseToImport(file);
  await strata.importDialog.confirm();
  await expect(strata.alert(/broken\.json.*line 1/)).toBeVisible({ timeout: 60_000 });

  await expect(strata.explorer.keys.getByRole("option")).toHaveCount(1);
  expect(await stateOnDisk(dataDirectory)).toEqual(untouched);
});

test("a member __proto__ is an ordinary key, and reaches no prototype", async ({ strata, dataDirectory }) => {
  const file = join(dataDirectory, "prototype.json");
  await writeFile(
    file,
    '{"__proto__": {"polluted": true}, "constructor": 1, "nested": {"__proto__": {"deep": 1}}}',
  );
  await strata.importFile(file);

  await strata.explorer.select("__proto__");
  await strata.editor.expectValue("__proto__", '{"polluted":true}');
  await strata.explorer.select("nested");
  await strata.editor.expectValue("nested", '{"__proto__":{"deep":1}}');
  expect(await textOnDisk(dataDirectory, "__proto__")).toBe('{"polluted":true}');
  expect(await strata.page.evaluate(() => "polluted" in {})).toBe(false);
});

test("a number of twenty digits is kept exactly through import, edit of another member, and export", async ({
  strata,
  dataDirectory,
}) => {
  const file = join(dataDirectory, "exact.json");
  await writeFile(file, '{"account": {"id": 12345678901234567890, "rate": 1.0, "owner": "Ada"}}');
  await strata.importFile(file);

  await strata.explorer.select("account");
  await strata.editor.expectValue("account", '{"id":12345678901234567890,"rate":1.0,"owner":"Ada"}');
  await strata.editor.change("account", '{"id": 12345678901234567890, "rate": 1.0, "owner": "Grace"}');
  const exact = '{"id":12345678901234567890,"rate":1.0,"owner":"Grace"}';
  expect(await textOnDisk(dataDirectory, "account")).toBe(exact);

  const saved = await strata.app.savingFile(async () => {
    await strata.page.keyboard.press("ControlOrMeta+e");
    await strata.page.getByRole("dialog").getByRole("button", { name: "Export" }).click();
  });
  await expect(strata.notice(/^Exported 1 key/)).toBeVisible();
  expect((await readFile(saved, "utf8")).replace(/\s+/g, "")).toBe(`{"account":${exact}}`);
});

test("text that is not JSON is not saved, and the editor says where it fails", async ({
  strata,
  dataDirectory,
}) => {
  await storeWithOneKey(strata);
  await strata.editor.write("kept", '{"as": "it is",\n}');
  await expect(strata.editor.panel.getByText(/line 2/)).toBeVisible();
  await strata.page.keyboard.press("ControlOrMeta+s");
  await expect(strata.alert(/can't be saved/)).toBeVisible();
  expect(await stateOnDisk(dataDirectory)).toEqual(untouched);

  await strata.editor.discard.click();
  await strata.editor.expectValue("kept", '{"as":"it is"}');
});
