import { type Key, type Moment, NOW } from "../../../shared/model/index.ts";
import type { Side } from "../moments.ts";
import type { Slice } from "../slice.ts";

/** The shown page. */
export type AppView =
  | { readonly kind: "welcome" }
  | { readonly kind: "browse"; readonly at: Moment }
  | { readonly kind: "compare"; readonly from: Side; readonly to: Side };

/** The kind of a filter: text in the key, a regular expression on the key, or a filter on the value. */
export type FilterMode = "text" | "regex" | "value";

export interface View {
  readonly view: AppView;
  readonly selectedKey: Key | null;
  readonly filter: string;
  readonly filterMode: FilterMode;
  selectKey(key: Key | null): void;
  setFilter(filter: string): void;
  setFilterMode(mode: FilterMode): void;
  /** Shows the keys and values at that moment; read-only unless it is the present. */
  viewAt(moment: Moment): void;
  compare(from: Side, to: Side): void;
  backToNow(): void;
}

export const view: Slice<View> = (set) => ({
  view: { kind: "welcome" },
  selectedKey: null,
  filter: "",
  filterMode: "text",
  selectKey: (selectedKey) => set({ selectedKey }),
  setFilter: (filter) => set({ filter }),
  setFilterMode: (filterMode) => set({ filterMode }),
  viewAt: (at) => set({ view: { kind: "browse", at } }),
  compare: (from, to) => set({ view: { kind: "compare", from, to } }),
  backToNow: () => set({ view: { kind: "browse", at: NOW } }),
});
