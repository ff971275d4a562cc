import type { Page } from "@playwright/test";

export type ShellName = "browser" | "electron" | "packaged";

export interface LaunchOptions {
  /** Where the app keeps its preferences and the stores it makes. */
  readonly dataDirectory: string;
  /** Files or folders given on the command line. */
  readonly paths?: readonly string[];
  /** Milliseconds that the start may take, where another limit is needed. */
  readonly within?: number;
}

/** The longest and the 99th percentile delay of the main process's event loop, in milliseconds. */
export interface LoopDelay {
  readonly max: number;
  readonly p99: number;
}

/** The app, started in one of its shells, with its first window. */
export interface RunningApp {
  readonly page: Page;
  /** Quits as a person would, and waits until every process is gone. */
  quit(): Promise<void>;
  /** `kill -9` of the main process. */
  kill(): Promise<void>;
  /** Settles once the process that serves the page has ended. */
  ended(): Promise<void>;
  /** Does something that asks for a file to open, and answers with this one. */
  choosingFile(path: string, act: () => Promise<void>): Promise<void>;
  /** Does something that saves a file, and gives the path of what was saved; a desktop's person calls it `name`. */
  savingFile(act: () => Promise<void>, name?: string): Promise<string>;
  /** Opens a file that was saved as a page of its own, with none of the app's guards, and closes it after `look`. */
  openingPage<T>(path: string, look: (page: Page) => Promise<T>): Promise<T>;
  /** Gives the page this many pixels. */
  resize(size: { readonly width: number; readonly height: number }): Promise<void>;
  /** Runs a function in Electron's main process, with Electron as its argument. */
  inMain<T>(act: (electron: typeof import("electron"), given: string) => T, given?: string): Promise<T>;
  /** Stops the process that serves the page, or lets it go on. */
  signal(name: "SIGSTOP" | "SIGCONT"): void;
  /** Makes the engine's thread hang for good. */
  hangEngine(): Promise<void>;
  /** Restarts the measurement of the main process's event loop. */
  measureLoopDelay(): Promise<void>;
  loopDelay(): Promise<LoopDelay>;
}
