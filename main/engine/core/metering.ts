/**
 * What is counted while a store is open. Bytes of UTF-8, seconds. Times are service times (rule S1): what calls wait for,
 * another call or a turn of the event loop, is not in them, so that calls made together are not added up.
 */
export class Metering {
  saveCount = 0;
  loadCount = 0;
  /** Public calls that failed, each once, and automatic snapshots that did. */
  errorCount = 0;
  totalBytesSaved = 0;
  totalBytesLoaded = 0;
  totalSaveTime = 0;
  totalLoadTime = 0;

  /** Adds what a work of the queue took: its share of the transaction, in milliseconds. */
  readonly tookToSave = (milliseconds: number): void => {
    this.totalSaveTime += milliseconds / 1000;
  };

  /** Counts one call that writes. */
  saved(bytes: number): void {
    this.saveCount += 1;
    this.totalBytesSaved += bytes;
  }

  /** Counts one call that reads, and the milliseconds that it held the thread. */
  loaded(milliseconds: number, bytes: number): void {
    this.loadCount += 1;
    this.totalBytesLoaded += bytes;
    this.totalLoadTime += milliseconds / 1000;
  }

  failed(): void {
    this.errorCount += 1;
  }
}

/** Adds up how long pieces of work held the thread, in milliseconds. */
export class Stopwatch {
  milliseconds = 0;

  time<T>(work: () => T): T {
    const started = performance.now();
    try {
      return work();
    } finally {
      this.milliseconds += performance.now() - started;
    }
  }
}
