import type { StateCreator } from "zustand/vanilla";
import type { AppState } from "./app.ts";

/** One concern of the app's state with the actions on it. It may read all of the state. */
export type Slice<Part> = StateCreator<AppState, [], [], Part>;
