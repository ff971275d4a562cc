import type { JsonType } from "../../../../shared/model/index.ts";
import { exactTime } from "../../../ui/index.ts";

/** What a leaf says beyond its text: a colour to show, or a time to read. */
export type Hint =
  | { readonly kind: "colour"; readonly css: string }
  | { readonly kind: "time"; readonly text: string };

const COLOUR = /^#(?:[0-9a-f]{3,4}|[0-9a-f]{6}|[0-9a-f]{8})$/i;
const ISO_TIME = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:Z|[+-]\d{2}:?\d{2})$/;
/** Of the words that a name is made of: `createdAt`, `last_seen`, `mtime`. A part of a word is none: `population`. */
const WORD_OF_TIME =
  /^(?:at|on|date|when|since|until|seen|begin|start|end|due|ts|exp|iat|nbf|update|(?:created|updated|modified|deleted|started|ended|expires|expiry)(?:at|on)?|\p{L}*(?:time|stamp))$/u;
const BETWEEN_WORDS = /[^\p{L}]+|(?<=\p{Ll})(?=\p{Lu})/u;
/** The years in which a number is taken for a time: 2000 to 2100. */
const FROM = Date.UTC(2000, 0);
const TO = Date.UTC(2100, 0);

/** The hint for a leaf; null for nearly all of them. `literal` is its JSON text. */
export function hintOf(type: JsonType, literal: string, name: string | number): Hint | null {
  if (type === "string" && literal.length <= 42) {
    const text = literal.slice(1, -1);
    if (COLOUR.test(text)) return { kind: "colour", css: text };
    if (ISO_TIME.test(text)) return timeHint(Date.parse(text));
  }
  // A number alone may be anything: its name has to speak of a time.
  if (type === "number" && typeof name === "string" && /^\d{9,13}(?:\.\d+)?$/.test(literal)) {
    if (!speaksOfTime(name)) return null;
    const number = Number(literal);
    const milliseconds = number < 1e11 ? number * 1000 : number;
    if (milliseconds >= FROM && milliseconds < TO) return timeHint(milliseconds);
  }
  return null;
}

const speaksOfTime = (name: string): boolean =>
  name.split(BETWEEN_WORDS).some((word) => WORD_OF_TIME.test(word.toLowerCase()));

function timeHint(at: number): Hint | null {
  return Number.isFinite(at) ? { kind: "time", text: exactTime(at) } : null;
}
