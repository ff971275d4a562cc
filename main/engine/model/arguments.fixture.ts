import { expect } from "vitest";
import type { JsonText, Key, Moment, Revision } from "../../../shared/model/index.ts";
import { type EnhancedPersistence, NotFoundError } from "../index.ts";
import type { Command } from "./commands.fixture.ts";
import type { Run } from "./run.fixture.ts";
import type { ModelSnapshot, State } from "./temporalModel.fixture.ts";
import { KEYS, SAMPLES, SAYABLE } from "./values.fixture.ts";

/** Makes one kind of command on the store and on the model. */
export type Call<Name extends Command["call"]> = (
  run: Run,
  store: EnhancedPersistence,
  command: Extract<Command, { readonly call: Name }>,
) => Promise<void>;

export type Calls<Names extends Command["call"]> = { readonly [Name in Names]: Call<Name> };

export const TAGS = ["release", "nightly", "before migration", "🏷"];
export const MISSING = Symbol("missing");

export const keyOf = (index: number) => KEYS[index] as Key;
export const textOf = (index: number) => SAMPLES[index]?.text as JsonText;
export const sayableText = (index: number) => SAYABLE[index]?.text as string;
export const sayable = (index: number): unknown => JSON.parse(sayableText(index));

export function at(revision: number): Moment {
  return { kind: "revision", revision: revision as Revision };
}

export function pick(snapshots: readonly ModelSnapshot[], index: number): ModelSnapshot | undefined {
  return snapshots[index % Math.max(1, snapshots.length)];
}

export function pickRevision(newest: number, back: number): number {
  return Math.max(0, newest - back);
}

/** The result; undefined if the store reports that it pruned that revision. */
export async function unlessPruned<T>(
  model: Run["model"],
  revision: number,
  result: Promise<T>,
): Promise<{ readonly value: T } | undefined> {
  try {
    return { value: await result };
  } catch (error) {
    if (error instanceof NotFoundError && !model.retains(revision)) return undefined;
    throw error;
  }
}

export function expectValue(found: unknown, text: string | undefined): void {
  if (text === undefined) expect(found).toBe(MISSING);
  else expect(found).toEqual(JSON.parse(text));
}

export function expectState(found: Readonly<Record<string, unknown>>, state: State): void {
  expect(Object.keys(found).sort()).toEqual([...state.keys()].sort());
  for (const [key, text] of state) expect(found[key]).toEqual(JSON.parse(text));
}
