import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Measure } from "../measures.ts";
import { appTable } from "./appTable.ts";
import { comparisonChart, growthChart } from "./charts.ts";
import type { Figures } from "./figures.ts";
import {
  durabilityTable,
  figureTables,
  gapLines,
  growthTable,
  realDataTable,
  type Table,
  toMarkdown,
} from "./tables.ts";

const docs = join(import.meta.dirname, "..", "..", "docs");

const COMPARED: readonly Measure[] = [
  "load",
  "open",
  "firstGet",
  "get",
  "set",
  "commit",
  "compare",
  "restore",
  "diskCompacted",
];
const GROWING: readonly Measure[] = ["set", "get", "commit", "compare", "restore", "open"];
const GROWING_WITH_SNAPSHOTS: readonly Measure[] = ["set", "get", "commit", "compare", "restore", "history"];

/** Draws the charts into docs/ and puts the tables between the marks of docs/benchmarks.md. */
export function writePage(figures: Figures): void {
  const chartSize = sizeOfMostPeers(figures);
  if (chartSize !== undefined) {
    writeFileSync(join(docs, "benchmarks.svg"), comparisonChart(figures, "keys", chartSize, COMPARED));
  }
  writeFileSync(join(docs, "benchmarks-keys.svg"), growthChart(figures, "keys", GROWING));
  writeFileSync(
    join(docs, "benchmarks-snapshots.svg"),
    growthChart(figures, "snapshots", GROWING_WITH_SNAPSHOTS),
  );

  const real = realDataTable(figures);
  const path = join(docs, "benchmarks.md");
  let page = readFileSync(path, "utf8");
  page = filled(page, "machine", `${figures.results.machine}; ${figures.results.at.slice(0, 10)}.`);
  page = filled(page, "durability", markdown([durabilityTable(figures)]));
  page = filled(page, "keys", markdown([...figureTables(figures, "keys"), growthTable(figures, "keys")]));
  page = filled(
    page,
    "snapshots",
    markdown([...figureTables(figures, "snapshots"), growthTable(figures, "snapshots")]),
  );
  page = filled(page, "real data", real ? markdown([real]) : "");
  const app = appTable();
  page = filled(page, "app", app ? markdown([app]) : "");
  page = filled(
    page,
    "empty cells",
    gapLines(figures)
      .map((gap) => `- ${gap}`)
      .join("\n"),
  );
  writeFileSync(path, page);
}

/** The size that most peers have figures for; of several the largest. */
function sizeOfMostPeers(figures: Figures): number | undefined {
  const able = (size: number) =>
    figures.peers("keys").filter(({ file }) => figures.value("keys", size, file, "load") !== null).length;
  return figures
    .sizes("keys")
    .reduce<number | undefined>(
      (best, size) => (best === undefined || able(size) >= able(best) ? size : best),
      undefined,
    );
}

function markdown(tables: readonly Table[]): string {
  return tables.map(toMarkdown).join("\n\n");
}

/** The page with this between the marks `<!-- name -->` and `<!-- /name -->`. Throws when they are not there. */
function filled(page: string, name: string, content: string): string {
  const [start, end] = [`<!-- ${name} -->`, `<!-- /${name} -->`];
  const from = page.indexOf(start);
  const to = page.indexOf(end);
  if (from < 0 || to < from) throw new Error(`Expected docs/benchmarks.md to have ${start} and ${end}.`);
  return `${page.slice(0, from + start.length)}\n${content}\n${page.slice(to)}`;
}
