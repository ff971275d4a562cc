import type { JsonText } from "../model/index.ts";
import { equalJson } from "./equal.ts";
import { items, members } from "./objectMembers.ts";
import { typeOf } from "./summary.ts";

/** A value; undefined for none. */
type Side = JsonText | undefined;

/** A place inside a value where two edits of it differ. */
export interface DisputedPlace {
  readonly path: readonly (string | number)[];
  readonly base: Side;
  readonly theirs: Side;
  readonly mine: Side;
  /** Who changed it since `base`. If only one did, the choice is clear. */
  readonly changedBy: "theirs" | "mine" | "both";
}

export type Decision = "theirs" | "mine";

/**
 * Merges two edits of one value, member by member, and calls `decide` for each place where they differ. Arrays are
 * merged item by item only if all three have the same length, because otherwise positions do not correspond. Chosen
 * parts keep their notation; members keep the order of `theirs`.
 *
 * @returns undefined if the decision was for no value.
 */
export function mergeThreeWay(
  base: Side,
  theirs: Side,
  mine: Side,
  decide: (place: DisputedPlace) => Decision,
): Side {
  return merge(base, theirs, mine, [], decide);
}

/** The places for which `mergeThreeWay` would ask, in order. */
export function disputedPlaces(base: Side, theirs: Side, mine: Side): readonly DisputedPlace[] {
  const places: DisputedPlace[] = [];
  mergeThreeWay(base, theirs, mine, (place) => {
    places.push(place);
    return "theirs";
  });
  return places;
}

function merge(
  base: Side,
  theirs: Side,
  mine: Side,
  path: readonly (string | number)[],
  decide: (place: DisputedPlace) => Decision,
): Side {
  if (isSame(theirs, mine)) return theirs;
  if (base !== undefined && theirs !== undefined && mine !== undefined) {
    const type = typeOf(base);
    if (type === typeOf(theirs) && type === typeOf(mine)) {
      if (type === "object") return mergeObjects(base, theirs, mine, path, decide);
      if (type === "array") {
        const sides = [[...items(base)], [...items(theirs)], [...items(mine)]] as const;
        const [before, others, own] = sides;
        if (before.length === others.length && before.length === own.length) {
          const merged = others.map((item, index) =>
            merge(before[index], item, own[index], [...path, index], decide),
          );
          return `[${merged.join(",")}]` as JsonText;
        }
      }
    }
  }
  const changedBy = isSame(base, theirs) ? "mine" : isSame(base, mine) ? "theirs" : "both";
  return decide({ path, base, theirs, mine, changedBy }) === "mine" ? mine : theirs;
}

function mergeObjects(
  base: JsonText,
  theirs: JsonText,
  mine: JsonText,
  path: readonly (string | number)[],
  decide: (place: DisputedPlace) => Decision,
): JsonText {
  const [before, others, own] = [membersOf(base), membersOf(theirs), membersOf(mine)];
  const written: string[] = [];
  for (const name of new Set([...others.keys(), ...own.keys()])) {
    const value = merge(before.get(name), others.get(name), own.get(name), [...path, name], decide);
    if (value !== undefined) written.push(`${JSON.stringify(name)}:${value}`);
  }
  return `{${written.join(",")}}` as JsonText;
}

function membersOf(text: JsonText): ReadonlyMap<string, JsonText> {
  return new Map([...members(text)].map(({ name, text }) => [name, text]));
}

function isSame(a: Side, b: Side): boolean {
  return a === undefined || b === undefined ? a === b : equalJson(a, b);
}
