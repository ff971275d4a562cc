import { randomUUID } from "node:crypto";
import { expect, it } from "vitest";
import { DRAFT_PIECE } from "../../shared/contract/index.ts";
import type { Key, StoreId } from "../../shared/model/index.ts";
import { type BrowserClient, openAddress } from "./client.fixture.ts";
import { TestServer } from "./testServer.fixture.ts";

const key = "large" as Key;
type Address = { readonly store: StoreId; readonly window: string; readonly key: Key };

async function write({ shell }: BrowserClient, address: Address, text: string): Promise<void> {
  for (let from = 0; from < text.length; from += DRAFT_PIECE) {
    const piece = text.slice(from, from + DRAFT_PIECE);
    await shell.drafts.write({ ...address, from, piece, isLast: from + piece.length === text.length });
  }
}

async function read({ shell }: BrowserClient, address: Address): Promise<string> {
  let text = "";
  for (;;) {
    const piece = await shell.drafts.read({ ...address, from: text.length });
    if (piece === null) return text;
    text += piece;
  }
}

it("F13 an unsaved edit of many megabytes goes in and out in pieces, with every character in it", async () => {
  const server = await TestServer.start();
  const client = await openAddress(server.shell.address);
  const { store } = await client.shell.stores.create({ name: "Large" });
  const address = { store, window: randomUUID(), key };
  const text = '\u0000\u{1F680}\ud800\u2028\\"ä'.repeat(2 ** 20);
  await write(client, address, JSON.stringify(text));
  expect(await client.shell.drafts.list({ store, window: address.window, open: [] })).toEqual([key]);
  expect(JSON.parse(await read(client, address))).toBe(text);

  // An incomplete draft leaves the previous one; a piece that does not follow is refused.
  const piece = "x".repeat(DRAFT_PIECE);
  await client.shell.drafts.write({ ...address, from: 0, piece, isLast: false });
  await expect(client.shell.drafts.write({ ...address, from: 1, piece, isLast: true })).rejects.toThrow(
    "missing",
  );
  expect(JSON.parse(await read(client, address))).toBe(text);
  await client.shell.drafts.remove(address);
  expect(await read(client, address)).toBe("");
  client.close();
  await server.stop();
  expect(server.errors).toEqual([]);
});

it("F13 what was typed last is kept though its store was closed meanwhile, and no other store's edit is reached", async () => {
  const server = await TestServer.start();
  const client = await openAddress(server.shell.address);
  const { store } = await client.shell.stores.create({ name: "Closed" });
  const address = { store, window: randomUUID(), key };
  await client.shell.stores.close({ store });
  await write(client, address, "1");
  const [recent] = await client.shell.recents.list();
  const again = await client.shell.recents.open({ id: recent?.id ?? "" });
  expect(await client.shell.drafts.list({ store: again.store, window: randomUUID(), open: [] })).toEqual([
    key,
  ]);
  const foreign = { ...address, store: "00000000-0000-4000-8000-000000000000" as StoreId };
  await expect(client.shell.drafts.read({ ...foreign, from: 0 })).rejects.toThrow("no longer open");
  client.close();
  await server.stop();
});
