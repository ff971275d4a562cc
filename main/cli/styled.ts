import type { Writable } from "node:stream";
import { styleText } from "node:util";
import { textFor } from "./printable.ts";

/** A part of a line that is coloured. */
export interface Painted {
  readonly style: "green" | "red" | "yellow" | "cyan" | "bold" | "dim";
  readonly text: string;
}

/** A line for people. */
export type Line = string | readonly (string | Painted)[];

export function painted(style: Painted["style"], text: string): Painted {
  return { style, text };
}

/** A line for a stream: data made safe for a terminal, with colours if they are wanted. */
export function rendered(stream: Writable, line: Line, colour: boolean): string {
  if (typeof line === "string") return textFor(stream, line);
  return line
    .map((part) => {
      if (typeof part === "string") return textFor(stream, part);
      const text = textFor(stream, part.text);
      return colour ? styleText(part.style, text, { validateStream: false }) : text;
    })
    .join("");
}

/**
 * Whether to write colours: as --color says, else never with NO_COLOR, always with FORCE_COLOR, else on a terminal that
 * supports them.
 */
export function wantsColour(
  when: "auto" | "always" | "never",
  {
    env,
    stdout,
  }: { env: Readonly<Record<string, string | undefined>>; stdout: { readonly isTTY?: boolean } },
): boolean {
  if (when !== "auto") return when === "always";
  if (env["NO_COLOR"]) return false;
  const force = env["FORCE_COLOR"];
  if (force !== undefined) return force !== "0" && force !== "false";
  return stdout.isTTY === true && env["TERM"] !== "dumb";
}
