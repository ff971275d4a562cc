import type { ChangeTotals, DiffRow } from "../../shared/diff/index.ts";
import type { QuietRules } from "./quiet.ts";

export type ReportFormat = "patch" | "markdown" | "html";

/** What the page asks of the worker that computes differences. */
export type DiffRequest =
  | {
      readonly kind: "compare";
      readonly id: number;
      readonly before: string | null;
      readonly after: string | null;
      readonly rules: QuietRules;
      /** Draws what is the same open too, where that is little. */
      readonly opensSame: boolean;
    }
  /** Of the last comparison. */
  | { readonly kind: "unfold"; readonly id: number; readonly row: number }
  /** One key of a report. Leaves the last comparison as it is. */
  | {
      readonly kind: "describe";
      readonly id: number;
      readonly key: string;
      readonly before: string | null;
      readonly after: string | null;
      readonly format: ReportFormat;
      readonly rules: QuietRules;
    }
  /** Both values of the last comparison over lines, for the text view. */
  | { readonly kind: "format"; readonly id: number };

export type DiffAnswer =
  | {
      readonly kind: "structure";
      readonly id: number;
      readonly totals: ChangeTotals;
      readonly isSame: boolean;
    }
  /** Rows come in parts, so that no message takes long to be read. */
  | {
      readonly kind: "rows";
      readonly id: number;
      readonly rows: readonly DiffRow[];
      readonly isLast: boolean;
    }
  | { readonly kind: "tooLarge"; readonly id: number; readonly length: number; readonly limit: number }
  | { readonly kind: "described"; readonly id: number; readonly text: string }
  | { readonly kind: "formatted"; readonly id: number; readonly before: string; readonly after: string }
  | { readonly kind: "failed"; readonly id: number; readonly message: string };
