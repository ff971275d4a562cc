import { createContext, createElement, type ReactNode, useContext } from "react";
import { useStore } from "zustand";
import { createStore, type StoreApi } from "zustand/vanilla";
import { messageOf, type StrataClient } from "../client/index.ts";
import { WriteLock } from "../ui/writeLock.ts";
import { type DraftKeeper, shellDrafts, type Unkept } from "./draftKeeper.ts";
import { whyReadOnly } from "./readOnly.ts";
import { type Drafts, drafts } from "./slices/drafts.ts";
import { type Feedback, feedback } from "./slices/feedback.ts";
import { type Forms, forms } from "./slices/forms.ts";
import { type Jobs, jobs } from "./slices/jobs.ts";
import { type PreferencesPart, preferences } from "./slices/preferences.ts";
import { type RememberedPart, remembered } from "./slices/remembered.ts";
import { type Session, session } from "./slices/session.ts";
import { type Timeline, timeline } from "./slices/timeline.ts";
import { type View, view } from "./slices/view.ts";

export type { Draft } from "./slices/drafts.ts";
export type { AppDialog, Notice, ToastMessage } from "./slices/feedback.ts";
export type { SnapshotOptions } from "./slices/timeline.ts";
export type { AppView, FilterMode } from "./slices/view.ts";

/** The page's whole state and its actions. */
export type AppState = Session &
  View &
  Timeline &
  Feedback &
  Drafts &
  Forms &
  Jobs &
  PreferencesPart &
  RememberedPart & {
    /** The unsaved edits that are only on this page. */
    readonly unkept: Unkept;
  };
export type App = StoreApi<AppState>;

const NONE: Unkept = { current: () => 0, subscribe: () => () => {} };

/** The state of one page that is connected to one shell. */
export function createApp(client: StrataClient, keeper: DraftKeeper = shellDrafts(client)): App {
  return createStore<AppState>()((...api) => ({
    ...session(client)(...api),
    ...view(...api),
    ...timeline(...api),
    ...feedback(...api),
    ...drafts(keeper)(...api),
    ...forms(...api),
    ...jobs(messageOf)(...api),
    ...preferences(...api),
    ...remembered(...api),
    unkept: keeper.unkept ?? NONE,
  }));
}

const AppContext = createContext<App | null>(null);

export function AppProvider({ app, children }: { readonly app: App; readonly children: ReactNode }) {
  const locked = useStore(app, whyReadOnly);
  return createElement(
    AppContext.Provider,
    { value: app },
    createElement(WriteLock.Provider, { value: locked }, children),
  );
}

/** The store itself, for event handlers that read the state when they run. */
export function useAppStore(): App {
  const app = useContext(AppContext);
  if (!app) throw new Error("Expected an AppProvider above this component");
  return app;
}

/** The part of the state that `selector` returns; the component renders again when it changes. */
export function useApp<Picked>(selector: (state: AppState) => Picked): Picked {
  return useStore(useAppStore(), selector);
}
