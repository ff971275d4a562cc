import { ClipboardCopy, Download, Share } from "lucide-react";
import { useEffect, useRef, useState } from "react";
import { Button as AriaButton } from "react-aria-components";
import { useAppStore } from "../../state/app.ts";
import { momentName, type Side } from "../../state/moments.ts";
import { Menu, MenuItem, MenuSeparator, ProgressBar } from "../../ui/index.ts";
import type { ReportFormat } from "./protocol.ts";
import type { QuietRules } from "./quiet.ts";
import styles from "./ReportMenu.module.css";
import { writeReport } from "./writeReport.ts";

export interface ReportMenuProps {
  readonly from: Side;
  readonly to: Side;
  readonly rules: QuietRules;
}

const kinds: Readonly<Record<ReportFormat, { name: string; extension: string; type: string }>> = {
  patch: { name: "JSON Patch", extension: "patch.json", type: "application/json-patch+json" },
  markdown: { name: "Markdown", extension: "md", type: "text/markdown" },
  html: { name: "HTML page", extension: "html", type: "text/html" },
};

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
    deliver: (text: string, name: string) => Promise<string> | string,
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
      notify({ message: await deliver(text, `${fromName} to ${toName}`) });
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
    report(format, (text, name) => {
      const file = `${name.replace(/[^\p{L}\p{N} ._-]+/gu, "_").slice(0, 100)}.${kinds[format].extension}`;
      saveText(text, file, kinds[format].type);
      return `Saved ${file}`;
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
          <AriaButton className={styles.trigger ?? ""} aria-label="Copy or save the difference">
            <Share aria-hidden />
          </AriaButton>
        }
      >
        <MenuItem name="Copy as JSON Patch" icon={<ClipboardCopy />} onAction={() => void copy("patch")} />
        <MenuItem name="Copy as Markdown" icon={<ClipboardCopy />} onAction={() => void copy("markdown")} />
        <MenuSeparator />
        <MenuItem name="Save as JSON Patch" icon={<Download />} onAction={() => void save("patch")} />
        <MenuItem name="Save as Markdown" icon={<Download />} onAction={() => void save("markdown")} />
        <MenuItem name="Save as HTML page" icon={<Download />} onAction={() => void save("html")} />
      </Menu>
    </>
  );
}

function saveText(text: string, name: string, type: string): void {
  const address = URL.createObjectURL(new Blob([text], { type }));
  const link = document.createElement("a");
  link.href = address;
  link.download = name;
  link.click();
  // The browser has taken its own hold of the blob by the next turn.
  setTimeout(() => URL.revokeObjectURL(address), 10_000);
}
