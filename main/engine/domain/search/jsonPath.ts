import { jsonpath } from "json-p3";
import { InvalidOptionError } from "../../errors.ts";
import { filterOf, type Holds, type Path } from "./pathFilter.ts";
import { FAR, type Selecting, type Walk, type Walking } from "./walk.ts";

type Select = (walk: Walk, place: number) => Selecting;

interface Segment {
  /** Whether it also selects among the children of every place below. */
  readonly descends: boolean;
  /** Its selectors: names of members, or others. */
  readonly selectors: readonly (string | Select)[];
}

/**
 * A JSONPath (RFC 9535) that is evaluated on a value's text, with pauses. `json-p3` only parses the path: its own
 * evaluation cannot be interrupted, keeps the whole value parsed, and runs `match` and `search` by backtracking.
 */
export class JsonPath implements Path {
  readonly #segments: readonly Segment[];

  constructor(segments: readonly Segment[]) {
    this.#segments = segments;
  }

  /** @throws {InvalidOptionError} if the path is invalid. */
  static compile(path: string): JsonPath {
    try {
      return fromQuery(jsonpath.compile(path));
    } catch (error) {
      if (error instanceof InvalidOptionError) throw error;
      throw new InvalidOptionError(`This JSONPath can't be read: ${(error as Error).message}.`, {
        cause: error,
      });
    }
  }

  /** The places that the path selects from a place. */
  select(walk: Walk, place: number): Selecting {
    return this.#from(walk, place, 0);
  }

  /** Whether the path selects anything. */
  *selectsAny(walk: Walk, place: number): Walking<boolean> {
    let at = place;
    for (const [depth, { descends, selectors }] of this.#segments.entries()) {
      const [name] = selectors;
      if (descends || selectors.length > 1 || typeof name !== "string") {
        for (const found of this.#from(walk, at, depth)) {
          if (found !== null) return true;
          yield null;
        }
        return false;
      }
      // A path of names leads to one place at most.
      const around = at;
      at = walk.memberNear(around, name);
      if (at === FAR) at = yield* walk.member(around, name);
      if (at < 0) return false;
    }
    return true;
  }

  *#from(walk: Walk, place: number, depth: number): Selecting {
    const segment = this.#segments[depth];
    if (segment === undefined) {
      yield place;
      return;
    }
    const { descends, selectors } = segment;
    const [first] = selectors;
    const onlyName = selectors.length === 1 && typeof first === "string" ? first : null;
    const end = descends ? yield* walk.after(place) : place;
    for (let at = place; at >= 0; at = descends ? yield* walk.containerAfter(at, end) : -1) {
      if (onlyName === null) {
        yield* this.#among(selectors, walk, at, depth);
        continue;
      }
      let found = walk.memberNear(at, onlyName);
      if (found === FAR) found = yield* walk.member(at, onlyName);
      if (found >= 0) yield* this.#from(walk, found, depth + 1);
    }
  }

  *#among(selectors: Segment["selectors"], walk: Walk, place: number, depth: number): Selecting {
    for (const selector of selectors) {
      if (typeof selector === "string") {
        let found = walk.memberNear(place, selector);
        if (found === FAR) found = yield* walk.member(place, selector);
        if (found >= 0) yield* this.#from(walk, found, depth + 1);
        continue;
      }
      for (const found of selector(walk, place)) {
        if (found === null) yield null;
        else yield* this.#from(walk, found, depth + 1);
      }
    }
  }
}

/** A path parsed by `json-p3`. */
function fromQuery(query: jsonpath.JSONPathQuery): JsonPath {
  return new JsonPath(
    query.segments.map((segment) => ({
      descends: segment.toString().startsWith(".."),
      selectors: segment.selectors.map(fromSelector),
    })),
  );
}

function fromSelector(selector: jsonpath.JSONPathSelector): string | Select {
  const { NameSelector, IndexSelector, SliceSelector, WildcardSelector, FilterSelector } = jsonpath.selectors;
  if (selector instanceof NameSelector) return selector.name;
  if (selector instanceof IndexSelector) {
    const { index } = selector;
    return (walk, place) => itemAt(walk, place, index);
  }
  if (selector instanceof SliceSelector)
    return (walk, place) => itemsAt(walk, place, (length) => sliced(selector, length));
  if (selector instanceof WildcardSelector) return all;
  if (selector instanceof FilterSelector) {
    const holds = filterOf(selector.expression, fromQuery);
    return (walk, place) => filtered(walk, place, holds);
  }
  throw new InvalidOptionError(`This JSONPath can't be read: ${selector.toString()} is not in RFC 9535.`);
}

function* all(walk: Walk, place: number): Selecting {
  for (const child of walk.children(place)) yield child?.at ?? null;
}

function* filtered(walk: Walk, place: number, holds: Holds): Selecting {
  for (const child of walk.children(place)) {
    if (child === null) yield null;
    else if (yield* holds(walk, child.at)) yield child.at;
  }
}

/** The items of an array at the selected positions. */
function* itemsAt(
  walk: Walk,
  place: number,
  wanted: (length: number) => (position: number) => boolean,
): Selecting {
  if (!walk.isArray(place)) return;
  const isWanted = wanted(yield* walk.childCount(place));
  for (const child of walk.children(place)) {
    if (child === null) yield null;
    else if (isWanted(child.position)) yield child.at;
  }
}

/** The item at a position; a negative one counts from the end. */
function* itemAt(walk: Walk, place: number, index: number): Selecting {
  if (!walk.isArray(place)) return;
  const wanted = index < 0 ? index + (yield* walk.childCount(place)) : index;
  for (const child of walk.children(place)) {
    if (child === null) yield null;
    else if (child.position === wanted) {
      yield child.at;
      return;
    }
  }
}

/** The positions of a slice (RFC 9535, section 2.3.4.2.2). */
function sliced(
  { start, stop, step = 1 }: jsonpath.selectors.SliceSelector,
  length: number,
): (position: number) => boolean {
  if (step === 0) return () => false;
  const place = (bound: number | undefined, absent: number) =>
    bound === undefined ? absent : bound < 0 ? bound + length : bound;
  if (step > 0) {
    const from = Math.max(place(start, 0), 0);
    const to = place(stop, length);
    return (position) => position >= from && position < to && (position - from) % step === 0;
  }
  const from = Math.min(place(start, length - 1), length - 1);
  const to = Math.max(place(stop, -1), -1);
  return (position) => position <= from && position > to && (from - position) % -step === 0;
}
