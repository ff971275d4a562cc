/** What is counted while a store is open. Bytes of UTF-8, seconds. */
export class Metering {
  saveCount = 0;
  loadCount = 0;
  errorCount = 0;
  totalBytesSaved = 0;
  totalBytesLoaded = 0;
  totalSaveTime = 0;
  totalLoadTime = 0;

  /** Counts one call that writes. `started` is a reading of `performance.now()`. */
  saved(started: number, bytes: number): void {
    this.saveCount += 1;
    this.totalBytesSaved += bytes;
    this.totalSaveTime += (performance.now() - started) / 1000;
  }

  /** Counts one call that reads; gives back how long it took, in milliseconds. */
  loaded(started: number, bytes: number): number {
    const took = performance.now() - started;
    this.loadCount += 1;
    this.totalBytesLoaded += bytes;
    this.totalLoadTime += took / 1000;
    return took;
  }
}
