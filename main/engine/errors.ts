/** The stable codes of the errors that the engine throws (rule I4). */
export type PersistenceErrorCode =
  | "INVALID_VALUE"
  | "INVALID_KEY"
  | "INVALID_OPTION"
  | "NOT_FOUND"
  | "SNAPSHOT_NOT_FOUND"
  | "CONFLICT"
  | "DATA_INTEGRITY"
  | "DELTA"
  | "IMPORT"
  | "STORE_CLOSED"
  | "STORAGE"
  | "NOT_A_STORE"
  | "NEWER_FORMAT"
  | "READ_ONLY"
  | "LIMIT";

/** The subject of an error, as far as it is known. */
export interface ErrorPlace {
  readonly key?: string | undefined;
  /** JSON Pointer (RFC 6901) of the place inside the value. */
  readonly pointer?: string | undefined;
  readonly version?: string | undefined;
  readonly path?: string | undefined;
  readonly line?: number | undefined;
  readonly column?: number | undefined;
  readonly cause?: unknown;
}

/** Any error that the engine throws on purpose. Its message says what, where, and what to do. */
export class PersistenceError extends Error {
  readonly code: PersistenceErrorCode;
  readonly key: string | undefined;
  readonly pointer: string | undefined;
  readonly version: string | undefined;
  readonly path: string | undefined;
  readonly line: number | undefined;
  readonly column: number | undefined;

  constructor(code: PersistenceErrorCode, message: string, place: ErrorPlace = {}) {
    super(message, place.cause === undefined ? undefined : { cause: place.cause });
    this.name = new.target.name;
    this.code = code;
    this.key = place.key;
    this.pointer = place.pointer;
    this.version = place.version;
    this.path = place.path;
    this.line = place.line;
    this.column = place.column;
  }
}

/** JSON cannot represent the value (rule V1). */
export class InvalidValueError extends PersistenceError {
  constructor(message: string, place?: ErrorPlace) {
    super("INVALID_VALUE", message, place);
  }
}

/** The key is not 1 byte to 4 KiB of well-formed text. */
export class InvalidKeyError extends PersistenceError {
  constructor(message: string, place?: ErrorPlace) {
    super("INVALID_KEY", message, place);
  }
}

/** An option or an argument is invalid. */
export class InvalidOptionError extends PersistenceError {
  constructor(message: string, place?: ErrorPlace) {
    super("INVALID_OPTION", message, place);
  }
}

/** A limit for one value is exceeded; the message says which, and what to do (rules F10, F12). */
export class LimitError extends PersistenceError {
  constructor(message: string, place?: ErrorPlace) {
    super("LIMIT", message, place);
  }
}

/** The revision does not exist, or is no longer retained. */
export class NotFoundError extends PersistenceError {
  constructor(message: string, place?: ErrorPlace) {
    super("NOT_FOUND", message, place);
  }
}

export class SnapshotNotFoundError extends PersistenceError {
  constructor(version: string, message = `There is no snapshot ${version} in this store.`) {
    super("SNAPSHOT_NOT_FOUND", message, { version });
  }
}

/** Another writer changed the key since the caller read it; nothing was written. */
export class ConflictError extends PersistenceError {
  constructor(message: string, place?: ErrorPlace) {
    super("CONFLICT", message, place);
  }
}

/** The stored data is not what was written. `damaged` lists the keys that do not match, as far as they are known. */
export class DataIntegrityError extends PersistenceError {
  readonly damaged: readonly string[];

  constructor(message: string, place: ErrorPlace & { readonly damaged?: readonly string[] } = {}) {
    super("DATA_INTEGRITY", message, place);
    this.damaged = place.damaged ?? (place.key === undefined ? [] : [place.key]);
  }
}

/** A delta cannot be decoded, because its base is missing or damaged. */
export class DeltaError extends PersistenceError {
  constructor(message: string, place?: ErrorPlace) {
    super("DELTA", message, place);
  }
}

/** A file cannot be imported; the store is unchanged. */
export class ImportError extends PersistenceError {
  constructor(message: string, place?: ErrorPlace) {
    super("IMPORT", message, place);
  }
}

export class StoreClosedError extends PersistenceError {
  constructor(path: string | null) {
    super("STORE_CLOSED", `The store${path === null ? "" : ` ${path}`} is closed. Open it again to use it.`, {
      path: path ?? undefined,
    });
  }
}

/** The disk, the file system or the database failed; the store is as it was before the call. */
export class StorageError extends PersistenceError {
  constructor(
    message: string,
    place?: ErrorPlace,
    code: "STORAGE" | "NOT_A_STORE" | "NEWER_FORMAT" | "READ_ONLY" = "STORAGE",
  ) {
    super(code, message, place);
  }
}

export class NotAStoreError extends StorageError {
  constructor(message: string, place?: ErrorPlace) {
    super(message, place, "NOT_A_STORE");
  }
}

export class NewerFormatError extends StorageError {
  constructor(message: string, place?: ErrorPlace) {
    super(message, place, "NEWER_FORMAT");
  }
}

export class ReadOnlyError extends StorageError {
  constructor(message: string, place?: ErrorPlace) {
    super(message, place, "READ_ONLY");
  }
}
