import { useState } from "react";
import type { Moment } from "../../../shared/model/index.ts";
import { type App, useApp, useAppStore } from "../../state/app.ts";
import { isNow, momentName } from "../../state/moments.ts";
import { Button, Choice, Dialog, formatBytes, formatCount } from "../../ui/index.ts";
import { told } from "./runImport.ts";

type Format = "export" | "json";

/** Writes one moment to a file. */
export function ExportDialog({ at }: { readonly at: Moment }) {
  const app = useAppStore();
  const close = useApp((state) => state.dismissDialog);
  const name = useApp((state) => momentName(at, state.snapshots));
  const [format, setFormat] = useState<Format>("json");
  const start = () => {
    close();
    void runExport(app, at, format);
  };
  return (
    <Dialog
      title={isNow(at) ? "Export" : `Export ${name}`}
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
        options={[
          { id: "json", name: "JSON", description: "one object, a member for each key" },
          { id: "export", name: "Strata export", description: "the same, with the time and the snapshots" },
        ]}
      />
    </Dialog>
  );
}

async function runExport(app: App, at: Moment, format: Format): Promise<void> {
  const { client, store, status, snapshots, runJob, notify, fail } = app.getState();
  if (!store) return;
  const moment = isNow(at) ? "" : ` ${momentName(at, snapshots)}`;
  // A file's name may not hold everything that a tag may.
  const suggestedName = `${status?.name ?? "store"}${moment}`.replace(/[\\/:*?"<>|]+/g, "-").slice(0, 150);
  try {
    const target = await client.files.saveAs(`${suggestedName}.json`);
    if (!target) return;
    const done = await runJob(`Exporting ${target.name}`, async ({ signal, progress }) => {
      const events = await client.engine.transfer.export(
        { store, file: target.file, at, format },
        { signal },
      );
      for await (const event of events) {
        if (event.kind === "done") {
          await target.deliver();
          return event;
        }
        progress(...told(event.progress));
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
