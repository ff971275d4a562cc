import { type Measure, measures } from "../measures.ts";
import { peers } from "../peers/list.ts";
import type { Part } from "../results.ts";
import type { Figures } from "./figures.ts";
import { formatBytes, formatCount, formatFigure, formatRatio } from "./format.ts";

/** Rows of texts below a row of headings. */
export interface Table {
  readonly title: string;
  readonly head: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

/** For each size a table of figures, and one of how many times Strata's they are: below 1 the peer is ahead. */
export function figureTables(figures: Figures, part: Part): Table[] {
  const names = figures.peers(part);
  return figures.sizes(part).flatMap((size) => {
    const place =
      part === "keys" ? `${formatCount(size)} keys` : `${formatCount(size)} snapshots of 10 000 keys`;
    const table = (title: string, cell: (peer: string, measure: Measure) => string): Table => ({
      title: `${place}: ${title}`,
      head: ["", ...names.map(({ name }) => name)],
      rows: figures
        .measures(part)
        .map((measure) => [measures[measure].title, ...names.map(({ file }) => cell(file, measure))]),
    });
    return [
      table("medians", (peer, measure) => {
        const value = figures.value(part, size, peer, measure);
        return value === null ? "" : formatFigure(measure, value);
      }),
      table("as many times Strata's", (peer, measure) => {
        const ratio = figures.ratio(part, size, peer, measure);
        return ratio === null ? "" : formatRatio(ratio);
      }),
    ];
  });
}

/** The exponent with which each cost grows: 0 is constant, 1 is in proportion. */
export function growthTable(figures: Figures, part: Part): Table {
  const names = figures.peers(part);
  const sizes = figures.sizes(part).map(formatCount).join(", ");
  return {
    title: `Growth with the number of ${part} (${sizes}): exponents`,
    head: ["", ...names.map(({ name }) => name)],
    rows: figures
      .measures(part)
      .map((measure) => [
        measures[measure].title,
        ...names.map(({ file }) => figures.growth(part, file, measure)?.toFixed(2) ?? ""),
      ]),
  };
}

export function realDataTable({ results: { realData } }: Figures): Table | null {
  if (!realData) return null;
  const { versions, rows, keys, fileBytes } = realData;
  const time = (milliseconds: number | null) =>
    milliseconds === null ? "" : formatFigure("load", milliseconds * 1_000);
  return {
    title: `@mdn/browser-compat-data ${versions[0]} to ${versions.at(-1)}, ${formatCount(keys)} keys, ${formatBytes(fileBytes)} a file`,
    head: ["", "first version", "all ten", "each further one", "bring in", "compare neighbours", "restore"],
    rows: rows.map((row) => [
      row.subject,
      formatBytes(row.first),
      formatBytes(row.all),
      formatBytes(Math.round((row.all - row.first) / (versions.length - 1))),
      time(row.importing),
      time(row.comparing),
      time(row.restoring),
    ]),
  };
}

/** What each store has on disk when it says that a write is done. */
export function durabilityTable({ results: { versions } }: Figures): Table {
  return {
    title: "Durability of a single write",
    head: ["", "version", "on disk when acknowledged"],
    rows: peers.map(({ name, durability }) => [
      name,
      versions[name] ?? (name.startsWith("git") ? (versions["git"] ?? "") : ""),
      durability,
    ]),
  };
}

/** One line for each cell that is empty although the store has the operation. */
export function gapLines({ results: { gaps, realData } }: Figures): string[] {
  const name = (file: string) => peers.find((peer) => peer.file === file)?.name ?? file;
  return [
    ...gaps.map(({ part, size, peer, reason }) => `${name(peer)}, ${formatCount(size)} ${part}: ${reason}`),
    ...(realData?.gaps ?? []).map(({ subject, reason }) => `${subject}, real data: ${reason}`),
  ];
}

/** The table for a terminal, columns aligned. */
export function toTerminal({ title, head, rows }: Table): string {
  const widths = head.map((_, column) =>
    Math.max(...[head, ...rows].map((row) => (row[column] ?? "").length)),
  );
  const line = (row: readonly string[]) =>
    row
      .map((cell, column) => (column === 0 ? cell.padEnd(widths[column]!) : cell.padStart(widths[column]!)))
      .join("  ")
      .trimEnd();
  return [`\n${title}`, ...[head, ...rows].map(line)].join("\n");
}

/** The table for a page in Markdown. */
export function toMarkdown({ title, head, rows }: Table): string {
  const line = (row: readonly string[]) => `| ${row.join(" | ")} |`;
  return [
    `**${title}**`,
    "",
    line(head),
    `|---|${head
      .slice(1)
      .map(() => "---:|")
      .join("")}`,
    ...rows.map(line),
  ].join("\n");
}
