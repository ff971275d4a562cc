import type { FileTicket } from "../../shared/model/index.ts";

/** A chosen file, ready to be previewed and imported by its ticket. */
export interface ChosenFile {
  readonly file: FileTicket;
  readonly name: string;
  readonly bytes: number;
}

/** A place to export to. */
export interface ExportTarget {
  readonly file: FileTicket;
  readonly name: string;
  /** Call this after the export: it delivers the file to the person, if necessary. */
  deliver(): Promise<void>;
}

export interface TakeOptions {
  /** The number of bytes moved so far. Never called if nothing needs to be moved. */
  readonly onProgress?: (done: number, total: number) => void;
  readonly signal?: AbortSignal;
}

/** Files, the same way in both shells. Every call rejects with an `Error` whose message is for people. */
export interface Files {
  /** Lets the person choose a file; null if they cancelled. Call it from a click or a key press. */
  chooseImport(options?: TakeOptions): Promise<ChosenFile | null>;
  /** Accepts a dropped or pasted file; null for a folder, which the desktop shell opens as a store. */
  fromDrop(file: File, options?: TakeOptions): Promise<ChosenFile | null>;
  /** A place to export to with this name, or the one that the person chose; null if they cancelled. */
  saveAs(suggestedName: string): Promise<ExportTarget | null>;
}
