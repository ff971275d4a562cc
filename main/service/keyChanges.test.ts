import { expect, it } from "vitest";
import type { Key, Moment } from "../../shared/model/index.ts";
import { createEnhancedPersistence } from "../engine/index.ts";
import { keyChangesSince } from "./keyChanges.ts";

it("a key that is gone or another since then is named; one that is as it was, or came later, is not", async () => {
  const store = await createEnhancedPersistence({ storageBackend: "memory" });
  await store.save({ same: 1, changed: 1, gone: 1, back: [1] });
  const at: Moment = { kind: "revision", revision: (await store.status()).revision };
  await store.save({ same: 1, changed: 2, back: [2], later: 1 });
  await store.set("back", [1]);
  const keys = ["same", "changed", "gone", "back", "later", "never"] as Key[];
  expect(await keyChangesSince(store, at, keys)).toEqual([
    { key: "changed", change: "changed" },
    { key: "gone", change: "removed" },
  ]);
  await store.close();
});
