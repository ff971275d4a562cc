/**
 * The counters of an open store. Bytes of UTF-8, seconds. Times are service times (rule F22): waiting for another call
 * or for a turn of the event loop is not included, so concurrent calls are not counted twice.
 */
export class Metering {
  saveCount = 0;
  loadCount = 0;
  /** Public calls that failed, each once, and failed automatic snapshots. */
  errorCount = 0;
  totalBytesSaved = 0;
  totalBytesLoaded = 0;
  totalSaveTime = 0;
  totalLoadTime = 0;

  /** Adds the time of one queued write: its share of the transaction, in milliseconds. */
  readonly tookToSave = (milliseconds: number): void => {
    this.totalSaveTime += milliseconds / 1000;
  };

  /** Counts one call that writes. */
  saved(bytes: number): void {
    this.saveCount += 1;
    this.totalBytesSaved += bytes;
  }

  /** Counts one call that reads, with the milliseconds that it occupied the thread. */
  loaded(milliseconds: number, bytes: number): void {
    this.loadCount += 1;
    this.totalBytesLoaded += bytes;
    this.totalLoadTime += milliseconds / 1000;
  }

  failed(): void {
    this.errorCount += 1;
  }
}

/** Adds up the milliseconds for which work occupied the thread. */
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
