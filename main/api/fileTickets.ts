import type { FileTicket } from "../../shared/model/index.ts";
import { failed } from "./failures.ts";

/** The file behind a ticket. */
export interface TicketedFile {
  readonly path: string;
  /** For people: the file's original name. */
  readonly name: string;
  readonly use: "read" | "write";
  /** Whether it is the person's own file, in its place; an uploaded one is a copy. */
  readonly onDisk?: boolean | undefined;
}

/** The files that clients may read or write, by ticket. */
export class FileTickets {
  readonly #files = new Map<FileTicket, TicketedFile>();

  get paths(): readonly string[] {
    return [...this.#files.values()].map(({ path }) => path);
  }

  add(ticket: FileTicket, file: TicketedFile): void {
    this.#files.set(ticket, file);
  }

  remove(ticket: FileTicket): void {
    this.#files.delete(ticket);
  }

  /** The file of this ticket; fails with NOT_FOUND if there is none for this use. */
  get(ticket: FileTicket, use: TicketedFile["use"]): TicketedFile {
    const file = this.#files.get(ticket);
    if (file?.use !== use) throw failed("NOT_FOUND", "This file is no longer available. Choose it again.");
    return file;
  }
}
