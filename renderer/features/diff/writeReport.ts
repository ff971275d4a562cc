import type { QuietRule } from "../../../shared/contract/index.ts";
import { HTML_TAIL, htmlHead, markdownHead, type ReportHead } from "../../../shared/diff/index.ts";
import type { KeyDifference, StoreId } from "../../../shared/model/index.ts";
import type { EngineClient } from "../../client/index.ts";
import { DiffWorker } from "../../comparison/diffWorker.ts";
import type { ReportFormat } from "../../comparison/protocol.ts";
import { rulesFor } from "../../comparison/quiet.ts";
import type { Side } from "../../state/moments.ts";

export interface ReportOrder {
  readonly engine: EngineClient;
  readonly store: StoreId;
  readonly storeName: string;
  readonly from: Side;
  readonly to: Side;
  readonly fromName: string;
  readonly toName: string;
  readonly format: ReportFormat;
  readonly rules: readonly QuietRule[];
  readonly signal: AbortSignal;
  /** Keys done, and their total. */
  readonly onProgress: (done: number, total: number) => void;
}

/** UTF-16 units that a report may have: more than that, and neither a clipboard nor a reader takes it. */
const MAX_REPORT = 64 * 1024 * 1024;

const PAGE = 500;

/** The whole difference of two moments in one text: a JSON Patch (RFC 6902), Markdown, or one HTML page. */
export async function writeReport(order: ReportOrder): Promise<string> {
  const { engine, store, from, to, format, signal, onProgress } = order;
  const worker = new DiffWorker();
  try {
    const parts: string[] = [];
    let length = 0;
    for (let offset = 0, total = 1; offset < total; offset += PAGE) {
      const page = await engine.diff.window({ store, from, to, offset, limit: PAGE }, { signal });
      total = page.total;
      if (offset === 0) parts.push(headOf(order, page.totals));
      for (const [index, row] of page.rows.entries()) {
        const text = await describe(worker, order, row);
        parts.push(format === "patch" && offset + index > 0 ? `,\n${text}` : text);
        length += text.length;
        if (length > MAX_REPORT)
          throw new Error("This difference is too large for one report. Compare fewer keys.");
        onProgress(offset + index + 1, total);
      }
    }
    parts.push(format === "patch" ? "\n]\n" : format === "html" ? HTML_TAIL : "");
    return parts.join("");
  } finally {
    worker.dispose();
  }
}

function headOf(
  { format, storeName, fromName, toName }: ReportOrder,
  totals: Pick<ReportHead, "added" | "removed" | "changed">,
): string {
  const head = { store: storeName, from: fromName, to: toName, ...totals };
  if (format === "patch") return "[\n";
  return format === "markdown" ? markdownHead(head) : htmlHead(head);
}

async function describe(
  worker: DiffWorker,
  { engine, store, from, to, format, rules, signal }: ReportOrder,
  { key }: KeyDifference,
): Promise<string> {
  const values = await engine.diff.values({ store, from, to, key }, { signal });
  return new Promise((resolve, reject) => {
    signal.throwIfAborted();
    const quiet = rulesFor(rules, key);
    worker.ask({ kind: "describe", key, ...values, format, rules: quiet }, (answer) => {
      if (answer.kind === "described") resolve(answer.text);
      else if (answer.kind === "failed") reject(new Error(answer.message));
    });
  });
}
