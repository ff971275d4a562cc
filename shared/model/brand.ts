declare const brand: unique symbol;

/** A `T` that only its own constructor or parser creates, so that two kinds of string cannot be confused. */
export type Branded<T, Name extends string> = T & { readonly [brand]: Name };

/** The name of an entry: 1 byte to 4 KiB of UTF-8. */
export type Key = Branded<string, "Key">;

/** One JSON value as text, without insignificant white space; numbers and member order as they were written. */
export type JsonText = Branded<string, "JsonText">;

/** The number of changes made to a store. It only grows; 0 is the empty store before any change. */
export type Revision = Branded<number, "Revision">;

/** The name of a snapshot: `v<unix seconds>-<8 hex digits>`. */
export type SnapshotVersion = Branded<string, "SnapshotVersion">;

/** The handle by which a client names an open store. It does not reveal the store's path. */
export type StoreId = Branded<string, "StoreId">;

/** The handle of a file that a client may read from or write to, without knowing its path. */
export type FileTicket = Branded<string, "FileTicket">;
