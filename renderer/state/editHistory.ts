import type { JsonText, Revision } from "../../shared/model/index.ts";
import { applySplice, inverse, joined, type Splice, spliceBetween } from "./splice.ts";
import type { FieldEdit, TreeLook } from "./valuePlace.ts";

/** A stored value; null if there is none. */
export type Base = { readonly text: JsonText; readonly since: Revision } | null;

/** The tree's part of a step: the same change in its own text, which has no white space. */
export interface TreeNote {
  readonly splice: Splice;
  readonly before: TreeLook;
  readonly after: TreeLook;
}

/** The revision since which the text of a position is stored, null if the key does not exist; undefined if unknown. */
type Since = Revision | null | undefined;

export interface EditStep {
  readonly splice: Splice;
  readonly before: Since;
  readonly after: Since;
  readonly note: TreeNote | null;
  /** The content of an open field before the step, which removed it. */
  readonly field: FieldEdit | null;
  /** The time of the last addition. Null if nothing joins it. */
  readonly typedAt: number | null;
  /** Whether the text was canonical before the step, and is after it. */
  readonly isCanonical: { readonly before: boolean; readonly after: boolean };
}

type Undone = { readonly step: EditStep } | { readonly field: FieldEdit };

export interface EditRecord {
  readonly text: string;
  /** Whether it is JSON as it would be stored. */
  readonly isCanonical?: boolean | undefined;
  readonly since?: Since;
  readonly note?: TreeNote | undefined;
  readonly field?: FieldEdit | undefined;
  /** For typing, which joins the previous step: its time in milliseconds. */
  readonly typedAt?: number | undefined;
}

/** The most characters that the steps may hold together. */
const MOST_CHARACTERS = 64_000_000;
/** Typing within this many milliseconds of the last is one step with it. */
const ONE_STEP = 700;

/** The edits of one value, saved and unsaved, each of which can be undone and redone. Independent of the page. */
export class EditHistory {
  /** The stored value that the edits start from. */
  base: Base;
  #text: string;
  #since: Since;
  #isCanonical: boolean;
  readonly #done: EditStep[] = [];
  #undone: Undone[] = [];
  #size = 0;

  constructor(text: string, base: Base, isCanonical = text === base?.text) {
    this.#text = text;
    this.#isCanonical = isCanonical;
    this.#since = base?.since;
    this.base = base;
  }

  get text(): string {
    return this.#text;
  }

  /** Whether the text is JSON as it would be stored, so that nothing has to read it. */
  get isCanonical(): boolean {
    return this.#isCanonical;
  }

  /** Whether the text is what is stored, as far as the base says. */
  get isAtBase(): boolean {
    return this.#since !== undefined && this.#since === (this.base?.since ?? null);
  }

  /** The number of characters in the steps. */
  get size(): number {
    return this.#size;
  }

  get canUndo(): boolean {
    return this.#done.length > 0;
  }

  get canRedo(): boolean {
    return this.#undone.length > 0;
  }

  isStoredSince(since: Revision | undefined): boolean {
    return since !== undefined && this.#since === since;
  }

  /** Records that the text has been stored since this revision. */
  markStored(since: Revision): void {
    this.#since = since;
    const done = this.#done.pop();
    if (done) this.#done.push({ ...done, after: since });
    const next = this.#undone.findLastIndex((each) => "step" in each);
    const undone = this.#undone[next];
    if (undone && "step" in undone) this.#undone[next] = { step: { ...undone.step, before: since } };
  }

  record({ text, isCanonical = false, since, note, field, typedAt }: EditRecord): void {
    const splice = spliceBetween(this.#text, text);
    const last = this.#done.at(-1);
    for (const each of this.#undone) if ("step" in each) this.#size -= sizeOf(each.step);
    this.#undone = [];
    const follows =
      typedAt !== undefined && last?.typedAt != null && typedAt - last.typedAt < ONE_STEP && !this.isAtBase;
    const whole = follows && last ? joined(last.splice, splice) : null;
    const step: EditStep = {
      splice: whole ?? splice,
      before: whole && last ? last.before : this.#since,
      after: since,
      note: note ?? null,
      field: field ?? null,
      typedAt: typedAt ?? null,
      isCanonical: {
        before: whole && last ? last.isCanonical.before : this.#isCanonical,
        after: isCanonical,
      },
    };
    const joins = whole ? this.#done.pop() : undefined;
    this.#done.push(step);
    this.#size += sizeOf(step) - (joins ? sizeOf(joins) : 0);
    this.#text = text;
    this.#since = since;
    this.#isCanonical = isCanonical;
    this.#forget();
  }

  /** Remembers the content of a cancelled field, to reopen it. */
  dropField(field: FieldEdit): void {
    this.#undone.push({ field });
  }

  undo(): EditStep | null {
    const step = this.#done.pop();
    if (!step) return null;
    this.#undone.push({ step });
    this.#text = applySplice(this.#text, inverse(step.splice));
    this.#since = step.before;
    this.#isCanonical = step.isCanonical.before;
    return step;
  }

  redo(): Undone | null {
    const next = this.#undone.pop();
    if (!next) return null;
    if ("step" in next) {
      this.#done.push({ ...next.step, typedAt: null });
      this.#text = applySplice(this.#text, next.step.splice);
      this.#since = next.step.after;
      this.#isCanonical = next.step.isCanonical.after;
    }
    return next;
  }

  /** Drops the oldest steps when they hold too much text. */
  #forget(): void {
    while (this.#done.length > 1 && this.#size > MOST_CHARACTERS) {
      const oldest = this.#done.shift();
      if (oldest) this.#size -= sizeOf(oldest);
    }
  }
}

const sizeOf = ({ splice }: EditStep): number => splice.removed.length + splice.inserted.length;
