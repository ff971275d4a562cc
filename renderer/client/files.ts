import type { FileTicket } from "../../shared/model/index.ts";

/** A file that a person chose, ready to be previewed and imported by its ticket. */
export interface ChosenFile {
  readonly file: FileTicket;
  readonly name: string;
  readonly bytes: number;
}

/** A place to export to. */
export interface ExportTarget {
  readonly file: FileTicket;
  readonly name: string;
  /** To be called once the export is done: hands the file to the person, where that isn't so already. */
  deliver(): Promise<void>;
}

export interface TakeOptions {
  /** How much of the file has been taken in, in bytes. Never called where nothing needs to be moved. */
  readonly onProgress?: (done: number, total: number) => void;
  readonly signal?: AbortSignal;
}

/** Files, the same way in both shells. Every call rejects with an `Error` whose message is meant for people. */
export interface Files {
  /** Lets the person choose a file; null when they cancelled. To be called from a click or a key press. */
  chooseImport(options?: TakeOptions): Promise<ChosenFile | null>;
  /** Takes a file that was dropped or pasted; null for a folder, which the desktop shell opens as a store. */
  fromDrop(file: File, options?: TakeOptions): Promise<ChosenFile | null>;
  /** A place to export to under this name, or the one the person chose; null when they cancelled. */
  saveAs(suggestedName: string): Promise<ExportTarget | null>;
}
