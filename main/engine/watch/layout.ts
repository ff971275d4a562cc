import detectIndent from "detect-indent";
import { formatJson, minify } from "../../../shared/json/index.ts";
import type { JsonText } from "../../../shared/model/index.ts";

/** How a JSON file is laid out, apart from what it says. */
export interface Layout {
  /** What each level is set in by; empty when all stands on one line. */
  readonly indent: string;
  readonly lineEnd: "\n" | "\r\n";
  readonly byteOrderMark: boolean;
  readonly finalLineEnd: boolean;
}

export const DEFAULT_LAYOUT: Layout = {
  indent: "  ",
  lineEnd: "\n",
  byteOrderMark: false,
  finalLineEnd: true,
};

/** How this text is laid out. */
export function layoutOf(text: string): Layout {
  const body = text.replace(/^\ufeff/, "");
  return {
    indent: detectIndent(body).indent || (body.trim().includes("\n") ? DEFAULT_LAYOUT.indent : ""),
    lineEnd: body.includes("\r\n") ? "\r\n" : "\n",
    byteOrderMark: text.startsWith("\ufeff"),
    finalLineEnd: /\n$/.test(body),
  };
}

/** A value in a layout. */
export function layOut(value: JsonText, layout: Layout): string {
  const body = layout.indent === "" ? minify(value) : formatJson(value, layout.indent);
  const text = body + (layout.finalLineEnd ? "\n" : "");
  return (
    (layout.byteOrderMark ? "\ufeff" : "") + (layout.lineEnd === "\n" ? text : text.replaceAll("\n", "\r\n"))
  );
}
