import {
  type DisputedPlace,
  disputedPlaces,
  formatJson,
  mergeThreeWay,
  minify,
  toPointer,
  validate,
} from "../../../shared/json/index.ts";
import type { JsonText } from "../../../shared/model/index.ts";
import { findLeaves } from "./tree/find.ts";

/** Two edits of one value, and what it was before them; undefined where there was none. */
export interface ThreeSides {
  readonly base: JsonText | undefined;
  readonly theirs: JsonText | undefined;
  readonly mine: JsonText;
}

/** What is done with a text at once, or in a worker when it is long: all that goes in and comes out can be sent there. */
const textTasks = {
  /** The text laid out over lines. */
  format: (text: string, indent: number): string => formatJson(text, indent),

  /** The text without white space. */
  minify: (text: string): JsonText => minify(text),

  /** Fails where it is not JSON. */
  check: (text: string): void => {
    const validity = validate(text);
    if (!validity.ok) throw validity.error;
  },

  /** Where the names and leaves begin that contain a text. */
  find: (text: string, query: string): readonly number[] => findLeaves(text, query),

  /** The first places, this many at most, where the two edits differ. */
  dispute: ({ base, theirs, mine }: ThreeSides, most: number): readonly DisputedPlace[] =>
    disputedPlaces(base, theirs, mine).slice(0, most),

  /** Both edits laid together: `mine` holds at these places, JSON Pointers. Undefined when there is no value then. */
  merge: ({ base, theirs, mine }: ThreeSides, mineAt: ReadonlySet<string>): JsonText | undefined =>
    mergeThreeWay(base, theirs, mine, ({ path }) => (mineAt.has(toPointer(path)) ? "mine" : "theirs")),
};

export type TextTask = keyof typeof textTasks;
export type TextArguments<Task extends TextTask> = Parameters<(typeof textTasks)[Task]>;
export type TextResult<Task extends TextTask> = ReturnType<(typeof textTasks)[Task]>;

/** Each with what it takes and gives, as far as the compiler can follow one that is not known yet. */
const acts: { readonly [Task in TextTask]: (...given: TextArguments<Task>) => TextResult<Task> } = textTasks;

/** Does one of them. */
export function doText<Task extends TextTask>(task: Task, given: TextArguments<Task>): TextResult<Task> {
  return acts[task](...given);
}
