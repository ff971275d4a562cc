import {
  type ExactValue,
  equalExact,
  isExactArray,
  isExactObject,
  type Obstacle,
  parseExact,
  shortPointer,
  stringifyExact,
  valueAtPath,
  withValueAt,
} from "../../../../shared/json/index.ts";
import type { JsonText, Key, Moment, Revision } from "../../../../shared/model/index.ts";
import { ConflictError } from "../../errors.ts";
import type { TemporalStore } from "../../persistence.ts";
import { parsePointer } from "./path.ts";

/** What restoring one place inside a value would do. */
export interface LeafRestore {
  /** The present place; null if it does not exist. */
  readonly before: JsonText | null;
  /** The place as it was; null if it did not exist and would be deleted. */
  readonly after: JsonText | null;
  /** Sentences that say what prevents the restore; empty if nothing does. */
  readonly conflicts: readonly string[];
  /** The resulting whole value; null if the key would be deleted. */
  readonly text: JsonText | null;
  /** The revision that wrote the present value; null if there is none. */
  readonly since: Revision | null;
}

/** Reports what `restoreLeaf` would do. */
export async function planLeafRestore(
  store: Pick<TemporalStore, "read" | "write">,
  to: Moment,
  key: Key,
  pointer: string,
): Promise<LeafRestore> {
  const path = parsePointer(pointer);
  const [now, then] = await Promise.all([store.read(key), store.read(key, to)]);
  const past = then && parseExact(then.text);
  const present = now && parseExact(now.text);
  const before = present === undefined ? undefined : valueAtPath(present, path);
  const after = past === undefined ? undefined : valueAtPath(past, path);
  const plan = { before: textOf(before), after: textOf(after), since: now?.since ?? null };
  if (path.length === 0) return { ...plan, text: plan.after, conflicts: [] };
  if (before === undefined && after === undefined) return { ...plan, text: now?.text ?? null, conflicts: [] };
  const conflicts = movedItems(present, past, path);
  const found = place(present, past, path, after);
  return {
    ...plan,
    text: found.value === undefined ? null : stringifyExact(found.value),
    conflicts: found.conflict === null ? conflicts : [found.conflict, ...conflicts],
  };
}

/**
 * Restores one place inside a value from a moment, as one revision; later edits elsewhere in the value stay. Null if
 * nothing changes.
 *
 * @throws {ConflictError} if the present value is not the expected one, or if there are conflicts and `force` is not
 * set.
 */
export async function restoreLeaf(
  store: Pick<TemporalStore, "read" | "write">,
  to: Moment,
  key: Key,
  pointer: string,
  options: {
    readonly expected: Revision | null;
    readonly force?: boolean | undefined;
    readonly detail?: string | null;
  },
): Promise<Revision | null> {
  const plan = await planLeafRestore(store, to, key, pointer);
  if (plan.conflicts.length > 0 && options.force !== true) {
    throw new ConflictError(
      `${shortPointer(pointer)} of ${JSON.stringify(key)} cannot be restored as it was: ${plan.conflicts.join(" ")} Nothing was changed.`,
      { key, pointer },
    );
  }
  return store.write([{ key, text: plan.text }], {
    operation: "restore",
    detail: options.detail ?? null,
    expected: new Map([[key, options.expected]]),
  });
}

/** The present value with the restored place. If there is an obstacle, the former surroundings are restored too. */
function place(
  present: ExactValue | undefined,
  past: ExactValue | undefined,
  path: readonly string[],
  after: ExactValue | undefined,
): { readonly value: ExactValue | undefined; readonly conflict: string | null } {
  if (present === undefined) {
    return { value: past, conflict: "The key was deleted since; the whole value as it was would come back." };
  }
  const placed = withValueAt(present, path, after);
  if (!("obstacle" in placed)) return { value: placed.value, conflict: null };
  const around = path.slice(0, placed.obstacle === "notAContainer" ? placed.depth : placed.depth - 1);
  const name = around.length === 0 ? "The value" : `“${around.join(".")}”`;
  const whole = valueAtPath(past ?? null, around);
  const replaced = withValueAt(present, around, whole);
  return {
    value: "obstacle" in replaced ? past : replaced.value,
    conflict: `${name} ${REASONS[placed.obstacle]}; all of it as it was would come back.`,
  };
}

const REASONS: Record<Obstacle, string> = {
  missing: "has no such part any more",
  notAContainer: "is no object or array any more",
  outOfRange: "has fewer items now",
};

/** Array items on the path that are not the same items as then: by position alone the wrong one would be changed. */
function movedItems(
  present: ExactValue | undefined,
  past: ExactValue | undefined,
  path: readonly string[],
): string[] {
  const moved: string[] = [];
  for (let depth = 1; depth <= path.length && present !== undefined && past !== undefined; depth += 1) {
    const around = path.slice(0, depth - 1);
    const now = valueAtPath(present, around);
    if (now === undefined || !isExactArray(now)) continue;
    const [a, b] = [
      identityOf(valueAtPath(present, path.slice(0, depth))),
      identityOf(valueAtPath(past, path.slice(0, depth))),
    ];
    if (a === undefined || b === undefined || equalExact(a, b)) continue;
    moved.push(
      `Item ${path[depth - 1]} of ${around.length === 0 ? "the array" : `“${around.join(".")}”`} is another one now ` +
        `(${stringifyExact(a)} instead of ${stringifyExact(b)}).`,
    );
  }
  return moved;
}

/** The member that identifies an array item, if it has one. */
function identityOf(item: ExactValue | undefined): ExactValue | undefined {
  if (item === undefined || !isExactObject(item)) return undefined;
  return item.get("id") ?? item.get("_id") ?? item.get("key") ?? item.get("name");
}

function textOf(value: ExactValue | undefined): JsonText | null {
  return value === undefined ? null : stringifyExact(value);
}
