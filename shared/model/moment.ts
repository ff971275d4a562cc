import type { Revision, SnapshotVersion } from "./brand.ts";

/** A point in a store's history that can be read, compared and restored. */
export type Moment =
  | { readonly kind: "now" }
  | { readonly kind: "revision"; readonly revision: Revision }
  | { readonly kind: "snapshot"; readonly version: SnapshotVersion };

export const NOW: Moment = { kind: "now" };
