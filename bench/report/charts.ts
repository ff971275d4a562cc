import { type Measure, measures } from "../measures.ts";
import { STRATA } from "../peers/list.ts";
import type { Part } from "../results.ts";
import type { Figures } from "./figures.ts";
import { formatCount, formatFigure, formatRatio } from "./format.ts";
import { drawing, line, logScale, mark, polyline, text } from "./svg.ts";

const COLUMNS = 3;
const PANEL_WIDTH = 300;
const GAP = 24;

/**
 * Each measure a panel, each peer a point at how many times Strata's figure its own is, on a scale of powers of ten:
 * less, more to the left, is better. Ratios, as times of different runs can't be put side by side.
 */
export function comparisonChart(
  figures: Figures,
  part: Part,
  size: number,
  chosen: readonly Measure[],
): string {
  const names = figures.peers(part);
  const rowHeight = 17;
  const panelHeight = names.length * rowHeight + 50;
  const panels = chosen.map((measure) => (x: number, y: number) => {
    const rows = names.flatMap(({ file, name }) => {
      const value = file === STRATA ? 1 : figures.ratio(part, size, file, measure);
      return value === null || !(value > 0) ? [] : [{ file, name, value }];
    });
    rows.sort((a, b) => a.value - b.value);
    if (rows.length < 2) return [];
    const left = x + 96;
    const right = x + PANEL_WIDTH - 62;
    const scale = logScale(
      rows.map(({ value }) => value),
      left,
      right,
    );
    const bottom = y + 26 + rows.length * rowHeight;
    return [
      text(x, y + 12, measures[measure].title, "title"),
      ...scale.powers.map((power) => line(scale.at(power), y + 22, scale.at(power), bottom)),
      ...axisLabels(scale.powers).map((power) =>
        text(scale.at(power), bottom + 13, ratioOfPower(power), "middle"),
      ),
      ...rows.flatMap(({ file, name, value }, row) => {
        const middle = y + 30 + row * rowHeight;
        const kind = file === STRATA ? "ours" : "";
        return [
          text(left - 8, middle + 4, name, `end ${kind}`),
          mark(scale.at(value), middle, file === STRATA),
          text(right + 8, middle + 4, formatRatio(value), kind),
        ];
      }),
    ];
  });
  const what = part === "keys" ? `${formatCount(size)} keys` : `${formatCount(size)} snapshots`;
  return arranged(
    `What each operation costs in each store at ${what}, as many times what it costs in Strata; less is better`,
    panels,
    panelHeight,
  );
}

/** Each measure a panel, each peer a line over the sizes, both axes in powers of ten: flat is constant. */
export function growthChart(figures: Figures, part: Part, chosen: readonly Measure[]): string {
  const names = figures.peers(part);
  const sizes = figures.sizes(part);
  const height = 190;
  const panels = chosen.map((measure) => (x: number, y: number) => {
    const lines = names.flatMap(({ file, name }) => {
      const points = sizes.flatMap((size) => {
        const value = figures.value(part, size, file, measure);
        return value === null ? [] : [[size, value] as const];
      });
      return points.length < 2 ? [] : [{ file, name, points }];
    });
    if (lines.length === 0) return [];
    const left = x + 48;
    const right = x + PANEL_WIDTH - 90;
    const across = logScale(sizes, left, right);
    const values = lines.flatMap(({ points }) => points.map(([, value]) => value));
    const up = logScale(values, y + height, y + 24);
    const places = spread(
      lines.map(({ points }) => up.at(points.at(-1)?.[1] ?? 1)),
      y + height,
    );
    return [
      text(x, y + 12, measures[measure].title, "title"),
      ...up.powers.map((power) => line(left, up.at(power), right, up.at(power))),
      ...up.powers.map((power) => text(left - 4, up.at(power) + 4, formatPower(measure, power), "end")),
      ...sizes.map((size) => text(across.at(size), y + height + 15, formatCount(size), "middle")),
      ...lines.flatMap(({ file, name, points }, place) => [
        polyline(
          points.map(([size, value]) => [across.at(size), up.at(value)] as const),
          file === STRATA,
        ),
        ...points.map(([size, value]) => mark(across.at(size), up.at(value), file === STRATA)),
        text(right + 8, (places[place] ?? 0) + 4, name, file === STRATA ? "ours" : ""),
      ]),
    ];
  });
  return arranged(`How costs grow with the number of ${part}; flat is constant`, panels, height + 34);
}

function arranged(
  description: string,
  panels: readonly ((x: number, y: number) => readonly string[])[],
  panelHeight: number,
): string {
  const elements = panels.flatMap((panel, place) =>
    panel((place % COLUMNS) * (PANEL_WIDTH + GAP), Math.floor(place / COLUMNS) * panelHeight),
  );
  const width = COLUMNS * PANEL_WIDTH + (COLUMNS - 1) * GAP;
  return drawing(width, Math.ceil(panels.length / COLUMNS) * panelHeight, description, elements);
}

function ratioOfPower(power: number): string {
  return `${power}×`;
}

/** A power of ten without the digits that are zero. */
function formatPower(measure: Measure, power: number): string {
  return formatFigure(measure, power).replace(/\.0+ /, " ");
}

/** The powers that get a label: few enough not to touch. */
function axisLabels(powers: readonly number[]): number[] {
  const every = Math.ceil(powers.length / 3);
  return powers.filter((_, place) => place % every === 0);
}

/** Pixels from one label to the next. */
const LABEL_HEIGHT = 12;

/** These places moved apart until labels don't touch, none of them below the lowest, in the given order. */
function spread(places: readonly number[], lowest: number): number[] {
  const order = places.map((place, index) => ({ place, index })).sort((a, b) => a.place - b.place);
  let last = Number.NEGATIVE_INFINITY;
  for (const label of order) {
    label.place = Math.max(label.place, last + LABEL_HEIGHT);
    last = label.place;
  }
  let next = lowest + LABEL_HEIGHT;
  for (const label of order.reverse()) {
    label.place = Math.min(label.place, next - LABEL_HEIGHT);
    next = label.place;
  }
  const moved = new Array<number>(places.length);
  for (const { place, index } of order) moved[index] = place;
  return moved;
}
