/** Members and their literals, in their order. */
export type Pairs = readonly (readonly [name: string, literal: string])[];

export interface ModelField {
  readonly name: string;
  readonly before: string;
  readonly written: string;
}

interface Position {
  readonly view: Pairs;
  /** The stored version whose value this is, where that is known. */
  readonly mark: number | undefined;
  readonly isTyped: boolean;
}

export const textOf = (pairs: Pairs): string =>
  `{${pairs.map(([name, literal]) => `${JSON.stringify(name)}:${literal}`).join(",")}}`;

const isLiteral = (written: string): boolean => /^(?:0|[1-9]\d*)$/.test(written);

/** What the editor should do with one object of numbers, as plainly as it can be said. */
export class EditorModel {
  stored: Pairs;
  version = 1;
  /** A field that is open; of the draft once it is edited. */
  field: ModelField | null = null;
  isRefused = false;
  isDraft = false;
  /** The stored version that the steps are over. */
  base = 1;
  #done: Position[] = [];
  #undone: (Position | ModelField)[] = [];
  #now: Position;

  constructor(stored: Pairs) {
    this.stored = stored;
    this.#now = { view: stored, mark: 1, isTyped: false };
  }

  /** What the screen says, the open field aside. */
  get view(): Pairs {
    return this.isDraft ? this.#now.view : this.stored;
  }

  get isEdited(): boolean {
    return this.field !== null && this.field.written !== this.field.before;
  }

  get canType(): boolean {
    return this.#done.at(-1)?.isTyped !== true && !this.#now.isTyped;
  }

  open(name: string): void {
    if (!this.commit()) return;
    const before = this.view.find(([each]) => each === name)?.[1];
    if (before !== undefined) this.field = { name, before, written: before };
  }

  type(written: string): void {
    if (!this.field || written === this.field.written) return;
    this.field = { ...this.field, written };
    this.isRefused = false;
    if (this.isEdited) {
      if (!this.isDraft) {
        this.#begin();
        this.base = this.version;
      }
      this.isDraft = true;
    } else {
      if (this.isDraft) this.#settle();
      // What stood there at first may have been changed from outside meanwhile.
      this.#follow();
    }
  }

  /** False where what is written is refused. */
  commit(): boolean {
    const { field } = this;
    if (!field) return true;
    if (!isLiteral(field.written)) {
      this.isRefused = true;
      return false;
    }
    this.field = null;
    if (field.written === field.before) {
      if (this.isDraft) this.#settle();
      return true;
    }
    const { name, written } = field;
    this.edit(this.view.map((pair) => (pair[0] === name ? [name, written] : pair)));
    return true;
  }

  /** Enter, Escape and the rest leave no field that holds nothing, so this is a step of its own. */
  edit(view: Pairs, isTyped = false): void {
    this.#begin();
    if (!this.isDraft) this.base = this.version;
    this.#undone = [];
    this.#done.push(this.#now);
    this.#now = { view, mark: undefined, isTyped };
    this.isDraft = true;
    this.#back();
  }

  drop(): void {
    const { field, isEdited } = this;
    this.field = null;
    this.isRefused = false;
    if (!field || !isEdited) return;
    this.#undone.push(field);
    this.#settle();
  }

  undo(): void {
    if (this.isEdited) {
      this.drop();
      return;
    }
    if (!this.isDraft && this.base !== this.version) return;
    const before = this.#done.pop();
    if (!before) return;
    this.#undone.push(this.#now);
    this.#now = before;
    this.#turned();
  }

  redo(): void {
    if (this.isEdited) return;
    const next = this.#undone.pop();
    if (!next) return;
    if ("written" in next) {
      this.field = next;
      this.isDraft = true;
      return;
    }
    this.#done.push(this.#now);
    this.#now = { ...next, isTyped: false };
    this.#turned();
  }

  /** Whether it is stored, and what stands in the way. */
  save(): "stored" | "nothing" | "refused" | "conflict" {
    if (!this.commit()) return "refused";
    if (!this.isDraft) return "nothing";
    if (this.base !== this.version) return "conflict";
    if (textOf(this.#now.view) !== textOf(this.stored)) this.version += 1;
    this.stored = this.#now.view;
    this.base = this.version;
    this.#now = { ...this.#now, mark: this.version };
    this.#settle();
    return "stored";
  }

  discard(): void {
    if (!this.commit() || !this.isDraft) return;
    this.#undone = [];
    this.#done.push(this.#now);
    this.#now = { view: this.baseView, mark: this.base, isTyped: false };
    this.#settle();
  }

  outside(stored: Pairs): void {
    this.version += 1;
    this.stored = stored;
    this.#views.set(this.version, stored);
    this.#follow();
  }

  /** An open field without an edit goes with its place. */
  #follow(): void {
    const { field } = this;
    if (!field || this.isEdited) return;
    if (this.view.find(([name]) => name === field.name)?.[1] !== field.before) this.field = null;
  }

  readonly #views = new Map<number, Pairs>();

  get baseView(): Pairs {
    return this.#views.get(this.base) ?? this.stored;
  }

  #begin(): void {
    this.#views.set(this.version, this.stored);
    if (this.isDraft || this.#now.mark === this.version) return;
    this.#done = [];
    this.#undone = [];
    this.#now = { view: this.stored, mark: this.version, isTyped: false };
    this.base = this.version;
  }

  #turned(): void {
    this.#settle();
    this.#back();
    this.#follow();
  }

  #settle(): void {
    this.isDraft = this.#now.mark !== this.base;
  }

  /** What is stored now is no edit. */
  #back(): void {
    if (!this.isDraft || textOf(this.#now.view) !== textOf(this.stored)) return;
    this.#now = { ...this.#now, mark: this.version };
    this.base = this.version;
    this.isDraft = false;
  }
}
