/** One round of the real data in a process of its own: `node realDataChild.ts <peer> <directory> [strategy]`. */
import assert from "node:assert/strict";
import type { OpenPeer, Peer } from "./peers/peer.ts";
import { bytesOnDisk } from "./room.ts";
import { sample } from "./sample.ts";
import { median } from "./statistics.ts";
import type { RealDataRound } from "./work/realData.ts";
import { byDepthTwo, versionFiles } from "./work/realDataVersions.ts";

const [name, directory, strategy] = process.argv.slice(2);
if (!name || !directory) throw new Error("Expected a peer and a directory.");

async function open(): Promise<OpenPeer> {
  if (strategy) {
    const { openStrata } = await import("./peers/strata.ts");
    return openStrata(directory as string, strategy as Parameters<typeof openStrata>[1]);
  }
  const { peer } = (await import(`./peers/${name}.ts`)) as { peer: Peer };
  return peer.open(directory as string);
}

/** Bytes on disk once the store is compacted and closed, and the store opened again. */
async function compacted(store: OpenPeer): Promise<[number, OpenPeer]> {
  await store.compact?.();
  await store.close();
  return [bytesOnDisk(directory as string), await open()];
}

const versions = versionFiles().map(byDepthTwo);
let store = await open();
const states: string[] = [];
const importing: number[] = [];
let first = 0;
for (const [place, documents] of versions.entries()) {
  const taken = await sample({ times: 1, seconds: 0 }, async () => {
    await store.replaceAll?.(documents);
    states.push((await store.commit?.()) as string);
  });
  // The first version fills an empty store, which is another kind of work.
  if (place > 0) importing.push(...taken);
  else [first, store] = await compacted(store);
}
let all = 0;
[all, store] = await compacted(store);

const comparing: number[] = [];
for (let place = 1; place < states.length; place++) {
  comparing.push(
    ...(await sample({ times: 1, seconds: 0 }, () => store.compare?.(states[place - 1]!, states[place]!))),
  );
}
const restoring: number[] = [];
for (const [place, state] of [...states.entries()].reverse().slice(1)) {
  restoring.push(...(await sample({ times: 1, seconds: 0 }, () => store.restore?.(state))));
  const { key, value } = versions[place]!.at(-1)!;
  assert.deepEqual(await store.get(key), value, `${key} after going back to version ${place}`);
}
await store.close();

const round: RealDataRound = {
  importing: median(importing) / 1_000,
  comparing: median(comparing) / 1_000,
  restoring: median(restoring) / 1_000,
  first,
  all,
};
process.stdout.write(`${JSON.stringify(round)}\n`);
