/** How much of a list has been looked through for rows. */
export interface Looked {
  readonly keys: number;
  readonly of: number;
}

/** A window of a list that is kept elsewhere, as the other side gives it. */
export interface RowWindow<Row> {
  readonly total: number;
  readonly rows: readonly Row[];
  /** More is being looked for: the same question, asked again, gets further. */
  readonly partial?: true | undefined;
  /** The progress, if it is known. */
  readonly looked?: Looked | undefined;
}

export type FetchRows<Row> = (offset: number, limit: number, signal: AbortSignal) => Promise<RowWindow<Row>>;

export interface RowCacheState {
  /** How many rows there are; null before the first answer. */
  readonly total: number | null;
  /** True while the answer on show belongs to an earlier question. */
  readonly stale: boolean;
  /** True while the other side is still looking for rows: `total` grows. */
  readonly partial: boolean;
  /** The progress; null if no search is running, or if it is unknown. */
  readonly looked: Looked | null;
  readonly error: unknown;
  /** Grows with each answer. */
  readonly answers: number;
}

/** Pages kept beyond those in view. */
const KEPT_PAGES = 60;

/**
 * The recently shown rows of a remote list, page by page. A new request keeps the old rows visible until their
 * successors arrive, so that nothing jumps.
 */
export class RowCache<Row> {
  readonly #pageSize: number;
  readonly #changed: () => void;
  readonly #fetch: FetchRows<Row>;
  readonly #pages = new Map<number, readonly Row[]>();
  /** Pages that answer the present question; the others are older. */
  readonly #fresh = new Set<number>();
  readonly #pending = new Map<number, AbortController>();
  #visible: readonly [first: number, last: number] = [0, 0];
  #state: RowCacheState = {
    total: null,
    stale: true,
    partial: false,
    looked: null,
    error: null,
    answers: 0,
  };
  #again: ReturnType<typeof setTimeout> | null = null;
  #replaceOnArrival = false;

  /** @param changed Called after each change of the state or of a row. */
  constructor(fetch: FetchRows<Row>, pageSize: number, changed: () => void) {
    this.#fetch = fetch;
    this.#pageSize = pageSize;
    this.#changed = changed;
  }

  get state(): RowCacheState {
    return this.#state;
  }

  /** The row at this position, or undefined while it isn't here. */
  at(index: number): Row | undefined {
    return this.#pages.get(Math.floor(index / this.#pageSize))?.[index % this.#pageSize];
  }

  /** Asks for the pages of these rows, both ends included, and gives up on others that are on their way. */
  show(first: number, last: number): void {
    this.#visible = [first, last];
    this.#request();
  }

  /** The same list may have other rows now: asks again for what is in view. */
  refresh(): void {
    this.#cancel();
    this.#fresh.clear();
    this.#request();
  }

  /** Another list: what is on show goes once its first page has arrived. */
  restart(): void {
    this.#cancel();
    this.#fresh.clear();
    this.#replaceOnArrival = true;
    this.#set({ stale: true, looked: null });
    this.#request();
  }

  dispose(): void {
    this.#cancel();
  }

  #cancel(): void {
    if (this.#again !== null) clearTimeout(this.#again);
    this.#again = null;
    for (const controller of this.#pending.values()) controller.abort();
    this.#pending.clear();
  }

  #request(): void {
    const lastRow = this.#replaceOnArrival ? this.#visible[1] - this.#visible[0] : this.#visible[1];
    const firstRow = this.#replaceOnArrival ? 0 : this.#visible[0];
    const { total } = this.#state;
    const end =
      total === null || this.#replaceOnArrival ? lastRow : Math.min(lastRow, Math.max(total - 1, 0));
    const wanted = new Set<number>();
    for (let page = Math.floor(firstRow / this.#pageSize); page * this.#pageSize <= end; page += 1) {
      wanted.add(page);
    }
    if (wanted.size === 0) wanted.add(0);
    for (const [page, controller] of this.#pending) {
      if (wanted.has(page)) continue;
      controller.abort();
      this.#pending.delete(page);
    }
    for (const page of wanted) {
      if (!this.#fresh.has(page) && !this.#pending.has(page)) void this.#load(page);
    }
  }

  async #load(page: number): Promise<void> {
    const controller = new AbortController();
    this.#pending.set(page, controller);
    try {
      const answer = await this.#fetch(page * this.#pageSize, this.#pageSize, controller.signal);
      if (controller.signal.aborted) return;
      this.#accept(page, answer);
    } catch (error) {
      if (controller.signal.aborted) return;
      this.#set({ error, stale: false, partial: false, looked: null });
    } finally {
      if (this.#pending.get(page) === controller) this.#pending.delete(page);
    }
  }

  #accept(page: number, { total, rows, partial, looked }: RowWindow<Row>): void {
    // While rows are still being looked for, those found so far keep their places.
    const isGrowing = this.#state.partial && !this.#replaceOnArrival;
    if (this.#replaceOnArrival) {
      this.#pages.clear();
      this.#replaceOnArrival = false;
    }
    // Rows were added or removed: pages of the old length no longer line up.
    if (!isGrowing && this.#state.total !== null && total !== this.#state.total) {
      for (const each of this.#pages.keys()) if (!this.#inView(each)) this.#pages.delete(each);
      this.#fresh.clear();
    }
    this.#pages.delete(page);
    this.#pages.set(page, rows);
    if (!partial || rows.length === this.#pageSize) this.#fresh.add(page);
    this.#drop();
    const answers = this.#state.answers + 1;
    this.#set({
      total,
      stale: false,
      partial: partial === true,
      looked: looked ?? null,
      error: null,
      answers,
    });
    if (partial) this.#askAgain(page);
    else this.#request();
  }

  /** The search continues only on request; the other side decides how long each step takes. */
  #askAgain(page: number): void {
    if (this.#again !== null) clearTimeout(this.#again);
    this.#again = setTimeout(() => {
      this.#again = null;
      if (!this.#pending.has(page)) void this.#load(page);
    }, 0);
  }

  #inView(page: number): boolean {
    const [first, last] = this.#visible;
    return (page + 1) * this.#pageSize > first && page * this.#pageSize <= last;
  }

  /** Forgets the pages that were fetched longest ago. */
  #drop(): void {
    for (const page of this.#pages.keys()) {
      if (this.#pages.size <= KEPT_PAGES) return;
      if (this.#inView(page)) continue;
      this.#pages.delete(page);
      this.#fresh.delete(page);
    }
  }

  #set(state: Partial<RowCacheState>): void {
    this.#state = { ...this.#state, ...state };
    this.#changed();
  }
}
