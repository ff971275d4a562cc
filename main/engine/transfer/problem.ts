/** A part of an import that was not imported as it was, and why. */
export interface Problem {
  /** The part, for people: a snapshot's name, or a file's. */
  readonly part: string;
  readonly reason: string;
}
