import { createHash } from "node:crypto";
import type { Revision } from "../../../shared/model/index.ts";
import type { EnhancedPersistence } from "../persistence.ts";

/** Texts up to this many characters are compared as they are, longer ones by their SHA-256. */
const SHORT_TEXT = 200;

const ALL = 1_000_000;

/** Everything that can be read of a store, as plain JSON: every revision, snapshot and version, and what `verify` says. */
export async function contentsOf(store: EnhancedPersistence): Promise<unknown> {
  const status = await store.status();
  const records = await store.revisions({ limit: ALL });
  const snapshots = await store.listSnapshots();
  const states: Record<string, unknown> = {};
  for (const { revision } of records) states[revision] = await stateAt(store, { kind: "revision", revision });
  const named: Record<string, unknown> = {};
  for (const { version } of snapshots) named[version] = await stateAt(store, { kind: "snapshot", version });
  const histories: Record<string, unknown> = {};
  for (const key of await everyKey(store)) {
    const versions = await store.history(key, { limit: ALL });
    histories[key] = versions.map(({ text, ...version }) => ({ ...version, text: shortened(text) }));
  }
  const { ok, checkedValues } = await store.verify();
  return JSON.parse(
    JSON.stringify({
      id: store.id,
      status,
      records,
      states,
      snapshots,
      snapshotStates: named,
      deletedSnapshots: await store.deletedSnapshots(),
      tags: await store.tags(),
      histories,
      verify: { ok, checkedValues },
    }),
  );
}

async function everyKey(store: EnhancedPersistence): Promise<string[]> {
  const keys = new Set<string>();
  for await (const { key } of store.versions()) keys.add(key);
  return [...keys];
}

async function stateAt(
  store: EnhancedPersistence,
  at:
    | { readonly kind: "revision"; readonly revision: Revision }
    | { readonly kind: "snapshot"; readonly version: string },
): Promise<Record<string, unknown>> {
  const state: Record<string, unknown> = {};
  for await (const { key, text, since } of store.scan(at)) state[key] = [since, shortened(text)];
  return state;
}

function shortened(text: string | null): unknown {
  if (text === null || text.length <= SHORT_TEXT) return text;
  return { length: text.length, sha256: createHash("sha256").update(text).digest("hex") };
}
