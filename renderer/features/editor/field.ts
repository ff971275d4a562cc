import type { FieldEdit } from "../../state/valuePlace.ts";

/**
 * What a field is in. It is written in until it is committed or dropped, and nothing leads out of these two: whatever
 * order Enter, Escape, a loss of focus and a save come in, an edit is made at most once.
 */
export type FieldState =
  | { readonly kind: "typing"; readonly written: string }
  | { readonly kind: "refused"; readonly written: string; readonly reason: string }
  | { readonly kind: "committed" }
  | { readonly kind: "dropped" };

export type FieldEvent =
  | { readonly kind: "type"; readonly written: string }
  /** Enter, Tab, the loss of focus, a save. */
  | { readonly kind: "commit" }
  /** Escape, an undo. */
  | { readonly kind: "drop" };

/** Makes the edit; why it can't be, or null once it is made. */
export type Commit = (written: string) => string | null;

/** The state after an event. Only the step to `committed` makes the edit. */
export function next(state: FieldState, event: FieldEvent, commit: Commit): FieldState {
  if (state.kind === "committed" || state.kind === "dropped") return state;
  switch (event.kind) {
    case "type":
      return { kind: "typing", written: event.written };
    case "drop":
      return { kind: "dropped" };
    case "commit": {
      const { written } = state;
      const reason = commit(written);
      return reason === null ? { kind: "committed" } : { kind: "refused", written, reason };
    }
  }
}

export type FieldPlace = Omit<FieldEdit, "written">;

export interface FieldEffects {
  /** What stands in the field now, after each key; null where that is what stood there at first. */
  readonly onType: (edit: FieldEdit | null) => void;
  readonly commit: (edit: FieldEdit) => string | null;
  /** The edit is let go. */
  readonly onDrop: (edit: FieldEdit, isEdited: boolean) => void;
  /** The field closes; `isKey` where that was by a key, so that the focus has to go somewhere. */
  readonly onClose: (isKey: boolean) => void;
}

/** One opened field. It knows no page: who shows it follows its state and gives it the events. */
export class Field {
  readonly place: FieldPlace;
  /** Whether it takes the focus as soon as it is on show. */
  readonly takesFocus: boolean;
  readonly #effects: FieldEffects;
  readonly #listeners = new Set<() => void>();
  #state: FieldState;

  constructor({ written, ...place }: FieldEdit, effects: FieldEffects, takesFocus: boolean) {
    this.place = place;
    this.takesFocus = takesFocus;
    this.#effects = effects;
    this.#state = { kind: "typing", written };
  }

  readonly state = (): FieldState => this.#state;

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  get isOpen(): boolean {
    return this.#state.kind === "typing" || this.#state.kind === "refused";
  }

  /** What stands in it; what stood there at first once it is closed. */
  get written(): string {
    return "written" in this.#state ? this.#state.written : shownFirst(this.place);
  }

  get isEdited(): boolean {
    return this.isOpen && this.written !== shownFirst(this.place);
  }

  get refusal(): string | null {
    return this.#state.kind === "refused" ? this.#state.reason : null;
  }

  type(written: string): void {
    if (!this.isOpen || written === this.written) return;
    this.#take({ kind: "type", written });
    this.#effects.onType(this.isEdited ? this.#edit() : null);
  }

  /** Why the edit can't be made, or null once it is, or the field was closed before. */
  commit(isKey = false): string | null {
    if (!this.isOpen) return null;
    this.#take({ kind: "commit" });
    if (!this.isOpen) this.#effects.onClose(isKey);
    return this.refusal;
  }

  drop(): void {
    if (!this.isOpen) return;
    const edit = this.#edit();
    const { isEdited } = this;
    this.#take({ kind: "drop" });
    this.#effects.onDrop(edit, isEdited);
    this.#effects.onClose(true);
  }

  #edit(): FieldEdit {
    return { ...this.place, written: this.written };
  }

  #take(event: FieldEvent): void {
    this.#state = next(this.#state, event, () => this.#effects.commit(this.#edit()));
    for (const listener of this.#listeners) listener();
  }
}

/** What a field shows when it opens: a name, text without its quotes, anything else as JSON writes it. */
export function shownFirst({ part, before }: Pick<FieldEdit, "part" | "before">): string {
  return part === "value" && before.startsWith('"') ? (JSON.parse(before) as string) : before;
}
