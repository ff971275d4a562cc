/** A part of what was imported that could not be taken over as it was, and why. */
export interface Problem {
  /** The part, for people: a snapshot's name, or a file's. */
  readonly part: string;
  readonly reason: string;
}
