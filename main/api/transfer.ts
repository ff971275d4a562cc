import {
  type ExportResult,
  exportBundle,
  exportFile,
  previewImport,
  writeWhole,
} from "../engine/transfer/index.ts";
import { countsOf } from "../service/changeCounts.ts";
import { importOver } from "../service/largeChanges.ts";
import { engine } from "./implementer.ts";
import { type JobEvent, jobEvents } from "./job.ts";

const preview = engine.transfer.preview.handler(async ({ input, context }) => {
  const { path, name } = context.files.get(input.file, "read");
  const found = await previewImport(path, input.plan, { name });
  return { ...found, sample: [...found.sample], keyFields: [...found.keyFields], levels: [...found.levels] };
});

const importEntries = engine.transfer.import.handler(async function* ({ input, context, signal }) {
  const { store, safety } = context.stores.get(input.store);
  const { path, name } = context.files.get(input.file, "read");
  const events = jobEvents(
    context.jobs,
    (options) => importOver(store, safety, path, input.plan, input.mode, { ...options, name }),
    signal,
  );
  for await (const event of events) {
    if (event.kind === "progress") yield progress(event, "bytes");
    else {
      const { revision, entries, snapshots, problems } = event.result.done;
      const counts = await countsOf(store, event.result.done);
      yield { kind: "done", revision, entries, counts, snapshots, problems: [...problems] };
    }
  }
});

const exportMoment = engine.transfer.export.handler(({ input, context, signal }) => {
  const { store } = context.stores.get(input.store);
  const { path } = context.files.get(input.file, "write");
  return exportEvents(
    jobEvents(
      context.jobs,
      (options) => exportFile(store, path, input.at, input.format, options, input.keys),
      signal,
    ),
  );
});

const bundle = engine.transfer.exportBundle.handler(({ input, context, signal }) => {
  const { store } = context.stores.get(input.store);
  const { path } = context.files.get(input.file, "write");
  const what =
    input.snapshot === null
      ? ({ kind: "store" } as const)
      : ({ kind: "snapshot", version: input.snapshot } as const);
  return exportEvents(jobEvents(context.jobs, (options) => exportBundle(store, path, what, options), signal));
});

async function* exportEvents(events: AsyncIterable<JobEvent<ExportResult>>) {
  for await (const event of events) {
    if (event.kind === "progress") yield progress(event, "entries");
    else yield { kind: "done", ...event.result } as const;
  }
}

function progress<Unit extends "bytes" | "entries">(
  { done, total }: { readonly done: number; readonly total: number | null },
  unit: Unit,
) {
  return { kind: "progress", progress: { done, total, unit } } as const;
}

const writeText = engine.transfer.writeText.handler(async ({ input, context }) => {
  const { path } = context.files.get(input.file, "write");
  return { bytes: await writeWhole(path, input.text) };
});

export const transfer = {
  preview,
  import: importEntries,
  export: exportMoment,
  exportBundle: bundle,
  writeText,
};
