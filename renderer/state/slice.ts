import type { StateCreator } from "zustand/vanilla";
import type { AppState } from "./app.ts";

/** One part of the app's state with its actions. It may read the whole state. */
export type Slice<Part> = StateCreator<AppState, [], [], Part>;
