/** Colours for light and dark pages; Strata's marks are filled and bold, so that colour is not the only cue. */
const STYLE = `
  text { font: 11px system-ui, sans-serif; fill: #57606a }
  .title { font-weight: 600; fill: #1f2328 }
  .ours { font-weight: 600; fill: #0a58ca }
  .axis { stroke: #d0d7de }
  .mark { fill: #fff; stroke: #57606a; stroke-width: 1.5 }
  .mark.ours { fill: #0a58ca; stroke: #0a58ca }
  .line { fill: none; stroke: #8c959f; stroke-width: 1 }
  .line.ours { stroke: #0a58ca; stroke-width: 2.5 }
  .end { text-anchor: end }
  .middle { text-anchor: middle }
  @media (prefers-color-scheme: dark) {
    text { fill: #9198a1 } .title { fill: #f0f6fc } .ours { fill: #79b8ff } .axis { stroke: #3d444d }
    .mark { fill: #0d1117; stroke: #9198a1 } .mark.ours { fill: #79b8ff; stroke: #79b8ff }
    .line { stroke: #656c76 } .line.ours { stroke: #79b8ff }
  }`;

/** A drawing of this size with these elements. `description` is what it shows, for those who can't see it. */
export function drawing(
  width: number,
  height: number,
  description: string,
  elements: readonly string[],
): string {
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img">`,
    `<title>${escaped(description)}</title>`,
    `<style>${STYLE}</style>`,
    ...elements,
    "</svg>",
    "",
  ].join("\n");
}

export function text(x: number, y: number, content: string, kind = ""): string {
  return `<text x="${round(x)}" y="${round(y)}" class="${kind}">${escaped(content)}</text>`;
}

export function line(x1: number, y1: number, x2: number, y2: number): string {
  return `<line x1="${round(x1)}" y1="${round(y1)}" x2="${round(x2)}" y2="${round(y2)}" class="axis"/>`;
}

export function mark(x: number, y: number, ours: boolean): string {
  return `<circle cx="${round(x)}" cy="${round(y)}" r="3.5" class="mark${ours ? " ours" : ""}"/>`;
}

export function polyline(points: readonly (readonly [number, number])[], ours: boolean): string {
  const path = points.map(([x, y]) => `${round(x)},${round(y)}`).join(" ");
  return `<polyline points="${path}" class="line${ours ? " ours" : ""}"/>`;
}

/** Where a value lies between two places on a scale of powers of ten, with the powers in between. */
export function logScale(values: readonly number[], from: number, to: number) {
  const low = Math.floor(Math.log10(Math.min(...values)));
  const high = Math.max(low + 1, Math.ceil(Math.log10(Math.max(...values))));
  const at = (value: number) => from + ((Math.log10(value) - low) / (high - low)) * (to - from);
  const powers = Array.from({ length: high - low + 1 }, (_, step) => 10 ** (low + step));
  return { at, powers };
}

function escaped(content: string): string {
  return content.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
