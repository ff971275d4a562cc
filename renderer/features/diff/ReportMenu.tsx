import { ClipboardCopy, Download, Share } from "lucide-react";
import { useEffect, useRef, useState } from "react";
import type { QuietRule } from "../../../shared/contract/index.ts";
import { cutText } from "../../../shared/model/index.ts";
import type { ReportFormat } from "../../comparison/protocol.ts";
import { useAppStore } from "../../state/app.ts";
import { momentName, type Side } from "../../state/moments.ts";
import { IconButton, Menu, MenuItem, MenuSeparator, ProgressBar } from "../../ui/index.ts";
import styles from "./ReportMenu.module.css";
import { writeReport } from "./writeReport.ts";

export interface ReportMenuProps {
  readonly from: Side;
  readonly to: Side;
  readonly rules: readonly QuietRule[];
}

const kinds: Readonly<Record<ReportFormat, { name: string; extension: string }>> = {
  patch: { name: "JSON Patch (RFC 6902)", extension: "patch.json" },
  markdown: { name: "Markdown", extension: "md" },
  html: { name: "HTML page", extension: "html" },
};

const formats: readonly ReportFormat[] = ["patch", "markdown", "html"];

interface Job {
  readonly done: number;
  readonly total: number;
}

/** Copies or saves the whole difference. */
export function ReportMenu({ from, to, rules }: ReportMenuProps) {
  const app = useAppStore();
  const [job, setJob] = useState<Job | null>(null);
  const running = useRef<AbortController | null>(null);
  useEffect(() => () => running.current?.abort(), []);

  const report = async (
    format: ReportFormat,
    deliver: (text: string, name: string) => Promise<string | null>,
  ) => {
    const { client, store, status, snapshots, notify, fail } = app.getState();
    if (store === null) return;
    running.current?.abort();
    const controller = new AbortController();
    running.current = controller;
    let shown = 0;
    try {
      const fromName = momentName(from, snapshots);
      const toName = momentName(to, snapshots);
      const text = await writeReport({
        engine: client.engine,
        store,
        storeName: status?.name ?? "",
        from,
        to,
        fromName,
        toName,
        format,
        rules,
        signal: controller.signal,
        onProgress: (done, total) => {
          if (Date.now() - shown < 100) return;
          shown = Date.now();
          setJob({ done, total });
        },
      });
      const message = await deliver(text, `${fromName} to ${toName}`);
      if (message !== null) notify({ message });
    } catch (error) {
      if (!controller.signal.aborted) fail(error);
    } finally {
      setJob(null);
    }
  };
  const copy = (format: ReportFormat) =>
    report(format, async (text) => {
      await navigator.clipboard.writeText(text);
      return `Copied the difference as ${kinds[format].name}`;
    });
  const save = (format: ReportFormat) =>
    report(format, async (text, name) => {
      const { client } = app.getState();
      const file = `${cutText(name.replace(/[^\p{L}\p{N} ._-]+/gu, "_"), 100)}.${kinds[format].extension}`;
      const target = await client.files.saveAs(file);
      if (target === null) return null;
      await client.engine.transfer.writeText({ file: target.file, text });
      await target.deliver();
      return `Saved ${target.name}`;
    });

  return (
    <>
      {job === null ? null : (
        <div className={styles.job}>
          <ProgressBar
            label="Writing the difference"
            value={job.done / Math.max(1, job.total)}
            detail={`${job.done.toLocaleString()} of ${job.total.toLocaleString()} keys`}
            onCancel={() => running.current?.abort()}
          />
        </div>
      )}
      <Menu
        label="Copy or save the difference"
        placement="bottom end"
        trigger={
          <IconButton label="Copy or save the difference">
            <Share />
          </IconButton>
        }
      >
        {formats.map((format) => (
          <MenuItem
            key={format}
            name={`Copy as ${kinds[format].name}`}
            icon={<ClipboardCopy />}
            onAction={() => void copy(format)}
          />
        ))}
        <MenuSeparator />
        {formats.map((format) => (
          <MenuItem
            key={format}
            name={`Save as ${kinds[format].name}`}
            icon={<Download />}
            onAction={() => void save(format)}
          />
        ))}
      </Menu>
    </>
  );
}
