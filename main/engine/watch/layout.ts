import detectIndent from "detect-indent";
import { formatJson, minify } from "../../../shared/json/index.ts";
import type { JsonText } from "../../../shared/model/index.ts";

/** The layout of a JSON file. */
export interface Layout {
  /** The indentation of each level; empty if everything is on one line. */
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

/** The layout of this text. */
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
