import { useState } from "react";
import { EXPORT_FORMATS, type ExportFormat, exportFormat } from "../../../shared/json/index.ts";
import { cutText, type Key, type Moment } from "../../../shared/model/index.ts";
import { type App, useApp, useAppStore } from "../../state/app.ts";
import { isNow, momentName } from "../../state/moments.ts";
import { Button, Choice, type ChoiceOption, Dialog, formatBytes, formatCount } from "../../ui/index.ts";
import { progressOf } from "./runImport.ts";

type Format = ExportFormat | "bundle";

const extensionOf = (format: Format) => (format === "bundle" ? "strata" : exportFormat(format).extension);

interface ExportDialogProps {
  readonly at: Moment;
  /** Only these; null for all. */
  readonly keys: readonly Key[] | null;
}

/** Writes one moment to a file, or some keys of it, or the whole store with its history. */
export function ExportDialog({ at, keys }: ExportDialogProps) {
  const app = useAppStore();
  const close = useApp((state) => state.dismissDialog);
  const name = useApp((state) => momentName(at, state.snapshots));
  const [format, setFormat] = useState<Format>("json");
  const start = () => {
    close();
    void runExport(app, at, format, keys);
  };
  const bundle: readonly ChoiceOption[] =
    at.kind === "revision" || keys !== null
      ? []
      : [
          {
            id: "bundle",
            name: "Strata bundle",
            description: isNow(at)
              ? "everything, with every snapshot and its history"
              : "this snapshot, with its tags and its note",
          },
        ];
  return (
    <Dialog
      title={`Export${keys === null ? "" : ` ${formatCount(keys.length, "key")}`}${isNow(at) ? "" : ` ${keys === null ? "" : "of "}${name}`}`}
      isOpen
      onClose={close}
      size="small"
      footer={
        <>
          <Button onPress={close}>Cancel</Button>
          <Button variant="primary" onPress={start}>
            Export
          </Button>
        </>
      }
    >
      <Choice
        label="Format"
        value={format}
        onChange={(chosen) => setFormat(chosen as Format)}
        options={[...EXPORT_FORMATS, ...bundle]}
      />
    </Dialog>
  );
}

async function runExport(app: App, at: Moment, format: Format, keys: readonly Key[] | null): Promise<void> {
  const { client, store, status, snapshots, runJob, notify, fail } = app.getState();
  if (!store) return;
  const moment = isNow(at) ? "" : ` ${momentName(at, snapshots)}`;
  // A file's name may not hold everything that a tag may.
  const suggestedName = cutText(`${status?.name ?? "store"}${moment}`.replace(/[\\/:*?"<>|]+/g, "-"), 150);
  try {
    const target = await client.files.saveAs(`${suggestedName}.${extensionOf(format)}`);
    if (!target) return;
    const done = await runJob(`Exporting ${target.name}`, async ({ signal, progress }) => {
      const { transfer } = client.engine;
      const { file } = target;
      const snapshot = at.kind === "snapshot" ? at.version : null;
      const events = await (format === "bundle"
        ? transfer.exportBundle({ store, file, snapshot }, { signal })
        : transfer.export({ store, file, at, format, ...(keys && { keys: [...keys] }) }, { signal }));
      for await (const event of events) {
        if (event.kind === "done") {
          await target.deliver();
          return event;
        }
        // biome-ignore lint/plugin: two arguments.
        progress(...progressOf(event.progress));
      }
      throw new Error(`The export to ${target.name} ended without saying how. Try it again.`);
    });
    if (!done) return;
    const size = formatBytes(done.bytes);
    notify({ message: `Exported ${formatCount(done.entries, "key")} to ${target.name} (${size})` });
  } catch (error) {
    fail(error);
  }
}
