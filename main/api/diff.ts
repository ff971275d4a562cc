import type { Comparand } from "../../shared/contract/index.ts";
import { guessSeparator } from "../../shared/model/index.ts";
import type { Side } from "../service/lists/differenceLists.ts";
import { levelOf, shownKey } from "../service/lists/differenceTree.ts";
import { type EngineContext, engine } from "./implementer.ts";

const totals = engine.diff.totals.handler(({ input, context, signal }) => {
  const { store, looks, differences } = context.stores.get(input.store);
  const { from, to } = input;
  if (from.kind !== "file" && to.kind !== "file") {
    return store.totals(from, to, { signal, giveWay: () => looks.idle() });
  }
  return differences.totals(side(context, from), side(context, to), signal);
});

const window = engine.diff.window.handler(({ input, context, signal }) => {
  const { looks, differences } = context.stores.get(input.store);
  const { from, to, kinds, filter, path, partial, offset, limit } = input;
  return looks.run(() =>
    differences.window(
      side(context, from),
      side(context, to),
      { kinds: kinds ?? null, filter, path, partial },
      offset,
      limit,
      signal,
    ),
  );
});

const level = engine.diff.level.handler(async ({ input, context, signal }) => {
  const { differences } = context.stores.get(input.store);
  const { from, to, kinds, filter, path, prefix, around, offset, limit } = input;
  const wanted = { kinds: kinds ?? null, filter, path };
  const { list, totals } = await differences.filtered(side(context, from), side(context, to), wanted, signal);
  const separator =
    input.separator === undefined ? guessSeparator(list.map(({ key }) => key)) : input.separator;
  const rows = levelOf(list, separator, prefix);
  return {
    separator,
    total: rows.length,
    totals,
    rows: rows.slice(offset, offset + limit),
    shown: shownKey(list, around),
  };
});

const values = engine.diff.values.handler(async ({ input, context, signal }) => {
  const { differences } = context.stores.get(input.store);
  const [before, after] = await Promise.all([
    differences.read(side(context, input.from), input.key, signal),
    differences.read(side(context, input.to), input.key, signal),
  ]);
  return { before: before?.text ?? null, after: after?.text ?? null };
});

function side({ files }: EngineContext, comparand: Comparand): Side {
  if (comparand.kind !== "file") return comparand;
  const { path, name } = files.get(comparand.file, "read");
  return { kind: "file", file: { path, name, plan: comparand.plan } };
}

export const diff = { totals, window, level, values };
