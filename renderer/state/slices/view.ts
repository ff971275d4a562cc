import { type Key, type Moment, NOW } from "../../../shared/model/index.ts";
import type { Slice } from "../slice.ts";

/** Which page is on show. */
export type AppView =
  | { readonly kind: "welcome" }
  | { readonly kind: "browse"; readonly at: Moment }
  | { readonly kind: "compare"; readonly from: Moment; readonly to: Moment };

export interface View {
  readonly view: AppView;
  readonly selectedKey: Key | null;
  readonly filter: string;
  selectKey(key: Key | null): void;
  setFilter(filter: string): void;
  /** Shows the keys and values as they were then; read-only unless it is the present. */
  viewAt(moment: Moment): void;
  compare(from: Moment, to: Moment): void;
  backToNow(): void;
}

export const view: Slice<View> = (set) => ({
  view: { kind: "welcome" },
  selectedKey: null,
  filter: "",
  selectKey: (selectedKey) => set({ selectedKey }),
  setFilter: (filter) => set({ filter }),
  viewAt: (at) => set({ view: { kind: "browse", at } }),
  compare: (from, to) => set({ view: { kind: "compare", from, to } }),
  backToNow: () => set({ view: { kind: "browse", at: NOW } }),
});
