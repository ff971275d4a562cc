import type { Entry, SnapshotMetadata } from "../model/index.ts";
import { formatJson } from "./format.ts";

/** The text of an export around and between its entries. */
export interface ExportLayout {
  readonly head: string;
  readonly entry: (entry: Entry) => string;
  readonly between: string;
  readonly tail: string;
}

/** One text format for the entries of a moment. Everything that offers formats uses `EXPORT_FORMATS`. */
interface Format {
  /** The name in the contract and on the command line. */
  readonly id: string;
  /** The name for people. */
  readonly name: string;
  readonly description: string;
  /** The file name extension, without the dot. */
  readonly extension: string;
  /** Extensions by which the command line chooses this format. */
  readonly endings: readonly string[];
  /** Whether the layout is made from the store's snapshots. */
  readonly needsSnapshots: boolean;
  readonly layout: (snapshots: readonly SnapshotMetadata[], now: Date) => ExportLayout;
}

const member = ({ key, text }: Entry) => `${JSON.stringify(key)}:${text}`;
const indented = ({ key, text }: Entry) =>
  `\t${JSON.stringify(key)}: ${formatJson(text, "\t").replaceAll("\n", "\n\t")}`;

export const EXPORT_FORMATS = [
  {
    id: "json",
    name: "JSON",
    description: "one object, a member for each key",
    extension: "json",
    endings: [],
    needsSnapshots: false,
    layout: () => ({ head: "{\n", entry: member, between: ",\n", tail: "\n}\n" }),
  },
  {
    id: "ndjson",
    name: "NDJSON",
    description: "one line for each key",
    extension: "ndjson",
    endings: ["ndjson", "jsonl"],
    needsSnapshots: false,
    layout: () => ({
      head: "",
      entry: ({ key, text }) => `{"key":${JSON.stringify(key)},"value":${text}}\n`,
      between: "",
      tail: "",
    }),
  },
  {
    id: "export",
    name: "Strata export",
    description: "JSON with the time and the snapshots",
    extension: "json",
    endings: [],
    needsSnapshots: true,
    // The metadata comes last, so that it can be read at the end of a large file.
    layout: (snapshots, now) => ({
      head: '{"data":{\n',
      entry: member,
      between: ",\n",
      tail: `\n},\n"metadata":${JSON.stringify({ exported_at: now.toISOString(), snapshots })}}\n`,
    }),
  },
  {
    id: "conf",
    name: "electron-store",
    description: "as electron-store and conf lay it out",
    extension: "json",
    endings: [],
    needsSnapshots: false,
    layout: () => ({ head: "{\n", entry: indented, between: ",\n", tail: "\n}" }),
  },
] as const satisfies readonly Format[];

export type ExportFormat = (typeof EXPORT_FORMATS)[number]["id"];

export const EXPORT_FORMAT_IDS: readonly ExportFormat[] = EXPORT_FORMATS.map(({ id }) => id);

const FORMATS: readonly (Format & { readonly id: ExportFormat })[] = EXPORT_FORMATS;

/** The format for a file name's extension; undefined if there is none. */
export function exportFormatFor(file: string): ExportFormat | undefined {
  return FORMATS.find(({ endings }) => endings.some((ending) => file.endsWith(`.${ending}`)))?.id;
}

/** @throws {RangeError} for an unknown name, from plain JavaScript. */
export function exportFormat(id: ExportFormat): Format {
  const format = FORMATS.find((known) => known.id === id);
  if (format === undefined) {
    throw new RangeError(
      `Expected the format to be one of ${EXPORT_FORMAT_IDS.join(", ")}, got ${String(id)}.`,
    );
  }
  return format;
}
