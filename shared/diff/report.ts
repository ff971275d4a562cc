import { cutText, largest } from "../model/index.ts";
import type { PlaceChange } from "./changes.ts";
import { visible } from "./row.ts";

export interface KeyReport {
  readonly key: string;
  readonly kind: "added" | "removed" | "changed";
  readonly changes: readonly PlaceChange[];
}

export interface ReportHead {
  readonly store: string;
  readonly from: string;
  readonly to: string;
  readonly added: number;
  readonly removed: number;
  readonly changed: number;
}

/** The longest value that a report shows whole, in UTF-16 units. */
const MAX_VALUE = 2_000;

const signs = { added: "+", removed: "−", changed: "~", moved: "↕" } as const;

/** A value as a report shows it: on one line, truncated if it is long. */
function shown(text: string | null): string {
  if (text === null) return "";
  return text.length <= MAX_VALUE ? text : `${cutText(text, MAX_VALUE)}… (${text.length} characters)`;
}

export function markdownHead({ store, from, to, added, removed, changed }: ReportHead): string {
  return [
    `# ${code(from)} → ${code(to)}`,
    "",
    `Store ${code(store)}: ${added} added, ${changed} changed, ${removed} removed.`,
    "",
  ].join("\n");
}

export function markdownKey({ key, kind, changes }: KeyReport): string {
  const lines = changes.map((change) => {
    const place = change.pointer === "" ? "" : ` ${code(change.pointer)}`;
    return `- \`${signs[change.kind]}\`${place}${what(change)}`;
  });
  return `\n## ${signs[kind]} ${code(key)}\n\n${lines.join("\n")}\n`;
}

function what({ kind, before, after, movedFrom }: PlaceChange): string {
  switch (kind) {
    case "moved":
      return typeof movedFrom === "string"
        ? `: renamed from ${code(movedFrom)}`
        : `: moved from ${movedFrom}`;
    case "added":
      return `: ${code(shown(after))}`;
    case "removed":
      return `: ${code(shown(before))}`;
    case "changed":
      return `: ${code(shown(before))} → ${code(shown(after))}`;
  }
}

/** Text as a Markdown code span, with invisible characters escaped, whatever back-ticks and line breaks it contains. */
function code(text: string): string {
  const line = visible(text).replace(/\s*[\r\n]+\s*/g, " ");
  const longest = largest(
    (line.match(/`+/g) ?? []).map((ticks) => ticks.length),
    0,
  );
  const fence = "`".repeat(longest + 1);
  const space = line === "" || /^[` ]|[` ]$/.test(line) ? " " : "";
  return `${fence}${space}${line}${space}${fence}`;
}

const STYLE = `
:root { color-scheme: light dark; font: 13px/1.5 system-ui, sans-serif; }
body { max-width: 960px; margin: 32px auto; padding: 0 16px; }
h1 { font-size: 20px; } h2 { font: 600 14px/1.4 ui-monospace, monospace; margin: 24px 0 8px; overflow-wrap: anywhere; }
table { width: 100%; border-collapse: collapse; font: 12px/1.5 ui-monospace, monospace; }
td { padding: 2px 8px; vertical-align: top; border-top: 1px solid color-mix(in srgb, currentcolor 15%, transparent); overflow-wrap: anywhere; white-space: pre-wrap; unicode-bidi: plaintext; }
td:first-child { width: 1em; } td:nth-child(2) { width: 35%; }
.added { color: light-dark(#17703f, #5fd08f); } .removed { color: light-dark(#b02a37, #ff8f95); }
.changed { color: light-dark(#855300, #edb95e); } .moved { color: light-dark(#0b6875, #6acbda); }
del { text-decoration: none; } ins { text-decoration: none; }
`;

/** The beginning of a report as one HTML page without scripts and without references to other files. */
export function htmlHead({ store, from, to, added, removed, changed }: ReportHead): string {
  const title = `${from} → ${to}`;
  return `<!doctype html>
<html>
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>${escaped(title)}</title>
<style>${STYLE}</style>
</head>
<body>
<h1>${escaped(title)}</h1>
<p>Store ${escaped(store)}: <span class="added">+${added}</span> <span class="changed">~${changed}</span> <span class="removed">−${removed}</span></p>
`;
}

export function htmlKey({ key, kind, changes }: KeyReport): string {
  const rows = changes.map((change) => {
    const before =
      change.before === null ? "" : `<del class="removed">${escaped(shown(change.before))}</del>`;
    const after = change.after === null ? "" : `<ins class="added">${escaped(shown(change.after))}</ins>`;
    const values =
      change.kind === "moved" ? escaped(formerPlace(change)) : [before, after].filter(Boolean).join(" → ");
    return `<tr><td class="${change.kind}">${signs[change.kind]}</td><td>${escaped(change.pointer)}</td><td>${values}</td></tr>`;
  });
  return `<h2><span class="${kind}">${signs[kind]}</span> ${escaped(key)}</h2>\n<table>${rows.join("\n")}</table>\n`;
}

export const HTML_TAIL = "</body>\n</html>\n";

const entities: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

/** The former place of a moved item or renamed member, for people. */
const formerPlace = ({ movedFrom }: PlaceChange) =>
  typeof movedFrom === "string" ? `renamed from ${movedFrom}` : `moved from ${movedFrom}`;

const escaped = (text: string) =>
  visible(text).replace(/[&<>"']/g, (character) => entities[character] ?? character);
