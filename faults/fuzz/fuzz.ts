/** Something that is fed with input that follows from a number. */
export interface Fuzz {
  readonly name: string;
  /** What came of it, in a word. Throws when that must not be. */
  readonly once: (seed: number) => Promise<string>;
  readonly end: () => Promise<void>;
}
