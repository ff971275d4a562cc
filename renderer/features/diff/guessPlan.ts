import { type ImportPlan, importPlan } from "../../../shared/contract/index.ts";
import { type FileTicket, type Key, NOW, type StoreId } from "../../../shared/model/index.ts";
import type { EngineClient } from "../../client/index.ts";

/** How deep keys are looked for. */
const DEEPEST = 4;

/** Keys of the file that are looked up in the store for each way of reading it. */
const TRIED = 8;

/** The way of reading a file under which most of its first keys are keys of the store: as it was imported, most likely. */
export async function guessPlan(engine: EngineClient, store: StoreId, file: FileTicket): Promise<ImportPlan> {
  const plain = importPlan.parse({});
  const first = await engine.transfer.preview({ file, plan: plain });
  const ways: ImportPlan[] =
    first.root === "object"
      ? Array.from({ length: DEEPEST }, (_, index) => ({ ...plain, depth: index + 1 }))
      : [plain, ...first.keyFields.slice(0, DEEPEST).map((keyField) => ({ ...plain, keyField }))];
  let best = { plan: plain, hits: -1 };
  for (const plan of ways) {
    const { sample } = await engine.transfer.preview({ file, plan });
    const keys = sample.slice(0, TRIED).map(({ key }) => key);
    const there = await Promise.all(keys.map((key) => exists(engine, store, key)));
    const hits = there.filter(Boolean).length;
    if (hits > best.hits) best = { plan, hits };
  }
  return best.plan;
}

async function exists(engine: EngineClient, store: StoreId, key: Key): Promise<boolean> {
  return (await engine.entries.position({ store, at: NOW, key })) !== null;
}
