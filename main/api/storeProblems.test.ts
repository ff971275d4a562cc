import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createORPCClient } from "@orpc/client";
import type { ContractRouterClient } from "@orpc/contract";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { EngineContract } from "../../shared/contract/index.ts";
import { createEnhancedPersistence } from "../engine/index.ts";
import { linkOver } from "./frames/link.ts";
import { PortChannel } from "./frames/portChannel.ts";
import { EngineHost } from "./host.ts";

let directory: string;
let host: EngineHost;

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), "strata-problems-"));
  host = new EngineHost();
});

afterEach(async () => {
  await host.stop();
  await rm(directory, { recursive: true, force: true });
});

/** A store whose log lost its end because of one damaged byte. */
async function damagedStore(): Promise<string> {
  const [original, copy] = [join(directory, "original"), join(directory, "ledger")];
  const store = await createEnhancedPersistence({ basePath: original });
  for (let i = 0; i < 20; i += 1) await store.set(`k${i}`, i);
  await (await createEnhancedPersistence({ basePath: copy })).close();
  for (const name of ["strata.db", "strata.db-wal", "strata.mark"]) {
    const bytes = await readFile(join(original, name));
    if (name.endsWith("-wal")) bytes.writeUInt8((bytes[50_000] as number) ^ 0xff, 50_000);
    await writeFile(join(copy, name), bytes);
  }
  await store.close();
  return copy;
}

async function problemsOf(path: string) {
  const { store } = await host.open(path, { showLocation: true });
  const port = await host.connect({ bytes: false });
  const client: ContractRouterClient<EngineContract> = createORPCClient(linkOver(new PortChannel(port)));
  const problems = await client.stores.problems({ store });
  return { client, store, next: async () => (await problems.next()).value };
}

describe("the problems of a store", () => {
  it("are none where nothing is wrong", async () => {
    const { next } = await problemsOf(join(directory, "fresh"));
    expect(await next()).toEqual([]);
  });

  it("are the commits that a damaged log lost: which, what there is now, and what to do", async () => {
    const { next } = await problemsOf(await damagedStore());
    expect(await next()).toEqual([
      {
        id: expect.any(String),
        code: "DATA_INTEGRITY",
        at: expect.stringMatching(/^\d{4}-.*Z$/),
        message: expect.stringMatching(
          /^ledger has lost revisions \d+ to 20: .*damaged.* Make those changes again/,
        ),
      },
    ]);
  });

  it("F27 say at the opening that a program synchronises the folder, by the store's name", async () => {
    const { next } = await problemsOf(join(directory, "Dropbox", "ledger"));
    expect(await next()).toMatchObject([
      {
        code: "STORAGE",
        message: expect.stringMatching(/^ledger is in a folder that Dropbox synchronises/),
      },
    ]);
  });

  it("are reported when they arise, to the store's listeners", async () => {
    const path = join(directory, "store");
    const { client, store, next } = await problemsOf(path);
    expect(await next()).toEqual([]);
    const changes = await client.stores.changes({ store });
    const change = changes.next();
    await client.entries.put({ store, key: "a" as never, text: "1" as never });
    await change;
    await rm(join(path, "strata.db"));
    expect(await next()).toMatchObject([
      {
        code: "STORAGE",
        message: expect.stringMatching(/strata\.db was removed or moved.*put the file back/),
      },
    ]);
    await changes.return();
  });
});
